//! What such a task may do, and what is seen of it.

use std::cell::RefCell;
use std::rc::Rc;

use board::{Bus, FromElf, Setup, Shared};
use kernel::{End, Restart, System};
use userlib::{
    DEFECT, FaultInfo, FaultSource, LeaseAttributes, TaskId, sys_borrow_info,
    sys_borrow_read, sys_borrow_write, sys_recv_open, sys_reply,
};

use crate::code::{CORES, RAM, STACK, add, elf, elf_with_ram, setup};

/// movs r4, #1; mov r11, r4; movs r4, #0; movs r5, #0; movs r6, #0;
/// movs r7, #0; svc #0; b to itself: receives, and spins when it has.
pub(crate) const RECEIVES: [u16; 8] = [
    0x2401, 0x46A3, 0x2400, 0x2500, 0x2600, 0x2700, 0xDF00, 0xE7FE,
];

pub(crate) fn devices_are_played_by_closures() {
    for core in CORES {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let note = Rc::clone(&seen);
        let device = setup(core).device(0x4000_0000..0x4000_1000, move |bus| {
            note.borrow_mut().push(bus);
            Some(0x1234)
        });
        // movs r2, #1; lsls r2, r2, #30; ldr r1, [r2]; strb r1, [r2, #4];
        let mut code = vec![0x2201, 0x0792, 0x6811, 0x7111];
        // strh r1, [r2, #8]
        code.extend([0x8111]);
        code.extend(RECEIVES);
        let mut system = System::new();
        add(&mut system, &code, device);
        assert_eq!(system.run(), End::Idle);
        let write = |offset, size, value| Bus::Write {
            offset,
            size,
            value,
        };
        let expected = [
            Bus::Read { offset: 0, size: 4 },
            write(4, 1, 0x34),
            write(8, 2, 0x1234),
        ];
        assert_eq!(seen.borrow()[..], expected, "{core:?}");
    }
}

pub(crate) fn a_device_that_panics_is_a_panic_of_the_test() {
    let device = setup(CORES[0])
        .device(0x4000_0000..0x4000_1000, |_| panic!("as expected"));
    let mut system = System::new();
    // movs r2, #1; lsls r2, r2, #30; ldr r1, [r2]
    add(&mut system, &[0x2201, 0x0792, 0x6811], device);
    let run = std::panic::AssertUnwindSafe(|| system.run());
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let panicked = std::panic::catch_unwind(run);
    std::panic::set_hook(hook);
    let payload = panicked.expect_err("the device panics");
    assert_eq!(payload.downcast_ref(), Some(&"as expected"));
}

/// A client that lends 8 bytes at r8, of which its table on the stack says
/// what it says.
fn lender(attributes: u16, base: &[u16], len: u16) -> Vec<u16> {
    let mut code = vec![
        // sub sp, #16; mov r9 is the table: mov r0, sp
        0xB084, 0x4668,
    ];
    // movs r1, #attributes; str r1, [r0]
    code.extend([0x2100 | attributes, 0x6001]);
    // r1 is the base; str r1, [r0, #4]
    code.extend(base);
    code.extend([0x6041]);
    // movs r1, #len; str r1, [r0, #8]
    code.extend([0x2100 | len, 0x6081]);
    // mov r9, r0; movs r1, #1; mov r10, r1
    code.extend([0x4681, 0x2101, 0x468A]);
    // movs r1, #0; mov r11, r1; mov r8, r1: SEND, with no room for a reply
    code.extend([0x2100, 0x468B, 0x4688]);
    // movs r4, #1; lsls r4, r4, #16; adds r4, #1: operation 1 of task 1
    code.extend([0x2401, 0x0424, 0x3401]);
    // movs r5, #0; movs r6, #0; movs r7, #0; svc #0
    code.extend([0x2500, 0x2600, 0x2700, 0xDF00]);
    code.extend(RECEIVES);
    code
}

/// A borrower as the task of index 1, which does this with each message.
fn borrower(
    system: &mut System,
    mut with: impl FnMut(TaskId) + Send + 'static,
) {
    system.task("borrower", 2, move || {
        loop {
            let message = sys_recv_open(&mut [], 0);
            with(message.sender);
            sys_reply(message.sender, 0, &[]);
        }
    });
}

