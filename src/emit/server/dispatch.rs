//! From a message to a call, and from what it returns to an answer. Of an
//! operation `write_byte` of `Eeprom`:
//!
//! ```text
//! EepromOperation::write_byte => {
//!     let ::core::result::Result::Ok(__args) =
//!         <Eeprom_write_byte_ARGS as ::zerocopy::FromBytes>
//!             ::read_from_bytes(__incoming)
//!     else {
//!         return ::idol_runtime::Answer::refuse(
//!             ::idol_runtime::ClientError::BadMessageSize,
//!         );
//!     };
//!     let ::core::option::Option::Some(__of_cell) =
//!         <Cell as ::userlib::FromPrimitive>
//!             ::from_u8(__args.raw_cell)
//!     else {
//!         return ::idol_runtime::Answer::refuse(
//!             ::idol_runtime::ClientError::BadMessageContents,
//!         );
//!     };
//!     let __result = <__S as InOrderEepromImpl>::write_byte(
//!         &mut *self.1,
//!         __rm,
//!         __args.addr,
//!         __of_cell,
//!     );
//!     match __result {
//!         ::core::result::Result::Ok(ref __value) => {
//!             ::userlib::sys_reply(
//!                 __rm.sender, 0, ::zerocopy::IntoBytes::as_bytes(__value)
//!             );
//!             ::idol_runtime::Answer::SENT
//!         }
//!         ::core::result::Result::Err(__error) => {
//!             ::idol_runtime::Answer::failed(__error)
//!         }
//!     }
//! }
//! ```

mod request;
mod shared;

use super::style;
use crate::dialect::Dialect;
use crate::emit::forms::Forms;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{counting, names};
use crate::model::{Conversion, Failure, Interface, Name};
use crate::settings::ServerStyle;
use shared::{Handler, OK};

const ERR: &str = "::core::result::Result::Err";

pub(super) fn dispatch(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let operation = names::operation_enum(interface);
    let server = names::server_trait(interface, dialect.style);
    w.text("#[allow(clippy::all, unused_variables)]");
    let body = |w: &mut Writer| {
        style::closed_receive(w, &server, "&*self.1", "&mut *self.1");
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
    // Variables have the names of leases and of converted arguments.
    let snake = |name: &Name| {
        let name = name.as_str();
        !name.contains("__") && !name.contains(char::is_uppercase)
    };
    let is_plain = interface.operations.iter().all(|op| {
        op.arguments.iter().all(|argument| snake(&argument.name))
            && op.leases.iter().all(|lease| snake(&lease.name))
    });
    if !is_plain {
        w.text("#[allow(non_snake_case)]");
    }
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
                block!(w, arm, "{operation}::{name} => {{");
            }
        };
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
                self.call(w, "");
                w.text("::idol_runtime::Answer::SENT");
            }
        }
    }

    /// Calls the operation's function and answers with what it returns.
    fn call_and_answer(&self, w: &mut Writer) {
        let plain = style::returns_plain(self.op, self.dialect);
        let result = match (plain, self.op.reply.ok.is_unit()) {
            (true, true) => "()".to_owned(),
            (true, false) => names::local("value"),
            (false, _) => names::local("result"),
        };
        let by_reference = match plain && !self.op.reply.ok.is_unit() {
            true if self.replies_in_place() => "&",
            true | false => "",
        };
        self.call(w, &format!("let {result} = {by_reference}"));
        if plain {
            self.succeed(w);
        } else {
            let arms = |w: &mut Writer| {
                let value = match self.op.reply.ok.is_unit() {
                    true => "()".to_owned(),
                    false if self.replies_in_place() => {
                        format!("ref {}", names::local("value"))
                    }
                    false => names::local("value"),
                };
                let success = |w: &mut Writer| self.succeed(w);
                block!(w, success, "{OK}({value}) => {{");
                let error = names::local("error");
                let failure = |w: &mut Writer| self.fail(w, &error);
                block!(w, failure, "{ERR}({error}) => {{");
            };
            block!(w, arms, "match {result} {{");
        }
    }

    /// Calls the operation's function, behind what is done with its result.
    fn call(&self, w: &mut Writer, bind: &str) {
        line!(
            w,
            "{bind}<__S as {}>::{}(",
            names::server_trait(self.interface, self.dialect.style),
            names::rust(&self.op.name)
        );
        w.indented(|w| {
            w.text("&mut *self.1,");
            w.text("__rm,");
            for argument in &self.op.arguments {
                line!(w, "{},", self.argument(argument));
            }
            for lease in &self.op.leases {
                line!(w, "{},", self.bound(&lease.name));
            }
        });
        w.text(");");
    }

    /// Answers with the value.
    fn succeed(&self, w: &mut Writer) {
        let value = names::local("value");
        super::counters::success(w, self.interface, self.op, self.dialect);
        self.answers().ok(w, &value);
    }

    /// Whether the value stays where the operation's function put it: moving
    /// it would be a copy of its own.
    fn replies_in_place(&self) -> bool {
        self.op.reply.conversion != Conversion::Bool
    }

    /// Answers with what a failed function returned.
    fn fail(&self, w: &mut Writer, error: &str) {
        match &self.op.reply.failure {
            Failure::Simple | Failure::ServerDeath => {
                line!(w, "::idol_runtime::Answer::infallible({error})");
            }
            Failure::CLike(_) => match self.own_errors() {
                None => line!(w, "::idol_runtime::Answer::failed({error})"),
                Some(counters) => line!(
                    w,
                    "::idol_runtime::Answer::counted({error}, &{counters})"
                ),
            },
            Failure::Complex { error: ty, size } => {
                let arms = |w: &mut Writer| {
                    let answer = |w: &mut Writer| {
                        if let Some(counters) = self.own_errors() {
                            counting::count(w, error, &counters);
                        }
                        self.answers().error(w, error, ty, size);
                    };
                    block!(
                        w,
                        answer,
                        "::idol_runtime::RequestError::Runtime(ref {error}) => {{"
                    );
                    let fail = |w: &mut Writer| {
                        line!(w, "::idol_runtime::Answer::refuse({error})");
                    };
                    block!(
                        w,
                        fail,
                        "::idol_runtime::RequestError::Fail({error}) => {{"
                    );
                };
                block!(w, arms, "match {error} {{");
            }
        }
    }

    /// The counters of the operation's own errors; `refused` counts the others.
    fn own_errors(&self) -> Option<String> {
        super::counters::own_errors(self.interface, self.op, self.dialect)
    }
}
