//! The `Result` of a call that failed:
//!
//! ```text
//! let __error = if __idol_parcels_learn(&self.server, __code) {
//!     <__idol_parcels_is_Fault as ::core::convert::From<
//!         ::idol_runtime::ServerDeath,
//!     >>::from(::idol_runtime::ServerDeath)
//! } else {
//!     ..
//! };
//! ```

use std::fmt::Display;

use super::reply::{Buffer, REPLY};
use super::shared::Method;
use crate::dialect::OnDeath;
use crate::emit::client::error::FromCode;
use crate::emit::client::send::learn;
use crate::emit::writer::{Writer, line};
use crate::emit::{counting, names};
use crate::model::{Conversion, Ty};

impl Method<'_> {
    /// The expression for the error that a return code is, of which `function`
    /// makes it and counts it.
    pub(super) fn failed(&self, function: FromCode<'_>) -> impl Display {
        let counters = self.counts().then(|| self.counters());
        function.of(self.code(), counters)
    }

    pub(super) fn complex_error(
        &self,
        w: &mut Writer,
        reply: Buffer,
        error: &Ty,
    ) -> &'static str {
        let name = names::local!("error");
        let decoded = |w: &mut Writer| match reply {
            Buffer::Bytes => {
                let value = self.decode(w, REPLY, error, &Conversion::Own);
                line!(w, "{value}");
            }
            // A body of no bytes: decoded from none.
            Buffer::None | Buffer::Value | Buffer::WholeAnswer => {
                let value = self.decode(w, "[]", error, &Conversion::Own);
                line!(w, "{value}");
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
        if self.counts() {
            let counters = self.counters();
            counting::count(w, "&__error", format_args!("{counters}.Err"));
        }
        name
    }
}
