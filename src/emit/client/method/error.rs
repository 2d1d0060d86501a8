//! The `Result` of a call that failed:
//!
//! ```text
//! #[cold]
//! #[inline(never)]
//! fn __failed(__code: u32) -> ::core::result::Result<Reading, GaugeError> {
//!     ::core::hint::black_box(
//!         ::core::result::Result::Err(__idol_gauge_error_1(__code))
//!     )
//! }
//! ```

use super::reply::Buffer;
use super::shared::Method;
use crate::dialect::OnDeath;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Conversion, Ty};

impl Method<'_> {
    /// Writes what makes the `Result` of a call that failed with a code, of
    /// which `function` makes the error; returns the expression for it.
    pub(super) fn failed(&self, w: &mut Writer<'_>, function: &str) -> String {
        let code = self.code();
        if self.counts() {
            return self.count_error(w, &format!("{function}({code})"));
        }
        let err = "::core::result::Result::Err";
        if !self.dialect.fast_calls {
            return format!("{err}({function}({code}))");
        }
        // Out of the way of success, and opaque: else the compiler computes
        // which variant it is before it branches.
        let failed = names::local("failed");
        w.text("#[cold]");
        w.text("#[inline(never)]");
        let body = |w: &mut Writer<'_>| {
            let code = self.code();
            line!(w, "::core::hint::black_box({err}({function}({code})))");
        };
        let code = self.code();
        block!(
            w,
            body,
            "fn {failed}({code}: u32) -> {} {{",
            self.returned()
        );
        format!("{failed}({code})")
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
                line!(
                    w,
                    "let {name} = if \
                     ::userlib::extract_new_generation({code}).is_some() {{"
                );
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
