//! What the client of every operation does: ask, and check what comes back.

use idol_runtime::ServerDeath;

use crate::combination::{Kind, Retry};
use crate::log::{Call, Log, Wish};
use crate::memory::Memory;
use crate::values::{Code, Refusal, Report, Sample};

/// What a call ended with.
#[derive(Debug, PartialEq)]
pub enum Outcome<A> {
    Value(A),
    Code(Code),
    Report(Report),
    Died,
}

impl<A> From<Result<A, Code>> for Outcome<A> {
    fn from(result: Result<A, Code>) -> Self {
        match result {
            Ok(value) => Self::Value(value),
            Err(Code::Died) => Self::Died,
            Err(code @ (Code::Refused | Code::Unused)) => Self::Code(code),
        }
    }
}

impl<A> From<Result<A, Report>> for Outcome<A> {
    fn from(result: Result<A, Report>) -> Self {
        match result {
            Ok(value) => Self::Value(value),
            Err(report) if report.is_of_death() => Self::Died,
            Err(report) => Self::Report(report),
        }
    }
}

impl<A> From<Result<A, ServerDeath>> for Outcome<A> {
    fn from(result: Result<A, ServerDeath>) -> Self {
        match result {
            Ok(value) => Self::Value(value),
            Err(ServerDeath) => Self::Died,
        }
    }
}

/// What a client goes through with each operation.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Scenario {
    /// Success, failure, death, and success again.
    Full,
    /// A server that refuses everything.
    AlwaysRefused,
    /// A server that always dies.
    AlwaysDying,
    /// One success, with a server that is killed once meanwhile.
    Killed,
}

impl Scenario {
    /// What the client asks for, one after the other.
    pub fn wishes(self, kind: Kind) -> &'static [Wish] {
        match (self, kind) {
            (Self::Full, Kind::Simple | Kind::ServerDeath) => {
                &[Wish::Succeed, Wish::DieOnce, Wish::Succeed]
            }
            (Self::Full, Kind::CLike | Kind::Complex) => {
                &[Wish::Succeed, Wish::Fail, Wish::DieOnce, Wish::Succeed]
            }
            (Self::AlwaysRefused | Self::Killed, _) => &[Wish::Succeed],
            (Self::AlwaysDying, _) => &[Wish::DieAlways],
        }
    }

    fn expected<A: Sample>(self, call: Call, wish: Wish) -> Outcome<A> {
        // One that refuses everything does not look at what it gets.
        let (fails, seed) = match self {
            Self::AlwaysRefused => (true, 0),
            Self::Full | Self::AlwaysDying | Self::Killed => {
                (wish == Wish::Fail, call.seed)
            }
        };
        let dies = match wish {
            Wish::Succeed | Wish::Fail => self == Self::Killed,
            Wish::DieOnce => true,
            Wish::DieAlways => return Outcome::Died,
        };
        match (fails, dies, call.retry) {
            (true, ..) if call.kind == Kind::Complex => {
                Outcome::Report(Report::refusal(seed))
            }
            (true, ..) => Outcome::Code(Code::Refused),
            (false, true, Retry::Once) => Outcome::Died,
            (false, ..) => Outcome::Value(A::received(call.seed)),
        }
    }
}

/// A client in a scenario.
pub struct ClientSide {
    pub log: Log,
    pub scenario: Scenario,
}

impl ClientSide {
    /// Puts an operation through the scenario. `send` sends a wish.
    pub fn exercise<A: Sample>(
        &self,
        call: Call,
        send: &dyn Fn(u8) -> Outcome<A>,
    ) {
        for &wish in self.scenario.wishes(call.kind) {
            self.log.asks(call, wish);
            let outcome = send(wish as u8);
            let expected = self.scenario.expected(call, wish);
            let what = format!("the answer to {wish:?}");
            self.log.expect(call, &what, &outcome, &expected);
            self.log.called(call, wish);
        }
    }

    /// Checks that the server has filled a lease, if it got so far.
    pub fn filled<M: Memory>(&self, call: Call, memory: &M) {
        let certain = match (self.scenario, call.retry) {
            (Scenario::Full | Scenario::AlwaysDying, _) => true,
            (Scenario::Killed, Retry::Idempotent) => true,
            (Scenario::Killed, Retry::Once) => false,
            (Scenario::AlwaysRefused, _) => false,
        };
        if certain {
            let expected = M::filled(call.seed);
            self.log.expect(call, "the memory", memory, &expected);
        }
    }
}
