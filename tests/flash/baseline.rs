//! What is measured, and what the existing generator needs for it.

use std::path::Path;
use std::{env, fs};

use idol::syntax::Interface;

/// The target that the README shows, for which there is a baseline.
pub(crate) const SHOWN: &str = "thumbv7em-none-eabihf";

/// A measured interface, and what the existing generator needs for it on
/// [`SHOWN`], in bytes.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    /// The client's, and with counters.
    pub(crate) client: [usize; 2],
    /// The server's.
    pub(crate) server: [usize; 2],
}

pub(crate) const INTERFACES: [Measured; 8] = [
    Measured {
        name: "spi",
        file: "spi.idol",
        client: [632, 896],
        server: [840, 1268],
    },
    Measured {
        name: "sys",
        file: "stm32xx-sys.idol",
        client: [1008, 1396],
        server: [868, 1536],
    },
    Measured {
        name: "sensor",
        file: "sensor.idol",
        client: [2168, 2504],
        server: [2032, 2724],
    },
    Measured {
        name: "hf",
        file: "hf.idol",
        client: [4300, 5744],
        server: [4760, 6620],
    },
    Measured {
        name: "eeprom",
        file: "eeprom.idol",
        client: [304, 496],
        server: [420, 680],
    },
    Measured {
        name: "sprot",
        file: "sprot.idol",
        client: [12744, 14920],
        server: [7704, 10140],
    },
    Measured {
        name: "cpa",
        file: "control-plane-agent.idol",
        client: [2436, 2796],
        server: [2292, 2832],
    },
    Measured {
        name: "ignition",
        file: "ignition.idol",
        client: [2592, 3108],
        server: [1948, 2368],
    },
];

/// An interface of the corpus.
pub(crate) fn interface(file: &str) -> Interface {
    let corpus = env::var_os("IDOL_CORPUS").expect("there is a corpus");
    let text = fs::read_to_string(Path::new(&corpus).join(file))
        .expect("the corpus has the file");
    text.parse().expect("the file is an interface")
}
