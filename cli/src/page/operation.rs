//! The section about one operation.

use std::collections::BTreeMap;

use idol::model::{
    Access, Conversion, Cursor, Extent, Failure, Lease, OnDeath, Operation,
    Size, Ty,
};
use idol::syntax::Encoding;

use super::text::{Page, bytes, code, size};

/// What is known of errors' codes: by the error's type, as the interface
/// writes it, the codes and the names of what they mean, in order.
///
/// An `.idol` file does not tell them; a task's file for debuggers does.
pub type ErrorCodes = BTreeMap<String, Vec<(u16, String)>>;

pub(super) fn section(page: &mut Page, op: &Operation, codes: &ErrorCodes) {
    page.line(&format!("## {}", op.name));
    page.blank();
    page.said(op.doc.as_deref());
    if let Some(feature) = &op.feature {
        page.line(&format!(
            "A server that is built without the feature `{feature}` refuses \
             it."
        ));
        page.blank();
    }
    page.line(&format!(
        "Operation {}, encoding {}{}.",
        op.number,
        encoding(op.encoding),
        match op.is_idempotent() {
            true => ", idempotent",
            false => "",
        }
    ));
    page.blank();
    cursor(page, op);
    arguments(page, op);
    leases(page, &op.leases);
    reply(page, op, codes);
    death(page, op);
}

fn cursor(page: &mut Page, op: &Operation) {
    let (Some(cursor), Some(place)) = (op.cursor, op.arguments.last()) else {
        return;
    };
    let next = match cursor {
        Cursor::Pair => "beside it",
        Cursor::Field => "in its field `next`",
    };
    page.line(&format!(
        "A cursor: it gives the element at the place {}, and {next} the place \
         of the next one. `None` is the end.",
        code(place.name.as_str())
    ));
    page.blank();
}

fn arguments(page: &mut Page, op: &Operation) {
    if op.arguments.is_empty() {
        page.line("**Arguments**: none; the message is empty.");
        page.blank();
        return;
    }
    let at_most = match op.encoding {
        Encoding::Zerocopy => "",
        Encoding::Hubpack | Encoding::Ssmarshal => "at most ",
    };
    let message = bytes(&op.message_size);
    page.line(&format!("**Arguments**: {at_most}{message}."));
    page.blank();
    page.row(&["offset", "size", "name", "type", "on the wire"]);
    page.rule(5);
    for (index, argument) in op.arguments.iter().enumerate() {
        let offset = match op.offset(index) {
            Some(offset) => size(&offset),
            None => "after the one before".to_owned(),
        };
        page.row(&[
            &offset,
            &bound(op.encoding, &argument.width),
            &code(argument.name.as_str()),
            &code(argument.ty.as_str()),
            &form(op.encoding, &argument.ty, &argument.conversion),
        ]);
    }
    page.blank();
    for argument in &op.arguments {
        let name = code(argument.name.as_str());
        page.said_of(&name, argument.doc.as_deref());
    }
}

/// A value's size, which a serde encoding may fall short of.
fn bound(encoding: Encoding, width: &Size) -> String {
    let bytes = size(width);
    match encoding {
        Encoding::Hubpack | Encoding::Ssmarshal if width.known().is_none() => {
            format!("at most {bytes}")
        }
        Encoding::Zerocopy | Encoding::Hubpack | Encoding::Ssmarshal => bytes,
    }
}

/// What a value is on the wire.
pub(crate) fn form(
    encoding: Encoding,
    ty: &Ty,
    conversion: &Conversion,
) -> String {
    match (conversion, encoding) {
        (Conversion::Bool, _) => "a byte: 0 is false, any other true".into(),
        (Conversion::FromPrimitive(integer), _) => {
            let raw = integer.as_str();
            format!("a `{raw}`, refused unless `from_{raw}` knows it")
        }
        (Conversion::From { raw, with, refuses }, _) => {
            let by = match (with, refuses) {
                (Some(function), _) => code(function),
                (None, false) => "`From`".to_owned(),
                (None, true) => "`TryFrom`".to_owned(),
            };
            let may = if *refuses {
                ", which may refuse it"
            } else {
                ""
            };
            format!("a {}, by {by}{may}", code(raw.as_str()))
        }
        (Conversion::Own, Encoding::Hubpack) => "as hubpack writes it".into(),
        (Conversion::Own, Encoding::Ssmarshal) => {
            "as ssmarshal writes it".into()
        }
        (Conversion::Own, Encoding::Zerocopy) => {
            match conversion.is_decided_by_traits(ty) {
                true => "its own bytes, checked".into(),
                false => "its own bytes".into(),
            }
        }
    }
}

