//! Open, type, break, fix, rename, close.

use serde_json::{Value, json};

use super::client::{Client, edited, find, folder, uri};

pub(crate) const TESTS: &[(&str, fn())] = &[
    ("a_day_at_an_editor", a_day_at_an_editor),
    ("what_belongs_together_is_shown_in_both_places", related),
    ("a_code_leads_to_its_page", a_code_leads_to_its_page),
    (
        "fixes_are_those_of_the_command",
        fixes_are_those_of_the_command,
    ),
    ("levels_decide_here_too", levels_decide_here_too),
    (
        "a_wrong_file_of_levels_is_told_in_it",
        wrong_levels_are_told,
    ),
    (
        "columns_count_what_was_agreed",
        columns_count_what_was_agreed,
    ),
    (
        "what_is_not_asked_right_is_refused",
        what_is_asked_wrong_is_refused,
    ),
    (
        "an_editor_that_goes_away_ends_it",
        an_editor_that_goes_away_ends_it,
    ),
    ("what_is_no_protocol_ends_it", what_is_no_protocol_ends_it),
];

pub(crate) const GOOD: &str = r#"Interface(
    name: "Adder",
    ops: {
        "add": (
            doc: "Adds two numbers.",
            args: { "a": "u32", "b": "u32" },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
    },
)
"#;

fn codes(found: &[Value]) -> Vec<&str> {
    found
        .iter()
        .map(|d| d["code"].as_str().expect("a code"))
        .collect()
}

/// The edits of an action, of whichever form.
pub(crate) fn edits_of(action: &Value, uri: &str) -> Value {
    let edit = &action["edit"];
    match &edit["changes"][uri] {
        Value::Null => edit["documentChanges"][0]["edits"].clone(),
        edits => edits.clone(),
    }
}

fn actions(client: &mut Client, uri: &str, found: &Value) -> Vec<Value> {
    let answer = client.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": uri },
            "range": found["range"],
            "context": { "diagnostics": [found] },
        }),
    );
    serde_json::from_value(answer).expect("a list")
}

