//! What is received, and the value that is made of it:
//!
//! ```text
//! let ::core::option::Option::Some(__value) = __reply.get(..__len)
//!     .and_then(__idol_gauge_coder::decode_exact::<
//!         true, __idol_gauge_is_Reading,
//!     >)
//! else { __idol_gauge_server_broke_protocol() };
//! ```

use super::shared::Method;
use crate::emit::client::send::has_reply;
use crate::emit::forms::{Way, is_decided_by_traits};
use crate::emit::writer::{Writer, line};
use crate::emit::{coder, empty, names, size};
use crate::model::{Conversion, Failure, Ty};
use crate::syntax::Encoding;

impl Method<'_> {
    /// Writes the buffer for the reply, if there may be one; returns the
    /// expression that lends it.
    pub(super) fn reply_buffer(&self, w: &mut Writer) -> Buffer {
        let reply = &self.op.reply;
        if !has_reply(self.op) {
            return Buffer::None;
        }
        let name = names::local("reply");
        if self.is_received_in_place() {
            let zero = format!(
                "<{} as ::zerocopy::FromZeros>::new_zeroed()",
                reply.ok
            );
            if self.is_whole_answer_in_place() {
                let answer = names::local("answer");
                let ok = "::core::result::Result::Ok";
                line!(w, "let mut {answer} = {ok}({zero});");
                let broken = &self.broken;
                line!(
                    w,
                    "let {ok}({name}) = &mut {answer} else {{ {broken}() }};"
                );
                return Buffer::WholeAnswer(name);
            }
            line!(w, "let mut {name} = {zero};");
            return Buffer::Value(name);
        }
        let size = self.forms.reply_size(Way::Received, self.op);
        let size = match self.op.encoding {
            Encoding::Zerocopy | Encoding::Hubpack => size,
            // As for the message.
            Encoding::Ssmarshal => format!("2 * {size}"),
        };
        line!(w, "let mut {name} = [0; {size}];");
        Buffer::Bytes(name)
    }

    /// Writes what makes the value of a reply; returns the expression for it.
    pub(super) fn ok_value(
        &self,
        w: &mut Writer<'_>,
        reply: &Buffer,
    ) -> String {
        let ok = &self.op.reply.ok;
        match reply {
            Buffer::Bytes(reply) if self.decodes_ok() => {
                self.decode(w, reply, ok, &self.op.reply.conversion)
            }
            Buffer::Value(reply) => {
                line!(w, "if {} {{ {}() }}", self.wrong_length(), self.broken);
                reply.clone()
            }
            Buffer::WholeAnswer(_) | Buffer::Bytes(_) | Buffer::None => {
                match empty::reply(&self.op.reply) {
                    Some(value) => value,
                    // Made of what takes no bytes.
                    None => self.decode(w, "[]", ok, &self.op.reply.conversion),
                }
            }
        }
    }

    /// The condition that a reply received in place is not what it should be.
    pub(super) fn wrong_length(&self) -> String {
        let size = size::expression(&self.op.reply.ok_size, "");
        format!("{} != {size}", self.len())
    }

    /// Whether the kernel may write the reply straight into the value: any
    /// bytes are one.
    fn is_received_in_place(&self) -> bool {
        let reply = &self.op.reply;
        self.is_zerocopy()
            && reply.conversion == Conversion::Own
            && reply.conversion.takes_any_bytes(&reply.ok)
            && match &reply.failure {
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    true
                }
                Failure::Complex { .. } => false,
            }
    }

    /// Whether the value even stays in the `Result` that is returned: moving
    /// an array is a call of a large function.
    fn is_whole_answer_in_place(&self) -> bool {
        self.op.reply.failure != Failure::Simple
            && !self.counts()
            && self.op.reply.ok.as_str().trim_start().starts_with('[')
    }

    /// Writes what turns the reply's first `len` bytes into a value; returns
    /// the expression for it.
    pub(super) fn decode(
        &self,
        w: &mut Writer,
        reply: &str,
        ty: &Ty,
        conversion: &Conversion,
    ) -> String {
        let len = match reply {
            "[]" => "0".to_owned(),
            _ => self.len(),
        };
        let bytes = format!("{reply}.get(..{len})");
        let value = names::local("value");
        let raw = match self.is_zerocopy() {
            true => self.forms.ty(Way::Received, ty, conversion),
            false => conversion.raw(ty).to_owned(),
        };
        let some = "::core::option::Option::Some";
        let ok = "::core::result::Result::Ok";
        match self.op.encoding {
            Encoding::Zerocopy => {
                let read = match conversion.takes_any_bytes(ty) {
                    true => "FromBytes>::read_from_bytes",
                    false => "TryFromBytes>::try_read_from_bytes",
                };
                line!(w, "let {some}({ok}({value})) = {bytes}");
                line!(w, "    .map(<{raw} as ::zerocopy::{read})");
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                let decode = coder::client_decode(
                    self.interface,
                    self.dialect,
                    self.op.encoding,
                    &raw,
                );
                line!(w, "let {some}({value}) = {bytes}");
                line!(w, "    .and_then({decode})");
            }
        }
        let broken = format!("else {{ {}() }};", self.broken);
        w.text(&broken);
        match conversion {
            Conversion::Own
                if self.is_zerocopy()
                    && is_decided_by_traits(ty, conversion) =>
            {
                line!(w, "let {some}({value}) =");
                line!(w, "    {}", self.forms.arrive(ty, &value));
                w.text(&broken);
                value
            }
            Conversion::Own => value,
            Conversion::Bool => format!("{value} != 0"),
            Conversion::FromPrimitive(integer) => {
                line!(w, "let {some}({value}) =");
                line!(
                    w,
                    "    <{ty} as ::userlib::FromPrimitive>::from_{}({value})",
                    integer.as_str()
                );
                w.text(&broken);
                value
            }
            Conversion::From {
                with,
                raw,
                refuses: true,
            } => {
                let made = match with {
                    Some(function) => {
                        line!(w, "let {some}({value}) =");
                        format!("{function}({value})")
                    }
                    None => {
                        line!(w, "let {ok}({value}) =");
                        format!(
                            "<{ty} as ::core::convert::TryFrom<{raw}>>\
                             ::try_from({value})"
                        )
                    }
                };
                line!(w, "    {made}");
                w.text(&broken);
                value
            }
            Conversion::From { with, raw, .. } => match with {
                Some(function) => format!("{function}({value})"),
                None => format!(
                    "<{raw} as ::core::convert::Into<{ty}>>::into({value})"
                ),
            },
        }
    }
}

/// Where a reply is received.
pub(super) enum Buffer {
    /// There are no bytes to receive.
    None,
    /// In the bytes of the local variable of this name, to be decoded.
    Bytes(String),
    /// In the local variable of this name, which is the value.
    Value(String),
    /// In what the local variable of this name refers to, which is the value
    /// inside the `Result` that the method returns.
    WholeAnswer(String),
}
