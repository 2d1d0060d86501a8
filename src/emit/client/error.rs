//! What return codes that are not 0 mean, once per error type of a client:
//!
//! ```text
//! #[cold]
//! fn __idol_spi_error_1(
//!     __server: &::core::cell::Cell<::userlib::TaskId>,
//!     __code: u32,
//! ) -> __idol_spi_is_SpiError {
//!     let __dead = __idol_spi_learn(__server, __code);
//!     match <__idol_spi_is_SpiError as ::core::convert::TryFrom<u32>>
//!         ::try_from(__code)
//!     {
//!         ::core::result::Result::Ok(__error) if __code != 0 => __error,
//!         _ if __dead => __idol_spi_error_cannot_express_death(),
//!         _ => __idol_spi_server_broke_protocol(),
//!     }
//! }
//! ```
//!
//! Where calls are counted it counts the error, too, in the `__counted` of
//! the operation.

use std::fmt::Display;

use super::defect::Defect;
use super::send::learn;
use crate::dialect::{Counting, Dialect, OnDeath};
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Failure, Interface, Operation};
use crate::pieces::{Pieces, by};
use crate::seen::Texts;

/// The error types of an interface that a return code alone makes, in the
/// order in which they occur, and whether an operation with that error may
/// see the server die.
pub(super) struct Errors<'a> {
    all: Vec<(Kind<'a>, bool)>,
    /// How the functions that make them are called, but for their numbers.
    function: Pieces<'a>,
    /// These, by [`Kind::key`].
    places: Texts,
}

impl<'a> Errors<'a> {
    pub(super) fn new(interface: &'a Interface, dialect: &Dialect) -> Self {
        let mut all: Vec<(Kind<'a>, bool)> = Vec::new();
        let mut places = Texts::default();
        for op in &interface.operations {
            let Some(kind) = Kind::of(&op.reply.failure) else {
                continue;
            };
            let sees = dialect.on_death(op) != OnDeath::RetryForEver;
            match places.see(kind.key(), all.len()) {
                None => all.push((kind, sees)),
                Some(at) => {
                    if let Some((_, sees_death)) = all.get_mut(at) {
                        *sees_death |= sees;
                    }
                }
            }
        }
        Self {
            all,
            function: names::private(interface, "error_"),
            places,
        }
    }

    /// The function for the errors of an operation, where a return code alone
    /// makes them.
    pub(super) fn maker(&self, op: &Operation) -> Option<FromCode<'_>> {
        let kind = Kind::of(&op.reply.failure)?;
        let index = self.places.find(kind.key())?;
        let (_, sees_death) = self.all.get(index)?;
        Some(FromCode {
            function: self.function,
            number: index + 1,
            sees_death: *sees_death,
        })
    }

    /// Writes the functions.
    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        interface: &Interface,
        dialect: &Dialect,
    ) {
        let counted = dialect.counting != Counting::Nothing;
        let function = self.function;
        for ((kind, sees_death), number) in self.all.iter().zip(1..) {
            w.blank();
            line!(w, "/// The error that a return code is.");
            w.text("#[cold]");
            line!(w, "fn {function}{number}(");
            w.indented(|w| {
                if *sees_death {
                    w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
                }
                w.text("__code: u32,");
                if counted {
                    line!(
                        w,
                        "__counted: &<{} as ::counters::Count>::Counters,",
                        kind.error()
                    );
                }
            });
            let body = |w: &mut Writer<'_>| {
                kind.body(w, interface, *sees_death, counted);
            };
            block!(w, body, ") -> {} {{", kind.error());
        }
    }
}

/// A function that makes the error of a return code.
#[derive(Copy, Clone)]
pub(super) struct FromCode<'a> {
    function: Pieces<'a>,
    number: usize,
    /// It learns the server's new generation.
    sees_death: bool,
}

impl<'a> FromCode<'a> {
    /// The expression for the error that a code is, which is counted in an
    /// operation's `counters`, if it is.
    pub(super) fn of(
        self,
        code: &'a str,
        counters: Option<impl Display>,
    ) -> impl Display {
        let Self {
            function, number, ..
        } = self;
        let server = match self.sees_death {
            true => "&self.server, ",
            false => "",
        };
        by(move |f| match &counters {
            Some(counters) => {
                write!(f, "{function}{number}({server}{code}, &{counters}.Err)")
            }
            None => write!(f, "{function}{number}({server}{code})"),
        })
    }
}

/// How a code becomes an error.
#[derive(Copy, Clone)]
enum Kind<'a> {
    CLike(&'a str),
    ServerDeath,
}

impl<'a> Kind<'a> {
    fn of(failure: &'a Failure) -> Option<Self> {
        match failure {
            Failure::CLike(error) => Some(Self::CLike(error.as_str())),
            Failure::ServerDeath => Some(Self::ServerDeath),
            Failure::Simple | Failure::Complex { .. } => None,
        }
    }

    /// What tells it from others: no type is written as nothing.
    fn key(self) -> &'a str {
        match self {
            Self::CLike(error) => error,
            Self::ServerDeath => "",
        }
    }

    fn error(self) -> &'a str {
        match self {
            Self::CLike(error) => error,
            Self::ServerDeath => "::idol_runtime::ServerDeath",
        }
    }

    fn body(
        self,
        w: &mut Writer<'_>,
        interface: &Interface,
        sees_death: bool,
        counted: bool,
    ) {
        let learn = learn(interface);
        let broken = Defect::ProtocolBroken.function(interface);
        match self {
            Self::CLike(error) => {
                if sees_death {
                    line!(w, "let __dead = {learn}(__server, __code);");
                }
                let made = format!(
                    "match <{error} as ::core::convert::TryFrom<u32>>\
                     ::try_from(__code) {{"
                );
                let arms = |w: &mut Writer<'_>| {
                    w.text("::core::result::Result::Ok(__error) if __code != 0 => __error,");
                    if sees_death {
                        let end = Defect::DeathUnexpressed.function(interface);
                        line!(w, "_ if __dead => {end}(),");
                    }
                    line!(w, "_ => {broken}(),");
                };
                if counted {
                    w.block(format_args!("let __error = {made}"), "};", arms);
                    w.text("::counters::Count::count(&__error, __counted);");
                    w.text("__error");
                } else {
                    block!(w, arms, "{made}");
                }
            }
            Self::ServerDeath => {
                let is_none = match sees_death {
                    true => format!("!{learn}(__server, __code)"),
                    false => {
                        "::userlib::extract_new_generation(__code).is_none()"
                            .to_owned()
                    }
                };
                let end = |w: &mut Writer<'_>| line!(w, "{broken}();");
                block!(w, end, "if {is_none} {{");
                let death = "::idol_runtime::ServerDeath";
                if counted {
                    line!(w, "::counters::Count::count(&{death}, __counted);");
                }
                w.text(death);
            }
        }
    }
}
