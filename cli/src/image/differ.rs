//! The texts of interfaces of which two parties have different ideas.

use std::collections::BTreeMap;
use std::path::PathBuf;

use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol::source::Source;

use super::facts::{Server, Task};
use super::finding::Finding;
use crate::diff::Pair;
use crate::inputs;
use crate::legal;
use crate::outcome::Failure;

/// Both texts of a finding that two differ, nothing for any other finding, or
/// what to do where one text is not known.
pub(super) type Differs = Result<Option<Pair>, &'static str>;

/// All texts that are at hand, by the fingerprints of what they say.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<Fingerprint, Source>);

impl Texts {
    /// Those that a task's servers embed.
    pub(super) fn add_task(&mut self, task: &Task) {
        for server in &task.servers {
            if let Some(fingerprint) = server.fingerprint {
                let source = source(task, server);
                self.0.entry(fingerprint).or_insert(source);
            }
        }
    }

    /// Those of files, and of all in folders. One that is no legal interface
    /// is of no client either.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or a folder has none.
    pub(super) fn add_files(
        &mut self,
        paths: &[PathBuf],
    ) -> Result<(), Failure> {
        for input in inputs::find(paths)? {
            let source = input.read().map_err(|_| {
                Failure::new(format!("cannot read `{}`", input.name()))
            })?;
            if let Ok(legal) = legal::read(&source, Side::Either) {
                let fingerprint = Fingerprint::of(&legal.interface);
                self.0.entry(fingerprint).or_insert(source);
            }
        }
        Ok(())
    }

    /// What a client knows and what its server serves, for a finding that they
    /// differ; otherwise what to do to have it.
    pub(super) fn pair(&self, finding: &Finding) -> Differs {
        let Some((client, server)) = finding.differ else {
            return Ok(None);
        };
        let text = |fingerprint| self.0.get(&fingerprint).cloned();
        match (text(client), text(server)) {
            (Some(old), Some(new)) => Ok(Some(Pair {
                old: Some(Ok(old)),
                new: Some(Ok(new)),
            })),
            _ => Err("to see what differs, name with `--idol` the file that \
                      the client was generated from"),
        }
    }
}

fn source(task: &Task, server: &Server) -> Source {
    Source::new(&task.place, &*server.text)
}

/// The interfaces of two images, by their names.
pub(super) fn pairs(old: &[Task], new: &[Task]) -> Vec<Pair> {
    let mut all = BTreeMap::<String, Pair>::new();
    let empty = || Pair {
        old: None,
        new: None,
    };
    for (tasks, is_new) in [(old, false), (new, true)] {
        for task in tasks {
            for server in &task.servers {
                let name = server.interface.name.to_string();
                let pair = all.entry(name).or_insert_with(empty);
                let side = match is_new {
                    true => &mut pair.new,
                    false => &mut pair.old,
                };
                side.get_or_insert_with(|| Ok(source(task, server)));
            }
        }
    }
    all.into_values().collect()
}
