//! A change of each kind, and what the compiler is to say of source that was
//! written for the old version.

use idol_cli::diff::Rule;

/// A change.
pub(crate) struct Row {
    pub(crate) rule: Rule,
    /// What stands in an interface `I` before and after.
    pub(crate) old: &'static str,
    pub(crate) new: &'static str,
    /// Whether each compiles as it is: who calls it, and a server of each
    /// style.
    pub(crate) caller: bool,
    pub(crate) in_order: bool,
    pub(crate) pipelined: bool,
}

const ALL: [bool; 3] = [true; 3];
const NONE: [bool; 3] = [false; 3];
/// Servers know it, callers do not.
const CALLER: [bool; 3] = [true, false, false];
const SERVERS: [bool; 3] = [false, true, true];

const fn row(
    rule: Rule,
    old: &'static str,
    new: &'static str,
    [caller, in_order, pipelined]: [bool; 3],
) -> Row {
    Row {
        rule,
        old,
        new,
        caller,
        in_order,
        pipelined,
    }
}

/// All rules but those that are about no source: files that come and go, and
/// what is said of lists.
pub(crate) const NO_SOURCE: &[Rule] = &[
    Rule::InterfaceAdded,
    Rule::InterfaceRemoved,
    Rule::CalledNowhere,
    Rule::AcceptanceUnused,
];

