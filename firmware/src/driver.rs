//! What a register driver does: the bodies of the operations of
//! `stm32xx-sys.idol`, over memory-mapped registers.
//!
//! They are of three kinds: a bit of one register out of a table is set or
//! cleared (clocks and resets), pins of a port are configured, set, toggled and
//! read, and interrupts are enabled, disabled and looked at.

use core::ptr;

use crate::stand_in::sys::{Edge, IrqControl, Port, RccError};

const RCC: usize = 0x4002_0000;
const GPIO: usize = 0x4000_0000;
const EXTI: usize = 0x4003_0000;
const UID: usize = 0x4003_1000;

/// The registers of each group of peripherals, from [`RCC`]: resets, clocks.
const GROUPS: [[u16; 2]; 8] = [
    [0x7C, 0xD4],
    [0x80, 0xD8],
    [0x84, 0xDC],
    [0x88, 0xE0],
    [0x8C, 0xE4],
    [0x90, 0xE8],
    [0x94, 0xEC],
    [0x98, 0xF0],
];

fn read(address: usize) -> u32 {
    // SAFETY: the address is of a register, aligned, and the emulator has
    // memory there.
    unsafe { ptr::with_exposed_provenance::<u32>(address).read_volatile() }
}

fn write(address: usize, value: u32) {
    // SAFETY: as in `read`, and nothing else refers to that memory.
    unsafe {
        ptr::with_exposed_provenance_mut::<u32>(address).write_volatile(value);
    }
}

fn modify(address: usize, change: impl FnOnce(u32) -> u32) {
    write(address, change(read(address)));
}

/// A peripheral's register and bit: the upper bits of its number are the group,
/// the lower five the bit.
fn peripheral(number: u32, clock: bool) -> Result<(usize, u32), RccError> {
    let group = usize::try_from(number >> 5).unwrap_or(usize::MAX);
    let registers = GROUPS.get(group).ok_or(RccError::FirstError)?;
    let [reset, enable] = *registers;
    let offset = if clock { enable } else { reset };
    Ok((RCC.wrapping_add(offset.into()), 1 << (number & 31)))
}

/// A register of a port.
fn pin_register(port: Port, offset: usize) -> usize {
    GPIO.wrapping_add((port as usize) << 10)
        .wrapping_add(offset)
}

/// A driver's state. 8 bytes.
#[derive(Default)]
pub struct Driver {
    enabled: u32,
    seen: u32,
}

impl Driver {
    /// Lets a peripheral's clock run.
    #[inline(always)]
    pub fn enable_clock(&mut self, number: u32) -> Result<(), RccError> {
        let (register, bit) = peripheral(number, true)?;
        modify(register, |bits| bits | bit);
        Ok(())
    }

    /// Stops a peripheral's clock.
    #[inline(always)]
    pub fn disable_clock(&mut self, number: u32) -> Result<(), RccError> {
        let (register, bit) = peripheral(number, true)?;
        modify(register, |bits| bits & !bit);
        Ok(())
    }

    /// Holds a peripheral in reset.
    #[inline(always)]
    pub fn enter_reset(&mut self, number: u32) -> Result<(), RccError> {
        let (register, bit) = peripheral(number, false)?;
        modify(register, |bits| bits | bit);
        Ok(())
    }

    /// Lets a peripheral out of reset.
    #[inline(always)]
    pub fn leave_reset(&mut self, number: u32) -> Result<(), RccError> {
        let (register, bit) = peripheral(number, false)?;
        modify(register, |bits| bits & !bit);
        Ok(())
    }

    /// Configures pins: mode, output type, speed, pull and alternate function,
    /// packed from bit 0 on.
    #[inline(always)]
    pub fn configure(&mut self, port: Port, pins: u16, packed: u16) {
        let packed = u32::from(packed);
        for pin in 0..16_u32 {
            if pins & (1 << pin) == 0 {
                continue;
            }
            for (offset, value) in [
                (0x00, packed & 3),
                (0x08, packed >> 3 & 3),
                (0x0C, packed >> 5 & 3),
            ] {
                modify(pin_register(port, offset), |bits| {
                    bits & !(3 << (2 * pin)) | value << (2 * pin)
                });
            }
            modify(pin_register(port, 0x04), |bits| {
                bits & !(1 << pin) | (packed >> 2 & 1) << pin
            });
            let (offset, shift) = if pin < 8 {
                (0x20, 4 * pin)
            } else {
                (0x24, 4 * (pin & 7))
            };
            modify(pin_register(port, offset), |bits| {
                bits & !(15 << shift) | (packed >> 7 & 15) << shift
            });
        }
    }

    /// Sets pins and resets others, at once.
    #[inline(always)]
    pub fn set_reset(&mut self, port: Port, set: u16, reset: u16) {
        write(
            pin_register(port, 0x18),
            u32::from(reset) << 16 | u32::from(set),
        );
    }

    /// What the pins are at.
    #[inline(always)]
    pub fn read_input(&mut self, port: Port) -> u16 {
        read(pin_register(port, 0x10)) as u16
    }

    /// Turns pins over.
    #[inline(always)]
    pub fn toggle(&mut self, port: Port, pins: u16) {
        let now = read(pin_register(port, 0x14)) as u16;
        self.set_reset(port, !now & pins, now & pins);
    }

    /// The processor's own number.
    #[inline(always)]
    pub fn read_uid(&mut self) -> [u32; 3] {
        [read(UID), read(UID + 4), read(UID + 8)]
    }

    /// When inputs interrupt.
    #[inline(always)]
    pub fn irq_configure(&mut self, mask: u32, edge: Edge) {
        for (register, of) in [(EXTI, 1), (EXTI + 4, 2)] {
            if edge as u32 & of == 0 {
                modify(register, |bits| bits & !mask);
            } else {
                modify(register, |bits| bits | mask);
            }
        }
    }

    /// Enables or disables interrupts; whether one has arrived since last
    /// asked.
    #[inline(always)]
    pub fn irq_control(&mut self, mask: u32, op: IrqControl) -> bool {
        match op {
            IrqControl::Check => {}
            IrqControl::Enable => self.enabled |= mask,
            IrqControl::Disable => self.enabled &= !mask,
        }
        write(EXTI + 0x80, self.enabled);
        self.seen |= read(EXTI + 0x88);
        let arrived = self.seen & mask != 0;
        self.seen &= !mask;
        arrived
    }
}
