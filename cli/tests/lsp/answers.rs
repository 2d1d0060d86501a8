//! What each kind of question is answered.

use serde_json::{Value, json};

use super::client::{Client, edited, find, folder, uri};
use super::script::edits_of;

pub(crate) const TESTS: &[(&str, fn())] = &[
    ("keys_are_completed_with_their_docs", keys_are_completed),
    (
        "values_and_types_are_completed",
        values_and_types_are_completed,
    ),
    ("hover_tells_numbers_rules_and_signatures", hover_tells),
    ("the_outline_has_operations_and_their_parts", the_outline),
    ("groups_and_comments_fold", groups_and_comments_fold),
    ("formatting_is_that_of_fmt", formatting_is_that_of_fmt),
    ("a_line_is_set_in_while_it_is_typed", a_line_is_set_in),
    (
        "types_lead_to_rust_and_rust_to_operations",
        definitions_lead,
    ),
    ("lenses_tell_callers", lenses_tell_callers),
    ("lenses_tell_what_breaks_the_wire", lenses_tell_what_breaks),
    ("words_have_kinds", words_have_kinds),
    ("hints_tell_numbers_and_offsets", hints_tell),
    ("arguments_and_leases_are_renamed", parts_are_renamed),
];

const LAMP: &str = r#"Interface(
    name: "Lamp",
    ops: {
        // Turns it on.
        // Or off.
        "set": (
            args: { "on": "bool", "level": "u16", "color": "Color" },
            leases: {
                "map": (type: "[u8]", read: true, max_len: 64),
            },
            reply: Result(ok: "()", err: CLike("LampError")),
        ),
        "get": (
            reply: Simple("u32"),
            idempotent: true,
        ),
    },
)
"#;

const RUST: &str = r#"
/// A color.
pub enum Color { Red }
pub enum LampError { Burnt }
impl server::InOrderLampImpl for Server {
    fn set(&mut self) {}
}
fn main() { let lamp = client::Lamp::from(1); lamp.set(true); lamp.get(); }
"#;

