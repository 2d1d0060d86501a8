//! The files of a revision.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use idol::report::Report;
use idol::source::Source;

use super::super::pairs::Text;
use super::objects::Objects;
use super::repository::Repository;
use crate::outcome::Failure;

/// A revision.
pub(super) struct Tree {
    /// As people name it.
    revision: String,
    /// The name of its top folder.
    top: String,
    objects: Objects,
    repository: Repository,
}

/// What a folder has.
struct Entry {
    name: PathBuf,
    object: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    /// A revision of another repository, a submodule.
    Submodule,
    /// A link.
    Other,
}

impl Tree {
    /// A revision; with three dots behind it, the last one that both it and
    /// `HEAD` come from.
    pub(super) fn of(
        repository: &Repository,
        revision: &str,
    ) -> Result<Self, Failure> {
        let name = revision.strip_suffix("...");
        let asked = name.unwrap_or(revision);
        if asked.is_empty() || asked.contains('\n') || asked.starts_with('-') {
            return Err(Failure::new(format!("`{asked}` is no revision")));
        }
        let mut objects = Objects::start(repository.git())?;
        let mut read = |name: &str| {
            let commit = commit(&mut objects, name)?;
            commit.ok_or_else(|| {
                Failure::new(format!(
                    "git knows no revision `{name}`: {}",
                    way_out(repository, revision)
                ))
            })
        };
        let mut commit = read(asked)?;
        if name.is_some() {
            commit = read(&merge_base(repository, asked)?)?;
        }
        Self::at(repository, objects, &commit, asked)
    }

    fn at(
        repository: &Repository,
        objects: Objects,
        commit: &[u8],
        revision: &str,
    ) -> Result<Self, Failure> {
        let text = String::from_utf8_lossy(commit);
        let top = text.lines().find_map(|line| line.strip_prefix("tree "));
        let top = top.map(str::to_owned).ok_or_else(|| {
            Failure::new(format!("git: `{revision}` has no files"))
        })?;
        Ok(Self {
            revision: revision.to_owned(),
            top,
            objects,
            repository: repository.clone(),
        })
    }

    /// What the submodule in a folder was, if there is one now.
    fn submodule(
        &self,
        name: &str,
        path: &Path,
        shown: &Path,
    ) -> Result<Option<Self>, Failure> {
        let Some(repository) = self.repository.inner(path) else {
            return Ok(None);
        };
        let mut objects = Objects::start(repository.git())?;
        let commit = commit(&mut objects, name)?.ok_or_else(|| {
            Failure::new(format!(
                "the submodule `{}` does not have `{name}`, which it was in \
                 `{}`: `git fetch` there brings it",
                plain(shown).display(),
                self.revision
            ))
        })?;
        Self::at(&repository, objects, &commit, &self.revision).map(Some)
    }

    /// As people name it.
    pub(super) fn revision(&self) -> &str {
        &self.revision
    }

    /// The interfaces that were in a folder, or the file of this path, by
    /// their paths below the top. They are shown below `shown`.
    pub(super) fn below(
        &mut self,
        path: &Path,
        shown: &Path,
    ) -> Result<BTreeMap<PathBuf, Text>, Failure> {
        let mut found = BTreeMap::new();
        let Some((object, kind)) = self.find(path)? else {
            return Ok(found);
        };
        match kind {
            Kind::Folder => self.folder(&object, path, shown, &mut found)?,
            Kind::File => {
                found.insert(path.to_owned(), self.file(&object, shown)?);
            }
            Kind::Submodule | Kind::Other => {}
        }
        Ok(found)
    }

    /// All interfaces that there were.
    pub(super) fn everywhere(
        &mut self,
    ) -> Result<BTreeMap<PathBuf, Text>, Failure> {
        self.below(Path::new(""), Path::new(""))
    }

    /// Whether a path was there.
    pub(super) fn has(&mut self, path: &Path) -> Result<bool, Failure> {
        Ok(self.find(path)?.is_some())
    }

    fn find(&mut self, path: &Path) -> Result<Option<(String, Kind)>, Failure> {
        let mut found = (self.top.clone(), Kind::Folder);
        for name in path.iter() {
            if found.1 != Kind::Folder {
                return Ok(None);
            }
            let entries = self.entries(&found.0)?;
            let mut entries = entries.into_iter();
            let Some(entry) = entries.find(|e| e.name.as_os_str() == name)
            else {
                return Ok(None);
            };
            found = (entry.object, entry.kind);
        }
        Ok(Some(found))
    }

