//! A lamp that is not there, on a board that has none.

use crate::lamp::*;

idol_runtime::stub!(mod client = "lamp_slot_client.rs");
idol_runtime::stub!(mod idl = "absent_server.rs");

#[cfg(test)]
idol_runtime::stub!(mod later = "absent_pipelined_server.rs");

/// There is no lamp.
#[derive(Clone)]
pub struct Absent;

impl From<Absent> for LampError {
    fn from(_: Absent) -> Self {
        Self::NoBulb
    }
}

impl From<Absent> for Full {
    fn from(_: Absent) -> Self {
        Self::Until(u32::MAX)
    }
}

/// The task.
pub fn main() -> ! {
    idol_runtime::serve!(idl, idl::FailServer::new(Absent))
}

#[cfg(test)]
mod tests {
    use kernel::{End, System};
    use userlib::{FaultInfo, ReplyFaultReason};

    use super::client::Lamp;
    use super::{Absent, later, main};
    use crate::lamp::*;

    userlib::task_slot!(LAMP, lamp);

    #[test]
    fn every_operation_fails_with_an_error_of_its_own_or_is_refused() {
        is_absent(|| main());
        is_absent(|| {
            idol_runtime::serve!(later, later::FailServer::new(Absent))
        });
    }

    fn is_absent(server: fn()) {
        let mut system = System::new();
        let absent = system.task("lamp", 1, server);
        let user = system.task("user", 2, || {
            let lamp = Lamp::from(&LAMP);
            let set =
                lamp.set(Color::Warm, Kelvin::from(2700), checked(1), true);
            assert_eq!(set, Err(LampError::NoBulb));
            let report = lamp.report(Remark::Hours(1));
            assert_eq!(report, Err(Full::Until(u32::MAX)));
            let up = Direction {
                azimuth: 0,
                altitude: 90,
            };
            let _ = lamp.turn(up, Mode::Jump);
            unreachable!("the client is faulted");
        });
        assert!(matches!(system.run(), End::Faulted(_)));
        assert_eq!(system.fault(absent), None);
        let reason = ReplyFaultReason::UndefinedOperation;
        let fault = FaultInfo::FromServer(absent, reason);
        let faulted = system.fault(user).map(|fault| fault.info);
        assert_eq!(faulted, Some(fault));
    }
}
