//! A server that forgets an operation.
use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

hostility::stub!(two, server);

struct Two;
impl NoNotifications for Two {}
impl InOrderTwoImpl for Two {
    fn first(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u8, RequestError<core::convert::Infallible>> {
        Ok(1)
    }
}

fn main() {}
