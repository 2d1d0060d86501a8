//! Names that would clash with what is generated.

use std::ops::Range;

use super::checker::{Checker, Place};
use super::checks::{Side, Style};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::identifier::is_number;
use crate::names::{self, GeneratedBy, PLACEHOLDER};
use crate::syntax::{Error, Interface, RecvStrategy, Reply};

pub(super) use crate::identifier::function;

/// What generated code calls something else by this name in an operation's
/// place.
pub(super) fn reserved_operation(name: &str) -> Option<&'static str> {
    match name {
        "recv_source" | "closed_recv_fail" => Some(
            "every server trait has a function of this name, which says \
             whom the server listens to",
        ),
        "from_i64" => Some(
            "`FromPrimitive`, derived for the operations, has a function of \
             this name",
        ),
        _ => {
            let number = name.strip_prefix(PLACEHOLDER).unwrap_or("none");
            match number.bytes().all(|b| b.is_ascii_digit()) {
                true => Some(
                    "where no operation has a number, debuggers find one of \
                     this name",
                ),
                false => private(name),
            }
        }
    }
}

/// The same for any place.
fn private(name: &str) -> Option<&'static str> {
    name.starts_with(names::PRIVATE).then_some(
        "names that begin with two underscores belong to generated code",
    )
}

/// The same for an interface's place.
pub(super) fn reserved_interface(name: &str) -> Option<&'static str> {
    match name {
        "FailServer" => Some(
            "server stubs define a type of this name, which fails every \
             operation",
        ),
        "bool" | "char" | "f32" | "f64" | "i8" | "i16" | "i32" | "i64"
        | "i128" | "isize" | "str" | "u8" | "u16" | "u32" | "u64" | "u128"
        | "usize" => Some("the client would hide Rust's own type"),
        "alloc" | "core" | "counters" | "hubpack" | "idol_runtime"
        | "num_traits" | "serde" | "ssmarshal" | "std" | "userlib"
        | "zerocopy" => {
            Some("the client would hide a crate that generated code names")
        }
        _ => private(name),
    }
}

/// The same for the place of an argument or a lease: a parameter cannot have
/// the name of a constant or a variant in scope. The constants of operations
/// are not among these.
pub(super) fn reserved_parameter(name: &str) -> Option<&'static str> {
    match name {
        "Err" | "None" | "Ok" | "Some" => {
            Some("Rust takes this for the variant, not for a parameter")
        }
        names::INCOMING_SIZE => {
            Some("server stubs define a constant of this name")
        }
        _ => private(name),
    }
}

/// The start of a name that ends like the constants of an operation.
pub(super) fn constant_of(name: &str) -> Option<&str> {
    if !name.ends_with("_SIZE") {
        return None;
    }
    name.strip_suffix("_MSG_SIZE")
        .or_else(|| name.strip_suffix("_REPLY_SIZE"))
}

