//! Two versions of an interface → what changed.

use idol::model::Operation;

use super::change::{Change, Changes};
use super::edit::Edit;
use super::moved;
use super::operation;
use super::operations::Pairs;
use super::part::Part;
use super::plan::Plan;
use super::rule::Rule;
use super::version::Version;

/// All that changed from one version to the next, in the order of the new
/// text. (A change without a place comes first.)
///
/// ```
/// use idol::source::Source;
/// use idol_cli::diff::{Rule, Version, compare};
///
/// let old = Source::new("old.idol", r#"(name: "Lamp", ops: {
///     "on": (reply: Simple("()"), idempotent: true),
/// })"#);
/// let new = Source::new("new.idol", r#"(name: "Lamp", ops: {
///     "light": (was: "on", reply: Simple("()"), idempotent: true),
/// })"#);
/// let changes = compare(&Version::old(&old)?, &Version::new(&new)?);
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].rule, Rule::OperationRenamed);
/// # Ok::<(), idol::report::Report>(())
/// ```
pub fn compare(old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
    let mut changes = Changes {
        new,
        found: Vec::new(),
        operation: None,
    };
    let pairs = Pairs::of(old, new);
    let mut plan = Plan::of(&pairs);
    let (old, new) = (&old.interface, &new.interface);
    if old.name != new.name {
        let edit = Edit::NameInterface {
            name: old.name.to_string(),
        };
        changes
            .push(
                Rule::InterfaceRenamed,
                Part::Name,
                format!("interface `{}` is called `{}`", old.name, new.name),
                "its types have other names, and so it has in debuggers",
            )
            .advise(format!("call it `{}`", old.name), vec![edit]);
    }
    for (index, operation) in new.operations.iter().enumerate() {
        let before = pairs.old_of[index].map(|i| &old.operations[i]);
        changes.operation = Some(before.unwrap_or(operation).name.to_string());
        match before {
            Some(before) => {
                let both = (before, operation);
                operation::compare(
                    &mut changes,
                    index,
                    both,
                    &pairs,
                    &mut plan,
                );
            }
            None => added(&mut changes, index, operation, &pairs),
        }
    }
    for operation in pairs.removed().filter(|op| !pairs.is_replaced(op)) {
        changes.operation = Some(operation.name.to_string());
        removed(&mut changes, operation, &pairs);
    }
    changes.operation = None;
    reserved(&mut changes, &pairs);
    moved::compare(&mut changes, &pairs);
    let mut found = changes.found;
    found.sort_by_key(|change| (change.span, change.rule));
    advise(&plan, &mut found);
    found
}

/// Says once what to do about all numbers: where a new operation is in the
/// way of others, or else where the first number is another.
fn advise(plan: &Plan, found: &mut [Change]) {
    let Some((help, edits, or)) = plan.advice() else {
        return;
    };
    let about = |rules: &[Rule]| {
        found.iter().position(|change| rules.contains(&change.rule))
    };
    let first = about(&[Rule::NumberReused])
        .or_else(|| about(&[Rule::OperationReplaced]))
        .or_else(|| found.iter().position(Change::is_about_numbers));
    if let Some(change) = first.and_then(|first| found.get_mut(first)) {
        change.advise(help, edits);
        change.or = or;
    }
}

fn added(
    changes: &mut Changes<'_>,
    index: usize,
    operation: &Operation,
    pairs: &Pairs<'_>,
) {
    let (name, number) = (&operation.name, operation.number.get());
    let at = Part::Operation(index);
    let before = pairs.old_with(number);
    if let Some(old) = before {
        let gone = pairs.new_of[old].is_none();
        let old = &pairs.old.operations[old].name;
        let what = format!("number {number} was `{old}`, and is `{name}`");
        if gone {
            // The two are one change of what the number means.
            changes.operation = Some(old.to_string());
            changes.push(
                Rule::OperationReplaced,
                at,
                what,
                format!(
                    "an old client that calls the one gets the other; \
                     nothing says that it is a new name, as `was: \"{old}\"` \
                     in it would"
                ),
            );
            return;
        }
        changes.push(
            Rule::NumberReused,
            at,
            format!("{what}, which is new"),
            format!("an old client that calls `{old}` gets `{name}`"),
        );
        return;
    }
    if pairs.was_reserved(number) {
        changes.push(
            Rule::NumberReused,
            at,
            format!(
                "number {number} was reserved, and is `{name}`, which is new"
            ),
            format!("whoever still calls what had it gets `{name}`"),
        );
        return;
    }
    changes
        .push(
            Rule::OperationAdded,
            at,
            format!("operation `{name}` is new"),
            "servers must implement it, and an old one faults whoever calls \
             it",
        )
        .help = Some("update servers before the clients that call it".into());
}

fn removed(
    changes: &mut Changes<'_>,
    operation: &Operation,
    pairs: &Pairs<'_>,
) {
    let (name, number) = (&operation.name, operation.number.get());
    let at = changes.new.reserved_place(number).unwrap_or(Part::Name);
    changes.push(
        Rule::OperationRemoved,
        at,
        format!("operation `{name}` (number {number}) is gone"),
        pairs.fate(number),
    );
}

fn reserved(changes: &mut Changes<'_>, pairs: &Pairs<'_>) {
    if pairs.is_embedded {
        return;
    }
    let (old, new) = (&pairs.old.reserved, &pairs.new.reserved);
    for number in new.iter().filter(|n| !pairs.was_reserved(n.get())) {
        if pairs.old_with(number.get()).is_some() {
            // The operation that had it is gone, or has another: told already.
            continue;
        }
        let at = changes.new.reserved_place(number.get());
        changes.push(
            Rule::NumberReserved,
            at.unwrap_or(Part::Name),
            format!("number {number} is reserved"),
            "no operation may have it",
        );
    }
    for number in old.iter().filter(|n| !pairs.is_reserved(n.get())) {
        if pairs.new_with(number.get()).is_some() {
            // That is worse, and told already.
            continue;
        }
        changes.push(
            Rule::NumberReleased,
            Part::Name,
            format!("number {number} is no longer reserved"),
            "a later operation may get it, though old clients may mean \
             another",
        );
    }
}
