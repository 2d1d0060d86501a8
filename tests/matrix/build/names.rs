//! Interfaces whose operations, arguments and leases are called what generated
//! code itself calls things: every identifier in the stubs of every kind of
//! operation, and some that the derives inside them use.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use idol::syntax::Interface;
use proc_macro2::{TokenStream, TokenTree};

use tasks::Tasks;

use crate::{Result, stubs};

mod tasks;

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

/// Writes the stubs, servers and callers of these interfaces into `out`, and
/// returns the arms of the macro that includes the stubs.
pub(crate) fn write(out: &Path) -> Result<String> {
    let neutral = [1, 2, 3, 4].map(|i| format!("neutral_{i}"));
    let neutral = parameters(&neutral)?;
    stubs(out, "neutral", &neutral)?;
    let mut names = BTreeSet::from_iter(MORE.iter().map(|s| s.to_string()));
    let sides = ["client", "server", "pipelined"];
    let sides = sides.iter().flat_map(|side| {
        ["", "_uncounted"].map(|counted| format!("neutral_{side}{counted}.rs"))
    });
    for file in sides {
        let text = fs::read_to_string(out.join(file))?;
        let tokens = text.parse().map_err(|error| format!("{error}"))?;
        collect(tokens, &mut names);
    }
    // These stand for all names of users.
    names.retain(|name| {
        !name.contains("neutral_")
            && !name.starts_with("__")
            && !kinds().iter().any(|kind| name.contains(&kind.name))
    });
    let names: Vec<_> = names.into_iter().collect();

    let mut arms = String::new();
    for (file, interface) in [
        ("parameters", parameters(&names)?),
        ("operations", operations(&names)?),
    ] {
        arms.push_str(&stubs(out, file, &interface)?);
        let tasks = Tasks::of(&interface)?;
        for (task, text) in [
            ("calls", tasks.calls),
            ("in_order", tasks.in_order),
            ("replies", tasks.replies),
        ] {
            fs::write(out.join(format!("{file}_{task}.rs")), text)?;
        }
    }
    fs::write(
        out.join("names.rs"),
        format!("const NAMES: &[&str] = &{names:?};\n"),
    )?;
    arms.push_str(&stubs(out, "types", &types(&names)?)?);
    arms.push_str(&stubs(out, "variants", &variants(&names)?)?);
    fs::write(out.join("rivals.rs"), rivals(&names)?)?;
    // `FromPrimitive`, derived for an enum, calls a function of this name.
    let variants: Vec<_> = names
        .iter()
        .filter(|name| *name != "from_i64")
        .map(String::as_str)
        .collect();
    let variants = variants.join(",\n    ");
    fs::write(
        out.join("every.rs"),
        format!("every! {{\n    {variants},\n}}\n"),
    )?;
    Ok(arms)
}

/// The words that may be names of variables: no keywords, and not those in
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
                // A local variable is called what it would be, but for this.
                let name = name.to_string();
                let name = name.trim_start_matches("__").to_owned();
                let in_path = is(after, ':') && is(tokens.get(i + 2), ':')
                    || i > 1 && is(before, ':') && is(tokens.get(i - 2), ':');
                let usual = name.starts_with(|c: char| c.is_lowercase());
                if usual
                    && !in_path
                    && !is(before, '.')
                    && syn::parse_str::<syn::Ident>(&name).is_ok()
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
    /// Whether there is one with leases too.
    lends: bool,
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
            // What leases have to do with is in these.
            lends: matches!(
                (encoding, name),
                ("Zerocopy", _) | ("Hubpack", "complex") | (_, "clike")
            ),
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

/// Each kind of operation with arguments of these names, and some with leases
/// of these names.
fn parameters(names: &[String]) -> Result<Interface> {
    let mut ops = String::new();
    for kind in kinds() {
        let Kind {
            name,
            encoding,
            reply,
            simple,
            lends,
        } = kind;
        write!(ops, "\"{name}_of_args\": (args: {{")?;
        for (name, (ty, recv)) in names.iter().zip(ARGUMENTS.iter().cycle()) {
            let recv = if encoding == "Zerocopy" { recv } else { "" };
            write!(ops, "\"{name}\": (type: \"{ty}\"{recv}), ")?;
        }
        let rest = format!(
            "}}, reply: {reply}, encoding: {encoding}, idempotent: {simple}),\n"
        );
        ops.push_str(&rest);
        if !lends {
            continue;
        }
        write!(ops, "\"{name}_of_leases\": (leases: {{")?;
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

/// What a type may be called and still be told from Rust's own.
fn types_of(names: &[String]) -> impl Iterator<Item = &String> {
    const OWN: [&str; 7] = ["bool", "str", "u16", "u32", "u64", "u8", "usize"];
    let own = |name: &str| OWN.contains(&name) || name.starts_with('i');
    names.iter().filter(move |name| !own(name))
}

/// Each of these names as the type of an argument and of a reply.
fn types(names: &[String]) -> Result<Interface> {
    let mut args = String::new();
    let mut ops = String::new();
    for (i, name) in types_of(names).enumerate() {
        write!(
            args,
            "\"a{i}\": (type: \"{name}\", recv: FromPrimitive(\"u8\")), "
        )?;
        let error = match i % 2 {
            0 => "CLike(\"Failure\")",
            _ => "Complex(\"Failure\")",
        };
        writeln!(
            ops,
            "\"op{i}\": (reply: Result(ok: \"{name}\", err: {error})),"
        )?;
    }
    let text = format!(
        "Interface(name: \"Types\", ops: {{{ops}\"all\": (args: {{{args}}}, \
         reply: Result(ok: \"u32\", err: CLike(\"Failure\")))}})"
    );
    Ok(text.parse()?)
}

/// A type of each of these names, and a constant of each, for which the
/// compiler takes any pattern of that name.
fn rivals(names: &[String]) -> Result<String> {
    let mut text = String::new();
    for name in types_of(names) {
        writeln!(text, "pub(super) type {name} = Digit;")?;
        writeln!(text, "pub(super) const {name}: Digit = Digit::Zero;")?;
    }
    Ok(text)
}

/// Arguments of these names, of a type that has a variant of each.
fn variants(names: &[String]) -> Result<Interface> {
    let mut args = String::new();
    for name in names {
        write!(
            args,
            "\"{name}\": (type: \"Every\", recv: FromPrimitive(\"u8\")), "
        )?;
    }
    let text = format!(
        "Interface(name: \"Variants\", ops: {{ \
         \"all\": (args: {{{args}}}, \
         reply: Result(ok: \"Every\", err: CLike(\"Failure\"))), \
         \"fails\": (reply: Result(ok: \"()\", err: Complex(\"Every\"))), \
         \"hubpack\": (encoding: Hubpack, args: {{ \"every\": \"Every\" }}, \
         reply: Result(ok: \"Every\", err: Complex(\"Every\"))) }})"
    );
    Ok(text.parse()?)
}
