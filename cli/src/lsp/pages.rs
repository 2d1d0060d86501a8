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
    /// Where the page about a code is: written once something leads to it.
    /// None if it cannot be.
    pub(super) fn uri(&mut self, code: Code) -> Option<Uri> {
        if let Some(known) = self.written.get(&code) {
            return known.clone();
        }
        let uri = self.write(code);
        self.written.insert(code, uri.clone());
        uri
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
