//! What may happen to an interface over the years.

use super::interface::{Interface, Op};

/// Numbers that look random, and are the same in each run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// One of so many, from 0.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % sides.max(1)
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.roll(texts.len())]
    }
}

const OPS: &[&str] = &[
    "read", "write", "lock", "free", "get", "set", "on", "off", "go",
];
const NAMES: &[&str] = &["a", "b", "c", "d", "e"];
const TYPES: &[&str] = &[
    r#""u8""#,
    r#""u16""#,
    r#""i8""#,
    r#""bool""#,
    r#""x::T""#,
    r#""y::T""#,
    r#"(type: "K", recv: From("u16"))"#,
    r#"(type: "C", recv: FromPrimitive("u8"))"#,
];
const LEASES: &[&str] = &[
    r#"(type: "[u8]", read: true)"#,
    r#"(type: "[u8]", read: true, max_len: 4)"#,
    r#"(type: "[u8]", write: true, max_len: 8)"#,
    r#"(type: "[u16]", write: true, max_len: 8)"#,
    r#"(type: "u8", read: true)"#,
];
const REPLIES: &[&str] = &[
    r#"Simple("()")"#,
    r#"Simple("u8")"#,
    r#"Result(ok: "u8", err: CLike("x::E"))"#,
    r#"Result(ok: "u8", err: CLike("y::E"))"#,
    r#"Result(ok: "u8", err: CLike("x::F"))"#,
    r#"Result(ok: "()", err: Complex("x::E"))"#,
    r#"Result(ok: "()", err: ServerDeath)"#,
];
const DOCS: &[&str] = &["Does it.", "Does all of it.", "Undoes it."];

fn parameters(
    dice: &mut Dice,
    of: &[&str],
    from: usize,
) -> Vec<(String, String)> {
    (0..dice.roll(3))
        .map(|i| (NAMES[from + i].to_owned(), dice.one_of(of).to_owned()))
        .collect()
}

fn op(dice: &mut Dice) -> Op {
    Op {
        name: dice.one_of(OPS).to_owned(),
        number: None,
        doc: (dice.roll(2) == 0).then(|| dice.one_of(DOCS).to_owned()),
        was: Vec::new(),
        args: parameters(dice, TYPES, 0),
        leases: parameters(dice, LEASES, 3),
        reply: dice.one_of(REPLIES).to_owned(),
        idempotent: dice.roll(4) == 0,
        hubpack: false,
    }
}

/// The first version, which need not be legal.
pub(super) fn first(dice: &mut Dice) -> Interface {
    Interface {
        name: "I".to_owned(),
        ops: (0..1 + dice.roll(5)).map(|_| op(dice)).collect(),
        reserved: Vec::new(),
    }
}

/// Changes something, which may make it illegal.
pub(super) fn change(dice: &mut Dice, interface: &mut Interface) {
    let count = interface.ops.len();
    let at = dice.roll(count);
    match dice.roll(20) {
        0..3 => {
            let to = dice.roll(count + 1);
            interface.ops.insert(to, op(dice));
        }
        3 => interface.ops.push(op(dice)),
        4 if count > 0 => {
            interface.ops.remove(at);
        }
        5 if count > 0 => {
            let to = dice.roll(count);
            interface.ops.swap(at, to);
        }
        6 if dice.roll(2) == 0 => {
            interface.name = dice.one_of(&["I", "J"]).to_owned();
        }
        7 => interface.reserved.push(1 + dice.roll(12) as u16),
        8 if !interface.reserved.is_empty() => {
            interface.reserved.remove(0);
        }
        _ if count > 0 => change_op(dice, &mut interface.ops[at]),
        _ => {}
    }
}

fn change_op(dice: &mut Dice, op: &mut Op) {
    match dice.roll(14) {
        0 => op.name = dice.one_of(OPS).to_owned(),
        1..3 => {
            let name = dice.one_of(OPS).to_owned();
            let was = std::mem::replace(&mut op.name, name);
            if dice.roll(3) == 0 {
                op.was.push(was);
            } else {
                op.was = vec![was];
            }
        }
        3 => op.number = Some(1 + dice.roll(12) as u16),
        4 => op.number = None,
        5 => op.args = parameters(dice, TYPES, 0),
        6 => op.leases = parameters(dice, LEASES, 3),
        7 => op.reply = dice.one_of(REPLIES).to_owned(),
        8 => op.idempotent = !op.idempotent,
        9 => op.hubpack = !op.hubpack,
        10 => op.doc = Some(dice.one_of(DOCS).to_owned()),
        11 => op.args.reverse(),
        12 => {
            let mut both = op.args.iter_mut().chain(&mut op.leases);
            if let Some((name, _)) = both.next() {
                *name = dice.one_of(NAMES).to_owned();
            }
        }
        _ => op.leases.reverse(),
    }
}
