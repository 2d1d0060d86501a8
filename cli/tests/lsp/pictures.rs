//! The pictures in the book show what the server says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::client::{Client, find, folder, uri};

pub(crate) const TESTS: &[(&str, fn())] =
    &[("pictures_show_what_is_said", what_is_said)];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The rows of a picture, without blanks.
fn rows(name: &str) -> Vec<String> {
    let path = root().join("docs/src/guide/pictures").join(name);
    let picture = fs::read_to_string(path).expect("it is there");
    let mut rows: BTreeMap<u32, String> = BTreeMap::new();
    for part in picture.split("<text ").skip(1) {
        let y = part.split(" y=\"").nth(1).expect("a place");
        let y = y.split('"').next().expect("a number");
        let (_, text) = part.split_once('>').expect("a text");
        let text = text.split("</text>").next().expect("its end");
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let row = rows.entry(y.parse().expect("a number")).or_default();
        row.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
    rows.into_values().collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn what_is_said() {
    let file = root().join("examples/spi/spi.idol");
    let spi = fs::read_to_string(file).expect("it is there");
    let folder = folder("pictures", &[]);
    let file = uri(&folder.join("spi.idol"));
    let mut client = Client::new(&folder, false);
    let wrong = spi.replacen("read: true, ", "", 1).replacen(
        "idempotent",
        "idempotant",
        1,
    );
    client.open(&file, &wrong);
    let found = client.diagnostics(&file);
    let picture = rows("wrong.svg");
    let mut shown = 0;
    for told in &found {
        let line = told["range"]["start"]["line"].as_u64().expect("a line");
        let message = told["message"].as_str().expect("a message");
        let first = without_blanks(message.lines().next().expect("a line"));
        let row = picture.get(line as usize);
        let Some((_, beside)) = row.and_then(|row| row.split_once('■'))
        else {
            continue;
        };
        let length = beside.len().min(first.len());
        assert_eq!(beside[..length], first[..length]);
        shown += 1;
    }
    assert_eq!(shown, 2, "{found:?}");
    let hertz = spi.replacen("\"hertz\": \"u32\"", "\"hertz\": \"u64\"", 1);
    client.open(&file, &hertz);
    let (line, column) = find(&hertz, "\"set_clock\"");
    let hover = client.at("textDocument/hover", &file, (line, column + 2));
    let said = hover["contents"]["value"].as_str().expect("text");
    let code = said.split("```rust\n").nth(1).expect("code");
    let code = code.split("```").next().expect("its end");
    // Lines are as long there as the window lets them be.
    let picture = rows("hover.svg").concat();
    let parts = code.split(|c: char| c.is_whitespace() || "(),".contains(c));
    for part in parts {
        assert!(picture.contains(part), "{part} in {picture}");
    }
}
