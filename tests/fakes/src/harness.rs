//! What both sides of a random interface are asked by: each says what it sends
//! and what it gets, and the other's word is what it should be.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use zerocopy::{Immutable, IntoBytes};

use crate::random::Random;
use crate::types::ByChance;

/// What the sides have said.
#[derive(Clone)]
pub struct Log(Arc<Mutex<Said>>);

struct Said {
    random: Random,
    sent: Option<Vec<String>>,
    answered: Option<Vec<String>>,
    calls: usize,
}

/// A value, as both sides write it.
pub fn text<T: Serialize>(value: &T) -> String {
    match kit::vectors::json(value) {
        Ok(json) => json.to_string(),
        Err(error) => panic!("{error}"),
    }
}

/// What is lent, as both sides write it.
pub fn bytes<T: IntoBytes + Immutable + ?Sized>(lent: &T) -> String {
    format!("{:02x?}", lent.as_bytes())
}

impl Log {
    /// Of a run with this seed.
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Said {
            random: Random::new(seed),
            sent: None,
            answered: None,
            calls: 0,
        })))
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A value by chance.
    pub fn value<T: ByChance>(&self) -> T {
        T::by_chance(&mut self.said().random)
    }

    /// Up to so many values by chance.
    pub fn values<T: ByChance>(&self, most: usize) -> Vec<T> {
        let mut said = self.said();
        let len = said.random.below(most + 1);
        (0..len).map(|_| T::by_chance(&mut said.random)).collect()
    }

    /// An answer by chance.
    pub fn result<T: ByChance, E: ByChance>(&self) -> Result<T, E> {
        let choice = self.said().random.below(3);
        match choice {
            0 => Err(self.value()),
            _ => Ok(self.value()),
        }
    }

    /// The client is about to send this.
    pub fn sends(&self, sent: Vec<String>) {
        self.said().sent = Some(sent);
    }

    /// The server has got this.
    pub fn gets(&self, got: Vec<String>) {
        assert_eq!(self.said().sent.take(), Some(got));
    }

    /// The server answers this.
    pub fn answers(&self, answered: Vec<String>) {
        self.said().answered = Some(answered);
    }

    /// The client is told this.
    pub fn told(&self, told: Vec<String>) {
        let mut said = self.said();
        said.calls += 1;
        assert_eq!(said.answered.take(), Some(told));
    }

    /// Calls that have ended.
    pub fn calls(&self) -> usize {
        self.said().calls
    }
}

/// An answer, as both sides write it.
pub fn outcome<T: Serialize, E: Serialize>(result: &Result<T, E>) -> String {
    match result {
        Ok(value) => format!("ok {}", text(value)),
        Err(error) => format!("err {}", text(error)),
    }
}

/// The same of what only death can fail.
pub fn alive<T: Serialize, E: Debug>(result: &Result<T, E>) -> String {
    match result {
        Ok(value) => format!("ok {}", text(value)),
        Err(error) => format!("dead: {error:?}"),
    }
}
