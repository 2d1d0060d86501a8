//! The formats of `idol_runtime::wire` against the crates that define them:
//! same bytes, same values, same number of bytes, and failures where they fail.

mod random;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::num::{NonZeroI16, NonZeroU8, NonZeroU32};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use idol_runtime::wire;
use random::Random;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, Serialize, Deserialize)]
struct Empty {}

#[derive(Debug, Serialize, Deserialize)]
struct Sensor(u32);

#[derive(Debug, Serialize, Deserialize)]
struct Pair(u8, i64);

#[derive(Debug, Serialize, Deserialize)]
#[expect(dead_code, reason = "shown by `Debug`, which does not count")]
struct Reading<T> {
    value: T,
    valid: bool,
    #[serde(skip)]
    unsent: u32,
    at: u64,
}

#[derive(Debug, Serialize, Deserialize)]
enum Mode {
    Off,
    Slow,
    Fast,
}

#[derive(Debug, Serialize, Deserialize)]
enum Command {
    Stop,
    Set(u16),
    Move(i8, Option<Mode>),
    Tune { gain: f32, mode: Mode },
    Nothing(()),
    Empty {},
    Nested(Result<Option<Sensor>, Mode>),
}

#[derive(Debug, Serialize, Deserialize)]
enum Tree {
    Fork(Box<Tree>, Box<Tree>),
    Leaf(u8),
    Leaves,
}

#[derive(Debug, Serialize, Deserialize)]
enum List {
    Next(Box<List>),
    End,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
struct Even(u8);

impl TryFrom<u8> for Even {
    type Error = &'static str;

    fn try_from(value: u8) -> Result<Self, &'static str> {
        match value % 2 {
            0 => Ok(Even(value)),
            _ => Err("odd"),
        }
    }
}

impl Clone for Even {
    fn clone(&self) -> Self {
        Even(self.0)
    }
}

impl From<Even> for u8 {
    fn from(even: Even) -> u8 {
        even.0
    }
}

#[derive(Debug, Serialize, Deserialize)]
enum Forward {
    Known,
    #[serde(other)]
    Unknown,
}

/// As the crates are asked: the value and how many bytes it took, or nothing.
trait Format {
    fn encode<T: Serialize>(buf: &mut [u8], value: &T) -> Option<usize>;
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, usize)>;
    fn encode_ours<T: Serialize>(buf: &mut [u8], value: &T) -> Option<usize>;
    fn decode_ours<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, usize)>;
    fn message<'b, T>(buf: &'b mut [u8], value: &T) -> Option<&'b [u8]>
    where
        T: Serialize;
    fn decode_exact<T: DeserializeOwned>(bytes: &[u8]) -> Option<T>;
}

macro_rules! ours {
    ($format:ident) => {
        fn encode_ours<T: Serialize>(
            buf: &mut [u8],
            value: &T,
        ) -> Option<usize> {
            wire::$format::serialize(buf, value).ok()
        }

        fn decode_ours<T: DeserializeOwned>(
            bytes: &[u8],
        ) -> Option<(T, usize)> {
            let (value, rest) = wire::$format::deserialize(bytes).ok()?;
            assert!(bytes.ends_with(rest));
            Some((value, bytes.len() - rest.len()))
        }

        fn message<'b, T>(buf: &'b mut [u8], value: &T) -> Option<&'b [u8]>
        where
            T: Serialize,
        {
            wire::$format::encode(buf, value)
        }

        fn decode_exact<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
            wire::$format::decode_exact(bytes)
        }
    };
}

struct Hubpack;

impl Format for Hubpack {
    fn encode<T: Serialize>(buf: &mut [u8], value: &T) -> Option<usize> {
        hubpack::serialize(buf, value).ok()
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, usize)> {
        let (value, rest) = hubpack::deserialize(bytes).ok()?;
        Some((value, bytes.len() - rest.len()))
    }

    ours!(hubpack);
}

struct Ssmarshal;

/// Longer in memory than any message, as the crate's debug builds insist on.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
#[expect(dead_code, reason = "the room is there to be room")]
struct Roomy<T> {
    value: T,
    #[serde(skip)]
    room: [[u64; 32]; 4],
}

impl Format for Ssmarshal {
    fn encode<T: Serialize>(buf: &mut [u8], value: &T) -> Option<usize> {
        let room = [[0; 32]; 4];
        let value = Roomy { value, room };
        quietly(|| ssmarshal::serialize(buf, &value).ok())
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, usize)> {
        let (roomy, len) =
            quietly(|| ssmarshal::deserialize::<Roomy<T>>(bytes).ok())?;
        Some((roomy.value, len))
    }

