//! Two versions of an interface → what changed.

use idol::model::Operation;

use super::change::{Change, Changes};
use super::operation;
use super::operations::Pairs;
use super::part::Part;
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
///     "light": (reply: Simple("()"), idempotent: true),
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
    };
    let (old, new) = (&old.interface, &new.interface);
    if old.name != new.name {
        changes
            .push(
                Rule::InterfaceRenamed,
                Part::Name,
                format!("interface `{}` is called `{}`", old.name, new.name),
                "its types have other names, and so it has in debuggers",
            )
            .help = Some(format!("call it `{}`", old.name));
    }
    let pairs = Pairs::of(old, new);
    for (number, operation) in new.operations.iter().enumerate() {
        match pairs.old_of[number] {
            Some(before) => operation::compare(
                &mut changes,
                number,
                before,
                operation,
                &pairs,
            ),
            None => added(&mut changes, number, operation, &pairs),
        }
    }
    for operation in &pairs.removed {
        removed(&mut changes, operation, &pairs);
    }
    reserved(&mut changes, &pairs);
    changes
        .found
        .sort_by_key(|change| (change.span, change.rule));
    changes.found
}

fn added(
    changes: &mut Changes<'_>,
    index: usize,
    operation: &Operation,
    pairs: &Pairs<'_>,
) {
    let (name, number) = (&operation.name, operation.number.get());
    let at = Part::Operation(index);
    changes
        .push(
            Rule::OperationAdded,
            at,
            format!("operation `{name}` is new"),
            "servers must implement it, and an old one faults whoever calls \
             it",
        )
        .help = Some("update servers before the clients that call it".into());
    let meant = if let Some(old) = pairs.old_with(number) {
        format!("which was `{}`: an old client that calls that", old.name)
    } else if pairs.was_reserved(number) {
        "which was reserved: whoever still calls what had it".to_owned()
    } else {
        return;
    };
    let old = pairs.old_with(number);
    let still = old.is_some_and(|old| pairs.is_new(&old.name));
    let free = pairs.free.map(|free| format!("`number: {free}`"));
    let help = free.map(|free| match still {
        // It is in the way of one that is still there.
        true => format!("write {free} in `{name}`"),
        false => {
            format!("write {free} in `{name}`, and {}", pairs.reserve(number))
        }
    });
    changes
        .push(
            Rule::NumberReused,
            at,
            format!("operation `{name}` has number {number}"),
            format!("{meant} gets `{name}`"),
        )
        .help = help;
}

fn removed(
    changes: &mut Changes<'_>,
    operation: &Operation,
    pairs: &Pairs<'_>,
) {
    let (name, number) = (&operation.name, operation.number.get());
    let free = pairs.new_with(number).is_none();
    let help = (free && !pairs.is_reserved(number)).then(|| {
        format!(
            "write {} in the interface, so that no other gets the number",
            pairs.reserve(number)
        )
    });
    changes
        .push(
            Rule::OperationRemoved,
            Part::Name,
            format!("operation `{name}` (number {number}) is gone"),
            pairs.fate(number),
        )
        .help = help;
}

fn reserved(changes: &mut Changes<'_>, pairs: &Pairs<'_>) {
    let (old, new) = (&pairs.old.reserved, &pairs.new.reserved);
    for number in new.iter().filter(|n| !pairs.was_reserved(n.get())) {
        changes.push(
            Rule::NumberReserved,
            Part::Name,
            format!("number {number} is reserved"),
            "no operation may have it",
        );
    }
    for number in old.iter().filter(|n| !pairs.is_reserved(n.get())) {
        if pairs.new_with(number.get()).is_some() {
            // That is worse, and told already.
            continue;
        }
        changes
            .push(
                Rule::NumberReleased,
                Part::Name,
                format!("number {number} is no longer reserved"),
                "a later operation may get it, though old clients may mean \
                 another",
            )
            .help = Some(format!("write {}", pairs.reserve(number.get())));
    }
}
