//! A lease that is used once its request is answered.
use idol_runtime::{Leased, W};

hostility::stub!(waiting, pipelined);

#[derive(Copy, Clone, idol_derive::IdolError)]
pub enum WaitingError {
    #[idol(server_death)]
    Restarted = 1,
}

fn written_after_the_answer(reply: Waiting_number_PENDING) {
    let memory = reply.memory();
    reply.ok(1);
    let _ = memory.write_at(0, 1);
}

fn taken_out_of_its_guard(
    reply: &Waiting_number_PENDING,
) -> Leased<W, [u8]> {
    *reply.memory()
}

fn kept_without_the_handle(
    reply: Waiting_number_PENDING,
) -> idol_runtime::LeaseGuard<'static, Leased<W, [u8]>> {
    reply.memory()
}

fn main() {}
