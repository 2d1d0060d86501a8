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
    /// The least that the existing generator's can cost, in thousands of
    /// instructions of rustc 1.95, where something is known of it.
    pub(crate) existing: Option<u64>,
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

/// What the existing generator's client of `sensor` costs: ours cost 271,000 on a
/// host, counted in the same way, when it was found to be 1.88 of it.
const SENSOR: u64 = 144_000;

/// Of others it is known that ours, which cost so many thousands then, were at
/// most 1.03 times as expensive.
const fn at_least(ours_then: u64) -> u64 {
    ours_then * 100 / 103
}

pub(crate) const ROWS: &[Row] = &[
    row("hf server", Stub::Server, Some(at_least(1_097_500))),
    row("hf client", Stub::Client, Some(at_least(466_500))),
    row("sensor client", Stub::Client, Some(SENSOR)),
    // The budget is for firmware, in a package with the runtime.
    row("sensor client", Stub::ClientAlone, None),
    Row {
        target: None,
        ..row("sensor client", Stub::Client, None)
    },
    row("sensor server", Stub::Server, Some(at_least(346_900))),
    row("spi client", Stub::Client, None),
    row("spi server", Stub::Server, Some(at_least(230_700))),
];

const fn row(name: &'static str, stub: Stub, existing: Option<u64>) -> Row {
    Row {
        name,
        stub,
        target: Some(FIRMWARE),
        existing,
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

    /// What a cost is of the existing generator's, at the most.
    pub(crate) fn percent(&self, cost: u64) -> Option<u64> {
        self.existing
            .map(|existing| (cost * 100).div_ceil(existing))
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
