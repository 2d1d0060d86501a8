//! The Unicorn emulator, loaded while running, so that this builds and runs
//! where it is not installed.
//!
//! The declarations are written by hand. The crate `unicorn-engine` links the
//! library when it is built, and so needs its headers, `libclang` and, where
//! `pkg-config` finds no library, `cmake` and a C compiler.

use std::any::Any;
use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr;
use std::sync::OnceLock;

use libloading::Library;

use crate::processor::{Core, Failure, LR, PC, Register, SP};

const LIBRARY: &str = "libunicorn.so.2";

/// Declares the functions that are called, with their signatures in C, and
/// loads them.
macro_rules! api {
    ($($name:ident($($argument:ty),* $(; $dots:tt)?);)*) => {
        struct Api {
            $($name: unsafe extern "C" fn($($argument),* $(, $dots)?) -> c_int,)*
            /// Keeps the functions loaded.
            _library: Library,
        }

        impl Api {
            fn load() -> Result<Self, String> {
                // SAFETY: the library has no initialiser that asks for
                // anything; the signatures are those of its header, version 2.
                unsafe {
                    let library = Library::new(LIBRARY).map_err(|error| {
                        format!("{error}: install libunicorn2")
                    })?;
                    Ok(Self {
                        $($name: *library.get(
                            concat!(stringify!($name), "\0").as_bytes(),
                        ).map_err(|error| error.to_string())?,)*
                        _library: library,
                    })
                }
            }
        }
    };
}

api! {
    uc_open(c_int, c_int, *mut *mut c_void);
    uc_close(*mut c_void);
    uc_ctl(*mut c_void, c_int; ...);
    uc_mem_map(*mut c_void, u64, usize, u32);
    uc_mem_map_ptr(*mut c_void, u64, usize, u32, *mut c_void);
    uc_mem_write(*mut c_void, u64, *const c_void, usize);
    uc_mem_read(*mut c_void, u64, *mut c_void, usize);
    uc_mmio_map(
        *mut c_void, u64, usize, ReadDevice, *mut c_void, WriteDevice,
        *mut c_void
    );
    uc_reg_write(*mut c_void, c_int, *const c_void);
    uc_reg_read(*mut c_void, c_int, *mut c_void);
    uc_hook_add(
        *mut c_void, *mut usize, c_int, *const c_void, *mut c_void, u64, u64;
        ...
    );
    uc_emu_start(*mut c_void, u64, u64, u64, usize);
    uc_emu_stop(*mut c_void);
}

type ReadDevice = extern "C" fn(*mut c_void, u64, u32, *mut c_void) -> u64;
type WriteDevice = extern "C" fn(*mut c_void, u64, u32, u64, *mut c_void);

/// The library, or why there is none.
fn api() -> Result<&'static Api, Failure> {
    static API: OnceLock<Result<Api, String>> = OnceLock::new();
    match API.get_or_init(Api::load) {
        Ok(api) => Ok(api),
        Err(error) => Err(error.clone().into()),
    }
}

/// Whether the emulator is installed.
///
/// # Errors
///
/// What to install if it is not.
pub fn available() -> Result<(), Failure> {
    api().map(drop)
}

const ARCH_ARM: c_int = 1;
const MODE_THUMB: c_int = 1 << 4;
const MODE_M_CLASS: c_int = 1 << 5;
/// Writes (1 << 30) one value (1 << 26): the model of the processor (7).
const SET_MODEL: c_int = 1 << 30 | 1 << 26 | 7;
const HOOK_INTERRUPT: c_int = 1;
const HOOK_CODE: c_int = 1 << 2;
/// Reads, writes and fetches where nothing is, or that are not allowed.
const HOOK_INVALID: c_int = 0b11_1111 << 4;
const HOOK_ACCESS: c_int = 0b11 << 10;

/// What memory may be used for. The bits are the emulator's.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Use {
    /// Reading and executing.
    Code = 1 | 4,
    /// Reading and writing.
    Data = 1 | 2,
    /// Everything.
    Any = 1 | 2 | 4,
}

