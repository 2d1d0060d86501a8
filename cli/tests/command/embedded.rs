//! What a server embeds is read as the file that it was made of.

use idol::syntax::Interface;

use super::{Folder, GOOD};
use crate::section;

/// All there is in the language, in the order of the numbers, with gaps.
const GAPS: &str = r##"Interface(
    name: "Both",
    ops: {
        "one": (
            doc: "says \"hi\" \\ \n\t\u{1b}; },fingerprint:",
            args: {
                "a": "u8",
                "b": (type: "B", recv: FromPrimitive("u8")),
                "c": (type: "C", recv: From("u16", None)),
                "e": "bool",
            },
            leases: {
                "l": (type: "[u8]", read: true, max_len: Some(7)),
                "m": (type: "u8", write: true),
            },
            reply: Result(ok: "()", err: CLike("E")),
        ),
        "two": (
            number: 4,
            encoding: Hubpack,
            idempotent: true,
            reply: Result(ok: "u8", err: Complex("a::E")),
        ),
        "get": (
            number: 9,
            encoding: Ssmarshal,
            args: { "x": "usize" },
            reply: Result(ok: "()", err: ServerDeath),
        ),
    },
)
"##;

/// What the command says, and its exit code.
fn said<const N: usize>(folder: &Folder, arguments: [&str; N]) -> String {
    let output = folder.idol(arguments).output().expect("it runs");
    format!(
        "{:?}\n{}\n{}",
        output.status.code(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The codes and places in the interface that `check` tells.
fn found(folder: &Folder, file: &str) -> Vec<(String, String)> {
    let output = folder
        .idol(["check", "--format", "json", file])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let lines = String::from_utf8(output.stdout).expect("JSON is text");
    let mut found: Vec<_> = lines
        .lines()
        .map(|line| {
            let line: serde_json::Value =
                serde_json::from_str(line).expect("JSON");
            (line["code"].to_string(), line["place"].to_string())
        })
        .collect();
    found.sort();
    found
}

/// What is embedded in other words.
const WORDS: &str = r#"Interface(
    name: "Words",
    ops: {
        "type": (
            args: { "match": "u8", "plain": "u16" },
            leases: { "ref": (type: "[u8]", read: true, max_len: Some(4)) },
            reply: Result(ok: "u8", err: CLike("WordError")),
        ),
        "late": (
            number: 12,
            args: { "speed": (type: "Speed", recv: From("u8", Some("a::new"))) },
            reply: Result(ok: "Option<u32>", err: CLike("WordError")),
        ),
        "fault": (
            number: 13,
            reply: Result(ok: "u8", err: Complex("Option<u16>")),
        ),
    },
)
"#;

#[test]
fn every_subcommand_reads_what_a_server_embeds_as_its_file() {
    for (test, text) in [
        ("embedded_good", GOOD),
        ("embedded_gaps", GAPS),
        ("embedded_words", WORDS),
    ] {
        let interface: Interface = text.parse().expect("an interface");
        let section = section::of(&interface);
        assert!(section.contains("fingerprint"), "{section}");
        let folder = Folder::new(
            test,
            &[
                ("file/i.idol", text),
                ("section/i.idol", &section),
                ("laid/i.idol", &section),
            ],
        );
        // Laid out by a formatter, it is still what it was.
        folder.idol(["fmt", "laid"]).assert().code(0);
        assert_ne!(folder.read("laid/i.idol"), section);
        folder.idol(["fmt", "--check", "laid"]).assert().code(0);
        // What is shown in one notation of one of them is read of all.
        let notations = match trials::all() || test == "embedded_gaps" {
            true => &["json", "yaml", "ron"][..],
            false => &["json"],
        };
        for notation in notations {
            let dump =
                |file| said(&folder, ["dump", "--format", notation, file]);
            let of_file = dump("file/i.idol");
            assert_eq!(dump("section/i.idol"), of_file);
            assert_eq!(dump("laid/i.idol"), of_file);
        }
        for side in ["--client", "--server"] {
            let stub = |file| said(&folder, ["expand", side, file]);
            assert_eq!(stub("section/i.idol"), stub("file/i.idol"));
        }
        for kind in ["file", "section"] {
            let page = said(&folder, ["doc", kind, "-o", kind]);
            assert!(page.starts_with("Some(0)"), "{page}");
        }
        assert_eq!(folder.read("section/i.md"), folder.read("file/i.md"));
        assert_eq!(
            found(&folder, "section/i.idol"),
            found(&folder, "file/i.idol")
        );
        for (old, new) in [
            ("file", "section"),
            ("section", "file"),
            ("section", "section"),
            ("section", "laid"),
            ("laid", "file"),
        ] {
            let diff = said(&folder, ["diff", "--format", "json", old, new]);
            assert_eq!(diff, "Some(0)\n\n", "{old} {new}");
        }
    }
}

#[test]
fn what_is_wrong_with_embedded_text_is_told_where_it_stands() {
    let text = "Interface(name:\"Gap\",ops:{\n\
         \"__reserved_1\":(args:{},reply:Simple(\"()\")),\n\
         \"c\":(args:{\"x\":\"&u16\",},reply:Simple(\"u8\"),idempotent:true),\n\
         },fingerprint:\"4f80c205853f9e04\")\n";
    let folder = Folder::new("embedded_wrong", &[("gap.idol", text)]);
    let check = said(&folder, ["check", "--format", "short", "gap.idol"]);
    assert!(check.starts_with("Some(1)"), "{check}");
    assert!(check.contains("gap.idol:3:17: [E0131]"), "{check}");
}

#[test]
fn a_build_refuses_it() {
    let source = idol::source::Source::new(
        "gap.idol",
        section::of(&GAPS.parse().expect("an interface")),
    );
    let report = idol::load::load(&source, idol::check::Side::Server)
        .expect_err("a build reads files");
    let text = report.to_string();
    assert!(text.contains("unknown key `fingerprint`"), "{text}");
    assert!(text.contains("__reserved_2"), "{text}");
}
