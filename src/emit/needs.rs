//! What is asked of the types that the interface names, each proved once:
//!
//! ```text
//! [CODE: T: ::core::convert::TryFrom<u32>]
//! __idol_spi_is_SpiError = __idol_spi_types::SpiError:
//! CODE "error of `read`: `SpiError` is to derive ..",
//! ;
//! ```
//!
//! All but signatures say `__idol_spi_is_SpiError`. That is `SpiError`, unless
//! a proof fails: then the compiler tells that one, and takes the type for
//! anything, so that it says nothing of all the uses that cannot be compiled.
//! The bounds of a trait's functions name it, too; editors copy them to where
//! it is implemented.
//!
//! Whether a type has a trait is told by a constant that is looked up in two
//! places: first in an `impl` for types that have the trait, then in a trait
//! that all types have.

use std::fmt;

use super::names;
use super::side::Side;
use super::writer::{Writer, line, literal};
use crate::dialect::{Counting, Dialect, OnDeath};
use crate::identifier::is_number;
use crate::model::{
    Conversion, Failure, Interface, Name, Operation, Ty, takes_any_bytes,
};
use crate::seen::Texts;
use crate::syntax::Encoding;

/// Something that is asked of types.
#[derive(Copy, Clone)]
struct Need {
    /// The constant that is true of those that have it.
    constant: &'static str,
    /// What a type `T` must be.
    bounds: &'static str,
    /// What to do about one that is not.
    remedy: &'static str,
}

impl Need {
    const fn new(
        constant: &'static str,
        bounds: &'static str,
        remedy: &'static str,
    ) -> Self {
        Self {
            constant,
            bounds,
            remedy,
        }
    }

    /// Of a value that goes over the wire.
    fn of_value(
        encoding: Encoding,
        conversion: &Conversion,
        sent: bool,
    ) -> Option<Self> {
        match (encoding, conversion, sent) {
            (_, Conversion::Bool, _)
            // The form of a value of any other type is decided by its traits.
            | (Encoding::Zerocopy, Conversion::Own, _)
            // The compiler says what it lacks, once.
            | (_, Conversion::From { .. }, false) => None,
            (_, Conversion::FromPrimitive(_) | Conversion::From { .. }, true) => {
                Some(Self::new(
                    "SENT",
                    "T: ::zerocopy::IntoBytes + ::zerocopy::Immutable",
                    "derive zerocopy's `IntoBytes` and `Immutable`",
                ))
            }
            (_, Conversion::FromPrimitive(_), false) => Some(Self::new(
                "PRIMITIVE",
                "T: ::userlib::FromPrimitive",
                "derive `userlib::FromPrimitive`",
            )),
            (Encoding::Hubpack, Conversion::Own, true) => Some(Self::new(
                "PACKED",
                "T: ::serde::Serialize + ::hubpack::SerializedSize",
                "derive `serde::Serialize` and `hubpack::SerializedSize`",
            )),
            (Encoding::Hubpack, Conversion::Own, false) => Some(Self::new(
                "UNPACKED",
                "T: for<'de> ::serde::Deserialize<'de> \
                 + ::hubpack::SerializedSize",
                "derive `serde::Deserialize` and `hubpack::SerializedSize`",
            )),
            (Encoding::Ssmarshal, Conversion::Own, true) => Some(Self::new(
                "WRITTEN",
                "T: ::serde::Serialize",
                "derive `serde::Serialize`",
            )),
            (Encoding::Ssmarshal, Conversion::Own, false) => Some(Self::new(
                "READ",
                "T: for<'de> ::serde::Deserialize<'de>",
                "derive `serde::Deserialize`",
            )),
        }
    }

    /// Of an error that is a return code.
    fn of_code(side: Side) -> Self {
        let bounds = match side {
            Side::Client => "T: ::core::convert::TryFrom<u32>",
            Side::Server => "u16: ::core::convert::From<T>",
        };
        Self::new("CODE", bounds, "derive `idol_derive::IdolError`")
    }