fn lamp(test: &str) -> (Client, String, std::path::PathBuf) {
    let folder = folder(
        test,
        &[
            ("lamp.idol", LAMP),
            ("Cargo.toml", ""),
            ("src/main.rs", RUST),
        ],
    );
    let file = uri(&folder.join("lamp.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, LAMP);
    (client, file, folder)
}

/// Completions where a text ends, by their labels.
fn completions(client: &mut Client, file: &str, text: &str) -> Vec<Value> {
    client.open(file, text);
    let line = text.matches('\n').count() as u32;
    let start = text.rfind('\n').map_or(0, |i| i + 1);
    let column = text[start..].encode_utf16().count() as u32;
    let answer = client.at("textDocument/completion", file, (line, column));
    match answer {
        Value::Null => Vec::new(),
        answer => serde_json::from_value(answer).expect("a list"),
    }
}

fn labels(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|i| i["label"].as_str().expect("a label"))
        .collect()
}

fn keys_are_completed() {
    let (mut client, file, _) = lamp("complete-keys");
    let items = completions(&mut client, &file, "Interface(\n    na");
    assert_eq!(labels(&items), ["name", "ops", "reserved", "doc"]);
    let doc = items[0]["documentation"]["value"].as_str().expect("docs");
    assert!(doc.contains("prefix of every generated type"), "{doc}");
    let edit = &items[0]["textEdit"];
    assert_eq!(edit["range"]["start"]["character"], 4);
    assert_eq!(edit["newText"], "name: \"$1\",");
    // Those that are there are not offered.
    let items = completions(
        &mut client,
        &file,
        "Interface(name: \"L\", ops: { \"a\": (reply: Simple(\"()\"), ",
    );
    assert!(!labels(&items).contains(&"reply"), "{items:?}");
    assert!(labels(&items).contains(&"idempotent"));
    // In a lease, and in a comment.
    let lease = "(ops: { \"a\": (leases: { \"l\": (type: \"[u8]\", ";
    let items = completions(&mut client, &file, lease);
    assert_eq!(labels(&items), ["read", "write", "max_len", "doc"]);
    let comment = completions(&mut client, &file, "Interface( // n");
    assert_eq!(comment, [] as [Value; 0]);
}

fn values_and_types_are_completed() {
    let (mut client, file, _) = lamp("complete-values");
    let before = "(ops: { \"a\": (args: { \"t\": \"my::Type\" }, ";
    let mut of = |more: &str| {
        let text = format!("{before}{more}");
        let items = completions(&mut client, &file, &text);
        let labels = labels(&items).into_iter().map(str::to_owned);
        labels.collect::<Vec<_>>()
    };
    assert_eq!(of("encoding: "), ["Zerocopy", "Hubpack", "Ssmarshal"]);
    assert_eq!(of("reply: R"), ["Simple", "Result"]);
    let errors = ["CLike", "Complex", "ServerDeath"];
    assert_eq!(of("reply: Result(ok: \"()\", err: "), errors);
    assert_eq!(of("idempotent: t"), ["true", "false"]);
    let types = of("reply: Simple(\"");
    // Of the file, of the sources, of Rust.
    assert_eq!(types[0], "my::Type");
    for ty in ["Color", "LampError", "u32"] {
        assert!(types.iter().any(|t| t == ty), "{types:?}");
    }
    let quoted = of("reply: Simple(");
    assert!(quoted.iter().any(|t| t == "\"Color\""), "{quoted:?}");
}

fn hover_tells() {
    let (mut client, file, _) = lamp("hover");
    let mut of = |piece: &str| {
        let (line, column) = find(LAMP, piece);
        let place = (line, column + 1);
        let hover = client.at("textDocument/hover", &file, place);
        hover["contents"]["value"].as_str().unwrap_or("").to_owned()
    };
    let set = of("\"set\"");
    for part in [
        "Operation 1",
        "pub fn set(\n    &self,\n    on: bool,\n    level: u16,",
        "fn set(\n    &mut self,\n    msg: &userlib::RecvMessage,",
        "idol_runtime::LenLimit<",
        "| 1 | 2 | `level` | `u16` |",
    ] {
        assert!(set.contains(part), "no {part:?} in {set}");
    }
    assert!(of("\"level\"").contains("Offset 1, size 2"), "offsets");
    assert!(of("\"map\"").contains("index 0"), "a lease's index");
    assert!(of("\"map\"").contains("at most 64 of `u8`"));
    assert!(of("idempotent").contains("asks a restarted server again"));
    assert!(of("CLike(").contains("A code that is not 0"));
    assert!(of("\"Color\"").contains("pub enum Color"));
    assert_eq!(of("),\n        \"get\""), "", "nothing to say");
}

fn the_outline() {
    let (mut client, file, _) = lamp("outline");
    let document = json!({ "textDocument": { "uri": file } });
    let outline = client.ask("textDocument/documentSymbol", document);
    let lamp = &outline[0];
    assert_eq!(lamp["name"], "Lamp");
    let names = |of: &Value| {
        let children = of["children"].as_array().expect("children").iter();
        let names = children.map(|c| c["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(lamp), ["set", "get"]);
    let set = &lamp["children"][0];
    assert_eq!(names(set), ["on", "level", "color", "map"]);
    assert_eq!(set["detail"], "(on, level, color; map)");
    assert_eq!(set["range"]["end"]["line"], 11);
}

fn groups_and_comments_fold() {
    let (mut client, file, _) = lamp("folds");
    let document = json!({ "textDocument": { "uri": file } });
    let folds = client.ask("textDocument/foldingRange", document);
    let lines = folds.as_array().expect("a list").iter().map(|fold| {
        let line = |end: &str| fold[end].as_u64().expect("a line");
        (line("startLine"), line("endLine"), fold["kind"].clone())
    });
    let lines: Vec<_> = lines.collect();
    let none = Value::Null;
    assert_eq!(
        lines,
        [
            (0, 16, none.clone()),
            (2, 15, none.clone()),
            (5, 10, none.clone()),
            (7, 8, none.clone()),
            (12, 14, none),
            (3, 4, json!("comment")),
        ]
    );
}

fn formatting_is_that_of_fmt() {
    let (mut client, file, _) = lamp("format");
    let ugly = LAMP
        .replace("    ", " ")
        .replace(", \"level\"", ",\"level\"");
    client.open(&file, &ugly);
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let document = json!({ "uri": file });
    let edits = client.ask(
        "textDocument/formatting",
        json!({ "textDocument": document, "options": options }),
    );
    assert_eq!(edited(&ugly, &edits), LAMP);
    // Of one line that alone.
    let line = LAMP.replace("reply: Simple", "reply:Simple");
    let line = line.replace("ok: \"()\"", "ok:\"()\"");
    client.open(&file, &line);
    let (at, _) = find(&line, "reply:Simple");
    let range = json!({
        "start": { "line": at, "character": 0 },
        "end": { "line": at, "character": 3 },
    });
    let edits = client.ask(
        "textDocument/rangeFormatting",
        json!({ "textDocument": document, "range": range, "options": options }),
    );
    let expected = LAMP.replace("ok: \"()\"", "ok:\"()\"");
    assert_eq!(edited(&line, &edits), expected);
    // What is wrong is left alone.
    client.open(&file, "Interface(");
    let edits = client.ask(
        "textDocument/formatting",
        json!({ "textDocument": document, "options": options }),
    );
    assert_eq!(edits, Value::Null);
}

fn a_line_is_set_in() {
    let (mut client, file, _) = lamp("on-type");
    let text = "Interface(\n    ops: {\n\"a\": (\n";
    client.open(&file, text);
    for (line, blanks) in [(2, 8), (3, 12)] {
        let edits = client.ask(
            "textDocument/onTypeFormatting",
            json!({
                "textDocument": { "uri": file },
                "position": { "line": line, "character": 0 },
                "ch": "\n",
                "options": { "tabSize": 4, "insertSpaces": true },
            }),
        );
        assert_eq!(edits[0]["newText"], " ".repeat(blanks), "line {line}");
    }
}

/// Lines of the places in an answer.
fn lines(places: &Value) -> Vec<(String, u64)> {
    let places = places.as_array().into_iter().flatten();
    let place = |place: &Value| {
        let uri = place["uri"].as_str().expect("an address");
        let name = uri.rsplit('/').next().expect("a name").to_owned();
        let line = place["range"]["start"]["line"].as_u64();
        (name, line.expect("a line"))
    };
    places.map(place).collect()
}

fn definitions_lead() {
    let (mut client, file, folder) = lamp("definition");
    let of = |client: &mut Client, file: &str, text: &str, piece: &str| {
        let (line, column) = find(text, piece);
        let place = (line, column + 2);
        lines(&client.at("textDocument/definition", file, place))
    };
    let main = || "main.rs".to_owned();
    let color = of(&mut client, &file, LAMP, "\"Color\"");
    assert_eq!(color, [(main(), 2)]);
    let set = of(&mut client, &file, LAMP, "\"set\"");
    assert_eq!(set, [(main(), 5)], "where it is implemented");
    // From Rust, which need not be open.
    let rust = uri(&folder.join("src/main.rs"));
    let idol = || "lamp.idol".to_owned();
    let server = of(&mut client, &rust, RUST, "InOrderLampImpl");
    assert_eq!(server, [(idol(), 1)]);
    let function = of(&mut client, &rust, RUST, "set(&mut self)");
    assert_eq!(function, [(idol(), 5)]);
    let call = of(&mut client, &rust, RUST, "get();");
    assert_eq!(call, [(idol(), 12)]);
    assert_eq!(of(&mut client, &rust, RUST, "Burnt"), []);
    // As it is typed, not as it is saved.
    client.open(&rust, &format!("\n\n{RUST}"));
    let moved = format!("\n\n{RUST}");
    let call = of(&mut client, &rust, &moved, "get();");
    assert_eq!(call, [(idol(), 12)]);
}

fn lenses_tell_callers() {
    let (mut client, file, _) = lamp("callers");
    let document = json!({ "textDocument": { "uri": file } });
    let lenses = client.ask("textDocument/codeLens", document);
    let lenses = lenses.as_array().expect("a list");
    let said = lenses.iter().map(|lens| {
        let line = lens["range"]["start"]["line"].as_u64().expect("a line");
        (line, lens["command"]["title"].as_str().expect("a title"))
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [(5, "1 caller"), (12, "1 caller")]
    );
    let (line, column) = find(LAMP, "\"set\"");
    let places = client.at("textDocument/references", &file, (line, column));
    let main = || "main.rs".to_owned();
    assert_eq!(lines(&places), [(main(), 5), (main(), 7)]);
}

/// Runs git in a folder; false where there is none.
fn git(folder: &std::path::Path, arguments: &[&str]) -> bool {
    let status = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=n",
            "-c",
            "user.email=e",
            "-c",
            "init.defaultBranch=b",
        ])
        .args(arguments)
        .current_dir(folder)
        .output();
    status.is_ok_and(|output| output.status.success())
}

fn lenses_tell_what_breaks() {
    let (mut client, file, folder) = lamp("breaks");
    if !git(&folder, &["init"]) {
        // The tests of `idol check --against` tell that git is missing.
        return;
    }
    assert!(git(&folder, &["add", "."]));
    assert!(git(&folder, &["commit", "-m", "lamp"]));
    let text = LAMP.replace("\"level\": \"u16\"", "\"level\": \"u32\"");
    client.open(&file, &text);
    let document = json!({ "textDocument": { "uri": file } });
    let lenses = client.ask("textDocument/codeLens", document);
    let title = lenses[0]["command"]["title"].as_str().expect("a title");
    assert!(title.starts_with("breaks the wire, Rust, debuggers since HEAD: "));
    // It can be accepted.
    let (line, column) = find(&text, "\"level\"");
    let at = json!({ "line": line, "character": column });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": file },
            "range": { "start": at, "end": at },
            "context": { "diagnostics": [] },
        }),
    );
    let actions = actions.as_array().expect("a list");
    let accept = actions.iter().find(|action| {
        let title = action["title"].as_str().expect("a title");
        title.starts_with("Accept `argument-type")
    });
    let accept = accept.expect("an action that accepts it");
    let accepted = edited(&text, &edits_of(accept, &file));
    client.open(&file, &accepted);
    let document = json!({ "textDocument": { "uri": file } });
    let lenses = client.ask("textDocument/codeLens", document);
    let title = lenses[0]["command"]["title"].as_str().expect("a title");
    assert_eq!(title, "1 caller");
    // A rename of what was released says what it was.
    let (line, column) = find(&accepted, "get\"");
    let renamed = client.ask(
        "textDocument/rename",
        json!({
            "textDocument": { "uri": file },
            "position": { "line": line, "character": column },
            "newName": "fetch",
        }),
    );
    let edits = &renamed["documentChanges"][0]["edits"];
    let fetch = edited(&accepted, edits);
    assert!(
        fetch.contains("\"fetch\": (\n            was: \"get\",\n"),
        "{fetch}"
    );
}

