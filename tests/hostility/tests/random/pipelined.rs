//! The two servers once more, with many requests in flight: each is answered
//! at any later moment, in any order.

use std::num::NonZeroU16;

use goldens::{Calibration, Celsius, Entry, Sensor, journal, thermostat};
use idol_runtime::{NotificationHandler, Queue, ReplyHandle};
use journal::pipelined as j;
use journal::server::InOrderJournalImpl;
use kernel::TaskId;
use thermostat::pipelined as t;
use thermostat::server::InOrderThermostatImpl;
use userlib::{NotificationBits, RecvMessage, set_timer_relative};

use crate::random::Random;
use crate::server::{Journal, Thermostat};

/// Posted when something may be answered.
const TIMER: u32 = 1 << 31;

/// Less than there are clients, counting the stranger.
const ROOM: usize = 3;

/// A request, and what answers it.
struct Held<S> {
    client: TaskId,
    answer: Box<dyn FnOnce(&mut S)>,
}

impl<S> ReplyHandle for Held<S> {
    fn client(&self) -> TaskId {
        self.client
    }
}

/// A server that does later what `S` does at once.
pub(crate) struct Late<'a, S> {
    in_order: &'a mut S,
    held: Queue<Held<S>, ROOM>,
    random: &'a mut Random,
}

impl<'a, S> Late<'a, S> {
    pub(crate) fn new(in_order: &'a mut S, random: &'a mut Random) -> Self {
        Self {
            in_order,
            held: Queue::new(),
            random,
        }
    }

    /// Keeps a request until it is answered by this.
    fn later(&mut self, client: TaskId, answer: impl FnOnce(&mut S) + 'static) {
        let answer = Box::new(answer);
        if let Err(held) = self.held.push(Held { client, answer }) {
            // No room: at once.
            (held.answer)(self.in_order);
        }
        self.answer_some(3);
    }

    /// Answers any of those that wait, each with a chance of one in `odds`,
    /// and comes back for the others.
    fn answer_some(&mut self, odds: u32) {
        for _ in 0..self.held.len() {
            if self.random.below(odds) == 0 {
                let mut other = self.random.up_to(self.held.len() - 1);
                let any = self.held.take(|_| {
                    let is_it = other == 0;
                    other = other.wrapping_sub(1);
                    is_it
                });
                any.into_iter().for_each(|it| (it.answer)(self.in_order));
            }
        }
        if !self.held.is_empty() {
            set_timer_relative(self.random.below(3), TIMER);
        }
    }
}

impl<S> NotificationHandler for Late<'_, S> {
    fn current_notification_mask(&self) -> u32 {
        TIMER
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.check_notification_mask(TIMER) {
            self.held.drop_dead();
            self.answer_some(2);
        }
    }
}

/// A message from a client, of which nobody looks at more.
fn from(client: TaskId) -> RecvMessage {
    RecvMessage {
        sender: client,
        operation: 0,
        message_len: 0,
        response_capacity: 0,
        lease_count: 0,
    }
}

/// Functions of operations without leases.
macro_rules! late {
    ($($handle:path: $op:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $op(&mut self, _: &RecvMessage, $($arg: $ty,)* reply: $handle) {
            let client = reply.client();
            self.later(client, move |server| {
                reply.answer(server.$op(&from(client), $($arg),*));
            });
        }
    )*};
}

impl t::ThermostatReplies for Late<'_, Thermostat> {
    late! {
        t::Thermostat_read_PENDING: read(sensor: Sensor);
        t::Thermostat_set_PENDING: set(
            target: Celsius,
            limit: Celsius,
            hold: bool,
            calibration: Calibration
        );
        t::Thermostat_mode_PENDING: mode();
        t::Thermostat_limits_PENDING: limits();
        t::Thermostat_heartbeat_PENDING: heartbeat();
        t::Thermostat_fault_PENDING: fault(msg: u8, rm: Sensor);
        t::Thermostat_swap_PENDING: swap(inside: Sensor, sure: bool);
        t::Thermostat_prefer_PENDING: prefer(
            sensor: Option<Sensor>,
            count: Option<NonZeroU16>
        );
    }

    fn calibrate(
        &mut self,
        _: &RecvMessage,
        r#type: u8,
        reply: t::Thermostat_calibrate_PENDING,
    ) {
        let client = reply.client();
        self.later(client, move |server| {
            let result = server.calibrate_lent(
                &from(client),
                r#type,
                &reply.table(),
                &reply.offsets(),
                &reply.log(),
                &reply.current(),
            );
            reply.answer(result);
        });
    }
}

impl j::JournalReplies for Late<'_, Journal> {
    late! {
        j::Journal_find_PENDING: find(number: u32);
        j::Journal_repair_PENDING: repair();
        j::Journal_close_PENDING: close();
        j::Journal_count_PENDING: count();
    }

    fn append(
        &mut self,
        _: &RecvMessage,
        entry: Entry,
        urgent: bool,
        reply: j::Journal_append_PENDING,
    ) {
        let client = reply.client();
        self.later(client, move |server| {
            let text = reply.text();
            let result =
                server.append_lent(&from(client), entry, urgent, &text);
            reply.answer(result);
        });
    }
}
