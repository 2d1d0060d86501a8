//! Editors and people who do what nobody expects.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, edited, find, folder, place, uri};
use super::script::{GOOD, edits_of};

pub(crate) const TESTS: &[(&str, fn())] = &[
    ("a_head_that_promises_too_much_ends_it", too_much),
    ("after_shutdown_nothing_is_answered", after_shutdown),
    ("a_session_begins_once", begins_once),
    ("what_is_cancelled_is_not_computed", cancelled),
    ("a_text_without_a_file_is_an_interface", without_a_file),
    ("edits_may_be_anywhere", edits_may_be_anywhere),
    ("a_file_that_is_gone_is_still_a_text", gone_file),
    ("folders_come_and_go", folders_come_and_go),
    ("an_editor_is_asked_to_watch_files", asked_to_watch),
    ("each_place_of_a_strange_text_has_an_answer", each_place),
    ("a_name_in_a_broken_text_is_still_checked", broken_rename),
];

fn too_much() {
    let folder = folder("too-much", &[]);
    for length in ["4000000000", "99999999999999999999"] {
        let mut client = Client::start(&folder);
        client.raw(format!("Content-Length: {length}\r\n\r\n{{}}").as_bytes());
        let (code, errors) = client.gone();
        assert_eq!(code, Some(2), "{errors}");
        assert!(errors.starts_with("error: this is not the"), "{errors}");
    }
}

fn after_shutdown() {
    let folder = folder("after-shutdown", &[]);
    let mut client = Client::new(&folder, false);
    client.ask("shutdown", Value::Null);
    let asked = client.try_ask("textDocument/hover", place("a.idol", 0, 0));
    assert!(asked.unwrap_err().contains("over"));
    client.tell("exit", Value::Null);
    assert_eq!(client.gone(), (Some(0), String::new()));
}

fn begins_once() {
    let folder = folder("begins-once", &[]);
    let mut client = Client::new(&folder, false);
    let asked = client.try_ask("initialize", json!({ "capabilities": {} }));
    assert!(asked.unwrap_err().contains("already"));
    assert_eq!(client.end(), Some(0));
}

/// All that waits is written at once, so the cancellation is there already.
fn cancelled() {
    let folder = folder("cancelled", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, GOOD);
    client.diagnostics(&file);
    let message = |value: Value| {
        let text = value.to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    };
    let outline = |id: Value| {
        message(json!({
            "jsonrpc": "2.0", "id": id,
            "method": "textDocument/documentSymbol",
            "params": { "textDocument": { "uri": file } },
        }))
    };
    let cancel = message(json!({
        "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "b" },
    }));
    // The first keeps it busy while the others come.
    let many: String = (0..50).map(|_| outline(json!("a"))).collect();
    let all = format!(
        "{many}{}{cancel}{}",
        outline(json!("b")),
        outline(json!("c"))
    );
    client.raw(all.as_bytes());
    let answers = client.answers(&["b", "c"]);
    assert_eq!(answers[0]["error"]["code"], -32800, "{}", answers[0]);
    assert!(answers[1]["result"].is_array(), "{}", answers[1]);
}

fn without_a_file() {
    let folder = folder("without-a-file", &[]);
    let mut client = Client::new(&folder, false);
    let wrong = GOOD.replace("name", "nane");
    for file in [
        "untitled:Untitled-1",
        "git:/a/b.idol?HEAD",
        "inmemory://model/1",
        "file://host/share/%E4%BD%A0%20.idol",
        "file:///c%3A/x.idol",
    ] {
        client.open(file, &wrong);
        let found = client.diagnostics(file);
        assert_eq!(found[0]["code"], "E0111", "{file}");
        let document = json!({ "textDocument": { "uri": file } });
        let outline = client.ask("textDocument/documentSymbol", document);
        assert_eq!(outline[0]["children"][0]["name"], "add", "{file}");
        let fixes = client.ask(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": file },
                "range": found[0]["range"],
                "context": { "diagnostics": [] },
            }),
        );
        let fixed = edited(&wrong, &edits_of(&fixes[0], file));
        assert_eq!(fixed, GOOD, "{file}");
        client.close(file);
    }
    assert_eq!(client.end(), Some(0));
}