    ours!(ssmarshal);
}

/// What `call` returns; `None` if it panics, as that crate does in debug
/// builds where it fails in release builds.
fn quietly<T>(mut call: impl FnMut() -> Option<T>) -> Option<T> {
    let mut result = None;
    unless_it_panics(&mut || result = call());
    result
}

fn unless_it_panics(call: &mut dyn FnMut()) {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    QUIET.set(true);
    let _ = panic::catch_unwind(AssertUnwindSafe(call));
    QUIET.set(false);
}

/// `Debug` tells all that these types hold apart, NaNs alike.
fn shown<T: Debug>(result: Option<(T, usize)>) -> Option<(String, usize)> {
    result.map(|(value, len)| (format!("{value:?}"), len))
}

// Miri, which is slow, sees some of it.
const ROUNDS: usize = if cfg!(miri) { 1 } else { 60 };
const STEP: usize = if cfg!(miri) { 29 } else { 1 };

fn same<F: Format, T: Serialize + DeserializeOwned + Debug>() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..ROUNDS {
        let value: T = random.value();
        values_encode_alike::<F, T>(&value);
        let mut bytes = random.bytes(40);
        bytes_decode_alike::<F, T>(&bytes);
        // A byte changed in a valid message gets further than arbitrary ones.
        bytes = encoded::<F, T>(&value).unwrap_or_default();
        if !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = random.below(5) as u8;
            bytes_decode_alike::<F, T>(&bytes);
        }
    }
}

fn encoded<F: Format, T: Serialize>(value: &T) -> Option<Vec<u8>> {
    let mut buf = vec![0xA5; 1024];
    let len = F::encode_ours(&mut buf, value)?;
    assert_eq!(buf[len..], [0xA5; 1024][len..]);
    buf.truncate(len);
    Some(buf)
}

fn values_encode_alike<F: Format, T>(value: &T)
where
    T: Serialize + DeserializeOwned + Debug,
{
    let mut theirs = vec![0xA5; 1024];
    let len = F::encode(&mut theirs, value);
    let ours = encoded::<F, T>(value);
    assert_eq!(len, ours.as_ref().map(Vec::len), "{value:?}");
    let mut buf = [0; 1024];
    assert_eq!(F::message(&mut buf, value), ours.as_deref(), "{value:?}");
    let Some(message) = ours else { return };
    assert_eq!(theirs[..message.len()], message, "{value:?}");
    // A buffer of exactly the length does; shorter ones fail in both.
    for room in (0..=message.len()).rev().step_by(STEP) {
        let fits = (room == message.len()).then_some(room);
        let mut buf = vec![0; room];
        assert_eq!(F::encode_ours(&mut buf, value), fits, "{value:?}");
        assert_eq!(F::encode(&mut buf, value), fits, "{value:?}");
    }
    for len in (0..=message.len()).rev().step_by(STEP) {
        bytes_decode_alike::<F, T>(&message[..len]);
    }
    let mut longer = message;
    longer.push(0);
    bytes_decode_alike::<F, T>(&longer);
}

fn bytes_decode_alike<F: Format, T: DeserializeOwned + Debug>(bytes: &[u8]) {
    let theirs = shown(F::decode::<T>(bytes));
    let ours = shown(F::decode_ours::<T>(bytes));
    assert_eq!(ours, theirs, "{bytes:?}");
    let exact = theirs
        .filter(|(_, len)| *len == bytes.len())
        .map(|(value, _)| value);
    let ours = F::decode_exact::<T>(bytes);
    assert_eq!(ours.map(|value| format!("{value:?}")), exact, "{bytes:?}");
}

macro_rules! alike {
    ($($name:ident: $($ty:ty),+;)*) => {
        mod hubpack_is_the_crate_s_for {
            use super::*;

            $(#[test]
            fn $name() {
                $(same::<Hubpack, $ty>();)+
            })*
        }

        mod ssmarshal_is_the_crate_s_for {
            use super::*;

            $(#[test]
            fn $name() {
                $(same::<Ssmarshal, $ty>();)+
            })*
        }
    };
}

