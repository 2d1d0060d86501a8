//! What a handle is.

use idol_runtime::{LeaseGuard, Leased, LenLimit, Queue, R, RW, W};

use crate::ferry::{Log, ROOM, system};
use crate::passenger::passenger;
use crate::server::{
    Ferry_captain_PENDING, Ferry_cross_PENDING, Ferry_load_PENDING,
    Ferry_names_PENDING,
};

#[test]
fn a_handle_takes_4_bytes_and_4_for_each_slice_lease() {
    assert_eq!(size_of::<Ferry_cross_PENDING>(), 4);
    assert_eq!(size_of::<Ferry_captain_PENDING>(), 4);
    // Two slices and an array.
    assert_eq!(size_of::<Ferry_load_PENDING>(), 4 + 2 * 4);
    // Four slices and a number.
    assert_eq!(size_of::<Ferry_names_PENDING>(), 4 + 4 * 4);
}

#[test]
fn a_handle_in_an_option_or_a_queue_takes_no_more() {
    assert_eq!(size_of::<Option<Ferry_cross_PENDING>>(), 4);
    assert_eq!(size_of::<Option<Ferry_load_PENDING>>(), 12);
    assert_eq!(size_of::<Queue<Ferry_load_PENDING, ROOM>>(), 12 * ROOM);
}

#[test]
fn leases_have_the_types_of_the_interface_and_borrow_the_handle() {
    // A function that gets a guard of this handle.
    type Lends<'a, L> = fn(&'a Ferry_load_PENDING) -> LeaseGuard<'a, L>;
    let _: Lends<'_, LenLimit<Leased<W, [u8]>, 8>> = |h| h.cargo();
    let _: Lends<'_, Leased<RW, [u8; 4]>> = |h| h.label();
    let _: Lends<'_, Leased<R, [u16]>> = |h| h.papers();
}

#[test]
fn leases_called_like_a_method_get_an_underscore_more() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[]);
    passenger(
        &mut system,
        ferry,
        "a",
        &log,
        &[&[(1, |ferry| {
            let mut written = [[0; 1]; 5];
            let [a, b, c, d, e] = &mut written;
            let result = ferry.names(1, 2, 3, a, &mut b[0], c, d, e);
            format!("{result:?} {written:?}")
        })]],
    );
    system.run().expect_success();
    assert_eq!(log.read(), ["a: Ok(()) [[1], [2], [3], [4], [5]]"]);
}
