//! Everything that a task must not do, and what it is told.

use board::Setup;
use board::processor::Core;
use kernel::{End, Fault, Restart, System, TaskId, TaskState};
use userlib::FaultInfo::{
    BusError, DivideByZero, IllegalInstruction, IllegalText, Injected,
    InvalidOperation, MemoryAccess, StackOverflow, SyscallUsage,
};
use userlib::FaultSource::{Kernel, User};
use userlib::UsageError::{BadSyscallNumber, InvalidSlice};
use userlib::{FaultInfo, SchedState, hl};

use crate::code::{CORES, add, setup};

/// What a task does, on which processors, and what its fault is then.
struct Case {
    name: &'static str,
    cores: &'static [Core],
    code: &'static [u16],
    info: FaultInfo,
    /// Part of what is said.
    said: &'static str,
}

fn access(address: u32) -> FaultInfo {
    MemoryAccess {
        address: Some(address),
        source: User,
    }
}

/// movs r2, #1; lsls r2, r2, #29
const R2_IS_RAM: [u16; 2] = [0x2201, 0x0752];

fn cases() -> Vec<Case> {
    let [one, ram] = R2_IS_RAM;
    let leak = |code: &[u16]| -> &'static [u16] { code.to_vec().leak() };
    let case = |name, cores, code: &[u16], info, said| Case {
        name,
        cores,
        code: leak(code),
        info,
        said,
    };
    let later = &CORES[1..];
    vec![
        case(
            "reads what is not its own",
            &CORES,
            // lsls r2, r2, #30; ldr r1, [r2]
            &[one, 0x0792, 0x6811],
            access(0x4000_0000),
            "touched 0x40000000, which is not its own, at 0x00010004 (6811)",
        ),
        case(
            "writes its code",
            &CORES,
            // lsls r2, r2, #16; str r1, [r2]
            &[one, 0x0412, 0x6011],
            access(0x0001_0000),
            "at 0x00010004 (6011)",
        ),
        case(
            "reads behind its RAM, in the same page",
            &CORES,
            // movs r1, #1; lsls r1, r1, #10; adds r2, r2, r1; ldr r1, [r2]
            &[one, ram, 0x2101, 0x0289, 0x1852, 0x6811],
            access(0x2000_0400),
            "touched 0x20000400",
        ),
        case(
            "reads across the end of its RAM",
            later,
            // movs r1, #1; lsls r1, r1, #10; adds r2, r2, r1; subs r2, #2;
            // ldr r1, [r2]
            &[one, ram, 0x2101, 0x0289, 0x1852, 0x3A02, 0x6811],
            access(0x2000_0400),
            "touched 0x20000400",
        ),
        case(
            "jumps into its RAM",
            &CORES,
            // adds r2, #1; bx r2
            &[one, ram, 0x3201, 0x4710],
            IllegalText,
            "went to 0x20000000, which is not its code, at 0x00010006 (4710)",
        ),
        case(
            "jumps to where nothing is",
            &CORES,
            // lsls r2, r2, #30; adds r2, #1; bx r2
            &[one, 0x0792, 0x3201, 0x4710],
            IllegalText,
            "went to 0x40000000, which is not its code, at 0x00010006 (4710)",
        ),
        case(
            "jumps to where exceptions return",
            &CORES,
            // movs r2, #0; subs r2, #15; bx r2
            &[0x2200, 0x3A0F, 0x4710],
            IllegalText,
            "went to 0xfffffff0, which is not its code, at 0x00010004",
        ),
        case(
            "runs off its code",
            &CORES,
            // nop; nop
            &[0xBF00, 0xBF00],
            IllegalText,
            "went to 0x00010004, which is not its code, at 0x00010002 (bf00)",
        ),
        case(
            "executes what is no instruction",
            &CORES,
            // udf #0
            &[0xDE00],
            IllegalInstruction,
            "IllegalInstruction, at 0x00010000 (de00)",
        ),
        case(
            "executes what this processor does not have",
            &[Core::M0],
            // udiv r2, r1, r3
            &[0xFBB1, 0xF2F3, 0xE7FE],
            IllegalInstruction,
            "at 0x00010000 (fbb1 f2f3)",
        ),
        case(
            "divides by zero",
            later,
            // udiv r2, r1, r3
            &[0xFBB1, 0xF2F3, 0xE7FE],
            DivideByZero,
            "DivideByZero, at 0x00010000 (fbb1 f2f3)",
        ),
        case(
            "divides by zero with a sign",
            later,
            // sdiv r2, r1, r3
            &[0xFB91, 0xF2F3, 0xE7FE],
            DivideByZero,
            "at 0x00010000 (fb91 f2f3)",
        ),
        case(
            "reads a word at an odd address",
            &[Core::M0],
            // adds r2, #1; ldr r1, [r2]
            &[one, ram, 0x3201, 0x6811],
            InvalidOperation(1 << 24),
            "at 0x00010006",
        ),
        case(
            "pushes more than its stack holds",
            &CORES,
            // push {r0-r7}; b to it
            &[0xB4FF, 0xE7FD],
            StackOverflow {
                address: 0x1FFF_FFE0,
            },
            "its stack of 256 bytes overflowed: it needs 288 or more, at \
             0x00010000 (b4ff)",
        ),
        case(
            "has no room for the frame of a system call",
            &CORES[..1],
            // sub sp, #252; svc #0: 32 bytes, from a multiple of 8 on
            &[0xB0BF, 0xDF00],
            StackOverflow {
                address: 0x1FFF_FFE0,
            },
            "its stack of 256 bytes overflowed: it needs 288 or more",
        ),
        case(
            "has no room for the frame with floating point",
            later,
            // sub sp, #156; svc #0: 104 bytes, from a multiple of 8 on
            &[0xB0A7, 0xDF00],
            StackOverflow {
                address: 0x1FFF_FFF8,
            },
            "its stack of 256 bytes overflowed: it needs 264 or more",
        ),
        case(
            "makes a system call that there is not",
            &CORES,
            // movs r4, #99; mov r11, r4; svc #0
            &[0x2463, 0x46A3, 0xDF00],
            SyscallUsage(BadSyscallNumber),
            "BadSyscallNumber",
        ),
        case(
            "receives into its code",
            &CORES,
            // movs r4, #1; mov r11, r4; lsls r4, r4, #16; movs r5, #4; svc #0
            &[0x2401, 0x46A3, 0x0424, 0x2504, 0xDF00],
            MemoryAccess {
                address: Some(0x0001_0000),
                source: Kernel,
            },
            "gave the kernel 0x00010000, which is not its own",
        ),
        case(
            "receives round the end of all addresses",
            &CORES,
            // movs r4, #1; mov r11, r4; movs r4, #0; subs r4, #4;
            // movs r5, #8; svc #0
            &[0x2401, 0x46A3, 0x2400, 0x3C04, 0x2508, 0xDF00],
            SyscallUsage(InvalidSlice),
            "InvalidSlice",
        ),
        case(
            "spins",
            &CORES,
            // b to itself
            &[0xE7FE],
            Injected(TaskId::KERNEL),
            "ran 10000 instructions without a system call, at 0x00010000 \
             (e7fe)",
        ),
    ]
}

