//! The driver: a server of `Uart` that answers when a line has come.

use idol_runtime::{NotificationHandler, Queue};
use userlib::{NotificationBits, RecvMessage, sys_get_timer, sys_irq_control};

use crate::UartError;

/// The generated server.
mod idl {
    use crate::UartError;
    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

use idl::Uart_read_line_PENDING as PendingLine;

/// The notification that the port's interrupt posts.
pub const RECEIVED: u32 = 1;

/// What comes over the wire, and when, in milliseconds.
pub const WIRE: [(u64, &str); 6] = [
    (10, "too early\n"),
    (30, "first"),
    (40, " line\n"),
    (60, "second line\n"),
    (80, "third line\n"),
    (100, "fourth line\n"),
];

/// The hardware: a port that has received what has come by now.
#[derive(Default)]
struct Port {
    read: usize,
}

impl Port {
    /// Takes what the port has received.
    fn receive(&mut self) -> impl Iterator<Item = u8> + use<> {
        let now = sys_get_timer().now;
        let come = WIRE.iter().take_while(|(time, _)| *time <= now).count();
        let new = &WIRE[self.read..come];
        self.read = come;
        new.iter().flat_map(|(time, text)| {
            println!("{time:3} ms, wire: \"{}\"", text.escape_debug());
            text.bytes()
        })
    }
}

#[derive(Default)]
struct Driver {
    port: Port,
    /// Who waits, and how much of its line has come.
    waiting: Queue<(PendingLine, u8), 2>,
    lost: u32,
}

impl Driver {
    /// A byte has come. It goes straight into the memory of whoever has waited
    /// longest and is still there.
    fn receive(&mut self, byte: u8) {
        while let Some((reply, received)) = self.waiting.first_mut() {
            let line = reply.line();
            if line.write_at((*received).into(), byte).is_err() {
                println!("        driver: who waited longest is gone");
                drop(self.waiting.pop());
                continue;
            }
            *received += 1;
            let is_full = usize::from(*received) == line.len();
            if (byte == b'\n' || is_full)
                && let Some((reply, received)) = self.waiting.pop()
            {
                reply.ok(received);
            }
            return;
        }
        self.lost += 1;
    }
}

impl NotificationHandler for Driver {
    fn current_notification_mask(&self) -> u32 {
        RECEIVED
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.check_notification_mask(RECEIVED) {
            for byte in self.port.receive() {
                self.receive(byte);
            }
            sys_irq_control(RECEIVED, true);
        }
    }
}

impl idl::UartReplies for Driver {
    fn read_line(&mut self, _: &RecvMessage, reply: PendingLine) {
        if reply.line().is_empty() {
            reply.ok(0);
        } else if let Err((reply, _)) = self.waiting.push((reply, 0)) {
            reply.err(UartError::Busy);
        }
    }

    fn lost(&mut self, _: &RecvMessage, reply: idl::Uart_lost_PENDING) {
        reply.ok(self.lost);
    }
}

/// The driver's task.
pub fn main() {
    sys_irq_control(RECEIVED, true);
    idol_runtime::serve!(idl, Driver::default())
}
