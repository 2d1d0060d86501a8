//! The stack frame of a function, read from its instructions.
//!
//! The compiler's own table of stack sizes is there on nightly only, and the
//! unwind tables follow the frame pointer, so they do not say how much is
//! reserved below it. What lowers the stack pointer does: a function pushes
//! registers and reserves the rest once, in its prologue.

use crate::image::{Function, Image};

/// The largest stack frame of the measured functions in bytes: what one of
/// them pushes and reserves.
pub fn largest(image: &Image) -> u32 {
    image
        .functions()
        .map(|function| size(image, function))
        .max()
        .unwrap_or(0)
}

/// Bytes by which `function` lowers the stack pointer.
fn size(image: &Image, function: &Function) -> u32 {
    let mut total = 0;
    let mut address = function.address;
    while address < function.address + function.size {
        if !image.is_code(address) {
            address += 2;
            continue;
        }
        let first = half(image, address);
        // The upper five bits tell an instruction of 32 bits from one of 16.
        if first >> 11 < 0b11101 {
            total += narrow(image, function, address, first);
            address += 2;
        } else {
            total += wide(first, half(image, address + 2));
            address += 4;
        }
    }
    total
}

fn half(image: &Image, address: u32) -> u32 {
    image
        .bytes(address)
        .map_or(0, |bytes| u16::from_le_bytes(bytes).into())
}

/// Of an instruction of 16 bits.
fn narrow(image: &Image, function: &Function, at: u32, code: u32) -> u32 {
    if code >> 9 == 0b101_1010 {
        // push {r0-r7, lr}
        4 * (code & 0x1FF).count_ones()
    } else if code >> 7 == 0b1_0110_0001 {
        // sub sp, #imm7 * 4
        4 * (code & 0x7F)
    } else if code & 0xFF87 == 0x4485 {
        // add sp, rM, with a negative constant loaded before: ARMv6-M
        let register = code >> 3 & 0xF;
        (function.address..at)
            .rev()
            .filter(|address| address % 2 == 0)
            .map(|address| (address, half(image, address)))
            // ldr rM, [pc, #imm8 * 4]
            .find(|(_, load)| load >> 8 == (0b01001 << 3 | register))
            .and_then(|(address, load)| {
                let literal = ((address + 4) & !3) + 4 * (load & 0xFF);
                let added = i32::from_le_bytes(image.bytes(literal)?);
                u32::try_from(added.checked_neg()?).ok()
            })
            .unwrap_or(0)
    } else {
        0
    }
}

/// Bytes by which an instruction of 32 bits, in two halves, lowers the stack
/// pointer.
#[must_use]
pub fn wide(first: u32, second: u32) -> u32 {
    match first {
        // push.w {list}
        0xE92D => 4 * second.count_ones(),
        // str rT, [sp, #-4]!
        0xF84D if second & 0xFFF == 0xD04 => 4,
        // vpush: of double registers, the immediate counts words too
        0xED2D => 4 * (second & 0xFF),
        // sub.w sp, sp, #modified; subw sp, sp, #imm12
        _ if first & 0xFBFF == 0xF1AD && second >> 8 & 0xF == 0xD => {
            modified(immediate(first, second))
        }
        _ if first & 0xFBFF == 0xF2AD && second >> 8 & 0xF == 0xD => {
            immediate(first, second)
        }
        _ => 0,
    }
}

/// The 12 bits of an immediate operand.
fn immediate(first: u32, second: u32) -> u32 {
    (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | second & 0xFF
}

/// The number that 12 bits stand for as a modified immediate.
fn modified(bits: u32) -> u32 {
    let byte = bits & 0xFF;
    match bits >> 8 {
        0 => byte,
        1 => byte << 16 | byte,
        2 => byte << 24 | byte << 8,
        3 => byte * 0x0101_0101,
        _ => (0x80 | byte & 0x7F).rotate_right(bits >> 7),
    }
}
