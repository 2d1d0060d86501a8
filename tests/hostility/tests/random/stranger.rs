//! A task that keeps to no interface: any operation, any message, any leases.

use std::sync::Arc;

use kernel::TaskId;
use userlib::{Lease, sys_post, sys_refresh_task_id, sys_send};

use crate::guarded::{EMPTY, Part};
use crate::ledger::Ledger;
use crate::random::Random;

/// Operation, bytes of the message, number of leases.
type Shape = (u16, usize, usize);

/// Requests that each server accepts.
const SHAPES: [&[Shape]; 2] = [
    // journal
    &[
        (1, 2, 1),
        (1, 6, 1),
        (2, 4, 0),
        (3, 0, 0),
        (4, 0, 0),
        (5, 0, 0),
    ],
    // thermostat
    &[
        (1, 1, 0),
        (2, 9, 0),
        (3, 1, 4),
        (4, 0, 0),
        (5, 0, 0),
        (6, 0, 0),
        (7, 2, 0),
        (8, 2, 0),
        (9, 4, 0),
    ],
];

pub(crate) struct Stranger {
    pub(crate) requests_left: u32,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) random: Random,
    pub(crate) servers: [TaskId; 2],
}

impl Stranger {
    /// Goes on after each fault that a request brings.
    pub(crate) fn run(&mut self) {
        while self.requests_left > 0 {
            self.requests_left -= 1;
            let mut server = self.random.pick(&self.servers);
            if self.random.below(8) != 0 {
                server = sys_refresh_task_id(server);
            }
            if self.random.below(4) == 0 {
                sys_post(server, self.random.next() as u32);
            }
            self.request(server);
        }
    }

    fn request(&mut self, server: TaskId) {
        let ledger = &self.ledger;
        let random = &mut self.random;
        // Mostly right, or nothing but rubbish would ever be refused.
        let of_server = SHAPES[usize::from(server.index() != 0)];
        let (operation, len, count) = random.pick(of_server);
        let wrong = |random: &mut Random| random.below(6) == 0;
        let operation = match wrong(random) {
            true => {
                let any = random.next() as u16;
                random.pick(&[0, 1, 6, 10, any])
            }
            false => operation,
        };
        let len = match wrong(random) {
            true => {
                let any = random.up_to(300);
                random.pick(&[0, len + 1, any])
            }
            false => len,
        };
        let mut bytes = [0; 300];
        let message = &mut bytes[..len];
        match wrong(random) {
            true => random.fill(message),
            // Mostly something that decodes.
            false => message.fill_with(|| random.below(3) as u8),
        }
        let capacity = match wrong(random) {
            true => random.up_to(8),
            false => 64,
        };
        let mut reply = Part::<64>::new(0, capacity, true, ledger);
        let mut parts: [Part<40>; 6] = std::array::from_fn(|_| {
            let start = random.up_to(40);
            // Four bytes fit most leases.
            let end = match wrong(random) {
                true => start + random.up_to(40 - start),
                false => (start + 4).min(40),
            };
            Part::new(start, end, true, ledger)
        });
        let count = match wrong(random) {
            true => random.up_to(6),
            false => count,
        };
        let fitting = !wrong(random);
        let mut is_readable_only = [false; 6];
        let mut leases = Vec::new();
        for (i, part) in parts.iter_mut().take(count).enumerate() {
            let kind = match (fitting, i) {
                (true, 0) => 0,
                (true, 1) => 1,
                (true, _) => 2,
                (false, _) => random.below(3),
            };
            is_readable_only[i] = kind == 0;
            let memory = part.lent();
            leases.push(match kind {
                0 => Lease::read_only(memory),
                1 => Lease::read_write(memory),
                _ => Lease::write_only(memory),
            });
        }
        let (code, len) =
            sys_send(server, operation, message, reply.lent(), &leases);
        drop(leases);
        ledger.expect(
            len <= capacity && (code <= 2 || code >= 0xffff_ff00),
            "the stranger got an answer that is none",
        );
        for (part, is_readable_only) in parts.iter_mut().zip(is_readable_only) {
            ledger.expect(
                !is_readable_only || part.lent().iter().all(|&b| b == EMPTY),
                "what was lent for reading changed",
            );
        }
    }
}
