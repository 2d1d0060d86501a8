//! Properties of values that are made of random bytes: so many of them, the same
//! in every run. Of what fails, one that is as small as can be is shown.

use std::cell::Cell;
use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

use arbitrary::{Result, Unstructured};

/// The bytes of a case: more than any value takes. Where there are none left,
/// each choice is the first, and each number 0.
const BYTES: usize = 4096;

/// How many smaller cases are tried, once one fails.
const TRIES: usize = 4_000;

/// Tries a property on values, in so many cases. What does not hold panics, and
/// a value that makes it do so is printed.
pub(crate) fn each<T: Debug>(
    cases: u32,
    make: impl Fn(&mut Unstructured<'_>) -> Result<T>,
    holds: impl Fn(&T),
) {
    let Some((number, value)) = failing(cases, make, &holds) else {
        return;
    };
    let again = match trials::all() {
        true => "IDOL_TESTS=all cargo test",
        false => "cargo test",
    };
    let current = thread::current();
    let test = current.name().unwrap_or_default();
    eprintln!(
        "case {number} of {cases}, made small; `{again} -p idol {test}` makes \
         the same again:\n{value:#?}"
    );
    holds(&value);
    panic!("it held when it was tried again");
}

/// The first case in which the property does not hold, and a value of it that is
/// as small as can be.
fn failing<T>(
    cases: u32,
    make: impl Fn(&mut Unstructured<'_>) -> Result<T>,
    holds: impl Fn(&T),
) -> Option<(u32, T)> {
    // The value, if it is a wrong one, and how many bytes it took.
    let wrong = |bytes: &[u8]| {
        let mut rest = Unstructured::new(bytes);
        let value = make(&mut rest).expect("no choice asks for bytes");
        let holds = silent(|| holds(&value));
        (!holds).then_some((value, bytes.len() - rest.len()))
    };
    (0..cases).find_map(|number| {
        let bytes = bytes(number);
        let found = wrong(&bytes)?;
        Some((number, smallest(bytes, found, wrong)))
    })
}

/// A value that is wrong, of as few and as small bytes as were found.
fn smallest<T>(
    mut bytes: Vec<u8>,
    (mut value, used): (T, usize),
    wrong: impl Fn(&[u8]) -> Option<(T, usize)>,
) -> T {
    bytes.truncate(used);
    let mut tries = 0;
    let mut better = |bytes: &mut Vec<u8>, mut other: Vec<u8>| {
        tries += 1;
        if tries > TRIES || other == *bytes {
            return false;
        }
        let Some((found, used)) = wrong(&other) else {
            return false;
        };
        other.truncate(used);
        *bytes = other;
        value = found;
        true
    };
    loop {
        let mut is_better = false;
        // Stretches are left out, or made 0; then bytes get smaller.
        let mut stretch = bytes.len();
        while stretch > 0 {
            for with in [&[][..], &vec![0; stretch]] {
                let mut at = 0;
                while at < bytes.len() {
                    let end = (at + stretch).min(bytes.len());
                    let with = &with[..with.len().min(end - at)];
                    let other = [&bytes[..at], with, &bytes[end..]].concat();
                    match better(&mut bytes, other) {
                        true => is_better = true,
                        false => at = end,
                    }
                }
            }
            stretch /= 2;
        }
        for at in 0..bytes.len() {
            for less in [|byte| byte / 2, |byte: u8| byte.saturating_sub(1)] {
                while let Some(byte) = bytes.get(at) {
                    let mut other = bytes.clone();
                    other[at] = less(*byte);
                    if !better(&mut bytes, other) {
                        break;
                    }
                    is_better = true;
                }
            }
        }
        if !is_better {
            return value;
        }
    }
}

/// The bytes of a case, the same for the same number.
fn bytes(number: u32) -> Vec<u8> {
    let mut state = u64::from(number);
    let mut bytes = Vec::with_capacity(BYTES);
    while bytes.len() < BYTES {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(MIX[0]);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(MIX[1]);
        bytes.extend((mixed ^ (mixed >> 31)).to_le_bytes());
    }
    bytes
}

const MIX: [u64; 2] = [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb];

thread_local! {
    /// Whether what panics on this thread says nothing.
    static IS_SILENT: Cell<bool> = const { Cell::new(false) };
}

/// Whether something comes to its end, and does not panic. Nothing is printed.
fn silent(run: impl FnOnce()) -> bool {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_SILENT.get() {
                usual(panic);
            }
        }));
    });
    IS_SILENT.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_SILENT.set(false);
    result.is_ok()
}

/// A text of so many characters, of those.
pub(crate) fn text(
    u: &mut Unstructured<'_>,
    lengths: RangeInclusive<usize>,
    mut character: impl FnMut(&mut Unstructured<'_>) -> Result<char>,
) -> Result<String> {
    (0..u.int_in_range(lengths)?)
        .map(|_| character(u))
        .collect()
}

/// One of the characters of a text.
pub(crate) fn one_of(u: &mut Unstructured<'_>, all: &str) -> Result<char> {
    let at = u.choose_index(all.chars().count())?;
    Ok(all.chars().nth(at).unwrap_or_default())
}

/// One of some characters that follow each other in ASCII.
pub(crate) fn ascii(
    u: &mut Unstructured<'_>,
    all: RangeInclusive<u8>,
) -> Result<char> {
    u.int_in_range(all).map(char::from)
}

#[test]
fn what_fails_is_shown_as_small_as_it_can_be() {
    let rows = |u: &mut Unstructured<'_>| {
        (0..u.int_in_range(0..=50)?)
            .map(|_| u.int_in_range(0..=1000))
            .collect::<Result<Vec<u32>>>()
    };
    let is_low = |row: &Vec<u32>| row.iter().all(|n| *n < 500);
    assert!(failing(100, rows, |row| assert!(row.len() <= 50)).is_none());
    let (number, row) = failing(100, rows, |row| assert!(is_low(row)))
        .expect("some are higher");
    assert_eq!(row, [500]);
    let again = failing(100, rows, |row| assert!(is_low(row)));
    assert_eq!(again, Some((number, row)));
}
