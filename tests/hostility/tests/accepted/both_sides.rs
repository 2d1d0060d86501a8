//! Both stubs of one interface, in one program.
use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

mod client {
    hostility::stub!(two, client);
}
mod server {
    hostility::stub!(two, server);
}

struct Two;
impl NoNotifications for Two {}
impl server::InOrderTwoImpl for Two {
    fn first(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u8, RequestError<core::convert::Infallible>> {
        Ok(1)
    }
    fn second(
        &mut self,
        _: &RecvMessage,
        x: u8,
    ) -> Result<u8, RequestError<core::convert::Infallible>> {
        Ok(x)
    }
}

fn main() {
    assert_eq!(server::INCOMING_SIZE, 2);
    assert_eq!(client::TwoOperation::second as u16, 2);
    let serve = || idol_runtime::serve!(server, Two);
    let _: fn() = serve;
}
