//! What makes values of replies, as a client would, but of any that came:
//!
//! ```text
//! pub(super) fn __idol_spi_decode_1(
//!     __code: u32,
//!     __body: &[u8],
//! ) -> ::kit::Outcome {
//!     if __code == 0 {
//!         if let ::core::option::Option::Some(__value) =
//!             __idol_spi_value_1(__body)
//!         {
//!             let __shown = ::kit::shown!(&__value);
//!             let __value = ::kit::Value::new(__shown, __value);
//!             return ::kit::Outcome::Ok(__value);
//!         }
//!         return ::kit::Outcome::Nonsense(__code, __body.to_vec());
//!     }
//!     ..
//!     ::kit::Outcome::Nonsense(__code, __body.to_vec())
//! }
//!
//! pub(super) fn __idol_spi_death_1(
//!     __code: u32,
//! ) -> ::core::option::Option<::kit::Outcome> { .. }
//! ```

use super::expect::error;
use crate::emit::forms::{Forms, Way, is_decided_by_traits};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, empty};
use crate::model::{Conversion, Failure, Interface, OnDeath, Operation, Ty};
use crate::names;
use crate::syntax::Encoding;

const SOME: &str = "::core::option::Option::Some";
const NONE: &str = "::core::option::Option::None";

pub(super) fn decode(w: &mut Writer<'_>, interface: &Interface) {
    for op in &interface.operations {
        let it = Decoding { interface, op };
        it.values(w);
        it.outcome(w);
        it.death(w);
    }
}

struct Decoding<'a> {
    interface: &'a Interface,
    op: &'a Operation,
}

