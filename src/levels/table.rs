//! The table: from a code and who tells it to a level.

use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::order::order;

/// The name of a file of levels.
pub const FILE: &str = "idol.toml";

/// What is done about a warning.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Level {
    /// Nothing.
    Allow,
    /// It is told.
    Warn,
    /// It is told, and is an error.
    Deny,
}

/// Who tells what was found.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Teller {
    /// `idol check`.
    Check,
    /// A build script.
    Build,
}

/// Kinds of warnings that have one level where nothing else is said.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Group {
    /// Likely a bug in the file: told by both.
    Bugs,
    /// Worth a second look: told by `idol check`.
    Advice,
    /// A matter of taste: told by `idol check --pedantic`.
    Style,
    /// Documentation that is missing: told by none.
    Docs,
}

impl Group {
    fn of(code: Code) -> Self {
        match code {
            Code::MutatingName
            | Code::BadAllowance
            | Code::FarNumber
            | Code::NobodyMayCall => Self::Bugs,
            Code::UnboundedWrite
            | Code::ServerOnly
            | Code::ReadNotIdempotent => Self::Style,
            Code::MissingDoc => Self::Docs,
            _ => Self::Advice,
        }
    }

    fn level(self, teller: Teller) -> Level {
        match (self, teller) {
            (Self::Bugs, _) | (Self::Advice, Teller::Check) => Level::Warn,
            (Self::Advice, Teller::Build) | (Self::Style | Self::Docs, _) => {
                Level::Allow
            }
        }
    }
}

/// Whom a level is for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Section {
    /// For both.
    Levels,
    /// For one.
    Of(Teller),
    /// For both, about interfaces in and below the folder of this index.
    Below(usize),
    /// What was said otherwise, after all files.
    ByHand,
}

/// What a level is of, from the least said to the most.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Key {
    /// All warnings that would be told.
    Warnings,
    /// A group.
    Group(Group),
    /// One kind.
    Code(Code),
}

/// The levels of all kinds of warnings.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol::levels::{Level, Levels, Teller};
///
/// let usual = Levels::default();
/// let level = |code, teller| usual.level(code, teller);
/// assert_eq!(level(Code::MutatingName, Teller::Build), Level::Warn);
/// assert_eq!(level(Code::MachineWord, Teller::Build), Level::Allow);
/// assert_eq!(level(Code::MachineWord, Teller::Check), Level::Warn);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Levels {
    /// Of one section and key the last counts.
    entries: Vec<(Section, Key, Level)>,
    /// The folders that a file names, and where it does.
    folders: Vec<(String, Span)>,
    /// Those of them that hold, the outer ones first.
    around: Vec<usize>,
    /// Whether style is told by `idol check`, unless a file says otherwise.
    pedantic: bool,
}

impl Levels {
    /// With a level for one kind of warning, whatever was said of it before.
    #[must_use]
    pub fn with(mut self, code: Code, level: Level) -> Self {
        self.push(Section::ByHand, Key::Code(code), level);
        self
    }

    /// Whether `idol check` tells matters of style. What a file says of them
    /// counts more.
    #[must_use]
    pub fn pedantic(self, pedantic: bool) -> Self {
        Self { pedantic, ..self }
    }

    /// The levels in a folder, by its path from that of the file, with `/`
    /// between parts: what the file says of it and of those around it holds.
    #[must_use]
    pub fn below(mut self, folder: &str) -> Self {
        let is_around = |(outer, _): &(String, Span)| {
            folder
                .strip_prefix(outer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let lengths = self.folders.iter().map(|(path, _)| path.len() as u128);
        self.around = order(lengths)
            .into_iter()
            .filter(|i| self.folders.get(*i).is_some_and(is_around))
            .collect();
        self
    }

    /// The folders that a file names, and where it does.
    pub(super) fn folders(&self) -> &[(String, Span)] {
        &self.folders
    }

    /// The section about a folder.
    pub(super) fn folder(&mut self, path: &str, span: Span) -> Section {
        let mut known = self.folders.iter();
        let index = known.position(|(known, _)| known == path);
        Section::Below(index.unwrap_or_else(|| {
            self.folders.push((path.to_owned(), span));
            self.folders.len() - 1
        }))
    }

    pub(super) fn push(&mut self, section: Section, key: Key, level: Level) {
        self.entries.push((section, key, level));
    }

    pub(super) fn has(&self, section: Section, key: Key) -> bool {
        self.said(section, key).is_some()
    }

    fn said(&self, section: Section, key: Key) -> Option<Level> {
        let mut entries = self.entries.iter().rev();
        let entry = entries.find(|(s, k, _)| *s == section && *k == key);
        entry.map(|(_, _, level)| *level)
    }

    /// The level of a kind. Errors are always denied.
    ///
    /// What is said for one teller counts more than what is said for both,
    /// and what is said of a folder more than that, the inner one most. There
    /// a code counts more than its group, and that more than all warnings
    /// together, which are those that would be told otherwise.
    pub fn level(&self, code: Code, teller: Teller) -> Level {
        if code.severity() == Severity::Error {
            return Level::Deny;
        }
        let group = Group::of(code);
        let mut level = match (group, teller, self.pedantic) {
            (Group::Style, Teller::Check, true) => Level::Warn,
            _ => group.level(teller),
        };
        let around = self.around.iter().map(|folder| Section::Below(*folder));
        let sections = [Section::Levels, Section::Of(teller)].into_iter();
        for section in sections.chain(around).chain([Section::ByHand]) {
            let all = match level {
                Level::Allow => None,
                Level::Warn | Level::Deny => self.said(section, Key::Warnings),
            };
            let said = self
                .said(section, Key::Code(code))
                .or_else(|| self.said(section, Key::Group(group)))
                .or(all);
            level = said.unwrap_or(level);
        }
        level
    }

    /// Takes away what is allowed, and makes errors of what is denied.
    pub fn apply(&self, teller: Teller, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|found| match self.level(found.code, teller) {
            Level::Allow => false,
            Level::Warn => true,
            Level::Deny if found.severity() == Severity::Warning => {
                let help = found.help.take().unwrap_or_default();
                let end = format!("{FILE} denies {}", found.code);
                found.help = Some(match help.as_str() {
                    "" => end,
                    help => format!("{help}; {end}"),
                });
                found.denied = true;
                true
            }
            Level::Deny => true,
        });
    }
}
