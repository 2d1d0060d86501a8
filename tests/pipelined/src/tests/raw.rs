//! What handles protect from: servers that answer with `sys_reply`, and keep
//! their leases.

use std::sync::{Arc, Mutex};

use idol_runtime::{LeaseError, Leased, LenLimit, NoNotifications, R, RW, W};
use kernel::{End, System};
use userlib::{FaultInfo, RecvMessage, UsageError, sys_reply};

use crate::client;
use crate::ferry::Log;
use crate::passenger::{Errand, passenger};
use crate::server::PipelinedFerryImpl;

/// A server that keeps the cargo of `load` beyond the answer, and writes to it
/// when it is asked for something else.
struct Careless {
    cargo: Option<LenLimit<Leased<W, [u8]>, 8>>,
    written: Arc<Mutex<Vec<Result<(), LeaseError>>>>,
}

impl Careless {
    fn write(&mut self) {
        if let Some(cargo) = &self.cargo {
            let result = cargo.try_write_at(0, 0xEE);
            self.written.lock().unwrap().push(result);
        }
    }
}

impl NoNotifications for Careless {}

impl PipelinedFerryImpl for Careless {
    fn cross(&mut self, msg: &RecvMessage, seat: u8) {
        self.write();
        sys_reply(msg.sender, 0, &u32::from(seat).to_le_bytes());
    }

    fn wait(&mut self, msg: &RecvMessage, seat: u8) {
        self.cross(msg, seat);
    }

    fn load(
        &mut self,
        msg: &RecvMessage,
        seat: u8,
        cargo: LenLimit<Leased<W, [u8]>, 8>,
        _: Leased<RW, [u8; 4]>,
        _: Leased<R, [u16]>,
    ) {
        self.write();
        self.cargo = self.cargo.take().or(Some(cargo));
        sys_reply(msg.sender, 0, &u32::from(seat).to_le_bytes());
    }

    fn horn(&mut self, msg: &RecvMessage) {
        sys_reply(msg.sender, 0, &[]);
        self.write();
    }

    fn captain(&mut self, msg: &RecvMessage) {
        sys_reply(msg.sender, 1, &[]);
    }

    fn names(
        &mut self,
        msg: &RecvMessage,
        _: u8,
        _: u8,
        _: u8,
        _: Leased<W, [u8]>,
        _: Leased<W, u8>,
        _: Leased<W, [u8]>,
        _: Leased<W, [u8]>,
        _: Leased<W, [u8]>,
    ) {
        sys_reply(msg.sender, 0, &[]);
    }
}

const LOAD: Errand = (1, load);

fn load(ferry: &client::Ferry) -> String {
    let mut cargo = [0; 3];
    let result = ferry.load(0, &mut cargo, &mut [0; 4], &[]);
    format!("{result:?} {cargo:?}")
}

/// Runs a careless server, and a client; what it wrote, and what the client
/// noted.
fn run(
    errands: &[Errand],
) -> (System, End, Vec<Result<(), LeaseError>>, Vec<String>) {
    let log = Log::default();
    let written = Arc::default();
    let list = Arc::clone(&written);
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        let server = Careless {
            cargo: None,
            written: Arc::clone(&list),
        };
        idol_runtime::serve!(crate::server, { server })
    });
    passenger(&mut system, server, "a", &log, &[errands]);
    let end = system.run();
    let written = written.lock().unwrap().clone();
    (system, end, written, log.read())
}

#[test]
fn a_lease_that_a_raw_server_keeps_names_the_clients_next_request() {
    let (_, end, written, log) = run(&[LOAD, LOAD]);
    end.expect_success();
    // The cargo of the second was written through the lease of the first.
    assert_eq!(written, [Ok(())]);
    assert_eq!(log, ["a: Ok(0) [0, 0, 0]", "a: Ok(0) [238, 0, 0]"]);
}

#[test]
fn a_lease_that_a_raw_server_keeps_faults_it_by_its_index() {
    // The next request has no leases.
    let (system, end, written, _) =
        run(&[LOAD, (2, |ferry| format!("{:?}", ferry.cross(0)))]);
    assert!(matches!(end, End::Faulted(_) | End::Deadlock(..)), "{end}");
    let fault = system.fault(userlib::TaskId(0)).unwrap();
    let expected = FaultInfo::SyscallUsage(UsageError::LeaseOutOfRange);
    assert_eq!(fault.info, expected);
    assert!(written.is_empty());
}

#[test]
fn a_lease_that_a_raw_server_uses_after_the_answer_is_a_defect() {
    let (_, end, written, log) =
        run(&[LOAD, (2, |ferry| format!("{:?}", ferry.horn()))]);
    end.expect_success();
    assert_eq!(written, [Err(LeaseError::Defect)]);
    assert_eq!(log, ["a: Ok(0) [0, 0, 0]", "a: ()"]);
}
