//! The text of servers that refuse every request: that is enough for all of
//! their stubs to be compiled.

use std::fmt::Write as _;

use idol::syntax::{Error, Interface, Lease, Operation, Reply};

use crate::Result;

/// A server of an interface that answers in order.
pub(crate) fn in_order(interface: &Interface) -> Result<String> {
    let mut functions = String::new();
    for (name, op) in &interface.ops {
        let mut parameters = arguments(op)?;
        for lease in op.leases.values() {
            write!(parameters, ", _: {}", leased(lease))?;
        }
        const NEVER: &str = "::core::convert::Infallible";
        let (ok, error) = match &op.reply {
            Reply::Simple(ok) => (ok, NEVER),
            Reply::Result { ok, err } => match err {
                Error::CLike(error) | Error::Complex(error) => (ok, &error[..]),
                Error::ServerDeath => (ok, NEVER),
            },
        };
        write!(
            functions,
            "fn r#{name}(&mut self, _: &::userlib::RecvMessage{parameters}) \
             -> ::core::result::Result<\
             {}, ::idol_runtime::RequestError<{error}>> {{\n\
             Err(::idol_runtime::ClientError::BadMessageContents.fail())\n\
             }}\n",
            ok.ty
        )?;
    }
    let implemented = format!("InOrder{}Impl", interface.name);
    Ok(server(&implemented, &functions))
}

/// A server of an interface that answers with reply handles.
pub(crate) fn pipelined(interface: &Interface) -> Result<String> {
    let mut functions = String::new();
    for (name, op) in &interface.ops {
        write!(
            functions,
            "fn r#{name}(&mut self, _: &::userlib::RecvMessage{}, \
             reply: idl::{}_{name}_PENDING) {{\n\
             reply.fail(::idol_runtime::ClientError::BadMessageContents);\n\
             }}\n",
            arguments(op)?,
            interface.name
        )?;
    }
    let implemented = format!("{}Replies", interface.name);
    Ok(server(&implemented, &functions))
}

fn server(implemented: &str, functions: &str) -> String {
    format!(
        "struct Refuses;\n\
         impl ::idol_runtime::NoNotifications for Refuses {{}}\n\
         impl idl::{implemented} for Refuses {{\n{functions}}}\n\
         /// Serves for ever.\n\
         pub fn main() {{ ::idol_runtime::serve!(idl, Refuses) }}\n"
    )
}

/// The parameters for arguments, each behind a comma.
fn arguments(op: &Operation) -> Result<String> {
    let mut parameters = String::new();
    for arg in op.args.values() {
        write!(parameters, ", _: {}", arg.ty)?;
    }
    Ok(parameters)
}

/// The type in which a server gets a lease.
fn leased(lease: &Lease) -> String {
    let rights = match (lease.read, lease.write) {
        (true, true) => "RW",
        (false, true) => "W",
        (true, false) | (false, false) => "R",
    };
    let leased = format!(
        "::idol_runtime::Leased<::idol_runtime::{rights}, {}>",
        lease.ty
    );
    match lease.max_len {
        Some(max) => format!("::idol_runtime::LenLimit<{leased}, {max}>"),
        None => leased,
    }
}
