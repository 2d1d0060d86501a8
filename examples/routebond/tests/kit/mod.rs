//! What the tests share.
#![allow(dead_code)]

use routebond::{Route, RouteHandler, Server, ServerSettings, Settings};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a client was told.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<(BTreeSet<Route>, Log, usize)>>);

type Log = Vec<String>;

impl RouteHandler for Heard {
    fn add_route(&mut self, route: &Route) {
        let mut heard = self.0.lock().unwrap();
        assert!(heard.0.insert(*route), "{route} was told twice");
        heard.1.push(format!("+{route}"));
        heard.2 += 1;
    }

    fn remove_route(&mut self, route: &Route) {
        let mut heard = self.0.lock().unwrap();
        assert!(heard.0.remove(route), "{route} was not there");
        heard.1.push(format!("-{route}"));
    }
}

impl Heard {
    /// The routes that are there.
    pub fn now(&self) -> Vec<Route> {
        self.0.lock().unwrap().0.iter().copied().collect()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().0.len()
    }

    /// How many were added so far.
    pub fn added(&self) -> usize {
        self.0.lock().unwrap().2
    }

    /// All that was said.
    pub fn log(&self) -> String {
        self.0.lock().unwrap().1.join(" ")
    }
}

pub fn route(text: &str) -> Route {
    text.parse().unwrap()
}

pub fn settings() -> ServerSettings {
    ServerSettings {
        keepalive: 1,
        ..ServerSettings::default()
    }
}

pub fn server() -> Server {
    Server::start("[::1]:0", settings()).unwrap()
}

/// A client that does not pause for long.
pub fn quick() -> Settings {
    Settings {
        keepalive: 1,
        pause: Duration::from_millis(20),
        longest_pause: Duration::from_millis(200),
        timeout: Duration::from_secs(20),
    }
}

/// Waits for something that comes sooner or later.
#[track_caller]
pub fn eventually(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(300), "it never was");
        std::thread::sleep(Duration::from_millis(2));
    }
}