impl Decoding<'_> {
    fn name(&self, what: &str) -> String {
        let what = format!("{what}_{}", self.op.number);
        names::private(&self.interface.lower, &what).to_string()
    }

    fn values(&self, w: &mut Writer<'_>) {
        let reply = &self.op.reply;
        self.value(w, "value", &reply.ok, &reply.conversion);
        match &reply.failure {
            Failure::Complex { error, .. } => {
                self.value(w, "refusal", error, &Conversion::Own);
            }
            Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {}
        }
    }

    /// What makes a value of bytes, if it is one.
    fn value(&self, w: &mut Writer<'_>, what: &str, ty: &Ty, by: &Conversion) {
        w.blank();
        let body = |w: &mut Writer<'_>| {
            let nothing = match by {
                Conversion::Own => empty::value(ty),
                Conversion::Bool
                | Conversion::FromPrimitive(_)
                | Conversion::From { .. } => None,
            };
            match (nothing, self.op.encoding) {
                (Some(value), _) => {
                    line!(w, "if !__body.is_empty() {{ return {NONE} }}");
                    line!(w, "{SOME}({value})");
                }
                (None, Encoding::Hubpack | Encoding::Ssmarshal) => {
                    let coder = coder::of_server(self.op.encoding);
                    line!(w, "{coder}::decode_exact::<{ty}>(__body)");
                }
                (None, Encoding::Zerocopy) => self.zerocopy(w, ty, by),
            }
        };
        block!(
            w,
            body,
            "fn {}(__body: &[u8]) -> ::core::option::Option<{ty}> {{",
            self.name(what)
        );
    }

    fn zerocopy(&self, w: &mut Writer<'_>, ty: &Ty, by: &Conversion) {
        let forms = Forms::new(self.interface);
        let raw = forms.ty(Way::Received, ty, by);
        let read = match by.takes_any_bytes(ty) {
            true => "FromBytes>::read_from_bytes",
            false => "TryFromBytes>::try_read_from_bytes",
        };
        line!(w, "let __raw = <{raw} as ::zerocopy::{read}(__body).ok()?;");
        let value = match by {
            Conversion::Own if is_decided_by_traits(ty, by) => {
                forms.arrive(ty, "__raw")
            }
            Conversion::Own => format!("{SOME}(__raw)"),
            Conversion::Bool => format!("{SOME}(__raw != 0)"),
            Conversion::FromPrimitive(integer) => format!(
                "<{ty} as ::userlib::FromPrimitive>::from_{}(__raw)",
                integer.as_str()
            ),
            Conversion::From { raw, with, refuses } => match (with, refuses) {
                (Some(function), true) => format!("{function}(__raw)"),
                (Some(function), false) => {
                    format!("{SOME}({function}(__raw))")
                }
                (None, true) => format!(
                    "<{ty} as ::core::convert::TryFrom<{raw}>>\
                         ::try_from(__raw).ok()"
                ),
                (None, false) => format!(
                    "{SOME}(<{raw} as ::core::convert::Into<{ty}>>\
                         ::into(__raw))"
                ),
            },
        };
        w.text(&value);
    }

    /// What makes of a code and bytes what a client does.
    fn outcome(&self, w: &mut Writer<'_>) {
        w.blank();
        let body = |w: &mut Writer<'_>| {
            let ok = format!("{}(__body)", self.name("value"));
            match &self.op.reply.failure {
                // Its client does not look at the code.
                Failure::Simple => told(w, &ok, "Ok"),
                Failure::CLike(error) => {
                    self.if_success(w, &ok);
                    let code =
                        format!("<{error} as ::core::convert::TryFrom<u32>>");
                    told(w, &format!("{code}::try_from(__code).ok()"), "Err");
                }
                Failure::Complex { .. } => {
                    self.if_success(w, &ok);
                    let error = format!("{}(__body)", self.name("refusal"));
                    told(w, &error, "Err");
                }
                Failure::ServerDeath => self.if_success(w, &ok),
            }
            w.text("::kit::Outcome::Nonsense(__code, __body.to_vec())");
        };
        block!(
            w,
            body,
            "pub(super) fn {}(__code: u32, __body: &[u8]) -> ::kit::Outcome {{",
            self.name("decode")
        );
    }

    fn if_success(&self, w: &mut Writer<'_>, value: &str) {
        let inside = |w: &mut Writer<'_>| {
            told(w, value, "Ok");
            w.text("return ::kit::Outcome::Nonsense(__code, __body.to_vec());");
        };
        block!(w, inside, "if __code == 0 {{");
    }

    /// What a client makes of its server's death.
    fn death(&self, w: &mut Writer<'_>) {
        w.blank();
        let body = |w: &mut Writer<'_>| {
            let error = match self.op.on_death {
                OnDeath::Retry | OnDeath::Untold => {
                    w.text(NONE);
                    return;
                }
                OnDeath::ErrorFromCode => format!(
                    "<{} as ::core::convert::TryFrom<u32>>::try_from(__code)\
                     .ok()?",
                    error(self.op)
                ),
                OnDeath::ErrorFromServerDeath => format!(
                    "<{} as ::core::convert::From<\
                     ::idol_runtime::ServerDeath>>::from(\
                     ::idol_runtime::ServerDeath)",
                    error(self.op)
                ),
                OnDeath::ServerDeath => {
                    "::idol_runtime::ServerDeath".to_owned()
                }
            };
            line!(w, "let __value = {error};");
            w.text("let __shown = ::kit::shown!(&__value);");
            w.text("let __value = ::kit::Value::new(__shown, __value);");
            line!(w, "{SOME}(::kit::Outcome::Died(__value))");
        };
        block!(
            w,
            body,
            "pub(super) fn {}(__code: u32) -> ::core::option::Option<::kit::Outcome> {{",
            self.name("death")
        );
    }
}

/// Returns the outcome that a value is, if there is one.
fn told(w: &mut Writer<'_>, value: &str, outcome: &str) {
    let inside = |w: &mut Writer<'_>| {
        w.text("let __shown = ::kit::shown!(&__value);");
        w.text("let __value = ::kit::Value::new(__shown, __value);");
        line!(w, "return ::kit::Outcome::{outcome}(__value);");
    };
    block!(w, inside, "if let {SOME}(__value) = {value} {{");
}
