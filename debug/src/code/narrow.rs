//! Instructions of 16 bits.

use super::instruction::{Effect, SP, Source, here, mask, number, signed};

/// What one does, at this address.
pub(super) fn effect(code: u32, address: u32) -> Effect {
    let low = code & 7;
    let middle = code >> 8 & 7;
    match code >> 10 {
        // Shifts, and sums of three operands.
        0b00_0000..=0b00_0111 => shifted(code),
        // mov, cmp, add, sub with a byte
        0b00_1000..=0b00_1111 => {
            let byte = i64::from(code & 0xFF);
            let from = number(middle);
            match code >> 11 & 3 {
                0 => Effect::set(middle, Source::Constant(code & 0xFF)),
                1 => Effect::writes(0),
                2 => Effect::set(middle, Source::Plus(from, byte)),
                _ => Effect::set(middle, Source::Plus(from, -byte)),
            }
        }
        0b01_0000 => match code >> 6 & 0xF {
            // tst, cmp, cmn
            8 | 10 | 11 => Effect::writes(0),
            _ => Effect::write(low),
        },
        0b01_0001 => of_any_register(code),
        // ldr rT, [pc, #..]
        0b01_0010 | 0b01_0011 => {
            let literal = (here(address) & !3) + 4 * (code & 0xFF);
            Effect::set(middle, Source::Literal(literal))
        }
        // Loads and stores with a register: from ldrsb on they load.
        0b01_0100..=0b01_0111 => match code >> 9 & 7 {
            0..=2 => Effect::writes(0),
            _ => Effect::write(low),
        },
        // Loads and stores with a number.
        0b01_1000..=0b10_0011 => match code >> 11 & 1 {
            0 => Effect::writes(0),
            _ => Effect::write(low),
        },
        // Those on the stack.
        0b10_0100..=0b10_0111 => match code >> 11 & 1 {
            0 => Effect::writes(0),
            _ => Effect::write(middle),
        },
        // adr
        0b10_1000 | 0b10_1001 => {
            let there = (here(address) & !3) + 4 * (code & 0xFF);
            Effect::set(middle, Source::Constant(there))
        }
        // add rD, sp, #..
        0b10_1010 | 0b10_1011 => {
            let bytes = i64::from(4 * (code & 0xFF));
            Effect::set(middle, Source::Plus(SP, bytes))
        }
        0b10_1100..=0b10_1111 => other(code, address),
        // stm, ldm
        0b11_0000..=0b11_0011 => {
            let list = match code >> 11 & 1 {
                0 => 0,
                _ => (code & 0xFF) as u16,
            };
            Effect::writes(list | mask(middle))
        }
        0b11_0100..=0b11_0111 => match code >> 8 & 0xF {
            14 => Effect::Stop,
            15 => Effect::SystemCall,
            _ => {
                let by = signed(code & 0xFF, 8) << 1;
                Effect::Branch(here(address).wrapping_add(by))
            }
        },
        _ => {
            let by = signed(code & 0x7FF, 11) << 1;
            Effect::Jump(here(address).wrapping_add(by))
        }
    }
}

/// Shifts by a number; `add` and `sub` of three operands.
fn shifted(code: u32) -> Effect {
    let (to, from) = (code & 7, number(code >> 3 & 7));
    let by = code >> 6 & 0x1F;
    match code >> 11 {
        // lsl by 0 is mov
        0 => Effect::set(to, Source::Left(from, by)),
        1 if by > 0 => Effect::set(to, Source::Right(from, by)),
        3 => {
            let third = code >> 6 & 7;
            match code >> 9 & 3 {
                0 => Effect::set(to, Source::Sum(from, number(third))),
                1 => Effect::write(to),
                2 => Effect::set(to, Source::Plus(from, third.into())),
                _ => Effect::set(to, Source::Plus(from, -i64::from(third))),
            }
        }
        _ => Effect::write(to),
    }
}

