//! What servers may do with handles: keep them, lend their leases, and answer.
use idol_runtime::{ClientError, LeaseGuard, Leased, NoNotifications, Queue, W};
use userlib::RecvMessage;

hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

#[derive(Default)]
struct Server {
    waiting: Queue<(Waiting_number_PENDING, u32), 4>,
    one: Option<Waiting_nothing_PENDING>,
}

/// The part of a request's memory that is left.
struct Rest<'a>(LeaseGuard<'a, Leased<W, [u8]>>);

impl NoNotifications for Server {}

impl WaitingReplies for Server {
    fn number(&mut self, _: &RecvMessage, reply: Waiting_number_PENDING) {
        let rest = Rest(reply.memory());
        if rest.0.is_empty() {
            return reply.answer(Err(WaitingError::Restarted.into()));
        }
        if let Err((reply, _)) = self.waiting.push((reply, 1)) {
            reply.err(WaitingError::Restarted);
        }
    }

    fn nothing(&mut self, _: &RecvMessage, reply: Waiting_nothing_PENDING) {
        if let Some(reply) = self.one.replace(reply) {
            reply.fail(ClientError::AccessViolation);
        }
    }
}

fn main() {
    let mut server = Server::default();
    if std::env::args().count() == usize::MAX {
        idol_runtime::serve!(self, server);
    }
    let _ = &mut server;
}
