//! The stubs, called on the host kernel.

extern crate std;

use kernel::System;
use userlib::TaskId;

use crate::imports::{self, SideError};
use crate::keywords::{self, Count, Word, WordError};
use crate::one_module::{client_and_server, left_server, two_clients};
use crate::parcels::{Broken, Lost, Thing, Torn, counted, uncounted};
use crate::private_types::{self, Hidden, Plain, Refusal};
use crate::strict_servers::{self, ask_counted, ask_uncounted};
use crate::{E, F, Kiosk, S, T, Zone, kiosk_server, late_kiosk_server};

/// Runs a server and a client of it to the end.
fn run(server: fn(), client: impl FnMut(TaskId) + Send + 'static) {
    let mut system = System::new();
    let server = system.task("server", 1, server);
    let mut client = client;
    system.task("client", 2, move || client(server));
    system.run().expect_success();
}

#[test]
fn a_stub_at_the_root_does_not_notice_the_names_beside_it() {
    for server in [kiosk_server::main, late_kiosk_server::main] {
        run(server, buy);
    }
}

fn buy(server: TaskId) {
    let kiosk = Kiosk::from(server);
    assert_eq!(kiosk.sell(S::Inner, 3), Ok(T(3)));
    assert_eq!(kiosk.sell(S::Outer, 3), Err(E::NoPaper));
    assert_eq!(kiosk.sold(), 3);
    let mut receipt = [0; 4];
    assert_eq!(kiosk.refund(T(3), b"rain", &mut receipt), Ok(()));
    assert_eq!(&receipt, b"RAIN");
    assert_eq!(kiosk.zone(T(3)), Ok(S::Inner));
    assert_eq!(kiosk.zone(T(4)), Err(F::Forged));
    assert_eq!(kiosk.last(), Ok(Zone::Inner));
}

#[test]
fn two_clients_stand_in_one_module() {
    let mut system = System::new();
    let left = system.task("left", 1, left_server::main);
    let right = system.task("right", 2, move || client_and_server::main(left));
    system.task("client", 3, move || {
        let left = two_clients::Left::from(left);
        let right = two_clients::Right::from(right);
        assert_eq!(left.step(1, &[2, 3]), Ok(6));
        assert_eq!(right.turn(1, &[2, 3]), Ok(6));
        assert_eq!(left.stop(true), Ok(Some(7)));
        assert_eq!(right.rest(false), Err(SideError::Stuck));
    });
    system.run().expect_success();
}

#[test]
fn what_a_stub_imports_may_be_imported_beside_it() {
    run(left_server::main, |server| {
        let imported = imports::sys_send_imported::Left::from(server);
        assert_eq!(imported.step(1, &[2]), Ok(3));
        let both = imports::both_imported::Left::from(server);
        assert_eq!(both.step(2, &[2]), Ok(4));
        let left_out = imports::unwrap_lite::Left::from(server);
        assert_eq!(left_out.step(3, &[2]), Ok(5));
    });
    assert_eq!(imports::unwrap_lite::last(&[1, 2]), 2);
    assert_eq!(imports::both_imported::last(&[1, 2]), 2);
    assert_eq!(imports::server_unwrap_lite::first(&[1, 2]), 1);
}

#[test]
fn keywords_name_interfaces_operations_arguments_and_leases() {
    run(keywords::main, |server| {
        let client = keywords::client::r#virtual::from(server);
        assert_eq!(client.r#type(1, true, 2), Ok(3));
        assert_eq!(client.r#type(1, false, 2), Err(WordError::Unknown));
        let mut lent = [0; 2];
        let answer = client.r#async(Word::Verb, Count(300), &[9], &mut lent);
        assert_eq!(answer, Ok(300));
        assert_eq!(lent, [9, 1]);
        assert_eq!(client.r#gen(Word::Verb, Some(4)), Ok(5));
        let mut last = [6];
        assert_eq!(client.r#do(1, true, &mut last), Ok(2));
        assert_eq!(last, [7]);
        assert_eq!(client.r#try(Some(1), Word::Verb), Ok(Word::Verb));
        assert_eq!(client.r#try(None, Word::Verb), Err(WordError::Unknown));
    });
}

macro_rules! parcels {
    ($office:ident) => {
        run($office::main, |server| {
            let parcel = $office::client::Parcel::from(server);
            let more = [Thing(1), Thing(2)];
            assert_eq!(parcel.send(Thing(5), &more), Ok(Thing(5)));
            assert_eq!(parcel.send(Thing(0), &more), Err(Lost(2)));
            assert_eq!(parcel.pack(Thing(5)), Ok(Thing(5)));
            assert_eq!(parcel.pack(Thing(0)), Err(Broken::Pieces(9)));
            assert_eq!(parcel.weigh(Thing(5)), Ok(Thing(5)));
            assert_eq!(parcel.weigh(Thing(0)), Err(Lost(8)));
            assert_eq!(parcel.open(Thing(5)), Ok(Thing(5)));
            assert_eq!(parcel.open(Thing(0)), Err(Torn::Top));
            assert_eq!(parcel.peek(Thing(5)), Thing(5));
        });
    };
}

#[test]
fn values_and_errors_that_only_move_are_sent_with_counters() {
    parcels!(counted);
}

#[test]
fn values_and_errors_that_only_move_are_sent_without_counters() {
    parcels!(uncounted);
}

#[test]
fn the_types_of_an_interface_may_be_the_crates_own() {
    run(private_types::main, |server| {
        let secret = private_types::client::Secret::from(server);
        let mut others = [Hidden(0); 1];
        let told = secret.tell(Hidden(4), &mut others, &Hidden(5));
        assert_eq!(told, Ok(Hidden(5)));
        assert_eq!(others, [Hidden(4)]);
        assert_eq!(secret.show(Plain(6)), Plain(6));
        assert_eq!(secret.ask(Hidden(4)), Err(Refusal::Never));
    });
}

#[test]
fn values_that_take_no_bytes_travel_in_every_encoding() {
    for server in [strict_servers::in_order, strict_servers::late] {
        run(server, ask_counted);
        run(server, ask_uncounted);
    }
}

#[test]
fn the_compiler_makes_the_lines_that_hold_free_numbers() {
    let text = core::str::from_utf8(crate::strict::server::section());
    let text = text.expect("it is text");
    let lines: std::vec::Vec<_> = text.lines().collect();
    // A line opens the interface; behind the operations it is closed.
    assert!(lines[1 + 300].starts_with("},"), "{text}");
    for (number, line) in lines.iter().enumerate().take(300).skip(20) {
        let free =
            std::format!("\"__reserved_{number}\":(reply:Simple(\"()\")),");
        assert_eq!(*line, free);
    }
    assert!(lines[19].starts_with("\"empty_l\":"), "{}", lines[19]);
    assert!(lines[300].starts_with("\"far\":"), "{}", lines[300]);
}
