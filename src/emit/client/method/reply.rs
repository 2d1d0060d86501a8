//! What is received, and the value that is made of it:
//!
//! ```text
//! let ::core::option::Option::Some(__value) =
//!     __idol_gauge_coder::decode_reply::<true, __idol_gauge_is_Reading>(
//!         &__reply,
//!         __len,
//!     )
//! else { __idol_gauge_server_broke_protocol() };
//! ```

use std::borrow::Cow;
use std::fmt::Display;

use super::shared::Method;
use crate::emit::client::send::has_reply;
use crate::emit::forms::{Way, is_decided_by_traits};
use crate::emit::writer::{Writer, line};
use crate::emit::{coder, empty, names, size};
use crate::model::{Conversion, Failure, Ty};
use crate::pieces::{Pieces, by};
use crate::syntax::Encoding;

impl Method<'_> {
    /// Writes the buffer for the reply, if there may be one; returns the
    /// expression that lends it.
    pub(super) fn reply_buffer(&self, w: &mut Writer) -> Buffer {
        let reply = &self.op.reply;
        if !has_reply(self.op) {
            return Buffer::None;
        }
        let name = REPLY;
        if self.is_received_in_place() {
            let ty = &reply.ok;
            let zero = "::zerocopy::FromZeros>::new_zeroed()";
            if self.is_whole_answer_in_place() {
                let answer = names::local!("answer");
                let ok = "::core::result::Result::Ok";
                line!(w, "let mut {answer} = {ok}(<{ty} as {zero});");
                let broken = &self.broken;
                line!(
                    w,
                    "let {ok}({name}) = &mut {answer} else {{ {broken}() }};"
                );
                return Buffer::WholeAnswer;
            }
            line!(w, "let mut {name} = <{ty} as {zero};");
            return Buffer::Value;
        }
        let size = self.forms.reply_size(Way::Received, self.op);
        match self.op.encoding {
            Encoding::Zerocopy | Encoding::Hubpack => {
                line!(w, "let mut {name} = [0; {size}];");
            }
            // As for the message.
            Encoding::Ssmarshal => {
                line!(w, "let mut {name} = [0; 2 * {size}];");
            }
        }
        Buffer::Bytes
    }

    /// Writes what makes the value of a reply; returns the expression for it.
    pub(super) fn ok_value(
        &self,
        w: &mut Writer<'_>,
        reply: Buffer,
    ) -> Cow<'static, str> {
        let ok = &self.op.reply.ok;
        match reply {
            Buffer::Bytes if self.decodes_ok() => {
                self.decode(w, REPLY, ok, &self.op.reply.conversion)
            }
            Buffer::Value => {
                line!(w, "if {} {{ {}() }}", self.wrong_length(), self.broken);
                Cow::Borrowed(REPLY)
            }
            Buffer::WholeAnswer | Buffer::Bytes | Buffer::None => {
                match empty::reply(&self.op.reply) {
                    Some(value) => value,
                    // Made of what takes no bytes.
                    None => self.decode(w, "[]", ok, &self.op.reply.conversion),
                }
            }
        }
    }

    /// The condition that a reply received in place is not what it should be.
    pub(super) fn wrong_length(&self) -> impl Display {
        let size = size::expression(&self.op.reply.ok_size, Pieces::NONE);
        by(move |f| write!(f, "{} != {size}", self.len()))
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
    ) -> Cow<'static, str> {
        let len = match reply {
            "[]" => "0",
            _ => self.len(),
        };
        let value = names::local!("value");
        let raw = match self.is_zerocopy() {
            true => self.forms.ty(Way::Received, ty, conversion),
            false => Cow::Borrowed(conversion.raw(ty)),
        };
        let some = "::core::option::Option::Some";
        let ok = "::core::result::Result::Ok";
        match self.op.encoding {
            Encoding::Zerocopy => {
                let read = match conversion.takes_any_bytes(ty) {
                    true => "FromBytes>::read_from_bytes",
                    false => "TryFromBytes>::try_read_from_bytes",
                };
                line!(w, "let {some}({ok}({value})) = {reply}.get(..{len})");
                line!(w, "    .map(<{raw} as ::zerocopy::{read})");
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                let decode = coder::client_decode(
                    self.interface,
                    self.dialect,
                    self.op.encoding,
                    &raw,
                );
                line!(w, "let {some}({value}) =");
                line!(w, "    {decode}(&{reply}, {len})");
            }
        }
        let broken = self.broken;
        line!(w, "else {{ {broken}() }};");
        match conversion {
            Conversion::Own
                if self.is_zerocopy()
                    && is_decided_by_traits(ty, conversion) =>
            {
                line!(w, "let {some}({value}) =");
                line!(w, "    {}", self.forms.arrive(ty, value));
                line!(w, "else {{ {broken}() }};");
                Cow::Borrowed(value)
            }
            Conversion::Own => Cow::Borrowed(value),
            Conversion::Bool => Cow::Borrowed("__value != 0"),
            Conversion::FromPrimitive(integer) => {
                line!(w, "let {some}({value}) =");
                line!(
                    w,
                    "    <{ty} as ::userlib::FromPrimitive>::from_{}({value})",
                    integer.as_str()
                );
                line!(w, "else {{ {broken}() }};");
                Cow::Borrowed(value)
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
                line!(w, "else {{ {broken}() }};");
                Cow::Borrowed(value)
            }
            Conversion::From { with, raw, .. } => Cow::Owned(match with {
                Some(function) => format!("{function}({value})"),
                None => format!(
                    "<{raw} as ::core::convert::Into<{ty}>>::into({value})"
                ),
            }),
        }
    }
}

/// The local variable in which a reply is received.
pub(super) const REPLY: &str = names::local!("reply");

/// What that is.
#[derive(Copy, Clone)]
pub(super) enum Buffer {
    /// Nothing: there are no bytes to receive.
    None,
    /// The bytes, to be decoded.
    Bytes,
    /// The value.
    Value,
    /// A reference to the value inside the `Result` that the method returns.
    WholeAnswer,
}

impl Buffer {
    /// The expression that lends it.
    pub(super) fn lent(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Bytes => Some("&mut __reply"),
            Self::Value => {
                Some("::zerocopy::IntoBytes::as_mut_bytes(&mut __reply)")
            }
            Self::WholeAnswer => {
                Some("::zerocopy::IntoBytes::as_mut_bytes(__reply)")
            }
        }
    }
}
