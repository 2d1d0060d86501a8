//! A driver in the style of those that there are: its statics are handed out
//! once, its device is a block of registers at an address, an interrupt is a
//! notification, and it knows who listens by a slot. It can run once in a
//! process, and only where its device is, and so not as a closure.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[expect(unreachable_pub, reason = "public where it lives")]
#[path = "../../../../firmware/src/port.rs"]
mod port;

use idol_runtime::{
    ClientError, Leased, NotificationHandler, R, RequestError, W,
};
use images::types::SerialError;
use port::{Once, Register};
use userlib::{
    NotificationBits, RecvMessage, sys_irq_control, sys_panic, sys_post,
    sys_recv_notification, task_slot,
};

task_slot!(LISTENER, listener);

/// The notification that the port's interrupt posts.
const PORT: u32 = 1 << 0;
/// What the listener is posted when bytes have come.
const COME: u32 = 1 << 0;

/// The port's registers.
const BLOCK: usize = 0x4000_4400;
/// Bit 0: an interrupt when a byte has come; bit 1: when one has gone.
const CONTROL: Register = Register(BLOCK);
/// Bit 0: a byte has come; bit 1: there is room for one.
const STATUS: Register = Register(BLOCK + 0x4);
/// The byte that has come, or is to go.
const DATA: Register = Register(BLOCK + 0x8);

const HAS_COME: u32 = 1 << 0;
const HAS_GONE: u32 = 1 << 1;

/// What the driver says when it starts, once.
static GREETING: Once<[u8; 3]> = Once::new(*b"up\n");
/// What has come and nobody has read.
static COME_IN: Once<Bytes> = Once::new(Bytes {
    bytes: [0; 16],
    len: 0,
    is_overrun: false,
});

struct Bytes {
    bytes: [u8; 16],
    len: usize,
    is_overrun: bool,
}

impl Bytes {
    fn push(&mut self, byte: u8) {
        match self.bytes.get_mut(self.len) {
            Some(place) => {
                *place = byte;
                self.len += 1;
            }
            None => self.is_overrun = true,
        }
    }

    /// Forgets the first bytes.
    fn forget(&mut self, count: usize) {
        self.bytes.rotate_left(count);
        self.len = self.len.saturating_sub(count);
    }
}

/// What a static holds, the first time.
fn taken<T>(once: &'static Once<T>) -> &'static mut T {
    match once.take() {
        Some(value) => value,
        None => sys_panic(b"taken twice"),
    }
}

struct Driver {
    come: &'static mut Bytes,
}

impl Driver {
    /// Waits for the port's interrupt.
    fn wait(&mut self) {
        sys_irq_control(PORT, true);
        sys_recv_notification(PORT);
        self.take_in();
    }

    /// Takes what has come, and says so.
    fn take_in(&mut self) {
        let before = self.come.len;
        while STATUS.read() & HAS_COME != 0 {
            self.come.push(DATA.read() as u8);
        }
        if self.come.len > before {
            sys_post(LISTENER.get_task_id(), COME);
        }
    }

    fn send(&mut self, byte: u8) {
        while STATUS.read() & HAS_GONE == 0 {
            CONTROL.write(HAS_COME | HAS_GONE);
            self.wait();
        }
        CONTROL.write(HAS_COME);
        DATA.write(byte.into());
    }
}

impl NotificationHandler for Driver {
    fn current_notification_mask(&self) -> u32 {
        PORT
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.check_notification_mask(PORT) {
            self.take_in();
            sys_irq_control(PORT, true);
        }
    }
}

impl idl::InOrderSerialImpl for Driver {
    fn write(
        &mut self,
        _: &RecvMessage,
        data: Leased<R, [u8]>,
    ) -> Result<u32, RequestError<SerialError>> {
        for index in 0..data.len() {
            let byte = data
                .read_at(index)
                .ok_or_else(|| ClientError::WentAway.fail())?;
            self.send(byte);
        }
        sys_irq_control(PORT, true);
        Ok(data.len() as u32)
    }

    fn read(
        &mut self,
        _: &RecvMessage,
        buffer: Leased<W, [u8]>,
    ) -> Result<u32, RequestError<SerialError>> {
        if self.come.is_overrun {
            self.come.is_overrun = false;
            return Err(SerialError::Overrun.into());
        }
        let len = buffer.len().min(self.come.len);
        let part = self.come.bytes.get(..len).unwrap_or(&[]);
        buffer
            .write_range(0..len, part)
            .map_err(|()| ClientError::WentAway.fail())?;
        self.come.forget(len);
        Ok(len as u32)
    }

    fn register(
        &mut self,
        _: &RecvMessage,
        offset: u32,
    ) -> Result<u32, RequestError<SerialError>> {
        Ok(Register(BLOCK + offset as usize).read())
    }
}

images::task!({
    let mut driver = Driver {
        come: taken(&COME_IN),
    };
    CONTROL.write(HAS_COME);
    let greeting = taken(&GREETING);
    for byte in greeting.iter_mut() {
        driver.send(core::mem::replace(byte, b'?'));
    }
    sys_irq_control(PORT, true);
    idol_runtime::serve!(idl, driver)
});

mod idl {
    use images::types::SerialError;

    include!(concat!(env!("OUT_DIR"), "/serial_server.rs"));
}
