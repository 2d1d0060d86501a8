//! A session with an editor: what it can do, what it has set, and what is known
//! of its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_types::{Uri, WorkspaceFolder};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::read;
use super::arguments::Arguments;
use super::document::Document;
use super::files;
use super::lines::Unit;
use super::pages::Pages;
use super::revisions::Revisions;
use super::rust::Index;
use super::transport::{Json, Transport};

/// What an editor can do beyond the least.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Able {
    /// To fill in what a completion leaves open.
    pub(super) snippets: bool,
    /// To ask before it changes something, and to say why.
    pub(super) annotations: bool,
    /// To show where a code is explained.
    pub(super) descriptions: bool,
    /// To tell what happens to files, once it is asked to.
    pub(super) watching: bool,
}

/// What is known of an editor and its texts.
pub(super) struct Server {
    pub(super) transport: Transport,
    pub(super) unit: Unit,
    pub(super) able: Able,
    pub(super) pedantic: bool,
    /// The revision of git that texts are compared with.
    pub(super) against: String,
    /// The folders that are open.
    pub(super) roots: Vec<PathBuf>,
    pub(super) documents: BTreeMap<String, Document>,
    pub(super) pages: Pages,
    pub(super) rust: Index,
    pub(super) revisions: Revisions,
    /// Documents whose diagnostics are not told yet.
    pub(super) dirty: BTreeSet<String>,
    /// The files of levels that something was told about.
    pub(super) told: BTreeSet<String>,
}

/// What an editor may set.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Options {
    pub(super) against: Option<String>,
    pub(super) pedantic: Option<bool>,
}

impl Server {
    /// One that has seen no text yet. `params` are those of `initialize`: what
    /// is not as the protocol has it is as if it were not said. The type that
    /// the protocol has for them is the largest of all, and this asks for little
    /// of it.
    pub(super) fn new(
        transport: Transport,
        arguments: &Arguments,
        params: &Value,
    ) -> Self {
        let options = params["initializationOptions"].clone();
        let options: Options =
            serde_json::from_value(options).unwrap_or_default();
        let folders = params["workspaceFolders"].clone();
        let mut roots: Vec<_> = read::<Vec<WorkspaceFolder>>(folders)
            .unwrap_or_default()
            .iter()
            .filter_map(|folder| files::path(&folder.uri))
            .collect();
        // Some editors send nothing newer.
        let root = read::<Uri>(params["rootUri"].clone());
        if let (true, Some(root)) = (roots.is_empty(), root) {
            roots.extend(files::path(&root));
        }
        let known = &params["capabilities"];
        let (text, workspace) = (&known["textDocument"], &known["workspace"]);
        let edit = &workspace["workspaceEdit"];
        let item = &text["completion"]["completionItem"];
        let published = &text["publishDiagnostics"];
        let watched = &workspace["didChangeWatchedFiles"];
        Self {
            transport,
            unit: Unit::of(&known["general"]["positionEncodings"]),
            able: Able {
                snippets: item["snippetSupport"] == true,
                annotations: edit["changeAnnotationSupport"].is_object()
                    && edit["documentChanges"] == true,
                descriptions: published["codeDescriptionSupport"] == true,
                watching: watched["dynamicRegistration"] == true,
            },
            pedantic: options.pedantic.unwrap_or(arguments.pedantic),
            against: options
                .against
                .unwrap_or_else(|| arguments.against.clone()),
            roots,
            documents: BTreeMap::new(),
            pages: Pages::default(),
            rust: Index::default(),
            revisions: Revisions::default(),
            dirty: BTreeSet::new(),
            told: BTreeSet::new(),
        }
    }

    /// Tells something in the words of the protocol.
    pub(super) fn notify(&mut self, method: &str, params: &impl Serialize) {
        self.transport.notify(method, &Json::of(params));
    }

    /// Says something to whoever edits.
    pub(super) fn say(&mut self, what: &str) {
        // 3 is for information.
        let params = json!({ "type": 3, "message": what });
        self.notify("window/showMessage", &params);
    }
}

/// The document that parameters name, out of the server while it is asked:
/// both can be used then.
pub(super) fn with_document<T>(
    server: &mut Server,
    uri: &str,
    answer: impl FnOnce(&mut Server, &Document) -> T,
) -> Option<T> {
    let (key, document) = server.documents.remove_entry(uri)?;
    let answered = answer(server, &document);
    server.documents.insert(key, document);
    Some(answered)
}
