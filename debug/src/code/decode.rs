//! The instruction at an address.

use super::instruction::Instruction;
use super::program::Program;
use super::{narrow, wide};

/// Decodes the instruction at an address. `None` where there is none.
pub(super) fn at(program: &Program<'_>, address: u32) -> Option<Instruction> {
    let first = u32::from(program.half(address)?);
    if first >> 11 < 0b11101 {
        return Some(Instruction {
            size: 2,
            effect: narrow::effect(first, address),
            is_float: false,
        });
    }
    let second = u32::from(program.half(address.checked_add(2)?)?);
    Some(Instruction {
        size: 4,
        effect: wide::effect(first, second, address),
        is_float: wide::is_float(first, second),
    })
}
