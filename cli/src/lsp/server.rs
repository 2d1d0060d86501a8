//! What an editor says, and what is done about it.

use std::io;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, TextDocumentIdentifier, Uri, WorkspaceFolder,
    WorkspaceFoldersChangeEvent,
};
use serde_json::{Value, json};

use super::answer::read;
use super::arguments::Arguments;
use super::diagnostics::Told;
use super::document::{Document, Kind};
use super::requests;
use super::session::{Options, Server};
use super::transport::{Json, Transport};
use super::{diagnostics, files};

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// Serves an editor: whether it said that it is done.
pub(super) fn serve(
    mut transport: Transport,
    arguments: &Arguments,
) -> io::Result<bool> {
    let Some((id, params)) = asked_first(&mut transport)? else {
        return Ok(false);
    };
    let mut server = Server::new(transport, arguments, &params);
    let result = json!({
        "capabilities": requests::capabilities(server.unit),
        "serverInfo": {
            "name": "idol",
            "version": env!("CARGO_PKG_VERSION"),
        },
    });
    server.transport.answer(&id, &Json::of(&result));
    server.run()
}

/// The request that a session begins with. None if it ends before.
fn asked_first(
    transport: &mut Transport,
) -> io::Result<Option<(RequestId, Value)>> {
    while let Some(message) = transport.next() {
        match message? {
            Message::Request(request) if request.method == "initialize" => {
                return Ok(Some((request.id, request.params)));
            }
            Message::Request(request) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                let why = "a session begins with `initialize`";
                transport.refuse(&request.id, code, why);
            }
            Message::Notification(said) if said.method == "exit" => break,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    Ok(None)
}

impl Server {
    /// Does what is said, until that is that it ends.
    fn run(&mut self) -> io::Result<bool> {
        let mut is_done = false;
        loop {
            // Diagnostics are told once nothing waits.
            let message = self.transport.waiting().or_else(|| {
                self.tell();
                self.transport.next()
            });
            match message {
                None => return Ok(false),
                Some(message) => match message? {
                    Message::Request(request) if is_done => {
                        let why = "the session is over: `exit` comes next";
                        self.refuse(&request.id, why);
                    }
                    Message::Request(request) => {
                        is_done = request.method == "shutdown";
                        self.answer(request);
                    }
                    Message::Notification(said) if said.method == "exit" => {
                        return Ok(is_done);
                    }
                    Message::Notification(said) => self.notified(said),
                    Message::Response(_) => {}
                },
            }
            // What was read as Rust meanwhile is kept for its spans otherwise,
            // and nobody asks for them any more.
            proc_macro2::extra::invalidate_current_thread_spans();
        }
    }

    fn answer(&mut self, request: Request) {
        let id = request.id.clone();
        if request.method == "initialize" {
            return self.refuse(&id, "the session has begun already");
        }
        if self.transport.is_cancelled(&id) {
            let code = ErrorCode::RequestCanceled as i32;
            return self.transport.refuse(&id, code, "it was cancelled");
        }
        match requests::answer(self, request) {
            Ok(result) => self.transport.answer(&id, &result),
            Err((code, why)) => {
                self.transport.refuse(&id, code as i32, &why);
            }
        }
    }

    fn refuse(&mut self, id: &RequestId, why: &str) {
        let code = ErrorCode::InvalidRequest as i32;
        self.transport.refuse(id, code, why);
    }

    /// Asks to be told what happens to files, if that can be asked: editors
    /// watch no file of their own accord.
    fn watch(&mut self) {
        if !self.able.watching {
            return;
        }
        let watched = ["**/*.idol", "**/*.rs", "**/idol.toml"];
        let watchers = watched.map(|glob| json!({ "globPattern": glob }));
        let params = json!({ "registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        }] });
        let method = "client/registerCapability";
        self.transport.ask("watch", method, &Json::of(&params));
    }

    fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "initialized" => self.watch(),
            "workspace/didChangeWorkspaceFolders" => {
                if let Some(params) =
                    read::<DidChangeWorkspaceFoldersParams>(params)
                {
                    self.folders_changed(&params.event);
                }
            }
            "textDocument/didOpen" => {
                if let Some(params) = read::<DidOpenTextDocumentParams>(params)
                {
                    self.opened(params);
                }
            }
            "textDocument/didChange" => {
                if let Some(params) =
                    read::<DidChangeTextDocumentParams>(params)
                {
                    self.changed(params);
                }
            }
            "textDocument/didClose" => {
                if let Some(params) = read::<DidCloseTextDocumentParams>(params)
                {
                    self.closed(&params.text_document);
                }
            }
            "textDocument/didSave" => {
                if let Some(params) = read::<DidSaveTextDocumentParams>(params)
                {
                    self.revisions.forget();
                    self.rust.forget();
                    self.everything_changed(&params.text_document.uri);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                self.revisions.forget();
                self.rust.forget();
                self.levels_changed();
            }
            "workspace/didChangeConfiguration" => self.configured(&params),
            _ => {}
        }
    }

    fn folders_changed(&mut self, event: &WorkspaceFoldersChangeEvent) {
        let path = |folder: &WorkspaceFolder| files::path(&folder.uri);
        let removed: Vec<_> = event.removed.iter().filter_map(path).collect();
        self.roots.retain(|root| !removed.contains(root));
        self.roots.extend(event.added.iter().filter_map(path));
        self.rust.forget();
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let key = item.uri.as_str().to_owned();
        let path = files::path(&item.uri);
        // A text that is not saved yet has no name that says what it is.
        let kind = match item.language_id == "idol"
            || item.uri.as_str().ends_with(".idol")
        {
            true => Kind::Interface,
            false => Kind::Other,
        };
        let (text, version) = (item.text, item.version);
        let mut document =
            Document::new(item.uri, path, version, text, self.unit);
        document.kind = kind;
        self.documents.insert(key.clone(), document);
        self.dirty.insert(key);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let id = params.text_document;
        let key = id.uri.as_str().to_owned();
        let Some(document) = self.documents.get_mut(&key) else {
            return;
        };
        document.version = id.version;
        for change in params.content_changes {
            document.change(change);
        }
        self.dirty.insert(key);
    }

    fn closed(&mut self, id: &TextDocumentIdentifier) {
        let key = id.uri.as_str();
        let closed = self.documents.remove(key);
        self.dirty.remove(key);
        // What an editor shows of a text that is closed, it shows for ever.
        if closed.is_some_and(|closed| closed.kind == Kind::Interface) {
            self.publish(&id.uri, None, &[]);
        }
    }

    /// A file was saved: what others say may be another.
    fn everything_changed(&mut self, uri: &Uri) {
        if uri.as_str().ends_with(idol::levels::FILE) {
            self.levels_changed();
        }
    }

    fn levels_changed(&mut self) {
        for (key, document) in &mut self.documents {
            document.forget();
            self.dirty.insert(key.clone());
        }
    }

    fn configured(&mut self, params: &Value) {
        let settings = &params["settings"];
        let ours = match &settings["idol"] {
            Value::Null => settings,
            ours => ours,
        };
        let Ok(options) = serde_json::from_value::<Options>(ours.clone())
        else {
            return;
        };
        if let Some(against) = options.against {
            self.against = against;
            self.revisions.forget();
        }
        if let Some(pedantic) = options.pedantic {
            self.pedantic = pedantic;
        }
        self.levels_changed();
    }

    /// Tells the diagnostics of what changed.
    fn tell(&mut self) {
        for key in std::mem::take(&mut self.dirty) {
            let Some(document) = self.documents.get(&key) else {
                continue;
            };
            if document.kind != Kind::Interface {
                continue;
            }
            let analysis = document.analysis(self.pedantic);
            if self.able.descriptions {
                for found in analysis.report.diagnostics() {
                    self.pages.need(found.code);
                }
            }
            let told = Json::of(&Told {
                uri: &document.uri,
                version: Some(document.version),
                diagnostics: diagnostics::All {
                    document,
                    report: &analysis.report,
                    pages: self.able.descriptions.then_some(&self.pages),
                },
            });
            self.transport.notify(PUBLISH, &told);
            let levels = analysis.levels.as_ref();
            let levels = levels
                .and_then(|report| diagnostics::levels(report, self.unit));
            match levels {
                Some((uri, found)) => {
                    self.told.insert(uri.as_str().to_owned());
                    self.publish(&uri, None, &found);
                }
                None => self.levels_are_right(),
            }
        }
    }

    /// Takes back what was told about files of levels.
    fn levels_are_right(&mut self) {
        for uri in std::mem::take(&mut self.told) {
            if let Ok(uri) = uri.parse() {
                self.publish(&uri, None, &[]);
            }
        }
    }

    fn publish(
        &mut self,
        uri: &Uri,
        version: Option<i32>,
        diagnostics: &[lsp_types::Diagnostic],
    ) {
        let told = Told {
            uri,
            version,
            diagnostics,
        };
        self.notify(PUBLISH, &told);
    }
}
