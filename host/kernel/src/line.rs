//! Interrupt lines, which whoever plays a device raises while tasks run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The line of an interrupt. Whoever plays a device has a clone of it, and
/// raises it; [`System::connect`](crate::System::connect) says whose interrupt
/// that is.
///
/// ```
/// use kernel::{End, Line, System};
/// use userlib::{sys_irq_control, sys_recv_notification};
///
/// let line = Line::new();
/// let mut system = System::new();
/// let driver = system.task("driver", 1, || {
///     sys_irq_control(2, true);
///     assert_eq!(sys_recv_notification(2).get_raw_bits(), 2);
/// });
/// system.interrupts(driver, 2).connect(&line, driver, 2);
/// system.task("wire", 2, move || line.raise());
/// assert_eq!(system.run(), End::Finished);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Line(Arc<AtomicBool>);

impl Line {
    /// A line that nobody has raised.
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the interrupt. It arrives before the next system call of the
    /// task that runs, or when the system is run next. Raised twice before
    /// that, it arrives once.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was raised since somebody asked.
    pub(crate) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}