fn words_have_kinds() {
    let (mut client, file, _) = lamp("tokens");
    let document = json!({ "textDocument": { "uri": file } });
    let answer = client.ask("textDocument/semanticTokens/full", document);
    let data: Vec<u32> =
        serde_json::from_value(answer["data"].clone()).expect("numbers");
    let lines: Vec<_> = LAMP.lines().collect();
    let (mut line, mut column) = (0, 0);
    let mut words = Vec::new();
    for token in data.chunks(5) {
        if token[0] > 0 {
            column = 0;
        }
        line += token[0] as usize;
        column += token[1] as usize;
        let word = &lines[line][column..column + token[2] as usize];
        words.push((word, token[3]));
    }
    let kind = |word: &str| {
        let found = words.iter().find(|(is, _)| *is == word);
        found.unwrap_or_else(|| panic!("{word} in {words:?}")).1
    };
    for (word, expected) in [
        ("ops", 0),
        ("Interface", 1),
        ("CLike", 2),
        ("\"set\"", 3),
        ("\"on\"", 4),
        ("\"map\"", 5),
        ("\"Color\"", 6),
        ("64", 8),
        ("true", 9),
        ("// Or off.", 10),
        ("\"Lamp\"", 11),
    ] {
        assert_eq!(kind(word), expected, "{word}");
    }
}

