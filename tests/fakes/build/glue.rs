//! What calls and serves a random interface, as text.

use std::fmt::Write;

use idol::server::ServerStyle;

use crate::interface::{Failure, Interface, Lease, Operation};

/// A name as Rust writes it.
fn rust(name: &str) -> String {
    match name {
        "type" | "match" => format!("r#{name}"),
        name => name.to_owned(),
    }
}

/// The module of an interface.
pub(crate) fn module(interface: &Interface, seed: u64) -> String {
    let name = &interface.name;
    let mut modules = String::new();
    for stub in ["client", "in_order", "pipelined", "fake"] {
        modules += &format!(
            "pub mod {stub} {{
    use fakes::types;
    include!(concat!(env!(\"OUT_DIR\"), \"/random_{seed}_{stub}.rs\"));
}}
"
        );
    }
    let calls: String = interface.ops.iter().map(call).collect();
    format!(
        "pub mod random_{seed} {{
#[allow(unused_imports)]
use fakes::harness::{{Log, alive, bytes, outcome, text}};
#[allow(unused_imports)]
use fakes::types;
{modules}
pub fn call(server: userlib::TaskId, log: &Log) {{
    let client = client::{name}::from(server);
{calls}}}

pub const RANDOM: super::Case = super::Case {{
    name: \"{name}\",
    in_order: in_order::serve,
    pipelined: pipelined::serve,
    call,
    recorded: |trace, server| {{
        fake::Fake{name}::recorded(trace, server).len()
    }},
    vectors: fake::{name}_VECTORS::of::<kit::vectors::Serde>,
}};
}}
"
    )
}

/// A call with values by chance.
fn call(op: &Operation) -> String {
    let mut text = "    {\n".to_owned();
    let mut passed = Vec::new();
    let mut sent = Vec::new();
    let mut told = vec![told(op)];
    for (i, (_, typed)) in op.arguments.iter().enumerate() {
        let ty = typed.ty;
        let _ = writeln!(text, "        let a{i}: {ty} = log.value();");
        sent.push(format!("text(&a{i})"));
        passed.push(format!("a{i}"));
    }
    for (i, lease) in op.leases.iter().enumerate() {
        let mutable = if lease.write { "mut " } else { "" };
        let value = match lease.element() {
            Some(element) => {
                format!("let {mutable}l{i}: Vec<{element}> = log.values(9);")
            }
            None => format!("let {mutable}l{i}: {} = log.value();", lease.ty),
        };
        let _ = writeln!(text, "        {value}");
        sent.push(if lease.read {
            format!("bytes({})", borrowed(lease, i))
        } else {
            format!("bytes({}).len().to_string()", borrowed(lease, i))
        });
        passed.push(format!("&{mutable}l{i}"));
        if lease.write {
            told.push(format!("bytes({})", borrowed(lease, i)));
        }
    }
    let _ = writeln!(text, "        log.sends(vec![{}]);", sent.join(", "));
    let _ = writeln!(
        text,
        "        let result = client.{}({});",
        rust(&op.name),
        passed.join(", ")
    );
    let _ = writeln!(text, "        log.told(vec![{}]);", told.join(", "));
    text + "    }\n"
}

fn borrowed(lease: &Lease, index: usize) -> String {
    match lease.element() {
        Some(_) => format!("l{index}.as_slice()"),
        None => format!("&l{index}"),
    }
}

/// What the client is told.
fn told(op: &Operation) -> String {
    match op.failure {
        Failure::Simple => "format!(\"ok {}\", text(&result))".to_owned(),
        Failure::ServerDeath => "alive(&result)".to_owned(),
        Failure::CLike | Failure::Complex => "outcome(&result)".to_owned(),
    }
}

fn error(op: &Operation) -> &'static str {
    match op.failure {
        Failure::Simple | Failure::ServerDeath => "core::convert::Infallible",
        Failure::CLike => "types::Code",
        Failure::Complex => "types::Report",
    }
}

