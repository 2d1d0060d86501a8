//! A server with handles and without.
use idol_runtime::{Leased, NoNotifications, W};
use userlib::RecvMessage;

hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

struct Server;

impl NoNotifications for Server {}

impl WaitingReplies for Server {
    fn number(&mut self, _: &RecvMessage, reply: Waiting_number_PENDING) {
        reply.ok(1);
    }

    fn nothing(&mut self, _: &RecvMessage, reply: Waiting_nothing_PENDING) {
        reply.ok(());
    }
}

impl PipelinedWaitingImpl for Server {
    fn number(&mut self, _: &RecvMessage, _: Leased<W, [u8]>) {}

    fn nothing(&mut self, _: &RecvMessage) {}
}

fn main() {}
