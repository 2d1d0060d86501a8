//! What is known before an instruction is executed.

use super::instruction::{LR, SP, Source};
use super::program::Program;

/// What a register holds, as far as it is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Value {
    Unknown,
    Constant(u32),
    /// So many bytes below where the stack pointer was at the function's
    /// start.
    Stack(i64),
    /// The same, shifted to the right.
    Shifted(i64, u32),
    /// The address of the caller.
    Caller,
}

/// The stack pointer, and other registers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct State {
    /// Bytes that the stack pointer is below where it was at the function's
    /// start.
    pub(super) down: i64,
    registers: [Value; 16],
    /// How many instructions are executed or skipped from here on.
    pub(super) ifs: u8,
}

/// The address of a caller is in `lr` at a function's start.
impl Default for State {
    fn default() -> Self {
        let mut registers = [Value::Unknown; 16];
        registers[usize::from(LR)] = Value::Caller;
        Self {
            down: 0,
            registers,
            ifs: 0,
        }
    }
}

/// A stack pointer that got a value which is not followed.
pub(super) struct Lost;

impl State {
    /// What is known where two paths meet: of the stack the deeper.
    pub(super) fn join(&self, other: &Self) -> Self {
        let mut joined = *self;
        joined.down = self.down.max(other.down);
        joined.ifs = self.ifs.max(other.ifs);
        for (one, other) in joined.registers.iter_mut().zip(&other.registers) {
            if one != other {
                *one = Value::Unknown;
            }
        }
        joined
    }

    /// Forgets the registers of a mask.
    pub(super) fn forget(&mut self, mask: u16) {
        for (register, value) in self.registers.iter_mut().enumerate() {
            if mask >> register & 1 == 1 {
                *value = Value::Unknown;
            }
        }
    }

    fn get(&self, register: u8) -> Value {
        match register {
            SP => Value::Stack(self.down),
            15 => Value::Unknown,
            _ => self.registers[usize::from(register & 0xF)],
        }
    }

    /// The code at the address in a register, if that is known.
    pub(super) fn target(&self, register: u8) -> Option<u32> {
        match self.get(register) {
            Value::Constant(address) => Some(address & !1),
            _ => None,
        }
    }

    /// Whether a register has the address of the caller.
    pub(super) fn is_caller(&self, register: u8) -> bool {
        register == LR || self.get(register) == Value::Caller
    }

    /// Gives a register a value.
    pub(super) fn set(
        &mut self,
        to: u8,
        from: Source,
        program: &Program<'_>,
    ) -> Result<(), Lost> {
        let value = self.value(to, from, program);
        match (to, value) {
            (SP, Value::Stack(down)) => self.down = down,
            (SP, _) => return Err(Lost),
            _ => self.registers[usize::from(to & 0xF)] = value,
        }
        Ok(())
    }

    fn value(&self, to: u8, from: Source, program: &Program<'_>) -> Value {
        let aligned = |down: i64, bits: u32| {
            // At a function's start the stack pointer is a multiple of 8, and
            // what is below may be aligned to more by so much less.
            let unit = 1_i64 << bits.min(20);
            let least = unit.min(8);
            let down = down.saturating_add(least - 1) / least * least;
            Value::Stack(down.saturating_add(unit - least))
        };
        match from {
            Source::Constant(value) => Value::Constant(value),
            Source::Literal(at) => {
                program.word(at).map_or(Value::Unknown, Value::Constant)
            }
            Source::Plus(from, bytes) => match self.get(from) {
                Value::Constant(value) => {
                    Value::Constant(value.wrapping_add(bytes as u32))
                }
                Value::Stack(down) => Value::Stack(down.saturating_sub(bytes)),
                other if bytes == 0 => other,
                _ => Value::Unknown,
            },
            Source::Sum(one, other) => match (self.get(one), self.get(other)) {
                (Value::Stack(down), Value::Constant(bytes))
                | (Value::Constant(bytes), Value::Stack(down)) => {
                    let bytes = i64::from(bytes.cast_signed());
                    Value::Stack(down.saturating_sub(bytes))
                }
                (Value::Constant(one), Value::Constant(other)) => {
                    Value::Constant(one.wrapping_add(other))
                }
                _ => Value::Unknown,
            },
            Source::Aligned(from, bits) => match self.get(from) {
                Value::Stack(down) => aligned(down, bits),
                _ => Value::Unknown,
            },
            Source::Right(from, bits) => match self.get(from) {
                Value::Stack(down) => Value::Shifted(down, bits),
                Value::Constant(value) => Value::Constant(value >> bits),
                _ => Value::Unknown,
            },
            Source::Left(from, bits) => match self.get(from) {
                Value::Shifted(down, by) if by == bits => aligned(down, bits),
                Value::Constant(value) => Value::Constant(value << bits),
                other if bits == 0 => other,
                _ => Value::Unknown,
            },
            Source::Upper(half) => match self.get(to) {
                Value::Constant(value) => {
                    Value::Constant(half << 16 | value & 0xFFFF)
                }
                _ => Value::Unknown,
            },
        }
    }
}