/// Types are in `types.rs`: `T` is a number, `K` is made of a `u16`, `C` of
/// a `u8`; `E` and `F` are errors; `a::P` and `b::P` are two types, and `P` is
/// the first.
pub(crate) const ROWS: &[Row] = &[
    row(
        Rule::InterfaceRenamed,
        r#"(name: "I", ops: {})"#,
        r#"(name: "J", ops: {})"#,
        NONE,
    ),
    row(
        Rule::OperationAdded,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (reply: Simple("u8"), idempotent: true),
           "more": (reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::OperationRemoved,
        r#""op": (reply: Simple("u8"), idempotent: true),
           "less": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::OperationReplaced,
        r#""on": (reply: Simple("u8"), idempotent: true)"#,
        r#""off": (reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::OperationRenamed,
        r#""on": (reply: Simple("u8"), idempotent: true)"#,
        r#""off": (was: "on", reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::OperationRenumbered,
        r#""op": (args: { "a": "u8" }, reply: Simple("u8"), idempotent: true)"#,
        r#""op": (number: 7, args: { "a": "u8" }, reply: Simple("u8"),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::NumberReused,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (number: 7, reply: Simple("u8"), idempotent: true),
           "more": (number: 1, reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::NumberReserved,
        r#"(name: "I", ops: { "op": (reply: Simple("u8"),
           idempotent: true) })"#,
        r#"(name: "I", ops: { "op": (reply: Simple("u8"),
           idempotent: true) }, reserved: [4])"#,
        ALL,
    ),
    row(
        Rule::NumberReleased,
        r#"(name: "I", ops: { "op": (reply: Simple("u8"),
           idempotent: true) }, reserved: [4])"#,
        r#"(name: "I", ops: { "op": (reply: Simple("u8"),
           idempotent: true) })"#,
        ALL,
    ),
    row(
        Rule::ArgumentAdded,
        r#""op": (args: { "a": "u8" }, reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": "u8", "b": "u8" }, reply: Simple("u8"),
                  idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentRemoved,
        r#""op": (args: { "a": "u8", "b": "u8" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "a": "u8" }, reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentsReplaced,
        r#""op": (args: { "a": "u8", "b": "u8" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "c": "u16" }, reply: Simple("u8"),
                  idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentRenamed,
        r#""op": (args: { "a": "u8", "b": "bool" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "c": "u8", "d": "bool" }, reply: Simple("u8"),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::ArgumentRenamed,
        r#""op": (args: { "a": "T" }, reply: Result(ok: "u8",
                  err: Complex("E")), encoding: Hubpack)"#,
        r#""op": (args: { "c": "T" }, reply: Result(ok: "u8",
                  err: Complex("E")), encoding: Hubpack)"#,
        ALL,
    ),
    row(
        Rule::ArgumentsReordered,
        r#""op": (args: { "a": "u8", "b": "u16" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "b": "u16", "a": "u8" }, reply: Simple("u8"),
                  idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentType,
        r#""op": (args: { "a": "u8" }, reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": "i8" }, reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentTypeSameBytes,
        r#""op": (args: { "a": "u16" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "a": (type: "K", recv: From("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ArgumentRawType,
        r#""op": (args: { "a": (type: "C", recv: FromPrimitive("u8")) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "C", recv: FromPrimitive("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    // The type was made of one thing, and now must be of another.
    row(
        Rule::ArgumentConversion,
        r#""op": (args: { "a": (type: "C", recv: FromPrimitive("u8")) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "C", recv: From("u8")) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    // Every `From` is a `TryFrom`, and not the reverse.
    row(
        Rule::ArgumentRefused,
        r#""op": (args: { "a": (type: "K", recv: From("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "K", recv: TryFrom("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::ArgumentConversion,
        r#""op": (args: { "a": (type: "R", recv: TryFrom("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "R", recv: From("u16")) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::ArgumentConversion,
        r#""op": (args: { "a": (type: "C", recv: FromPrimitive("u8")) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "C", recv: TryFrom("u8")) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    // One function cannot be both.
    row(
        Rule::ArgumentConversion,
        r#""op": (args: { "a": (type: "R", recv: TryFrom("u16", Some("checked"))) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": (type: "R", recv: From("u16", Some("checked"))) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::ValueType,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (reply: Simple("i8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ValueTypeSameBytes,
        r#""op": (reply: Simple("u16"), idempotent: true)"#,
        r#""op": (reply: Simple((type: "K", recv: From("u16"))),
                  idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ValueRawType,
        r#""op": (reply: Simple((type: "C", recv: FromPrimitive("u8"))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "C", recv: FromPrimitive("u16"))),
                  idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::ValueConversion,
        r#""op": (reply: Simple((type: "C", recv: FromPrimitive("u8"))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "C", recv: From("u8"))),
                  idempotent: true)"#,
        SERVERS,
    ),
    // Every `From` is a `TryFrom`, and not the reverse.
    row(
        Rule::ValueRefused,
        r#""op": (reply: Simple((type: "K", recv: From("u16"))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "K", recv: TryFrom("u16"))),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::ValueConversion,
        r#""op": (reply: Simple((type: "R", recv: TryFrom("u16"))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "R", recv: From("u16"))),
                  idempotent: true)"#,
        SERVERS,
    ),
    row(
        Rule::ValueConversion,
        r#""op": (reply: Simple((type: "C", recv: FromPrimitive("u8"))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "C", recv: TryFrom("u8"))),
                  idempotent: true)"#,
        SERVERS,
    ),
    // One function cannot be both.
    row(
        Rule::ValueConversion,
        r#""op": (reply: Simple((type: "R", recv: TryFrom("u16", Some("checked")))),
                  idempotent: true)"#,
        r#""op": (reply: Simple((type: "R", recv: From("u16", Some("checked")))),
                  idempotent: true)"#,
        SERVERS,
    ),
    row(
        Rule::TypePath,
        r#""op": (args: { "a": "P" }, reply: Simple("a::P"),
                  idempotent: true)"#,
        r#""op": (args: { "a": "a::P" }, reply: Simple("P"),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::TypeMoved,
        r#""op": (args: { "a": "a::P" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "a": "b::P" }, reply: Simple("u8"),
                  idempotent: true)"#,
        NONE,
    ),
    // It may be the same type, by a new name of its crate.
    row(
        Rule::TypeMoved,
        r#""op": (args: { "a": "a::P" }, reply: Simple("u8"),
                  idempotent: true)"#,
        r#""op": (args: { "a": "c::P" }, reply: Simple("u8"),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::LeaseAdded,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u8]", read: true),
                            "n": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        // A handle of a pipelined server has a method more.
        [false, false, true],
    ),
    row(
        Rule::LeaseRemoved,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::LeaseRenamed,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "n": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        [true, true, false],
    ),
    row(
        Rule::LeasesReordered,
        r#""op": (leases: { "m": (type: "[u8]", read: true),
                            "n": (type: "T", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "n": (type: "T", read: true),
                            "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        [false, false, true],
    ),
    row(
        Rule::LeaseAccess,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u8]", write: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::LeaseType,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u16]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        NONE,
    ),
    row(
        Rule::LeaseLimitAdded,
        r#""op": (leases: { "m": (type: "[u8]", read: true) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u8]", read: true, max_len: 4) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::LeaseLimitRaised,
        r#""op": (leases: { "m": (type: "[u8]", read: true, max_len: 4) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u8]", read: true, max_len: 8) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::LeaseLimitLowered,
        r#""op": (leases: { "m": (type: "[u8]", read: true, max_len: 8) },
                  reply: Simple("u8"), idempotent: true)"#,
        r#""op": (leases: { "m": (type: "[u8]", read: true, max_len: 4) },
                  reply: Simple("u8"), idempotent: true)"#,
        CALLER,
    ),
    row(
        Rule::ReplyKind,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (reply: Result(ok: "u8", err: ServerDeath))"#,
        // Neither can fail, for a server.
        SERVERS,
    ),
    row(
        Rule::ErrorKind,
        r#""op": (reply: Result(ok: "u8", err: ServerDeath))"#,
        r#""op": (reply: Result(ok: "u8", err: CLike("E")))"#,
        NONE,
    ),
    row(
        Rule::ErrorType,
        r#""op": (reply: Result(ok: "u8", err: CLike("E")))"#,
        r#""op": (reply: Result(ok: "u8", err: CLike("F")))"#,
        NONE,
    ),
    row(
        Rule::Encoding,
        r#""op": (args: { "a": "P" }, reply: Simple("u8"), idempotent: true)"#,
        r#""op": (args: { "a": "P" }, reply: Simple("u8"), idempotent: true,
                  encoding: Hubpack)"#,
        NONE,
    ),
    row(
        Rule::EncodingOfNothing,
        r#""op": (reply: Result(ok: "()", err: CLike("E")))"#,
        r#""op": (reply: Result(ok: "()", err: CLike("E")),
                  encoding: Hubpack)"#,
        ALL,
    ),
    row(
        Rule::RetryAdded,
        r#""op": (reply: Result(ok: "u8", err: CLike("E")))"#,
        r#""op": (reply: Result(ok: "u8", err: CLike("E")),
                  idempotent: true)"#,
        ALL,
    ),
    row(
        Rule::RetryAdded,
        r#""op": (reply: Result(ok: "u8", err: Complex("E")),
                  encoding: Hubpack)"#,
        r#""op": (reply: Result(ok: "u8", err: Complex("E")),
                  encoding: Hubpack, idempotent: true)"#,
        ALL,
    ),
    // An error that never had to tell of death does not, and servers
    // must say that they thought of it.
    row(
        Rule::RetryRemoved,
        r#""op": (reply: Result(ok: "u8", err: CLike("Immortal")),
                  idempotent: true)"#,
        r#""op": (reply: Result(ok: "u8", err: CLike("Immortal")))"#,
        CALLER,
    ),
    row(
        Rule::CursorAdded,
        r#""op": (args: { "a": "u8" }, encoding: Hubpack,
                  reply: Result(ok: "Option<(u16, u8)>", err: CLike("E")))"#,
        r#""op": (args: { "a": "u8" }, encoding: Hubpack, stream: "cursor",
                  reply: Result(ok: "Option<(u16, u8)>", err: CLike("E")))"#,
        ALL,
    ),
    // Whoever goes through its elements does not find the method.
    row(
        Rule::CursorRemoved,
        r#""op": (args: { "a": "u8" }, encoding: Hubpack, stream: "cursor",
                  reply: Result(ok: "Option<(u16, u8)>", err: CLike("E")))"#,
        r#""op": (args: { "a": "u8" }, encoding: Hubpack,
                  reply: Result(ok: "Option<(u16, u8)>", err: CLike("E")))"#,
        SERVERS,
    ),
    row(
        Rule::Doc,
        r#""op": (reply: Simple("u8"), idempotent: true)"#,
        r#""op": (doc: "It does.", reply: Simple("u8"), idempotent: true)"#,
        ALL,
    ),
];
