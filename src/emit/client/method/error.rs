//! The `Result` of a call that failed:
//!
//! ```text
//! let __error = if __idol_parcels_learn(&self.server, __code) {
//!     <Fault as ::core::convert::From<
//!         ::idol_runtime::ServerDeath,
//!     >>::from(::idol_runtime::ServerDeath)
//! } else {
//!     ..
//! };
//! ```

use super::reply::Buffer;
use super::shared::Method;
use crate::dialect::OnDeath;
use crate::emit::client::error::FromCode;
use crate::emit::client::send::learn;
use crate::emit::names;
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Ty};

impl Method<'_> {
    /// Writes what makes the `Result` of a call that failed with a code, of
    /// which `function` makes the error; returns the expression for it.
    pub(super) fn failed(
        &self,
        w: &mut Writer<'_>,
        function: &FromCode,
    ) -> String {
        let error = function.of(&self.code());
        match self.counts() {
            true => self.count_error(w, &error),
            false => format!("::core::result::Result::Err({error})"),
        }
    }

    pub(super) fn complex_error(
        &self,
        w: &mut Writer,
        reply: &Buffer,
        error: &Ty,
    ) -> String {
        let name = names::local("error");
        let decoded = |w: &mut Writer| match reply {
            Buffer::Bytes(reply) => {
                let value = self.decode(w, reply, error, &Conversion::Own);
                w.text(&value);
            }
            // A body of no bytes: decoded from none.
            Buffer::None | Buffer::Value(_) | Buffer::WholeAnswer(_) => {
                let value = self.decode(w, "[]", error, &Conversion::Own);
                w.text(&value);
            }
        };
        match self.dialect.on_death(self.op) {
            OnDeath::RetryForEver => {
                w.block(format_args!("let {name} = {{"), "};", decoded);
            }
            OnDeath::Report { .. } => {
                let code = self.code();
                let learn = learn(self.interface);
                line!(w, "let {name} = if {learn}(&self.server, {code}) {{");
                line!(w, "    <{error} as ::core::convert::From<");
                line!(w, "        ::idol_runtime::ServerDeath,");
                line!(w, "    >>::from(::idol_runtime::ServerDeath)");
                w.block(format_args!("}} else {{"), "};", decoded);
            }
        }
        name
    }

    /// Counts an error, which need not be `Copy`; returns the expression for
    /// the result.
    pub(super) fn count_error(&self, w: &mut Writer, error: &str) -> String {
        let event = names::local("event");
        let returned = names::local("error");
        let pattern = format!(
            "{}::{}",
            names::event_enum(self.interface),
            names::rust(&self.op.name)
        );
        let err = "::core::result::Result::Err";
        line!(w, "let {event} = {pattern}({err}({error}));");
        line!(
            w,
            "::counters::Count::count(&{event}, &{});",
            names::counters(self.interface, "CLIENT")
        );
        w.text("// The event owned the error: take it back.");
        line!(w, "let {pattern}({err}({returned})) = {event} else {{");
        line!(w, "    {}();", self.broken);
        w.text("};");
        format!("{err}({returned})")
    }
}
