//! Readers that know neither `number` nor `reserved` take an operation's
//! position in the embedded text for its number, and are right.

use idol::check::Side;
use idol::load;
use idol::source::Source;
use idol::syntax::{Interface, Reply};

use crate::oracle;

/// Asserts that both readers find these operations under their numbers, and
/// placeholders under all others.
#[track_caller]
fn assert_numbers(ops: &str, reserved: &str, numbers: &[(&str, u32)]) {
    let text = format!(
        r#"Interface(name: "I", ops: {{ {ops} }}, reserved: [{reserved}])"#
    );
    let source = Source::new("test.idol", text);
    let interface = load::load(&source, Side::Server).expect("legal").syntax;
    let embedded = crate::section::of(&interface);
    let last = numbers.iter().map(|(_, number)| *number).max().unwrap_or(0);
    let lenient: Interface = embedded.parse().expect("our reader reads it");
    for read in [oracle::read(&embedded), lenient] {
        assert_eq!(read.ops.len() as u32, last, "{embedded}");
        for (position, (name, operation)) in (1..).zip(&read.ops) {
            let expected = numbers.iter().find(|(_, n)| *n == position);
            if let Some((expected, _)) = expected {
                assert_eq!(name, expected, "{embedded}");
                assert_eq!(operation.reply, interface.ops[name].reply);
                continue;
            }
            assert_eq!(*name, format!("__reserved_{position}"));
            assert!(operation.args.is_empty() && operation.leases.is_empty());
            let Reply::Simple(reply) = &operation.reply else {
                panic!("{operation:?}");
            };
            assert_eq!(reply.ty, "()");
        }
    }
}

#[test]
fn positions_in_the_embedded_text_are_the_numbers() {
    let op = |name: &str, number: &str| {
        format!(r#""{name}": ({number} reply: Simple("u{name}8")),"#)
    };
    let ops = |ops: &[(&str, &str)]| -> String {
        ops.iter().map(|(name, number)| op(name, number)).collect()
    };
    // All in place, nothing to hold.
    let plain = ops(&[("a", ""), ("b", "")]);
    assert_numbers(&plain, "", &[("a", 1), ("b", 2)]);
    assert_numbers(&plain, "3, 9", &[("a", 1), ("b", 2)]);
    // In another order than that of their numbers.
    let swapped = ops(&[("a", "number: 2,"), ("b", "number: 1,")]);
    assert_numbers(&swapped, "", &[("a", 2), ("b", 1)]);
    // A gap that is reserved, a gap that is not, at the start and inside.
    let gaps = ops(&[("a", "number: 7,"), ("b", ""), ("c", "number: 4,")]);
    assert_numbers(&gaps, "1, 3", &[("a", 7), ("b", 2), ("c", 4)]);
    assert_numbers("", "1, 2", &[]);
}

#[test]
fn no_operation_has_the_name_of_a_placeholder() {
    for (name, legal) in [
        ("__reserved_3", false),
        ("__reserved_12345", false),
        ("__reserved_x", false),
        ("_reserved_3", true),
    ] {
        let text = format!(
            r#"Interface(name: "I", ops: {{ "{name}": (reply: Simple("()")) }})"#
        );
        let source = Source::new("test.idol", text);
        let loaded = load::load(&source, Side::Server);
        assert_eq!(loaded.is_ok(), legal, "{name}");
    }
}
