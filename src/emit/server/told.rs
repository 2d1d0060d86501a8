//! What a trace on a laptop says of a message, in the implementation of
//! `ServerOp`; firmware has nothing of it:
//!
//! ```text
//! #[cfg(not(target_os = "none"))]
//! fn told(__operation: u32, __told: &mut ::idol_runtime::host::Told<'_>) {
//!     use ::idol_runtime::host::{Of as __Of, Otherwise as _};
//!     match __operation {
//!         1 => {
//!             fn __types<__A, __R, __T0, __O, __E, __B, __L>(
//!                 _: ::core::marker::PhantomData<(__A, __R, (__T0, ), __O, (__E, __B), __L)>
//!             ) -> (__Of<__T0>, __Of<__O>, __Of<__E>) {
//!                 (__Of::NEW, __Of::NEW, __Of::NEW)
//!             }
//!             let (__0, __ok, __error) = __types(__IDOL_SPI_1_TYPES);
//!             __told.operation("read", &["sink"]);
//!             if __told.argument("device") { __told.value(__0.own().or(__0.flagged()), __0.text()) }
//!             if __told.ok() { __told.nothing() }
//!             if __told.code() { __told.coded(__error.by_code(), __error.text()) }
//!         }
//!         ..
//!     }
//! }
//! ```
//!
//! The types come from the static that has them for debuggers: what the
//! compiler says of a wrong one is not said once more.

use crate::embed;
use crate::emit::empty;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Conversion, Failure, Integer, Interface, Operation, Ty};
use crate::syntax::Encoding;

pub(super) fn told(w: &mut Writer, interface: &Interface) {
    if interface.operations.is_empty() {
        return;
    }
    w.blank();
    w.text("#[cfg(not(target_os = \"none\"))]");
    let body = |w: &mut Writer| {
        w.text("use ::idol_runtime::host::{Of as __Of, Otherwise as _};");
        let arms = |w: &mut Writer| {
            for op in &interface.operations {
                let arm = |w: &mut Writer| operation(w, interface, op);
                block!(w, arm, "{} => {{", op.number);
            }
            w.text("_ => {}");
        };
        block!(w, arms, "match __operation {{");
    };
    block!(
        w,
        body,
        "fn told(__operation: u32, \
         __told: &mut ::idol_runtime::host::Told<'_>) {{"
    );
}

fn operation(w: &mut Writer, interface: &Interface, op: &Operation) {
    types(w, interface, op);
    let leases: Vec<_> = op
        .leases
        .iter()
        .map(|l| format!("\"{}\"", l.name))
        .collect();
    line!(
        w,
        "__told.operation(\"{}\", &[{}]);",
        op.name,
        leases.join(", ")
    );
    for (index, argument) in op.arguments.iter().enumerate() {
        let value = value(
            op,
            &argument.ty,
            &argument.conversion,
            &format!("__{index}"),
        );
        line!(w, "if __told.argument(\"{}\") {{ {value} }}", argument.name);
    }
    let place = match op.reply.failure {
        Failure::Simple => "plain",
        Failure::CLike(_) | Failure::ServerDeath | Failure::Complex { .. } => {
            "ok"
        }
    };
    let ok = value(op, &op.reply.ok, &op.reply.conversion, "__ok");
    line!(w, "if __told.{place}() {{ {ok} }}");
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => {}
        Failure::CLike(_) => line!(
            w,
            "if __told.code() {{ \
             __told.coded(__error.by_code(), __error.text()) }}"
        ),
        Failure::Complex { error, .. } => {
            let error = value(op, error, &Conversion::Own, "__error");
            line!(w, "if __told.error() {{ {error} }}");
        }
    }
}

/// Binds what can be done with the operation's types.
fn types(w: &mut Writer, interface: &Interface, op: &Operation) {
    let count = op.arguments.len();
    let own: Vec<_> = (0..count).map(|i| format!("__T{i}")).collect();
    let all = own.iter().map(String::as_str).chain(["__O", "__E"]);
    let of: Vec<_> = all.map(|ty| format!("__Of<{ty}>")).collect();
    let bound: Vec<_> = (0..count)
        .map(|i| format!("__{i}"))
        .chain(["__ok".to_owned(), "__error".to_owned()])
        .collect();
    let made = vec!["__Of::NEW"; count + 2].join(", ");
    let parameters: Vec<_> = own.iter().map(|ty| format!("{ty}, ")).collect();
    let parameters = parameters.concat();
    let (of, bound) = (of.join(", "), bound.join(", "));
    let lent = if op.leases.is_empty() { "" } else { ", __L" };
    line!(
        w,
        "fn __types<__A, __R, {parameters}__O, __E, __B{lent}>(\
         _: ::core::marker::PhantomData<\
         (__A, __R, ({parameters}), __O, (__E, __B){lent})>) -> ({of}) {{"
    );
    line!(w, "    ({made})");
    w.text("}");
    let known = embed::types_static(interface, op.number.get());
    line!(w, "let ({bound}) = __types({known});");
}

/// The call that writes a value, of which `of` tells what it can do.
fn value(op: &Operation, ty: &Ty, conversion: &Conversion, of: &str) -> String {
    match conversion {
        Conversion::Bool => "__told.flag()".to_owned(),
        Conversion::FromPrimitive(integer) => format!(
            "__told.primitive::<{}, _>({of}.by_integer(), {of}.text())",
            integer.as_str()
        ),
        Conversion::From { raw, .. } => match integer_of(raw.as_str()) {
            Some(raw) => format!("__told.integer::<{raw}>()"),
            None => format!("__told.value({of}.unknown(), {of}.text())"),
        },
        Conversion::Own if empty::value(ty).is_some() => {
            "__told.nothing()".to_owned()
        }
        Conversion::Own => {
            let read = match op.encoding {
                Encoding::Zerocopy => format!("{of}.own().or({of}.flagged())"),
                Encoding::Hubpack => format!("{of}.hubpack()"),
                Encoding::Ssmarshal => format!("{of}.ssmarshal()"),
            };
            format!("__told.value({read}, {of}.text())")
        }
    }
}

fn integer_of(text: &str) -> Option<&'static str> {
    let mut names = Integer::ALL.iter().map(|integer| integer.as_str());
    names.find(|name| *name == text)
}
