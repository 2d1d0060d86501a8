//! The same server, which answers by handles.

mod idl {
    use crate::{E, F, S, T, Zone};
    matrix::stub!(kiosk, pipelined);
}

use core::cmp::Ordering;

use idol_runtime::{ClientError, NoNotifications};
use userlib::RecvMessage;

use crate::{E, F, S, T, Zone};

pub use idl::{KioskReplies, PipelinedKioskImpl};

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

impl KioskReplies for Kiosk {
    fn sell(
        &mut self,
        _: &RecvMessage,
        zone: S,
        count: u16,
        reply: idl::Kiosk_sell_PENDING,
    ) {
        match zone {
            S::Inner => {
                self.sold += u32::from(count);
                reply.ok(T(self.sold));
            }
            S::Outer => reply.err(E::NoPaper),
        }
    }

    fn refund(
        &mut self,
        _: &RecvMessage,
        _: T,
        reply: idl::Kiosk_refund_PENDING,
    ) {
        let copied = {
            let (reason, receipt) = (reply.reason(), reply.receipt());
            (0..reason.len().min(receipt.len())).all(|i| {
                reason.read_at(i).is_some_and(|byte| {
                    receipt.write_at(i, byte.to_ascii_uppercase()).is_ok()
                })
            })
        };
        match copied {
            true => reply.ok(()),
            false => reply.fail(ClientError::WentAway),
        }
    }

    fn zone(
        &mut self,
        _: &RecvMessage,
        ticket: T,
        reply: idl::Kiosk_zone_PENDING,
    ) {
        match ticket.0.cmp(&self.sold) {
            Ordering::Less | Ordering::Equal => reply.ok(S::Inner),
            Ordering::Greater => reply.err(F::Forged),
        }
    }

    fn sold(&mut self, _: &RecvMessage, reply: idl::Kiosk_sold_PENDING) {
        reply.ok(self.sold);
    }

    fn last(&mut self, _: &RecvMessage, reply: idl::Kiosk_last_PENDING) {
        reply.ok(Zone::Inner);
    }
}
