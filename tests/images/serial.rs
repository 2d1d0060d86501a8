//! A driver as it is flashed, and a port that the test plays: registers are a
//! closure, and so is what comes and goes over the wire.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};

use board::{Bus, Flashed, FromElf, Line, Setup};
use images::types::SerialError;
use kernel::{Action, CallKind, End, Restart, System, When};
use userlib::{FaultInfo, FaultSource, TaskId, sys_recv_notification};

use crate::images::tasks::Files;

type Test = fn(&Files);

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("a_driver_speaks_to_registers", speaks),
    ("a_driver_starts_with_fresh_statics", starts_fresh),
    ("a_driver_is_told_of_registers_that_are_none", goes_beyond),
];

/// The stub of its clients.
mod idl {
    use images::types::SerialError;

    include!(concat!(env!("OUT_DIR"), "/serial_client.rs"));
}

/// Where the port's registers are: those that there are take 12 bytes.
pub(crate) const PORT: Range<u32> = 0x4000_4400..0x4000_4410;

const HAS_COME: u32 = 1 << 0;
const HAS_GONE: u32 = 1 << 1;

/// A port. It takes one byte at a time, and sends it when somebody waits for
/// the interrupt that says so.
#[derive(Clone, Default)]
pub(crate) struct Port(Rc<RefCell<Registers>>);

#[derive(Default)]
struct Registers {
    control: u32,
    /// The byte that is on its way out.
    going: Option<u8>,
    come: VecDeque<u8>,
    /// What has gone.
    gone: Vec<u8>,
    line: Line,
}

impl Port {
    /// The task's view.
    pub(crate) fn registers(&self) -> impl FnMut(Bus) -> Option<u32> + use<> {
        let port = Rc::clone(&self.0);
        move |bus| port.borrow_mut().access(bus)
    }

    pub(crate) fn line(&self) -> Line {
        self.0.borrow().line.clone()
    }

    /// Bytes come over the wire.
    pub(crate) fn come(&self, bytes: &[u8]) {
        let mut port = self.0.borrow_mut();
        port.come.extend(bytes);
        if port.control & HAS_COME != 0 {
            port.line.raise();
        }
    }

    /// What has gone over the wire since somebody asked, with what is on its
    /// way.
    pub(crate) fn gone(&self) -> String {
        let mut port = self.0.borrow_mut();
        let last = port.going.take();
        port.gone.extend(last);
        String::from_utf8(std::mem::take(&mut port.gone)).unwrap()
    }
}

impl Registers {
    fn access(&mut self, bus: Bus) -> Option<u32> {
        match bus {
            Bus::Read { offset: 0, size: 4 } => Some(self.control),
            Bus::Read { offset: 4, size: 4 } => {
                let come = if self.come.is_empty() { 0 } else { HAS_COME };
                let gone = if self.going.is_none() { HAS_GONE } else { 0 };
                Some(come | gone)
            }
            Bus::Read { offset: 8, size: 4 } => {
                Some(self.come.pop_front().unwrap_or(0).into())
            }
            Bus::Write {
                offset: 0,
                size: 4,
                value,
            } => {
                self.control = value;
                if value & HAS_GONE != 0 {
                    self.gone.extend(self.going.take());
                    self.line.raise();
                }
                Some(0)
            }
            Bus::Write {
                offset: 8,
                size: 4,
                value,
            } => {
                // It had room.
                assert_eq!(self.going.replace(value as u8), None);
                Some(0)
            }
            Bus::Read { .. } | Bus::Write { .. } => None,
        }
    }
}

fn driver(system: &mut System, files: &Files, port: &Port) -> Flashed {
    let setup = Setup::new()
        .device(PORT, port.registers())
        .interrupt(&port.line(), 1);
    system
        .task_from_elf("serial", 1, &files["serial"], setup)
        .unwrap_or_else(|error| panic!("{error}"))
}

type Answer<T> = Result<T, SerialError>;

/// A client that writes, and then reads whatever comes, with what it was
/// answered.
fn listener(
    system: &mut System,
    text: &'static str,
) -> (Receiver<Answer<u32>>, Receiver<Answer<Vec<u8>>>) {
    let (wrote, written) = channel();
    let (got, read) = channel();
    system.task("listener", 2, move || {
        let serial = idl::Serial::from(TaskId(0));
        wrote.send(serial.write(text.as_bytes())).unwrap();
        loop {
            sys_recv_notification(1);
            let mut buffer = [0; 8];
            let answer = serial.read(&mut buffer);
            let bytes = answer.map(|len| buffer[..len as usize].to_vec());
            got.send(bytes).unwrap();
        }
    });
    (written, read)
}

