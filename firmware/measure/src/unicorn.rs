//! The Unicorn emulator, loaded while running, so that this builds and runs
//! where it is not installed.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};
use std::ops::Range;
use std::ptr;

use libloading::Library;

use crate::processor::{Core, Failure, LR, PC, Register, SP};

const LIBRARY: &str = "libunicorn.so.2";

/// What the hooks see.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// Which instructions are measured.
    measured: Range<u32>,
    /// Nothing is before this one is reached.
    pub(crate) start: Option<u32>,
    /// The last one was.
    within: bool,
    /// Where code returns to that measured code has called and that is not
    /// measured: whatever it calls is not, either.
    outside_until: Option<u32>,
    /// How many measured ones were reached.
    pub(crate) instructions: u64,
    /// The stack pointer that the first of them found.
    pub(crate) first: Option<u32>,
    /// The lowest stack pointer that one of them found.
    pub(crate) lowest: u32,
    /// An `svc` was executed; the processor stopped behind it.
    pub(crate) system_call: bool,
}

impl Observed {
    /// An instruction is reached.
    fn instruction(&mut self, address: u32, register: impl Fn(c_int) -> u32) {
        if self.start.is_some_and(|start| start != address) {
            return;
        }
        self.start = None;
        let measured = self.measured.contains(&address);
        match self.outside_until {
            Some(end) if address == end => self.outside_until = None,
            Some(_) => return,
            None if self.within && !measured => {
                self.outside_until = Some(register(LINK_REGISTER) & !1);
            }
            None => {}
        }
        self.within = measured;
        if measured {
            self.instructions += 1;
            let stack = register(STACK_POINTER);
            self.first.get_or_insert(stack);
            self.lowest = self.lowest.min(stack);
        }
    }
}

/// An open engine.
pub(crate) struct Engine {
    api: Api,
    engine: *mut c_void,
    /// Written by the hooks, which run only within `run`.
    observed: Box<UnsafeCell<Hooked>>,
}

