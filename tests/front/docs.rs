//! `doc` of an interface, an operation, an argument, a lease and a reply: where
//! people find it, and that it changes nothing else.

use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol::server::ServerStyle;
use idol::source::Source;
use idol::syntax::Interface;
use idol::{Generator, load};

use crate::{oracle, released, section};

const DOCUMENTED: &str = r##"Interface(
    name: "Lamp",
    doc: "All about lamps.\n\n```\nlet lamp = 1;\n```",
    ops: {
        "set": (
            doc: "Sets them.",
            args: {
                "on": (type: "bool", doc: "Whether they shine."),
                "color": (
                    type: "Color",
                    recv: FromPrimitive("u8"),
                    doc: "Which one.\nA second line.",
                ),
                "plain": "u8",
            },
            leases: {
                "image": (
                    type: "[u8]",
                    read: true,
                    max_len: 8,
                    doc: "What they show.",
                ),
            },
            reply: Result(
                ok: "u32",
                err: CLike("LampError"),
                doc: "How many there are \u{1b}[2J\u{202e}.",
            ),
        ),
        // What old readers are told in other words.
        "type": (
            args: { "match": (type: "u8", doc: "As in \"Rust\".") },
            reply: Simple((type: "Option<u8>", doc: "Whether it is known.")),
            idempotent: true,
        ),
    },
)"##;

/// What is said where a stub's rustdoc shows it, a line for each.
const SAID: [&str; 7] = [
    "/// Sets them.",
    "/// - `on`:\n    ///   Whether they shine.",
    "/// - `color`:\n    ///   Which one.\n    ///   A second line.",
    "/// - `image`:\n    ///   What they show.",
    "/// # Returns\n    ///\n    /// How many there are \\u{1b}[2J\\u{202e}.",
    "/// - `match`:\n    ///   As in \"Rust\".",
    "/// # Returns\n    ///\n    /// Whether it is known.",
];

const ABOUT_ALL: &str =
    "///\n/// All about lamps.\n///\n/// ```text\n/// let lamp = 1;\n/// ```\n";

fn parsed(text: &str) -> Interface {
    let source = Source::new("lamp.idol", text);
    load::load(&source, Side::Server).expect("legal").syntax
}

/// The same without any `doc`.
fn bare(interface: &Interface) -> Interface {
    let mut bare = interface.clone();
    bare.doc = None;
    for operation in bare.ops.values_mut() {
        operation.doc = None;
        for argument in operation.args.values_mut() {
            argument.doc = None;
        }
        for lease in operation.leases.values_mut() {
            lease.doc = None;
        }
        match &mut operation.reply {
            idol::syntax::Reply::Simple(ok)
            | idol::syntax::Reply::Result { ok, .. } => ok.doc = None,
        }
    }
    bare
}

/// The client, and both kinds of servers.
fn stubs(interface: &Interface) -> [String; 3] {
    let mut stubs = [Vec::new(), Vec::new(), Vec::new()];
    let [client, in_order, pipelined] = &mut stubs;
    let generator = Generator::new();
    generator
        .generate_client_stub(interface, client)
        .expect("a client");
    for (style, stub) in [
        (ServerStyle::InOrder, in_order),
        (ServerStyle::Pipelined, pipelined),
    ] {
        generator
            .generate_server_support(interface, style, stub)
            .expect("a server");
    }
    stubs.map(|stub| String::from_utf8(stub).expect("text"))
}

/// The item that begins so, up to its closing brace, with what is before it up
/// to a blank line.
fn item<'s>(stub: &'s str, start: &str) -> &'s str {
    let at = stub.find(start).unwrap_or_else(|| panic!("no {start}"));
    let before = stub[..at].rfind("\n\n").map_or(0, |i| i + 1);
    let end = stub[at..].find("\n}\n").expect("an end");
    &stub[before..at + end]
}

