//! The methods of the bridge itself, beside those of its servers.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use idol_debug::schema::{Access, Schema};
use kernel::{Fault, Restart, System, TaskId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;
use userlib::{FaultInfo, LeaseAttributes, TaskState};

use crate::answer::{Answer, ok};
use crate::client::Work;
use crate::lanes::{Lent, Sent};
use crate::limits::Limits;
use crate::mistake::{Error, Kind};
use crate::servers::{Servers, rights};

/// First parts of methods' names that no server may have.
pub(crate) const RESERVED: [&str; 3] = ["bridge", "rpc", "trace"];

/// The version of what peers and bridges say to each other.
const VERSION: u32 = 1;

/// Reads the parameters of a method of the bridge.
pub(crate) fn read<T: DeserializeOwned>(
    params: Option<&RawValue>,
) -> Result<T, Error> {
    let params = params.map_or("{}", RawValue::get);
    serde_json::from_str(params).map_err(Error::params)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfServer {
    server: Option<String>,
}

/// `rpc.discover`: what can be called.
pub(crate) fn discover(
    servers: &Servers<'_>,
    clock: &'static str,
    limits: &Limits,
    params: Option<&RawValue>,
) -> Answer {
    #[derive(Serialize)]
    struct Discovered<'a> {
        bridge: u32,
        clock: &'static str,
        limits: Told,
        servers: BTreeMap<&'a str, &'a Schema>,
    }
    #[derive(Serialize)]
    struct Told {
        message: usize,
        batch: usize,
        in_flight: usize,
    }
    let wanted: OfServer = read(params)?;
    if let Some(name) = &wanted.server {
        servers.named(name).ok_or_else(|| no_server(name))?;
    }
    let all = servers.all.iter().map(|resolved| resolved.server);
    let told = all.filter(|server| {
        wanted
            .server
            .as_ref()
            .is_none_or(|name| server.name == *name)
    });
    ok(&Discovered {
        bridge: VERSION,
        clock,
        limits: Told {
            message: limits.message,
            batch: limits.batch,
            in_flight: limits.in_flight,
        },
        servers: told
            .map(|server| (server.name.as_str(), &server.schema))
            .collect(),
    })
}

fn no_server(name: &str) -> Error {
    Error::params(format_args!("there is no server `{name}`"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    server: String,
    operation: u16,
    #[serde(default)]
    message: String,
    #[serde(default)]
    room: usize,
    #[serde(default)]
    leases: Vec<RawLease>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLease {
    access: Access,
    bytes: Option<String>,
    len: Option<usize>,
}

/// Leases of the largest number that a kernel knows.
const MOST_LEASES: usize = 255;

/// `bridge.send`: a message as it is, for peers that encode it themselves.
pub(crate) fn send(
    servers: &Servers<'_>,
    limits: &Limits,
    params: Option<&RawValue>,
) -> Result<Work, Error> {
    let raw: Raw = read(params)?;
    let server = servers
        .named(&raw.server)
        .ok_or_else(|| no_server(&raw.server))?;
    if raw.leases.len() > MOST_LEASES {
        let why = format!("there are at most {MOST_LEASES} leases");
        return Err(Error::params(why));
    }
    let within = |len: usize| match len <= limits.message {
        true => Ok(len),
        false => {
            let most = limits.message;
            Err(Error::params(format_args!("{len} is more than {most}")))
        }
    };
    let leases = raw.leases.iter().map(|lease| {
        let bytes = match (&lease.bytes, lease.len) {
            (Some(text), None) => decoded(text)?,
            (None, Some(len)) => vec![0; within(len)?],
            _ => {
                let why = "a lease has either `bytes` or `len`";
                return Err(Error::params(why));
            }
        };
        let rights = rights(lease.access);
        Ok(Lent { rights, bytes })
    });
    Ok(Work::Raw {
        server: server.task,
        operation: raw.operation,
        message: decoded(&raw.message)?,
        room: within(raw.room)?,
        leases: leases.collect::<Result<_, _>>()?,
    })
}

fn decoded(text: &str) -> Result<Vec<u8>, Error> {
    let why = "what is no base64 with its padding";
    STANDARD
        .decode(text)
        .map_err(|error| Error::params(format_args!("{why}: {error}")))
}

/// What came of `bridge.send`: the code, the reply, and what is in the leases
/// that could be written.
pub(crate) fn sent(sent: &Sent) -> Answer {
    let leases = sent.leases.iter().map(|lease| {
        let writable = lease.rights.contains(LeaseAttributes::WRITE);
        writable.then(|| STANDARD.encode(&lease.bytes))
    });
    ok(&json!({
        "code": sent.code,
        "reply": STANDARD.encode(&sent.reply),
        "leases": leases.collect::<Vec<_>>(),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Time {
    milliseconds: u64,
}

/// `bridge.sleep`: an answer that comes later.
pub(crate) fn sleep(params: Option<&RawValue>) -> Result<Work, Error> {
    let Time { milliseconds } = read(params)?;
    Ok(Work::Sleep(milliseconds))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cancelled {
    id: Box<RawValue>,
}

/// `bridge.cancel`: the id of what is to be given up.
pub(crate) fn cancelled(
    params: Option<&RawValue>,
) -> Result<Box<RawValue>, Error> {
    let Cancelled { id } = read(params)?;
    Ok(id)
}

/// `bridge.tasks`: the tasks of the board, and those that send for peers that
/// are connected.
pub(crate) fn tasks(
    system: &System,
    is_there: impl Fn(TaskId) -> bool,
) -> Answer {
    let tasks = system.tasks().filter(|(id, _)| is_there(*id));
    let tasks = tasks.map(|(id, name)| {
        let (state, doing) = match system.state(id) {
            TaskState::Healthy(doing) => ("healthy", doing),
            TaskState::Faulted { original_state, .. } => {
                ("faulted", original_state)
            }
        };
        json!({
            "name": name,
            "generation": u8::from(id.generation()),
            "state": state,
            "doing": format!("{doing:?}"),
            "fault": system.fault(id).map(ToString::to_string),
        })
    });
    ok(&tasks.collect::<Vec<_>>())
}

/// What is done to a task from outside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    task: String,
    restart: Option<Policy>,
    bits: Option<u32>,
}

/// What happens after a kill.
#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Policy {
    Never,
    AtOnce,
    After(u64),
    BySupervisorTask,
}

/// `bridge.kill`, `bridge.post` and `bridge.interrupt`.
pub(crate) fn control(
    system: &mut System,
    servers: &Servers<'_>,
    method: &str,
    params: Option<&RawValue>,
) -> Answer {
    let done: Done = read(params)?;
    let task = task(system, servers, &done.task)?;
    match (method, done.restart, done.bits) {
        ("bridge.kill", restart, None) => {
            let restart = match restart.unwrap_or(Policy::AtOnce) {
                Policy::Never => Restart::Never,
                Policy::AtOnce => Restart::AtOnce,
                Policy::After(milliseconds) => Restart::After(milliseconds),
                Policy::BySupervisorTask => Restart::BySupervisorTask,
            };
            system.kill(task, restart);
        }
        ("bridge.post", None, Some(bits)) => {
            system.post(task, bits);
        }
        ("bridge.interrupt", None, Some(bits)) => {
            system.interrupt(task, bits);
        }
        _ => {
            let why = "`restart` is for `bridge.kill`, `bits` for the others";
            return Err(Error::params(why));
        }
    }
    let generation = u8::from(system.current_id(task).generation());
    ok(&json!({ "generation": generation }))
}

/// A task by the name of its server, or its own.
fn task(
    system: &System,
    servers: &Servers<'_>,
    name: &str,
) -> Result<TaskId, Error> {
    let server = servers.named(name).map(|server| server.task);
    let mut tasks = system.tasks();
    server
        .or_else(|| tasks.find(|(_, own)| *own == name).map(|(id, _)| id))
        .ok_or_else(|| Error::params(format_args!("there is no task `{name}`")))
}

/// That a peer may not do this.
pub(crate) fn forbidden(method: &str) -> Error {
    let why = format!("this socket does not allow `{method}`");
    Error::new(Kind::Forbidden, why)
}

/// That a task of the peer's faulted, and which rule it broke.
pub(crate) fn faulted(fault: Option<&Fault>) -> Error {
    let Some(fault) = fault else {
        return Error::new(Kind::Faulted, "the request's task has died");
    };
    let (rule, reason) = match fault.info {
        FaultInfo::FromServer(_, reason) => {
            ("refused by the server", Some(format!("{reason:?}")))
        }
        FaultInfo::SyscallUsage(usage) => {
            ("wrong use of a system call", Some(format!("{usage:?}")))
        }
        FaultInfo::Injected(_) => ("killed", None),
        _ => ("", None),
    };
    let why = format!("the request's task has faulted: {fault}");
    Error::new(Kind::Faulted, why)
        .with(&json!({ "fault": rule, "reason": reason }))
}
