//! From a message to arguments and leases, or to a refusal:
//!
//! ```text
//! let ::core::option::Option::Some(__args) =
//!     read_put_msg(__incoming)
//! else {
//!     return ::idol_runtime::Answer::refuse(
//!         ::idol_runtime::ClientError::BadMessageContents,
//!     );
//! };
//! ```

use super::shared::{Handler, OK};
use crate::emit::forms::{is_decided_by_traits, is_written_down};
use crate::emit::server::arguments::takes_any_bytes;
use crate::emit::server::style;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{empty, names};
use crate::model::{Access, Argument, Conversion, Extent, Lease};
use crate::syntax::Encoding;

impl Handler<'_> {
    pub(super) fn allowed_caller(&self, w: &mut Writer) {
        let Some(callers) = self.dialect.callers(self.op) else {
            return;
        };
        let refuse = |w: &mut Writer| {
            self.refuse(w, "AccessViolation");
        };
        if callers.is_empty() {
            // Nobody may call it.
            block!(w, refuse, "if true {{");
        } else {
            let callers: Vec<_> =
                callers.iter().map(usize::to_string).collect();
            block!(
                w,
                refuse,
                "if !::core::matches!(__rm.sender.index(), {}) {{",
                callers.join(" | ")
            );
        }
    }

    /// Writes the end of the request: the client is to be told of its error.
    fn refuse(&self, w: &mut Writer, error: &str) {
        self.answers().refuse(w, error);
    }

    fn refuse_else(&self, w: &mut Writer, error: &str) {
        let refuse = |w: &mut Writer| self.refuse(w, error);
        w.block(format_args!("else {{"), "};", refuse);
    }

    pub(super) fn decode(&self, w: &mut Writer) {
        let arguments = names::arguments(self.interface, self.op);
        let error = match self.op.encoding {
            Encoding::Zerocopy => "BadMessageSize",
            Encoding::Hubpack | Encoding::Ssmarshal => "BadMessageContents",
        };
        if self.op.arguments.is_empty() {
            let refuse = |w: &mut Writer| self.refuse(w, error);
            block!(w, refuse, "if !__incoming.is_empty() {{");
            return;
        }
        let args = self.args();
        let error = match self.op.encoding {
            Encoding::Zerocopy if takes_any_bytes(self.op) => {
                line!(w, "let {OK}({args}) =");
                line!(w, "    <{arguments} as ::zerocopy::FromBytes>");
                line!(w, "        ::read_from_bytes(__incoming)");
                error
            }
            Encoding::Zerocopy => {
                let refuse = |w: &mut Writer| self.refuse(w, error);
                let size = names::message_size(self.op);
                block!(w, refuse, "if __incoming.len() != {size} {{");
                line!(w, "let {OK}({args}) =");
                line!(w, "    <{arguments} as ::zerocopy::TryFromBytes>");
                line!(w, "        ::try_read_from_bytes(__incoming)");
                "BadMessageContents"
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                let read = names::read_message(self.op);
                line!(w, "let ::core::option::Option::Some({args}) =");
                line!(w, "    {read}(__incoming)");
                error
            }
        };
        self.refuse_else(w, error);
    }

    /// Makes the argument of what is in its field, where that may fail.
    pub(super) fn convert(&self, w: &mut Writer, argument: &Argument) {
        match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                let name = self.bound(&argument.name);
                let field = names::rust(&argument.name);
                let field = format!("{}.{field}", self.args());
                line!(w, "let ::core::option::Option::Some({name}) =");
                line!(w, "    {}", self.forms.arrive(&argument.ty, &field));
                self.refuse_else(w, "BadMessageContents");
            }
            Conversion::Own | Conversion::Bool | Conversion::From { .. } => {}
            Conversion::FromPrimitive(integer) => {
                let name = self.bound(&argument.name);
                line!(w, "let ::core::option::Option::Some({name}) =");
                line!(w, "    <{} as ::userlib::FromPrimitive>", argument.ty);
                line!(
                    w,
                    "        ::from_{}({}.{})",
                    integer.as_str(),
                    self.args(),
                    names::field(&argument.name, &argument.conversion)
                );
                self.refuse_else(w, "BadMessageContents");
            }
        }
    }

    /// The expression for an argument.
    pub(super) fn argument(&self, argument: &Argument) -> String {
        let args = self.args();
        let field = names::field(&argument.name, &argument.conversion);
        match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                self.bound(&argument.name)
            }
            Conversion::Own => match empty::value(&argument.ty) {
                Some(value)
                    if self.is_zerocopy()
                        && is_written_down(
                            &argument.ty,
                            &argument.conversion,
                        ) =>
                {
                    value
                }
                _ => format!("{args}.{field}"),
            },
            Conversion::Bool => format!("{args}.{field} != 0"),
            Conversion::FromPrimitive(_) => self.bound(&argument.name),
            Conversion::From { raw, with } => match with {
                Some(function) => format!("{function}({args}.{field})"),
                None => format!(
                    "<{raw} as ::core::convert::Into<{}>>::into({args}.{field})",
                    argument.ty
                ),
            },
        }
    }

    pub(super) fn lease(&self, w: &mut Writer, index: usize, lease: &Lease) {
        let name = self.bound(&lease.name);
        let constructor = match lease.access {
            Access::Read => "read_only",
            Access::Write => "write_only",
            Access::ReadWrite => "read_write",
        };
        line!(w, "let ::core::option::Option::Some({name}) =");
        line!(w, "    <{}>::", style::lease_type(lease));
        match &lease.extent {
            Extent::Value(_) => {
                line!(w, "        {constructor}(__rm.sender, {index})");
            }
            Extent::Slice {
                max_len: Some(_), ..
            } => {
                line!(w, "        {constructor}_slice(__rm.sender, {index})");
            }
            Extent::Slice { max_len: None, .. } => {
                line!(w, "        {constructor}_slice(");
                line!(w, "            __rm.sender,");
                line!(w, "            {index},");
                line!(w, "            ::core::option::Option::None,");
                w.text("        )");
            }
        }
        self.refuse_else(w, "BadLease");
    }

    /// Whether only the compiler can tell how an argument travels.
    fn is_decided_by_traits(&self, argument: &Argument) -> bool {
        self.is_zerocopy()
            && is_decided_by_traits(&argument.ty, &argument.conversion)
    }
}
