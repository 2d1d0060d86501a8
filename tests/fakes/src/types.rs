//! What random interfaces carry.

use idol_runtime::ServerDeath;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

use crate::random::Random;

/// A type of which there are values by chance.
pub trait ByChance {
    /// One of them.
    fn by_chance(random: &mut Random) -> Self;
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(
            impl ByChance for $ty {
                fn by_chance(random: &mut Random) -> Self {
                    // The ends of the range more often than chance has them.
                    match random.below(8) {
                        0 => <$ty>::MIN,
                        1 => <$ty>::MAX,
                        _ => {
                            let high = u128::from(random.next()) << 64;
                            (high | u128::from(random.next())) as $ty
                        }
                    }
                }
            }
        )*
    };
}

integers!(u8, u16, u32, u64, u128, i8, i16, i32, i64, i128);

impl ByChance for bool {
    fn by_chance(random: &mut Random) -> Self {
        random.flip()
    }
}

impl ByChance for () {
    fn by_chance(_: &mut Random) {}
}

impl ByChance for f32 {
    fn by_chance(random: &mut Random) -> Self {
        i16::by_chance(random).into()
    }
}

impl ByChance for f64 {
    fn by_chance(random: &mut Random) -> Self {
        f64::from(i32::by_chance(random)) / 8.0
    }
}

impl<T: ByChance> ByChance for Option<T> {
    fn by_chance(random: &mut Random) -> Self {
        random.flip().then(|| T::by_chance(random))
    }
}

impl<T: ByChance, const N: usize> ByChance for [T; N] {
    fn by_chance(random: &mut Random) -> Self {
        std::array::from_fn(|_| T::by_chance(random))
    }
}

impl<A: ByChance, B: ByChance> ByChance for (A, B) {
    fn by_chance(random: &mut Random) -> Self {
        (A::by_chance(random), B::by_chance(random))
    }
}

/// Says that one of the samples is taken.
macro_rules! of_samples {
    ($($ty:ty: $($value:expr),+;)*) => {
        $(
            kit::samples!($ty: $($value),+);

            impl ByChance for $ty {
                fn by_chance(random: &mut Random) -> Self {
                    let mut all = <$ty as kit::vectors::Samples>::samples();
                    all.swap_remove(random.below(all.len()))
                }
            }
        )*
    };
}

/// Any bytes are one.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    FromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Pair {
    /// A half.
    pub first: u16,
    /// The other.
    pub second: i16,
}

impl ByChance for Pair {
    fn by_chance(random: &mut Random) -> Self {
        Self {
            first: u16::by_chance(random),
            second: i16::by_chance(random),
        }
    }
}

kit::samples!(
    Pair: Pair { first: 0, second: i16::MIN },
    Pair { first: u16::MAX, second: i16::MAX },
);

/// Not any byte is one.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(u8)]
pub enum Mode {
    /// 0.
    Slow = 0,
    /// 1.
    Fast = 1,
    /// 7.
    Off = 7,
}

/// Made of an integer.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    FromPrimitive,
    IntoBytes,
    Immutable,
)]
#[repr(u8)]
pub enum Color {
    /// 1.
    Red = 1,
    /// 4.
    Blue = 4,
}

/// Made by `From`.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Kelvin(u16);

impl From<u16> for Kelvin {
    fn from(kelvin: u16) -> Self {
        Self(kelvin)
    }
}

impl ByChance for Kelvin {
    fn by_chance(random: &mut Random) -> Self {
        Self(u16::by_chance(random))
    }
}

kit::samples!(Kelvin: Kelvin(0), Kelvin(u16::MAX));

/// Made by a function.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Lumen(u32);

/// What makes it.
pub fn lumen(lumen: u32) -> Lumen {
    Lumen(lumen)
}

impl ByChance for Lumen {
    fn by_chance(random: &mut Random) -> Self {
        Self(u32::by_chance(random))
    }
}

kit::samples!(Lumen: Lumen(0), Lumen(u32::MAX));

/// Made of an even number.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Even(u16);

/// What makes it.
pub fn even(number: u16) -> Option<Even> {
    number.is_multiple_of(2).then_some(Even(number))
}

impl TryFrom<u16> for Even {
    type Error = ();

    fn try_from(number: u16) -> Result<Self, ()> {
        even(number).ok_or(())
    }
}

impl ByChance for Even {
    fn by_chance(random: &mut Random) -> Self {
        Self(u16::by_chance(random) & !1)
    }
}

kit::samples!(Even: Even(0), Even(u16::MAX - 1), Even(0x0102));

/// With every kind of variant.
#[derive(
    Clone, Debug, PartialEq, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub enum Remark {
    /// Without fields.
    Nothing,
    /// With one.
    Hours(u32),
    /// With several.
    Range(i8, i8),
    /// With names.
    Place {
        /// In degrees.
        x: i16,
        /// Known, or not.
        y: Option<Mode>,
    },
}

/// Without fields.
#[derive(
    Clone, Debug, PartialEq, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub struct Empty;

/// With one field without a name.
#[derive(
    Clone, Debug, PartialEq, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub struct Wrapped(pub Option<u16>);

/// An error that is a code.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    idol_derive::IdolError,
    counters::Count,
)]
pub enum Code {
    /// 1.
    Busy = 1,
    /// 65,535.
    Last = 0xFFFF,
    /// The server was restarted.
    #[idol(server_death)]
    Died = 2,
}

/// An error with something to say.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Report {
    /// Of what.
    pub mode: Mode,
    /// How often.
    pub counts: [u8; 3],
}

impl From<ServerDeath> for Report {
    fn from(_: ServerDeath) -> Self {
        Self {
            mode: Mode::Off,
            counts: [0; 3],
        }
    }
}

impl counters::Count for Report {
    type Counters = ();
    const NEW_COUNTERS: () = ();

    fn count(&self, (): &()) {}
}

of_samples! {
    Mode: Mode::Slow, Mode::Fast, Mode::Off;
    Color: Color::Red, Color::Blue;
    Remark:
        Remark::Nothing,
        Remark::Hours(u32::MAX),
        Remark::Range(i8::MIN, i8::MAX),
        Remark::Place { x: -1, y: None },
        Remark::Place { x: i16::MAX, y: Some(Mode::Off) };
    Empty: Empty;
    Wrapped: Wrapped(None), Wrapped(Some(0)), Wrapped(Some(u16::MAX));
    Code: Code::Busy, Code::Last;
    Report:
        Report { mode: Mode::Slow, counts: [0; 3] },
        Report { mode: Mode::Fast, counts: [0xff, 1, 2] };
}
