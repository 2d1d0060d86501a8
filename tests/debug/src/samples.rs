//! The values that the vectors of the interfaces are made of.

use crate::types::{
    Address, Area, BenchError, Jam, Level, Mode, Parcel, ParcelKind, Point,
    Refusal, RelicError, Shelf, StoreError, Turn, Wanted, Wear,
};

/// Says which values of several types are worth a vector.
macro_rules! samples {
    ($($ty:ty: $($value:expr),+;)*) => {
        $(kit::samples!($ty: $($value),+);)*
    };
}

const CORNERS: [Point; 2] =
    [Point { x: i16::MIN, y: -1 }, Point { x: 2, y: i16::MAX }];

samples! {
    Mode: Mode::Idle, Mode::Slow, Mode::Fast;
    // The server lowers what is higher.
    Level: Level(0), Level(1000), Level(0x0102);
    Point: CORNERS[0], CORNERS[1];
    Area: Area { from: CORNERS[0], to: CORNERS[1], name: *b"area" };
    BenchError: BenchError::Burning, BenchError::Occupied, BenchError::Gone;
    Jam: Jam { at: CORNERS[1], amount: 0x0102_0304 };
    Parcel:
        Parcel {
            weight: 1,
            to: Address(2, 3),
            kind: ParcelKind::Letter,
            number: 0x0405_0607,
        },
        Parcel {
            weight: u8::MAX,
            to: Address(u16::MAX, 0),
            kind: ParcelKind::Crate,
            number: u32::MAX,
        };
    Shelf: Shelf(0), Shelf(0xff);
    Wanted:
        Wanted::Any,
        Wanted::Number(0x0102_0304),
        Wanted::Weight(1, 2),
        Wanted::Near { shelf: Shelf(1), or: None },
        Wanted::Near { shelf: Shelf(2), or: Some(Shelf(3)) };
    Refusal: Refusal::Full, Refusal::TooHeavy { by: 0x0102 }, Refusal::Gone;
    StoreError: StoreError::NoSuch, StoreError::Gone;
    Turn: Turn::By(-2), Turn::Around;
    Wear:
        Wear { at: 1, ticks: 0x0203_0405, by: Turn::By(0x0607) },
        Wear { at: 0xff, ticks: 0, by: Turn::Around };
    RelicError: RelicError::Stuck, RelicError::Gone;
}
