//! An operation that is not idempotent, and an error that cannot be made of
//! the server's death.
use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

#[derive(FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Crack(u32);

hostility::stub!(no_death, server);

struct Window;
impl NoNotifications for Window {}
impl InOrderWindowImpl for Window {
    fn open(&mut self, _: &RecvMessage) -> Result<(), RequestError<Crack>> {
        Ok(())
    }
}

fn main() {}
