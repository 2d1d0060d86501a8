//! The code beside the stubs, as text. For one operation of a server:
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
//! the same with a reply handle, `reply`, which it answers with, and of a
//! client:
//!
//! ```text
//! |client, side| {
//!     side.exercise(CALLS[3], &|wish| {
//!         let memory: [u8; 5] = ::combinations::memory::Memory::lent(CALLS[3].seed);
//!         let value = ::combinations::values::Sample::sent(CALLS[3].seed);
//!         let result = client.clike_once_r_slice_own_gives_bool(
//!             wish, value, &memory,
//!         );
//!         ::combinations::client_side::Outcome::from(result)
//!     });
//! },
//! ```

use std::fmt::Write;

use crate::combination::{
    Access, Combination, Encoding, Extent, Kind, Retry, Verdict,
};
use crate::operation::{MAX_LEN, type_of};
use crate::setting::Setting;
use idol::server::ServerStyle;

/// One interface, to be generated with one setting.
pub(crate) struct Suite {
    /// The interface's name.
    pub(crate) name: String,
    pub(crate) setting: Setting,
    pub(crate) encoding: Encoding,
    /// Its operations.
    pub(crate) combinations: Vec<Combination>,
}

/// The same with a way to tell clients of the server's death, which those
/// that only servers may use lack. It is the same on the wire.
pub(crate) fn client_side(combination: &Combination) -> Combination {
    match combination.verdict() {
        Verdict::ServerOnly => Combination {
            kind: Kind::ServerDeath,
            ..*combination
        },
        Verdict::Legal | Verdict::Illegal => *combination,
    }
}

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

/// What stands behind the client's stub.
pub(crate) fn client(suite: &Suite) -> String {
    let name = &suite.name;
    let mut functions = String::new();
    for (i, combination) in suite.combinations.iter().enumerate() {
        functions += &exercise(i, combination);
    }
    format!(
        "
use super::{name}_CALLS as CALLS;

type Exercise = fn(&{name}, &::combinations::client_side::ClientSide);

static EXERCISES: &[Exercise] = &[{functions}];

pub(crate) fn exercise(
    server: ::userlib::TaskId,
    operations: ::core::ops::Range<usize>,
    side: &::combinations::client_side::ClientSide,
) {{
    let client = {name}::from(server);
    for exercise in &EXERCISES[operations] {{
        exercise(&client, side);
    }}
}}
{}",
        counts(suite, "CLIENT")
    )
}

/// What exercises one operation.
fn exercise(index: usize, c: &Combination) -> String {
    let call = format!("CALLS[{index}]");
    let (mut lend, mut lent, mut check) = <(String, _, String)>::default();
    if let Some((access, extent)) = c.lease {
        let memory = match extent {
            Extent::Sized => "::combinations::memory::Block",
            Extent::Array => "[u16; 3]",
            Extent::Slice => "[u8; 5]",
            Extent::Limited => "[u16; 4]",
        };
        let (mutable, reference) = match access {
            Access::Read => ("", "&memory,"),
            Access::Write | Access::ReadWrite => ("mut ", "&mut memory,"),
        };
        lent = reference;
        lend = format!(
            "let {mutable}memory: {memory} =
            ::combinations::memory::Memory::lent({call}.seed);\n"
        );
        if access != Access::Read {
            check = format!("side.filled({call}, &memory);\n");
        }
    }
    let name = c.name();
    let kind = client_side(c).kind;
    let send = format!("client.{name}(wish, value, {lent})");
    let outcome = "::combinations::client_side::Outcome";
    let (send, result) = match (kind, c.answer) {
        (Kind::Simple, None) => {
            (format!("{send};"), format!("{outcome}::Value(())"))
        }
        (Kind::Simple, Some(_)) => (
            format!("let result = {send};"),
            format!("{outcome}::Value(result)"),
        ),
        (Kind::CLike | Kind::Complex | Kind::ServerDeath, _) => (
            format!("let result = {send};"),
            format!("{outcome}::from(result)"),
        ),
    };
    format!(
        "
    |client, side| {{
        side.exercise::<{}>({call}, &|wish| {{
            {lend}let value = ::combinations::values::Sample::sent({call}.seed);
            {send}
            {check}{result}
        }});
    }},
",
        type_of(c.answer)
    )
}

/// The function that reads the counters, in the module that they are private
/// to.
fn counts(suite: &Suite, side: &str) -> String {
    let statics = format!("__{}_{side}_COUNTERS", suite.name.to_uppercase());
    let counters: Vec<_> = match suite.setting {
        Setting::Counters | Setting::CombinedClientErrors => {
            let names = suite.combinations.iter().map(Combination::name);
            let combined = suite.setting == Setting::CombinedClientErrors
                && side == "SERVER";
            names
                .chain(combined.then(|| "ClientError".to_owned()))
                .collect()
        }
        _ => Vec::new(),
    };
    let mut read = String::new();
    for counter in counters {
        write!(
            read,
            "::combinations::counts::Counted::counts(&{statics}.{counter}),"
        )
        .unwrap();
    }
    format!(
        "
pub(crate) fn counts() -> Vec<::combinations::counts::Counts> {{
    vec![{read}]
}}
"
    )
}

/// The modules that hold the stubs, and the list of all.
pub(crate) fn suites(target: &str, suites: &[Suite]) -> String {
    let mut modules = String::new();
    let mut list = String::new();
    let mut seed = 0x1234_u16;
    for suite in suites {
        let Suite { name, setting, .. } = suite;
        let mut calls = String::new();
        for combination in &suite.combinations {
            // No two alike, and neither byte the same for long.
            seed = seed.wrapping_add(0x0123);
            calls += &call(combination, seed);
        }
        write!(
            modules,
            "
#[expect(non_upper_case_globals, reason = \"named after the interface\")]
static {name}_CALLS: &[Call] = &[{calls}];

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_client {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_client.rs\"));
}}

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_server {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_server.rs\"));
}}

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_pipelined {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_pipelined.rs\"));
}}
"
        )
        .unwrap();
        write!(
            list,
            "
    Suite {{
        setting: Setting::{setting:?},
        encoding: Encoding::{:?},
        calls: {name}_CALLS,
        in_order: Server {{
            serve: {name}_server::serve,
            counts: {name}_server::counts,
        }},
        pipelined: Server {{
            serve: {name}_pipelined::serve,
            counts: {name}_pipelined::counts,
        }},
        exercise: {name}_client::exercise,
        client_counts: {name}_client::counts,
    }},",
            suite.encoding
        )
        .unwrap();
    }
    format!("{modules}\nstatic SUITES: &[Suite] = &[{list}];\n")
}

/// What both sides know of an operation.
fn call(combination: &Combination, seed: u16) -> String {
    let kind = client_side(combination).kind;
    let retry: Retry = combination.retry;
    format!(
        "
    Call {{
        name: {:?},
        kind: ::combinations::combination::Kind::{kind:?},
        retry: ::combinations::combination::Retry::{retry:?},
        seed: {seed:#06x},
    }},",
        combination.to_string()
    )
}
