//! The table: from a code and who tells it to a level.

use crate::diagnostic::{Code, Diagnostic, Severity};

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
            Code::MissingDoc => Self::Docs,
            _ => Self::Advice,
        }
    }

    fn level(self, teller: Teller) -> Level {
        match (self, teller) {
            (Self::Bugs, _) | (Self::Advice, Teller::Check) => Level::Warn,
            (Self::Advice, Teller::Build) | (Self::Docs, _) => Level::Allow,
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
}

impl Levels {
    /// With a level for one kind of warning, whatever was said of it before.
    #[must_use]
    pub fn with(mut self, code: Code, level: Level) -> Self {
        for teller in [Teller::Check, Teller::Build] {
            self.push(Section::Of(teller), Key::Code(code), level);
        }
        self
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
    /// and there a code more than its group, and that more than all warnings
    /// together, which are those that would be told otherwise.
    pub fn level(&self, code: Code, teller: Teller) -> Level {
        if code.severity() == Severity::Error {
            return Level::Deny;
        }
        let group = Group::of(code);
        let mut level = group.level(teller);
        for section in [Section::Levels, Section::Of(teller)] {
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