#[test]
fn both_stubs_and_the_operations_say_all_of_it() {
    let interface = parsed(DOCUMENTED);
    let [client, in_order, pipelined] = stubs(&interface);
    for (stub, items) in [
        (&client, &["pub enum LampOperation"][..]),
        (
            &in_order,
            &["pub enum LampOperation", "pub trait InOrderLampImpl"],
        ),
        (
            &pipelined,
            &[
                "pub enum LampOperation",
                "pub trait PipelinedLampImpl",
                "pub trait LampReplies",
            ],
        ),
    ] {
        for start in items {
            let item = item(stub, start);
            assert!(item.contains(ABOUT_ALL), "{start}\n{item}");
            for said in SAID {
                assert!(item.contains(said), "{said:?} in\n{item}");
            }
        }
    }
    assert!(item(&client, "pub struct Lamp {").contains(ABOUT_ALL));
    let methods = item(&client, "impl Lamp {");
    for said in SAID {
        assert!(methods.contains(said), "{said:?} in\n{methods}");
    }
    for stub in stubs(&interface) {
        assert!(!stub.contains(['\u{1b}', '\u{202e}']));
        syn::parse_file(&stub).expect("it is Rust");
    }
}

#[test]
fn nothing_else_changes() {
    let interface = parsed(DOCUMENTED);
    let without = |stub: &String| -> String {
        let docs = |line: &&str| {
            let line = line.trim();
            !line.starts_with("///")
                && line != "#[allow(rustdoc::all)]"
                && !line.contains("b\"Interface")
                && !line.contains("_INTERFACE: [u8;")
        };
        stub.lines().filter(docs).collect::<Vec<_>>().join("\n")
    };
    let documented = stubs(&interface);
    let bare = stubs(&bare(&interface));
    for (documented, bare) in documented.iter().zip(&bare) {
        let (documented, bare) = (without(documented), without(bare));
        let section = documented.find(".idolatry").unwrap_or(documented.len());
        assert_eq!(documented[..section], bare[..section]);
    }
}

#[test]
fn what_is_embedded_says_it_to_all_readers_and_has_the_same_fingerprint() {
    let interface = parsed(DOCUMENTED);
    let embedded = section::of(&interface);
    released::read(&embedded).expect("released readers read it");
    let read = oracle::read(&embedded);
    assert_eq!(read.doc, interface.doc);
    assert_eq!(read.ops["set"].args, interface.ops["set"].args);
    assert_eq!(read.ops["set"].leases, interface.ops["set"].leases);
    assert_eq!(read.ops["set"].reply, interface.ops["set"].reply);
    let written: Interface = idol::embed::as_written(&embedded)
        .parse()
        .expect("we read it");
    assert_eq!(written, interface);
    let stated = Fingerprint::in_section(&embedded).expect("it is stated");
    let bare = section::of(&bare(&interface));
    assert_eq!(Fingerprint::in_section(&bare), Some(stated));
    let (model, _) = load::check(&interface, Side::Server).expect("legal");
    assert_eq!(Fingerprint::of(&model), stated);
}

#[test]
fn a_reply_has_one_doc() {
    let text = r#"Interface(name: "I", ops: { "a": (
        reply: Result(ok: (type: "u8", doc: "a"), err: ServerDeath, doc: "b"),
    ) })"#;
    let report = load::diagnose(&Source::new("i.idol", text), Side::Client);
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(codes, [idol::diagnostic::Code::DuplicateKey]);
    // Released readers know neither.
    text.parse::<Interface>().expect("it is read");
}

/// What `serde` writes and reads has all of it.
#[cfg(feature = "serde")]
#[test]
fn data_says_it_too() {
    let interface = parsed(DOCUMENTED);
    let json = serde_json::to_string(&interface).expect("it is data");
    for doc in ["Whether they shine.", "What they show.", "Whether it is"] {
        assert!(json.contains(doc), "{doc} in {json}");
    }
    let read: Interface = serde_json::from_str(&json).expect("it is read");
    assert_eq!(read, interface);
    let bare = serde_json::to_string(&bare(&interface)).expect("it is data");
    assert!(!bare.contains("\"doc\""), "{bare}");
}
