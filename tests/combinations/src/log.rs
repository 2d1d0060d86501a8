//! What happened in a run, as both sides report it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::End;

use crate::combination::{Kind, Retry};

/// One operation, as both sides know it.
#[derive(Copy, Clone, Debug)]
pub struct Call {
    /// The combination's name, that of the encoding first.
    pub name: &'static str,
    pub kind: Kind,
    pub retry: Retry,
    /// Decides all the values that go to and fro.
    pub seed: u16,
}

/// What the client wants the server to do.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Wish {
    Succeed = 0x11,
    Fail = 0x22,
    /// To die the first time it is asked.
    DieOnce = 0x33,
    DieAlways = 0x44,
}

impl Wish {
    pub fn from_byte(byte: u8) -> Option<Self> {
        [Self::Succeed, Self::Fail, Self::DieOnce, Self::DieAlways]
            .into_iter()
            .find(|wish| *wish as u8 == byte)
    }
}

/// How often what was done.
pub type Runs = BTreeMap<(&'static str, Wish), u32>;

/// What has been served, called, and found wrong. Clones share it.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    /// What the client asked for last.
    asked: Option<(&'static str, Wish)>,
    served: Runs,
    called: Runs,
    wrong: Vec<String>,
}

impl Log {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a client is about to ask for.
    pub fn asks(&self, call: Call, wish: Wish) {
        self.entries().asked = Some((call.name, wish));
    }

    /// Notes that a server got this, and gives the number of times so far.
    pub fn served(&self, call: Call, wish: Wish) -> u32 {
        let mut entries = self.entries();
        let times = entries.served.entry((call.name, wish)).or_default();
        *times += 1;
        *times
    }

    /// Notes that a client got an answer to this.
    pub fn called(&self, call: Call, wish: Wish) {
        *self.entries().called.entry((call.name, wish)).or_default() += 1;
    }

    /// Notes a difference, if there is one. It does not panic, which would
    /// be one more death among those that are tested.
    pub fn expect<T: Debug + PartialEq>(
        &self,
        call: Call,
        what: &str,
        found: &T,
        expected: &T,
    ) {
        if found != expected {
            let wrong =
                format!("{}: {what} is {found:?}, not {expected:?}", call.name);
            self.entries().wrong.push(wrong);
        }
    }

    /// # Panics
    ///
    /// If a run did not end as it should, with what was asked for last.
    #[track_caller]
    pub fn expect_success(&self, end: End) {
        let asked = self.entries().asked;
        assert!(end.is_success(), "{asked:?}: {end}");
    }

    /// # Panics
    ///
    /// If anything was wrong, with all of it.
    #[track_caller]
    pub fn expect_nothing_wrong(&self) {
        let wrong = &self.entries().wrong;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What servers have got.
    pub fn all_served(&self) -> Runs {
        self.entries().served.clone()
    }

    /// What clients have got answers to.
    pub fn all_called(&self) -> Runs {
        self.entries().called.clone()
    }
}
