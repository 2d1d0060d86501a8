//! The servers that peers can call, and calls as JSON.

use std::collections::BTreeMap;

use idol_debug::json::{Json, Request, lent, text};
use idol_debug::schema::{Access, Call, Errors, Schema};
use idol_debug::{Outcome, Value};
use kernel::TaskId;
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use userlib::LeaseAttributes;

use crate::answer::Answer;
use crate::lanes::{Lent, Sent};
use crate::mistake::{Error, Kind};

/// A server that peers can call.
pub(crate) struct Server {
    /// As peers name it.
    pub(crate) name: String,
    pub(crate) task: TaskId,
    pub(crate) schema: Schema,
}

/// All of them, with their operations' types resolved.
pub(crate) struct Servers<'s> {
    pub(crate) all: Vec<Resolved<'s>>,
    /// By `server.operation`: the server and the operation.
    methods: BTreeMap<String, Method>,
}

/// A server, with its operations in the schema's order.
pub(crate) struct Resolved<'s> {
    pub(crate) server: &'s Server,
    pub(crate) calls: Vec<Call<'s>>,
}

/// An operation of a server, each by its position.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Method {
    pub(crate) server: usize,
    pub(crate) operation: usize,
}

/// What is sent for a request.
pub(crate) struct Prepared {
    pub(crate) message: Vec<u8>,
    pub(crate) leases: Vec<Lent>,
}

impl<'s> Servers<'s> {
    /// # Errors
    ///
    /// If a schema contradicts itself.
    pub(crate) fn resolve(
        servers: &'s [Server],
    ) -> Result<Self, idol_debug::Error> {
        let mut methods = BTreeMap::new();
        let mut all = Vec::new();
        for server in servers {
            let mut calls = Vec::new();
            for operation in &server.schema.operations {
                let name = format!("{}.{}", server.name, operation.name);
                let method = Method {
                    server: all.len(),
                    operation: calls.len(),
                };
                methods.insert(name, method);
                calls.push(server.schema.call(&operation.name)?);
            }
            all.push(Resolved { server, calls });
        }
        Ok(Self { all, methods })
    }

    /// The operation that a request names.
    pub(crate) fn method(&self, name: &str) -> Result<Method, Error> {
        if let Some(method) = self.methods.get(name) {
            return Ok(*method);
        }
        let known = |server: &&str| {
            let mut all = self.all.iter();
            all.any(|known| known.server.name == **server)
        };
        let server = name.rsplit_once('.').map(|(server, _)| server);
        let why = match server.filter(known) {
            Some(server) => {
                format!("`{server}` has no such operation: `{name}`")
            }
            None => format!(
                "no such method: `{name}`; `rpc.discover` tells what there is"
            ),
        };
        Err(Error::new(Kind::NoMethod, why))
    }

    pub(crate) fn call(&self, method: Method) -> Option<(&Server, &Call<'s>)> {
        let server = self.all.get(method.server)?;
        Some((server.server, server.calls.get(method.operation)?))
    }

    /// The names that peers have for them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.all.iter().map(|resolved| &*resolved.server.name)
    }

    /// A server by the name that peers have for it.
    pub(crate) fn named(&self, name: &str) -> Option<&'s Server> {
        let mut all = self.all.iter().map(|resolved| resolved.server);
        all.find(|server| server.name == name)
    }

    /// An operation of a task by its number.
    pub(crate) fn operation(
        &self,
        task: TaskId,
        number: u16,
    ) -> Option<(&Server, &Call<'s>)> {
        let index = task.index();
        let mut all = self.all.iter();
        let found = all.find(|known| known.server.task.index() == index)?;
        let mut calls = found.calls.iter();
        let call = calls.find(|call| call.operation.number == number)?;
        Some((found.server, call))
    }
}

/// The message and the leases of a request.
pub(crate) fn prepare(
    call: &Call<'_>,
    params: Option<&RawValue>,
) -> Result<Prepared, Error> {
    let operation = call.operation;
    let params = match params.map(RawValue::get) {
        None => String::new(),
        Some(params) if params.starts_with('[') => {
            named(call, params).map_err(Error::params)?
        }
        Some(params) => params.to_owned(),
    };
    let request = Request::read(call, &params).map_err(Error::params)?;
    let message = request.message(call).map_err(Error::params)?;
    let leases = operation.leases.iter().zip(request.leases);
    let leases = leases.map(|(lease, bytes)| Lent {
        rights: rights(lease.access),
        bytes,
    });
    Ok(Prepared {
        message,
        leases: leases.collect(),
    })
}

