//! Whoever does all that the advice says, together, gets a legal file that
//! breaks nothing that it need not break.
//!
//! Histories of interfaces are made at random, advice is taken by program, as
//! `--format json` gives it, and the versions are compared again.

mod history;
mod interface;

use idol::check::Side;
use idol::report::Report;
use idol::source::Source;
use idol_cli::diff::{Audience, Change, Edit, Rule, Verdict, Version, compare};
use idol_cli::legal;
use serde_json::Value;

use history::Dice;
use interface::Interface;

fn source(interface: &Interface) -> Source {
    Source::new("i.idol", interface.text())
}

fn is_legal(interface: &Interface) -> bool {
    legal::read(&source(interface), Side::Either).is_ok()
}

/// The changes, or what is wrong with either.
fn compared(old: &Interface, new: &Interface) -> Result<Vec<Change>, Report> {
    let (old, new) = (source(old), source(new));
    Ok(compare(&Version::old(&old)?, &Version::new(&new)?))
}

fn changes(old: &Interface, new: &Interface) -> Vec<Change> {
    compared(old, new).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn breaks(change: &Change) -> bool {
    let mut verdicts = Audience::ALL.iter().map(|a| change.verdict(*a));
    verdicts.any(|verdict| verdict == Verdict::Breaking)
}

/// Versions that follow each other, all of them legal.
fn history(seed: u64) -> Vec<Interface> {
    let mut dice = Dice::new(seed);
    let mut first = history::first(&mut dice);
    while !is_legal(&first) {
        first = history::first(&mut dice);
    }
    let mut versions = vec![first];
    for _ in 0..10 {
        let mut next = versions[versions.len() - 1].clone();
        // A version has one change, or several.
        for _ in 0..1 + seed % 3 {
            let before = next.clone();
            history::change(&mut dice, &mut next);
            if !is_legal(&next) {
                next = before;
            }
        }
        versions.push(next);
    }
    versions
}

/// What cannot be taken back without taking something from the new version.
fn is_meant(change: &Change, told: &[Change]) -> bool {
    // It was gone before, by itself or by another's number. What comes beside
    // what an operation was may have its name or its documentation.
    let was_gone = told.iter().any(|before| {
        before.operation == change.operation
            && matches!(
                before.rule,
                Rule::OperationRemoved | Rule::OperationReplaced
            )
    });
    match change.rule {
        _ if was_gone => true,
        // Another has the name that it had, so it cannot have it back.
        Rule::OperationRenamed => told.iter().any(|before| {
            before.operation == change.operation
                && before.rule == Rule::OperationRenamed
                && before.help.is_none()
        }),
        _ => false,
    }
}

/// Takes the advice about all changes from one version to the next, which are
/// `told`.
fn take(old: &Interface, new: &Interface, told: &[Change], second: bool) {
    let advice = |change: &Change| -> Vec<Edit> {
        match second && !change.or.is_empty() {
            true => change.or.clone(),
            false => change.edits.clone(),
        }
    };
    let edits: Vec<Value> = told
        .iter()
        .flat_map(advice)
        .map(|edit| serde_json::to_value(edit).expect("it is data"))
        .collect();
    let mut advised = new.clone();
    advised.follow(old, &edits);
    let shown = || {
        format!(
            "{}\n{}\n{told:#?}\n{}",
            old.text(),
            new.text(),
            advised.text()
        )
    };
    let left = compared(old, &advised)
        .unwrap_or_else(|wrong| panic!("{wrong}\n{}", shown()));
    for change in left {
        assert!(
            !breaks(&change) || is_meant(&change, told),
            "{change:#?}\n{}",
            shown()
        );
    }
}

/// What is done is what the words say.
fn assert_said(change: &Change) {
    let help = change.help.as_deref().unwrap_or_default();
    for edit in change.edits.iter().chain(&change.or) {
        let said = match edit {
            Edit::Number { operation, number } => {
                vec![format!("`number: {number}` in `{operation}`")]
            }
            Edit::Reserved { numbers } if numbers.is_empty() => {
                vec!["take `reserved` away".to_owned()]
            }
            Edit::Reserved { numbers } => {
                vec![format!("write `reserved: {numbers:?}` in the interface")]
            }
            Edit::Move { operation, behind } => {
                let behind = behind.as_ref();
                let behind = behind.map(|name| format!("`{name}`"));
                let operation = format!("`{operation}`");
                [Some(operation), behind].into_iter().flatten().collect()
            }
            Edit::NameInterface { name }
            | Edit::NameOperation { name, .. }
            | Edit::NameParameter { name, .. } => {
                vec![format!("call it `{name}`")]
            }
            Edit::Keep { number, .. } => vec![
                "as it was".to_owned(),
                format!(
                    "another operation, at the end, with `number: {number}`"
                ),
            ],
            other => panic!("{other:?} is not known"),
        };
        for said in said {
            assert!(help.contains(&said), "{said}: {change:#?}");
        }
    }
    let does_nothing = change.edits.is_empty() && change.or.is_empty();
    let only_says = [Rule::OperationAdded].contains(&change.rule);
    assert!(help.is_empty() || !does_nothing || only_says, "{change:#?}");
}

#[test]
fn all_that_the_advice_says_makes_a_file_that_breaks_nothing_more() {
    let seeds = match trials::all() {
        true => 1_000,
        false => 10,
    };
    let (mut taken, mut second) = (0, 0);
    for seed in 0..seeds {
        let versions = history(seed);
        let pairs = versions.windows(2).map(|pair| (&pair[0], &pair[1]));
        let long = versions[1..].iter().map(|new| (&versions[0], new));
        for (old, new) in pairs.chain(long) {
            let told = changes(old, new);
            told.iter().for_each(assert_said);
            take(old, new, &told, false);
            taken += 1;
            if told.iter().any(|c| !c.or.is_empty()) {
                take(old, new, &told, true);
                second += 1;
            }
        }
    }
    assert!(
        taken == 20 * seeds && second > 2 * seeds,
        "{taken} {second}"
    );
}

/// Who inserts operations is told first to move them to the end, once for all.
#[test]
fn inserted_operations_are_to_go_to_the_end() {
    let op = |name: &str| interface::Op {
        name: name.to_owned(),
        number: None,
        doc: None,
        was: Vec::new(),
        args: Vec::new(),
        leases: Vec::new(),
        reply: "Simple(\"u8\")".to_owned(),
        idempotent: false,
        hubpack: false,
    };
    let interface = |names: &[&str]| Interface {
        name: "I".to_owned(),
        ops: names.iter().map(|name| op(name)).collect(),
        reserved: Vec::new(),
    };
    let old = interface(&["read", "lock", "free"]);
    let new = interface(&["get", "read", "set", "on", "lock", "free"]);
    let told = changes(&old, &new);
    let advised: Vec<_> = told.iter().filter(|c| !c.edits.is_empty()).collect();
    let [advice] = advised.as_slice() else {
        panic!("{advised:#?}");
    };
    assert_eq!(advice.rule, Rule::NumberReused);
    assert_eq!(told[0], **advice);
    let help = advice.help.as_deref().unwrap_or_default();
    assert!(
        help.starts_with(
            "move `get`, `set` and `on` to the end, behind `free`; or write \
             the next free numbers, `number: 5` in `get` and `number: 6` in \
             `set`; and the numbers that the others had"
        ),
        "{help}"
    );
    let mut advised = new.clone();
    let edits = advice.edits.iter();
    let edits = edits.map(|edit| serde_json::to_value(edit).expect("data"));
    advised.follow(&old, &edits.collect::<Vec<_>>());
    assert_eq!(
        advised,
        interface(&["read", "lock", "free", "get", "set", "on"])
    );
}

/// Those that were there before stay, however many new ones could.
#[test]
fn what_is_inserted_moves_and_not_what_was_there() {
    let interface = |names: &[&str]| {
        let ops = names.iter().map(|name| {
            format!("\"{name}\": (reply: Simple(\"u8\"), idempotent: true),")
        });
        let ops: String = ops.collect();
        Source::new("i.idol", format!("(name: \"I\", ops: {{ {ops} }})"))
    };
    let old = interface(&["a", "b"]);
    for (new, way_out) in [
        (
            &["x", "a", "y", "b", "z"][..],
            "move `x` and `y` behind `b`; or",
        ),
        (
            &["a", "k", "l", "m", "n", "b"],
            "move `k`, `l`, `m` and `n` to the end, behind `b`; or",
        ),
        (&["x", "a", "b", "y"], "move `x` behind `b`; or"),
    ] {
        let new = interface(new);
        let versions = Version::old(&old).and_then(|old| {
            let new = Version::new(&new)?;
            Ok(compare(&old, &new))
        });
        let told = versions.unwrap_or_else(|wrong| panic!("{wrong}"));
        let help = told.iter().find_map(|change| {
            let help = change.help.as_deref()?;
            (!change.edits.is_empty()).then_some(help)
        });
        let help = help.unwrap_or_default();
        assert!(help.starts_with(way_out), "{help}");
    }
}