fn hints_tell() {
    let (mut client, file, _) = lamp("hints");
    let range = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": 99, "character": 0 },
    });
    let hints = client.ask(
        "textDocument/inlayHint",
        json!({ "textDocument": { "uri": file }, "range": range }),
    );
    let hints = hints.as_array().expect("a list").iter();
    let labels = hints.map(|hint| hint["label"].as_str().expect("a label"));
    let labels: Vec<_> = labels.collect();
    for label in ["#1", "#2", "@0: 1", "@1: 2", "lease 0", "at most 4"] {
        assert!(labels.contains(&label), "{labels:?}");
    }
    assert!(labels.iter().any(|label| label.starts_with("@3: size of")));
}

fn parts_are_renamed() {
    let (mut client, file, _) = lamp("rename-parts");
    for (old, new, whom) in [
        ("level", "brightness", "debuggers"),
        ("map", "picture", "Rust"),
    ] {
        let (line, column) = find(LAMP, &format!("\"{old}\""));
        let renamed = client.ask(
            "textDocument/rename",
            json!({
                "textDocument": { "uri": file },
                "position": { "line": line, "character": column + 1 },
                "newName": new,
            }),
        );
        let edits = &renamed["documentChanges"][0]["edits"];
        let quoted = |name: &str| format!("\"{name}\"");
        let expected = LAMP.replacen(&quoted(old), &quoted(new), 1);
        assert_eq!(edited(LAMP, edits), expected);
        let note = &renamed["changeAnnotations"]["idol"]["label"];
        assert!(note.as_str().expect("a note").contains(whom), "{note}");
    }
    // A type is not renamed, nor is a name taken twice.
    let (line, column) = find(LAMP, "Color");
    let place = |line, column| {
        json!({
            "textDocument": { "uri": file },
            "position": { "line": line, "character": column },
            "newName": "on",
        })
    };
    let refused =
        client.try_ask("textDocument/rename", place(line, column + 1));
    assert!(refused.is_err());
    let (line, column) = find(LAMP, "level");
    let refused = client.try_ask("textDocument/rename", place(line, column));
    assert!(refused.unwrap_err().starts_with("E0122"), "a reason");
}
