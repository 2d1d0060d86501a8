//! Instructions of 32 bits.

use super::instruction::{Effect, Source, here, mask, number, signed};

/// Whether one is the floating-point unit's.
pub(super) fn is_float(first: u32, second: u32) -> bool {
    first & 0xEC00 == 0xEC00 && second >> 9 & 7 == 0b101
}

/// What one does, at this address.
pub(super) fn effect(first: u32, second: u32, address: u32) -> Effect {
    if first & 0xEC00 == 0xEC00 {
        return coprocessor(first, second);
    }
    match first >> 9 & 0xF {
        0b0100 if first >> 6 & 1 == 0 => several(first, second),
        0b0100 => two(first, second),
        0b0101 => of_registers(first, second),
        0b1000..=0b1011 if second >> 15 == 1 => jump(first, second, address),
        0b1000..=0b1011 => of_numbers(first, second, address),
        0b1100 => one(first, second, address),
        // Multiplications of two registers' results.
        0b1101 if first >> 7 & 3 == 0b11 => {
            Effect::writes(mask(second >> 8) | mask(second >> 12))
        }
        _ => Effect::write(second >> 8),
    }
}

/// ldm, stm, push and pop.
fn several(first: u32, second: u32) -> Effect {
    let loads = first >> 4 & 1 == 1;
    let writes_back = first >> 5 & 1 == 1;
    let base = first & 0xF;
    let bytes = 4 * i64::from(second.count_ones());
    if loads && second >> 15 == 1 {
        return match base {
            13 => Effect::Return,
            _ => Effect::Table,
        };
    }
    let list = if loads { (second & 0x7FFF) as u16 } else { 0 };
    match (writes_back, base) {
        (true, 13) => Effect::Plain {
            down: if loads { -bytes } else { bytes },
            writes: list,
        },
        (true, _) => Effect::writes(list | mask(base)),
        (false, _) => Effect::writes(list),
    }
}

/// ldrd, strd, those that are exclusive, and jumps by tables.
fn two(first: u32, second: u32) -> Effect {
    // tbb, tbh
    if first & 0xFFF0 == 0xE8D0 && second & 0xFFE0 == 0xF000 {
        return Effect::Table;
    }
    let is_double = first >> 8 & 1 == 1 || first >> 5 & 1 == 1;
    let mut writes = mask(second >> 12) | mask(second >> 8);
    if !is_double {
        writes |= mask(second);
    } else if first >> 4 & 1 == 0 {
        writes = 0;
    }
    let mut down = 0;
    if is_double && first >> 5 & 1 == 1 {
        let bytes = i64::from(4 * (second & 0xFF));
        match first & 0xF {
            13 => down = if first >> 7 & 1 == 1 { -bytes } else { bytes },
            base => writes |= mask(base),
        }
    }
    Effect::Plain { down, writes }
}

/// One word, half or byte.
fn one(first: u32, second: u32, address: u32) -> Effect {
    let loads = first >> 4 & 1 == 1;
    let is_word = first >> 5 & 3 == 2;
    let (base, target) = (first & 0xF, second >> 12);
    if loads && base == 15 {
        let by = second & 0xFFF;
        let there = here(address) & !3;
        let literal = match first >> 7 & 1 {
            1 => there.wrapping_add(by),
            _ => there.wrapping_sub(by),
        };
        return match (is_word, target) {
            (true, 15) => Effect::Table,
            (true, _) => Effect::set(target, Source::Literal(literal)),
            (false, _) => Effect::write(target),
        };
    }
    let has_byte = first >> 7 & 1 == 0 && second >> 11 & 1 == 1;
    let writes_back = has_byte && second >> 8 & 1 == 1;
    if loads && is_word && target == 15 {
        return match base {
            13 if writes_back => Effect::Return,
            _ => Effect::Table,
        };
    }
    let mut writes = if loads { mask(target) } else { 0 };
    let mut down = 0;
    if writes_back {
        let bytes = i64::from(second & 0xFF);
        match base {
            13 => down = if second >> 9 & 1 == 1 { -bytes } else { bytes },
            _ => writes |= mask(base),
        }
    }
    Effect::Plain { down, writes }
}

