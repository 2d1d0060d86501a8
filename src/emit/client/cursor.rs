//! The iterator of a cursor. For `list`, which takes a place `from`, and whose
//! reply is an `Option<(Entry, u32)>`:
//!
//! ```text
//! /// Goes through what `list` gives, from `from` on.
//! /// ..
//! pub fn list_iter(
//!     &self,
//!     from: u32,
//! ) -> impl ::core::iter::Iterator<
//!     Item = ::core::result::Result<
//!         __idol_roll_types::Entry, __idol_roll_types::ListError,
//!     >,
//! > + '_ {
//!     let mut __place = ::core::option::Option::Some(from);
//!     ::core::iter::from_fn(move || {
//!         match self.list(__place.take()?) {
//!             ::core::result::Result::Ok(__answer) => {
//!                 let (__element, __next) = __answer?;
//!                 __place = ::core::option::Option::Some(__next);
//!                 ::core::option::Option::Some(
//!                     ::core::result::Result::Ok(__element),
//!                 )
//!             }
//!             ::core::result::Result::Err(__error) =>
//!                 ::core::option::Option::Some(
//!                     ::core::result::Result::Err(__error)
//!                 ),
//!         }
//!     })
//! }
//! ```
//!
//! A task that does not call it has no byte of it.

use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Cursor, Failure, Operation};

/// The method, where an operation is a cursor.
pub(super) fn iterator(w: &mut Writer, op: &Operation) {
    let (Some(cursor), Some((place, others))) =
        (op.cursor, op.arguments.split_last())
    else {
        return;
    };
    let from = names::rust(&place.name);
    w.blank();
    line!(
        w,
        "/// Goes through what `{}` gives, from `{}` on.",
        op.name,
        place.name
    );
    w.text("///");
    w.text("/// Each element is asked for when it is wanted, and the end once");
    w.text("/// more. After an error there is nothing more: to go on, begin");
    w.text("/// anew. Holds a place and no element.");
    line!(w, "pub fn {}(", names::iterator(op));
    w.indented(|w| {
        w.text("&self,");
        for argument in &op.arguments {
            let name = names::rust(&argument.name);
            line!(w, "{name}: {},", argument.ty.shown());
        }
    });
    let item = item(op, cursor);
    let body = |w: &mut Writer| {
        let place = names::local!("place");
        line!(w, "let mut {place} = ::core::option::Option::Some({from});");
        let next = |w: &mut Writer| {
            let mut given = String::new();
            for argument in others {
                let name = names::rust(&argument.name);
                given += &format!("::core::clone::Clone::clone(&{name}), ");
            }
            let call = names::rust(&op.name);
            let call = format!("self.{call}({given}{place}.take()?)");
            answer(w, op, cursor, &call);
        };
        w.block(format_args!("::core::iter::from_fn(move || {{"), "})", next);
    };
    block!(
        w,
        body,
        ") -> impl ::core::iter::Iterator<Item = {item}> + '_ {{"
    );
}

/// What the iterator gives.
fn item(op: &Operation, cursor: Cursor) -> String {
    let element = cursor.element(op.reply.ok.shown());
    match &op.reply.failure {
        Failure::Simple => element.to_owned(),
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            let error = error.shown();
            format!("::core::result::Result<{element}, {error}>")
        }
        Failure::ServerDeath => format!(
            "::core::result::Result<{element}, ::idol_runtime::ServerDeath>"
        ),
    }
}

/// What becomes of an answer: an element, and the place of the next.
fn answer(w: &mut Writer, op: &Operation, cursor: Cursor, call: &str) {
    let some = "::core::option::Option::Some";
    let (ok, err) =
        ("::core::result::Result::Ok", "::core::result::Result::Err");
    let (element, next) = (names::local!("element"), names::local!("next"));
    let place = names::local!("place");
    let take = |w: &mut Writer, answer: &str| match cursor {
        Cursor::Pair => {
            line!(w, "let ({element}, {next}) = {answer}?;");
            line!(w, "{place} = {some}({next});");
        }
        Cursor::Field => {
            line!(w, "let {element} = {answer}?;");
            line!(w, "{place} = {some}({element}.next);");
        }
    };
    match op.reply.failure {
        Failure::Simple => {
            take(w, call);
            line!(w, "{some}({element})");
        }
        Failure::CLike(_) | Failure::Complex { .. } | Failure::ServerDeath => {
            let answer = names::local!("answer");
            let error = names::local!("error");
            let found = |w: &mut Writer| {
                let given = |w: &mut Writer| {
                    take(w, answer);
                    line!(w, "{some}({ok}({element}))");
                };
                block!(w, given, "{ok}({answer}) => {{");
                line!(w, "{err}({error}) => {some}({err}({error})),");
            };
            block!(w, found, "match {call} {{");
        }
    }
}
