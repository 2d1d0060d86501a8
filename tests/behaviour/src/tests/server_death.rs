//! Servers that are killed: what the client is told, whom it asks next, and
//! how often the server ran.

use kernel::trace::Call;
use kernel::{Action, CallKind, Restart, System, When};
use userlib::hl::sleep_for;

use crate::desk::{Desk, Entrance, SUCCEED};
use crate::log::Log;
use crate::methods::{Kind, Method, Retry};
use crate::values::Outcome;

/// What three calls of one client come to.
#[derive(Debug, Eq, PartialEq)]
struct Aftermath {
    /// What each call returned.
    told: Vec<Outcome>,
    /// The server's generation that each request was sent to.
    asked: Vec<u8>,
    /// How often the server's function ran.
    served: usize,
}

/// When a server is killed; each time it is restarted at once.
#[derive(Copy, Clone, Debug)]
enum Moment {
    /// Before the client has sent anything.
    BeforeTheRequest,
    /// While the request waits to be received.
    BeforeItReceives,
    /// As soon as it has received the request.
    MessageInHand,
    /// When it has done what it was asked, before it replies.
    WhileItHandles,
    /// As soon as it has replied.
    AfterItReplied,
    /// Before it replies, and before its successor does.
    AgainDuringTheRetry,
}

fn three_calls(desk: &Desk, method: &'static Method, at: Moment) -> Aftermath {
    let mut system = System::new();
    let (log, told) = (Log::default(), Log::default());
    let (serve, lines) = (desk.serve, log.clone());
    let busy = matches!(at, Moment::BeforeItReceives);
    let server = system.task("server", 1, move || {
        if busy {
            sleep_for(10);
        }
        serve(lines.clone(), Entrance::Dispatch);
    });
    let outcomes = told.clone();
    let client = system.task("client", 2, move || {
        let tell = &mut |outcome| outcomes.push(outcome);
        (method.calls)(server, &[SUCCEED; 3], tell);
    });
    let kill = Action::kill(server, Restart::AtOnce);
    let before = |kind, number| When::before(server, kind, number);
    let after = |kind, number| When::after(server, kind, number);
    match at {
        Moment::BeforeTheRequest => {
            system.script(before(CallKind::Recv, 1), kill);
        }
        Moment::BeforeItReceives => {
            system.script(When::time(5), kill);
        }
        Moment::MessageInHand => {
            system.script(after(CallKind::Recv, 1), kill);
        }
        Moment::WhileItHandles => {
            system.script(before(CallKind::Reply, 1), kill);
        }
        Moment::AfterItReplied => {
            system.script(after(CallKind::Reply, 1), kill);
        }
        Moment::AgainDuringTheRetry => {
            system.script(before(CallKind::Reply, 1), kill);
            system.script(before(CallKind::Reply, 2), kill);
        }
    }
    system.run().expect_success();
    let asked = system
        .trace()
        .calls(client)
        .filter_map(|(call, _)| match call {
            Call::Send { target, .. } => Some(target.generation().into()),
            _ => None,
        })
        .collect();
    let served = log.take();
    assert!(served.iter().all(|name| name == method.name));
    Aftermath {
        told: told.take(),
        asked,
        served: served.len(),
    }
}

/// Kills the server of every method that is called once, or again, at this
/// moment.
#[track_caller]
fn every_method(
    retry: Retry,
    at: Moment,
    told: [Outcome; 3],
    asked: &[u8],
    served: usize,
) {
    let expected = Aftermath {
        told: told.to_vec(),
        asked: asked.to_vec(),
        served,
    };
    for desk in Desk::ALL {
        let mut kinds = Vec::new();
        for method in desk.methods.iter().filter(|m| m.retry == retry) {
            let name = method.name;
            let found = three_calls(&desk, method, at);
            assert_eq!(found, expected, "{} {name}", desk.encoding);
            kinds.push(method.kind);
        }
        let all = match retry {
            Retry::Once => [Kind::CLike, Kind::ServerDeath].as_slice(),
            Retry::Again => [Kind::Simple, Kind::CLike].as_slice(),
        };
        let complex = desk.encoding != "ssmarshal";
        assert!(all.iter().all(|kind| kinds.contains(kind)));
        assert_eq!(kinds.contains(&Kind::Complex), complex);
    }
}

