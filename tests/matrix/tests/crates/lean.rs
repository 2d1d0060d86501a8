//! Crates that have only what stubs may count on, in talk with each other.
//! That they compile is half of it.

use kernel::System;
use matrix_hubpack_client as diary;
use matrix_lending_client as shelf;
use matrix_ssmarshal_client as ledger;
use matrix_zerocopy_client as scale;
use userlib::TaskId;

/// Runs a server and a client of it to the end.
fn run(server: fn(), client: impl Fn(TaskId) + Send + 'static) {
    let mut system = System::new();
    let server = system.task("server", 1, server);
    system.task("client", 2, move || client(server));
    system.run().expect_success();
}

#[test]
fn zerocopy_needs_zerocopy_alone() {
    run(matrix_zerocopy_server::main, |server| {
        let scale = scale::Scale::from(server);
        assert_eq!(scale.last(), Err(404));
        assert_eq!(scale.weigh(7, true, Some(2)), Ok(8));
        let impossible = Err(scale::Failure::Impossible);
        assert_eq!(scale.weigh(7, true, None), impossible);
        assert_eq!(scale.last(), Ok(Some(2)));
        scale.reset();
        assert_eq!(scale.last(), Err(404));
    });
}

#[test]
fn hubpack_needs_no_zerocopy() {
    run(matrix_hubpack_server::keep_diary, |server| {
        let diary = diary::Diary::from(server);
        assert_eq!(diary.write(3, true, Some(9)), Ok((3, true)));
        let impossible = Err(diary::Failure::Impossible);
        assert_eq!(diary.write(8, true, Some(9)), impossible);
        assert_eq!(diary.read(3), Ok(Some(9)));
        assert_eq!(diary.read(8), Err(404));
    });
}

#[test]
fn leases_need_zerocopy_in_clients_alone() {
    run(matrix_hubpack_server::sort_books, |server| {
        let shelf = shelf::Shelf::from(server);
        let mut titles = [0; 2];
        let mut longest = 0;
        assert_eq!(shelf.sort(1, &[3, 4, 5], &mut titles, &mut longest), Ok(3));
        assert_eq!((titles, longest), ([0x300, 0x400], 70_000));
    });
}

#[test]
fn ssmarshal_needs_no_zerocopy() {
    run(matrix_ssmarshal_server::main, |server| {
        let ledger = ledger::Ledger::from(server);
        assert_eq!(ledger.book(-3, true), Ok(Some(-3)));
        assert_eq!(ledger.book(1, false), Err(ledger::Failure::Impossible));
        ledger.close();
        assert_eq!(ledger.book(4, true), Ok(Some(4)));
    });
}
