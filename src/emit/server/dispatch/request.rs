//! From a message to arguments and leases, or to a refusal:
//!
//! ```text
//! let __Some(__args) = read_put_msg(__incoming) else { return __Answer::BAD_MESSAGE_CONTENTS };
//! ```

use std::fmt::Display;

use super::shared::{Handler, OK};
use crate::emit::forms::{is_decided_by_traits, is_written_down};
use crate::emit::server::answer::Refusal;
use crate::emit::server::arguments::takes_any_bytes;
use crate::emit::server::style;
use crate::emit::writer::{Writer, line};
use crate::emit::{empty, names};
use crate::model::{Access, Argument, Conversion, Extent, Lease};
use crate::pieces::by;
use crate::syntax::Encoding;

impl Handler<'_> {
    pub(super) fn allowed_caller(&self, w: &mut Writer) {
        let Some(callers) = self.dialect.callers(self.op) else {
            return;
        };
        let callers: Vec<_> = callers.iter().map(usize::to_string).collect();
        let is_other = match callers.is_empty() {
            // Nobody may call it.
            true => "true".to_owned(),
            false => format!(
                "!::core::matches!(__rm.sender.index(), {})",
                callers.join(" | ")
            ),
        };
        self.refuse_if(w, is_other, Refusal::AccessViolation);
    }

    /// Ends the request if a condition holds: the client is to be told of its
    /// error.
    fn refuse_if(
        &self,
        w: &mut Writer,
        condition: impl Display,
        error: Refusal,
    ) {
        let refuse = self.answers().refuse(error);
        line!(w, "if {condition} {{ {refuse} }}");
    }

    fn refuse_else(&self, w: &mut Writer, error: Refusal) {
        let refuse = self.answers().refuse(error);
        line!(w, "else {{ {refuse} }};");
    }

    pub(super) fn decode(&self, w: &mut Writer) {
        use Refusal::{BadMessageContents, BadMessageSize};
        let (is_sized, takes_any_bytes) = match self.op.encoding {
            Encoding::Zerocopy => (true, takes_any_bytes(self.op)),
            Encoding::Hubpack | Encoding::Ssmarshal => (false, false),
        };
        if self.op.arguments.is_empty() {
            let error = match is_sized {
                true => BadMessageSize,
                false => BadMessageContents,
            };
            self.refuse_if(w, "!__incoming.is_empty()", error);
            return;
        }
        if is_sized && !takes_any_bytes {
            let size = names::message_size(self.op);
            let differs = by(|f| write!(f, "__incoming.len() != {size}"));
            self.refuse_if(w, differs, BadMessageSize);
        }
        let args = self.args();
        match is_sized {
            true => {
                let arguments = names::arguments(self.interface, self.op);
                line!(
                    w,
                    "let __Some({args}) = <{arguments} as __Arguments>::of(__incoming)"
                );
            }
            false => {
                let read = names::read_message(self.op);
                line!(w, "let __Some({args}) = {read}(__incoming)");
            }
        }
        self.refuse_else(
            w,
            match takes_any_bytes {
                true => BadMessageSize,
                false => BadMessageContents,
            },
        );
    }

    /// Makes the argument of what is in its field, where that may fail.
    pub(super) fn convert(&self, w: &mut Writer, argument: &Argument) {
        match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                let name = self.bound(&argument.name);
                let field = names::rust(&argument.name);
                let field = format!("{}.{field}", self.args());
                let value = self.forms.arrive(&argument.ty, &field);
                line!(w, "let __Some({name}) =");
                line!(w, "    {value}");
                self.refuse_else(w, Refusal::BadMessageContents);
            }
            Conversion::Own | Conversion::Bool => {}
            Conversion::From { refuses: false, .. } => {}
            Conversion::From { with, raw, .. } => {
                let name = self.bound(&argument.name);
                let field = names::field(&argument.name, &argument.conversion);
                let args = self.args();
                match with {
                    Some(function) => line!(
                        w,
                        "let __Some({name}) = {function}({args}.{field})"
                    ),
                    None => line!(
                        w,
                        "let {OK}({name}) = <{} as \
                         ::core::convert::TryFrom<{raw}>>\
                         ::try_from({args}.{field})",
                        argument.ty
                    ),
                }
                self.refuse_else(w, Refusal::BadMessageContents);
            }
            Conversion::FromPrimitive(integer) => {
                let name = self.bound(&argument.name);
                line!(
                    w,
                    "let __Some({name}) = <{} as ::userlib::FromPrimitive>::from_{}({}.{})",
                    argument.ty,
                    integer.as_str(),
                    self.args(),
                    names::field(&argument.name, &argument.conversion)
                );
                self.refuse_else(w, Refusal::BadMessageContents);
            }
        }
    }

    /// The expression for an argument.
    pub(super) fn argument(&self, argument: &Argument) -> impl Display {
        let args = self.args();
        let field = names::field(&argument.name, &argument.conversion);
        let bound = self.bound(&argument.name);
        by(move |f| match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                bound.fmt(f)
            }
            Conversion::Own => match empty::value(&argument.ty) {
                Some(value)
                    if self.is_zerocopy()
                        && is_written_down(
                            &argument.ty,
                            &argument.conversion,
                        ) =>
                {
                    f.write_str(&value)
                }
                _ => write!(f, "{args}.{field}"),
            },
            Conversion::Bool => write!(f, "{args}.{field} != 0"),
            Conversion::FromPrimitive(_)
            | Conversion::From { refuses: true, .. } => bound.fmt(f),
            Conversion::From { raw, with, .. } => match with {
                Some(function) => write!(f, "{function}({args}.{field})"),
                None => write!(
                    f,
                    "<{raw} as ::core::convert::Into<{}>>::into({args}.{field})",
                    argument.ty
                ),
            },
        })
    }

    pub(super) fn lease(&self, w: &mut Writer, index: usize, lease: &Lease) {
        let name = self.bound(&lease.name);
        let constructor = match lease.access {
            Access::Read => "read_only",
            Access::Write => "write_only",
            Access::ReadWrite => "read_write",
        };
        let (suffix, max) = match &lease.extent {
            Extent::Value(_) => ("", ""),
            Extent::Slice {
                max_len: Some(_), ..
            } => ("_slice", ""),
            Extent::Slice { max_len: None, .. } => {
                ("_slice", ", ::core::option::Option::None")
            }
        };
        line!(
            w,
            "let __Some({name}) = <{}>::{constructor}{suffix}(__rm.sender, {index}{max})",
            style::lease_type(lease)
        );
        self.refuse_else(w, Refusal::BadLease);
    }

    /// Whether only the compiler can tell how an argument travels.
    fn is_decided_by_traits(&self, argument: &Argument) -> bool {
        self.is_zerocopy()
            && is_decided_by_traits(&argument.ty, &argument.conversion)
    }
}
