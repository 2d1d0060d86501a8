//! The wire table that `check` makes of an interface.

use std::fmt::Write;

use idol::check::Side;
use idol::load;
use idol::model::{Conversion, Extent, Failure, Interface, Reply, Size};
use idol::source::Source;

fn model(ops: &str) -> Interface {
    let text = format!("Interface(name: \"I\", ops: {{ {ops} }})");
    let source = Source::new("test.idol", text);
    match load::load(&source, Side::Server) {
        Ok(loaded) => loaded.interface,
        Err(report) => panic!("{report}"),
    }
}

fn size(size: &Size) -> String {
    let list = |sizes: &[Size], between| {
        let sizes: Vec<_> = sizes.iter().map(self::size).collect();
        sizes.join(between)
    };
    match size {
        Size::Bytes(n) => n.to_string(),
        Size::SizeOf(ty) => format!("size_of {ty}"),
        Size::MaxSize(ty) => format!("max {ty}"),
        Size::StructOf(types) => format!("struct({})", types.join(", ")),
        Size::Sum(parts) => list(parts, " + "),
        Size::Largest(parts) => format!("largest({})", list(parts, ", ")),
    }
}

fn conversion(conversion: &Conversion) -> String {
    match conversion {
        Conversion::Own => String::new(),
        Conversion::Bool => " bool".to_owned(),
        Conversion::FromPrimitive(integer) => format!(" {}", integer.as_str()),
        Conversion::From { raw, with, refuses } => {
            let may = if *refuses { " or not" } else { "" };
            match with {
                None => format!(" from {raw}{may}"),
                Some(f) => format!(" {f}({raw}){may}"),
            }
        }
    }
}

fn reply(reply: &Reply) -> String {
    let failure = match &reply.failure {
        Failure::Simple => String::new(),
        Failure::CLike(error) => format!(" or code {error}"),
        Failure::Complex { error, size: n } => {
            format!(" or {error} ({})", size(n))
        }
        Failure::ServerDeath => " or death".to_owned(),
    };
    format!(
        "{}{} ({}){failure}, at most {}",
        reply.ok,
        conversion(&reply.conversion),
        size(&reply.ok_size),
        size(&reply.max_size)
    )
}

/// The table as text, one line for each thing.
fn table(interface: &Interface) -> String {
    let mut out = String::new();
    for op in &interface.operations {
        let _ = writeln!(
            out,
            "{} {} {:?} {:?}: {}",
            op.number,
            op.name,
            op.encoding,
            op.on_death,
            size(&op.message_size)
        );
        for (i, arg) in op.arguments.iter().enumerate() {
            let offset = match op.offset(i) {
                Some(offset) => size(&offset),
                None => "?".to_owned(),
            };
            let _ = writeln!(
                out,
                "  {}: {}{} ({}) at {offset}",
                arg.name,
                arg.ty,
                conversion(&arg.conversion),
                size(&arg.width)
            );
        }
        for lease in &op.leases {
            let extent = match &lease.extent {
                Extent::Value(ty) => ty.to_string(),
                Extent::Slice { element, max_len } => {
                    format!("slice of {element} {max_len:?}")
                }
            };
            let _ =
                writeln!(out, "  {}: {:?} {extent}", lease.name, lease.access);
        }
        let _ = writeln!(out, "  -> {}", reply(&op.reply));
    }
    out
}

const ARGUMENTS: &str = r#"args: {
    "a": "u16", "b": "bool", "c": "[u8; 3]", "d": "C", "e": "(u8, u32)",
    "f": "u64",
}"#;

