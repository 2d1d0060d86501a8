//! Interfaces whose operations, arguments and leases are called what generated
//! code itself calls things: every identifier in the stubs of every kind of
//! operation, and some that the derives inside them use.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use idol::syntax::{Error, Interface, Reply};
use proc_macro2::{TokenStream, TokenTree};

use crate::{Result, stubs};

/// What people would call things, or traits do that stubs implement.
const MORE: &[&str] = &[
    "args",
    "as_bytes",
    "borrow",
    "clone",
    "clone_from",
    "cmp",
    "code",
    "count",
    "default",
    "deref",
    "deserialize",
    "dispatch",
    "drop",
    "eq",
    "error",
    "fmt",
    "from",
    "from_i64",
    "from_u32",
    "from_u64",
    "handle",
    "hash",
    "into",
    "len",
    "msg",
    "ne",
    "new",
    "new_counters",
    "op",
    "partial_cmp",
    "rc",
    "reply",
    "result",
    "serialize",
    "task",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "value",
    "x",
];

/// Names that no operation may have.
const TAKEN: [&str; 3] = ["closed_recv_fail", "from_i64", "recv_source"];

/// Words that Rust keeps even as raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// Writes the stubs, servers and callers of these interfaces into `out`, and
/// returns the arms of the macro that includes the stubs.
pub(crate) fn write(out: &Path) -> Result<String> {
    let neutral = [1, 2, 3, 4].map(|i| format!("neutral_{i}"));
    let neutral = parameters(&neutral)?;
    stubs(out, "neutral", &neutral)?;
    let mut names = BTreeSet::from_iter(MORE.iter().map(|s| s.to_string()));
    for side in [
        "client",
        "server",
        "pipelined",
        "client_uncounted",
        "server_uncounted",
        "pipelined_uncounted",
    ] {
        let text = fs::read_to_string(out.join(format!("neutral_{side}.rs")))?;
        let tokens = text.parse().map_err(|error| format!("{error}"))?;
        collect(tokens, &mut names);
    }
    // These stand for all names of users.
    names.retain(|name| {
        !name.contains("neutral_")
            && !kinds().iter().any(|kind| name.contains(&kind.name))
    });
    let names: Vec<_> = names.into_iter().collect();

    let mut arms = String::new();
    for (file, interface) in [
        ("parameters", parameters(&names)?),
        ("operations", operations(&names)?),
    ] {
        arms.push_str(&stubs(out, file, &interface)?);
        fs::write(out.join(format!("{file}.rs")), tasks(&interface)?)?;
    }
    fs::write(
        out.join("names.rs"),
        format!("const NAMES: &[&str] = &{names:?};\n"),
    )?;
    Ok(arms)
}