pub(crate) fn what_is_lent_is_used_where_it_is() {
    for core in CORES {
        let mut system = System::new();
        // mov r1, sp: the table itself is lent, and 4 bytes behind it.
        let code = lender(3, &[0x4669], 16);
        add(&mut system, &code, setup(core));
        borrower(&mut system, |client| {
            let info = sys_borrow_info(client, 0).expect("it lends");
            let both = LeaseAttributes::READ | LeaseAttributes::WRITE;
            assert_eq!((info.attributes, info.len), (both, 16));
            let mut bytes = [0; 4];
            assert_eq!(sys_borrow_read(client, 0, 8, &mut bytes), (0, 4));
            assert_eq!(bytes, [16, 0, 0, 0], "the length in the table");
            // The lease gets shorter, in the table where it is.
            assert_eq!(sys_borrow_write(client, 0, 8, &[12]), (0, 1));
            assert_eq!(sys_borrow_info(client, 0).expect("still").len, 12);
        });
        assert_eq!(system.run(), End::Idle, "{core:?}");
    }
}

pub(crate) fn who_lends_what_is_not_its_own_faults_when_it_is_used() {
    // mov r1, pc: its code, which it may read, and not write.
    let code = lender(3, &[0x4679], 4);
    let mut system = System::new();
    let client = add(&mut system, &code, setup(CORES[1]));
    borrower(&mut system, |client| {
        assert_eq!(sys_borrow_read(client, 0, 0, &mut [0; 4]), (0, 4));
        assert_eq!(sys_borrow_write(client, 0, 0, &[0]), (DEFECT, 0));
    });
    system.supervise(client.id(), Restart::After(1_000));
    assert_eq!(system.run_for(1), End::TimeUp);
    let fault = system.fault(client.id()).expect("it faulted");
    let FaultInfo::MemoryAccess {
        address: Some(address),
        source: FaultSource::Kernel,
    } = fault.info
    else {
        panic!("{fault}");
    };
    assert!((0x0001_0000..0x0001_0040).contains(&address), "{fault}");
}

pub(crate) fn a_restart_begins_with_fresh_registers_and_a_fresh_stack() {
    for core in CORES {
        let mut system = System::new();
        // push {r0-r7}: all zero at a start; adds r1, #9; mov r8, r1
        let mut code = vec![0xB4FF, 0x3109, 0x4688];
        code.extend(RECEIVES);
        let task = add(&mut system, &code, setup(core));
        for life in 1..4 {
            let restart = kernel::Action::kill(task.id(), Restart::AtOnce);
            let time = kernel::When::time(life);
            system.script(time, restart);
        }
        assert_eq!(system.run_for(5), End::Idle);
        let taken = task.taken();
        // 32 bytes pushed, and more by the hardware.
        assert_eq!(taken.stack, 32 + core.frame());
        assert_eq!(taken.calls, [10; 4]);
        assert_eq!(taken.instructions, 40);
    }
}

pub(crate) fn a_setup_that_cannot_be_is_refused() {
    let file = elf(&RECEIVES);
    let refused = |file: &[u8], setup: Setup| {
        let mut system = System::new();
        let task = system.task_from_elf("task", 1, file, setup);
        task.map(drop).expect_err("refused").to_string()
    };
    for (setup, said) in [
        (
            Setup::new().ram(RAM).stack(STACK),
            "the file does not say which processor it is for",
        ),
        (
            Setup::new().core(CORES[1]),
            "a task without statics: `Setup::ram` says where its RAM is",
        ),
        (setup(CORES[1]).ram(0x0001_0000..0x0001_1000), "overlap"),
        (
            setup(CORES[1]).ram(0x2000_0000..0xFFFF_FFFF),
            "no task has the memory from 0x20000000 to 0xffffffff",
        ),
        (
            setup(CORES[1]).flash(0x0001_0000..0x0001_0004),
            "a segment goes beyond the flash",
        ),
        (
            setup(CORES[1]).flash(0x0002_0000..0x0002_1000),
            "the segment at 0x10000 is not in the flash",
        ),
        (
            setup(CORES[1]).device(0xE000_E000..0xE000_F000, |_| None),
            "no task has the memory from 0xe000e000",
        ),
        (
            setup(CORES[1]).stack(2_048),
            "a stack of 2048 bytes is not in",
        ),
    ] {
        let why = refused(&file, setup);
        assert!(why.starts_with("the task `task`: "), "{why}");
        assert!(why.contains(said), "{why}");
    }
    for damaged in [&b"no file"[..], &file[..60], &file[..90]] {
        let why = refused(damaged, setup(CORES[1]));
        assert!(why.starts_with("the task `task`: "), "{why}");
    }
    let statics = elf_with_ram(&RECEIVES);
    let why = refused(&statics, setup(CORES[1]));
    assert!(why.contains("statics are not in the RAM"), "{why}");
    let mut other = file.clone();
    other[18] = 62;
    let why = refused(&other, setup(CORES[1]));
    assert!(why.contains("a file for machine 62, not ARM"), "{why}");
}