/// Gives parameters in an array their names: arguments first, then leases.
fn named(call: &Call<'_>, params: &str) -> Result<String, String> {
    let given: Vec<&RawValue> =
        serde_json::from_str(params).map_err(|error| error.to_string())?;
    let arguments = call.operation.arguments.iter().map(|a| &a.name);
    let leases = call.operation.leases.iter().map(|lease| &lease.name);
    let names: Vec<&String> = arguments.chain(leases).collect();
    if given.len() > names.len() {
        let (found, most) = (given.len(), names.len());
        return Err(format!("there are {found} values, and {most} names"));
    }
    let named: BTreeMap<&String, &RawValue> =
        names.into_iter().zip(given).collect();
    serde_json::to_string(&named).map_err(|error| error.to_string())
}

pub(crate) fn rights(access: Access) -> LeaseAttributes {
    match access {
        Access::Read => LeaseAttributes::READ,
        Access::Write => LeaseAttributes::WRITE,
        Access::ReadWrite => LeaseAttributes::READ | LeaseAttributes::WRITE,
    }
}

/// What a call came to.
pub(crate) fn answer(server: &Server, call: &Call<'_>, sent: &Sent) -> Answer {
    let bad = |error: idol_debug::Error| {
        Error::new(
            Kind::BadReply,
            format!(
                "`{}` answered `{}` with what its interface does not allow: \
                 {error}",
                server.name, call.operation.name
            ),
        )
        .with(&json!({ "code": sent.code }))
    };
    match call.decode(sent.code, &sent.reply).map_err(bad)? {
        Outcome::Ok(value) => result(call, &value, sent).map_err(bad),
        Outcome::Err(value) => Err(error(call, &value, sent).map_err(bad)?),
        Outcome::ServerDied { generation } => Err(Error::new(
            Kind::ServerDied,
            format!("`{}` died before it answered", server.name),
        )
        .with(&json!({ "generation": generation }))),
    }
}

/// The value, and beside it what has been lent to be written.
fn result(
    call: &Call<'_>,
    value: &Value,
    sent: &Sent,
) -> Result<Box<RawValue>, idol_debug::Error> {
    #[derive(Serialize)]
    struct Result<'a> {
        reply: Json<'a>,
        leases: BTreeMap<&'a str, Box<RawValue>>,
    }
    let ty = &call.reply;
    let known = call.operation.leases.iter().zip(&call.leases);
    let mut leases = BTreeMap::new();
    for ((lease, ty), lent_bytes) in known.zip(&sent.leases) {
        if lease.access != Access::Read {
            let bytes = lent(lease, ty, &lent_bytes.bytes)?;
            leases.insert(lease.name.as_str(), bytes);
        }
    }
    let json = match leases.is_empty() {
        true => text(ty, value)?,
        false => {
            let reply = Json { ty, value };
            written(&Result { reply, leases })?
        }
    };
    RawValue::from_string(json).map_err(broken)
}

/// The error of an interface.
fn error(
    call: &Call<'_>,
    value: &Value,
    sent: &Sent,
) -> Result<Error, idol_debug::Error> {
    let name = match value {
        Value::Variant(name, _) => name.clone(),
        _ => format!("error {}", sent.code),
    };
    let json = match (&call.operation.errors, &call.error) {
        (Errors::Value { .. }, Some(ty)) => text(ty, value)?,
        _ => written(&name)?,
    };
    let json = RawValue::from_string(json).map_err(broken)?;
    Ok(Error::of_interface(sent.code, name, &json))
}

fn written(value: &impl Serialize) -> Result<String, idol_debug::Error> {
    serde_json::to_string(value).map_err(broken)
}

fn broken(error: serde_json::Error) -> idol_debug::Error {
    idol_debug::Problem::BadJson(error.to_string()).into()
}
