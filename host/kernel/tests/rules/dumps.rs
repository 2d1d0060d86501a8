//! What the kernel gives out of tasks that are dumped.

use crate::{Journal, echo_server, fault_after_run, fault_of, usage};
use kernel::machine::Dump;
use kernel::{End, System, TaskId};
use userlib::kipc::{
    TaskDumpRegion, get_task_dump_region, read_task_dump_region,
};
use userlib::{FaultInfo, FaultSource, UsageError, sys_send};

/// Two regions, in which each byte is the lowest of its address.
struct Twice;

const REGIONS: [(u32, u32); 2] = [(0x2000_0000, 256), (0x3000_0010, 16)];

impl Dump for Twice {
    fn registers(&self) -> [u32; 16] {
        std::array::from_fn(|number| 0x100 + number as u32)
    }

    fn regions(&self) -> Vec<(u32, u32)> {
        REGIONS.to_vec()
    }

    fn read(&self, address: u32, bytes: &mut [u8]) -> Option<()> {
        let end = address + bytes.len() as u32;
        let mut regions = REGIONS.iter();
        regions.find(|(base, len)| *base <= address && end <= base + len)?;
        for (byte, at) in bytes.iter_mut().zip(address..) {
            *byte = at as u8;
        }
        Some(())
    }
}

/// A system whose supervisor does this, with a task of which there is a dump
/// and one that is a closure.
fn dumped(entry: impl FnMut() + Send + 'static) -> (System, TaskId) {
    let mut system = System::new();
    let supervisor = system.task("supervisor", 0, entry);
    let subject = system.task("subject", 1, echo_server);
    system.task("closure", 2, echo_server);
    system.dumps(true).dumped(subject, Box::new(Twice));
    (system, supervisor)
}

#[test]
fn a_task_is_its_descriptor_and_then_its_memory() {
    let journal = Journal::default();
    let notes = journal.clone();
    let (mut system, _) = dumped(move || {
        // So that the others wait.
        userlib::hl::sleep_for(1);
        let mut regions = Vec::new();
        while let Some(it) = get_task_dump_region(1, regions.len()) {
            regions.push(it);
        }
        let [descriptor, first, second] = regions[..] else {
            panic!("{regions:?}");
        };
        for (region, (base, size)) in [first, second].iter().zip(REGIONS) {
            assert_eq!(*region, TaskDumpRegion { base, size });
        }
        let mut bytes = [0; 128];
        let len = read_task_dump_region(1, descriptor, &mut bytes);
        assert_eq!(len, descriptor.size as usize);
        for (number, word) in bytes[..64].chunks_exact(4).enumerate() {
            assert_eq!(word, (0x100 + number as u32).to_le_bytes());
        }
        // Generation, priority, length of the state; healthy, in RECV, from
        // anyone.
        assert_eq!(bytes[64..72], [0, 1, 3, 0, 0, 4, 0, 0]);
        let part = TaskDumpRegion {
            base: descriptor.base + 65,
            size: 2,
        };
        assert_eq!(read_task_dump_region(1, part, &mut bytes), 2);
        assert_eq!(bytes[..2], [1, 3]);

        // As much as there is room for.
        assert_eq!(read_task_dump_region(1, first, &mut bytes), 128);
        assert!(bytes.iter().copied().eq(0..128));
        assert_eq!(read_task_dump_region(1, second, &mut bytes), 16);
        assert_eq!(bytes[..2], [0x10, 0x11]);
        assert_eq!(get_task_dump_region(2, 0), None);
        notes.note("done");
    });
    assert!(matches!(system.run(), End::Idle));
    assert_eq!(journal.read(), "done");
    let told = system.trace().to_string();
    for said in [
        "get_task_dump_region(subject, region: 3)",
        "read_task_dump_region(subject, base: 0x20000000, size: 256)",
    ] {
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn who_dumps_what_there_is_not_is_faulted() {
    let memory = |address| FaultInfo::MemoryAccess {
        address: Some(address),
        source: FaultSource::Kernel,
    };
    let descriptor = 0xF000_0000 + 80;
    for (task, base, size, expected) in [
        // Beyond its memory; between the regions; another task's descriptor.
        (1, 0x2000_00FF, 2, memory(0x2000_00FF)),
        (1, 0x3000_0000, 1, memory(0x3000_0000)),
        (1, descriptor - 80, 80, memory(descriptor - 80)),
        (1, descriptor + 79, 2, memory(descriptor + 79)),
        (1, 0, 0x7FFF_FFFF, memory(0)),
        (1, u32::MAX, 1, usage(UsageError::InvalidSlice)),
        // A closure; the supervisor itself; nobody.
        (2, 0x2000_0000, 1, memory(0x2000_0000)),
        (0, 0x2000_0000, 1, usage(UsageError::TaskOutOfRange)),
        (3, 0x2000_0000, 1, usage(UsageError::TaskOutOfRange)),
    ] {
        let (mut system, supervisor) = dumped(move || {
            let region = TaskDumpRegion { base, size };
            read_task_dump_region(task, region, &mut [0; 4]);
        });
        let fault = fault_after_run(&mut system, supervisor);
        assert_eq!(fault, expected, "{task} {base:#x} {size:#x}");
    }
    for (operation, len) in [(6, 7), (6, 9), (7, 11), (7, 13)] {
        let (mut system, supervisor) = dumped(move || {
            let message = &[0; 16][..len];
            sys_send(TaskId::KERNEL, operation, message, &mut [], &[]);
        });
        let fault = fault_after_run(&mut system, supervisor);
        assert_eq!(fault, usage(UsageError::BadKernelMessage));
    }
    let (mut system, supervisor) = dumped(|| {
        get_task_dump_region(3, 0);
    });
    let fault = fault_after_run(&mut system, supervisor);
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}

#[test]
fn only_the_supervisor_may_read_dumps() {
    let (mut system, _) = dumped(echo_server);
    let other = system.task("other", 3, || {
        let region = get_task_dump_region(1, 1).expect("anyone may ask");
        read_task_dump_region(1, region, &mut [0; 4]);
    });
    let fault = fault_after_run(&mut system, other);
    assert_eq!(fault, usage(UsageError::NotSupervisor));
}

#[test]
fn a_kernel_without_dumps_faults_who_asks() {
    let fault = fault_of(|| {
        get_task_dump_region(0, 0);
    });
    assert_eq!(fault, usage(UsageError::BadKernelMessage));
    let fault = fault_of(|| {
        let region = TaskDumpRegion { base: 0, size: 0 };
        read_task_dump_region(0, region, &mut []);
    });
    assert_eq!(fault, usage(UsageError::BadKernelMessage));
}
