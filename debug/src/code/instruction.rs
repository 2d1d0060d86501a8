//! An instruction of a Cortex-M, as far as it tells where the stack pointer is
//! and what runs next.

/// The stack pointer, as a register's number.
pub(super) const SP: u8 = 13;

/// The link register.
pub(super) const LR: u8 = 14;

/// An instruction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Instruction {
    /// 2 or 4 bytes.
    pub(super) size: u32,
    pub(super) effect: Effect,
    /// Whether it is one of the floating-point unit's.
    pub(super) is_float: bool,
}

/// What it does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Effect {
    /// It moves the stack pointer down by so many bytes, up if they are
    /// negative, and leaves something unknown in the registers of a mask.
    Plain { down: i64, writes: u16 },
    /// A register gets a value that may be followed.
    Set { to: u8, from: Source },
    /// It goes on elsewhere.
    Jump(u32),
    /// It goes on elsewhere, or behind it.
    Branch(u32),
    /// It calls a function.
    Call(u32),
    /// It goes on where a register says.
    JumpTo(u8),
    /// It calls what a register says.
    CallTo(u8),
    /// It goes on at one of many places: of a table, or computed.
    Table,
    /// It returns, with the caller's address from the stack.
    Return,
    /// So many instructions behind it are executed or skipped.
    If(u8),
    /// A system call.
    SystemCall,
    /// Nothing is executed behind it.
    Stop,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Source {
    Constant(u32),
    /// The word at an address of the program.
    Literal(u32),
    /// A register and a number.
    Plus(u8, i64),
    /// Two registers.
    Sum(u8, u8),
    /// A register without its lowest bits.
    Aligned(u8, u32),
    /// A register, shifted to the right by bits that are lost.
    Right(u8, u32),
    /// A register, shifted to the left.
    Left(u8, u32),
    /// The register's own lower half, and an upper one.
    Upper(u32),
}

impl Effect {
    /// One that matters for nothing here but the registers that it writes.
    pub(super) fn writes(writes: u16) -> Self {
        Self::Plain { down: 0, writes }
    }

    /// One that writes a register.
    pub(super) fn write(register: u32) -> Self {
        Self::writes(mask(register))
    }

    /// A register's number and its new value.
    pub(super) fn set(to: u32, from: Source) -> Self {
        let to = number(to);
        Self::Set { to, from }
    }
}

/// The lower four bits, as a register's number.
pub(super) fn number(bits: u32) -> u8 {
    (bits & 0xF) as u8
}

/// A mask of one register.
pub(super) fn mask(register: u32) -> u16 {
    1 << (register & 0xF)
}

/// Where an instruction that reads the program counter finds it.
pub(super) fn here(address: u32) -> u32 {
    address.wrapping_add(4)
}

/// A number of so many bits, with its sign.
pub(super) fn signed(bits: u32, width: u32) -> u32 {
    let unused = 32 - width;
    ((bits << unused).cast_signed() >> unused).cast_unsigned()
}
