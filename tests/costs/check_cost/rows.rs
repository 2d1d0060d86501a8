//! The stubs that are counted, and the crates that they stand in.

use std::fmt;

/// What the stubs of firmware are compiled for.
pub(crate) const FIRMWARE: &str = "thumbv7em-none-eabihf";

/// A stub that is counted.
pub(crate) struct Row {
    /// Its interface and its side.
    pub(crate) name: &'static str,
    pub(crate) stub: Stub,
    /// Nothing for the host.
    pub(crate) target: Option<&'static str>,
}

/// Which stub, in what kind of package.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Stub {
    /// In a package that depends on the runtime.
    Client,
    /// In one that does not: the stub brings a copy of the coder.
    ClientAlone,
    Server,
}

pub(crate) const ROWS: &[Row] = &[
    row("hf server", Stub::Server),
    row("hf client", Stub::Client),
    row("sensor client", Stub::Client),
    row("sensor client", Stub::ClientAlone),
    Row {
        target: None,
        ..row("sensor client", Stub::Client)
    },
    row("sensor server", Stub::Server),
    row("spi client", Stub::Client),
    row("spi server", Stub::Server),
];

const fn row(name: &'static str, stub: Stub) -> Row {
    Row {
        name,
        stub,
        target: Some(FIRMWARE),
    }
}

impl Row {
    /// The interface's name, which is that of its file and its types.
    pub(crate) fn interface(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// The crate with the stub.
    pub(crate) fn with_stub(&self) -> String {
        let alone = match self.stub {
            Stub::ClientAlone => "_alone",
            Stub::Client | Stub::Server => "",
        };
        format!("{}{alone}", self.name.replace(' ', "_"))
    }

    /// The crate that has only the types.
    pub(crate) fn without(&self) -> String {
        format!("{}_types", self.interface())
    }
}

/// As in the committed table.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alone = match self.stub {
            Stub::ClientAlone => " without the runtime",
            Stub::Client | Stub::Server => "",
        };
        let target = self.target.unwrap_or("a host");
        write!(f, "{}{alone}, {target}", self.name)
    }
}
