//! What a panic does.

use core::panic::PanicInfo;

/// The message, formatted, as far as it fits what the kernel keeps.
#[cfg(feature = "pm")]
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    use core::fmt::{Result, Write};
    use userlib::PANIC_MESSAGE_MAX_LEN;

    struct Message {
        bytes: [u8; PANIC_MESSAGE_MAX_LEN],
        len: usize,
    }

    impl Write for Message {
        fn write_str(&mut self, text: &str) -> Result {
            let free = self.bytes.iter_mut().skip(self.len);
            let mut written = 0;
            for (byte, from) in free.zip(text.bytes()) {
                *byte = from;
                written += 1;
            }
            self.len += written;
            Ok(())
        }
    }

    let mut message = Message {
        bytes: [0; PANIC_MESSAGE_MAX_LEN],
        len: 0,
    };
    let _ = write!(message, "{info}");
    userlib::sys_panic(message.bytes.get(..message.len).unwrap_or(&[]))
}

/// Nothing that links.
#[cfg(feature = "no-panic")]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        safe fn this_task_can_panic() -> !;
    }
    this_task_can_panic()
}

/// Nothing.
#[cfg(not(any(feature = "pm", feature = "no-panic")))]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