/// add, cmp, mov, bx and blx of any register.
fn of_any_register(code: u32) -> Effect {
    let to = (code >> 4 & 8) | (code & 7);
    let from = number(code >> 3);
    match (code >> 8 & 3, to) {
        (0, 15) => Effect::Table,
        (0, _) => Effect::set(to, Source::Sum(number(to), from)),
        (1, _) => Effect::writes(0),
        (2, 15) => Effect::JumpTo(from),
        (2, _) => Effect::set(to, Source::Plus(from, 0)),
        _ if code >> 7 & 1 == 1 => Effect::CallTo(from),
        _ => Effect::JumpTo(from),
    }
}

/// What begins with 1011.
fn other(code: u32, address: u32) -> Effect {
    match code >> 8 & 0xF {
        // add sp, #..; sub sp, #..
        0 => {
            let bytes = i64::from(4 * (code & 0x7F));
            let down = match code >> 7 & 1 {
                0 => -bytes,
                _ => bytes,
            };
            Effect::Plain { down, writes: 0 }
        }
        // cbz, cbnz
        1 | 3 | 9 | 11 => {
            let by = (code >> 9 & 1) << 6 | (code >> 3 & 0x1F) << 1;
            Effect::Branch(here(address).wrapping_add(by))
        }
        // sxth and the like; rev and the like
        2 | 10 => Effect::write(code & 7),
        // push
        4 | 5 => Effect::Plain {
            down: 4 * i64::from((code & 0x1FF).count_ones()),
            writes: 0,
        },
        // pop
        12 => Effect::Plain {
            down: -4 * i64::from((code & 0xFF).count_ones()),
            writes: (code & 0xFF) as u16,
        },
        13 => Effect::Return,
        // bkpt
        14 => Effect::writes(0),
        15 => match code & 0xF {
            0 => Effect::writes(0),
            bits => Effect::If((4 - bits.trailing_zeros()) as u8),
        },
        _ => Effect::writes(0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::instruction::LR;
    use super::*;

    #[test]
    fn instructions_of_16_bits_are_decoded() {
        let plain = |down, writes| Effect::Plain { down, writes };
        for (code, means) in [
            // push {r4, r5, r7, lr}; pop {r4, r5, r7}; pop {r7, pc}
            (0xB5B0, plain(16, 0)),
            (0xBCB0, plain(-12, 0b1011_0000)),
            (0xBD80, Effect::Return),
            // sub sp, #24; add sp, #24
            (0xB086, plain(24, 0)),
            (0xB006, plain(-24, 0)),
            // add r7, sp, #8; mov sp, r4; add sp, r6
            (0xAF02, Effect::set(7, Source::Plus(SP, 8))),
            (0x46A5, Effect::set(13, Source::Plus(4, 0))),
            (0x44B5, Effect::set(13, Source::Sum(13, 6))),
            // ldr r0, [pc, #4] at 0x102
            (0x4801, Effect::set(0, Source::Literal(0x108))),
            // lsrs r4, r4, #4; lsls r4, r4, #4
            (0x0924, Effect::set(4, Source::Right(4, 4))),
            (0x0124, Effect::set(4, Source::Left(4, 4))),
            // subs r4, #32; subs r4, r7, #4; movs r0, #1
            (0x3C20, Effect::set(4, Source::Plus(4, -32))),
            (0x1F3C, Effect::set(4, Source::Plus(7, -4))),
            (0x2001, Effect::set(0, Source::Constant(1))),
            // bx lr; blx r3; mov pc, r0; add pc, r1
            (0x4770, Effect::JumpTo(LR)),
            (0x4798, Effect::CallTo(3)),
            (0x4687, Effect::JumpTo(0)),
            (0x448F, Effect::Table),
            // b to itself; beq 8 on; cbz r0, 4 on; it eq; ite eq
            (0xE7FE, Effect::Jump(0x102)),
            (0xD002, Effect::Branch(0x10A)),
            (0xB100, Effect::Branch(0x106)),
            (0xBF08, Effect::If(1)),
            (0xBF0C, Effect::If(2)),
            // svc 0; udf; ldmia r0!, {r1, r2}; str r0, [sp, #4]; ldr r2, [sp]
            (0xDF00, Effect::SystemCall),
            (0xDEFE, Effect::Stop),
            (0xC806, plain(0, 0b111)),
            (0x9001, plain(0, 0)),
            (0x9A00, plain(0, 0b100)),
        ] {
            assert_eq!(effect(code, 0x102), means, "{code:#06x}");
        }
    }
}
