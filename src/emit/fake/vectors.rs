//! Values beside their bytes, of whatever gives values of the types:
//!
//! ```text
//! pub struct Spi_VECTORS;
//!
//! impl Spi_VECTORS {
//!     /// All of them, of values that `__V` gives.
//!     pub fn of<__V>() -> ::kit::vectors::Vectors
//!     where
//!         __V: ::kit::vectors::Values<()>,
//!         ..
//!     {
//!         let mut __all = ::kit::vectors::Vectors::new::<Spi_INTERFACE>();
//!         __all.push(__idol_spi_vectors_1::<__V>());
//!         ..
//!         __all
//!     }
//! }
//! ```
//!
//! and for each operation a function that calls its client and its server. All
//! are generic, so that a stub compiles whose types have no samples.

use super::expect::error;
use super::nested;
use crate::emit::names as generated;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Access, Extent, Failure, Interface, OnDeath, Operation};
use crate::names;
use crate::syntax::Encoding;

const OK: &str = "::core::result::Result::Ok";
const ERR: &str = "::core::result::Result::Err";

pub(super) fn vectors(w: &mut Writer<'_>, interface: &Interface) {
    let iface = interface.name.as_str();
    let vectors = names::vectors(iface);
    w.blank();
    line!(w, "/// Values of `{iface}` beside their bytes.");
    line!(w, "pub struct {vectors};");
    w.blank();
    let of = |w: &mut Writer<'_>| {
        w.text("/// All of them, of values that `__V` gives.");
        let bounds = interface.operations.iter().flat_map(bounds).collect();
        let body = |w: &mut Writer<'_>| {
            line!(
                w,
                "let mut __all = ::kit::vectors::Vectors::new::<{}>();",
                names::interface(iface)
            );
            for op in &interface.operations {
                line!(w, "__all.push({}::<__V>());", function(interface, op));
            }
            w.text("__all");
        };
        let head = "pub fn of<__V>() -> ::kit::vectors::Vectors";
        generic(w, head, bounds, body);
    };
    block!(w, of, "impl {vectors} {{");
    for op in &interface.operations {
        w.blank();
        let head = format!(
            "fn {}<__V>() -> ::kit::vectors::OperationVectors",
            function(interface, op)
        );
        let it = Making { interface, op };
        generic(w, &head, bounds(op), |w| it.body(w));
    }
}

fn function(interface: &Interface, op: &Operation) -> String {
    let what = format!("vectors_{}", op.number);
    names::private(&interface.lower, &what).to_string()
}

/// A function that is generic over where values come from.
fn generic(
    w: &mut Writer<'_>,
    head: &str,
    mut bounds: Vec<String>,
    body: impl FnOnce(&mut Writer<'_>),
) {
    bounds.sort_unstable();
    bounds.dedup();
    line!(w, "{head}");
    if !bounds.is_empty() {
        w.text("where");
        for bound in bounds {
            line!(w, "    __V: {bound},");
        }
    }
    w.block(format_args!("{{"), "}", body);
}

/// What an operation asks of where values come from.
fn bounds(op: &Operation) -> Vec<String> {
    let values = |ty: &str| format!("::kit::vectors::Values<{ty}>");
    let arguments = op.arguments.iter().map(|it| values(it.ty.as_str()));
    let leases = op.leases.iter().filter_map(|lease| match &lease.extent {
        Extent::Value(ty) => Some(format!("::kit::vectors::Lendable<{ty}>")),
        Extent::Slice { .. } => None,
    });
    let errors = has_error(op).then(|| values(error(op)));
    arguments
        .chain(leases)
        .chain([values(op.reply.ok.as_str())])
        .chain(errors)
        .collect()
}

fn has_error(op: &Operation) -> bool {
    match op.reply.failure {
        Failure::Simple | Failure::ServerDeath => false,
        Failure::CLike(_) | Failure::Complex { .. } => true,
    }
}

struct Making<'a> {
    interface: &'a Interface,
    op: &'a Operation,
}