    /// Of an error of an operation whose server may die.
    fn of_death(failure: &Failure, side: Side) -> Option<Self> {
        match (failure, side) {
            (Failure::Simple | Failure::ServerDeath, _)
            | (Failure::CLike(_), Side::Client) => None,
            (Failure::CLike(_), Side::Server) => Some(Self::new(
                "CONSIDERED",
                "T: ::idol_runtime::\
                 IHaveConsideredServerDeathWithThisErrorType",
                "derive `idol_derive::IdolError` with `#[idol(server_death)]` \
                 on the variant that says that the server died",
            )),
            (Failure::Complex { .. }, _) => Some(Self::new(
                "DEATH",
                "T: ::core::convert::From<::idol_runtime::ServerDeath>",
                "implement `From<idol_runtime::ServerDeath>`, or make the \
                 operation `idempotent: true`, if doing it twice does no harm",
            )),
        }
    }

    fn counted() -> Self {
        Self::new(
            "COUNTED",
            "T: ::counters::Count",
            "derive `counters::Count`, or build the stub without counters",
        )
    }
}

/// What of an operation has the type.
#[derive(Copy, Clone)]
pub(super) enum What<'a> {
    Argument(&'a Name),
    Lease(&'a Name),
    Reply,
    Error,
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(name) => write!(f, "argument `{name}`"),
            Self::Lease(name) => write!(f, "lease `{name}`"),
            Self::Reply => f.write_str("reply"),
            Self::Error => f.write_str("error"),
        }
    }
}

/// All that is asked of one type.
struct Proved {
    /// The type as signatures write it.
    shown: String,
    alias: String,
    /// Constants, and what is said where they are false.
    needs: Vec<(&'static str, String)>,
}

/// All that a stub asks of types.
pub(super) struct Needs {
    types: Vec<Proved>,
    /// These by what signatures show, and by alias.
    by_shown: Texts,
    aliases: Texts,
    all: Vec<Need>,
}

impl Needs {
    /// What a stub asks of types. `shown` is the interface with types as
    /// signatures write them, `place` where the file says a type of the
    /// original.
    pub(super) fn new<P: fmt::Display>(
        (original, shown): (&Interface, &Interface),
        dialect: &Dialect,
        side: Side,
        place: impl Fn(&Ty) -> P,
    ) -> Self {
        let mut needs = Self {
            types: Vec::new(),
            by_shown: Texts::default(),
            aliases: Texts::default(),
            all: Vec::new(),
        };
        let mut ask = |op: &Operation, what: What, told: &Ty, ty: &Ty, need| {
            let Some(need): Option<Need> = need else {
                return;
            };
            if !matches!(what, What::Error) && is_plain(ty.as_str()) {
                return;
            }
            needs.ask(shown, ty.as_str(), need, || {
                format!(
                    "{}{what} of `{}`: `{told}` is to {}",
                    place(told),
                    op.name,
                    need.remedy
                )
            });
        };
        let (sends_arguments, sends_replies) = match side {
            Side::Client => (true, false),
            Side::Server => (false, true),
        };
        let both = original.operations.iter().zip(&shown.operations);
        for (told, op) in both {
            let encoding = op.encoding;
            for (told, is) in told.arguments.iter().zip(&op.arguments) {
                let need =
                    Need::of_value(encoding, &is.conversion, sends_arguments);
                let what = What::Argument(&is.name);
                ask(op, what, &told.ty, &is.ty, need);
            }
            let conversion = &op.reply.conversion;
            let need = Need::of_value(encoding, conversion, sends_replies);
            ask(op, What::Reply, &told.reply.ok, &op.reply.ok, need);
            let (Some(told), Some(error)) =
                (error(&told.reply.failure), error(&op.reply.failure))
            else {
                continue;
            };
            let mut ask = |need| ask(op, What::Error, told, error, need);
            ask(match &op.reply.failure {
                Failure::CLike(_) => Some(Need::of_code(side)),
                _ => Need::of_value(encoding, &Conversion::Own, sends_replies),
            });
            if dialect.on_death(op) != OnDeath::RetryForEver {
                ask(Need::of_death(&op.reply.failure, side));
            }
            if dialect.counting != Counting::Nothing {
                ask(Some(Need::counted()));
            }
        }
        needs
    }

