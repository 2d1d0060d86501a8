//! Answers of another type than the operation's.
hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

fn another_value(reply: Waiting_number_PENDING) {
    reply.ok("1");
}

fn another_error(reply: Waiting_number_PENDING) {
    reply.err(1);
}

fn an_error_of_what_cannot_fail(reply: Waiting_nothing_PENDING) {
    reply.err(WaitingError::Restarted);
}

fn another_request(
    reply: Waiting_nothing_PENDING,
) -> Waiting_number_PENDING {
    reply
}

fn main() {}
