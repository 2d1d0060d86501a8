//! From a message to a call, and from what it returns to an answer. Of an
//! operation `write_byte` of `Eeprom`:
//!
//! ```text
//! EepromOperation::write_byte => (|| {
//!     let __Some(__args) =
//!         <Eeprom_write_byte_ARGS as __Arguments>::of(__incoming)
//!     else { return __Answer::BAD_MESSAGE_SIZE };
//!     let __Some(__of_cell) =
//!         <__idol_eeprom_is_Cell as ::userlib::FromPrimitive>
//!             ::from_u8(__args.raw_cell)
//!     else { return __Answer::BAD_MESSAGE_CONTENTS };
//!     match <__S as InOrderEepromImpl>::write_byte(&mut *self.1, __rm, __args.addr, __of_cell) {
//!         __Ok(ref __value) => {
//!             ::userlib::sys_reply(
//!                 __rm.sender, 0,
//!                 <u32 as ::zerocopy::IntoBytes>::as_bytes(__value)
//!             );
//!             __Answer::SENT
//!         }
//!         __Err(__error) => __Answer::failed::<
//!             __idol_eeprom_is_EepromError,
//!         >(__error),
//!     }
//! })()
//! ```
//!
//! What is on the stack for an operation is done with when its closure is, so
//! that all of them have it in one place: the compiler gives values that are
//! moved into a function a place for each operation otherwise.

mod request;
mod shared;

use std::fmt::Display;

use super::style;
use crate::dialect::Dialect;
use crate::emit::forms::Forms;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Conversion, Failure, Interface};
use crate::pieces::by;
use crate::settings::ServerStyle;
use shared::{Handler, OK};

const ERR: &str = "__Err";

/// What the function is full of, under names that no user's type has.
const SHORT: [&str; 4] = [
    "::core::option::Option::Some as __Some",
    "::core::result::Result::{Err as __Err, Ok as __Ok}",
    "::idol_runtime::Answer as __Answer",
    "::idol_runtime::message::Arguments as __Arguments",
];

pub(super) fn dispatch(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let operation = names::operation_enum(interface);
    let server = names::server_trait(interface, dialect.style);
    let body = |w: &mut Writer| {
        style::closed_receive(w, server, "&*self.1", "&mut *self.1");
        w.blank();
        handle(w, interface, dialect);
        super::counters::refused(w, interface, dialect);
    };
    line!(w, "impl<__S: {server}> ::idol_runtime::Server<{operation}>");
    block!(
        w,
        body,
        "    for (::core::marker::PhantomData<{operation}>, &mut __S) {{"
    );
}

fn handle(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    let operation = names::operation_enum(interface);
    w.text("fn handle(");
    w.indented(|w| {
        w.text("&mut self,");
        line!(w, "__op: {operation},");
        w.text("__incoming: &[u8],");
        w.text("__rm: &::userlib::RecvMessage,");
    });
    let body = |w: &mut Writer| {
        let arms = |w: &mut Writer| {
            for op in &interface.operations {
                let arm = |w: &mut Writer| {
                    Handler {
                        interface,
                        op,
                        dialect,
                        forms: Forms::new(interface),
                    }
                    .write(w);
                };
                let name = names::rust(&op.name);
                line!(w, "{operation}::{name} => (|| {{");
                w.indented(arm);
                w.text("})(),");
            }
        };
        if !interface.operations.is_empty() {
            for name in SHORT {
                line!(w, "use {name};");
            }
            super::counters::bind(w, interface, dialect);
        }
        block!(w, arms, "match __op {{");
    };
    block!(w, body, ") -> ::idol_runtime::Answer {{");
}