const VALUE: Outcome = Outcome::Value;
const DIED: Outcome = Outcome::Died;

#[test]
fn a_stale_generation_is_reported_and_replaced() {
    let at = Moment::BeforeTheRequest;
    every_method(Retry::Once, at, [DIED, VALUE, VALUE], &[0, 1, 1], 2);
}

#[test]
fn a_stale_generation_is_replaced_and_asked_again_when_idempotent() {
    let at = Moment::BeforeTheRequest;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 1, 1, 1], 3);
}

#[test]
fn a_server_killed_before_it_receives_is_reported_dead() {
    let at = Moment::BeforeItReceives;
    every_method(Retry::Once, at, [DIED, VALUE, VALUE], &[0, 1, 1], 2);
}

#[test]
fn a_server_killed_before_it_receives_is_asked_again_when_idempotent() {
    let at = Moment::BeforeItReceives;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 1, 1, 1], 3);
}

#[test]
fn a_server_killed_with_the_message_in_hand_is_reported_dead() {
    let at = Moment::MessageInHand;
    every_method(Retry::Once, at, [DIED, VALUE, VALUE], &[0, 1, 1], 2);
}

#[test]
fn a_server_killed_with_the_message_in_hand_is_asked_again_when_idempotent() {
    let at = Moment::MessageInHand;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 1, 1, 1], 3);
}

#[test]
fn a_server_killed_while_it_handles_is_reported_dead_and_ran_once() {
    let at = Moment::WhileItHandles;
    every_method(Retry::Once, at, [DIED, VALUE, VALUE], &[0, 1, 1], 3);
}

#[test]
fn a_server_killed_while_it_handles_runs_again_when_idempotent() {
    let at = Moment::WhileItHandles;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 1, 1, 1], 4);
}

#[test]
fn a_server_killed_after_it_replied_is_found_dead_by_the_next_call() {
    let at = Moment::AfterItReplied;
    every_method(Retry::Once, at, [VALUE, DIED, VALUE], &[0, 0, 1], 2);
}

#[test]
fn a_server_killed_after_it_replied_is_replaced_when_idempotent() {
    let at = Moment::AfterItReplied;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 0, 1, 1], 3);
}

#[test]
fn a_server_killed_twice_is_reported_dead_twice() {
    let at = Moment::AgainDuringTheRetry;
    every_method(Retry::Once, at, [DIED, DIED, VALUE], &[0, 1, 2], 3);
}

#[test]
fn a_server_killed_during_the_retry_is_asked_until_it_answers() {
    let at = Moment::AgainDuringTheRetry;
    every_method(Retry::Again, at, [VALUE; 3], &[0, 1, 2, 2, 2], 5);
}

#[test]
fn a_server_is_asked_again_however_often_it_dies() {
    // More often than there are generations.
    const DEATHS: u32 = 100;
    for desk in Desk::ALL {
        for method in desk.methods.iter().filter(|m| m.retry == Retry::Again) {
            let mut system = System::new();
            let (log, told) = (Log::default(), Log::default());
            let (serve, lines) = (desk.serve, log.clone());
            let server = system.task("server", 1, move || {
                serve(lines.clone(), Entrance::Dispatch);
            });
            let outcomes = told.clone();
            system.task("client", 2, move || {
                let tell = &mut |outcome| outcomes.push(outcome);
                (method.calls)(server, &[SUCCEED], tell);
            });
            for n in 1..=DEATHS {
                system.script(
                    When::before(server, CallKind::Reply, n),
                    Action::kill(server, Restart::AtOnce),
                );
            }
            system.run().expect_success();
            let what = (desk.encoding, method.name);
            assert_eq!(told.take(), [VALUE], "{what:?}");
            assert_eq!(log.take().len(), DEATHS as usize + 1, "{what:?}");
        }
    }
}
