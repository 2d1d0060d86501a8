//! An editor that follows a script: it starts the real command and speaks to
//! it over its pipes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// An editor with the server that it started.
pub(crate) struct Client {
    server: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    next: i32,
    version: i32,
    /// What the server says beside the protocol: nothing, usually.
    errors: PathBuf,
    /// What came while something else was waited for.
    notifications: Vec<Value>,
}

/// A folder of a test's own, with these files: a package of its own, since that
/// of these tests has much Rust to look into.
pub(crate) fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("lsp")
        .join(test);
    if path.exists() {
        fs::remove_dir_all(&path).expect("an old folder can be removed");
    }
    fs::create_dir_all(&path).expect("a folder can be made");
    for (name, text) in [("Cargo.toml", "")].iter().chain(files) {
        let file = path.join(name);
        let folder = file.parent().expect("it is in a folder");
        fs::create_dir_all(folder).expect("a folder can be made");
        fs::write(file, text).expect("a file can be written");
    }
    path
}

pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

impl Client {
    /// Starts a server for a folder, as an editor with these abilities beside
    /// the usual ones.
    pub(crate) fn new(folder: &Path, utf8: bool) -> Self {
        Self::with(folder, utf8, json!({}))
    }

    pub(crate) fn with(folder: &Path, utf8: bool, options: Value) -> Self {
        let mut client = Self::start(folder);
        client.initialize(folder, utf8, options);
        client
    }