fn edits_may_be_anywhere() {
    let folder = folder("anywhere", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    // Not open yet: nothing comes of it.
    client.change(&file, &[(None, "(")]);
    // Opened twice: the second is what there is.
    client.open(&file, "Interface(nane");
    client.open(&file, GOOD);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    // From behind to before, over what is changed in the same breath, and
    // beyond the end.
    let all = [(0, 0), (4_000_000_000, 4_000_000_000)];
    client.change(
        &file,
        &[
            (Some([(3, 9), (1, 2)]), "\u{1f980}"),
            (Some([(3, 0), (3, 99)]), "\r"),
            (Some([(3, 0), (900, 0)]), "("),
            (Some(all), GOOD),
            (
                Some([(4_000_000_000, 0), (4_000_000_000, 9)]),
                "// \u{fc}\n",
            ),
        ],
    );
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    client.change(&file, &[]);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    let document = json!({ "textDocument": { "uri": file } });
    let outline = client.ask("textDocument/documentSymbol", document);
    assert_eq!(outline[0]["name"], "Adder");
    assert_eq!(client.end(), Some(0));
}

fn gone_file() {
    let package = folder("gone-file", &[("idl/a.idol", GOOD)]);
    let folder = package.join("idl");
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    client.open(&file, GOOD);
    fs::remove_dir_all(&folder).expect("it is removed");
    let changes = json!({ "changes": [{ "uri": file, "type": 3 }] });
    client.tell("workspace/didChangeWatchedFiles", changes);
    assert_eq!(client.diagnostics(&file), [] as [Value; 0]);
    let (line, column) = find(GOOD, "add");
    for what in ["hover", "definition", "references", "completion"] {
        let method = format!("textDocument/{what}");
        client.at(&method, &file, (line, column));
    }
    let document = json!({ "textDocument": { "uri": file } });
    client.ask("textDocument/codeLens", document);
}

fn folders_come_and_go() {
    let rust = "impl server::InOrderAdderImpl for A { fn add(&mut self) {} }\n";
    let files = [("a.idol", GOOD), ("Cargo.toml", "")];
    let first = folder("first-root", &files);
    let second = folder("second-root", &[("src/lib.rs", rust)]);
    let file = uri(&first.join("a.idol"));
    let mut client = Client::new(&first, false);
    client.open(&file, GOOD);
    let at = find(GOOD, "add");
    let places = |client: &mut Client| {
        let places = client.at("textDocument/references", &file, at);
        places.as_array().map_or(0, Vec::len)
    };
    assert_eq!(places(&mut client), 0);
    let other = json!([{ "uri": uri(&second), "name": "second" }]);
    let event = json!({ "event": { "added": other, "removed": [] } });
    client.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(places(&mut client), 1);
    // What is saved there is found, though nobody watches.
    fs::write(second.join("src/b.rs"), rust).expect("it is written");
    let saved = json!({ "textDocument": { "uri": file } });
    client.tell("textDocument/didSave", saved);
    assert_eq!(places(&mut client), 2);
    let event = json!({ "event": { "added": [], "removed": other } });
    client.tell("workspace/didChangeWorkspaceFolders", event);
    fs::remove_dir_all(&second).expect("it is removed");
    assert_eq!(client.end(), Some(0));
}

fn asked_to_watch() {
    let folder = folder("watch", &[]);
    let mut client = Client::start(&folder);
    let able = json!({ "workspace": {
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    } });
    client.ask("initialize", json!({ "capabilities": able }));
    client.tell("initialized", json!({}));
    let asked = client.wait("client/registerCapability");
    let watched = &asked["registrations"][0];
    assert_eq!(watched["method"], "workspace/didChangeWatchedFiles");
    let watchers = watched["registerOptions"]["watchers"].to_string();
    for name in ["*.rs", "idol.toml", "*.idol"] {
        assert!(watchers.contains(name), "{watchers}");
    }
}

fn each_place() {
    let folder = folder("each-place", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    let text = "// \u{1f600}\r\nInterface(\r\n    /*\u{1f600}*/ nane: \
                \"K\u{1f600}\",\r    ops: { \"\u{1f600}\": (\r\n\
                doc: \"\u{1f600} x, reply: Simple(\"T\u{1f600}\n";
    client.open(&file, text);
    client.diagnostics(&file);
    for line in 0..7 {
        for column in (0..40).chain([u32::MAX]) {
            for what in [
                "hover",
                "completion",
                "definition",
                "references",
                "prepareRename",
            ] {
                let method = format!("textDocument/{what}");
                client.at(&method, &file, (line, column));
            }
            let mut rename = place(&file, line, column);
            rename["newName"] = json!("\u{1f600}\"\\");
            // Refused or nothing: it is no name.
            let renamed = client.try_ask("textDocument/rename", rename);
            assert_eq!(renamed.unwrap_or(Value::Null), Value::Null);
        }
    }
    assert_eq!(client.end(), Some(0));
}

/// Where something else is wrong, a new name is held to the rules all the same.
fn broken_rename() {
    let folder = folder("broken-rename", &[]);
    let file = uri(&folder.join("a.idol"));
    let mut client = Client::new(&folder, false);
    for text in [
        GOOD.to_owned(),
        GOOD.replace("name:", "nane:"),
        GOOD.replace("ServerDeath", "Server"),
    ] {
        client.open(&file, &text);
        for (old, new, code) in [
            ("add\"", "closed_recv_fail", "E0121"),
            ("add\"", "1", "E0120"),
            ("a\"", "b", "E0122"),
            ("b\"", "for", ""),
        ] {
            let (line, column) = find(&text, old);
            let mut rename = place(&file, line, column);
            rename["newName"] = json!(new);
            match client.try_ask("textDocument/rename", rename) {
                Ok(renamed) => {
                    assert_eq!(code, "", "{new} in {text}");
                    let edits = &renamed["documentChanges"][0]["edits"];
                    let edits = match edits {
                        Value::Null => &renamed["changes"][&file],
                        edits => edits,
                    };
                    let after = edited(&text, edits);
                    assert!(after.contains("\"for\""), "{after}");
                }
                Err(why) => {
                    assert!(!code.is_empty(), "{new}: {why}");
                    assert!(why.starts_with(code), "{new}: {why}");
                }
            }
        }
    }
}
