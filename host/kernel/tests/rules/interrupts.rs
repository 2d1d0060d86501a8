//! IRQ_CONTROL and IRQ_STATUS.

use crate::{Journal, fault_of, run_to_idle, usage};
use kernel::{Action, End, Line, System, When};
use userlib::{
    IrqStatus, UsageError, hl, sys_irq_control, sys_irq_control_clear_pending,
    sys_irq_status, sys_recv_notification,
};

/// A system whose only task owns the interrupts behind bits 0 and 1; the one
/// behind bit 0 arrives after 10 ms.
fn interrupted_after_10_ms(entry: impl FnMut() + Send + 'static) -> System {
    let mut system = System::new();
    let task = system.task("driver", 1, entry);
    system.interrupts(task, 0b11);
    system.script(When::time(10), Action::interrupt(task, 0b01));
    system
}

#[test]
fn an_enabled_interrupt_is_posted_and_disabled() {
    let mut system = interrupted_after_10_ms(|| {
        sys_irq_control(0b01, true);
        assert_eq!(sys_irq_status(0b01), IrqStatus::ENABLED);
        hl::sleep_for(20);
        assert_eq!(sys_irq_status(0b01), IrqStatus::POSTED);
        assert_eq!(sys_recv_notification(0b11).get_raw_bits(), 0b01);
        assert_eq!(sys_irq_status(0b01), IrqStatus::empty());
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_disabled_interrupt_is_pending_until_it_is_enabled() {
    let mut system = interrupted_after_10_ms(|| {
        hl::sleep_for(20);
        assert_eq!(sys_irq_status(0b01), IrqStatus::PENDING);
        sys_irq_control(0b01, true);
        assert_eq!(sys_recv_notification(0b11).get_raw_bits(), 0b01);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_pending_interrupt_can_be_forgotten() {
    let mut system = interrupted_after_10_ms(|| {
        hl::sleep_for(20);
        sys_irq_control_clear_pending(0b01, true);
        assert_eq!(sys_irq_status(0b01), IrqStatus::ENABLED);
        sys_irq_control(0b01, false);
        assert_eq!(sys_irq_status(0b01), IrqStatus::empty());
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn an_interrupt_can_be_raised_between_runs() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("driver", 1, move || {
        loop {
            sys_irq_control(0b1, true);
            notes.note(sys_recv_notification(0b1).get_raw_bits());
        }
    });
    system.interrupts(task, 0b1);
    run_to_idle(&mut system);
    system.interrupt(task, 0b1);
    run_to_idle(&mut system);
    assert_eq!(journal.read(), "1");
}

#[test]
fn a_task_without_such_an_interrupt_is_faulted() {
    let wrong = usage(UsageError::NoIrq);
    assert_eq!(fault_of(|| sys_irq_control(1, true)), wrong);
    let status = || {
        sys_irq_status(1);
    };
    assert_eq!(fault_of(status), wrong);
}

#[test]
fn a_raised_line_interrupts_before_the_next_call_and_switches() {
    let line = Line::new();
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let driver = system.task("driver", 1, move || {
        loop {
            sys_irq_control(0b10, true);
            let bits = sys_recv_notification(0b11).get_raw_bits();
            notes.note(format!("driver-{bits}"));
        }
    });
    system.interrupts(driver, 0b10).connect(&line, driver, 0b10);
    let (notes, wire) = (journal.clone(), line.clone());
    system.task("wire", 2, move || {
        wire.raise();
        wire.raise();
        // The driver's turn comes with the first call, whatever it is.
        hl::sleep_for(0);
        notes.note("wire");
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(journal.read(), "driver-2 wire");

    // Raised while nothing runs, it arrives with the next run.
    line.raise();
    assert_eq!(system.run(), End::Idle);
    assert_eq!(journal.read(), "driver-2 wire driver-2");
    assert_eq!(system.run(), End::Idle);
    assert_eq!(journal.read(), "driver-2 wire driver-2");
}