    fn ask(
        &mut self,
        iface: &Interface,
        shown: &str,
        need: Need,
        message: impl FnOnce() -> String,
    ) {
        let Need { constant, .. } = need;
        let known = self.by_shown.find(shown);
        let at = known.unwrap_or_else(|| {
            let mut alias = alias(iface, shown);
            while self.aliases.find(&alias).is_some() {
                alias.push('_');
            }
            self.aliases.put(&alias, self.types.len());
            self.by_shown.put(shown, self.types.len());
            self.types.push(Proved {
                shown: shown.to_owned(),
                alias,
                needs: Vec::new(),
            });
            self.types.len() - 1
        });
        let Some(proved) = self.types.get_mut(at) else {
            return;
        };
        if proved.needs.iter().any(|(it, _)| *it == constant) {
            return;
        }
        proved.needs.push((constant, message()));
        if !self.all.iter().any(|it| it.constant == constant) {
            self.all.push(need);
        }
    }

    /// The name by which the type is known once it is proved, of one of which
    /// anything is asked.
    pub(super) fn alias(&self, shown: &str) -> Option<&str> {
        match is_plain(shown) {
            true => None,
            false => self.alias_of_error(shown),
        }
    }

    /// The same of an error's, which may be a number that is one elsewhere.
    pub(super) fn alias_of_error(&self, shown: &str) -> Option<&str> {
        let proved =
            self.by_shown.find(shown).and_then(|at| self.types.get(at));
        proved.map(|it| it.alias.as_str())
    }

    /// What is asked, and of what.
    pub(super) fn write(&self, w: &mut Writer<'_>) {
        for Need {
            constant, bounds, ..
        } in &self.all
        {
            line!(w, "[{constant}: {bounds}]");
        }
        for Proved {
            shown,
            alias,
            needs,
        } in &self.types
        {
            line!(w, "{alias} = {shown}:");
            for (constant, message) in needs {
                let message = literal(message);
                line!(w, "{constant} \"{message}\",");
            }
            w.text(";");
        }
    }
}

fn error(failure: &Failure) -> Option<&Ty> {
    match failure {
        Failure::Simple | Failure::ServerDeath => None,
        Failure::CLike(error) | Failure::Complex { error, .. } => Some(error),
    }
}

/// Whether a type has no name that is a user's, as far as its text tells.
pub(super) fn is_plain(ty: &str) -> bool {
    if is_number(ty) {
        return true;
    }
    // A loop: iterators cost builds that are not optimised several times that.
    let bytes = ty.as_bytes();
    let length = bytes.len();
    let mut at = 0;
    while at < length {
        if matches!(bytes[at], b'A'..=b'Z' | b':' | 0x80..) {
            return takes_any_bytes(ty);
        }
        at += 1;
    }
    true
}

/// A private name of the words of a type.
fn alias(interface: &Interface, shown: &str) -> String {
    let types = names::private(interface, "types");
    let mut alias = format!("{}", names::private(interface, "is"));
    let mut add = |word: &str| {
        if !word.is_empty() && !types.are(word) {
            alias.push('_');
            alias.push_str(word);
        }
    };
    // A loop, as in `is_plain`.
    let bytes = shown.as_bytes();
    let length = bytes.len();
    let (mut at, mut start) = (0, 0);
    while at < length {
        match bytes[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80.. => at += 1,
            _ => {
                add(&shown[start..at]);
                at += 1;
                start = at;
            }
        }
    }
    add(&shown[start..]);
    alias
}
