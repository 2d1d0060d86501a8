//! The clients of the tests.

use kernel::{System, TaskId};
use userlib::hl::sleep_until;

use crate::client::Ferry;
use crate::ferry::Log;

/// What a client does from a moment on.
pub(crate) type Errand = (u64, fn(&Ferry) -> String);

/// A client that runs errands, each of its incarnations another list, and
/// writes down how each of them ended. Whoever is restarted more often does
/// nothing.
pub(crate) fn passenger(
    system: &mut System,
    ferry: TaskId,
    name: &'static str,
    log: &Log,
    lives: &[&[Errand]],
) -> TaskId {
    let log = log.clone();
    let lives: Vec<Vec<_>> = lives.iter().map(|life| life.to_vec()).collect();
    let mut lives = lives.into_iter();
    system.task(name, 2, move || {
        let client = Ferry::from(ferry);
        for (time, errand) in lives.next().unwrap_or_default() {
            sleep_until(time);
            let outcome = errand(&client);
            log.note(format!("{name}: {outcome}"));
        }
    })
}
