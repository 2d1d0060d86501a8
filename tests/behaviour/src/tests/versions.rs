//! Clients and servers of two versions of an interface, in every mix.

use core::convert::Infallible;

use idol_runtime::{Leased, LenLimit, NoNotifications, RequestError, W};
use kernel::System;
use userlib::{FaultInfo, RecvMessage, ReplyFaultReason, TaskId};

mod old {
    pub(crate) mod client {
        include!(concat!(env!("OUT_DIR"), "/old_client.rs"));
    }
    pub(crate) mod server {
        include!(concat!(env!("OUT_DIR"), "/old_server.rs"));
    }
}

mod new {
    pub(crate) mod client {
        include!(concat!(env!("OUT_DIR"), "/new_client.rs"));
    }
    pub(crate) mod server {
        include!(concat!(env!("OUT_DIR"), "/new_server.rs"));
    }
}

/// What both servers say they did.
const LIGHT: u8 = 11;
const BLINK: u8 = 33;
const HEAT: u8 = 55;

struct Lamp;

impl NoNotifications for Lamp {}

type Answer = Result<u8, RequestError<Infallible>>;

impl Lamp {
    fn dim(level: u8, slowly: bool) -> Answer {
        Ok(level * 2 + u8::from(slowly))
    }

    fn read(values: LenLimit<Leased<W, [u8]>, 4>) -> Answer {
        values
            .write_range(0..values.len(), &[7; 4][..values.len()])
            .map_err(|()| RequestError::went_away())?;
        Ok(LenLimit::len_as_u8(&values))
    }
}

impl old::server::InOrderLampImpl for Lamp {
    fn light(&mut self, _: &RecvMessage) -> Answer {
        Ok(LIGHT)
    }

    fn dim(&mut self, _: &RecvMessage, level: u8, slowly: bool) -> Answer {
        Self::dim(level, slowly)
    }

    fn blink(&mut self, _: &RecvMessage) -> Answer {
        Ok(BLINK)
    }

    fn read(
        &mut self,
        _: &RecvMessage,
        values: LenLimit<Leased<W, [u8]>, 4>,
    ) -> Answer {
        Self::read(values)
    }
}

/// The server of the new version, which is another type: a type serves one
/// interface.
struct NewLamp;

impl NoNotifications for NewLamp {}

impl new::server::InOrderLampImpl for NewLamp {
    fn heat(&mut self, _: &RecvMessage) -> Answer {
        Ok(HEAT)
    }

    fn read(
        &mut self,
        _: &RecvMessage,
        measured: LenLimit<Leased<W, [u8]>, 4>,
    ) -> Answer {
        Lamp::read(measured)
    }

    fn shade(&mut self, _: &RecvMessage, percent: u8, slowly: bool) -> Answer {
        Lamp::dim(percent, slowly)
    }

    fn light(&mut self, _: &RecvMessage) -> Answer {
        Ok(LIGHT)
    }
}

const SERVERS: [fn(); 2] = [
    || idol_runtime::serve!(old::server, Lamp),
    || idol_runtime::serve!(new::server, NewLamp),
];

/// What both versions have.
const CLIENTS: [fn(TaskId); 2] = [
    |server| {
        let lamp = old::client::Lamp::from(server);
        assert_eq!(lamp.light(), Ok(LIGHT));
        assert_eq!(lamp.dim(20, true), Ok(41));
        let mut values = [0; 3];
        assert_eq!(lamp.read(&mut values), Ok(3));
        assert_eq!(values, [7; 3]);
    },
    |server| {
        let lamp = new::client::Lamp::from(server);
        assert_eq!(lamp.light(), Ok(LIGHT));
        assert_eq!(lamp.shade(20, true), Ok(41));
        let mut measured = [0; 3];
        assert_eq!(lamp.read(&mut measured), Ok(3));
        assert_eq!(measured, [7; 3]);
    },
];

#[test]
fn what_both_versions_have_works_in_every_mix() {
    for server in SERVERS {
        for client in CLIENTS {
            let mut system = System::new();
            let server = system.task("server", 1, server);
            system.task("client", 2, move || client(server));
            system.run().expect_success();
        }
    }
}

#[test]
fn what_the_other_version_does_not_have_is_undefined() {
    let [old_server, new_server] = SERVERS;
    let blink: fn(TaskId) = |server| {
        let _ = old::client::Lamp::from(server).blink();
    };
    let heat: fn(TaskId) = |server| {
        let _ = new::client::Lamp::from(server).heat();
    };
    for (server, client, next) in [
        (new_server, blink, CLIENTS[0]),
        (old_server, heat, CLIENTS[1]),
    ] {
        let mut system = System::new();
        let server = system.task("server", 1, server);
        let client = system.task("client", 2, move || client(server));
        let next = system.task("next client", 3, move || next(server));
        let end = system.run();
        let reason = ReplyFaultReason::UndefinedOperation;
        let fault = system.fault(client).map(|fault| fault.info);
        assert_eq!(fault, Some(FaultInfo::FromServer(server, reason)), "{end}");
        assert_eq!(system.fault(server), None, "{end}");
        assert_eq!(system.fault(next), None, "{end}");
    }
}
