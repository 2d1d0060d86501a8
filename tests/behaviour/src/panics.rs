//! Where a task panicked.

use std::fs;

/// The function of a generated stub that a task panicked in, and what it said.
/// A fault's message has the place behind what was said.
pub(crate) fn function_and_words(message: &str) -> (String, String) {
    let (words, place) = message.split_once(", at ").unwrap();
    let mut place = place.rsplitn(3, ':');
    let _column = place.next();
    let line: usize = place.next().unwrap().parse().unwrap();
    let stub = fs::read_to_string(place.next().unwrap()).unwrap();
    let lines: Vec<_> = stub.lines().take(line).collect();
    let mut functions = lines.iter().rev().filter_map(|line| {
        let (name, _) = line.trim().strip_prefix("fn ")?.split_once('(')?;
        Some(name.to_owned())
    });
    (functions.next().unwrap(), words.to_owned())
}
