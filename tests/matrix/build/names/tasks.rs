//! The tasks that run such interfaces: what calls each operation, and two
//! servers that answer with digests of what they get.

use std::fmt::Write as _;

use idol::syntax::{Error, Interface, Lease, Operation, Reply};

use crate::Result;

/// The methods of a reply handle; one that lends a lease of such a name has
/// an underscore behind it.
const HANDLES: [&str; 7] = [
    "answer",
    "client",
    "err",
    "fail",
    "is_client_alive",
    "ok",
    "succeed",
];

/// The text of what runs.
pub(super) struct Tasks {
    /// Functions that call each operation, and compare what they get.
    pub(super) calls: String,
    /// A server that answers with a digest of what it gets.
    pub(super) in_order: String,
    /// The same with reply handles.
    pub(super) replies: String,
}

impl Tasks {
    pub(super) fn of(interface: &Interface) -> Result<Self> {
        let mut calls = String::new();
        let mut in_order = String::new();
        let mut replies = String::new();
        let iface = &interface.name;
        for (position, (name, op)) in interface.ops.iter().enumerate() {
            let call = Call::of(op)?;
            let Call {
                parameters,
                leases,
                values,
                ..
            } = &call;
            let (ok, error, unwrap) = match &op.reply {
                Reply::Simple(ok) => (ok, None, ""),
                Reply::Result { ok, err } => match err {
                    Error::CLike(error) | Error::Complex(error) => {
                        (ok, Some(error), ".unwrap()")
                    }
                    Error::ServerDeath => (ok, None, ".unwrap()"),
                },
            };
            let ok = &ok.ty;
            let error = error.map_or("core::convert::Infallible", |it| it);
            writeln!(
                in_order,
                "fn r#{name}(&mut self, _: &userlib::RecvMessage\
                 {parameters}{leases}) -> \
                 Result<{ok}, idol_runtime::RequestError<{error}>> {{ \
                 Ok(digest({position}, &[{}{}])) }}",
                call.arguments, call.lent
            )?;
            writeln!(
                replies,
                "fn r#{name}(&mut self, _: &userlib::RecvMessage\
                 {parameters}, reply: server::{iface}_{name}_PENDING) {{ \
                 let _handle = &reply; \
                 let digest = digest({position}, &[{}{}]); \
                 reply.ok(digest); }}",
                call.arguments, call.lent_by_handle
            )?;
            writeln!(
                calls,
                "fn call_{position}(client: &client::{iface}) {{\n{}    \
                 let answer = client.r#{name}({values}){unwrap};\n    \
                 let expected: {ok} = digest({position}, &[{}]);\n    \
                 assert_eq!(answer, expected, \"{name}\");\n{}}}",
                call.memory, call.expected, call.written
            )?;
        }
        let all: String = (0..interface.ops.len())
            .map(|position| format!("call_{position}, "))
            .collect();
        writeln!(
            calls,
            "pub(super) const CALLS: &[fn(&client::{iface})] = &[{all}];"
        )?;
        let server = |of: String, functions| {
            format!(
                "struct Server;\n\
                 impl idol_runtime::NoNotifications for Server {{}}\n\
                 impl server::{of} for Server {{\n{functions}}}\n"
            )
        };
        Ok(Self {
            calls,
            in_order: server(format!("InOrder{iface}Impl"), in_order),
            replies: server(format!("{iface}Replies"), replies),
        })
    }
}

/// The parts of the text of one call.
#[derive(Default)]
struct Call {
    /// The server's parameters for arguments, each behind a comma.
    parameters: String,
    /// Those for leases.
    leases: String,
    /// The numbers that the server makes of arguments.
    arguments: String,
    /// Those that it makes of leases.
    lent: String,
    /// Those that it makes of leases that a handle lends.
    lent_by_handle: String,
    /// The values that the client passes.
    values: String,
    /// The numbers that are in the digest.
    expected: String,
    /// Declares what the server writes into.
    memory: String,
    /// Compares what it wrote.
    written: String,
}

impl Call {
    fn of(op: &Operation) -> Result<Self> {
        let mut call = Self::default();
        for (i, arg) in op.args.values().enumerate() {
            let ty = &arg.ty;
            write!(call.parameters, ", p{i}: {ty}")?;
            write!(call.arguments, "p{i}.number(), ")?;
            write!(call.values, "nth::<{ty}>({i}), ")?;
            write!(call.expected, "nth::<{ty}>({i}).number(), ")?;
        }
        for (i, (name, lease)) in op.leases.iter().enumerate() {
            call.lease(i, name, lease)?;
        }
        Ok(call)
    }

    fn lease(&mut self, i: usize, name: &str, lease: &Lease) -> Result<()> {
        let ty = &lease.ty;
        let rights = if lease.write { "W" } else { "R" };
        let leased =
            format!("idol_runtime::Leased<idol_runtime::{rights}, {ty}>");
        let leased = match lease.max_len {
            Some(max) => format!("idol_runtime::LenLimit<{leased}, {max}>"),
            None => leased,
        };
        write!(self.leases, ", p{i}: {leased}")?;
        let use_of = |leased: &str| match lease.write {
            true => format!("{{ {leased}.write(nth({i})).unwrap(); 1 }}, "),
            false => format!("{leased}.read_at(0).unwrap().number(), "),
        };
        let mark = if HANDLES.contains(&name) { "_" } else { "" };
        self.lent.push_str(&use_of(&format!("p{i}")));
        let by_handle = use_of(&format!("_handle.r#{name}{mark}()"));
        self.lent_by_handle.push_str(&by_handle);
        if lease.write {
            writeln!(self.memory, "    let mut m{i} = [0; 2];")?;
            write!(self.values, "&mut m{i}, ")?;
            write!(self.expected, "1, ")?;
            writeln!(self.written, "    assert_eq!(m{i}, nth::<{ty}>({i}));")?;
        } else {
            let element = ty.trim_matches(['[', ']']);
            write!(self.values, "&[nth({i})], ")?;
            write!(self.expected, "nth::<{element}>({i}).number(), ")?;
        }
        Ok(())
    }
}