// Tuples of what can stand side by side: the compiler writes both formats for
// each type here, which takes it longer than all that is done with them.
alike! {
    integers: u8, (u16, u32, u64, usize), (i8, i16, i32, i64, isize);
    wide_integers: (u8, u128), Option<i128>;
    floats: (f32, f64), [f32; 3];
    booleans: bool, [bool; 4];
    characters: (u8, char, u8), Option<char>;
    units: (), ((), Unit, Empty), [Unit; 2];
    options: (Option<u8>, Option<bool>), Option<Option<bool>>, Option<()>,
        Option<(f32, u64)>, Option<Mode>;
    options_that_fit_in_a_niche: (Option<NonZeroU8>, NonZeroU32),
        [Option<NonZeroI16>; 2], Option<Box<u8>>;
    tuples: (u8,), (u32, (i8, bool), u64),
        (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);
    arrays: [u8; 0], [u16; 7], [u8; 12], [[u8; 3]; 4], [Mode; 5];
    structs: (Sensor, Pair), Reading<Reading<f32>>, Reading<Option<Sensor>>;
    enums: Mode, [Command; 3], Option<Command>, Forward,
        (Result<u32, Mode>, Result<(), ()>);
    values_that_their_type_converts: Even, (Option<Even>, [Even; 2]);
    types_that_hold_themselves: Option<Tree>, List;
    sequences: Vec<u8>, Vec<Vec<Mode>>, (Vec<u32>, u8), Option<Vec<Option<u8>>>;
    strings_and_maps: String, (u8, String), BTreeMap<u8, u8>;
    types_that_ask_whether_a_human_reads: std::net::Ipv4Addr,
        (std::net::Ipv6Addr, u8, std::time::Duration);
}

#[derive(Debug)]
struct Big(u32);

/// As an enum with more variants than a byte counts.
impl Serialize for Big {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_variant("Big", self.0, "", &7u8)
    }
}

#[test]
fn a_variant_beyond_the_256th_is_refused_in_both_formats() {
    for (index, len) in [(0, Some(2)), (255, Some(2)), (256, None)] {
        let mut buf = [0; 8];
        let big = Big(index);
        assert_eq!(Hubpack::encode(&mut buf, &big), len);
        assert_eq!(Hubpack::encode_ours(&mut buf, &big), len);
        assert_eq!(Ssmarshal::encode(&mut buf, &big), len);
        assert_eq!(Ssmarshal::encode_ours(&mut buf, &big), len);
    }
}

/// A sequence that does not know its length.
struct Unsized;

impl Serialize for Unsized {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0u8..9).filter(|number| number % 2 == 0))
    }
}

#[test]
fn a_sequence_of_unknown_length_is_refused_in_both_formats() {
    let mut buf = [0; 32];
    assert_eq!(Hubpack::encode(&mut buf, &Unsized), None);
    assert_eq!(Hubpack::encode_ours(&mut buf, &Unsized), None);
    assert_eq!(Ssmarshal::encode(&mut buf, &Unsized), None);
    assert_eq!(Ssmarshal::encode_ours(&mut buf, &Unsized), None);
}

/// Writes itself as the text that it is shown as.
struct Shown;

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&7)
    }
}

/// Writes itself as bytes without structure.
struct Raw;

impl Serialize for Raw {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&[7])
    }
}

#[test]
fn text_and_bytes_without_structure_are_refused_in_both_formats() {
    let mut buf = [0; 32];
    assert_eq!(wire::hubpack::encode(&mut buf, &Shown), None);
    assert_eq!(wire::ssmarshal::encode(&mut buf, &Shown), None);
    assert_eq!(wire::hubpack::encode(&mut buf, &Raw), None);
    assert_eq!(wire::ssmarshal::encode(&mut buf, &Raw), None);
}

#[test]
fn an_error_says_what_is_wrong() {
    let error = wire::hubpack::deserialize::<u8>(&[]).unwrap_err();
    assert_eq!(error.to_string(), "value and bytes do not match");
}

#[test]
fn the_length_of_a_broken_sequence_is_not_believed() {
    let message = [0xFF; 8];
    assert_eq!(wire::ssmarshal::decode_exact::<Vec<u8>>(&message), None);
    let message = [0, 0, 0, 0, 1, 0, 0, 0, 7];
    assert_eq!(wire::ssmarshal::decode_exact::<Vec<u8>>(&message), None);
    assert_eq!(wire::ssmarshal::decode_exact::<Vec<u8>>(&[0xFF; 3]), None);
}

#[test]
fn every_start_of_a_character_decodes_as_in_the_crate() {
    let step = if cfg!(miri) { 4001 } else { 7 };
    for code in (0..1 << 16).step_by(step) {
        let [high, low] = u16::to_be_bytes(code as u16);
        for bytes in [
            vec![high, low],
            vec![0xE0 | high & 0x0F, low, 0x80 | high & 0x3F],
            vec![0xF0 | high & 0x07, low, 0x80 | high & 0x3F, 0xBF],
        ] {
            bytes_decode_alike::<Ssmarshal, char>(&bytes);
        }
    }
}

