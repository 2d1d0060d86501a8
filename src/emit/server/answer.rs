//! The statements that answer a client with a value, in dispatch and in reply
//! handles:
//!
//! ```text
//! ::userlib::sys_reply(
//!     __rm.sender, 0, ::zerocopy::IntoBytes::as_bytes(__value),
//! );
//! ::idol_runtime::Answer::SENT
//! ```

use crate::emit::forms::{Forms, is_decided_by_traits};
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, empty, size};
use crate::model::{Conversion, Operation, Size, Ty};
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
                Place::Dispatch => w.text("::idol_runtime::Answer::EMPTY"),
                Place::Handle => self.send(w, 0, "&[]"),
            }
        } else if reply.conversion == Conversion::Bool {
            self.send(w, 0, &format!("&[{value} as u8]"));
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

    /// Faults the client instead.
    pub(super) fn refuse(&self, w: &mut Writer, error: &str) {
        match self.place {
            Place::Dispatch => {
                line!(w, "return ::idol_runtime::Answer::refuse(");
            }
            Place::Handle => line!(w, "return self.unanswered.fail("),
        }
        line!(w, "    ::idol_runtime::ClientError::{error},");
        w.text(");");
    }

    fn refuse_else(&self, w: &mut Writer, error: &str) {
        let refuse = |w: &mut Writer| self.refuse(w, error);
        w.block(format_args!("else {{"), "};", refuse);
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
                    let bytes = names::local("bytes");
                    let lend = self.forms.lend(ty, value);
                    w.block(format_args!("{lend}, |{bytes}| {{"), "});", |w| {
                        self.send(w, code, &bytes)
                    });
                } else {
                    let bytes =
                        format!("::zerocopy::IntoBytes::as_bytes({value})");
                    self.send(w, code, &bytes);
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
        let buffer = names::local("buffer");
        let body = names::local("body");
        match self.op.encoding {
            Encoding::Zerocopy | Encoding::Hubpack => {
                let size = size::expression(size, "");
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
        line!(w, "let ::core::option::Option::Some({body}) =");
        line!(w, "    {coder}::encode(&mut {buffer}, {value})");
        self.refuse_else(w, "ReplyBufferTooSmall");
        if self.op.encoding == Encoding::Ssmarshal {
            let refuse = |w: &mut Writer| self.refuse(w, "ReplyBufferTooSmall");
            match self.place {
                Place::Dispatch => block!(
                    w,
                    refuse,
                    "if {body}.len() > __rm.response_capacity {{"
                ),
                Place::Handle => block!(
                    w,
                    refuse,
                    "if !self.unanswered.has_room_for({body}.len()) {{"
                ),
            }
        }
        self.send(w, code, &body);
    }

    fn send(&self, w: &mut Writer, code: u32, bytes: &str) {
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
            Place::Dispatch => w.text("::idol_runtime::Answer::SENT"),
            Place::Handle => {}
        }
    }
}