impl Making<'_> {
    fn body(&self, w: &mut Writer<'_>) {
        let op = self.op;
        let marker = names::interface(self.interface.name.as_str());
        let encoding = match op.encoding {
            Encoding::Zerocopy => "Zerocopy",
            Encoding::Hubpack => "Hubpack",
            Encoding::Ssmarshal => "Ssmarshal",
        };
        line!(w, "::kit::vectors::OperationVectors::new::<{marker}>(");
        w.indented(|w| {
            line!(w, "{}, \"{encoding}\",", op.number);
            w.block(format_args!("|__server| {{"), "},", |w| self.client(w));
        });
        w.text(")");
        self.requests(w, &marker);
        let server = nested::server(self.interface);
        let pending = generated::pending(self.interface, op);
        line!(w, ".oks::<{marker}, {server}::{pending}, __V>()");
        if has_error(op) {
            line!(w, ".errs::<{marker}, {server}::{pending}, __V>()");
        }
        self.death(w);
    }

    /// Statements that make the values that a call takes.
    fn values(&self, w: &mut Writer<'_>, row: &str) {
        for (index, it) in self.op.arguments.iter().enumerate() {
            let name = generated::rust(&it.name);
            let ty = it.ty.as_str();
            let sample = format!("::kit::vectors::sample({row}, {index})");
            line!(
                w,
                "let {name} = \
                 <__V as ::kit::vectors::Values<{ty}>>::nth({sample});"
            );
        }
    }

    fn loans(&self, w: &mut Writer<'_>) {
        for it in &self.op.leases {
            let name = match it.access {
                Access::Read => generated::rust(&it.name).into_owned(),
                Access::Write | Access::ReadWrite => {
                    format!("mut {}", generated::rust(&it.name))
                }
            };
            match &it.extent {
                Extent::Value(ty) => line!(
                    w,
                    "let {name} = \
                     <__V as ::kit::vectors::Lendable<{ty}>>::lendable();"
                ),
                Extent::Slice { element, .. } => {
                    line!(w, "let {name}: [{element}; 0] = [];");
                }
            }
        }
    }

    /// The values, as a call takes them.
    fn passed(&self) -> String {
        let arguments = self
            .op
            .arguments
            .iter()
            .map(|it| generated::rust(&it.name).into_owned());
        let leases = self.op.leases.iter().map(|it| {
            let reference = match it.access {
                Access::Read => "&",
                Access::Write | Access::ReadWrite => "&mut ",
            };
            format!("{reference}{}", generated::rust(&it.name))
        });
        let all: Vec<_> = arguments.chain(leases).collect();
        all.join(", ")
    }

    /// The generated client, which makes the first request.
    fn client(&self, w: &mut Writer<'_>) {
        self.values(w, "0");
        self.loans(w);
        line!(
            w,
            "let __result = {}::{}::from(__server).{}({});",
            nested::client(self.interface),
            generated::rust(&self.interface.name),
            generated::rust(&self.op.name),
            self.passed()
        );
        if self.op.reply.failure == Failure::Simple {
            w.text("let __shown = ::kit::shown!(&__result);");
            w.text("let __value = ::kit::Value::new(__shown, __result);");
            w.text("::kit::Outcome::Ok(__value)");
            return;
        }
        let arms = |w: &mut Writer<'_>| {
            for (pattern, outcome) in [(OK, "Ok"), (ERR, "Err")] {
                let arm = |w: &mut Writer<'_>| {
                    w.text("let __shown = ::kit::shown!(&__it);");
                    line!(
                        w,
                        "::kit::Outcome::{outcome}(\
                         ::kit::Value::new(__shown, __it))"
                    );
                };
                block!(w, arm, "{pattern}(__it) => {{");
            }
        };
        block!(w, arms, "match __result {{");
    }

    fn requests(&self, w: &mut Writer<'_>, marker: &str) {
        line!(w, ".requests::<{marker}>(");
        w.indented(|w| {
            let counts = |w: &mut Writer<'_>| {
                for it in &self.op.arguments {
                    let ty = it.ty.as_str();
                    line!(w, "<__V as ::kit::vectors::Values<{ty}>>::count(),");
                }
            };
            w.block(format_args!("&["), "],", counts);
            let make = |w: &mut Writer<'_>| {
                self.values(w, "__row");
                let json = |w: &mut Writer<'_>| {
                    for it in &self.op.arguments {
                        let name = generated::rust(&it.name);
                        let ty = it.ty.as_str();
                        line!(
                            w,
                            "(\"{}\", <__V as ::kit::vectors::Values<{ty}>>\
                             ::json(&{name})),",
                            it.name
                        );
                    }
                };
                w.block(
                    format_args!("let __arguments = ::std::vec!["),
                    "];",
                    json,
                );
                self.loans(w);
                line!(
                    w,
                    "(__arguments, {}::{}({}))",
                    names::raw(self.interface.name.as_str()),
                    generated::rust(&self.op.name),
                    self.passed()
                );
            };
            w.block(format_args!("|__row| {{"), "},", make);
            let read = |w: &mut Writer<'_>| {
                for it in &self.op.arguments {
                    let ty = it.ty.as_str();
                    line!(
                        w,
                        "(\"{0}\", __call.get(\"{0}\").map(\
                         <__V as ::kit::vectors::Values<{ty}>>::json)),",
                        it.name
                    );
                }
            };
            w.block(format_args!("|__call| ::std::vec!["), "],", read);
        });
        w.text(")");
    }

    /// What the client's error is when the server dies.
    fn death(&self, w: &mut Writer<'_>) {
        let json = match self.op.on_death {
            OnDeath::Retry | OnDeath::Untold => {
                w.text(".death(|_| ::core::option::Option::None)");
                return;
            }
            OnDeath::ServerDeath => "__outcome\
                .err::<::idol_runtime::ServerDeath>()\
                .map(|_| ::kit::vectors::Json::text(\"ServerDeath\"))"
                .to_owned(),
            OnDeath::ErrorFromCode | OnDeath::ErrorFromServerDeath => format!(
                "__outcome.err().map(\
                 <__V as ::kit::vectors::Values<{}>>::json)",
                error(self.op)
            ),
        };
        line!(w, ".death(|__outcome| {json})");
    }
}
