//! The property that `fuzz` looks for a counterexample of, on input that is
//! the same in every run: bytes, words of the language in any order, and edits
//! of files that are right or nearly so.
//!
//! `IDOL_FUZZ=1000000 cargo test --release -p idol --test front fuzz` tries a
//! million. [`fuzz/README.md`](../../fuzz/README.md) says what was found.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, thread};

mod inputs;
#[path = "../../fuzz/property.rs"]
mod property;

use inputs::{WORDS, input, seeds};

/// How many inputs are tried, unless `IDOL_FUZZ` says otherwise.
fn usual() -> u64 {
    if trials::all() { 2_000 } else { 150 }
}

/// The stack of the front end, in bytes. A thread of Rust has 2 MiB, a build
/// script 8 MiB.
const STACK: usize = 1024 * 1024;

/// How long long inputs are, in bytes: what takes time that is not in
/// proportion is noticed.
fn long() -> usize {
    match (trials::all(), cfg!(debug_assertions)) {
        (_, false) => 200_000,
        (true, true) => 20_000,
        (false, true) => 2_500,
    }
}

/// Far more than any input takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many inputs were accepted, by a client or a server.
fn run(inputs: impl Iterator<Item = Vec<u8>> + Send + 'static) -> usize {
    let (send, receive) = mpsc::sync_channel(16);
    let front = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            for input in inputs {
                let stubs = property::front_end(&input);
                if send.send((input, stubs)).is_err() {
                    break;
                }
            }
        })
        .expect("a thread can be started");
    // The parser of whole files is not ours and takes more stack.
    let back = thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || {
            let mut accepted = 0;
            loop {
                match receive.recv_timeout(PATIENCE) {
                    Ok((input, stubs)) => {
                        accepted += usize::from(!stubs.is_empty());
                        for stub in &stubs {
                            if property::parsed(stub).is_err() {
                                println!("{}", String::from_utf8_lossy(&input));
                            }
                            property::parses(stub);
                        }
                    }
                    Err(mpsc::RecvTimeoutError::Disconnected) => {
                        break accepted;
                    }
                    Err(mpsc::RecvTimeoutError::Timeout) => {
                        panic!("an input takes more than {PATIENCE:?}")
                    }
                }
            }
        })
        .expect("a thread can be started");
    let accepted = back.join();
    let front = front.join();
    match (accepted, front) {
        (Ok(accepted), Ok(())) => accepted,
        (Err(panic), _) | (_, Err(panic)) => std::panic::resume_unwind(panic),
    }
}

fn count() -> u64 {
    match env::var("IDOL_FUZZ") {
        Ok(count) => count.parse().expect("IDOL_FUZZ is a number"),
        Err(_) => usual(),
    }
}

#[test]
fn any_input_comes_to_a_result_and_what_is_accepted_makes_rust() {
    let seeds = seeds();
    let first: u64 = match env::var("IDOL_FUZZ_FROM") {
        Ok(first) => first.parse().expect("IDOL_FUZZ_FROM is a number"),
        Err(_) => 0,
    };
    let numbers = first..first + count();
    let total = numbers.clone().count();
    let accepted = run(numbers.map(move |number| {
        let input = input(number, &seeds);
        if env::var_os("IDOL_FUZZ_SHOW").is_some() {
            eprintln!("{number}: {:?}", String::from_utf8_lossy(&input));
        }
        input
    }));
    println!("{accepted} of {total} inputs were accepted");
    // Otherwise nothing is learnt about what is accepted.
    assert!(
        accepted * 50 > total,
        "only {accepted} of {total} are accepted"
    );
}

#[test]
fn long_and_deep_input_comes_to_a_result() {
    let long = long();
    let texts = WORDS.iter().map(|word| word.repeat(long / word.len()));
    let nested = ["(a:", "[", "{\"a\":", "Some(", "/*", "\"\\", "r#\"", "[("]
        .iter()
        .map(|open| {
            let many = open.repeat(long / open.len());
            format!("Interface(name: \"I\", ops: {{ \"a\": {many}")
        });
    let types = ["&", "(", "[", "a<", "fn(", "*const ", "dyn ", "-", "<", "!"]
        .iter()
        .map(|open| {
            let ty = open.repeat(4_000 / open.len());
            format!(
                "(name: \"I\", ops: {{ \"a\": (args: {{ \"b\": \"{ty}\" }}, \
                 reply: Simple(\"{ty}u8\"), idempotent: true) }})"
            )
        });
    let operations = (0..long / 100).map(|i| {
        format!(
            "\"op{i}\": (args: {{ \"a{i}\": \"a::B{i}\" }}, number: 7, \
             reply: Result(ok: \"B{i}\", err: CLike(\"E\")), x{i}: 1),"
        )
    });
    let operations: String = operations.collect();
    let operations = format!("(name: \"I\", ops: {{ {operations} }})");
    let allowances = "// idol: allow(W0202)\n".repeat(long / 20);
    let allowed = format!("{allowances}(name: \"I\", ops: {{}})");
    let inputs: Vec<_> = texts
        .chain(nested)
        .chain(types)
        .chain([operations, allowed])
        .map(String::into_bytes)
        .collect();
    run(inputs.into_iter());
}

/// A workspace of its own has a lock of its own, which goes on with old
/// versions unnoticed.
#[test]
fn the_fuzzer_builds_the_versions_that_the_workspace_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = |lock: &str| -> Vec<(String, String)> {
        let lock = fs::read_to_string(root.join(lock)).expect("it is here");
        let lock = lock.replace("\r\n", "\n");
        lock.split("[[package]]\nname = ")
            .skip(1)
            .filter_map(|package| {
                let (name, rest) = package.split_once("\nversion = ")?;
                let (version, _) = rest.split_once('\n')?;
                Some((name.to_owned(), version.to_owned()))
            })
            .collect()
    };
    let all = packages("Cargo.lock");
    assert!(all.len() > 10);
    for (name, version) in packages("fuzz/Cargo.lock") {
        let known = all.iter().any(|(other, _)| *other == name);
        let same = all.contains(&(name.clone(), version.clone()));
        assert!(
            same || !known,
            "fuzz/Cargo.lock has {name} {version}: cp Cargo.lock fuzz/ && \
             cargo check --manifest-path fuzz/Cargo.toml"
        );
    }
}