fn a_day_at_an_editor() {
    let folder = folder("day", &[("adder.idol", GOOD)]);
    let file = uri(&folder.join("adder.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, GOOD);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    // Types a letter too many.
    let (line, column) = find(GOOD, "args");
    let place = (line, column + 4);
    client.change(&file, &[(Some([place, place]), "z")]);
    let broken = GOOD.replace("args", "argsz");
    let found = client.diagnostics(&file);
    assert_eq!(codes(&found), ["E0111"]);
    let range = json!({
        "start": { "line": line, "character": column },
        "end": { "line": line, "character": column + 5 },
    });
    assert_eq!(found[0]["range"], range);
    let message = found[0]["message"].as_str().expect("a message");
    assert!(message.contains("did you mean `args`?"), "{message}");
    // Takes the quick fix.
    let fixes = actions(&mut client, &file, &found[0]);
    assert_eq!(fixes[0]["title"], "Write `args` for `argsz`");
    assert_eq!(fixes[0]["isPreferred"], true);
    let fixed = edited(&broken, &edits_of(&fixes[0], &file));
    assert_eq!(fixed, GOOD);
    client.change(&file, &[(None, &fixed)]);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    // Renames the operation.
    let (line, column) = find(GOOD, "add\"");
    let at = json!({ "line": line, "character": column + 1 });
    let document = json!({ "uri": file });
    let asked = client.ask(
        "textDocument/prepareRename",
        json!({ "textDocument": document, "position": at }),
    );
    assert_eq!(asked["placeholder"], "add");
    let renamed = client.ask(
        "textDocument/rename",
        json!({ "textDocument": document, "position": at, "newName": "sum" }),
    );
    let said = client.wait("window/showMessage");
    let said = said["message"].as_str().expect("a message");
    assert!(said.contains("Rust that calls or implements it"), "{said}");
    let notes = &renamed["changeAnnotations"]["idol"]["label"];
    assert!(said.ends_with(notes.as_str().expect("a note")), "{renamed}");
    let edits = &renamed["documentChanges"][0]["edits"];
    let sum = edited(GOOD, edits);
    assert_eq!(sum, GOOD.replace("\"add\"", "\"sum\""));
    client.change(&file, &[(None, &sum)]);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    // What is no name is refused.
    let refused = client.try_ask(
        "textDocument/rename",
        json!({ "textDocument": document, "position": at, "newName": "a b" }),
    );
    assert!(refused.unwrap_err().starts_with("E0120"), "a reason");
    client.close(&file);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    // Nothing is known of it any more.
    let hover = json!({ "textDocument": document, "position": at });
    assert_eq!(client.ask("textDocument/hover", hover), Value::Null);
    assert_eq!(client.end(), Some(0));
}

/// A key that is there twice, behind characters of two UTF-16 units: its first
/// place is told as exactly as the second.
fn related() {
    let text = "// \u{1f980}\nInterface(\n    /* \u{1f980} */ name: \"A\",\n    \
                name: \"B\",\n    ops: {},\n)\n";
    let folder = folder("related", &[("a.idol", text)]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, text);
    let found = client.diagnostics(&file);
    assert_eq!(codes(&found), ["E0112"]);
    assert_eq!(found[0]["range"]["start"]["line"], 3);
    let related = &found[0]["relatedInformation"];
    assert_eq!(related.as_array().map(Vec::len), Some(1), "{related}");
    let location = json!({
        "uri": file,
        "range": {
            "start": { "line": 2, "character": 13 },
            "end": { "line": 2, "character": 17 },
        },
    });
    assert_eq!(related[0]["location"], location);
    assert_ne!(related[0]["message"], "");
}

fn a_code_leads_to_its_page() {
    let folder = folder("pages", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, &GOOD.replace("name", "nane"));
    let found = client.diagnostics(&file);
    let href = found[0]["codeDescription"]["href"]
        .as_str()
        .expect("a link");
    let page = href.strip_prefix("file://").expect("a file");
    let text = std::fs::read_to_string(page).expect("the page is there");
    assert!(text.contains("E0111"), "{text}");
    assert_eq!(client.end(), Some(0));
    assert!(
        !std::path::Path::new(page).exists(),
        "it went with the server"
    );
}

fn fixes_are_those_of_the_command() {
    let text = GOOD
        .replace("args", "argz")
        .replace("reply:", "replay:")
        .replace("ServerDeath", "ServerDead");
    let folder = folder("fixes", &[("a.idol", &text)]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, &text);
    let found = client.diagnostics(&file);
    let fixes = actions(&mut client, &file, &found[0]);
    let all = fixes.iter().find(|fix| fix["kind"] == "source.fixAll.idol");
    let all = all.expect("an action for all of them");
    let fixed = edited(&text, &edits_of(all, &file));
    assert_eq!(fixed, GOOD);
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_idol"))
        .args(["check", "--fix", "a.idol"])
        .current_dir(&folder)
        .output()
        .expect("it runs");
    assert!(status.status.success());
    let written = std::fs::read_to_string(folder.join("a.idol"));
    assert_eq!(written.expect("it is there"), fixed);
}

fn levels_decide_here_too() {
    let text = GOOD.replace("\"a\": \"u32\"", "\"a\": \"usize\"");
    let levels = "[levels]\nW0202 = \"deny\"\n";
    let folder = folder("levels", &[("x/a.idol", &text)]);
    let file = uri(&folder.join("x/a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, &text);
    let found = client.diagnostics(&file);
    assert_eq!(
        (codes(&found), &found[0]["severity"]),
        (vec!["W0202"], &json!(2))
    );
    std::fs::write(folder.join("x/idol.toml"), levels).expect("it is written");
    let changed = json!({ "changes": [] });
    client.tell("workspace/didChangeWatchedFiles", changed.clone());
    let found = client.diagnostics(&file);
    assert_eq!(
        (codes(&found), &found[0]["severity"]),
        (vec!["W0202"], &json!(1))
    );
    let allowed = levels.replace("deny", "allow");
    std::fs::write(folder.join("x/idol.toml"), allowed).expect("it is written");
    client.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
}

fn wrong_levels_are_told() {
    let levels = "[levels]\nW9999 = \"deny\"\n";
    let files = [("a.idol", GOOD), ("idol.toml", levels)];
    let folder = folder("wrong-levels", &files);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, GOOD);
    let toml = folder
        .join("idol.toml")
        .canonicalize()
        .expect("it is there");
    let found = client.diagnostics(&uri(&toml));
    assert_eq!(codes(&found), ["E0172"]);
    assert_eq!(found[0]["range"]["start"]["line"], 1);
    std::fs::write(folder.join("idol.toml"), "").expect("it is written");
    let changed = json!({ "changes": [] });
    client.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(client.diagnostics(&uri(&toml)), [] as [Value; 0]);
}

/// A mistake behind characters of one, two and four bytes, with `\r\n`.
fn columns_count_what_was_agreed() {
    let text =
        "Interface(\r\n    /* ü😀 */ nane: \"K\",\r\n    ops: {},\r\n)\r\n";
    for (utf8, column) in [(false, 4 + 10), (true, 4 + 13)] {
        let folder = folder("columns", &[]);
        let file = uri(&folder.join("a.idol"));
        let mut client = Client::new(&folder, utf8);
        client.open(&file, text);
        let found = client.diagnostics(&file);
        let start = json!({ "line": 1, "character": column });
        assert_eq!(found[0]["range"]["start"], start, "utf-8: {utf8}");
        // Typed before it, in the same line.
        let at = (1, column);
        client.change(&file, &[(Some([at, at]), "/*😀*/ ")]);
        let found = client.diagnostics(&file);
        let more = match utf8 {
            false => 7,
            true => 9,
        };
        let start = json!({ "line": 1, "character": column + more });
        assert_eq!(found[0]["range"]["start"], start, "utf-8: {utf8}");
    }
}

fn what_is_asked_wrong_is_refused() {
    let folder = folder("refused", &[]);
    let mut client = Client::new(&folder, false);
    let asked = client.try_ask("textDocument/noSuchThing", json!({}));
    assert!(asked.unwrap_err().contains("not answered"));
    let asked = client.try_ask("textDocument/hover", json!({ "x": [1] }));
    assert!(asked.is_err());
    let asked = client.try_ask("textDocument/codeAction", json!([1]));
    assert!(asked.unwrap_err().contains("no place"));
    // Of what is not open there is nothing to say.
    let nowhere = json!({
        "textDocument": { "uri": "untitled:nowhere" },
        "position": { "line": 4_000_000, "character": 4_000_000 },
    });
    assert_eq!(client.ask("textDocument/hover", nowhere), Value::Null);
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        let method = format!("textDocument/{method}");
        client.tell(&method, json!({ "textDocument": 7 }));
    }
    client.open("untitled:a.idol", "Interface(nane");
    assert!(!client.diagnostics("untitled:a.idol").is_empty());
    assert_eq!(client.end(), Some(0));
}

fn an_editor_that_goes_away_ends_it() {
    let folder = folder("gone", &[]);
    let client = Client::new(&folder, false);
    assert_eq!(client.gone(), (Some(1), String::new()));
}

fn what_is_no_protocol_ends_it() {
    let folder = folder("no-protocol", &[]);
    for bytes in [&b"hello\r\n\r\n"[..], b"Content-Length: 3\r\n\r\n{}}"] {
        let mut client = Client::start(&folder);
        client.raw(bytes);
        let (code, errors) = client.gone();
        assert_eq!(code, Some(2));
        assert!(errors.starts_with("error: "), "{errors}");
    }
}
