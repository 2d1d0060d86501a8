//! The pages about the wire: those of the examples are committed beside them.
//!
//! `IDOL_BLESS=1 cargo test -p idol-cli --test cli library` writes them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::check::Side;
use idol::load;
use idol::source::Source;
use idol_cli::page::{self, ErrorCodes};

fn page_of(text: &str, codes: &ErrorCodes) -> String {
    page_of_source(&Source::new("test.idol", text), codes)
}

fn page_of_source(source: &Source, codes: &ErrorCodes) -> String {
    let loaded = load::load(source, Side::Server).expect("it is legal");
    page::markdown(&loaded.interface, codes)
}

/// The interfaces of the examples.
fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let folders = fs::read_dir(root).expect("there are examples");
    let mut found: Vec<_> = folders
        .map(|folder| folder.expect("it can be read").path())
        .flat_map(|folder| fs::read_dir(folder).expect("it can be read"))
        .map(|file| file.expect("it can be read").path())
        .filter(|file| file.extension().is_some_and(|e| e == "idol"))
        .collect();
    found.sort();
    found
}

#[test]
fn the_page_of_each_example_is_as_committed() {
    let examples = examples();
    assert!(examples.len() >= 3, "{examples:?}");
    for idol in examples {
        let source = Source::read(&idol).expect("it can be read");
        let page = page_of_source(&source, &ErrorCodes::new());
        let path = idol.with_extension("md");
        if env::var_os("IDOL_BLESS").is_some() {
            fs::write(&path, page).expect("the page can be written");
            continue;
        }
        let committed = fs::read(&path).unwrap_or_default();
        assert!(
            committed == page.as_bytes(),
            "{} is not the page that is written now; if the new one is right: \
             IDOL_BLESS=1 cargo test -p idol-cli --test cli library",
            path.display()
        );
    }
}

#[test]
fn an_offset_behind_a_type_of_unknown_size_is_a_sum() {
    let page = page_of(
        r#"Interface(name: "Lamp", ops: { "set": (
            args: { "a": "u16", "hue": "Hue", "b": "u32", "c": "[Hue; 2]" },
            reply: Simple("()"),
        ) })"#,
        &ErrorCodes::new(),
    );
    for row in [
        "| 0 | 2 | `a` | `u16` | its own bytes |",
        "| 2 | size of `Hue` | `hue` | `Hue` | its own bytes, checked |",
        "| size of `Hue` + 2 | 4 | `b` | `u32` | its own bytes |",
        "| size of `Hue` + 6 | size of `[Hue; 2]` | `c` |",
        "**Arguments**: size of `Hue` + size of `[Hue; 2]` + 6.",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
}

#[test]
fn a_serde_argument_without_a_fixed_length_has_no_offset_behind_it() {
    let page = page_of(
        r#"Interface(name: "Lamp", ops: { "set": (
            encoding: Hubpack,
            args: { "on": "bool", "hue": "Hue", "level": "u32" },
            reply: Result(ok: "Hue", err: Complex("Fault")),
            idempotent: true,
        ) })"#,
        &ErrorCodes::new(),
    );
    for row in [
        "| 0 | 1 | `on` | `bool` | a byte: 0 is false, any other true |",
        "| 1 | at most `MAX_SIZE` of `Hue` | `hue` |",
        "| after the one before | 4 | `level` |",
        "**Arguments**: at most `MAX_SIZE` of `Hue` + 5.",
        "| 0 | `Hue`: as hubpack writes it | at most `MAX_SIZE` of `Hue` |",
        "| 1 | `Fault`: as hubpack writes it | at most `MAX_SIZE` of `Fault` |",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
}

#[test]
fn each_way_a_call_can_end_is_told() {
    let page = page_of(
        r#"Interface(name: "Lamp", ops: {
            "a": (reply: Simple("()"), idempotent: true),
            "b": (reply: Simple("()")),
            "c": (reply: Result(ok: "()", err: CLike("E"))),
            "d": (reply: Result(ok: "()", err: Complex("E"))),
            "e": (reply: Result(ok: "()", err: ServerDeath), number: 9),
        }, reserved: [6, 8])"#,
        &ErrorCodes::new(),
    );
    for text in [
        "Reserved numbers, which no operation may have: 6, 8.",
        "sends the request again, to the restarted server",
        "a client has no way to tell, so none can be generated",
        "the code becomes `E` by `TryFrom<u32>`",
        "the client gets `E::from(ServerDeath)`",
        "the client gets `ServerDeath`",
        "| 9 | [`e`](#e) | Zerocopy | 0 | 0 | 0 | error |",
    ] {
        assert!(page.contains(text), "{text} is not in\n{page}");
    }
}

#[test]
fn codes_of_errors_are_told_where_they_are_known() {
    let text = r#"Interface(name: "Lamp", ops: {
        "c": (reply: Result(ok: "()", err: CLike("E"))),
    })"#;
    let page = page_of(text, &ErrorCodes::new());
    assert!(page.contains("| 1 to 65,535 | none | 0 | `E`, by its code |"));
    let known = vec![(1, "Burnt".to_owned()), (7, "Stolen".to_owned())];
    let page = page_of(text, &ErrorCodes::from([("E".to_owned(), known)]));
    assert!(page.contains("| 1 | none | 0 | `E::Burnt` |"), "{page}");
    assert!(page.contains("| 7 | none | 0 | `E::Stolen` |"), "{page}");
}

#[test]
fn leases_have_rights_and_limits_and_docs_stay_quotes() {
    let page = page_of(
        r##"Interface(name: "Lamp", ops: { "show": (
            doc: "# Shows\n\na picture",
            leases: {
                "row": (type: "[Pixel]", read: true, max_len: 7),
                "all": (type: "[u8]", write: true),
                "one": (type: "Pixel", read: true, write: true),
            },
            reply: Result(ok: "()", err: CLike("E")),
        ) })"##,
        &ErrorCodes::new(),
    );
    for row in [
        "> # Shows\n>\n> a picture\n",
        "| 0 | `row` | `[Pixel]` | read | at most 7 elements |",
        "| 1 | `all` | `[u8]` | write | any number of elements |",
        "| 2 | `one` | `Pixel` | read and write | size of `Pixel` |",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
}

#[test]
fn a_page_is_written_for_an_interface_that_a_program_built() {
    let interface = r#"Interface(name: "Lamp", ops: {})"#
        .parse()
        .expect("it is an interface");
    let (interface, _) =
        load::check(&interface, Side::Server).expect("it is legal");
    let page = page::markdown(&interface, &ErrorCodes::new());
    assert!(page.starts_with("# `Lamp` on the wire\n"), "{page}");
    assert!(page.contains("no operations"), "{page}");
}
