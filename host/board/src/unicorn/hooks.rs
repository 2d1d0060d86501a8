//! What the emulator calls while it runs.

use std::any::Any;
use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::cpu::Cpu;
use super::observer::{Access, Observer};

/// What hooks get.
pub(super) struct Hooked<O> {
    pub(super) cpu: Cpu,
    pub(super) observer: O,
    /// A panic of a device, on its way out.
    pub(super) panic: Option<Box<dyn Any + Send>>,
}

pub(super) extern "C" fn on_instruction<O: Observer>(
    _: *mut c_void,
    address: u64,
    _: u32,
    hooked: *mut c_void,
) {
    // SAFETY: the hook was added with the address of a `Hooked<O>` that
    // outlives the engine, and nothing else refers to it while the engine
    // runs.
    let Hooked { cpu, observer, .. } =
        unsafe { &mut *hooked.cast::<Hooked<O>>() };
    if !observer.instruction(cpu, address as u32) {
        cpu.stop();
    }
}

pub(super) extern "C" fn on_exception<O: Observer>(
    _: *mut c_void,
    number: u32,
    hooked: *mut c_void,
) {
    // SAFETY: as in `on_instruction`.
    let Hooked { cpu, observer, .. } =
        unsafe { &mut *hooked.cast::<Hooked<O>>() };
    observer.exception(number);
    cpu.stop();
}

/// Says whether the access may be tried again: never.
pub(super) extern "C" fn on_refused<O: Observer>(
    _: *mut c_void,
    access: c_int,
    address: u64,
    _: c_int,
    _: i64,
    hooked: *mut c_void,
) -> bool {
    // SAFETY: as in `on_instruction`.
    let Hooked { cpu, observer, .. } =
        unsafe { &mut *hooked.cast::<Hooked<O>>() };
    observer.refused(cpu, Access::of(access), address as u32);
    false
}

pub(super) extern "C" fn on_touched<O: Observer>(
    _: *mut c_void,
    access: c_int,
    address: u64,
    size: c_int,
    _: i64,
    hooked: *mut c_void,
) {
    // SAFETY: as in `on_instruction`.
    let Hooked { cpu, observer, .. } =
        unsafe { &mut *hooked.cast::<Hooked<O>>() };
    let size = size.unsigned_abs();
    if !observer.touched(cpu, Access::of(access), address as u32, size) {
        cpu.stop();
    }
}

/// Plays a device. A panic must not unwind through the emulator: it goes on
/// where that was started.
fn guarded(
    cpu: &Cpu,
    panic: &mut Option<Box<dyn Any + Send>>,
    play: impl FnOnce() -> u64,
) -> u64 {
    match catch_unwind(AssertUnwindSafe(play)) {
        Ok(value) => value,
        Err(payload) => {
            *panic = Some(payload);
            cpu.stop();
            0
        }
    }
}

/// The device's base and what hooks get.
pub(super) struct Device<O> {
    pub(super) hooked: *mut Hooked<O>,
    pub(super) base: u32,
}

pub(super) extern "C" fn on_device_read<O: Observer>(
    _: *mut c_void,
    offset: u64,
    size: u32,
    device: *mut c_void,
) -> u64 {
    // SAFETY: the range was mapped with the address of a `Device<O>` that
    // outlives the engine; for the rest as in `on_instruction`.
    let device = unsafe { &*device.cast::<Device<O>>() };
    // SAFETY: as in `on_instruction`.
    let Hooked {
        cpu,
        observer,
        panic,
    } = unsafe { &mut *device.hooked };
    let address = device.base.wrapping_add(offset as u32);
    guarded(cpu, panic, || {
        observer.device_read(cpu, address, size).into()
    })
}

pub(super) extern "C" fn on_device_written<O: Observer>(
    _: *mut c_void,
    offset: u64,
    size: u32,
    value: u64,
    device: *mut c_void,
) {
    // SAFETY: as in `on_device_read`.
    let device = unsafe { &*device.cast::<Device<O>>() };
    // SAFETY: as in `on_instruction`.
    let Hooked {
        cpu,
        observer,
        panic,
    } = unsafe { &mut *device.hooked };
    let address = device.base.wrapping_add(offset as u32);
    guarded(cpu, panic, || {
        observer.device_written(cpu, address, size, value as u32);
        0
    });
}
