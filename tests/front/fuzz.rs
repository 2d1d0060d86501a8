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

#[path = "../../fuzz/property.rs"]
mod property;

/// How many inputs are tried, unless `IDOL_FUZZ` says otherwise.
fn usual() -> u64 {
    if trials::all() { 2_000 } else { 500 }
}

/// The stack of the front end, in bytes. A thread of Rust has 2 MiB, a build
/// script 8 MiB.
const STACK: usize = 1024 * 1024;

/// How long long inputs are, in bytes: what takes time that is not in
/// proportion is noticed.
const LONG: usize = match cfg!(debug_assertions) {
    true => 20_000,
    false => 200_000,
};

/// Far more than any input takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What files consist of, and what they are easily confused with.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    ",",
    ":",
    "::",
    ";",
    "=",
    "#",
    "!",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\0",
    "r#",
    "r\"",
    "r#\"",
    "\"#",
    "\u{feff}",
    "é",
    "𝄞",
    "-1",
    "0",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "0x",
    "0xff",
    "1.5",
    "1e9",
    "true",
    "false",
    "None",
    "Some(",
    "Interface(",
    "name:",
    "ops:",
    "reserved:",
    "args:",
    "leases:",
    "reply:",
    "idempotent:",
    "encoding:",
    "doc:",
    "description:",
    "number:",
    "type:",
    "recv:",
    "read:",
    "write:",
    "max_len:",
    "ok:",
    "err:",
    "Simple(",
    "Result(",
    "CLike(",
    "Complex(",
    "ServerDeath",
    "Zerocopy",
    "Ssmarshal",
    "Hubpack",
    "FromBytes",
    "FromPrimitive(",
    "From(",
    "\"u8\"",
    "\"()\"",
    "\"bool\"",
    "\"usize\"",
    "\"[u8]\"",
    "\"[u8; 4]\"",
    "\"[(); N]\"",
    "\"a::B<C, 3>\"",
    "\"&'a u8\"",
    "\"Option<u8>\"",
    "\"raw_a\"",
    "\"self\"",
    "\"type\"",
    "\"gen\"",
    "\"recv_source\"",
    "\"A\"",
    "\"a\"",
    "\"\"",
    "&",
    "*const ",
    "dyn ",
    "impl ",
    "fn(",
    "as ",
    "-",
    "|",
    "_",
    "Self",
    "'a",
    "usize",
    "u8",
    "// idol: allow(W0202)",
    "// idol: allow(",
    "#![enable(implicit_some)]",
];

/// Names and types that are fine in most places, so that an edit of a right
/// file may leave it right.
const FINE: &[&str] = &[
    "x",
    "y1",
    "match",
    "Tea",
    "tea",
    "u8",
    "u16",
    "i64",
    "f32",
    "bool",
    "char",
    "()",
    "[u8; 3]",
    "[[u16; N]; 2]",
    "api::Tea",
    "Option<u8>",
    "(u8, bool)",
    "crate::a::B<u8, 4>",
    "<A as B>::C",
    "raw_x",
    "ß",
    "checked",
    "a::checked",
];

/// A generator of numbers without any quality but that it repeats itself.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// The files that edits begin with.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = ["fuzz/seeds", "tests/reject/files"]
        .iter()
        .flat_map(|folder| {
            fs::read_dir(root.join(folder)).expect("the folder is here")
        })
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "idol"))
        .collect();
    paths.sort();
    // Files that are right are edited as often as those that are not.
    let (right, wrong): (Vec<_>, Vec<_>) = paths
        .into_iter()
        .partition(|path| path.starts_with(root.join("fuzz")));
    let times = wrong.len() / right.len().max(1);
    right
        .iter()
        .cycle()
        .take(right.len() * times)
        .chain(&wrong)
        .map(|path| fs::read(path).expect("it can be read"))
        .collect()
}

/// One input: the same for the same number.
fn input(number: u64, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut random = Random(number);
    match random.below(20) {
        0 => {
            let len = random.below(80);
            (0..len).map(|_| random.next() as u8).collect()
        }
        1 => {
            let len = random.below(60);
            (0..len).flat_map(|_| random.pick(WORDS).bytes()).collect()
        }
        _ => {
            let mut bytes = seeds[random.below(seeds.len())].clone();
            for _ in 0..1 + random.below(3) {
                edit(&mut bytes, seeds, &mut random);
            }
            bytes
        }
    }
}

/// Changes something somewhere.
fn edit(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(40)).min(bytes.len());
    match random.below(14) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        2 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let to = (from + random.below(60)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.next() as u8;
            }
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        5 => {
            let word = random.pick(WORDS);
            bytes.splice(at..at, word.bytes());
        }
        6..=10 => {
            // A string, or what looks like one, for another.
            let quote = |from: usize| {
                let rest = bytes.get(from..)?;
                Some(from + rest.iter().position(|byte| *byte == b'"')?)
            };
            let word = match random.below(3) {
                0 => random.pick(WORDS).trim_matches('"'),
                _ => random.pick(FINE),
            };
            if let Some(start) = quote(at)
                && let Some(end) = quote(start + 1)
            {
                bytes.splice(start + 1..end, word.bytes());
            }
        }
        11 => {
            let word = random.pick(WORDS).repeat(random.below(70));
            bytes.splice(at..at, word.bytes());
        }
        _ => bytes.truncate(at),
    }
}

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
    let texts = WORDS.iter().map(|word| word.repeat(LONG / word.len()));
    let nested = ["(a:", "[", "{\"a\":", "Some(", "/*", "\"\\", "r#\"", "[("]
        .iter()
        .map(|open| {
            let many = open.repeat(LONG / open.len());
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
    let operations = (0..LONG / 100).map(|i| {
        format!(
            "\"op{i}\": (args: {{ \"a{i}\": \"a::B{i}\" }}, number: 7, \
             reply: Result(ok: \"B{i}\", err: CLike(\"E\")), x{i}: 1),"
        )
    });
    let operations: String = operations.collect();
    let operations = format!("(name: \"I\", ops: {{ {operations} }})");
    let allowances = "// idol: allow(W0202)\n".repeat(LONG / 20);
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
