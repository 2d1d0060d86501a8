//! The pages about codes, as files that a link leads to.

use std::collections::BTreeMap;
use std::fs;

use idol::diagnostic::Code;
use lsp_types::Uri;
use tempfile::TempDir;

use super::files;
use crate::explain;

/// A folder of pages, which goes when the server does.
#[derive(Debug, Default)]
pub(super) struct Pages {
    folder: Option<TempDir>,
    written: BTreeMap<Code, Option<Uri>>,
}

impl Pages {
    /// Where the page about a code is. None if nothing needed it yet, or it
    /// could not be written.
    pub(super) fn uri(&self, code: Code) -> Option<&Uri> {
        self.written.get(&code)?.as_ref()
    }

    /// Writes the page about a code, if it is not there yet.
    pub(super) fn need(&mut self, code: Code) {
        if !self.written.contains_key(&code) {
            let uri = self.write(code);
            self.written.insert(code, uri);
        }
    }

    fn write(&mut self, code: Code) -> Option<Uri> {
        if self.folder.is_none() {
            let mut folder = tempfile::Builder::new();
            folder.prefix("idol-pages-");
            self.folder = folder.tempdir().ok();
        }
        let path = self.folder.as_ref()?.path().join(format!("{code}.md"));
        fs::write(&path, explain::explanation(code)).ok()?;
        files::uri(&path)
    }
}