#[test]
fn zerocopy_packs_the_bytes_of_its_arguments() {
    let ops = format!(
        r#""op": ({ARGUMENTS}, reply: Simple("bool")),
        "converted": (
            args: {{
                "a": (type: "A", recv: FromPrimitive("u16")),
                "b": (type: "B", recv: FromPrimitive("isize")),
                "c": (type: "C", recv: From("u32")),
                "d": (type: "D", recv: From("Raw", Some("a::f"))),
                "e": "()",
            }},
            reply: Result(
                ok: (type: "E", recv: From("u8")), err: Complex("[u16; 4]"),
            ),
        ),"#
    );
    assert_eq!(
        table(&model(&ops)),
        "\
1 op Zerocopy Untold: size_of C + size_of (u8, u32) + 14
  a: u16 (2) at 0
  b: bool bool (1) at 2
  c: [u8; 3] (3) at 3
  d: C (size_of C) at 6
  e: (u8, u32) (size_of (u8, u32)) at size_of C + 6
  f: u64 (8) at size_of C + size_of (u8, u32) + 6
  -> bool bool (1), at most 1
2 converted Zerocopy ErrorFromServerDeath: size_of isize + size_of Raw + 6
  a: A u16 (2) at 0
  b: B isize (size_of isize) at 2
  c: C from u32 (4) at size_of isize + 2
  d: D a::f(Raw) (size_of Raw) at size_of isize + 6
  e: () (0) at size_of isize + size_of Raw + 6
  -> E from u8 (1) or [u16; 4] (8), at most 8
"
    );
}

#[test]
fn hubpack_encodes_one_after_the_other() {
    let ops = format!(
        r#""op": (encoding: Hubpack, {ARGUMENTS}, reply: Simple("bool")),
        "known": (
            encoding: Hubpack, idempotent: true,
            args: {{ "a": "(u8, u32)", "b": "char", "c": "[f64; 2]" }},
            reply: Result(ok: "u8", err: Complex("E")),
        ),"#
    );
    assert_eq!(
        table(&model(&ops)),
        "\
1 op Hubpack Untold: max C + 19
  a: u16 (2) at 0
  b: bool bool (1) at 2
  c: [u8; 3] (3) at 3
  d: C (max C) at 6
  e: (u8, u32) (5) at ?
  f: u64 (8) at ?
  -> bool (1), at most 1
2 known Hubpack Retry: 25
  a: (u8, u32) (5) at 0
  b: char (4) at 5
  c: [f64; 2] (16) at 9
  -> u8 (1) or E (max E), at most largest(1, max E)
"
    );
}

#[test]
fn ssmarshal_measures_structs_in_memory() {
    let ops = format!(
        r#""op": (encoding: Ssmarshal, {ARGUMENTS}, reply: Simple("bool")),
        "none": (
            encoding: Ssmarshal, reply: Result(ok: "T", err: CLike("E")),
        ),"#
    );
    assert_eq!(
        table(&model(&ops)),
        "\
1 op Ssmarshal Untold: struct(u16, u8, [u8; 3], C, (u8, u32), u64)
  a: u16 (2) at 0
  b: bool bool (1) at 2
  c: [u8; 3] (3) at 3
  d: C (size_of C) at 6
  e: (u8, u32) (size_of (u8, u32)) at ?
  f: u64 (8) at ?
  -> bool (1), at most 1
2 none Ssmarshal ErrorFromCode: 0
  -> T (size_of T) or code E, at most size_of T
"
    );
}

#[test]
fn leases_numbers_and_death_are_in_the_table() {
    assert_eq!(
        table(&model(
            r#""a": (
                number: 7,
                leases: {
                    "r": (type: "[ a::B ]", read: true, max_len: 5),
                    "w": (type: "[u8]", write: true),
                    "x": (type: "[u8; 4]", read: true, write: true),
                },
                reply: Result(ok: "( )", err: ServerDeath),
            ),
            "type": (reply: Simple("()"), idempotent: true),"#
        )),
        "\
7 a Zerocopy ServerDeath: 0
  r: Read slice of a::B Some(5)
  w: Write slice of u8 None
  x: ReadWrite [u8; 4]
  -> ( ) (0) or death, at most 0
2 type Zerocopy Retry: 0
  -> () (0), at most 0
"
    );
}

#[test]
fn a_unit_is_a_unit_however_it_is_spaced() {
    let interface = model(r#""a": (reply: Simple(" ( ) "))"#);
    assert!(interface.operations[0].reply.ok.is_unit());
    let interface = model(r#""a": (reply: Simple("((),)"))"#);
    assert!(!interface.operations[0].reply.ok.is_unit());
}

#[test]
fn offsets_end_with_the_arguments() {
    let interface = model(r#""a": (args: { "x": "u8" }, reply: Simple("()"))"#);
    let op = &interface.operations[0];
    assert_eq!(op.offset(0), Some(Size::Bytes(0)));
    assert_eq!(op.offset(1), None);
    assert_eq!(op.offset(9), None);
}
