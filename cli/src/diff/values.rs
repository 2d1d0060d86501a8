//! What changed in the values of one operation: arguments and reply.

use idol::model::{Argument, Conversion, Operation, Reply};
use idol::syntax::Encoding;

use super::change::Changes;
use super::edit::Edit;
use super::order;
use super::part::Part;
use super::rule::Rule;
use super::types::{Relation, relation};

/// A type and how its bytes become a value.
pub(super) struct Value<'o> {
    ty: &'o str,
    conversion: &'o Conversion,
    /// Its length in bytes, where the file tells it.
    width: Option<u32>,
}

impl<'o> Value<'o> {
    pub(super) fn of(argument: &'o Argument) -> Self {
        Self {
            ty: argument.ty.as_str(),
            conversion: &argument.conversion,
            width: argument.width.known(),
        }
    }

    pub(super) fn of_reply(reply: &'o Reply) -> Self {
        Self {
            ty: reply.ok.as_str(),
            conversion: &reply.conversion,
            width: reply.ok_size.known(),
        }
    }

    /// The type that travels, if the file names one beside the value's own.
    fn named_raw(&self) -> Option<&str> {
        match self.conversion {
            Conversion::Own | Conversion::Bool => None,
            Conversion::FromPrimitive(raw) => Some(raw.as_str()),
            Conversion::From { raw, .. } => Some(raw.as_str()),
        }
    }

    /// The type that travels if every value of it can be received.
    fn total_raw(&self) -> Option<&str> {
        match self.conversion {
            Conversion::Own => Some(self.ty),
            Conversion::Bool | Conversion::FromPrimitive(_) => None,
            Conversion::From { refuses: true, .. } => None,
            Conversion::From { raw, .. } => Some(raw.as_str()),
        }
    }

    /// Whether neither the bytes nor what they mean changed.
    pub(super) fn is_same(&self, new: &Self) -> bool {
        relation(self.ty, new.ty) != Relation::Different
            && !has_other_raw(self, new)
    }
}

/// Whether two arguments are the same, whatever they are called.
pub(super) fn is_same(old: &Argument, new: &Argument) -> bool {
    Value::of(old).is_same(&Value::of(new))
}

/// Whether both name a type that travels, and not the same.
fn has_other_raw(old: &Value<'_>, new: &Value<'_>) -> bool {
    match (old.named_raw(), new.named_raw()) {
        (Some(old), Some(new)) => relation(old, new) == Relation::Different,
        _ => false,
    }
}

/// Whether both make a value in one way. Where the type that travels moved, it
/// is told for all types at once.
fn is_same_conversion(old: &Conversion, new: &Conversion) -> bool {
    match (old, new) {
        (
            Conversion::From { raw, with, refuses },
            Conversion::From {
                raw: new_raw,
                with: new_with,
                refuses: new_refuses,
            },
        ) => {
            let moved = relation(raw.as_str(), new_raw.as_str());
            with == new_with
                && refuses == new_refuses
                && moved != Relation::Different
        }
        _ => old == new,
    }
}

/// Whether a value is made of the same by the same trait, which may refuse now.
/// A function that may refuse is another function.
fn may_refuse_now(old: &Conversion, new: &Conversion) -> bool {
    match (old, new) {
        (
            Conversion::From {
                raw,
                with: None,
                refuses: false,
            },
            Conversion::From {
                raw: new_raw,
                with: None,
                refuses: true,
            },
        ) => {
            let moved = relation(raw.as_str(), new_raw.as_str());
            moved != Relation::Different
        }
        _ => false,
    }
}

/// The rules for one kind of value, and where it stands.
struct Kind {
    /// What messages call it.
    what: String,
    ty: Rule,
    same_bytes: Rule,
    raw: Rule,
    conversion: Rule,
    refused: Rule,
    at_type: Part,
    at_recv: Part,
}

