//! What changed in one operation.

use idol::model::{Failure, OnDeath, Operation};
use idol::syntax::Encoding;

use super::advice;
use super::change::Changes;
use super::edit::Edit;
use super::leases;
use super::operations::Pairs;
use super::part::Part;
use super::plan::Plan;
use super::rule::Rule;
use super::types::{Relation, relation};
use super::values;

/// Compares an operation, in both versions, with what it was.
pub(super) fn compare(
    changes: &mut Changes<'_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    pairs: &Pairs<'_>,
    plan: &mut Plan,
) {
    let name = &new.name;
    let start = changes.found.len();
    let is_free = old.name == new.name || pairs.is_free(&old.name, &new.name);
    if old.name != new.name {
        let change = changes.push(
            Rule::OperationRenamed,
            Part::Operation(index),
            format!("operation `{}` is called `{name}`", old.name),
            "its functions and types have other names, and so it has in \
             debuggers",
        );
        if is_free {
            let edit = Edit::NameOperation {
                operation: name.to_string(),
                name: old.name.to_string(),
            };
            change.advise(format!("call it `{}`", old.name), vec![edit]);
        }
    }
    if old.number != new.number {
        let at = match changes.new.place(Part::Number(index)) {
            Some(_) => Part::Number(index),
            None => Part::Operation(index),
        };
        changes.push(
            Rule::OperationRenumbered,
            at,
            format!(
                "operation `{name}` has number {} instead of {}",
                new.number, old.number
            ),
            pairs.fate(old.number.get()),
        );
    }
    encoding(changes, index, old, new);
    values::arguments(changes, index, old, new);
    leases::compare(changes, index, old, new);
    values::reply(changes, index, old, new);
    failure(changes, index, old, new);
    retry(changes, index, old, new);
    cursor(changes, index, old, new);
    // What an image embeds need not have any.
    if old.doc != new.doc
        && !(pairs.is_embedded && new.doc.is_none() | old.doc.is_none())
    {
        changes.push(
            Rule::Doc,
            Part::Operation(index),
            format!("the documentation of `{name}` is another"),
            "it is for people",
        );
    }
    let found = &mut changes.found[start..];
    advice::names(found, new);
    advice::keep(found, (old, new), is_free, plan);
}

fn cursor(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let name = &new.name;
    let part = Part::Operation(index);
    match (old.cursor.is_some(), new.cursor.is_some()) {
        (false, true) => changes.push(
            Rule::CursorAdded,
            part,
            format!("`{name}` is a cursor"),
            "nothing on the wire changes; clients have a method that goes \
             through its elements",
        ),
        (true, false) => changes.push(
            Rule::CursorRemoved,
            part,
            format!("`{name}` is no cursor any more"),
            "nothing on the wire changes; clients lose the method that goes \
             through its elements",
        ),
        (false, false) | (true, true) => return,
    };
}

fn encoding(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    if old.encoding == new.encoding {
        return;
    }
    let part = Part::Encoding(index);
    let at = match changes.new.place(part) {
        Some(_) => part,
        None => Part::Operation(index),
    };
    let what = format!(
        "the encoding of `{}` is {} instead of {}",
        new.name,
        encoding_name(new.encoding),
        encoding_name(old.encoding)
    );
    let is_nothing = |op: &Operation| {
        let body = match op.reply.failure {
            Failure::Complex { .. } => false,
            Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => true,
        };
        op.arguments.is_empty() && op.reply.ok.is_unit() && body
    };
    match is_nothing(old) && is_nothing(new) {
        true => changes.push(
            Rule::EncodingOfNothing,
            at,
            what,
            "nothing is sent either way but its number and a code",
        ),
        false => changes.push(
            Rule::Encoding,
            at,
            what,
            "the same values may be other bytes",
        ),
    };
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Zerocopy => "Zerocopy",
        Encoding::Ssmarshal => "Ssmarshal",
        Encoding::Hubpack => "Hubpack",
    }
}

fn failure(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let at = match changes.new.place(Part::Error(index)) {
        Some(_) => Part::Error(index),
        None => Part::Reply(index),
    };
    let name = &new.name;
    match (&old.reply.failure, &new.reply.failure) {
        (Failure::Simple, Failure::Simple)
        | (Failure::ServerDeath, Failure::ServerDeath) => {}
        (Failure::CLike(old), Failure::CLike(new))
        | (
            Failure::Complex { error: old, .. },
            Failure::Complex { error: new, .. },
        ) => match relation(old.as_str(), new.as_str()) {
            // What moved is told for all types at once.
            Relation::Same | Relation::Moved => {}
            Relation::OtherPath => {
                changes.push(
                    Rule::TypePath,
                    at,
                    format!("the error of `{name}` is called `{new}`"),
                    format!(
                        "as far as the texts tell, `{old}` is the same type"
                    ),
                );
            }
            Relation::Different => {
                changes.push(
                    Rule::ErrorType,
                    at,
                    format!("the error of `{name}` is `{new}`, not `{old}`"),
                    "nothing says that both have the same codes",
                );
            }
        },
        (
            old @ (Failure::Simple | Failure::ServerDeath),
            new @ (Failure::Simple | Failure::ServerDeath),
        ) => {
            changes.push(
                Rule::ReplyKind,
                at,
                format!(
                    "`{name}` has {} instead of {}",
                    failure_name(new),
                    failure_name(old)
                ),
                "neither has an error to send, but clients get another type",
            );
        }
        (old, new) => {
            changes.push(
                Rule::ErrorKind,
                at,
                format!(
                    "`{name}` has {} instead of {}",
                    failure_name(new),
                    failure_name(old)
                ),
                "one side sends errors that the other takes for something \
                 else",
            );
        }
    }
}

fn failure_name(failure: &Failure) -> String {
    match failure {
        Failure::Simple => "a simple reply".to_owned(),
        Failure::CLike(error) => format!("the error `CLike(\"{error}\")`"),
        Failure::Complex { error, .. } => {
            format!("the error `Complex(\"{error}\")`")
        }
        Failure::ServerDeath => "the error `ServerDeath`".to_owned(),
    }
}

fn retry(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let at = match changes.new.place(Part::Idempotent(index)) {
        Some(_) => Part::Idempotent(index),
        None => Part::Operation(index),
    };
    let name = &new.name;
    match (old.is_idempotent(), new.is_idempotent()) {
        (false, true) => changes.push(
            Rule::RetryAdded,
            at,
            format!("`{name}` is idempotent"),
            "nothing on the wire changes; a new client asks a restarted \
             server again, and an old server may do twice what must be done \
             once",
        ),
        (true, false) => changes.push(
            Rule::RetryRemoved,
            at,
            format!("`{name}` is not idempotent any more"),
            match new.on_death {
                OnDeath::Untold => {
                    "an old client still asks a restarted server again; \
                     nothing here can tell a new one of death, and none is \
                     generated"
                }
                OnDeath::Retry
                | OnDeath::ErrorFromCode
                | OnDeath::ErrorFromServerDeath
                | OnDeath::ServerDeath => {
                    "an old client still asks a restarted server again; a new \
                     one is told of death by the error, which must have a \
                     value for it"
                }
            },
        ),
        (false, false) | (true, true) => return,
    };
}
