//! The interfaces that tasks are made of.

/// An interface that tasks are made of.
pub(crate) struct Subject {
    /// The module of its types, and the first part of its tasks' names.
    pub(crate) name: &'static str,
    /// Its file, in the corpus or here.
    pub(crate) file: &'static str,
    /// The operations that the emulator calls.
    pub(crate) called: &'static [&'static str],
    /// The operations of which clients call the first, or the first three.
    pub(crate) linked: &'static [&'static str],
}

/// Those of the corpus, which are measured.
pub(crate) const MEASURED: [Subject; 8] = [
    Subject {
        name: "spi",
        file: "spi.idol",
        called: &["read", "write", "exchange", "lock"],
        linked: &["read", "write", "exchange"],
    },
    Subject {
        name: "sys",
        file: "stm32xx-sys.idol",
        called: &[
            "gpio_set_reset",
            "gpio_read_input",
            "enable_clock_raw",
            "gpio_irq_control",
            "read_uid",
        ],
        linked: &["gpio_set_reset", "enable_clock_raw", "leave_reset_raw"],
    },
    Subject {
        name: "sensor",
        file: "sensor.idol",
        called: &["get", "get_raw_reading", "post", "get_min"],
        linked: &["post", "nodata", "get"],
    },
    Subject {
        name: "hf",
        file: "hf.idol",
        called: &[
            "capacity",
            "page_program",
            "read",
            "get_mux",
            "set_mux",
            "hash",
            "get_persistent_data",
            "apob_begin",
            "apob_read",
        ],
        linked: &["read", "get_mux", "set_mux"],
    },
    Subject {
        name: "eeprom",
        file: "eeprom.idol",
        called: &["read_byte", "write_byte"],
        linked: &["read_byte"],
    },
    Subject {
        name: "sprot",
        file: "sprot.idol",
        called: &[
            "status",
            "io_stats",
            "write_one_block",
            "block_size",
            "switch_default_image",
            "caboose_size",
            "attest",
            "lifecycle_state",
        ],
        linked: &["status", "caboose_size", "read_caboose_region"],
    },
    Subject {
        name: "cpa",
        file: "control-plane-agent.idol",
        called: &[
            "fetch_host_phase2_data",
            "get_host_phase2_data",
            "identity",
            "uart_write",
            "get_startup_options",
        ],
        linked: &["identity", "uart_write", "uart_read"],
    },
    Subject {
        name: "ignition",
        file: "ignition.idol",
        called: &[
            "port_state",
            "set_always_transmit",
            "send_request",
            "all_port_state",
            "presence_summary",
        ],
        linked: &["presence_summary", "port_state", "send_request"],
    },
];

/// Those of this package's own, for the encodings that the others leave out.
pub(crate) const OWN: [Subject; 2] = [
    Subject {
        name: "notes",
        file: "notes.idol",
        called: &[],
        linked: &[],
    },
    Subject {
        name: "parcels",
        file: "parcels.idol",
        called: &[],
        linked: &[],
    },
];