/// Whatever is changed in a file: it is refused, or it runs and its budget
/// ends it.
pub(crate) fn damaged_files_do_no_harm() {
    let file = elf_with_ram(&RECEIVES);
    let mut ran = 0;
    // Behind the headers is the code, of which every change is a task.
    let code = 116..116 + 2 * RECEIVES.len();
    for index in (0..file.len()).filter(|index| !code.contains(index)) {
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = file.clone();
            damaged[index] ^= change;
            let mut system = System::new();
            let setup = Setup::new().budget(1_000);
            let task = system.task_from_elf("task", 1, &damaged, setup);
            let Ok(task) = task else { continue };
            ran += 1;
            system.supervise(task.id(), Restart::After(10));
            let end = system.run_for(1);
            assert!(end.is_success(), "byte {index} ^ {change:#x}: {end}");
        }
    }
    assert!(ran > file.len(), "most bytes do not matter: {ran}");
}

pub(crate) fn a_restart_forgets_a_conditional_block() {
    for core in &CORES[1..] {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let note = Rc::clone(&seen);
        let device =
            setup(*core).device(0x4000_0000..0x4000_1000, move |bus| {
                note.borrow_mut().push(bus);
                Some(0)
            });
        let mut code = vec![
            // movs r0, #5; movs r1, #6; movs r2, #7
            0x2005, 0x2106, 0x2207,
            // r3 is behind the stack, where nobody writes at a start
            0x2301, 0x075B, 0x2401, 0x0224, 0x191B,
            // ldr r5, [r3]; cmp r5, #0; bne over the next five
            0x681D, 0x2D00, 0xD104,
            // str r0, [r3]; itte eq; udf #0; nop; nop
            0x6018, 0xBF06, 0xDE00, 0xBF00, 0xBF00,
            // movs r6, #1; lsls r6, r6, #30; str r2, [r6]
            0x2601, 0x07B6, 0x6032,
        ];
        code.extend(RECEIVES);
        let mut system = System::new();
        let task = add(&mut system, &code, device);
        system.supervise(task.id(), Restart::AtOnce);
        assert_eq!(system.run(), End::Idle);
        let fault = system.fault(task.id()).expect("it faulted");
        assert_eq!(fault.info, FaultInfo::IllegalInstruction);
        // All that is done at the start was done again.
        let written = Bus::Write {
            offset: 0,
            size: 4,
            value: 7,
        };
        assert_eq!(seen.borrow()[..], [written], "{core:?}");
    }
}

pub(crate) fn memory_can_be_shared() {
    for core in CORES {
        let shared = Shared::new(0x3000_0000..0x3000_1000).unwrap();
        let mut system = System::new();
        // movs r2, #3; lsls r2, r2, #28; movs r1, #42; str r1, [r2, #8]
        let mut writer = vec![0x2203, 0x0712, 0x212A, 0x6091];
        writer.extend(RECEIVES);
        add(&mut system, &writer, setup(core).shares(&shared));
        // movs r2, #3; lsls r2, r2, #28; ldr r1, [r2, #8]; str r1, [r2, #12]
        let mut reader = vec![0x2203, 0x0712, 0x6891, 0x60D1];
        reader.extend(RECEIVES);
        add(&mut system, &reader, setup(core).shares(&shared));
        assert_eq!(system.run(), End::Idle);
        let mut words = [0; 8];
        shared.read(8, &mut words).unwrap();
        assert_eq!(words, [42, 0, 0, 0, 42, 0, 0, 0], "{core:?}");
        assert_eq!(shared.read(0xFFC, &mut words), None);
    }
}
