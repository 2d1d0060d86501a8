//! Random interfaces: both stubs, in both styles, carry random values
//! unchanged, and the stand-ins of the same interface see the same.

use fakes::harness::Log;
use kernel::trace::Trace;
use kernel::{End, System};
use kit::vectors::Vectors;
use trials::Trial;
use userlib::TaskId;

/// An interface, what serves it in each style and what calls it.
pub struct Case {
    name: &'static str,
    in_order: fn(Log),
    pipelined: fn(Log),
    call: fn(TaskId, &Log),
    /// How many calls are in a trace.
    recorded: fn(&Trace, TaskId) -> usize,
    vectors: fn() -> Vectors,
}

#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    reason = "names and types are by chance"
)]
mod generated {
    use super::Case;
    include!(concat!(env!("OUT_DIR"), "/random.rs"));
}

/// Calls of each operation.
const ROUNDS: usize = 40;

fn run(case: &Case, serve: fn(Log), seed: u64) {
    let log = Log::new(seed);
    let mut system = System::new();
    let (served, calling) = (log.clone(), log.clone());
    let server = system.task("server", 1, move || serve(served.clone()));
    let call = case.call;
    let client = system.task("client", 2, move || {
        for _ in 0..ROUNDS {
            call(server, &calling);
        }
    });
    assert_eq!(system.run(), End::Idle, "{}", case.name);
    assert_eq!(system.fault(client), None, "{}", case.name);
    assert!(log.calls() >= ROUNDS, "{}", case.name);
    let recorded = (case.recorded)(system.trace(), server);
    assert_eq!(recorded, log.calls(), "{}", case.name);
}

fn main() {
    let mut trials = Vec::new();
    for (seed, case) in (0..).zip(generated::CASES) {
        let named = |what: &str| format!("{}_{what}", case.name);
        for (style, serve) in
            [("in_order", case.in_order), ("pipelined", case.pipelined)]
        {
            trials.push(Trial::test(named(style), move || {
                run(case, serve, seed);
                Ok(())
            }));
        }
        trials.push(Trial::test(named("vectors"), move || {
            let wrong = (case.vectors)().wrong();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            Ok(())
        }));
    }
    trials::run(trials);
}