fn value(
    changes: &mut Changes<'_>,
    kind: &Kind,
    old: &Value<'_>,
    new: &Value<'_>,
) {
    let Kind { what, .. } = kind;
    match relation(old.ty, new.ty) {
        // What moved is told for all types at once.
        Relation::Same | Relation::Moved => {}
        Relation::OtherPath => {
            changes.push(
                Rule::TypePath,
                kind.at_type,
                format!("the type of {what} is called `{}`", new.ty),
                format!(
                    "as far as the texts tell, `{}` is the same type",
                    old.ty
                ),
            );
        }
        Relation::Different => {
            let what = format!(
                "the type of {what} is `{}` instead of `{}`",
                new.ty, old.ty
            );
            let same_bytes = match (old.total_raw(), new.total_raw()) {
                // Two types that travel as themselves are different.
                (Some(old), Some(new)) => matches!(
                    relation(old, new),
                    Relation::Same | Relation::OtherPath
                ),
                _ => false,
            };
            match same_bytes {
                true => changes.push(
                    kind.same_bytes,
                    kind.at_type,
                    what,
                    "what is sent is the same, and any of it is a value",
                ),
                false => {
                    changes.push(kind.ty, kind.at_type, what, widths(old, new))
                }
            };
            return;
        }
    }
    if is_same_conversion(old.conversion, new.conversion) {
        return;
    }
    let at = match changes.new.place(kind.at_recv) {
        Some(_) => kind.at_recv,
        None => kind.at_type,
    };
    let what = format!(
        "{what} is made of {} instead of {}",
        conversion_name(new.conversion),
        conversion_name(old.conversion)
    );
    if may_refuse_now(old.conversion, new.conversion) {
        changes.push(
            kind.refused,
            at,
            what,
            "its bytes are its own as before, but some of them may be \
             refused now",
        );
        return;
    }
    match has_other_raw(old, new) {
        true => changes.push(
            kind.raw,
            at,
            what,
            "its bytes are those of another type",
        ),
        false => changes.push(
            kind.conversion,
            at,
            what,
            "its bytes are its own as before, but the type must have the \
             conversion",
        ),
    };
}

/// What comes of another type.
fn widths(old: &Value<'_>, new: &Value<'_>) -> String {
    match (old.width, new.width) {
        (Some(old), Some(new)) if old == new => {
            format!(
                "it takes {} as before, which may mean other values",
                bytes(new)
            )
        }
        (Some(old), Some(new)) => {
            format!("it takes {} instead of {old}", bytes(new))
        }
        _ => "nothing says that both have the same bytes".to_owned(),
    }
}

fn bytes(count: u32) -> String {
    match count {
        1 => "1 byte".to_owned(),
        count => format!("{count} bytes"),
    }
}

/// Compares the arguments of an operation.
pub(super) fn arguments(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let op = &new.name;
    let pairs = order::pair(
        &old.arguments,
        &new.arguments,
        |argument| &argument.name,
        is_same,
    );
    for (j, argument) in new.arguments.iter().enumerate() {
        let Some(i) = pairs.old_of[j] else {
            continue;
        };
        let (name, before) = (&argument.name, &old.arguments[i]);
        if before.name != argument.name {
            let edit = Edit::NameParameter {
                operation: op.to_string(),
                parameter: name.to_string(),
                name: before.name.to_string(),
            };
            changes
                .push(
                    Rule::ArgumentRenamed,
                    Part::Argument(index, j),
                    format!(
                        "argument `{}` of `{op}` is called `{name}`",
                        before.name
                    ),
                    "it is known by its position, but is typed by its name \
                     in debuggers",
                )
                .advise(format!("call it `{}`", before.name), vec![edit]);
        }
        let kind = Kind {
            what: format!("argument `{name}` of `{op}`"),
            ty: Rule::ArgumentType,
            same_bytes: Rule::ArgumentTypeSameBytes,
            raw: Rule::ArgumentRawType,
            conversion: Rule::ArgumentConversion,
            refused: Rule::ArgumentRefused,
            at_type: Part::ArgumentType(index, j),
            at_recv: Part::ArgumentRecv(index, j),
        };
        value(changes, &kind, &Value::of(before), &Value::of(argument));
    }
    present(changes, index, &pairs, old, new);
    if pairs.is_reordered() {
        changes.push(
            Rule::ArgumentsReordered,
            Part::Operation(index),
            format!("the arguments of `{op}` have another order"),
            "it is the order of the bytes, and of the functions' parameters",
        );
    }
}

