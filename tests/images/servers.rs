//! What is shown of ARM code alone: fresh statics, faults with their lines,
//! what a task has taken, which lines were executed.

use std::sync::mpsc::{Receiver, channel};

use board::processor::Core;
use board::{Flashed, FromElf, Setup};
use kernel::trace::{Call, Event};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    FaultInfo, SchedState, TaskState, UsageError, hl, kipc,
    sys_recv_notification, sys_send,
};

use crate::images::tasks::Files;

type Test = fn(&Files);

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("a_server_starts_with_fresh_statics", starts_fresh),
    ("slots_are_bound_for_one_task_or_fault_it", slots),
    ("a_stack_overflow_is_named", stack_overflow),
    ("a_task_that_spins_is_named", spins),
    ("what_a_task_takes_is_told", taken),
    ("lines_are_listed", lines),
    (
        "fractions_are_calculated_and_their_registers_are_stack",
        fractions,
    ),
];

fn add(
    system: &mut System,
    files: &Files,
    name: &str,
    setup: Setup,
) -> Flashed {
    system
        .task_from_elf(name, 1, &files[name], setup)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A client of the logbook that makes five notes, sleeps a while, and asks for
/// the ticks; and what it was answered.
fn reader(system: &mut System, server: TaskId) -> Receiver<(u32, u32)> {
    let (tell, told) = channel();
    system.task("reader", 2, move || {
        let mut server = server;
        let mut ask = |operation, message: &[u8]| loop {
            let mut reply = [0; 4];
            let (code, len) =
                sys_send(server, operation, message, &mut reply, &[]);
            match userlib::extract_new_generation(code) {
                Some(generation) => {
                    server =
                        TaskId::for_index_and_gen(server.index(), generation);
                }
                None => break (len == 4).then(|| u32::from_le_bytes(reply)),
            }
        };
        let mut notes = 0;
        for byte in 0..5 {
            notes = ask(1, &[byte]).unwrap();
        }
        hl::sleep_for(350);
        tell.send((notes, ask(2, &[]).unwrap())).unwrap();
    });
    told
}

/// An existing server, as it is: killed and restarted it starts with fresh
/// statics, and twice in a process it knows nothing of the other.
fn starts_fresh(files: &Files) {
    for _ in 0..2 {
        let mut system = System::new();
        let logbook = add(&mut system, files, "logbook", Setup::new());
        let told = reader(&mut system, logbook.id());
        let ears = system.task("ears", 3, || {
            loop {
                sys_recv_notification(1);
            }
        });
        system.background(ears).bind_slot("listener", ears);
        // It dies with the third note in its hands.
        let dies = Action::kill(logbook.id(), Restart::AtOnce);
        system.script(When::after(logbook.id(), CallKind::Recv, 3), dies);
        let end = system.run();
        assert!(matches!(end, End::Idle), "{end}");

        // The third note was asked for again, and is the first again.
        assert_eq!(told.recv(), Ok((1_002, 3)));
        let next = logbook.read("NEXT").expect("it is a static");
        assert_eq!(next, 1_003_u32.to_le_bytes());
        let posted = system
            .trace()
            .calls(logbook.id())
            .filter(|(call, _)| {
                matches!(call, Call::Post { task, .. } if *task == ears)
            })
            .count();
        assert_eq!(posted, 3);
    }
}

/// A slot is bound by the setup of its task, too; one that nothing is bound to
/// faults whoever uses it.
fn slots(files: &Files) {
    for bound in [true, false] {
        let mut system = System::new();
        let mut setup = Setup::new();
        if bound {
            setup = setup.slot("listener", "ears");
        }
        let logbook = add(&mut system, files, "logbook", setup);
        system.supervise(logbook.id(), Restart::After(1_000));
        system.task("ears", 3, || {
            sys_recv_notification(1);
        });
        assert!(system.run_for(150).is_success());
        let place = logbook.place();
        assert!(place.contains(".rs:"), "{place}");
        let fault = system.fault(logbook.id()).map(|fault| fault.info);
        let out_of_range = UsageError::TaskOutOfRange;
        let expected = FaultInfo::SyscallUsage(out_of_range);
        assert_eq!(fault, (!bound).then_some(expected), "at {place}");
        let finished = TaskState::Healthy(SchedState::Stopped);
        assert_eq!(system.state(TaskId(1)) == finished, bound);
    }
}

/// A system with the rogue alone, told to do this, and its fault.
fn rogue(files: &Files, bits: u32, setup: Setup) -> (Flashed, kernel::Fault) {
    let mut system = System::new();
    let rogue = add(&mut system, files, "rogue", setup);
    system.supervise(rogue.id(), Restart::After(1_000));
    system.post(rogue.id(), bits);
    assert_eq!(system.run_for(1), End::TimeUp);
    let fault = system.fault(rogue.id()).expect("it faulted").clone();
    (rogue, fault)
}

/// The line of the source in which this stands.
fn line_of(text: &str) -> usize {
    let source = include_str!("src/bin/rogue.rs");
    let line = source.lines().position(|line| line.contains(text));
    1 + line.expect("it stands there")
}

fn stack_overflow(files: &Files) {
    let (rogue, fault) = rogue(files, 1, Setup::new());
    assert_eq!(rogue.stack_size(), 2_048);
    let FaultInfo::StackOverflow { address } = fault.info else {
        panic!("{fault}");
    };
    assert!(
        (0x1FFF_FF00..0x2000_0000).contains(&address),
        "{address:#x}"
    );
    let said = fault.to_string();
    let needs = 0x2000_0800 - address;
    for part in [
        &*format!(
            "its stack of 2048 bytes overflowed: it needs {needs} or more, at "
        ),
        "deeper",
        "rogue.rs:",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

fn spins(files: &Files) {
    let (rogue, fault) = rogue(files, 2, Setup::new().budget(100_000));
    let said = fault.to_string();
    assert!(
        said.starts_with("ran 100000 instructions without a system call, at "),
        "{said}"
    );
    let (first, last) = (line_of("fn spin() -> !"), line_of("images::task!"));
    let line = said.rsplit(':').next().and_then(|line| line.parse().ok());
    assert!(line.is_some_and(|it| (first..last).contains(&it)), "{said}");
    assert!(rogue.taken().instructions >= 100_000);
}

fn taken(files: &Files) {
    let mut system = System::new();
    let rogue = add(&mut system, files, "rogue", Setup::new());
    let before = rogue.taken();
    assert_eq!((before.instructions, before.stack), (0, 0));
    system.post(rogue.id(), 4);
    let _ = system.run();
    let taken = rogue.taken();
    // The calls: the first RECV, and the one after what it was told to do.
    let [first, second] = taken.calls[..] else {
        panic!("{taken:?}");
    };
    assert_eq!(taken.instructions, first + second);
    // Five levels with a block of 128 bytes each.
    assert!((5 * 32..5 * 32 * 30).contains(&second), "{second}");
    assert!(
        (640..rogue.stack_size()).contains(&taken.stack),
        "{taken:?}"
    );
    assert!((100..4_000).contains(&rogue.flash()), "{}", rogue.flash());
    assert_eq!(rogue.ram(), rogue.stack_size());
}

fn lines(files: &Files) {
    let mut system = System::new();
    let rogue = add(&mut system, files, "rogue", Setup::new());
    system.post(rogue.id(), 4);
    let _ = system.run();
    let coverage = rogue.coverage().expect("it has debug information");
    let listing = coverage.to_string();
    let times = |text: &str| {
        let end = format!("rogue.rs:{}: ", line_of(text));
        let line = listing.lines().find_map(|line| line.split_once(&end));
        line.and_then(|(_, times)| times.parse::<u64>().ok())
    };
    assert_eq!(times("match level {"), Some(6), "{listing}");
    assert_eq!(times("fn spin() -> !"), Some(0), "{listing}");
    assert!(!listing.contains("/rustc/"), "{listing}");
    let line = line_of("match level {");
    assert!(coverage.lcov().contains(&format!("\nDA:{line},6\n")));
}

/// The sum is that of the laptop, bit for bit; the deepest stack is that of the
/// RECV, with the frame that the hardware pushes there.
fn fractions(files: &Files) {
    let (tell, told) = channel();
    let mut system = System::new();
    system.dumps(true);
    system.task("supervisor", 0, move || {
        hl::sleep_for(1);
        let region = kipc::get_task_dump_region(1, 0).expect("it has one");
        let mut descriptor = [0; 64];
        kipc::read_task_dump_region(1, region, &mut descriptor);
        let [.., a, b, c, d, _, _, _, _, _, _, _, _] = descriptor;
        tell.send(u32::from_le_bytes([a, b, c, d])).unwrap();
    });
    let float = add(&mut system, files, "float", Setup::new());
    system.post(float.id(), 1_000);
    assert_eq!(system.run(), End::Idle);
    let sum = (1..=1_000).fold(0.0_f32, |sum, it| sum + 1.0 / it as f32);
    let seen = float.read("SUM").expect("it is a static");
    assert_eq!(seen, sum.to_bits().to_le_bytes());

    let taken = float.taken();
    let stack = 0x2000_0800 - told.recv().unwrap();
    let deepest = stack.next_multiple_of(8) + float.core().frame();
    match float.core() {
        // There each number is hundreds of instructions, and what they are of
        // is deeper than the RECV.
        Core::M0 => {
            assert!(taken.instructions > 100_000, "{taken:?}");
            assert!(taken.stack >= deepest, "{taken:?}");
        }
        Core::M4 | Core::M33 => {
            assert!(taken.instructions < 20_000, "{taken:?}");
            assert_eq!(float.core().frame(), 104);
            assert_eq!(taken.stack, deepest, "{taken:?}");
        }
    }
}

/// What the counters of a server have counted, together.
pub(crate) fn counted(server: &Flashed) -> Option<u32> {
    let bytes = server.read("__SHELF_SERVER_COUNTERS")?;
    let words = bytes.chunks_exact(4);
    Some(
        words
            .map(|word| u32::from_le_bytes(word.try_into().expect("4 bytes")))
            .sum(),
    )
}

/// Requests that a task has answered or refused in its current generation, of
/// those that are counted: it cannot count what it does not know, nor that an
/// operation failed which cannot.
pub(crate) fn answered(system: &System, task: TaskId) -> u32 {
    let now = system.current_id(task);
    let answers = system.trace().entries().filter(|entry| {
        entry.task == now
            && matches!(
                &entry.event,
                Event::Call {
                    call: Call::Reply { .. }
                        | Call::ReplyFault {
                            operation: Some(1 | 2 | 5..=8),
                            ..
                        },
                    ..
                }
            )
    });
    answers.count() as u32
}
