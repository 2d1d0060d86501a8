//! A register driver behind the generated server, beside the same driver behind
//! one that is written by hand.

use measure::null_call::{self, Call};

use crate::baseline::interface;
use crate::calls::number;
use crate::tasks::{Target, Tasks, Variant};

/// The driver's operations, what they are sent and what they answer.
const OPERATIONS: [(&str, &[u8], &[u8]); 11] = [
    ("enable_clock_raw", &[33, 0, 0, 0], &[]),
    ("disable_clock_raw", &[33, 0, 0, 0], &[]),
    ("enter_reset_raw", &[33, 0, 0, 0], &[]),
    ("leave_reset_raw", &[33, 0, 0, 0], &[]),
    ("gpio_configure_raw", &[1, 4, 0, 0, 0], &[]),
    ("gpio_set_reset", &[1, 4, 0, 0, 0], &[]),
    ("gpio_read_input", &[1], &[0, 0]),
    ("gpio_toggle", &[1, 4, 0], &[]),
    ("read_uid", &[], &[0; 12]),
    ("gpio_irq_configure", &[4, 0, 0, 0, 3], &[]),
    ("gpio_irq_control", &[4, 0, 0, 0, 1], &[0]),
];

/// The tasks: generated, and by hand.
const SERVERS: [&str; 2] = ["driver_server", "driver_by_hand_server"];

/// What the two take.
pub(crate) struct Driver {
    /// Bytes of flash above the empty task.
    flash: [usize; 2],
    /// Instructions of each operation, its body included.
    operations: Vec<(&'static str, [u64; 2])>,
}

impl Driver {
    pub(crate) fn measure(
        tasks: &Tasks,
        target: Target,
    ) -> Result<Self, String> {
        let images = SERVERS.map(|task| tasks.get(target, Variant::Nopm, task));
        let empty = tasks.get(target, Variant::Nopm, "empty").flash();
        let interface = interface("stm32xx-sys.idol");
        let mut operations = Vec::new();
        for (name, message, reply) in OPERATIONS {
            let call = Call {
                name,
                operation: number(&interface, name),
                message,
                leases: 0,
                reply,
            };
            let mut taken = [0; 2];
            for (taken, image) in taken.iter_mut().zip(&images) {
                *taken = null_call::server(target.core, image, &call)
                    .map_err(|error| format!("{name}: {error}"))?
                    .instructions;
            }
            operations.push((name, taken));
        }
        Ok(Self {
            flash: images.map(|image| image.flash() - empty),
            operations,
        })
    }

    pub(crate) fn text(&self) -> String {
        let [flash, by_hand] = self.flash;
        let mut text = format!(
            "a register driver: behind the generated server, behind one by \
             hand\n\n{:<32}{flash:>8}{by_hand:>8}\n\ninstructions, the bodies \
             included\n",
            "bytes of flash"
        );
        for (name, [now, by_hand]) in &self.operations {
            text += &format!("{name:<32}{now:>8}{by_hand:>8}\n");
        }
        text
    }

    /// Fails if the generated server takes more than the one by hand.
    pub(crate) fn is_small(&self) -> Result<(), String> {
        let [flash, by_hand] = self.flash;
        if flash > by_hand {
            return Err(format!("{flash} bytes, by hand {by_hand}"));
        }
        Ok(())
    }
}
