//! Tasks whose debug information is read, as debuggers read it, and the types
//! that their interfaces name.
//!
//! Each binary is one task. The test `debug` builds them, for the host and for
//! bare metal, and reads their files.

#![no_std]

#[cfg(not(target_os = "none"))]
extern crate std;

// The files of servers name it so, wherever they are.
#[cfg(feature = "two-servers")]
extern crate self as debug;

#[cfg(not(target_os = "none"))]
mod samples;
pub mod types;

#[cfg(feature = "two-servers")]
#[path = "servers/relic.rs"]
mod relic;

/// Serves for ever.
#[cfg(feature = "two-servers")]
pub fn serve_relic() -> ! {
    use relic::idl;
    idol_runtime::serve!(idl, relic::Relic)
}

/// What a panic does on bare metal: nothing.
#[cfg(target_os = "none")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// The entry of a task that serves for ever.
#[macro_export]
macro_rules! serve {
    ($module:ident, $server:expr) => {
        #[cfg_attr(target_os = "none", unsafe(export_name = "main"))]
        fn main() -> ! {
            idol_runtime::serve!($module, $server)
        }
    };
}