impl Handler<'_> {
    fn write(&self, w: &mut Writer) {
        self.allowed_caller(w);
        self.decode(w);
        for argument in &self.op.arguments {
            self.convert(w, argument);
        }
        for (index, lease) in self.op.leases.iter().enumerate() {
            self.lease(w, index, lease);
        }
        match self.dialect.style {
            ServerStyle::InOrder => self.call_and_answer(w),
            ServerStyle::Pipelined => {
                self.call(w, "", ";");
                w.text("__Answer::SENT");
            }
        }
    }

    /// Calls the operation's function and answers with what it returns.
    fn call_and_answer(&self, w: &mut Writer) {
        let is_unit = self.op.reply.ok.is_unit();
        if style::returns_plain(self.op, self.dialect) {
            match (is_unit, self.replies_in_place()) {
                (true, _) => self.call(w, "let () = ", ";"),
                (false, true) => self.call(w, "let __value = &", ";"),
                (false, false) => self.call(w, "let __value = ", ";"),
            }
            self.succeed(w);
            return;
        }
        self.call(w, "match ", " {");
        w.indented(|w| {
            let value = match (is_unit, self.replies_in_place()) {
                (true, _) => "()",
                (false, true) => "ref __value",
                (false, false) => "__value",
            };
            let success = |w: &mut Writer| self.succeed(w);
            block!(w, success, "{OK}({value}) => {{");
            self.fail(w, names::local!("error"));
        });
        w.text("}");
    }

    /// Calls the operation's function, between what is done with its result.
    fn call(&self, w: &mut Writer, before: &str, after: &str) {
        let own = by(|f| {
            for argument in &self.op.arguments {
                write!(f, ", {}", self.argument(argument))?;
            }
            for lease in &self.op.leases {
                write!(f, ", {}", self.bound(&lease.name))?;
            }
            Ok(())
        });
        line!(
            w,
            "{before}<__S as {}>::{}(&mut *self.1, __rm{own}){after}",
            names::server_trait(self.interface, self.dialect.style),
            names::rust(&self.op.name)
        );
    }

    /// Answers with the value.
    fn succeed(&self, w: &mut Writer) {
        super::counters::success(w, self.interface, self.op, self.dialect);
        self.answers().ok(w, names::local!("value"));
    }

    /// Whether the value stays where the operation's function put it: moving
    /// it would be a copy of its own.
    fn replies_in_place(&self) -> bool {
        self.op.reply.conversion != Conversion::Bool
    }

    /// The arms that answer with what a failed function returned.
    fn fail(&self, w: &mut Writer, error: &str) {
        let answer = "__Answer";
        match &self.op.reply.failure {
            Failure::Simple | Failure::ServerDeath => {
                line!(w, "{ERR}({error}) => {answer}::infallible({error}),");
            }
            Failure::CLike(ty) => match self.own_errors() {
                None => line!(
                    w,
                    "{ERR}({error}) => {answer}::failed::<{ty}>({error}),"
                ),
                Some(counters) => line!(
                    w,
                    "{ERR}({error}) => \
                     {answer}::counted::<{ty}>({error}, &{counters}),"
                ),
            },
            Failure::Complex { error: ty, size } => {
                let arms = |w: &mut Writer| {
                    let own = |w: &mut Writer| {
                        if let Some(counters) = self.own_errors() {
                            line!(
                                w,
                                "<{ty} as __Count>::count({error}, &{counters});"
                            );
                        }
                        self.answers().error(w, error, ty, size);
                    };
                    let request_error = "::idol_runtime::RequestError";
                    block!(
                        w,
                        own,
                        "{request_error}::Runtime(ref {error}) => {{"
                    );
                    line!(
                        w,
                        "{request_error}::Fail({error}) => \
                         {answer}::refuse({error}),"
                    );
                };
                // One match for both costs flash.
                w.block(
                    format_args!("{ERR}({error}) => match {error} {{"),
                    "},",
                    arms,
                );
            }
        }
    }

    /// The counters of the operation's own errors; `refused` counts the others.
    fn own_errors(&self) -> Option<impl Display> {
        super::counters::own_errors(self.op, self.dialect)
    }
}
