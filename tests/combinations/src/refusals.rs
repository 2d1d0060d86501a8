//! What the generator refuses: all that is illegal, and nothing else.

use idol::server::ServerStyle;

use crate::combination::{Combination, Encoding, Kind, Verdict};
use crate::operation::interface;
use crate::part::{Part, tests};
use crate::setting::Setting;

tests! {
    the_generator_accepts_what_is_legal_and_nothing_else,
    a_bound_on_retries_needs_an_error_to_end_with,
    a_server_that_always_fails_needs_an_error_to_fail_with,
    operations_that_fail_differently_have_no_server_that_always_fails,
}

fn the_generator_accepts_what_is_legal_and_nothing_else(_: Part) {
    for combination in Combination::all() {
        let verdict = combination.verdict();
        let interface = interface("Combined", [&combination]);
        let server = Setting::Defaults.server(&interface, ServerStyle::InOrder);
        let client = Setting::Defaults.client(&interface);
        assert_eq!(
            server.is_ok(),
            verdict != Verdict::Illegal,
            "{combination}: a server is {verdict:?}, but {:?}",
            server.err()
        );
        assert_eq!(
            client.is_ok(),
            verdict == Verdict::Legal,
            "{combination}: a client is {verdict:?}, but {:?}",
            client.err()
        );
    }
}

fn a_bound_on_retries_needs_an_error_to_end_with(_: Part) {
    for combination in legal() {
        let interface = interface("Combined", [&combination]);
        let client = Setting::RetryBound.client(&interface);
        assert_eq!(
            client.is_ok(),
            Setting::RetryBound.fits(&combination),
            "{combination}: {:?}",
            client.err()
        );
    }
}

fn a_server_that_always_fails_needs_an_error_to_fail_with(_: Part) {
    for combination in legal() {
        let interface = interface("Combined", [&combination]);
        let demanded =
            Setting::FailServer.server(&interface, ServerStyle::InOrder);
        let fits = Setting::FailServer.fits(&combination);
        assert_eq!(
            demanded.is_ok(),
            fits,
            "{combination}: {:?}",
            demanded.err()
        );
        let by_default = Setting::Defaults
            .server(&interface, ServerStyle::InOrder)
            .unwrap();
        assert_eq!(
            by_default.contains("struct FailServer"),
            fits,
            "{combination}"
        );
    }
}

fn operations_that_fail_differently_have_no_server_that_always_fails(_: Part) {
    let of = |kind| {
        legal().find(|c| c.encoding == Encoding::Hubpack && c.kind == kind)
    };
    let mixed = [of(Kind::CLike).unwrap(), of(Kind::Complex).unwrap()];
    let interface = interface("Mixed", &mixed);
    assert!(
        Setting::FailServer
            .server(&interface, ServerStyle::InOrder)
            .is_err()
    );
    let by_default = Setting::Defaults
        .server(&interface, ServerStyle::InOrder)
        .unwrap();
    assert!(!by_default.contains("FailServer"));
}

fn legal() -> impl Iterator<Item = Combination> {
    Combination::plain().filter(|c| c.verdict() == Verdict::Legal)
}