    /// Says what an editor says first.
    pub(crate) fn initialize(
        &mut self,
        folder: &Path,
        utf8: bool,
        options: Value,
    ) {
        let encodings: &[&str] = match utf8 {
            true => &["utf-8", "utf-16"],
            false => &["utf-16"],
        };
        let answer = self.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": uri(folder),
                "workspaceFolders": [{ "uri": uri(folder), "name": "f" }],
                "initializationOptions": options,
                "capabilities": {
                    "general": { "positionEncodings": encodings },
                    "workspace": { "workspaceEdit": {
                        "documentChanges": true,
                        "changeAnnotationSupport": {},
                    } },
                    "textDocument": {
                        "completion": {
                            "completionItem": { "snippetSupport": true },
                        },
                        "publishDiagnostics": {
                            "codeDescriptionSupport": true,
                            "relatedInformation": true,
                        },
                    },
                },
            }),
        );
        let encoding = &answer["capabilities"]["positionEncoding"];
        assert_eq!(encoding, encodings[0]);
        self.tell("initialized", json!({}));
    }

    /// Starts a server, and says nothing yet.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::of(Command::new(env!("CARGO_BIN_EXE_idol")), folder)
    }

    /// The same with a command of a test's own.
    pub(crate) fn of(mut command: Command, folder: &Path) -> Self {
        let errors = folder.join("stderr.txt");
        let to = fs::File::create(&errors).expect("a file can be made");
        let mut server = command
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(to)
            .spawn()
            .expect("it starts");
        let to = server.stdin.take();
        let from = server.stdout.take().expect("a pipe");
        Self {
            server,
            to,
            from: BufReader::new(from),
            next: 0,
            version: 0,
            errors,
            notifications: Vec::new(),
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.server.id()
    }

    /// Sends bytes, which may be no message.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().expect("it is open");
        to.write_all(bytes).expect("it is written");
        to.flush().expect("it is written");
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let head = format!("Content-Length: {}\r\n\r\n", text.len());
        self.raw(format!("{head}{text}").as_bytes());
    }

    /// The next message. None if there is none any more.
    fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line).expect("a head") == 0 {
                return None;
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.parse().expect("a length");
            }
        }
        let mut text = vec![0; length];
        self.from.read_exact(&mut text).expect("a message");
        Some(serde_json::from_slice(&text).expect("JSON"))
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({
            "jsonrpc": "2.0", "method": method, "params": params,
        }));
    }

    /// Asks, and waits for the result.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        match self.try_ask(method, params) {
            Ok(result) => result,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// The same, where it may be refused.
    pub(crate) fn try_ask(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, String> {
        self.next += 1;
        let id = self.next;
        self.send(&json!({
            "jsonrpc": "2.0", "id": id, "method": method, "params": params,
        }));
        loop {
            let mut message = self.receive().expect("an answer");
            if message["id"] == id && message.get("method").is_none() {
                return match message["error"]["message"].as_str() {
                    Some(error) => Err(error.to_owned()),
                    None => Ok(message["result"].take()),
                };
            }
            if message.get("id").is_none() {
                self.notifications.push(message);
            }
        }
    }

    /// The answers to requests of these names, in this order.
    pub(crate) fn answers(&mut self, ids: &[&str]) -> Vec<Value> {
        let mut answers = Vec::new();
        while answers.len() < ids.len() {
            let message = self.receive().expect("an answer");
            if message["id"] == ids[answers.len()] {
                answers.push(message);
            }
        }
        answers
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let language = match uri.ends_with(".rs") {
            true => "rust",
            false => "idol",
        };
        self.version += 1;
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": {
                "uri": uri,
                "languageId": language,
                "version": self.version,
                "text": text,
            } }),
        );
    }

    /// Changes stretches, one after the other: lines and columns from 0.
    pub(crate) fn change(&mut self, uri: &str, changes: &[Change<'_>]) {
        self.version += 1;
        let changes: Vec<_> = changes
            .iter()
            .map(|(range, text)| match range {
                Some([from, to]) => json!({
                    "range": {
                        "start": { "line": from.0, "character": from.1 },
                        "end": { "line": to.0, "character": to.1 },
                    },
                    "text": text,
                }),
                None => json!({ "text": text }),
            })
            .collect();
        self.tell(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": uri, "version": self.version },
                "contentChanges": changes,
            }),
        );
    }

    pub(crate) fn close(&mut self, uri: &str) {
        let document = json!({ "textDocument": { "uri": uri } });
        self.tell("textDocument/didClose", document);
    }

    /// The next notification of this kind.
    pub(crate) fn wait(&mut self, method: &str) -> Value {
        let is = |message: &Value| message["method"] == method;
        if let Some(at) = self.notifications.iter().position(is) {
            return self.notifications.remove(at)["params"].take();
        }
        loop {
            let mut message = self.receive().expect("a notification");
            if message["method"] == method {
                return message["params"].take();
            }
            self.notifications.push(message);
        }
    }

    /// The diagnostics of the text as it is now.
    pub(crate) fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        loop {
            let mut told = self.wait("textDocument/publishDiagnostics");
            let is_now = told["version"] == self.version;
            if told["uri"] == uri && (is_now || told["version"].is_null()) {
                let found = told["diagnostics"].take();
                return serde_json::from_value(found).expect("a list");
            }
        }
    }

    /// Asks about a place.
    #[track_caller]
    pub(crate) fn at(
        &mut self,
        method: &str,
        uri: &str,
        (line, column): (u32, u32),
    ) -> Value {
        self.ask(method, place(uri, line, column))
    }

    /// Says that it is done; the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        let (code, errors) = self.gone();
        assert_eq!(errors, "");
        code
    }

    /// Goes away; the exit code, and what the server said of it.
    pub(crate) fn gone(mut self) -> (Option<i32>, String) {
        drop(self.to.take());
        while self.receive().is_some() {}
        let code = self.server.wait().expect("it ends").code();
        let errors = fs::read_to_string(&self.errors).expect("it is there");
        (code, errors)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A stretch, or all, and what it becomes.
pub(crate) type Change<'t> = (Option<[(u32, u32); 2]>, &'t str);

pub(crate) fn place(uri: &str, line: u32, column: u32) -> Value {
    json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": column },
    })
}

/// The line and the column, in bytes, of a text's first piece like this.
pub(crate) fn find(text: &str, piece: &str) -> (u32, u32) {
    let at = text.find(piece).unwrap_or_else(|| panic!("no {piece:?}"));
    let before = &text[..at];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (line as u32, (at - start) as u32)
}

/// A text with an answer's edits of one document.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let at = |place: &Value| {
        let line = place["line"].as_u64().expect("a line") as usize;
        let column = place["character"].as_u64().expect("a column") as usize;
        let lines = text.split_inclusive('\n').take(line);
        let start: usize = lines.map(str::len).sum();
        let mut units = 0;
        for (at, c) in text[start..].char_indices() {
            if units >= column {
                return start + at;
            }
            units += c.len_utf16();
        }
        text.len()
    };
    let edits = edits.as_array().expect("edits");
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().expect("a text");
            (at(&range["start"]), at(&range["end"]), new)
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}