/// The words that may be names of variables, and keywords: not those in
/// attributes, in paths or behind a full stop.
fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let is = |token: Option<&TokenTree>, sign| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| tokens.get(i));
        let after = tokens.get(i + 1);
        match token {
            TokenTree::Group(_) if is(before, '#') => {}
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let in_path = is(after, ':') && is(tokens.get(i + 2), ':')
                    || i > 1 && is(before, ':') && is(tokens.get(i - 2), ':');
                let usual = name.starts_with(|c: char| c.is_lowercase());
                if usual
                    && !in_path
                    && !is(before, '.')
                    && !NEVER_RAW.contains(&name.as_str())
                {
                    names.insert(name);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// A kind of operation, and what its call returns.
struct Kind {
    name: String,
    encoding: &'static str,
    reply: &'static str,
    /// Whether the call returns the value and nothing around it.
    simple: bool,
}

const REPLIES: [(&str, &str); 6] = [
    ("simple", r#"Simple("u32")"#),
    ("clike", r#"Result(ok: "u32", err: CLike("Failure"))"#),
    ("death", r#"Result(ok: "u32", err: ServerDeath)"#),
    ("complex", r#"Result(ok: "u32", err: Complex("Failure"))"#),
    ("array", r#"Result(ok: "[u8; 4]", err: CLike("Failure"))"#),
    (
        "flagged",
        r#"Result(ok: "Option<u32>", err: CLike("Failure"))"#,
    ),
];

fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (encoding, replies) in [
        ("Zerocopy", &REPLIES[..]),
        ("Hubpack", &REPLIES[..4]),
        ("Ssmarshal", &REPLIES[..3]),
    ] {
        kinds.extend(replies.iter().map(|&(name, reply)| Kind {
            name: format!("{}_{name}", encoding.to_lowercase()),
            encoding,
            reply,
            simple: name == "simple",
        }));
    }
    kinds
}

/// The types of arguments in turn, and how they are received with Zerocopy.
const ARGUMENTS: [(&str, &str); 4] = [
    ("u8", ""),
    ("bool", ""),
    ("Option<u8>", ""),
    ("Digit", r#", recv: FromPrimitive("u8")"#),
];

/// The types of leases in turn, and what else is said of them.
const LEASES: [(&str, &str); 3] = [
    ("[u8]", "read: true"),
    ("[u8; 2]", "write: true"),
    ("[u16]", "read: true, max_len: Some(4)"),
];

/// Each kind of operation, twice: with arguments of these names, and with
/// leases of these names.
fn parameters(names: &[String]) -> Result<Interface> {
    let mut ops = String::new();
    for kind in kinds() {
        let Kind {
            name,
            encoding,
            reply,
            simple,
        } = kind;
        write!(ops, "\"{name}_of_args\": (args: {{")?;
        for (name, (ty, recv)) in names.iter().zip(ARGUMENTS.iter().cycle()) {
            let recv = if encoding == "Zerocopy" { recv } else { "" };
            write!(ops, "\"{name}\": (type: \"{ty}\"{recv}), ")?;
        }
        let rest = format!(
            "}}, reply: {reply}, encoding: {encoding}, idempotent: {simple}),\n"
        );
        write!(ops, "{rest}\"{name}_of_leases\": (leases: {{")?;
        for (name, (ty, rights)) in names.iter().zip(LEASES.iter().cycle()) {
            write!(ops, "\"{name}\": (type: \"{ty}\", {rights}), ")?;
        }
        ops.push_str(&rest);
    }
    Ok(format!("Interface(name: \"Parameters\", ops: {{{ops}}})").parse()?)
}

/// An operation of each of these names.
fn operations(names: &[String]) -> Result<Interface> {
    let mut ops = String::new();
    for name in names.iter().filter(|name| !TAKEN.contains(&name.as_str())) {
        writeln!(
            ops,
            "\"{name}\": (args: {{ \"x\": \"u8\" }}, \
             reply: Result(ok: \"u32\", err: CLike(\"Failure\"))),"
        )?;
    }
    Ok(format!("Interface(name: \"Operations\", ops: {{{ops}}})").parse()?)
}

/// The text of a server of such an interface, which answers with a digest of
/// what it gets, and of a function that calls each operation and compares.
fn tasks(interface: &Interface) -> Result<String> {
    let mut server = String::new();
    let mut calls = String::new();
    for (position, (name, op)) in interface.ops.iter().enumerate() {
        let mut parameters = String::new();
        let mut got = String::new();
        let mut values = String::new();
        let mut expected = String::new();
        let mut memory = String::new();
        let mut written = String::new();
        for (i, arg) in op.args.values().enumerate() {
            let ty = &arg.ty;
            write!(parameters, ", p{i}: {ty}")?;
            write!(got, "p{i}.number(), ")?;
            write!(values, "nth::<{ty}>({i}), ")?;
            write!(expected, "nth::<{ty}>({i}).number(), ")?;
        }
        for (i, lease) in op.leases.values().enumerate() {
            let ty = &lease.ty;
            let leased = |rights| {
                format!("idol_runtime::Leased<idol_runtime::{rights}, {ty}>")
            };
            match (lease.write, lease.max_len) {
                (true, _) => {
                    write!(parameters, ", p{i}: {}", leased("W"))?;
                    write!(got, "{{ p{i}.write(nth({i})).unwrap(); 1 }}, ")?;
                    writeln!(memory, "    let mut m{i} = [0; 2];")?;
                    write!(values, "&mut m{i}, ")?;
                    write!(expected, "1, ")?;
                    writeln!(
                        written,
                        "    assert_eq!(m{i}, nth::<{ty}>({i}));"
                    )?;
                }
                (false, max) => {
                    match max {
                        None => write!(parameters, ", p{i}: {}", leased("R"))?,
                        Some(max) => write!(
                            parameters,
                            ", p{i}: idol_runtime::LenLimit<{}, {max}>",
                            leased("R")
                        )?,
                    }
                    let element = ty.trim_matches(['[', ']']);
                    write!(got, "p{i}.read_at(0).unwrap().number(), ")?;
                    write!(values, "&[nth({i})], ")?;
                    write!(expected, "nth::<{element}>({i}).number(), ")?;
                }
            }
        }
        let (ok, error, unwrap) = match &op.reply {
            Reply::Simple(ok) => (&ok.ty, "core::convert::Infallible", ""),
            Reply::Result { ok, err } => (
                &ok.ty,
                match err {
                    Error::CLike(error) | Error::Complex(error) => error,
                    Error::ServerDeath => "core::convert::Infallible",
                },
                ".unwrap()",
            ),
        };
        writeln!(
            server,
            "fn r#{name}(&mut self, _: &userlib::RecvMessage{parameters}) -> \
             Result<{ok}, idol_runtime::RequestError<{error}>> {{ \
             Ok(digest({position}, &[{got}])) }}"
        )?;
        writeln!(
            calls,
            "fn call_{position}(client: &client::{}) {{\n{memory}    \
             let answer = client.r#{name}({values}){unwrap};\n    \
             let expected: {ok} = digest({position}, &[{expected}]);\n    \
             assert_eq!(answer, expected, \"{name}\");\n{written}}}",
            interface.name
        )?;
    }
    let all: String = (0..interface.ops.len())
        .map(|position| format!("call_{position}, "))
        .collect();
    let name = &interface.name;
    Ok(format!(
        "struct Server;\n\
         impl idol_runtime::NoNotifications for Server {{}}\n\
         impl server::InOrder{name}Impl for Server {{\n{server}}}\n\
         {calls}\
         pub(super) const CALLS: &[fn(&client::{name})] = &[{all}];\n"
    ))
}
