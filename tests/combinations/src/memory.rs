//! The memory that clients lend, and what servers do with it.

use idol_runtime::{
    Attribute, AttributeRead, AttributeWrite, Leased, LenLimit,
};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

use crate::operation::MAX_LEN;

/// As many elements as the limit allows.
const LIMIT: usize = MAX_LEN as usize;

/// What is lent as a whole.
#[derive(Copy, Clone, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Block {
    number: u32,
    bytes: [u8; 4],
}

/// Memory of which both sides know what it should hold.
pub trait Memory: std::fmt::Debug + PartialEq {
    /// What the client puts there.
    fn lent(seed: u16) -> Self;

    /// What the server writes.
    fn filled(seed: u16) -> Self;
}

impl Memory for Block {
    fn lent(seed: u16) -> Self {
        Self {
            number: u32::from(seed) << 8,
            bytes: *b"lent",
        }
    }

    fn filled(seed: u16) -> Self {
        Self {
            number: u32::from(seed) << 12,
            bytes: *b"full",
        }
    }
}

impl<const N: usize> Memory for [u16; N] {
    fn lent(seed: u16) -> Self {
        std::array::from_fn(|i| seed.rotate_left(i as u32))
    }

    fn filled(seed: u16) -> Self {
        std::array::from_fn(|i| !seed.rotate_left(i as u32))
    }
}

impl<const N: usize> Memory for [u8; N] {
    fn lent(seed: u16) -> Self {
        std::array::from_fn(|i| seed as u8 ^ i as u8)
    }

    fn filled(seed: u16) -> Self {
        std::array::from_fn(|i| seed as u8 ^ i as u8 ^ 0xf0)
    }
}

/// A lease, by the memory that is behind it.
pub trait Lent {
    type Memory: Memory;
}

/// A lease that the server may read.
pub trait Readable: Lent {
    /// All of it, unless it has another length or cannot be read.
    fn contents(&self) -> Option<Self::Memory>;
}

/// A lease that the server may write.
pub trait Writable: Lent {
    /// Overwrites all of it.
    #[expect(clippy::result_unit_err, reason = "as leases say it")]
    fn fill(&self, with: &Self::Memory) -> Result<(), ()>;
}

impl<A: Attribute> Lent for Leased<A, Block> {
    type Memory = Block;
}

impl<A: AttributeRead> Readable for Leased<A, Block> {
    fn contents(&self) -> Option<Block> {
        self.read()
    }
}

impl<A: AttributeWrite> Writable for Leased<A, Block> {
    fn fill(&self, with: &Block) -> Result<(), ()> {
        self.write(*with)
    }
}

/// Element by element.
impl<A: Attribute> Lent for Leased<A, [u16; 3]> {
    type Memory = [u16; 3];
}

impl<A: AttributeRead> Readable for Leased<A, [u16; 3]> {
    fn contents(&self) -> Option<[u16; 3]> {
        Some([self.read_at(0)?, self.read_at(1)?, self.read_at(2)?])
    }
}

impl<A: AttributeWrite> Writable for Leased<A, [u16; 3]> {
    fn fill(&self, with: &[u16; 3]) -> Result<(), ()> {
        (0..3).try_for_each(|i| self.write_at(i, with[i]))
    }
}

/// In one go.
impl<A: Attribute> Lent for Leased<A, [u8]> {
    type Memory = [u8; 5];
}

impl<A: AttributeRead> Readable for Leased<A, [u8]> {
    fn contents(&self) -> Option<[u8; 5]> {
        let mut contents = [0; 5];
        self.read_range(0..self.len(), &mut contents).ok()?;
        Some(contents)
    }
}

impl<A: AttributeWrite> Writable for Leased<A, [u8]> {
    fn fill(&self, with: &[u8; 5]) -> Result<(), ()> {
        self.write_range(0..self.len(), with)
    }
}

/// In two pieces.
impl<A: Attribute> Lent for LenLimit<Leased<A, [u16]>, LIMIT> {
    type Memory = [u16; LIMIT];
}

impl<A: AttributeRead> Readable for LenLimit<Leased<A, [u16]>, LIMIT> {
    fn contents(&self) -> Option<[u16; LIMIT]> {
        let mut contents = [0; LIMIT];
        self.read_range(0..1, &mut contents[..1]).ok()?;
        self.read_range(1..self.len(), &mut contents[1..]).ok()?;
        Some(contents)
    }
}

impl<A: AttributeWrite> Writable for LenLimit<Leased<A, [u16]>, LIMIT> {
    fn fill(&self, with: &[u16; LIMIT]) -> Result<(), ()> {
        self.write_range(1..self.len(), &with[1..])?;
        self.write_range(0..1, &with[..1])
    }
}