/// What serves it, behind the stub.
pub(crate) fn server(interface: &Interface, style: ServerStyle) -> String {
    let name = &interface.name;
    let (implemented, functions): (_, String) = match style {
        ServerStyle::InOrder => (
            format!("InOrder{name}Impl"),
            interface.ops.iter().map(in_order).collect(),
        ),
        ServerStyle::Pipelined => (
            format!("{name}Replies"),
            interface.ops.iter().map(|op| pipelined(name, op)).collect(),
        ),
    };
    format!(
        "
#[allow(unused_imports)]
use fakes::harness::{{Log, alive, bytes, outcome, text}};

struct Echo(Log);

impl idol_runtime::NoNotifications for Echo {{}}

impl {implemented} for Echo {{
{functions}}}

pub fn serve(log: Log) {{
    let mut server = Echo(log);
    let mut buffer = [0; INCOMING_SIZE];
    loop {{
        idol_runtime::dispatch(&mut buffer, &mut server);
    }}
}}
"
    )
}

fn parameters(op: &Operation) -> String {
    op.arguments
        .iter()
        .enumerate()
        .map(|(i, (_, typed))| format!("a{i}: {}, ", typed.ty))
        .collect()
}

fn in_order(op: &Operation) -> String {
    let leases: String = op
        .leases
        .iter()
        .enumerate()
        .map(|(i, lease)| format!("l{i}: {}, ", lease.leased()))
        .collect();
    let body = body(op, &|i| format!("l{i}"));
    format!(
        "    fn {}(&mut self, _: &userlib::RecvMessage, {}{leases})
        -> Result<{}, idol_runtime::RequestError<{}>>
    {{
{body}        result.map_err(idol_runtime::RequestError::Runtime)
    }}
",
        rust(&op.name),
        parameters(op),
        op.ok.ty,
        error(op)
    )
}

fn pipelined(name: &str, op: &Operation) -> String {
    let body = body(op, &|i| format!("reply.{}()", op.leases[i].name));
    format!(
        "    fn {}(&mut self, _: &userlib::RecvMessage, {}
        reply: {name}_{}_PENDING)
    {{
{body}        reply.answer(
            result.map_err(idol_runtime::RequestError::Runtime),
        );
    }}
",
        rust(&op.name),
        parameters(op),
        op.name,
    )
}

/// What a server does: it says what it got, writes into leases, and makes an
/// answer, `result`. `lease` is the expression for one of them.
fn body(op: &Operation, lease: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut got: Vec<_> = (0..op.arguments.len())
        .map(|i| format!("text(&a{i})"))
        .collect();
    let mut told = vec![match op.failure {
        Failure::Simple | Failure::ServerDeath => "alive(&result)".to_owned(),
        Failure::CLike | Failure::Complex => "outcome(&result)".to_owned(),
    }];
    let mut writes = String::new();
    for (i, it) in op.leases.iter().enumerate() {
        let expression = lease(i);
        let (ty, read, write) = match it.element() {
            Some(element) => (
                format!("Vec<{element}>"),
                format!(
                    "(0..{expression}.len())\
                     .map(|i| {expression}.read_at(i).unwrap()).collect()"
                ),
                format!(
                    "let w{i}: Vec<{element}> = (0..{expression}.len())\
                     .map(|_| self.0.value()).collect();
        for (i, w) in w{i}.iter().enumerate() {{
            {expression}.write_at(i, *w).unwrap();
        }}"
                ),
            ),
            None => (
                it.ty.to_owned(),
                format!("{expression}.read().unwrap()"),
                format!(
                    "let w{i}: {} = self.0.value();
        {expression}.write(w{i}).unwrap();",
                    it.ty
                ),
            ),
        };
        let reference = match it.element() {
            Some(_) => ".as_slice()",
            None => "",
        };
        let and = if it.element().is_some() { "" } else { "&" };
        if it.read {
            let _ = writeln!(text, "        let r{i}: {ty} = {read};");
            got.push(format!("bytes({and}r{i}{reference})"));
        }
        if it.write {
            let _ = writeln!(writes, "        {write}");
            told.push(format!("bytes({and}w{i}{reference})"));
        }
        if !it.read {
            // All that there is to get is its length, as text of its bytes.
            got.push(format!("bytes({and}w{i}{reference}).len().to_string()"));
        }
    }
    let result = match op.failure {
        Failure::Simple | Failure::ServerDeath => "Ok(self.0.value())",
        Failure::CLike | Failure::Complex => "self.0.result()",
    };
    format!(
        "{text}{writes}        self.0.gets(vec![{}]);
        let result: Result<{}, {}> = {result};
        self.0.answers(vec![{}]);
",
        got.join(", "),
        op.ok.ty,
        error(op),
        told.join(", ")
    )
}
