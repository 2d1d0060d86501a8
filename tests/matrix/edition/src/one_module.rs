//! Several stubs in one module.

use crate::imports::SideError;

/// Two clients.
pub mod two_clients {
    use super::SideError;

    matrix::stub!(left, client);
    matrix::stub!(right, client);
}

/// The server of one interface that is a client of another.
pub mod client_and_server {
    use core::convert::Infallible;

    use super::SideError;
    use idol_runtime::{
        ClientError, Leased, LenLimit, NoNotifications, R, RequestError,
    };
    use userlib::{RecvMessage, TaskId};

    matrix::stub!(left, client);
    matrix::stub!(right, server);

    /// Turns by steps to the left.
    pub fn main(left: TaskId) {
        let mut turner = Turner {
            left: Left::from(left),
        };
        let mut buffer = [0; INCOMING_SIZE];
        loop {
            idol_runtime::dispatch(&mut buffer, &mut turner);
        }
    }

    struct Turner {
        left: Left,
    }

    impl NoNotifications for Turner {}

    impl InOrderRightImpl for Turner {
        fn turn(
            &mut self,
            _: &RecvMessage,
            times: u8,
            path: LenLimit<Leased<R, [u8]>, 4>,
        ) -> Result<u8, RequestError<Infallible>> {
            let mut steps = [0; 4];
            let steps = &mut steps[..path.len()];
            path.read_range(0..path.len(), steps)
                .map_err(|()| RequestError::went_away())?;
            self.left
                .step(times, steps)
                .map_err(|_| ClientError::WentAway.fail())
        }

        fn rest(
            &mut self,
            _: &RecvMessage,
            hard: bool,
        ) -> Result<Option<u8>, RequestError<SideError>> {
            Ok(self.left.stop(hard)?)
        }
    }
}

/// The server that both are in the end about.
pub mod left_server {
    use core::convert::Infallible;

    use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError};
    use userlib::RecvMessage;

    mod idl {
        use super::super::SideError;
        matrix::stub!(left, server, uncounted);
    }

    use super::SideError;

    /// Steps for ever.
    pub fn main() {
        idol_runtime::serve!(idl, Stepper)
    }

    struct Stepper;

    impl NoNotifications for Stepper {}

    impl idl::InOrderLeftImpl for Stepper {
        fn step(
            &mut self,
            _: &RecvMessage,
            times: u8,
            path: LenLimit<Leased<R, [u8]>, 4>,
        ) -> Result<u8, RequestError<Infallible>> {
            let mut sum = times;
            for i in 0..path.len() {
                sum += path.read_at(i).ok_or(RequestError::went_away())?;
            }
            Ok(sum)
        }

        fn stop(
            &mut self,
            _: &RecvMessage,
            hard: bool,
        ) -> Result<Option<u8>, RequestError<SideError>> {
            match hard {
                true => Ok(Some(7)),
                false => Err(SideError::Stuck.into()),
            }
        }
    }
}
