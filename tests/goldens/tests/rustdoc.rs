//! `cargo doc` of a package with stubs shows what the `.idol` file says about
//! each operation, on both sides.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    trials::run(vec![trials::long(
        "cargo_doc_shows_the_documentation_of_operations_on_both_sides",
        "documents a package",
        "goldens --test rustdoc",
        || {
            cargo_doc_shows_the_documentation_of_operations_on_both_sides();
            Ok(())
        },
    )]);
}

fn cargo_doc_shows_the_documentation_of_operations_on_both_sides() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustdoc");
    let status = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["doc", "--package", "goldens", "--lib", "--no-deps"])
        .args(["--locked", "--quiet", "--target-dir"])
        .arg(&target)
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .env_remove("CARGO_BUILD_TARGET")
        .status()
        .expect("there is a compiler");
    assert!(status.success());

    let page = |side: &str, item: &str| {
        let path = target.join("doc/goldens/thermostat").join(side);
        let html = fs::read_to_string(path.join(item)).expect("its page");
        // Documentation without its markup.
        let mut text = String::new();
        for part in html.split('<') {
            text.push_str(part.split_once('>').map_or(part, |(_, t)| t));
        }
        text
    };
    let client = page("client", "struct.Thermostat.html");
    let server = page("server", "trait.InOrderThermostatImpl.html");
    let docs = [
        "Reads the temperature of a sensor.",
        // Not the end of a comment.
        "ends no comment */, and runs no code:",
        // In a block of code that nobody runs.
        "let x = ;",
        "Operation 1 on the wire",
    ];
    for text in docs {
        assert!(client.contains(text), "the client lacks {text}");
        assert!(server.contains(text), "the server lacks {text}");
    }
    let retry = "sent again until the server answers";
    assert!(client.contains(retry), "the client lacks {retry}");
    assert!(client.contains("sent once"));
}
