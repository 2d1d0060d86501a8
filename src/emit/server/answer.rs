//! The statements that answer a client with a value, in dispatch and in reply
//! handles:
//!
//! ```text
//! ::userlib::sys_reply(
//!     __rm.sender, 0, <u32 as ::zerocopy::IntoBytes>::as_bytes(__value),
//! );
//! __Answer::SENT
//! ```

use std::fmt;

use crate::emit::forms::{Forms, is_decided_by_traits};
use crate::emit::names;
use crate::emit::writer::{Writer, line};
use crate::emit::{coder, empty, size};
use crate::model::{Conversion, Operation, Size, Ty};
use crate::pieces::Pieces;
use crate::syntax::Encoding;

/// Where the statements stand.
#[derive(Copy, Clone)]
pub(super) enum Place {
    /// In `Server::handle`, beside the message `__rm`. They end with what is
    /// left to do for the runtime.
    Dispatch,
    /// In a method that consumes a reply handle.
    Handle,
}

/// Why a request is refused.
#[derive(Copy, Clone)]
pub(super) enum Refusal {
    AccessViolation,
    BadLease,
    BadMessageContents,
    BadMessageSize,
    ReplyBufferTooSmall,
}

impl Refusal {
    /// The variant of the runtime's `ClientError`, and the constant of its
    /// `Answer`.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::AccessViolation => ("AccessViolation", "ACCESS_VIOLATION"),
            Self::BadLease => ("BadLease", "BAD_LEASE"),
            Self::BadMessageContents => {
                ("BadMessageContents", "BAD_MESSAGE_CONTENTS")
            }
            Self::BadMessageSize => ("BadMessageSize", "BAD_MESSAGE_SIZE"),
            Self::ReplyBufferTooSmall => {
                ("ReplyBufferTooSmall", "REPLY_BUFFER_TOO_SMALL")
            }
        }
    }
}

/// The answers of one operation.
pub(super) struct Answers<'a> {
    pub(super) op: &'a Operation,
    pub(super) forms: Forms<'a>,
    pub(super) place: Place,
}

impl Answers<'_> {
    /// Answers with a value: the variable `value`, which is a reference unless
    /// the value is a `bool` of one byte.
    pub(super) fn ok(&self, w: &mut Writer, value: &str) {
        let reply = &self.op.reply;
        if empty::reply(reply).is_some() {
            match self.place {
                Place::Dispatch => w.text("__Answer::succeed(__rm)"),
                Place::Handle => self.send(w, 0, format_args!("&[]")),
            }
        } else if reply.conversion == Conversion::Bool {
            self.send(w, 0, format_args!("&[{value} as u8]"));
            self.sent(w);
        } else {
            let size = &reply.ok_size;
            self.value(w, 0, value, &reply.ok, &reply.conversion, size);
        }
    }

    /// Answers with an error that travels as its bytes. The variable `error`
    /// is a reference.
    pub(super) fn error(
        &self,
        w: &mut Writer,
        error: &str,
        ty: &Ty,
        size: &Size,
    ) {
        self.value(w, 1, error, ty, &Conversion::Own, size);
    }

    /// The expression that faults the client instead.
    pub(super) fn refuse(&self, error: Refusal) -> Pieces<'static> {
        let (variant, constant) = error.names();
        Pieces::of(match self.place {
            Place::Dispatch => ["return ", "__Answer::", constant, ""],
            Place::Handle => [
                "return self.unanswered.fail(",
                "::idol_runtime::ClientError::",
                variant,
                ")",
            ],
        })
    }

    /// Answers with the bytes of a value, behind a return code.
    fn value(
        &self,
        w: &mut Writer,
        code: u32,
        value: &str,
        ty: &Ty,
        conversion: &Conversion,
        size: &Size,
    ) {
        match self.op.encoding {
            Encoding::Zerocopy => {
                if is_decided_by_traits(ty, conversion) {
                    let bytes = names::local!("bytes");
                    let lend = self.forms.lend(ty, value);
                    w.block(format_args!("{lend}, |{bytes}| {{"), "});", |w| {
                        self.send(w, code, format_args!("{bytes}"))
                    });
                } else {
                    self.send(
                        w,
                        code,
                        format_args!(
                            "<{ty} as ::zerocopy::IntoBytes>::as_bytes({value})"
                        ),
                    );
                }
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                self.encoded(w, code, value, ty, size);
            }
        }
        self.sent(w);
    }

    fn encoded(
        &self,
        w: &mut Writer,
        code: u32,
        value: &str,
        ty: &Ty,
        size: &Size,
    ) {
        let buffer = names::local!("buffer");
        let body = names::local!("body");
        match self.op.encoding {
            Encoding::Zerocopy | Encoding::Hubpack => {
                let size = size::expression(size, Pieces::NONE);
                line!(w, "let mut {buffer} = [0; {size}];");
            }
            Encoding::Ssmarshal => {
                // `Option` of a type with a niche is longer in a message than
                // in memory, by a byte for each byte of memory at the most.
                line!(
                    w,
                    "let mut {buffer} = \
                     [0; 2 * ::core::mem::size_of::<{ty}>()];"
                );
            }
        }
        let coder = coder::of_server(self.op.encoding);
        let some = match self.place {
            Place::Dispatch => "__Some",
            Place::Handle => "::core::option::Option::Some",
        };
        line!(w, "let {some}({body}) =");
        line!(w, "    {coder}::encode::<{ty}>(&mut {buffer}, {value})");
        let refuse = self.refuse(Refusal::ReplyBufferTooSmall);
        line!(w, "else {{ {refuse} }};");
        if self.op.encoding == Encoding::Ssmarshal {
            let room = match self.place {
                Place::Dispatch => "__body.len() > __rm.response_capacity",
                Place::Handle => "!self.unanswered.has_room_for(__body.len())",
            };
            line!(w, "if {room} {{ {refuse} }}");
        }
        self.send(w, code, format_args!("{body}"));
    }

    fn send(&self, w: &mut Writer, code: u32, bytes: fmt::Arguments<'_>) {
        match self.place {
            Place::Dispatch => {
                line!(w, "::userlib::sys_reply(__rm.sender, {code}, {bytes});");
            }
            Place::Handle => {
                line!(w, "self.unanswered.reply({code}, {bytes});");
            }
        }
    }

    fn sent(&self, w: &mut Writer) {
        match self.place {
            Place::Dispatch => w.text("__Answer::SENT"),
            Place::Handle => {}
        }
    }
}