/// An access to memory.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Access {
    /// A load.
    Read,
    /// A store.
    Write,
    /// Of an instruction.
    Fetch,
}

impl Access {
    /// Unicorn's numbers: from 16 what is done, from 19 what is done where
    /// nothing is, from 22 what is done though it may not.
    fn of(number: c_int) -> Self {
        match (number - 16).rem_euclid(3) {
            _ if number == 22 => Access::Write,
            _ if number == 23 => Access::Read,
            0 => Access::Read,
            1 => Access::Write,
            _ => Access::Fetch,
        }
    }
}

/// The exception that an `svc` raises.
pub const SUPERVISOR_CALL: u32 = 2;

/// Sees what the processor does while it runs.
pub trait Observer {
    /// An instruction is about to be executed. Says whether it may be; if
    /// not, the processor stops in front of it.
    fn instruction(&mut self, cpu: &Cpu, address: u32) -> bool;

    /// An exception was raised. The processor stops: behind an `svc`, at
    /// whatever else raised it.
    fn exception(&mut self, number: u32);

    /// Memory was touched where there is none, or as it may not be. The
    /// processor stops.
    fn refused(&mut self, cpu: &Cpu, access: Access, address: u32);

    /// Memory of a [watched](Engine::watch) range is touched. Says whether it
    /// may be; if not, the processor stops.
    fn touched(
        &mut self,
        cpu: &Cpu,
        access: Access,
        address: u32,
        size: u32,
    ) -> bool {
        let _ = (cpu, access, address, size);
        true
    }

    /// A register of a device is read.
    fn device_read(&mut self, cpu: &Cpu, address: u32, size: u32) -> u32 {
        let _ = (cpu, address, size);
        0
    }

    /// A register of a device is written.
    fn device_written(
        &mut self,
        cpu: &Cpu,
        address: u32,
        size: u32,
        value: u32,
    ) {
        let _ = (cpu, address, size, value);
    }
}

/// The processor, as an observer sees it.
pub struct Cpu {
    api: &'static Api,
    engine: *mut c_void,
}

impl Cpu {
    /// What a register holds.
    ///
    /// # Errors
    ///
    /// If there is no such register.
    pub fn register(&self, register: Register) -> Result<u32, Failure> {
        let mut value = 0_u32;
        // SAFETY: the engine is open, and writes the four bytes of a register.
        check(unsafe {
            (self.api.uc_reg_read)(
                self.engine,
                number(register)?,
                (&raw mut value).cast(),
            )
        })?;
        Ok(value)
    }

    /// Sets a register.
    ///
    /// # Errors
    ///
    /// If there is no such register.
    pub fn set_register(
        &mut self,
        register: Register,
        value: u32,
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open, and reads the four bytes of a register.
        check(unsafe {
            (self.api.uc_reg_write)(
                self.engine,
                number(register)?,
                (&raw const value).cast(),
            )
        })
    }

    /// Has the processor stop as soon as it can.
    pub fn stop(&self) {
        // SAFETY: the engine is open. It cannot fail.
        unsafe { (self.api.uc_emu_stop)(self.engine) };
    }
}

/// What hooks get.
struct Hooked<O> {
    cpu: Cpu,
    observer: O,
    /// A panic of a device, on its way out.
    panic: Option<Box<dyn Any + Send>>,
}

/// An emulated processor.
pub struct Engine<O> {
    /// Written by the hooks, which run only within `run`.
    hooked: Box<UnsafeCell<Hooked<O>>>,
}

