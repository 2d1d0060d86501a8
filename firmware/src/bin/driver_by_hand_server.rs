//! The register driver of `driver_server` behind a server for the same wire
//! that is written by hand, with the same checks of what arrives.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod server {
    use firmware::driver::Driver;
    use firmware::stand_in::sys::*;
    use userlib::{
        FromPrimitive, RecvMessage, ReplyFaultReason, sys_recv_open, sys_reply,
        sys_reply_fault,
    };

    /// What an operation has answered.
    enum Answer {
        Code(u32),
        Short(u16),
        Uid([u32; 3]),
        Bool(bool),
    }

    use Answer::{Bool, Code, Short, Uid};
    use ReplyFaultReason::{
        BadLeases, BadMessageContents, BadMessageSize, ReplyBufferTooSmall,
        UndefinedOperation,
    };

    type Handled = Result<Answer, ReplyFaultReason>;

    fn done(result: Result<(), RccError>) -> Answer {
        Code(match result {
            Ok(()) => 0,
            Err(error) => error.into(),
        })
    }

    fn exact<const N: usize>(
        message: &[u8],
    ) -> Result<&[u8; N], ReplyFaultReason> {
        message.try_into().map_err(|_| BadMessageSize)
    }

    fn member<T: FromPrimitive>(raw: u8) -> Result<T, ReplyFaultReason> {
        T::from_u8(raw).ok_or(BadMessageContents)
    }

    fn room(message: &RecvMessage, len: usize) -> Result<(), ReplyFaultReason> {
        if message.response_capacity < len {
            return Err(ReplyBufferTooSmall);
        }
        Ok(())
    }

    fn handle(
        driver: &mut Driver,
        message: &RecvMessage,
        bytes: &[u8],
    ) -> Handled {
        if !matches!(message.operation, 1..=11) {
            return Err(UndefinedOperation);
        }
        if message.lease_count != 0 {
            return Err(BadLeases);
        }
        match message.operation {
            operation @ 1..=4 => {
                let number = u32::from_le_bytes(*exact(bytes)?);
                Ok(done(match operation {
                    1 => driver.enable_clock(number),
                    2 => driver.disable_clock(number),
                    3 => driver.enter_reset(number),
                    _ => driver.leave_reset(number),
                }))
            }
            operation @ (5 | 6) => {
                let [port, a, b, c, d] = *exact(bytes)?;
                let port = member(port)?;
                let first = u16::from_le_bytes([a, b]);
                let second = u16::from_le_bytes([c, d]);
                if operation == 5 {
                    driver.configure(port, first, second);
                } else {
                    driver.set_reset(port, first, second);
                }
                Ok(Code(0))
            }
            7 => {
                let [port] = *exact(bytes)?;
                let port = member(port)?;
                room(message, 2)?;
                Ok(Short(driver.read_input(port)))
            }
            8 => {
                let [port, a, b] = *exact(bytes)?;
                let port = member(port)?;
                driver.toggle(port, u16::from_le_bytes([a, b]));
                Ok(Code(0))
            }
            9 => {
                let [] = *exact(bytes)?;
                room(message, 12)?;
                Ok(Uid(driver.read_uid()))
            }
            operation => {
                let [a, b, c, d, e] = *exact(bytes)?;
                let mask = u32::from_le_bytes([a, b, c, d]);
                if operation == 10 {
                    driver.irq_configure(mask, member(e)?);
                    Ok(Code(0))
                } else {
                    let op = member(e)?;
                    room(message, 1)?;
                    Ok(Bool(driver.irq_control(mask, op)))
                }
            }
        }
    }

    #[unsafe(export_name = "main")]
    fn main() -> ! {
        let mut driver = Driver::default();
        let mut buffer = [0; 6];
        loop {
            let message = sys_recv_open(&mut buffer, 0);
            let bytes = buffer.get(..message.message_len).unwrap_or_default();
            let peer = message.sender;
            match handle(&mut driver, &message, bytes) {
                Ok(Code(code)) => sys_reply(peer, code, &[]),
                Ok(Short(pins)) => sys_reply(peer, 0, &pins.to_le_bytes()),
                Ok(Uid(uid)) => {
                    sys_reply(peer, 0, zerocopy::IntoBytes::as_bytes(&uid));
                }
                Ok(Bool(arrived)) => sys_reply(peer, 0, &[arrived.into()]),
                Err(reason) => sys_reply_fault(peer, reason),
            }
        }
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