/// Sums and the like of registers.
fn of_registers(first: u32, second: u32) -> Effect {
    let to = second >> 8 & 0xF;
    let (base, other) = (first & 0xF, number(second));
    let is_shifted = second & 0x70F0 != 0;
    match (first >> 5 & 0xF, to) {
        // Of these that write nothing only the flags count.
        (_, 15) => Effect::writes(0),
        (0b0010, _) if base == 15 && !is_shifted => {
            Effect::set(to, Source::Plus(other, 0))
        }
        (0b1000, _) if !is_shifted => {
            Effect::set(to, Source::Sum(number(base), other))
        }
        _ => Effect::write(to),
    }
}

/// Sums and the like with a number.
fn of_numbers(first: u32, second: u32, address: u32) -> Effect {
    let to = second >> 8 & 0xF;
    let from = first & 0xF;
    let bits =
        (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | second & 0xFF;
    let plus = |bytes: i64| match from {
        15 => {
            let there = i64::from(here(address) & !3).wrapping_add(bytes);
            Effect::set(to, Source::Constant(there as u32))
        }
        _ => Effect::set(to, Source::Plus(number(from), bytes)),
    };
    if first >> 9 & 1 == 0 {
        let value = modified(bits);
        return match (first >> 5 & 0xF, from) {
            _ if to == 15 => Effect::writes(0),
            (0b0010, 15) => Effect::set(to, Source::Constant(value)),
            // bic of the lowest bits
            (0b0001, _) if value.wrapping_add(1).is_power_of_two() => {
                let bits = value.count_ones();
                Effect::set(to, Source::Aligned(number(from), bits))
            }
            (0b1000, _) => plus(value.into()),
            (0b1101, _) => plus(-i64::from(value)),
            _ => Effect::write(to),
        };
    }
    let half = from << 12 | bits;
    match first >> 4 & 0x1F {
        0b00000 => plus(bits.into()),
        0b01010 => plus(-i64::from(bits)),
        0b00100 => Effect::set(to, Source::Constant(half)),
        0b01100 => Effect::set(to, Source::Upper(half)),
        // bfc from bit 0 on
        0b10110 if from == 15 && second & 0x70C0 == 0 => {
            let bits = (second & 0x1F) + 1;
            Effect::set(to, Source::Aligned(number(to), bits))
        }
        _ => Effect::write(to),
    }
}

/// The number that 12 bits stand for.
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

/// Jumps, calls, and what the processor is told.
fn jump(first: u32, second: u32, address: u32) -> Effect {
    let sign = first >> 10 & 1;
    let (one, two) = (second >> 13 & 1, second >> 11 & 1);
    let far = |width: u32| {
        // Two bits are stored as whether they differ from the sign.
        let (one, two) = (1 ^ one ^ sign, 1 ^ two ^ sign);
        let bits = sign << 24
            | one << 23
            | two << 22
            | (first & 0x3FF) << 12
            | (second & 0x7FF) << 1;
        here(address).wrapping_add(signed(bits, width))
    };
    match second & 0xD000 {
        0xD000 => Effect::Call(far(25)),
        0x9000 => Effect::Jump(far(25)),
        // Into code of another kind, which a Cortex-M has not.
        0xC000 => Effect::Stop,
        _ if first & 0xFFF0 == 0xF7F0 && second & 0xF000 == 0xA000 => {
            Effect::Stop
        }
        _ if first >> 7 & 7 != 7 => {
            let bits = sign << 20
                | two << 19
                | one << 18
                | (first & 0x3F) << 12
                | (second & 0x7FF) << 1;
            Effect::Branch(here(address).wrapping_add(signed(bits, 21)))
        }
        // mrs
        _ if first & 0xFFE0 == 0xF3E0 => Effect::write(second >> 8),
        _ => Effect::writes(0),
    }
}

/// Instructions of the floating-point unit, and of others.
fn coprocessor(first: u32, second: u32) -> Effect {
    let bytes = i64::from(4 * (second & 0xFF));
    // vpush, vpop
    if first & 0xFFBF == 0xED2D {
        return Effect::Plain {
            down: bytes,
            writes: 0,
        };
    }
    if first & 0xFFBF == 0xECBD {
        return Effect::Plain {
            down: -bytes,
            writes: 0,
        };
    }
    match first >> 8 & 0xF {
        // Two registers at once.
        0xC if first & 0xFFE0 == 0xEC40 => {
            Effect::writes(mask(second >> 12) | mask(first))
        }
        // vldm, vstm with another base
        0xC | 0xD if first >> 5 & 1 == 1 && first & 0xF != 13 => {
            Effect::write(first)
        }
        0xC | 0xD => Effect::writes(0),
        // To a register; as flags, if it is the program counter.
        0xE if first >> 4 & 1 == 1 && second >> 4 & 1 == 1 => {
            Effect::write(second >> 12)
        }
        _ => Effect::writes(0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::instruction::SP;
    use super::*;

    #[test]
    fn instructions_of_32_bits_are_decoded() {
        let plain = |down, writes| Effect::Plain { down, writes };
        for (first, second, means) in [
            // push.w {r4-r11, lr}; pop.w {r8-r10}; pop.w {r4-r11, pc}
            (0xE92D, 0x4FF0, plain(36, 0)),
            (0xE8BD, 0x0700, plain(-12, 0x700)),
            (0xE8BD, 0x8FF0, Effect::Return),
            // str r11, [sp, #-4]!; ldr r11, [sp], #4; ldr pc, [sp], #4
            (0xF84D, 0xBD04, plain(4, 0)),
            (0xF85D, 0xBB04, plain(-4, 0x800)),
            (0xF85D, 0xFB04, Effect::Return),
            // strd r4, r5, [sp, #-8]!; ldrd r4, r5, [sp], #8
            (0xE96D, 0x4502, plain(8, 0)),
            (0xE8FD, 0x4502, plain(-8, 0x30)),
            // vpush {d8, d9}; vpop {d8, d9}
            (0xED2D, 0x8B04, plain(16, 0)),
            (0xECBD, 0x8B04, plain(-16, 0)),
            // sub.w sp, sp, #512; subw sp, sp, #514; add.w sp, sp, #512
            (0xF5AD, 0x7D00, Effect::set(13, Source::Plus(SP, -512))),
            (0xF2AD, 0x2D02, Effect::set(13, Source::Plus(SP, -514))),
            (0xF50D, 0x7D00, Effect::set(13, Source::Plus(SP, 512))),
            // sub.w r4, r7, #24; bfc r4, #0, #4; ldr.w r0, [sp, #4]
            (0xF1A7, 0x0418, Effect::set(4, Source::Plus(7, -24))),
            (0xF36F, 0x0403, Effect::set(4, Source::Aligned(4, 4))),
            (0xF8DD, 0x0004, plain(0, 1)),
            // movw r12, #0x1234; movt r12, #0x2000
            (0xF241, 0x2C34, Effect::set(12, Source::Constant(0x1234))),
            (0xF2C2, 0x0C00, Effect::set(12, Source::Upper(0x2000))),
            // bl 0x1000 bytes on; bl back by 4; b.w; beq.w; tbb; udf.w
            (0xF001, 0xF800, Effect::Call(0x1104)),
            (0xF7FF, 0xFFFE, Effect::Call(0x100)),
            (0xF001, 0xB800, Effect::Jump(0x1104)),
            (0xF001, 0x8000, Effect::Branch(0x1104)),
            (0xE8DF, 0xF000, Effect::Table),
            (0xF7F0, 0xA000, Effect::Stop),
            // umull r0, r1, r2, r3; dsb; vmov r0, s0
            (0xFBA2, 0x0103, plain(0, 3)),
            (0xF3BF, 0x8F4F, plain(0, 0)),
            (0xEE10, 0x0A10, plain(0, 1)),
        ] {
            let found = effect(first, second, 0x100);
            assert_eq!(found, means, "{first:#06x} {second:#06x}");
        }
        assert!(is_float(0xEE10, 0x0A10) && is_float(0xED2D, 0x8B04));
        assert!(!is_float(0xE92D, 0x4FF0) && !is_float(0xEE10, 0x0E10));
    }
}
