//! Two versions of an interface → what changed.

use idol::diagnostic::Span;
use idol::model::{Interface, Operation};
use idol::parse::Part;

use super::operation;
use super::rule::{Audience, Rule, Verdict};
use super::version::Version;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub rule: Rule,
    /// What changed: lower case, without a full stop.
    pub what: String,
    /// What comes of it, likewise.
    pub why: String,
    /// The way out, if there is one.
    pub help: Option<String>,
    /// Where in the new text, if it is there.
    pub span: Option<Span>,
}

impl Change {
    /// What it means for an audience.
    pub fn verdict(&self, audience: Audience) -> Verdict {
        self.rule.verdict(audience)
    }
}

/// Collects changes, with their places in the new text.
pub(super) struct Changes<'v> {
    pub(super) new: &'v Version<'v>,
    pub(super) found: Vec<Change>,
}

impl Changes<'_> {
    pub(super) fn push(
        &mut self,
        rule: Rule,
        at: Part,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> &mut Change {
        self.found.push(Change {
            rule,
            what: what.into(),
            why: why.into(),
            help: None,
            span: self.new.place(at),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

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

/// Which operation is which.
pub(super) struct Pairs<'o> {
    old: &'o Interface,
    new: &'o Interface,
    /// For each new operation, what it was.
    old_of: Vec<Option<&'o Operation>>,
    /// Old operations that are none of the new.
    removed: Vec<&'o Operation>,
}

impl<'o> Pairs<'o> {
    /// Those of one name are one operation; and those of one number, where
    /// all else is the same too.
    fn of(old: &'o Interface, new: &'o Interface) -> Self {
        let mut removed: Vec<&Operation> = old
            .operations
            .iter()
            .filter(|op| !new.operations.iter().any(|n| n.name == op.name))
            .collect();
        let old_of = new
            .operations
            .iter()
            .map(|op| {
                let mut olds = old.operations.iter();
                if let Some(old) = olds.find(|old| old.name == op.name) {
                    return Some(old);
                }
                let renamed = removed.iter().position(|old| {
                    old.number == op.number && operation::is_same(old, op)
                })?;
                Some(removed.remove(renamed))
            })
            .collect();
        Self {
            old,
            new,
            old_of,
            removed,
        }
    }

    /// The old operation that had a number.
    fn old_with(&self, number: u16) -> Option<&'o Operation> {
        let mut operations = self.old.operations.iter();
        operations.find(|op| op.number.get() == number)
    }

    /// The new operation that has a number.
    fn new_with(&self, number: u16) -> Option<&'o Operation> {
        let mut operations = self.new.operations.iter();
        operations.find(|op| op.number.get() == number)
    }

    fn is_reserved(&self, number: u16) -> bool {
        self.new.reserved.iter().any(|n| n.get() == number)
    }

    /// What becomes of an old client that sends a number that is not its
    /// operation's any more.
    pub(super) fn fate(&self, number: u16) -> String {
        match self.new_with(number) {
            Some(op) => format!(
                "what an old client sends is number {number}, which is `{}` \
                 now",
                op.name
            ),
            None => format!(
                "what an old client sends is number {number}, which faults \
                 it with UndefinedOperation"
            ),
        }
    }

    /// `reserved`, with a number more.
    fn reserve(&self, number: u16) -> String {
        let mut numbers: Vec<_> =
            self.new.reserved.iter().map(|n| n.get()).collect();
        numbers.push(number);
        numbers.sort_unstable();
        let numbers: Vec<_> = numbers.iter().map(u16::to_string).collect();
        format!("`reserved: [{}]`", numbers.join(", "))
    }

    /// The number after all that were ever used, as far as can be known.
    fn free(&self) -> Option<u16> {
        let used = [self.old, self.new].into_iter().flat_map(|interface| {
            let operations = interface.operations.iter();
            operations
                .map(|op| op.number)
                .chain(interface.reserved.iter().copied())
        });
        used.max().map_or(Some(1), |most| most.get().checked_add(1))
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
    } else if pairs.old.reserved.contains(&operation.number) {
        "which was reserved: whoever still calls what had it".to_owned()
    } else {
        return;
    };
    let still = pairs.old_with(number).and_then(|old| {
        let mut new = pairs.new.operations.iter();
        new.find(|op| op.name == old.name)
    });
    let free = pairs.free().map(|free| format!("`number: {free}`"));
    let help = free.map(|free| match still {
        // It is in the way of one that is still there.
        Some(_) => format!("write {free} in `{name}`"),
        None => {
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
    for number in new.iter().filter(|number| !old.contains(number)) {
        changes.push(
            Rule::NumberReserved,
            Part::Name,
            format!("number {number} is reserved"),
            "no operation may have it",
        );
    }
    for number in old.iter().filter(|number| !new.contains(number)) {
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
