//! A request that is answered twice.
use idol_runtime::ClientError;

hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

fn two_values(reply: Waiting_number_PENDING) {
    reply.ok(1);
    reply.ok(2);
}

fn a_value_and_an_error(reply: Waiting_number_PENDING) {
    reply.ok(1);
    reply.err(WaitingError::Restarted);
}

fn an_answer_and_a_fault(reply: Waiting_nothing_PENDING) {
    reply.ok(());
    reply.fail(ClientError::AccessViolation);
}

fn one_that_is_only_lent(reply: &Waiting_nothing_PENDING) {
    reply.ok(());
}

fn a_copy(reply: &Waiting_nothing_PENDING) -> Waiting_nothing_PENDING {
    reply.clone()
}

fn main() {}
