use core::marker::PhantomData;
use idol_runtime::{NoNotifications, RequestError, Server, ServerOp};
use userlib::{RecvMessage, TaskId};

#[derive(Copy, Clone, userlib::FromPrimitive)]
enum SpiOperation {
    Read = 1,
}

impl ServerOp for SpiOperation {
    fn max_reply_size(&self) -> usize {
        0
    }
    fn required_lease_count(&self) -> usize {
        0
    }
}

trait InOrderSpiImpl {}

impl<S: InOrderSpiImpl> Server<SpiOperation>
    for (PhantomData<SpiOperation>, &mut S)
{
    fn recv_source(&self) -> Option<TaskId> {
        None
    }
    fn closed_recv_fail(&mut self) {}
    fn handle(
        &mut self,
        _: SpiOperation,
        _: &[u8],
        _: &RecvMessage,
    ) -> Result<(), RequestError<u16>> {
        Ok(())
    }
}

struct Forgotten;

impl NoNotifications for Forgotten {}

fn main() {
    idol_runtime::dispatch::<_, SpiOperation>(&mut [0; 4], &mut Forgotten);
}
