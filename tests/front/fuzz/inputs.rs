//! Inputs, each the same for the same number.

use std::fs;
use std::path::Path;

/// What files consist of, and what they are easily confused with.
pub(super) const WORDS: &[&str] = &[
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
pub(super) fn seeds() -> Vec<Vec<u8>> {
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
pub(super) fn input(number: u64, seeds: &[Vec<u8>]) -> Vec<u8> {
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