extern "C" fn on_instruction<O: Observer>(
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

extern "C" fn on_exception<O: Observer>(
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
extern "C" fn on_refused<O: Observer>(
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

extern "C" fn on_touched<O: Observer>(
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
struct Device<O> {
    hooked: *mut Hooked<O>,
    base: u32,
}

extern "C" fn on_device_read<O: Observer>(
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

extern "C" fn on_device_written<O: Observer>(
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

impl<O: Observer> Engine<O> {
    /// A processor without memory.
    ///
    /// # Errors
    ///
    /// If the emulator is not installed, or refuses.
    pub fn open(core: Core, observer: O) -> Result<Self, Failure> {
        let api = api()?;
        let mut engine = ptr::null_mut();
        // SAFETY: the last argument is where the engine's address is written.
        check(unsafe {
            (api.uc_open)(ARCH_ARM, MODE_THUMB | MODE_M_CLASS, &mut engine)
        })?;
        let cpu = Cpu { api, engine };
        let this = Self {
            hooked: Box::new(UnsafeCell::new(Hooked {
                cpu,
                observer,
                panic: None,
            })),
        };
        let model: c_int = match core {
            Core::M0 => 7,
            Core::M4 => 9,
            Core::M33 => 11,
        };
        // SAFETY: the engine is open; this control takes one integer.
        check(unsafe { (api.uc_ctl)(engine, SET_MODEL, model) })?;
        let everywhere = (1, 0);
        this.hook(HOOK_CODE, on_instruction::<O> as *const c_void, everywhere)?;
        this.hook(
            HOOK_INTERRUPT,
            on_exception::<O> as *const c_void,
            everywhere,
        )?;
        this.hook(HOOK_INVALID, on_refused::<O> as *const c_void, everywhere)?;
        Ok(this)
    }

    /// Adds a hook for the addresses from the first to the second, which is
    /// of the range; from 1 to 0 is everywhere.
    fn hook(
        &self,
        kind: c_int,
        function: *const c_void,
        (first, last): (u64, u64),
    ) -> Result<(), Failure> {
        let cpu = self.cpu();
        let mut handle = 0;
        // SAFETY: the engine is open; all functions have the signature of
        // their kind of hook; what they get as data lives in a box of its own
        // until the engine is closed.
        check(unsafe {
            (cpu.api.uc_hook_add)(
                cpu.engine,
                &mut handle,
                kind,
                function,
                self.hooked.get().cast(),
                first,
                last,
            )
        })
    }

    /// Has the observer [asked](Observer::touched) before data is touched
    /// from `first` to `last`.
    ///
    /// # Errors
    ///
    /// If the emulator refuses.
    pub fn watch(&mut self, first: u32, last: u32) -> Result<(), Failure> {
        let range = (first.into(), last.into());
        self.hook(HOOK_ACCESS, on_touched::<O> as *const c_void, range)
    }

    /// Has the observer play the device at these addresses, which are whole
    /// pages of 4,096 bytes.
    ///
    /// # Errors
    ///
    /// If they are not, or are in use.
    pub fn map_device(
        &mut self,
        address: u32,
        size: usize,
    ) -> Result<(), Failure> {
        let cpu = self.cpu();
        // Kept for as long as the process runs: the engine never says that it
        // is done with it.
        let device = Box::leak(Box::new(Device::<O> {
            hooked: self.hooked.get(),
            base: address,
        }));
        let device = ptr::from_mut(device).cast::<c_void>();
        // SAFETY: the engine is open; the functions have the signatures that
        // it expects, and get what they expect.
        check(unsafe {
            (cpu.api.uc_mmio_map)(
                cpu.engine,
                address.into(),
                size,
                on_device_read::<O>,
                device,
                on_device_written::<O>,
                device,
            )
        })
    }

    /// Adds memory, all zero, in whole pages of 4,096 bytes.
    ///
    /// # Errors
    ///
    /// If they are not, or are in use.
    pub fn map(&mut self, address: u32, size: usize) -> Result<(), Failure> {
        let cpu = self.cpu();
        // SAFETY: the engine is open.
        check(unsafe {
            (cpu.api.uc_mem_map)(
                cpu.engine,
                address.into(),
                size,
                Use::Any as u32,
            )
        })
    }

    /// Adds memory of this process, in whole pages of 4,096 bytes.
    ///
    /// # Errors
    ///
    /// If they are not, or are in use.
    ///
    /// # Safety
    ///
    /// The memory must be valid for as long as the engine is, and used by
    /// nobody else while the engine runs.
    pub unsafe fn map_shared(
        &mut self,
        address: u32,
        memory: *mut [u8],
        allowed: Use,
    ) -> Result<(), Failure> {
        let cpu = self.cpu();
        // SAFETY: the engine is open; the memory is as the caller says.
        check(unsafe {
            (cpu.api.uc_mem_map_ptr)(
                cpu.engine,
                address.into(),
                memory.len(),
                allowed as u32,
                memory.cast(),
            )
        })
    }

    /// Writes memory.
    ///
    /// # Errors
    ///
    /// If there is no such memory.
    pub fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), Failure> {
        let cpu = self.cpu();
        // SAFETY: the engine is open, and reads as many bytes as there are.
        check(unsafe {
            (cpu.api.uc_mem_write)(
                cpu.engine,
                address.into(),
                bytes.as_ptr().cast(),
                bytes.len(),
            )
        })
    }

    /// Reads memory.
    ///
    /// # Errors
    ///
    /// If there is no such memory.
    pub fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), Failure> {
        let cpu = self.cpu();
        // SAFETY: the engine is open, and writes as many bytes as there are.
        check(unsafe {
            (cpu.api.uc_mem_read)(
                cpu.engine,
                address.into(),
                bytes.as_mut_ptr().cast(),
                bytes.len(),
            )
        })
    }

    /// Runs from `address`, with bit 0 set, to `until`, to an exception, or to
    /// where the observer stops it.
    ///
    /// # Errors
    ///
    /// If the processor cannot go on: at memory or instructions that are not
    /// there.
    ///
    /// # Panics
    ///
    /// As the observer does when it plays a device.
    pub fn run(&mut self, address: u32, until: u32) -> Result<(), Failure> {
        let Cpu { api, engine } = *self.cpu();
        // SAFETY: the engine is open; the hooks have what is `hooked` to
        // themselves, since `self` is borrowed mutably.
        let status = unsafe {
            (api.uc_emu_start)(engine, address.into(), until.into(), 0, 0)
        };
        if let Some(payload) = self.hooked.get_mut().panic.take() {
            resume_unwind(payload);
        }
        check(status)
    }

    /// The processor, which does not run.
    pub fn cpu(&self) -> &Cpu {
        // SAFETY: the hooks write only within `run`, which borrows `self`
        // mutably.
        &unsafe { &*self.hooked.get() }.cpu
    }

    /// The processor, which does not run.
    pub fn cpu_mut(&mut self) -> &mut Cpu {
        &mut self.hooked.get_mut().cpu
    }

    /// What the observer has seen.
    pub fn observer(&self) -> &O {
        // SAFETY: as in `cpu`.
        &unsafe { &*self.hooked.get() }.observer
    }

    /// What the observer has seen.
    pub fn observer_mut(&mut self) -> &mut O {
        &mut self.hooked.get_mut().observer
    }
}

impl<O> Drop for Engine<O> {
    fn drop(&mut self) {
        let Cpu { api, engine } = self.hooked.get_mut().cpu;
        // SAFETY: the engine is open, and not used again. It cannot fail on an
        // engine that is not running.
        unsafe { (api.uc_close)(engine) };
    }
}

/// Unicorn's number of a register.
fn number(register: Register) -> Result<c_int, Failure> {
    match register {
        SP => Ok(12),
        LR => Ok(10),
        PC => Ok(11),
        0..=12 => Ok(66 + c_int::try_from(register)?),
        _ => Err(format!("there is no r{register}").into()),
    }
}

fn check(status: c_int) -> Result<(), Failure> {
    match status {
        0 => Ok(()),
        error => Err(format!("the emulator's error {error}").into()),
    }
}
