//! An operation that is not idempotent, and an error that does not say what a
//! client gets when the server dies.
use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

#[derive(Copy, Clone)]
pub enum DoorError {
    Stuck = 1,
}

impl From<DoorError> for u16 {
    fn from(error: DoorError) -> Self {
        error as u16
    }
}

hostility::stub!(unmarked, server);

struct Door;
impl NoNotifications for Door {}
impl InOrderDoorImpl for Door {
    fn open(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<DoorError>> {
        Ok(())
    }
}

fn main() {}
