//! What the server of every operation does: check what it gets, and answer.

use crate::log::{Call, Log, Wish};
use crate::memory::{Memory, Readable, Writable};
use crate::values::{Refusal, Sample};

pub struct ServerSide {
    log: Log,
}

impl ServerSide {
    pub fn new(log: Log) -> Self {
        Self { log }
    }

    /// Reads all of a lease.
    pub fn read<L: Readable>(&self, call: Call, lease: &L) {
        let expected = Some(L::Memory::lent(call.seed));
        let found = lease.contents();
        self.log.expect(call, "the lent memory", &found, &expected);
    }

    /// Overwrites all of a lease.
    pub fn write<L: Writable>(&self, call: Call, lease: &L) {
        let written = lease.fill(&L::Memory::filled(call.seed));
        self.log.expect(call, "writing", &written, &Ok(()));
    }

    /// Checks the arguments, and dies if that is asked.
    fn begin<V: Sample>(&self, call: Call, wish: u8, value: V) -> Option<Wish> {
        let expected = V::received(call.seed);
        self.log.expect(call, "the argument", &value, &expected);
        let understood = Wish::from_byte(wish);
        let Some(wish) = understood else {
            self.log.expect(call, "the wish", &Some(wish), &None);
            return None;
        };
        let times = self.log.served(call, wish);
        let dies = match wish {
            Wish::Succeed | Wish::Fail => false,
            Wish::DieOnce => times == 1,
            Wish::DieAlways => true,
        };
        assert!(!dies, "as the client wishes");
        Some(wish)
    }

    /// Serves an operation that cannot fail.
    pub fn succeed<V: Sample, A: Sample>(
        &self,
        call: Call,
        wish: u8,
        value: V,
    ) -> A {
        self.begin(call, wish, value);
        A::sent(call.seed)
    }

    /// Serves an operation that can fail.
    pub fn answer<V: Sample, A: Sample, E: Refusal>(
        &self,
        call: Call,
        wish: u8,
        value: V,
    ) -> Result<A, E> {
        match self.begin(call, wish, value) {
            Some(Wish::Fail) => Err(E::refusal(call.seed)),
            _ => Ok(A::sent(call.seed)),
        }
    }
}
