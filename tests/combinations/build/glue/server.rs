//! What serves operations, as text. For one operation:
//!
//! ```text
//! fn clike_once_r_slice_own_gives_bool(
//!     &mut self,
//!     _: &::userlib::RecvMessage,
//!     wish: u8,
//!     value: ::combinations::values::Own,
//!     memory: ::idol_runtime::Leased<::idol_runtime::R, [u8]>,
//! ) -> Result<bool, ::idol_runtime::RequestError<::combinations::values::Code>> {
//!     self.0.read(CALLS[3], &memory);
//!     Ok(self.0.answer::<_, _, ::combinations::values::Code>(CALLS[3], wish, value)?)
//! }
//! ```
//!
//! and the same with a reply handle, `reply`, which it answers with.

use std::fmt::Write;

use super::{Suite, counts};
use crate::combination::{Access, Combination, Extent, Kind};
use crate::operation::{MAX_LEN, type_of};
use crate::setting::Setting;
use idol::server::ServerStyle;

/// What stands behind the server's stub.
pub(crate) fn server(suite: &Suite, style: ServerStyle) -> String {
    let name = &suite.name;
    let (declaration, server) = match (suite.setting, &*suite.combinations) {
        (Setting::FailServer, [first, ..]) => (
            String::new(),
            format!(
                "FailServer::new(\
                 <{} as ::combinations::values::Refusal>::refusal(0))",
                error(first)
            ),
        ),
        // Without functions there is nothing to answer with.
        (Setting::Unsupported, _) => {
            (implementation(name, style, ";", ""), "Server".to_owned())
        }
        _ => {
            let mut functions = String::new();
            for (i, combination) in suite.combinations.iter().enumerate() {
                functions += &match style {
                    ServerStyle::InOrder => {
                        serve(i, combination, suite.setting)
                    }
                    ServerStyle::Pipelined => {
                        serve_with_handle(name, i, combination)
                    }
                };
            }
            let fields = "(::combinations::server_side::ServerSide);";
            let declaration = implementation(name, style, fields, &functions);
            let side =
                "::combinations::server_side::ServerSide::new(log.clone())";
            (declaration, format!("Server({side})"))
        }
    };
    format!(
        "
use super::{name}_CALLS as CALLS;

{declaration}
pub(crate) fn serve(
    log: ::combinations::log::Log,
    entrance: ::combinations::suite::Entrance,
) {{
    let _ = (&log, CALLS);
    let mut server = {server};
    let mut buffer = [0; INCOMING_SIZE];
    loop {{
        match entrance {{
            ::combinations::suite::Entrance::Dispatch => {{
                ::idol_runtime::dispatch(&mut buffer, &mut server);
            }}
            ::combinations::suite::Entrance::DispatchN => {{
                ::idol_runtime::dispatch_n(&mut buffer, &mut server);
            }}
        }}
    }}
}}
{}",
        counts(suite, "SERVER")
    )
}

/// The type of the server.
fn implementation(
    name: &str,
    style: ServerStyle,
    fields: &str,
    functions: &str,
) -> String {
    let implemented = match style {
        ServerStyle::InOrder => format!("InOrder{name}Impl"),
        ServerStyle::Pipelined => format!("{name}Replies"),
    };
    format!(
        "struct Server{fields}
impl ::idol_runtime::NoNotifications for Server {{}}
impl {implemented} for Server {{{functions}}}
"
    )
}

/// What the server of one operation does with the lease, `memory`.
fn lease_use(index: usize, c: &Combination, memory: &str) -> String {
    let mut uses = String::new();
    if let Some((access, _)) = c.lease {
        if access != Access::Write {
            writeln!(uses, "self.0.read(CALLS[{index}], {memory});").unwrap();
        }
        if access != Access::Read {
            writeln!(uses, "self.0.write(CALLS[{index}], {memory});").unwrap();
        }
    }
    uses
}

/// The function that serves one operation with a reply handle.
fn serve_with_handle(interface: &str, index: usize, c: &Combination) -> String {
    let call = format!("CALLS[{index}]");
    let ok = type_of(c.answer);
    let error = error(c);
    let lease_use = lease_use(index, c, "&*reply.memory()");
    let succeed = format!("self.0.succeed::<_, {ok}>({call}, wish, value)");
    let answer = match (c.kind, c.answer) {
        (Kind::CLike | Kind::Complex, _) => format!(
            "reply.answer(
                self.0
                    .answer::<_, {ok}, {error}>({call}, wish, value)
                    .map_err(::idol_runtime::RequestError::Runtime),
            );"
        ),
        // A unit is no argument.
        (Kind::Simple | Kind::ServerDeath, None) => {
            format!("{succeed};\nreply.ok(());")
        }
        (Kind::Simple | Kind::ServerDeath, Some(_)) => {
            format!("reply.ok({succeed});")
        }
    };
    format!(
        "
fn {name}(
    &mut self,
    _: &::userlib::RecvMessage,
    wish: u8,
    value: {},
    reply: {interface}_{name}_PENDING,
) {{
    {lease_use}{answer}
}}
",
        type_of(Some(c.argument)),
        name = c.name(),
    )
}

/// The function that serves one operation.
fn serve(index: usize, c: &Combination, setting: Setting) -> String {
    let call = format!("CALLS[{index}]");
    let ok = type_of(c.answer);
    let mut lease_parameter = String::new();
    if let Some((access, extent)) = c.lease {
        lease_parameter = format!("memory: {},", leased(access, extent));
    }
    let lease_use = lease_use(index, c, "&memory");
    let error = error(c);
    let succeed = format!("self.0.succeed::<_, {ok}>({call}, wish, value)");
    let (returned, result) = match c.kind {
        Kind::CLike | Kind::Complex => (
            format!("Result<{ok}, ::idol_runtime::RequestError<{error}>>"),
            format!(
                "Ok(self.0.answer::<_, {ok}, {error}>({call}, wish, value)?)"
            ),
        ),
        Kind::Simple | Kind::ServerDeath => match setting {
            Setting::PlainInfallible => (ok.to_owned(), succeed),
            _ => (
                format!("Result<{ok}, ::idol_runtime::RequestError<{error}>>"),
                // A unit is no argument.
                match c.answer {
                    None => format!("{succeed};\nOk(())"),
                    Some(_) => format!("Ok({succeed})"),
                },
            ),
        },
    };
    format!(
        "
fn {}(
    &mut self,
    _: &::userlib::RecvMessage,
    wish: u8,
    value: {},
    {lease_parameter}
) -> {returned} {{
    {lease_use}{result}
}}
",
        c.name(),
        type_of(Some(c.argument))
    )
}

/// The type in which a server gets a lease.
fn leased(access: Access, extent: Extent) -> String {
    let rights = match access {
        Access::Read => "R",
        Access::Write => "W",
        Access::ReadWrite => "RW",
    };
    let of = |memory: &str| {
        format!("::idol_runtime::Leased<::idol_runtime::{rights}, {memory}>")
    };
    match extent {
        Extent::Sized => of("::combinations::memory::Block"),
        Extent::Array => of("[u16; 3]"),
        Extent::Slice => of("[u8]"),
        Extent::Limited => {
            format!("::idol_runtime::LenLimit<{}, {MAX_LEN}>", of("[u16]"))
        }
    }
}

/// The type of a server's errors.
fn error(combination: &Combination) -> &'static str {
    match combination.kind {
        Kind::Simple | Kind::ServerDeath => "::core::convert::Infallible",
        Kind::CLike => "::combinations::values::Code",
        Kind::Complex => "::combinations::values::Report",
    }
}
