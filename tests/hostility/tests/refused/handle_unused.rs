//! Handles that are dropped by mistake.
#![deny(unused)]
use idol_runtime::{NoNotifications, Queue};
use userlib::RecvMessage;

hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

struct Server {
    waiting: Queue<Waiting_number_PENDING, 4>,
}

impl NoNotifications for Server {}

impl WaitingReplies for Server {
    fn number(&mut self, _: &RecvMessage, reply: Waiting_number_PENDING) {
        self.waiting.push(reply);
    }

    fn nothing(&mut self, _: &RecvMessage, reply: Waiting_nothing_PENDING) {
        self.waiting.pop();
    }
}

fn main() {
    let mut server = Server {
        waiting: Queue::new(),
    };
    idol_runtime::serve!(self, server);
}