    fn folder(
        &mut self,
        object: &str,
        path: &Path,
        shown: &Path,
        found: &mut BTreeMap<PathBuf, Text>,
    ) -> Result<(), Failure> {
        for entry in self.entries(object)? {
            let (path, shown) =
                (path.join(&entry.name), shown.join(&entry.name));
            let hidden = entry.name.as_os_str().as_encoded_bytes();
            let is_interface =
                entry.name.extension() == Some(OsStr::new("idol"));
            match entry.kind {
                Kind::Folder if !hidden.starts_with(b".") => {
                    self.folder(&entry.object, &path, &shown, found)?;
                }
                Kind::File if is_interface => {
                    found.insert(path, self.file(&entry.object, &shown)?);
                }
                Kind::Submodule => {
                    let inner = self.submodule(&entry.object, &path, &shown)?;
                    if let Some(mut inner) = inner {
                        // Its own submodules are below it.
                        let mut within = inner.below(Path::new(""), &shown)?;
                        while let Some((file, text)) = within.pop_first() {
                            found.insert(path.join(file), text);
                        }
                    }
                }
                Kind::Folder | Kind::File | Kind::Other => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, object: &str, shown: &Path) -> Result<Text, Failure> {
        let file = self.object(object)?;
        let shown = format!("{}:{}", self.revision, plain(shown).display());
        Ok(Source::from_bytes(shown, file).map_err(Report::from))
    }

    fn entries(&mut self, object: &str) -> Result<Vec<Entry>, Failure> {
        let bytes = self.object(object)?;
        let broken = || Failure::new("git: a folder cannot be read");
        // Names of objects are in binary here, half as long as their digits.
        entries(&bytes, object.len() / 2).ok_or_else(broken)
    }

    fn object(&mut self, object: &str) -> Result<Vec<u8>, Failure> {
        let found = self.objects.get(object)?;
        let found = found.ok_or_else(|| {
            Failure::new(format!(
                "git does not have all files of `{}`: `git fetch` brings them",
                self.revision
            ))
        })?;
        Ok(found.bytes)
    }
}

/// A path as people write it.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// What a folder's object says: for each entry its mode, a space, its name, a
/// zero, and the name of its object.
fn entries(mut bytes: &[u8], length: usize) -> Option<Vec<Entry>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ')?;
        let zero = bytes.iter().position(|byte| *byte == 0)?;
        let (mode, name) = (bytes.get(..space)?, bytes.get(space + 1..zero)?);
        let object = bytes.get(zero + 1..zero + 1 + length)?;
        bytes = bytes.get(zero + 1 + length..)?;
        let digits = object.iter().map(|byte| format!("{byte:02x}"));
        found.push(Entry {
            name: path(name),
            object: digits.collect(),
            kind: match mode {
                b"40000" | b"040000" => Kind::Folder,
                b"160000" => Kind::Submodule,
                mode if mode.starts_with(b"100") => Kind::File,
                _ => Kind::Other,
            },
        });
    }
    Some(found)
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A commit's text.
fn commit(
    objects: &mut Objects,
    name: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    let found = objects.get(&format!("{name}^{{commit}}"))?;
    let commit =
        found.filter(|found| found.kind == "commit" && !found.name.is_empty());
    Ok(commit.map(|commit| commit.bytes))
}

/// What to do where git does not know a revision, as it was asked for. What is
/// fetched by its name has no name afterwards but `FETCH_HEAD`; and it alone
/// does not say what is before it.
fn way_out(repository: &Repository, revision: &str) -> String {
    let there = revision.strip_prefix("origin/").unwrap_or(revision);
    let one = is_name(there);
    match (is_shallow(repository), one) {
        (true, true) => format!(
            "this clone is shallow, and `git fetch --unshallow --tags` brings \
             the rest; `git fetch --depth=1 origin {there}` only that one, as \
             `FETCH_HEAD`"
        ),
        (true, false) => UNSHALLOW.to_owned(),
        (false, true) if there != revision => format!(
            "`git fetch origin {there}` brings it, as `FETCH_HEAD`, `git \
             branch --all` shows what there is"
        ),
        (false, _) => "`git fetch --tags` brings what others have, `git log` \
                       shows what there is"
            .to_owned(),
    }
}

const UNSHALLOW: &str = "this clone is shallow, and `git fetch --unshallow \
                         --tags` brings the rest";

/// Whether this is the name of a branch, a tag or a commit, as a shell takes
/// it, and nothing that is reckoned from one.
fn is_name(revision: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let symbolic = ["HEAD", "FETCH_HEAD", "ORIG_HEAD"].contains(&revision);
    !symbolic && !revision.contains("..") && revision.chars().all(plain)
}

fn is_shallow(repository: &Repository) -> bool {
    let mut git = repository.git();
    git.args(["rev-parse", "--is-shallow-repository"]);
    let said = git.stdin(Stdio::null()).output();
    said.is_ok_and(|said| said.stdout.starts_with(b"true"))
}

/// The last revision that both this one and `HEAD` come from.
fn merge_base(repository: &Repository, name: &str) -> Result<String, Failure> {
    let mut git = repository.git();
    git.args(["merge-base", "--end-of-options", name, "HEAD"]);
    let said = git
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("cannot run git: {error}")))?;
    let base = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    match said.status.success() && !base.is_empty() {
        true => Ok(base),
        false => Err(Failure::new(format!(
            "git knows no common ancestor of `{name}` and HEAD: {}",
            match is_shallow(repository) {
                true => UNSHALLOW,
                false =>
                    "leave the three dots away to compare with the \
                          revision itself",
            }
        ))),
    }
}
