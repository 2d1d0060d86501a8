//! What time it is in a system.

use std::time::{Duration, Instant};

use kernel::System;

/// What makes time pass in a bridged system.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Time {
    /// Nothing but waiting: while a client waits for an answer and no task can
    /// run, the clock moves on to the next timer at once. While nobody waits
    /// it stands still. A run does not depend on how quick its peers are.
    #[default]
    Virtual,
    /// The clock on the wall, from the moment that the bridge runs.
    Real,
}

/// A clock that runs.
pub(crate) enum Clock {
    Virtual,
    /// When the system's clock was, or would have been, at 0.
    Real {
        zero: Instant,
    },
}

/// Until when nothing happens by itself.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Next {
    /// Something may have happened already.
    Now,
    /// After so much time on the wall.
    After(Duration),
    /// For ever.
    Never,
}

impl Clock {
    pub(crate) fn new(time: Time, system: &System) -> Self {
        match time {
            Time::Virtual => Self::Virtual,
            Time::Real => {
                let passed = Duration::from_millis(system.now());
                let now = Instant::now();
                let zero = now.checked_sub(passed).unwrap_or(now);
                Self::Real { zero }
            }
        }
    }

    /// As peers are told.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Real { .. } => "real",
        }
    }

    /// Moves the clock of a system on in which no task can run. `awaited` is
    /// whether a client waits for an answer.
    pub(crate) fn advance(&self, system: &mut System, awaited: bool) -> Next {
        let next = system.next_event();
        match (self, next) {
            (Self::Virtual, Some(next)) if awaited => {
                system.advance(next);
                Next::Now
            }
            (Self::Virtual, _) => Next::Never,
            (Self::Real { zero }, next) => {
                let passed = zero.elapsed();
                // A day of 2^64 milliseconds is far.
                let now = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
                system.advance(now);
                match next {
                    None => Next::Never,
                    Some(next) if next <= system.now() => Next::Now,
                    Some(next) => Next::After(
                        Duration::from_millis(next).saturating_sub(passed),
                    ),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Now;
    use userlib::hl::sleep_for;

    fn sleeper() -> System {
        let mut system = System::new();
        system.task("sleeper", 1, || {
            sleep_for(5);
            sleep_for(1_000_000);
        });
        assert_eq!(system.run_now(100), Now::Still);
        system
    }

    #[test]
    fn virtual_time_passes_while_somebody_waits_for_it() {
        let mut system = sleeper();
        let clock = Clock::new(Time::Virtual, &system);
        assert_eq!(clock.advance(&mut system, false), Next::Never);
        assert_eq!(system.now(), 0);
        assert_eq!(clock.advance(&mut system, true), Next::Now);
        assert_eq!(system.now(), 5);
    }

    #[test]
    fn real_time_passes_by_itself_and_stops_at_each_event() {
        let mut system = sleeper();
        let clock = Clock::Real {
            zero: Instant::now() - Duration::from_millis(100),
        };
        assert_eq!(clock.advance(&mut system, false), Next::Now);
        assert_eq!(system.now(), 5);
        assert_eq!(system.run_now(100), Now::Still);
        let Next::After(wait) = clock.advance(&mut system, false) else {
            panic!("a long time is left");
        };
        assert!(system.now() >= 100);
        assert!(wait > Duration::from_secs(100));
        // A clock that starts later goes on from there.
        let later = Clock::new(Time::Real, &system);
        later.advance(&mut system, false);
        assert!((100..100_000).contains(&system.now()));
    }
}
