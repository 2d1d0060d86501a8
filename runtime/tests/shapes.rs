//! The tables that operations are found by, small and large: each operation has
//! the shape that its row states, and numbers that no operation has have none.

use idol_runtime::{ServerOp, Shape};
use userlib::FromPrimitive;

/// The longest reply that the small table has room for.
const BYTE: usize = 0xff;

/// An enum of five operations, found by a table.
macro_rules! operations {
    ($name:ident, [$($lent:literal)?]
        $($number:literal $op:ident $room:expr, $lends:literal;)*
    ) => {
        #[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive)]
        enum $name {
            $($op = $number,)*
        }

        impl ServerOp for $name {
            idol_runtime::operations_by! {
                table [$($lent)?] $(($number $op $room, $lends))*
            }
        }

        impl $name {
            fn check() {
                let rows = [$(($number, Self::$op, $room, $lends)),*];
                for (number, op, room, lends) in rows {
                    let shape = Shape::new(room, lends);
                    assert_eq!(Self::decode(number), Some((op, shape)));
                    assert_eq!(op.shape(), shape);
                    assert_eq!(op.max_reply_size(), room);
                    assert_eq!(op.required_lease_count(), lends);
                }
                for number in [0, 6, 256, u32::MAX] {
                    assert_eq!(Self::decode(number), None);
                }
            }
        }
    };
}

operations! { Bytes, [2] 1 A 0, 2; 2 B 255, 2; 3 C 4, 2; 4 D 1, 2; 5 E BYTE, 2; }
operations! { Halves, [] 1 A 0, 255; 2 B 255, 0; 3 C 4, 2; 4 D 1, 1; 5 E BYTE, 7; }
operations! { One, [0] 1 A 0, 0; 2 B 256, 0; 3 C 4, 0; 4 D 1, 0; 5 E BYTE, 0; }
operations! {
    Long, []
    1 A 70_000, 255; 2 B 255, 0; 3 C 2 * BYTE, 2; 4 D 1, 1; 5 E 256, 7;
}

#[test]
fn the_shape_of_an_operation_is_that_of_its_row() {
    Bytes::check();
    Halves::check();
    One::check();
    Long::check();
}
