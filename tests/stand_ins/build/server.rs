//! The text of a server that refuses every request: that is enough for all of
//! its stub to be compiled.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use idol::syntax::{Error, Interface, Lease, Reply};

use crate::{Result, types};

/// The server of an interface, in whose trait these names are.
pub(crate) fn text(
    interface: &Interface,
    names: &BTreeSet<String>,
) -> Result<String> {
    let mut functions = String::new();
    for (name, op) in &interface.ops {
        let mut parameters = String::new();
        for arg in op.args.values() {
            write!(parameters, ", _: {}", arg.ty)?;
        }
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
    Ok(format!(
        "{}\
         struct Refuses;\n\
         impl ::idol_runtime::NoNotifications for Refuses {{}}\n\
         impl idl::InOrder{}Impl for Refuses {{\n{functions}}}\n\
         /// Serves for ever.\n\
         pub fn main() {{ ::idol_runtime::serve!(idl, Refuses) }}\n",
        types::import("super::types", names),
        interface.name
    ))
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