fn run(system: &mut System) {
    let end = system.run();
    assert!(matches!(end, End::Idle), "{end}");
}

/// What is written comes out of the data register, with an interrupt for each
/// byte; what comes in by interrupt is read.
fn speaks(files: &Files) {
    let port = Port::default();
    let mut system = System::new();
    let serial = driver(&mut system, files, &port);
    let (written, read) = listener(&mut system, "hello");
    run(&mut system);
    assert_eq!(written.recv(), Ok(Ok(5)));
    assert_eq!(port.gone(), "up\nhello");

    port.come(b"ok");
    run(&mut system);
    assert_eq!(read.recv(), Ok(Ok(b"ok".to_vec())));
    port.come(b"once again, and too much");
    run(&mut system);
    assert_eq!(read.recv(), Ok(Err(SerialError::Overrun)));
    assert!(read.try_recv().is_err());
    assert_eq!(system.fault(serial.id()), None);

    // Each is in the trace: 2 bytes of the greeting that waited for another, 5
    // of the text, and twice what came.
    let told = system.trace().raw().to_string();
    assert_eq!(told.matches("serial        is interrupted").count(), 9);
}

/// Killed with a text half written, it starts anew: its greeting is as it was,
/// what had come is forgotten, and its statics are handed out again. Twice in
/// one process.
fn starts_fresh(files: &Files) {
    for _ in 0..2 {
        let port = Port::default();
        let mut system = System::new();
        let serial = driver(&mut system, files, &port);
        let (written, read) = listener(&mut system, "hello");
        let dies = Action::kill(serial.id(), Restart::AtOnce);
        system.script(When::after(serial.id(), CallKind::Borrow, 3), dies);
        run(&mut system);
        assert_eq!(written.recv(), Ok(Err(SerialError::Gone)));
        assert_eq!(port.gone(), "up\nhup\n");
        let id = system.current_id(serial.id());
        assert_eq!(u8::from(id.generation()), 1);

        port.come(b"still here");
        run(&mut system);
        assert_eq!(read.recv(), Ok(Ok(b"still he".to_vec())));
        port.come(b".");
        run(&mut system);
        assert_eq!(read.recv(), Ok(Ok(b"re.".to_vec())));
        // It was changed, and that is its own affair.
        let greeting = serial.read("GREETING").expect("it is a static");
        assert_eq!(greeting[..], [1, b'?', b'?', b'?']);
    }
}

/// An offset without a register, and one beyond the port, in the page that the
/// emulator maps for it.
fn goes_beyond(files: &Files) {
    let source = FaultSource::User;
    for (offset, expected, said) in [
        (
            0xC,
            FaultInfo::BusError {
                address: Some(0x4000_440C),
                source,
            },
            "no device has a register at 0x4000440c, at ",
        ),
        (
            0x10,
            FaultInfo::MemoryAccess {
                address: Some(0x4000_4410),
                source,
            },
            "touched 0x40004410, which is not its own, at ",
        ),
        (
            0x1_0000,
            FaultInfo::MemoryAccess {
                address: Some(0x4001_4400),
                source,
            },
            "touched 0x40014400, which is not its own, at ",
        ),
    ] {
        let port = Port::default();
        let mut system = System::new();
        let serial = driver(&mut system, files, &port);
        let (tell, told) = channel();
        system.task("listener", 2, move || {
            let serial = idl::Serial::from(TaskId(0));
            let control = serial.register(0);
            tell.send((control, serial.register(offset))).unwrap();
        });
        system.supervise(serial.id(), Restart::AtOnce);
        run(&mut system);
        let fault = system.fault(serial.id()).expect("it faulted");
        assert_eq!(fault.info, expected);
        let fault = fault.to_string();
        assert!(fault.starts_with(said), "{fault}");
        assert!(fault.contains("port.rs:"), "{fault}");
        // Its client goes on.
        let answers = (Ok(HAS_COME), Err(SerialError::Gone));
        assert_eq!(told.recv(), Ok(answers));
        assert_eq!(port.gone(), "up\nup\n");
    }
}
