//! Values that are worth a vector.

use serde::Serialize;

use super::json::Json;
use super::value::json;

/// Values of a type that are worth a vector: the least, the greatest, and of an
/// enum each variant. The first two of each argument stand in one message.
///
/// [`samples!`](crate::samples) implements it for a type of one's own; in the
/// crate of the type, as the compiler has it.
#[diagnostic::on_unimplemented(
    message = "it is not said which values of `{Self}` are worth a vector",
    note = "say it: `kit::samples!({Self}: value, value);`"
)]
pub trait Samples: Sized {
    /// The values, at least one.
    fn samples() -> Vec<Self>;
}

/// Says which values of a type are worth a vector:
/// `samples!(Chip: Chip::Flash, Chip::Spare);`
#[macro_export]
macro_rules! samples {
    ($ty:ty: $($value:expr),+ $(,)?) => {
        impl $crate::vectors::Samples for $ty {
            fn samples() -> ::std::vec::Vec<Self> {
                ::std::vec![$($value),+]
            }
        }
    };
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(samples!($ty: <$ty>::MIN, <$ty>::MAX, 1, BYTES as $ty);)*
    };
}

macro_rules! not_zero {
    ($($ty:ident),*) => {
        $(samples!(
            std::num::$ty: std::num::$ty::MIN,
            std::num::$ty::MAX
        );)*
    };
}

not_zero!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128);

/// Each byte another, so that their order shows.
const BYTES: u128 = 0x0123_4567_89ab_cdef_1032_5476_98ba_dcfe;

integers!(
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize
);
samples!(f32: f32::MIN, f32::MAX, 1.5, -0.0, f32::INFINITY);
samples!(f64: f64::MIN, f64::MAX, 1.5, -0.0, f64::INFINITY);
samples!(bool: false, true);
samples!(char: '\0', char::MAX, 'a', 'ß');
samples!((): ());

/// Which sample the argument of this index has in a row: the first two rows
/// have the first and the second of all, the others different ones.
pub fn sample(row: usize, argument: usize) -> usize {
    match row {
        0 | 1 => row,
        row => row + argument,
    }
}

/// The sample of this number; after the last comes the first again.
pub(crate) fn nth<T: Samples>(index: usize) -> T {
    let mut all = T::samples();
    let index = index % all.len().max(1);
    all.swap_remove(index)
}

impl<T: Samples, const N: usize> Samples for [T; N] {
    fn samples() -> Vec<Self> {
        // The first of all, the second of all, and a row of different ones.
        let row = |from: usize, step: usize| {
            std::array::from_fn(|i| nth(from + i * step))
        };
        vec![row(0, 0), row(1, 0), row(0, 1)]
    }
}

impl<T: Samples> Samples for Option<T> {
    fn samples() -> Vec<Self> {
        let some = T::samples().into_iter().map(Some);
        std::iter::once(None).chain(some).collect()
    }
}

macro_rules! tuples {
    ($(($($ty:ident),+))*) => {
        $(
            impl<$($ty: Samples),+> Samples for ($($ty,)+) {
                fn samples() -> Vec<Self> {
                    let most = [$($ty::samples().len()),+]
                        .into_iter()
                        .max()
                        .unwrap_or(1);
                    let each = |row: usize| {
                        let mut member = 0..;
                        let mut at = || sample(row, member.next().unwrap_or(0));
                        ($(nth::<$ty>(at()),)+)
                    };
                    (0..most).map(each).collect()
                }
            }
        )*
    };
}

tuples!((A)(A, B)(A, B, C)(A, B, C, D));

/// Where values of a type come from, and how they are written. Generated code
/// is generic over this, so that it compiles where types have neither.
pub trait Values<T> {
    /// How many there are.
    fn count() -> usize;

    /// One of them; after the last comes the first again.
    fn nth(index: usize) -> T;

    /// A value as JSON.
    ///
    /// # Panics
    ///
    /// If its `Serialize` fails.
    fn json(value: &T) -> Json;
}

/// Where values of a type come from that is lent, which are not written.
pub trait Lendable<T> {
    /// One of them.
    fn lendable() -> T;
}

/// Values of types with [`Samples`] and `serde::Serialize`.
pub enum Serde {}

impl<T: Samples + Serialize> Values<T> for Serde {
    fn count() -> usize {
        T::samples().len().max(1)
    }

    fn nth(index: usize) -> T {
        nth(index)
    }

    fn json(value: &T) -> Json {
        match json(value) {
            Ok(json) => json,
            Err(error) => panic!("a value cannot be written: {error}"),
        }
    }
}

impl<T: Samples> Lendable<T> for Serde {
    fn lendable() -> T {
        nth(0)
    }
}