#[test]
fn a_message_longer_than_its_value_in_memory_is_no_failure() {
    let value = NonZeroU8::new(7);
    assert_eq!(size_of_val(&value), 1);
    let mut buf = [0; 2];
    assert_eq!(wire::ssmarshal::serialize(&mut buf, &value), Ok(2));
    assert_eq!(buf, [1, 7]);
    assert_eq!(wire::ssmarshal::decode_exact(&buf), Some(value));
}

/// As the arguments of an operation are.
#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
struct Three {
    a: u8,
    b: Option<u32>,
    c: (u16, bool),
}

#[test]
fn values_one_behind_the_other_are_as_a_struct_of_them() {
    let three = Three {
        a: 7,
        b: Some(0x0102_0304),
        c: (5, true),
    };
    macro_rules! as_a_struct {
        ($format:ident) => {
            let mut buf = [0; 16];
            let whole = wire::$format::encode(&mut buf, &three).unwrap();
            let len = whole.len();
            let longer = [whole, &[0]].concat();
            let decode = |bytes: &[u8]| {
                wire::$format::decode_all(bytes, |values| {
                    Some(Three {
                        a: values.take()?,
                        b: values.take()?,
                        c: values.take()?,
                    })
                })
            };
            for len in 0..=len {
                let exact = wire::$format::decode_exact(&whole[..len]);
                assert_eq!(decode(&whole[..len]), exact, "{len}");
            }
            assert_eq!(decode(whole).as_ref(), Some(&three));
            assert_eq!(decode(&longer), None);
            assert_eq!(decode(&[7, 2, 4, 3, 2, 1, 5, 0, 1]), None);
            let none = wire::$format::decode_all(&[], |_| Some(()));
            assert_eq!(none, Some(()));
            let none = wire::$format::decode_all(&[0], |_| Some(()));
            assert_eq!(none, None);
        };
    }
    as_a_struct!(hubpack);
    as_a_struct!(ssmarshal);
}

#[test]
fn arguments_are_encoded_as_a_struct_of_them() {
    let three = Three {
        a: 7,
        b: Some(0x0102_0304),
        c: (5, true),
    };
    macro_rules! as_a_struct {
        ($format:ident) => {
            let mut buf = [0; 16];
            let whole = wire::$format::encode(&mut buf, &three).unwrap();
            let call = wire::Arguments::<1, _>((&three.a, three.b, &three.c));
            let mut other = [0; 16];
            let message = wire::$format::encode(&mut other, &call);
            assert_eq!(message, Some(whole));
            for len in 0..whole.len() {
                let short = &mut other[..len];
                assert_eq!(wire::$format::encode(short, &call), None, "{len}");
            }
        };
    }
    as_a_struct!(hubpack);
    as_a_struct!(ssmarshal);
}

#[test]
fn arguments_of_any_number_are_one_behind_the_other() {
    let mut buf = [0; 64];
    macro_rules! of {
        ($($value:literal)*) => {
            let call = wire::Arguments::<7, _>(($(u8::from($value),)*));
            let bytes: &[u8] = &[$($value),*];
            assert_eq!(wire::hubpack::encode(&mut buf, &call), Some(bytes));
            assert_eq!(wire::ssmarshal::encode(&mut buf, &call), Some(bytes));
        };
    }
    of!(1);
    of!(1 2);
    of!(1 2 3);
    of!(1 2 3 4);
    of!(1 2 3 4 5);
    of!(1 2 3 4 5 6);
    of!(1 2 3 4 5 6 7);
    of!(1 2 3 4 5 6 7 8);
    // More are in tuples.
    let call = wire::Arguments::<7, _>(((1u8, 2u8), (3u8,)));
    let bytes: &[u8] = &[1, 2, 3];
    assert_eq!(wire::hubpack::encode(&mut buf, &call), Some(bytes));
}

#[test]
fn a_reply_is_what_was_received_of_its_buffer() {
    let buf = [5, 1, 0xFF];
    macro_rules! received {
        ($format:ident) => {
            for len in 0..5 {
                let value: Option<(u8, bool)> =
                    wire::$format::decode_reply(&buf, len);
                let expected = (len == 2).then_some((5, true));
                assert_eq!(value, expected, "{len}");
            }
        };
    }
    received!(hubpack);
    received!(ssmarshal);
}
