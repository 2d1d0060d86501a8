//! A server in a module of its own, which is where most stand: what the
//! interface names is imported, and nothing else.

mod idl {
    use crate::{E, F, S, T, Zone};
    matrix::stub!(kiosk, server);
}

use core::convert::Infallible;

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError, W};
use userlib::RecvMessage;

use crate::{E, F, S, T, Zone};

pub use idl::InOrderKioskImpl;

/// Sells tickets, numbered in order.
#[derive(Default)]
pub struct Kiosk {
    sold: u32,
}

/// Sells tickets for ever.
pub fn main() {
    idol_runtime::serve!(idl, Kiosk::default())
}

impl NoNotifications for Kiosk {}

impl InOrderKioskImpl for Kiosk {
    fn sell(
        &mut self,
        _: &RecvMessage,
        zone: S,
        count: u16,
    ) -> Result<T, RequestError<E>> {
        match zone {
            S::Inner => {
                self.sold += u32::from(count);
                Ok(T(self.sold))
            }
            S::Outer => Err(E::NoPaper.into()),
        }
    }

    fn refund(
        &mut self,
        _: &RecvMessage,
        _: T,
        reason: LenLimit<Leased<R, [u8]>, 8>,
        receipt: Leased<W, [u8]>,
    ) -> Result<(), RequestError<E>> {
        for i in 0..reason.len().min(receipt.len()) {
            let byte = reason.read_at(i).ok_or(RequestError::went_away())?;
            receipt
                .write_at(i, byte.to_ascii_uppercase())
                .map_err(|()| RequestError::went_away())?;
        }
        Ok(())
    }

    fn zone(
        &mut self,
        _: &RecvMessage,
        ticket: T,
    ) -> Result<S, RequestError<F>> {
        if ticket.0 <= self.sold {
            Ok(S::Inner)
        } else {
            Err(F::Forged.into())
        }
    }

    fn sold(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u32, RequestError<Infallible>> {
        Ok(self.sold)
    }

    fn last(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Zone, RequestError<Infallible>> {
        Ok(Zone::Inner)
    }
}