fn leases(page: &mut Page, leases: &[Lease]) {
    if leases.is_empty() {
        return;
    }
    page.line("**Leases**");
    page.blank();
    page.row(&["index", "name", "type", "the server may", "length"]);
    page.rule(5);
    for (index, lease) in leases.iter().enumerate() {
        let (ty, length) = match &lease.extent {
            Extent::Value(ty) => {
                (code(ty.as_str()), format!("size of {}", code(ty.as_str())))
            }
            Extent::Slice { element, max_len } => (
                code(&format!("[{element}]")),
                match max_len {
                    None => "any number of elements".to_owned(),
                    Some(max) if max.get() == 1 => {
                        "at most 1 element".to_owned()
                    }
                    Some(max) => format!("at most {max} elements"),
                },
            ),
        };
        page.row(&[
            &index.to_string(),
            &code(lease.name.as_str()),
            &ty,
            match lease.access {
                Access::Read => "read",
                Access::Write => "write",
                Access::ReadWrite => "read and write",
            },
            &length,
        ]);
    }
    page.blank();
    for lease in leases {
        page.said_of(&code(lease.name.as_str()), lease.doc.as_deref());
    }
}

fn reply(page: &mut Page, op: &Operation, codes: &ErrorCodes) {
    let reply = &op.reply;
    page.line(&match reply.max_size.known() {
        Some(0) => "**Reply**: never a body.".to_owned(),
        _ => format!("**Reply**: at most {}.", bytes(&reply.max_size)),
    });
    page.blank();
    page.said(reply.doc.as_deref());
    page.row(&["code", "body", "size", "means"]);
    page.rule(4);
    let success = match reply.failure {
        Failure::Simple => "any",
        Failure::CLike(_) | Failure::Complex { .. } | Failure::ServerDeath => {
            "0"
        }
    };
    let body = match reply.ok.is_unit() {
        true => "none".to_owned(),
        false => format!(
            "{}: {}",
            code(reply.ok.as_str()),
            form(op.encoding, &reply.ok, &reply.conversion)
        ),
    };
    let length = bound(op.encoding, &reply.ok_size);
    page.row(&[success, &body, &length, "success"]);
    match &reply.failure {
        Failure::Simple | Failure::ServerDeath => {}
        Failure::CLike(error) => match codes.get(error.as_str()) {
            None => page.row(&[
                "1 to 65,535",
                "none",
                "0",
                &format!("{}, by its code", code(error.as_str())),
            ]),
            Some(known) => {
                for (number, name) in known {
                    let error = format!("{error}::{name}");
                    page.row(&[
                        &number.to_string(),
                        "none",
                        "0",
                        &code(&error),
                    ]);
                }
            }
        },
        Failure::Complex { error, size } => {
            let body = form(op.encoding, error, &Conversion::Own);
            page.row(&[
                "1",
                &format!("{}: {body}", code(error.as_str())),
                &bound(op.encoding, size),
                "the error",
            ]);
        }
    }
    page.blank();
}

fn death(page: &mut Page, op: &Operation) {
    let error = match &op.reply.failure {
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            error.as_str()
        }
        Failure::Simple | Failure::ServerDeath => "ServerDeath",
    };
    page.line(&match op.on_death {
        OnDeath::Retry => "**Server death**: the client sends the request \
                           again, to the restarted server, until it answers."
            .to_owned(),
        OnDeath::ErrorFromCode => format!(
            "**Server death**: the code becomes {} by `TryFrom<u32>`.",
            code(error)
        ),
        OnDeath::ErrorFromServerDeath => format!(
            "**Server death**: the client gets {}.",
            code(&format!("{error}::from(ServerDeath)"))
        ),
        OnDeath::ServerDeath => {
            "**Server death**: the client gets `ServerDeath`.".to_owned()
        }
        OnDeath::Untold => "**Server death**: a client has no way to tell, so \
                            none can be generated."
            .to_owned(),
    });
    page.blank();
}

/// An encoding's name in the language.
pub(super) fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Zerocopy => "Zerocopy",
        Encoding::Hubpack => "Hubpack",
        Encoding::Ssmarshal => "Ssmarshal",
    }
}
