use core::marker::PhantomData;
use idol_runtime::{Answer, NoNotifications, Server, ServerOp, Shape};
use userlib::{RecvMessage, TaskId};

#[derive(Copy, Clone, userlib::FromPrimitive)]
enum SpiOperation {
    Read = 1,
}

impl ServerOp for SpiOperation {
    fn shape(self) -> Shape {
        Shape::new(0, 0)
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
    ) -> Answer {
        Answer::EMPTY
    }
}

struct Forgotten;

impl NoNotifications for Forgotten {}

fn main() {
    idol_runtime::dispatch::<_, SpiOperation>(&mut [0; 4], &mut Forgotten);
}