struct Hooked {
    observed: Observed,
    stop: unsafe extern "C" fn(*mut c_void) -> c_int,
    read: unsafe extern "C" fn(*mut c_void, c_int, *mut c_void) -> c_int,
}

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
            fn load() -> Result<Self, Failure> {
                // SAFETY: the library has no initialiser that asks for
                // anything; the signatures are those of its header, version 2.
                unsafe {
                    let library = Library::new(LIBRARY).map_err(|error| {
                        format!("{error}: install libunicorn2")
                    })?;
                    Ok(Self {
                        $($name: *library.get(
                            concat!(stringify!($name), "\0").as_bytes(),
                        )?,)*
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
    uc_mem_write(*mut c_void, u64, *const c_void, usize);
    uc_mem_read(*mut c_void, u64, *mut c_void, usize);
    uc_reg_write(*mut c_void, c_int, *const c_void);
    uc_reg_read(*mut c_void, c_int, *mut c_void);
    uc_hook_add(
        *mut c_void, *mut usize, c_int, *const c_void, *mut c_void, u64, u64;
        ...
    );
    uc_emu_start(*mut c_void, u64, u64, u64, usize);
    uc_emu_stop(*mut c_void);
}

const ARCH_ARM: c_int = 1;
const MODE_THUMB: c_int = 1 << 4;
const MODE_M_CLASS: c_int = 1 << 5;
/// Writes (1 << 30) one value (1 << 26): the model of the processor (7).
const SET_MODEL: c_int = 1 << 30 | 1 << 26 | 7;
const HOOK_INTERRUPT: c_int = 1;
const HOOK_CODE: c_int = 1 << 2;
const READ_WRITE_EXECUTE: u32 = 7;
/// The exception that an `svc` raises.
const SUPERVISOR_CALL: u32 = 2;
/// The emulator's number of the stack pointer.
const STACK_POINTER: c_int = 12;
/// The emulator's number of the link register.
const LINK_REGISTER: c_int = 10;
/// More than any call takes.
const MOST_INSTRUCTIONS: usize = 100_000;

extern "C" fn on_instruction(
    engine: *mut c_void,
    address: u64,
    _: u32,
    hooked: *mut c_void,
) {
    // SAFETY: the hook was added with the address of a `Hooked` that outlives
    // the engine, and nothing else refers to it while the engine runs.
    let Hooked { observed, read, .. } = unsafe { &mut *hooked.cast() };
    observed.instruction(address as u32, |register| {
        let mut value = 0_u32;
        // SAFETY: this is `uc_reg_read`, the engine is the one that runs, and
        // it writes the four bytes of a register.
        unsafe { read(engine, register, (&raw mut value).cast()) };
        value
    });
}

extern "C" fn on_exception(
    engine: *mut c_void,
    number: u32,
    hooked: *mut c_void,
) {
    // SAFETY: as in `on_instruction`.
    let Hooked { observed, stop, .. } = unsafe { &mut *hooked.cast() };
    observed.system_call = number == SUPERVISOR_CALL;
    // SAFETY: this is `uc_emu_stop`, and the engine is the one that runs.
    unsafe { stop(engine) };
}

impl Engine {
    pub(crate) fn available() -> Result<(), Failure> {
        Api::load().map(drop)
    }

    /// An engine without memory that counts the instructions in `measured`.
    pub(crate) fn open(
        core: Core,
        measured: Range<u32>,
    ) -> Result<Self, Failure> {
        let api = Api::load()?;
        let mut engine = ptr::null_mut();
        // SAFETY: the last argument is where the engine's address is written.
        check(unsafe {
            (api.uc_open)(ARCH_ARM, MODE_THUMB | MODE_M_CLASS, &mut engine)
        })?;
        let observed = Observed {
            measured,
            lowest: u32::MAX,
            ..Observed::default()
        };
        let hooked = Hooked {
            observed,
            stop: api.uc_emu_stop,
            read: api.uc_reg_read,
        };
        let this = Self {
            api,
            engine,
            observed: Box::new(UnsafeCell::new(hooked)),
        };
        let model: c_int = match core {
            Core::M0 => 7,
            Core::M4 => 9,
            Core::M33 => 11,
        };
        // SAFETY: the engine is open; this control takes one integer.
        check(unsafe { (this.api.uc_ctl)(engine, SET_MODEL, model) })?;
        this.hook(HOOK_CODE, on_instruction as *const c_void)?;
        this.hook(HOOK_INTERRUPT, on_exception as *const c_void)?;
        Ok(this)
    }

    fn hook(
        &self,
        kind: c_int,
        function: *const c_void,
    ) -> Result<(), Failure> {
        let mut handle = 0;
        // SAFETY: the engine is open; both functions have the signature of
        // their kind of hook; what they get as data lives in a box of its own
        // until the engine is closed. A range from 1 to 0 is everything.
        check(unsafe {
            (self.api.uc_hook_add)(
                self.engine,
                &mut handle,
                kind,
                function,
                self.observed.get().cast(),
                1,
                0,
            )
        })
    }

    pub(crate) fn map(
        &mut self,
        address: u32,
        size: usize,
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open.
        check(unsafe {
            (self.api.uc_mem_map)(
                self.engine,
                address.into(),
                size,
                READ_WRITE_EXECUTE,
            )
        })
    }

    pub(crate) fn write(
        &mut self,
        address: u32,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open, and reads as many bytes as there are.
        check(unsafe {
            (self.api.uc_mem_write)(
                self.engine,
                address.into(),
                bytes.as_ptr().cast(),
                bytes.len(),
            )
        })
    }

    pub(crate) fn read(
        &self,
        address: u32,
        bytes: &mut [u8],
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open, and writes as many bytes as there are.
        check(unsafe {
            (self.api.uc_mem_read)(
                self.engine,
                address.into(),
                bytes.as_mut_ptr().cast(),
                bytes.len(),
            )
        })
    }

    pub(crate) fn register(&self, register: Register) -> Result<u32, Failure> {
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

    pub(crate) fn set_register(
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

    /// Runs from `address`, with bit 0 set, to `until` or an exception.
    pub(crate) fn run(
        &mut self,
        address: u32,
        until: u32,
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open; the hooks have `observed` to themselves,
        // since `self` is borrowed mutably.
        check(unsafe {
            (self.api.uc_emu_start)(
                self.engine,
                address.into(),
                until.into(),
                0,
                MOST_INSTRUCTIONS,
            )
        })
    }

    pub(crate) fn observed(&self) -> &Observed {
        // SAFETY: the hooks write only within `run`, which borrows `self`
        // mutably.
        &unsafe { &*self.observed.get() }.observed
    }

    pub(crate) fn observed_mut(&mut self) -> &mut Observed {
        &mut self.observed.get_mut().observed
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: the engine is open, and not used again. It cannot fail on an
        // engine that is not running.
        unsafe { (self.api.uc_close)(self.engine) };
    }
}

/// Unicorn's number of a register.
fn number(register: Register) -> Result<c_int, Failure> {
    match register {
        SP => Ok(STACK_POINTER),
        LR => Ok(LINK_REGISTER),
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
