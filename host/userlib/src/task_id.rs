//! Who a task is: its index, its generation, and the codes that say that a
//! generation has ended.

use serde::{Deserialize, Serialize};

/// Names one incarnation of one task: the index in the low
/// [10 bits](TaskId::INDEX_BITS), the generation in the top six. 2 bytes.
///
/// A restart changes the generation, so an old `TaskId` never reaches the
/// new incarnation: it is answered with a dead code.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[repr(transparent)]
pub struct TaskId(pub u16);

impl TaskId {
    /// The kernel itself: the sender of notifications.
    pub const KERNEL: Self = Self(0xFFFF);
    /// No task. A system call on it faults the caller.
    pub const UNBOUND: Self = Self(0x3FE);
    /// Bits that the index takes, from bit 0 up.
    pub const INDEX_BITS: u32 = 10;
    /// The bits of the index.
    pub const INDEX_MASK: u16 = (1 << Self::INDEX_BITS) - 1;

    /// Puts an id together. Of the generation the top two bits are dropped,
    /// of the index all but the low ten.
    pub const fn for_index_and_gen(
        index: usize,
        generation: Generation,
    ) -> Self {
        Self(
            (index as u16 & Self::INDEX_MASK)
                | ((generation.0 as u16) << Self::INDEX_BITS),
        )
    }

    /// Position of the task in the system's task table, 0 to 1023.
    pub const fn index(&self) -> usize {
        (self.0 & Self::INDEX_MASK) as usize
    }

    /// The incarnation meant, 0 to 63.
    pub const fn generation(&self) -> Generation {
        Generation((self.0 >> Self::INDEX_BITS) as u8)
    }

    /// The id of the incarnation after this one.
    pub const fn next_generation(self) -> Self {
        Self::for_index_and_gen(self.index(), self.generation().next())
    }
}

/// How often a task has been restarted, modulo 64. 1 byte.
///
/// Converting from and to `u8` keeps all eight bits; only [`next`] keeps to
/// the six that a [`TaskId`] has room for.
///
/// [`next`]: Generation::next
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
#[repr(transparent)]
pub struct Generation(u8);

impl Generation {
    /// The generation in which every task starts.
    pub const ZERO: Self = Self(0);

    /// The generation after this one: after 63 comes 0.
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1) & 0x3F)
    }
}

impl From<u8> for Generation {
    fn from(bits: u8) -> Self {
        Self(bits)
    }
}

impl From<Generation> for u8 {
    fn from(generation: Generation) -> u8 {
        generation.0
    }
}

/// Return codes from here up are dead codes: the peer is gone, and the low
/// byte is the generation of its next incarnation.
pub const FIRST_DEAD_CODE: u32 = 0xFFFF_FF00;

/// The dead code that announces `new_generation`.
pub const fn dead_response_code(new_generation: Generation) -> u32 {
    FIRST_DEAD_CODE | new_generation.0 as u32
}

/// The generation that a dead code announces, or `None` if `code` is not one
/// (its top 24 bits are not all ones). Keeps all eight low bits.
pub const fn extract_new_generation(code: u32) -> Option<Generation> {
    if code & FIRST_DEAD_CODE == FIRST_DEAD_CODE {
        Some(Generation(code as u8))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_the_index_below_and_the_generation_above() {
        let id = TaskId::for_index_and_gen(5, Generation::from(3));
        assert_eq!(id, TaskId(3 << 10 | 5));
        assert_eq!(id.index(), 5);
        assert_eq!(id.generation(), Generation::from(3));
    }

    #[test]
    fn an_id_drops_the_top_two_bits_of_a_generation() {
        let id = TaskId::for_index_and_gen(1, Generation::from(0xC1));
        assert_eq!(id.generation(), Generation::from(1));
    }

    #[test]
    fn the_generation_after_63_is_0() {
        assert_eq!(Generation::from(63).next(), Generation::ZERO);
        let last = TaskId::for_index_and_gen(7, Generation::from(63));
        assert_eq!(last.next_generation(), TaskId(7));
    }

    #[test]
    fn a_generation_keeps_eight_bits_through_u8() {
        assert_eq!(u8::from(Generation::from(0xFF)), 0xFF);
    }

    #[test]
    fn the_fixed_ids_have_their_fixed_values() {
        assert_eq!(TaskId::KERNEL.0, 0xFFFF);
        assert_eq!(TaskId::UNBOUND.0, 0x3FE);
        assert_eq!(TaskId::INDEX_MASK, 0x3FF);
    }

    #[test]
    fn a_dead_code_is_one_whose_top_24_bits_are_ones() {
        assert_eq!(extract_new_generation(0), None);
        assert_eq!(extract_new_generation(0xFFFF_FEFF), None);
        assert_eq!(
            extract_new_generation(0xFFFF_FFC5),
            Some(Generation::from(0xC5))
        );
        assert_eq!(dead_response_code(Generation::from(9)), 0xFFFF_FF09);
    }
}