impl Checker<'_> {
    /// Types that go by the bare name of one that is generated.
    pub(super) fn generated_types(&mut self, interface: &Interface) {
        for (i, (op, operation)) in interface.ops.iter().enumerate() {
            let spans = self.operation_spans(i);
            for (i, (name, argument)) in operation.args.iter().enumerate() {
                let place = Place::Argument(op, name);
                let spans = spans.and_then(|spans| spans.args.get(i));
                let span = spans.map(|spans| spans.ty);
                self.generated_type(interface, place, &argument.ty, span);
                if let RecvStrategy::From(raw, _) = &argument.recv {
                    let span = spans.and_then(|spans| spans.raw);
                    self.generated_type(interface, place, raw, span);
                }
            }
            for (i, (name, lease)) in operation.leases.iter().enumerate() {
                let place = Place::Lease(op, name);
                let spans = spans.and_then(|spans| spans.leases.get(i));
                let span = spans.map(|spans| spans.ty);
                self.generated_type(interface, place, &lease.ty, span);
            }
            let place = Place::Reply(op);
            let spans = spans.map(|spans| &spans.reply);
            let (ok, error) = match &operation.reply {
                Reply::Simple(ok) => (ok, None),
                Reply::Result { ok, err } => (ok, Some(err)),
            };
            let span = spans.map(|spans| spans.ok.ty);
            self.generated_type(interface, place, &ok.ty, span);
            if let RecvStrategy::From(raw, _) = &ok.recv {
                let span = spans.and_then(|spans| spans.ok.raw);
                self.generated_type(interface, place, raw, span);
            }
            if let Some(Error::CLike(ty) | Error::Complex(ty)) = error {
                let span = spans.and_then(|spans| spans.error_type);
                self.generated_type(interface, place, ty, span);
            }
        }
    }

    fn generated_type(
        &mut self,
        interface: &Interface,
        place: Place<'_>,
        ty: &str,
        literal: Option<Span>,
    ) {
        let iface = interface.name.as_str();
        let may_be = |name: &str| {
            name.contains(iface)
                || name.starts_with(names::PRIVATE)
                || name == names::FAIL_SERVER
        };
        if is_number(ty) {
            return;
        }
        if !may_be(ty)
            && !ty.contains(names::PRIVATE)
            && !ty.contains(names::FAIL_SERVER)
        {
            return;
        }
        for range in bare_names(ty) {
            let name = &ty[range.clone()];
            if !may_be(name) {
                continue;
            }
            let absent = match name {
                names::FAIL_SERVER => !self.checks.fail_server,
                _ => {
                    !self.checks.counters && names::event_enum(iface).are(name)
                }
            };
            if absent {
                continue;
            }
            let is_op = |op: &str| interface.ops.contains_key(op);
            let Some(by) = names::generated_type(iface, is_op, name) else {
                continue;
            };
            let Some((code, label)) = self.taken(by) else {
                continue;
            };
            let span = match (self.spans, literal) {
                (Some(spans), Some(literal)) => {
                    Some(spans.inside(literal, &range))
                }
                _ => None,
            };
            let message = match name == iface {
                true => format!("type `{name}` is named like the interface"),
                false => {
                    format!("type `{name}` is named like a generated one")
                }
            };
            let diagnostic = Diagnostic::new(code, message)
                .at(span, label)
                .help("write a path to the type that is meant");
            let name_span = self.spans.and_then(|spans| spans.name);
            let diagnostic = match name == iface {
                true => {
                    diagnostic.related(name_span, "the client gets this name")
                }
                false => diagnostic,
            };
            self.push(place, diagnostic);
        }
    }
}

impl Checker<'_> {
    /// What a type is that goes by a name that these generate: nothing, where
    /// that is not generated.
    fn taken(&self, by: GeneratedBy) -> Option<(Code, &'static str)> {
        const SERVER: &str = "this would be the server's";
        const IN_ORDER: &str = "this would be that of a server in order";
        const PIPELINED: &str = "this would be a pipelined server's";
        let (style, label) = match by {
            GeneratedBy::Both => {
                let label = "this would be the generated one";
                return Some((Code::Collision, label));
            }
            GeneratedBy::Client => {
                let is_made = self.checks.side != Side::Server;
                let label = "this would be the client's";
                return is_made.then_some((Code::Collision, label));
            }
            GeneratedBy::Server => (self.checks.style, SERVER),
            GeneratedBy::InOrder => (Style::InOrder, IN_ORDER),
            GeneratedBy::Pipelined => (Style::Pipelined, PIPELINED),
        };
        if self.checks.side == Side::Client {
            return None;
        }
        match self.checks.style {
            known if known == style => Some((Code::Collision, label)),
            Style::Unknown => Some((Code::StyleCollision, label)),
            Style::InOrder | Style::Pipelined => None,
        }
    }
}

/// Where in a type's text the names stand that are looked up in scope: those
/// behind `::` are not, nor those of fields and lifetimes.
fn bare_names(ty: &str) -> Vec<Range<usize>> {
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    let mut names = Vec::new();
    let mut rest = ty;
    while let Some(start) = rest.find(is_word) {
        let word = &rest[start..];
        let length = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let at = ty.len() - word.len();
        let before = ty[..at].trim_end();
        if !before.ends_with("::") && !word.starts_with(char::is_numeric) {
            names.push(at..at + length);
        }
        rest = &word[length..];
    }
    names
}
