//! The driver: a server of `Spi` for a bus with one simulated chip.

use crate::{Chip, SpiError};
use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError, W};
use userlib::{RecvMessage, TaskId};

/// The generated server.
mod idl {
    use crate::{Chip, SpiError};
    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

/// What a flash answers to the command 0x9f: maker, kind and size.
const FLASH_NAME: [u8; 3] = [0xef, 0x40, 0x18];

/// The fastest clock, in hertz; slower ones are made by halving it.
const FASTEST: u32 = 64_000_000;

struct Driver {
    owner: Option<TaskId>,
}

impl NoNotifications for Driver {}

impl idl::InOrderSpiImpl for Driver {
    fn exchange(
        &mut self,
        msg: &RecvMessage,
        chip: Chip,
        source: LenLimit<Leased<R, [u8]>, 1024>,
        sink: LenLimit<Leased<W, [u8]>, 1024>,
    ) -> Result<(), RequestError<SpiError>> {
        if self.owner.is_some_and(|owner| owner != msg.sender) {
            return Err(SpiError::Locked.into());
        }
        if source.len() != sink.len() {
            return Err(SpiError::LengthsDiffer.into());
        }
        if chip != Chip::Flash {
            return Err(SpiError::NoChip.into());
        }
        let asks_name = source.read_at(0) == Some(0x9f);
        for i in 0..sink.len() {
            // The chip answers one byte later than it is asked.
            let name = i.checked_sub(1).and_then(|i| FLASH_NAME.get(i));
            let byte = name.filter(|_| asks_name).copied().unwrap_or(0xff);
            sink.write_at(i, byte)
                .map_err(|()| RequestError::went_away())?;
        }
        Ok(())
    }

    fn set_clock(
        &mut self,
        _: &RecvMessage,
        _chip: Chip,
        hertz: u32,
    ) -> Result<u32, RequestError<SpiError>> {
        let slower = (0..8).map(|halvings| FASTEST >> halvings);
        Ok(slower.clone().find(|&c| c <= hertz).unwrap_or(FASTEST >> 7))
    }

    fn lock(
        &mut self,
        msg: &RecvMessage,
        _chip: Chip,
        _select: bool,
    ) -> Result<(), RequestError<core::convert::Infallible>> {
        self.owner = Some(msg.sender);
        Ok(())
    }

    /// While the bus is locked, its owner is the only one heard.
    fn recv_source(&self) -> Option<TaskId> {
        self.owner
    }

    fn closed_recv_fail(&mut self) {
        self.owner = None;
    }

    fn release(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<core::convert::Infallible>> {
        self.owner = None;
        Ok(())
    }
}

/// The driver's task.
pub fn main() {
    idol_runtime::serve!(idl, Driver { owner: None })
}
