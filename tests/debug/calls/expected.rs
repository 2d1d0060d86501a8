//! The calls, and what comes of them.

use idol_debug::{Outcome, Value};

/// A call: its server and operation, arguments, and what comes of it.
pub(crate) struct Call {
    pub(crate) server: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) arguments: Vec<(&'static str, Value)>,
    pub(crate) outcome: Outcome,
}

pub(super) fn call<const N: usize>(
    server: &'static str,
    operation: &'static str,
    arguments: [(&'static str, Value); N],
    outcome: Outcome,
) -> Call {
    Call {
        server,
        operation,
        arguments: arguments.into(),
        outcome,
    }
}

pub(super) fn ok(value: impl Into<Value>) -> Outcome {
    Outcome::Ok(value.into())
}

fn err(value: impl Into<Value>) -> Outcome {
    Outcome::Err(value.into())
}

pub(super) fn unit(name: &str) -> Value {
    Value::unit_variant(name)
}

fn some(value: impl Into<Value>) -> Value {
    Value::variant("Some", [value])
}

pub(super) fn point(x: i16, y: i16) -> Value {
    Value::record([("x", x.into()), ("y", y.into())])
}

pub(super) fn area(from: Value, to: Value) -> Value {
    let name = (*b"area").into();
    Value::record([("from", from), ("to", to), ("name", name)])
}

pub(super) fn bench_calls() -> Vec<Call> {
    let mix = |kind: u64, sure: bool| {
        [
            // In another order than on the wire.
            ("type", kind.into()),
            ("small", 5u8.into()),
            ("below", (-70_000i32).into()),
            ("sure", sure.into()),
            ("row", [1u16, 2, 60_000].into()),
            ("ratio", 0.5.into()),
        ]
    };
    let sum: i64 = 5 - 70_000 + 60_003 + 1_000_000 + 3_000_000_000;
    let convert = |mode: Value, level: u16| {
        [
            ("mode", mode),
            ("level", level.into()),
            // A newtype may be written with or without its wrapping.
            ("limit", Value::Tuple(vec![5000u16.into()])),
        ]
    };
    let place = |to: Value| {
        [
            ("area", area(point(1, -2), point(3, 4))),
            ("points", [point(5, 6), to].into()),
        ]
    };
    let choose = |other: Value, count: Value, point: Value| {
        [
            ("mode", unit("Fast")),
            ("other", other),
            ("count", count),
            ("point", point),
        ]
    };
    let none = || unit("None");
    let jam = Value::record([("at", point(3, 4)), ("amount", 70_000.into())]);
    let bench = "bench";
    vec![
        call(bench, "ping", [], ok(())),
        call(bench, "mix", mix(3_000_000_000, true), ok(sum)),
        call(bench, "mix", mix(3_000_000_000, false), ok(-sum)),
        call(bench, "mix", mix(0, true), err(unit("Occupied"))),
        call(
            bench,
            "convert",
            convert(unit("Slow"), 999),
            ok(unit("Slow")),
        ),
        // By its number.
        call(
            bench,
            "convert",
            convert(0x80.into(), 1000),
            ok(unit("Fast")),
        ),
        call(
            bench,
            "convert",
            convert(unit("Idle"), 1001),
            err(unit("Burning")),
        ),
        call(
            bench,
            "place",
            place(point(7, 8)),
            ok(area(point(5, 6), point(7, 8))),
        ),
        call(bench, "place", place(point(5, 6)), err(jam)),
        call(
            bench,
            "choose",
            choose(some(unit("Idle")), none(), none()),
            ok(some(unit("Idle"))),
        ),
        call(
            bench,
            "choose",
            choose(none(), some(9u16), some(point(1, 2))),
            ok(some(unit("Fast"))),
        ),
        call(bench, "choose", choose(none(), none(), none()), ok(none())),
        call(bench, "count", [], ok(some(513))),
        call(bench, "doubt", [], ok(true)),
        call(bench, "cut", [], err(some(unit("Fast")))),
    ]
}

fn parcel(weight: u8, kind: &str) -> Value {
    Value::record([
        ("weight", weight.into()),
        ("to", Value::Tuple(vec![300u16.into(), 7u8.into()])),
        ("kind", unit(kind)),
        ("number", 70_000.into()),
    ])
}

fn store_calls() -> Vec<Call> {
    let put = |weight: u8, urgent: bool, shelf: Value| {
        [
            ("parcel", parcel(weight, "Crate")),
            ("urgent", urgent.into()),
            ("shelf", shelf),
        ]
    };
    let find = |what: Value| [("what", what)];
    let pair = |number: i16, wanted: Value| {
        let pair = Value::Tuple(vec![number.into(), wanted]);
        [("pair", pair), ("row", [3u8, 4].into())]
    };
    let near = |or: Value| {
        let near = Value::record([("shelf", 3u8.into()), ("or", or)]);
        Value::Variant("Near".to_owned(), Box::new(near))
    };
    let heavy = Value::Variant(
        "TooHeavy".to_owned(),
        Box::new(Value::record([("by", 20u16.into())])),
    );
    let store = "store";
    vec![
        call(store, "put", put(99, true, some(8u8)), ok(8)),
        call(store, "put", put(99, true, unit("None")), ok(200)),
        call(store, "put", put(99, false, some(8u8)), err(unit("Full"))),
        call(store, "put", put(120, true, some(8u8)), err(heavy)),
        call(
            store,
            "find",
            find(unit("Any")),
            ok(some(parcel(99, "Crate"))),
        ),
        call(
            store,
            "find",
            find(Value::variant("Number", [70_001])),
            ok(unit("None")),
        ),
        call(
            store,
            "find",
            find(Value::variant("Weight", [1u8, 2])),
            err(unit("NoSuch")),
        ),
        call(store, "find", find(near(unit("None"))), err(unit("NoSuch"))),
        call(
            store,
            "pairs",
            pair(-5, unit("Any")),
            ok(Value::Tuple(vec![5.into(), near(some(4u8))])),
        ),
        call(
            store,
            "pairs",
            pair(6, Value::variant("Weight", [1u8, 2])),
            ok(Value::Tuple(vec![
                6.into(),
                Value::variant("Weight", [1u8, 2]),
            ])),
        ),
        call(store, "is_open", [("big", (1u128 << 100).into())], ok(true)),
        call(store, "is_open", [("big", 1u128.into())], ok(false)),
        call(store, "close", [], ok(())),
    ]
}

fn relic_calls() -> Vec<Call> {
    let turn = |by: Value, mark: char, sure: bool, again: Value| {
        [
            ("by", by),
            ("mark", mark.into()),
            ("sure", sure.into()),
            ("again", again),
        ]
    };
    let by = || Value::variant("By", [-300i16]);
    let wear = |at: u8, ticks: u32| {
        let ticks = ticks.into();
        Value::record([("at", at.into()), ("ticks", ticks), ("by", by())])
    };
    let pair =
        |small: u8, large: u32| Value::Tuple(vec![small.into(), large.into()]);
    let relic = "relic";
    vec![
        call(relic, "turn", turn(by(), 'ß', true, some(true)), ok(by())),
        call(
            relic,
            "turn",
            turn(unit("Around"), 'a', false, unit("None")),
            ok(unit("Around")),
        ),
        call(
            relic,
            "turn",
            turn(by(), 'ß', false, some(false)),
            err(unit("Stuck")),
        ),
        call(relic, "rest", [], ok(true)),
        call(
            relic,
            "wear",
            [("wear", wear(1, 2)), ("pair", pair(3, 70_000))],
            ok(wear(3, 70_000)),
        ),
        call(
            relic,
            "wear",
            [("wear", wear(1, 2)), ("pair", pair(0, 1))],
            err(unit("Stuck")),
        ),
        call(
            relic,
            "pair",
            [("small", 9u8.into()), ("large", 70_000.into())],
            ok(pair(9, 70_000)),
        ),
        call(relic, "worn", [], ok(some(true))),
        call(relic, "wait", [("ticks", 70_000.into())], ok(())),
    ]
}

fn riddle_calls() -> Vec<Call> {
    let riddle = "riddle";
    let mut calls = Vec::new();
    for (operation, value) in [
        ("word", 0x1100_0000.into()),
        ("byte", 7.into()),
        ("flag", false.into()),
        ("path", [1u8, 2, 3].into()),
        ("place", point(1, -2)),
        ("renamed", 0x1100_0000.into()),
        ("own", 7.into()),
        ("renamed_own", 513.into()),
    ] {
        for (there, value) in [(true, some(value)), (false, unit("None"))] {
            let there = [("there", there.into())];
            calls.push(call(riddle, operation, there, ok(value)));
        }
    }
    let lamp =
        |on: bool| Value::record([("on", on.into()), ("hue", 200u8.into())]);
    let points = |from: Value, to: Value| Value::from([from, to]);
    for (operation, argument, value, reply) in [
        ("lamp", "lamp", lamp(true), lamp(true)),
        ("lamp", "lamp", lamp(false), lamp(false)),
        ("mode", "mode", unit("Fast"), unit("Fast")),
        (
            "points",
            "points",
            points(point(1, 2), point(3, 4)),
            points(point(3, 4), point(1, 2)),
        ),
        ("maybe", "maybe", some(5), 5.into()),
        ("maybe", "maybe", unit("None"), 9.into()),
        ("renamed_maybe", "maybe", some(5), 5.into()),
        ("level", "level", 70.into(), 70.into()),
        ("level", "level", 2000.into(), 1000.into()),
        ("match", "a", 3.into(), 3.into()),
    ] {
        calls.push(call(riddle, operation, [(argument, value)], ok(reply)));
    }
    calls
}

/// All calls whose bytes are the same for the host and for the target.
pub(crate) fn all_calls() -> Vec<Call> {
    let mut calls = bench_calls();
    calls.extend(store_calls());
    calls.extend(relic_calls());
    calls.extend(riddle_calls());
    calls
}
