//! Tasks that are no closures.

use kernel::machine::{Go, Machine, Stop};
use kernel::{End, Fault, Restart, System};
use std::sync::mpsc::{Receiver, Sender, channel};
use userlib::host::{LeaseTable, Outcome, Syscall};
use userlib::{
    DEFECT, FaultInfo, LeaseAttributes, TaskId, sys_borrow_info,
    sys_borrow_read, sys_recv_open, sys_reply,
};

/// Does what is in its list, one after the other, and tells what it goes on
/// with.
struct Scripted {
    stops: Vec<fn() -> Stop>,
    next: usize,
    tell: Sender<String>,
}

// SAFETY: what the calls of these tests name is static.
unsafe impl Machine for Scripted {
    fn go(&mut self, on: Go) -> Stop {
        let told = match on {
            Go::Start => "start".to_owned(),
            Go::Outcome(Outcome::Timer(_)) => "timer".to_owned(),
            Go::Outcome(Outcome::Sent { code, len }) => {
                format!("sent {code} {len}")
            }
            Go::Outcome(_) => "outcome".to_owned(),
            Go::Slot(index) => format!("slot {index:?}"),
        };
        self.tell.send(told).unwrap();
        let stop = self.stops[self.next];
        self.next += 1;
        stop()
    }
}

fn scripted(stops: &[fn() -> Stop]) -> (Box<Scripted>, Receiver<String>) {
    let (tell, told) = channel();
    let stops = stops.to_vec();
    let next = 0;
    (Box::new(Scripted { stops, next, tell }), told)
}

fn told(receiver: &Receiver<String>) -> Vec<String> {
    receiver.try_iter().collect()
}

fn waits() -> Stop {
    Stop::Call(Syscall::Recv {
        buffer: &mut [],
        notification_mask: 0,
        specific_sender: None,
    })
}

#[test]
fn a_machine_makes_calls_and_starts_anew_after_a_fault() {
    let (machine, receiver) = scripted(&[
        || Stop::Call(Syscall::GetTimer),
        || Stop::Faulted(Fault::new(FaultInfo::DivideByZero)),
        waits,
    ]);
    let mut system = System::new();
    let task = system.machine("machine", 1, machine);
    system.supervise(task, Restart::AtOnce);
    let end = system.run_for(1);
    assert_eq!(end, End::Idle);
    assert_eq!(told(&receiver), ["start", "timer", "start"]);
    assert_eq!(system.fault(task).unwrap().info, FaultInfo::DivideByZero);
    assert_eq!(u8::from(system.current_id(task).generation()), 1);
}

#[test]
fn a_machine_asks_for_slots_without_a_system_call() {
    let (machine, receiver) = scripted(&[
        || Stop::Slot("peer".to_owned()),
        || Stop::Slot("nobody".to_owned()),
        waits,
    ]);
    let mut system = System::new();
    let task = system.machine("machine", 1, machine);
    system.task("peer", 2, || ());
    assert_eq!(system.run(), End::Idle);
    let told = told(&receiver);
    assert_eq!(told[..2], ["start", "slot Ok(1)"]);
    assert!(told[2].contains("no task is called `nobody`"), "{told:?}");
    assert_eq!(system.trace().calls(task).count(), 1);
}

/// Two leases, of which the second is not what it says.
struct Doubtful;

static LENT: [u8; 4] = [1, 2, 3, 4];

impl LeaseTable for Doubtful {
    fn count(&self) -> usize {
        2
    }

    fn lease(&self, _: usize) -> Result<(LeaseAttributes, usize), FaultInfo> {
        Ok((LeaseAttributes::READ, LENT.len()))
    }

    fn memory(
        &self,
        index: usize,
        offset: usize,
        _: usize,
        _: LeaseAttributes,
    ) -> Result<*mut u8, FaultInfo> {
        match index {
            0 => Ok(LENT.as_ptr().wrapping_add(offset).cast_mut()),
            _ => Err(FaultInfo::StackOverflow { address: 4 }),
        }
    }
}

#[test]
fn who_lends_what_is_not_there_faults_and_the_borrower_goes_on() {
    let (machine, receiver) = scripted(&[|| {
        Stop::Call(Syscall::Send {
            target: TaskId(1),
            operation: 1,
            outgoing: &[],
            incoming: &mut [],
            leases: &Doubtful,
        })
    }]);
    let mut system = System::new();
    let task = system.machine("machine", 2, machine);
    system.supervise(task, Restart::After(1_000));
    let borrower = system.task("borrower", 1, || {
        let client = sys_recv_open(&mut [], 0).sender;
        let mut bytes = [0; 2];
        assert_eq!(sys_borrow_read(client, 0, 1, &mut bytes), (0, 2));
        assert_eq!(bytes, [2, 3]);
        assert_eq!(sys_borrow_info(client, 1).unwrap().len, 4);
        assert_eq!(sys_borrow_read(client, 1, 0, &mut bytes), (DEFECT, 0));
        assert!(sys_borrow_info(client, 1).is_none());
        sys_reply(client, 0, &[]);
    });
    assert_eq!(system.run_for(1), End::TimeUp);
    assert_eq!(system.fault(borrower), None);
    let info = FaultInfo::StackOverflow { address: 4 };
    assert_eq!(system.fault(task).unwrap().info, info);
    assert_eq!(told(&receiver), ["start"]);
}
