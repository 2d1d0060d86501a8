//! Servers, whose operations' bodies are elsewhere.

use std::fmt::Write;

use idol::syntax::{self, Interface, Operation, Reply};

use crate::subjects::Subject;
use crate::task::{body_name, stub, with_calls};

/// A server whose operations' bodies are elsewhere.
pub(crate) fn in_order_server(
    subject: &Subject,
    interface: &Interface,
) -> Result<String, std::fmt::Error> {
    let mut text = stub(subject.name, "server_stub");
    let mut functions = String::new();
    for (name, op) in &interface.ops {
        let body = body_name(subject, name);
        let parameters = parameters(op)?;
        let result = result(op);
        let values: String = op
            .args
            .keys()
            .chain(op.leases.keys())
            .map(|value| format!(", {value}"))
            .collect();
        writeln!(
            functions,
            "    fn {name}(\n        \
                     &mut self, msg: &userlib::RecvMessage{parameters}\n    \
                 ) -> {result} {{\n        \
                     unsafe extern \"Rust\" {{\n            \
                         fn {body}(\n                \
                             server: &mut Server,\n                \
                             msg: &userlib::RecvMessage{parameters}\n            \
                         ) -> {result};\n        \
                     }}\n        \
                     // SAFETY: whoever defines it asks for nothing.\n        \
                     unsafe {{ {body}(self, msg{values}) }}\n    \
                 }}"
        )?;
        if with_calls() && subject.called.contains(&name.as_str()) {
            // The jump hides from the optimiser what the body does.
            writeln!(
                text,
                "#[unsafe(link_section = \".uncounted\")]\n\
                 #[allow(unused_variables)]\n\
                 fn {name}_ok(\n    \
                     server: &mut Server, msg: &userlib::RecvMessage{parameters}\n\
                 ) -> {result} {{\n    \
                     Ok(firmware::stand_in::Sample::sample())\n\
                 }}\n\
                 ::core::arch::global_asm!(\n    \
                     \".pushsection .uncounted, \\\"ax\\\", %progbits\",\n    \
                     \".thumb_func\",\n    \
                     \".global {body}\",\n    \
                     \"{body}: b {{ok}}\",\n    \
                     \".popsection\",\n    \
                     ok = sym {name}_ok,\n\
                 );"
            )?;
        }
    }
    writeln!(
        text,
        "struct Server;\n\
         impl idol_runtime::NoNotifications for Server {{}}\n\
         impl InOrder{}Impl for Server {{\n{functions}}}",
        interface.name
    )?;
    Ok(text)
}

/// A server with reply handles, whose operations' bodies are elsewhere: they
/// return what it answers with.
pub(crate) fn pipelined_server(
    subject: &Subject,
    interface: &Interface,
) -> Result<String, std::fmt::Error> {
    let mut text = stub(subject.name, "pipelined_stub");
    let mut functions = String::new();
    let iface = &interface.name;
    for (name, op) in &interface.ops {
        let body = body_name(subject, name);
        let arguments = arguments(op)?;
        let leases = leases(op, "&")?;
        let result = result(op);
        let values: String =
            op.args.keys().map(|value| format!(", {value}")).collect();
        let lent: String = op
            .leases
            .keys()
            .map(|lease| format!(", &reply.{lease}()"))
            .collect();
        writeln!(
            functions,
            "    fn {name}(\n        \
                     &mut self, msg: &userlib::RecvMessage{arguments}, \
                     reply: {iface}_{name}_PENDING\n    \
                 ) {{\n        \
                     unsafe extern \"Rust\" {{\n            \
                         fn {body}(\n                \
                             server: &mut Server,\n                \
                             msg: &userlib::RecvMessage{arguments}{leases}\n            \
                         ) -> {result};\n        \
                     }}\n        \
                     // SAFETY: whoever defines it asks for nothing.\n        \
                     let result = unsafe {{ {body}(self, msg{values}{lent}) }};\n        \
                     reply.answer(result);\n    \
                 }}"
        )?;
    }
    writeln!(
        text,
        "struct Server;\n\
         impl idol_runtime::NoNotifications for Server {{}}\n\
         impl {iface}Replies for Server {{\n{functions}}}"
    )?;
    Ok(text)
}

/// The arguments and leases of a server's operation, each after a comma.
fn parameters(op: &Operation) -> Result<String, std::fmt::Error> {
    Ok(arguments(op)? + &leases(op, "")?)
}

fn arguments(op: &Operation) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (name, arg) in &op.args {
        write!(text, ", {name}: {}", arg.ty)?;
    }
    Ok(text)
}

/// The leases, behind a `&` if so wanted.
fn leases(op: &Operation, reference: &str) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (name, lease) in &op.leases {
        let rights = match (lease.read, lease.write) {
            (true, true) => "RW",
            (false, true) => "W",
            _ => "R",
        };
        let ty = &lease.ty;
        let leased =
            format!("idol_runtime::Leased<idol_runtime::{rights}, {ty}>");
        match lease.max_len {
            Some(most) => write!(
                text,
                ", {name}: {reference}idol_runtime::LenLimit<{leased}, {most}>"
            )?,
            None => write!(text, ", {name}: {reference}{leased}")?,
        }
    }
    Ok(text)
}

/// What a server's operation returns.
fn result(op: &Operation) -> String {
    const NEVER: &str = "core::convert::Infallible";
    let (ok, error) = match &op.reply {
        Reply::Simple(ok) => (ok, NEVER),
        Reply::Result { ok, err } => (
            ok,
            match err {
                syntax::Error::CLike(error) | syntax::Error::Complex(error) => {
                    error.as_str()
                }
                syntax::Error::ServerDeath => NEVER,
            },
        ),
    };
    format!("Result<{}, idol_runtime::RequestError<{error}>>", ok.ty)
}
