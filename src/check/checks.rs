//! What is checked, and for whom.

/// Who uses the interface: one rule binds only clients.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Side {
    /// A client. It must be able to learn that the server died.
    Client,
    /// A server.
    Server,
    /// Nobody in particular: what a client could not use is a warning.
    Either,
}

/// When the server answers: some names are taken in one style only.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Style {
    /// That is not known: what only one style refuses is a warning.
    #[default]
    Unknown,
    /// Each request before it takes the next.
    InOrder,
    /// When it is ready, in any order.
    Pipelined,
}

/// What is checked.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Checks {
    /// Who uses the interface.
    pub side: Side,
    /// When the server answers.
    pub style: Style,
    /// Whether an operation without `doc` is worth a warning. Usually it is
    /// not.
    pub missing_docs: bool,
    /// Whether what released debuggers do not find, build or show is worth a
    /// warning. In a build it is not.
    pub debuggers: bool,
    /// Whether there are counters, whose events take a name.
    pub counters: bool,
    /// Whether there may be a `FailServer`, which is a name taken.
    pub fail_server: bool,
}

impl Checks {
    /// The usual checks, for this side.
    pub fn new(side: Side) -> Self {
        Self {
            side,
            style: Style::Unknown,
            missing_docs: false,
            debuggers: false,
            counters: true,
            fail_server: true,
        }
    }

    /// When the server answers.
    #[must_use]
    pub fn with_style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Whether an operation without `doc` is worth a warning.
    #[must_use]
    pub fn with_missing_docs(self, missing_docs: bool) -> Self {
        Self {
            missing_docs,
            ..self
        }
    }

    /// Whether there are counters. Without them, the interface's types may
    /// have the name of the events that they count.
    #[must_use]
    pub fn with_counters(self, counters: bool) -> Self {
        Self { counters, ..self }
    }

    /// Whether there may be a `FailServer`. Without it, one of the interface's
    /// types may have this name.
    #[must_use]
    pub fn with_fail_server(self, fail_server: bool) -> Self {
        Self {
            fail_server,
            ..self
        }
    }

    /// Whether what released debuggers do not find, build or show is worth a
    /// warning.
    #[must_use]
    pub fn with_debuggers(self, debuggers: bool) -> Self {
        Self { debuggers, ..self }
    }
}

impl From<Side> for Checks {
    fn from(side: Side) -> Self {
        Self::new(side)
    }
}