/// Compares which arguments there are: one change, however many are new and
/// gone.
fn present(
    changes: &mut Changes<'_>,
    index: usize,
    pairs: &order::Pairs,
    old: &Operation,
    new: &Operation,
) {
    let op = &new.name;
    let all = 0..new.arguments.len();
    let added: Vec<usize> =
        all.filter(|j| pairs.old_of[*j].is_none()).collect();
    let removed = &pairs.removed;
    let new_names =
        order::names(added.iter().map(|j| &new.arguments[*j].name), "argument");
    let old_names = order::names(
        removed.iter().map(|i| &old.arguments[*i].name),
        "argument",
    );
    let length = length(old, new);
    match (added.first(), removed.len()) {
        (None, 0) => {}
        (None, gone) => {
            changes.push(
                Rule::ArgumentRemoved,
                Part::Operation(index),
                format!("{old_names} of `{op}` {} gone", order::verb(gone)),
                format!("{length}, and who calls it still gives all"),
            );
        }
        (Some(first), gone) => {
            let rule = match gone {
                0 => Rule::ArgumentAdded,
                _ => Rule::ArgumentsReplaced,
            };
            let verb = order::verb(added.len());
            let what = match gone {
                0 => format!("{new_names} of `{op}` {verb} new"),
                _ => format!("`{op}` has {new_names} instead of {old_names}"),
            };
            changes.push(
                rule,
                Part::Argument(index, *first),
                what,
                format!("{length}, and who calls it must give all"),
            );
        }
    }
}

/// How long messages are, as far as that is known.
fn length(old: &Operation, new: &Operation) -> String {
    let sizes = (old.message_size.known(), new.message_size.known());
    let most = match new.encoding {
        Encoding::Zerocopy => "",
        Encoding::Hubpack | Encoding::Ssmarshal => "at most ",
    };
    match sizes {
        (Some(old), Some(new)) if old == new => {
            format!("a message has {most}{} as before", bytes(new))
        }
        (Some(old), Some(new)) => {
            format!("a message has {most}{} instead of {old}", bytes(new))
        }
        _ => "messages carry other values".to_owned(),
    }
}

/// Compares the value of a reply.
pub(super) fn reply(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let kind = Kind {
        what: format!("the value of `{}`", new.name),
        ty: Rule::ValueType,
        same_bytes: Rule::ValueTypeSameBytes,
        raw: Rule::ValueRawType,
        conversion: Rule::ValueConversion,
        refused: Rule::ValueRefused,
        at_type: Part::ValueType(index),
        at_recv: Part::ValueRecv(index),
    };
    let (old, new) = (Value::of_reply(&old.reply), Value::of_reply(&new.reply));
    value(changes, &kind, &old, &new);
}

/// How bytes become a value, in words.
fn conversion_name(conversion: &Conversion) -> String {
    match conversion {
        Conversion::Own => "its own bytes".to_owned(),
        Conversion::Bool => "a byte, 0 or 1".to_owned(),
        Conversion::FromPrimitive(raw) => {
            format!("`FromPrimitive(\"{}\")`", raw.as_str())
        }
        Conversion::From { raw, with, refuses } => {
            let from = if *refuses { "TryFrom" } else { "From" };
            match with {
                None => format!("`{from}(\"{raw}\")`"),
                Some(with) => format!("`{from}(\"{raw}\", Some(\"{with}\"))`"),
            }
        }
    }
}