/// A system in which a peer sleeps and finishes, and what became of the task.
fn run(code: &[u16], setup: Setup) -> Fault {
    let mut system = System::new();
    let task = add(&mut system, code, setup.budget(10_000));
    let peer = system.task("peer", 2, || hl::sleep_for(5));
    // A run that ends with a fault would print its trace.
    system.supervise(task.id(), Restart::After(1_000));
    assert_eq!(system.run_for(5), End::TimeUp);
    let finished = TaskState::Healthy(SchedState::Stopped);
    assert_eq!(system.state(peer), finished, "the peer went on");
    assert_eq!(system.fault(peer), None);
    let told = system.trace().to_string();
    let fault = system.fault(task.id()).expect("it faulted").clone();
    assert!(
        told.contains(&format!("task          faulted: {fault}")),
        "{told}"
    );
    fault
}

pub(crate) fn each_fault_is_told() {
    for case in cases() {
        for core in case.cores {
            let fault = run(case.code, setup(*core));
            let who = format!("{core:?} {}: {fault}", case.name);
            assert_eq!(fault.info, case.info, "{who}");
            assert!(fault.to_string().contains(case.said), "{who}");
        }
    }
}

pub(crate) fn a_register_that_no_device_has_is_a_fault() {
    for core in CORES {
        let device = setup(core).device(0x4000_0000..0x4000_0010, |bus| {
            matches!(bus, board::Bus::Read { offset: 0, size: 4 }).then_some(7)
        });
        // lsls r2, r2, #30; ldr r1, [r2]; ldr r1, [r2, #4]
        let fault = run(&[0x2201, 0x0792, 0x6811, 0x6851], device);
        let info = BusError {
            address: Some(0x4000_0004),
            source: User,
        };
        assert_eq!(fault.info, info, "{core:?}");
        let said = "no device has a register at 0x40000004, at 0x00010006";
        assert!(fault.to_string().contains(said), "{fault}");

        let device = setup(core).device(0x4000_0000..0x4000_0010, |_| Some(7));
        // lsls r2, r2, #30; ldr r1, [r2]; ldr r1, [r2, #16]
        let fault = run(&[0x2201, 0x0792, 0x6811, 0x6911], device);
        assert_eq!(fault.info, access(0x4000_0010), "{core:?}");
    }
}
