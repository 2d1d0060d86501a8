//! An emulated processor.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};
use std::panic::resume_unwind;
use std::ptr;

use super::api::{api, check};
use super::cpu::Cpu;
use super::hooks::{
    Device, Hooked, on_device_read, on_device_written, on_exception,
    on_instruction, on_refused, on_touched,
};
use super::observer::{Observer, Use};
use crate::processor::{Core, Failure};

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

/// An emulated processor.
pub struct Engine<O> {
    /// Written by the hooks, which run only within `run`.
    hooked: Box<UnsafeCell<Hooked<O>>>,
    /// Made by `Box::into_raw`; the emulator has their addresses.
    devices: Vec<*mut Device<O>>,
    /// The processor as it was at first; null if that is not known yet.
    fresh: *mut c_void,
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
        let mut this = Self {
            hooked: Box::new(UnsafeCell::new(Hooked {
                cpu,
                observer,
                panic: None,
            })),
            devices: Vec::new(),
            fresh: ptr::null_mut(),
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
        // SAFETY: the engine is open; the last argument is where the address
        // of the context is written.
        check(unsafe { (api.uc_context_alloc)(engine, &mut this.fresh) })?;
        // SAFETY: the engine is open, and the context is one of its own.
        check(unsafe { (api.uc_context_save)(engine, this.fresh) })?;
        Ok(this)
    }

    /// Puts all registers back to what they were at first, those too that have
    /// no number here.
    ///
    /// # Errors
    ///
    /// If the emulator refuses.
    pub fn reset(&mut self) -> Result<(), Failure> {
        let Cpu { api, engine } = *self.cpu();
        // SAFETY: the engine is open, and the context is one of its own.
        check(unsafe { (api.uc_context_restore)(engine, self.fresh) })
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
        let device = Box::into_raw(Box::new(Device::<O> {
            hooked: self.hooked.get(),
            base: address,
        }));
        self.devices.push(device);
        let device = device.cast::<c_void>();
        let cpu = self.cpu();
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
        if !self.fresh.is_null() {
            // SAFETY: it was allocated, and is not used again.
            unsafe { (api.uc_context_free)(self.fresh) };
        }
        // SAFETY: the engine is open, and not used again. It cannot fail on an
        // engine that is not running.
        unsafe { (api.uc_close)(engine) };
        for device in self.devices.drain(..) {
            // SAFETY: it was made by `Box::into_raw`, and the emulator, which
            // alone had its address, is closed.
            drop(unsafe { Box::from_raw(device) });
        }
    }
}
