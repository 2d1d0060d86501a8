//! What is seen of a task's processor: its registers and its memory in a dump,
//! the frame of its system calls, numbers with a fraction, its last words.

use std::cell::RefCell;
use std::rc::Rc;

use board::{Bus, Shared};
use kernel::{End, Restart, System};
use userlib::FaultInfo;

use crate::code::{CORES, RAM, STACK, add, setup};
use crate::tasks::RECEIVES;

/// A supervisor that dumps a task: what the task has in registers, on its
/// stack, and in memory that it shares.
pub(crate) fn a_task_can_be_dumped() {
    use userlib::kipc::{get_task_dump_region, read_task_dump_region};

    for core in CORES {
        let shared = Shared::new(0x3000_0000..0x3000_1000).unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let mut system = System::new();
        system.dumps(true);
        system.task("supervisor", 0, move || {
            userlib::hl::sleep_for(1);
            for region in 0.. {
                let Some(it) = get_task_dump_region(1, region) else {
                    break;
                };
                let mut bytes = vec![0; it.size as usize];
                let len = read_task_dump_region(1, it, &mut bytes);
                assert_eq!(len, bytes.len());
                tell.send((it.base, bytes)).unwrap();
            }
        });
        // movs r0, #42; push {r0}; movs r2, #3; lsls r2, r2, #28;
        // str r0, [r2, #8]; nop
        let mut code = vec![0x202A, 0xB401, 0x2203, 0x0712, 0x6090, 0xBF00];
        code.extend(RECEIVES);
        add(&mut system, &code, setup(core).shares(&shared));
        assert_eq!(system.run(), End::Idle);

        let dump: Vec<(u32, Vec<u8>)> = told.try_iter().collect();
        let [(_, descriptor), (ram, bytes), (other, beside)] = &dump[..] else {
            panic!("{dump:?}");
        };
        let word = |bytes: &[u8], at: usize| {
            u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
        };
        let top = RAM.start + STACK;
        let register = |number: usize| word(descriptor, 4 * number);
        assert_eq!(register(0), 42);
        assert_eq!(register(13), top - 4);
        // Behind the svc: six instructions, and seven of RECEIVES.
        assert_eq!(register(15), crate::code::CODE + 26);
        assert_eq!((*ram, bytes.len()), (RAM.start, RAM.len()));
        assert_eq!(word(bytes, STACK as usize - 4), 42);
        assert_eq!(word(bytes, 0), 0xBADD_CAFE);
        assert_eq!(*other, 0x3000_0000);
        assert_eq!(word(beside, 8), 42);
    }
}

/// What the hardware pushes at a system call begins at a multiple of 8.
pub(crate) fn the_frame_of_a_system_call_is_stack() {
    for (core, frame) in CORES.into_iter().zip([32, 104, 104]) {
        for (pushed, register) in [(0, 0xBF00), (8, 0xB403), (4, 0xB401)] {
            let mut code = vec![register, 0xBF00];
            code.extend(RECEIVES);
            let mut system = System::new();
            let task = add(&mut system, &code, setup(core));
            assert_eq!(system.run(), End::Idle);
            let aligned = u32::next_multiple_of(pushed, 8);
            assert_eq!(task.taken().stack, aligned + frame, "{core:?}");
        }
    }
}

/// Numbers with a fraction, in registers that a system call keeps and a
/// restart clears.
pub(crate) fn floating_point_calculates() {
    for core in &CORES[1..] {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let note = Rc::clone(&seen);
        let device =
            setup(*core).device(0x4000_0000..0x4000_1000, move |bus| {
                note.borrow_mut().push(bus);
                Some(0)
            });
        let code = [
            // movs r2, #1; lsls r2, r2, #30; vmov r1, s0; str r1, [r2]
            0x2201, 0x0792, 0xEE10, 0x1A10, 0x6011,
            // vmov.f32 s0, #1.5; movs r4, #9; mov r11, r4; svc #0: the time
            0xEEB7, 0x0A08, 0x2409, 0x46A3, 0xDF00,
            // vmul.f32 s0, s0, s0; vmov r1, s0; str r1, [r2]; udf #0
            0xEE20, 0x0A00, 0xEE10, 0x1A10, 0x6011, 0xDE00,
        ];
        let mut system = System::new();
        let task = add(&mut system, &code, device);
        system.supervise(task.id(), Restart::After(1));
        assert_eq!(system.run_for(1), End::TimeUp);
        let fault = system.fault(task.id()).expect("it faulted");
        assert_eq!(fault.info, FaultInfo::IllegalInstruction, "{fault}");
        let written = |value: f32| Bus::Write {
            offset: 0,
            size: 4,
            value: value.to_bits(),
        };
        let twice = [written(0.0), written(2.25)].repeat(2);
        assert_eq!(seen.borrow()[..], twice, "{core:?}");
    }
}

/// A message that is not in the task's memory is none; the task panics all the
/// same.
pub(crate) fn a_panic_whose_message_is_nowhere_is_a_panic() {
    use userlib::kipc::{ReadPanicMessageError, read_panic_message};

    for core in CORES {
        // movs r4, #8; mov r11, r4; r4 is where, and r5 how much; svc #0
        let panics = |at: u16, shift: u16, len: u16| {
            vec![
                0x2408,
                0x46A3,
                0x2400 | at,
                0x0024 | shift << 6,
                0x2500 | len,
                0xDF00,
            ]
        };
        let bad = panics(1, 30, 4);
        // Its own code, which is "\x08\x24".
        let good = panics(1, 16, 2);
        let (tell, told) = std::sync::mpsc::channel();
        let mut system = System::new();
        system.task("supervisor", 0, move || {
            userlib::hl::sleep_for(1);
            for task in [1, 2] {
                let mut text = [0; 8];
                let said = read_panic_message(task, &mut text);
                tell.send(said.map(<[u8]>::to_vec)).unwrap();
            }
            loop {
                userlib::hl::sleep_for(1_000);
            }
        });
        for code in [&bad, &good] {
            let task = add(&mut system, code, setup(core));
            system.supervise(task.id(), Restart::After(1_000));
        }
        assert_eq!(system.run_for(2), End::TimeUp);
        let nowhere = ReadPanicMessageError::BadPanicBuffer;
        assert_eq!(told.recv(), Ok(Err(nowhere)), "{core:?}");
        assert_eq!(told.recv(), Ok(Ok(b"\x08\x24".to_vec())), "{core:?}");
    }
}
