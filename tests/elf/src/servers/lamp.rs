//! A server of one operation.

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub.
pub(crate) mod idl {
    include!(concat!(env!("OUT_DIR"), "/lamp_server.rs"));
}

/// The server.
pub(crate) struct Lamp;

impl NoNotifications for Lamp {}

impl idl::InOrderLampImpl for Lamp {
    fn set(
        &mut self,
        _: &RecvMessage,
        level: f32,
    ) -> Result<bool, RequestError<Infallible>> {
        Ok(level > 0.5)
    }
}
