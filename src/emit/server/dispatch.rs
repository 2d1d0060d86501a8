//! From a message to a call, and from what it returns to an answer. Of an
//! operation `write_byte` of `Eeprom`:
//!
//! ```text
//! EepromOperation::write_byte => {
//!     let ::core::result::Result::Ok(args) =
//!         <Eeprom_write_byte_ARGS as ::zerocopy::FromBytes>
//!             ::read_from_bytes(incoming)
//!     else {
//!         return ::core::result::Result::Err(
//!             ::idol_runtime::ClientError::BadMessageSize.fail(),
//!         );
//!     };
//!     let result = <__S as InOrderEepromImpl>::write_byte(
//!         self.1, rm, args.addr, args.value,
//!     );
//!     match result { .. }
//! }
//! ```

use super::answer::{Answers, Place};
use super::arguments::takes_any_bytes;
use super::style;
use crate::dialect::Dialect;
use crate::emit::forms::{Forms, is_decided_by_traits};
use crate::emit::names::{self, Locals};
use crate::emit::writer::{Writer, block, line};
use crate::model::{
    Access, Argument, Conversion, Extent, Failure, Interface, Lease, Name,
    Operation,
};
use crate::settings::ServerStyle;
use crate::syntax::Encoding;

const OK: &str = "::core::result::Result::Ok";
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
    w.text("fn handle(");
    w.indented(|w| {
        w.text("&mut self,");
        line!(w, "__op: {operation},");
        w.text("incoming: &[u8],");
        w.text("rm: &::userlib::RecvMessage,");
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
                        locals: Locals::new(op),
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

struct Handler<'a> {
    interface: &'a Interface,
    op: &'a Operation,
    dialect: &'a Dialect,
    forms: Forms<'a>,
    locals: Locals<'a>,
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
            (true, false) => self.locals.name("value"),
            (false, _) => self.locals.name("result"),
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
                        format!("ref {}", self.locals.name("value"))
                    }
                    false => self.locals.name("value"),
                };
                let success = |w: &mut Writer| self.succeed(w);
                block!(w, success, "{OK}({value}) => {{");
                let error = self.locals.name("error");
                let failure = |w: &mut Writer| self.fail(w, &error);
                block!(w, failure, "{ERR}({error}) => {{");
            };
            block!(w, arms, "match {result} {{");
        }
    }

    fn allowed_caller(&self, w: &mut Writer) {
        let Some(callers) = self.dialect.callers(self.op) else {
            return;
        };
        let refuse = |w: &mut Writer| {
            self.refuse(w, "AccessViolation");
        };
        if callers.is_empty() {
            // Nobody may call it.
            block!(w, refuse, "if true {{");
        } else {
            let callers: Vec<_> =
                callers.iter().map(usize::to_string).collect();
            block!(
                w,
                refuse,
                "if !::core::matches!(rm.sender.index(), {}) {{",
                callers.join(" | ")
            );
        }
    }

    /// Writes the end of the request: the client is to be told of its error.
    fn refuse(&self, w: &mut Writer, error: &str) {
        self.answers().refuse(w, error);
    }

    fn refuse_else(&self, w: &mut Writer, error: &str) {
        let refuse = |w: &mut Writer| self.refuse(w, error);
        w.block(format_args!("else {{"), "};", refuse);
    }

    fn decode(&self, w: &mut Writer) {
        let arguments = names::arguments(self.interface, self.op);
        let error = match self.op.encoding {
            Encoding::Zerocopy => "BadMessageSize",
            Encoding::Hubpack | Encoding::Ssmarshal => "BadMessageContents",
        };
        if self.op.arguments.is_empty() {
            let refuse = |w: &mut Writer| self.refuse(w, error);
            block!(w, refuse, "if !incoming.is_empty() {{");
            return;
        }
        let args = self.args();
        let error = match self.op.encoding {
            Encoding::Zerocopy if takes_any_bytes(self.op) => {
                line!(w, "let {OK}({args}) =");
                line!(w, "    <{arguments} as ::zerocopy::FromBytes>");
                line!(w, "        ::read_from_bytes(incoming)");
                error
            }
            Encoding::Zerocopy => {
                let refuse = |w: &mut Writer| self.refuse(w, error);
                let size = names::message_size(self.op);
                block!(w, refuse, "if incoming.len() != {size} {{");
                line!(w, "let {OK}({args}) =");
                line!(w, "    <{arguments} as ::zerocopy::TryFromBytes>");
                line!(w, "        ::try_read_from_bytes(incoming)");
                "BadMessageContents"
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                let read = names::read_message(self.op);
                line!(w, "let ::core::option::Option::Some({args}) =");
                line!(w, "    {read}(incoming)");
                error
            }
        };
        self.refuse_else(w, error);
    }

    /// Makes the argument of what is in its field, where that may fail.
    fn convert(&self, w: &mut Writer, argument: &Argument) {
        match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                let name = self.bound(&argument.name);
                let field = names::rust(&argument.name);
                let field = format!("{}.{field}", self.args());
                line!(w, "let ::core::option::Option::Some({name}) =");
                line!(w, "    {}", self.forms.arrive(&argument.ty, &field));
                self.refuse_else(w, "BadMessageContents");
            }
            Conversion::Own | Conversion::Bool | Conversion::From { .. } => {}
            Conversion::FromPrimitive(integer) => {
                let name = self.bound(&argument.name);
                line!(w, "let ::core::option::Option::Some({name}) =");
                line!(w, "    <{} as ::userlib::FromPrimitive>", argument.ty);
                line!(
                    w,
                    "        ::from_{}({}.{})",
                    integer.as_str(),
                    self.args(),
                    names::field(&argument.name, &argument.conversion)
                );
                self.refuse_else(w, "BadMessageContents");
            }
        }
    }

    /// The expression for an argument.
    fn argument(&self, argument: &Argument) -> String {
        let args = self.args();
        let field = names::field(&argument.name, &argument.conversion);
        match &argument.conversion {
            Conversion::Own if self.is_decided_by_traits(argument) => {
                self.bound(&argument.name)
            }
            Conversion::Own => format!("{args}.{field}"),
            Conversion::Bool => format!("{args}.{field} != 0"),
            Conversion::FromPrimitive(_) => self.bound(&argument.name),
            Conversion::From { raw, with } => match with {
                Some(function) => format!("{function}({args}.{field})"),
                None => format!(
                    "<{raw} as ::core::convert::Into<{}>>::into({args}.{field})",
                    argument.ty
                ),
            },
        }
    }

    fn lease(&self, w: &mut Writer, index: usize, lease: &Lease) {
        let name = self.bound(&lease.name);
        let constructor = match lease.access {
            Access::Read => "read_only",
            Access::Write => "write_only",
            Access::ReadWrite => "read_write",
        };
        line!(w, "let ::core::option::Option::Some({name}) =");
        line!(w, "    <{}>::", style::lease_type(lease));
        match &lease.extent {
            Extent::Value(_) => {
                line!(w, "        {constructor}(rm.sender, {index})");
            }
            Extent::Slice {
                max_len: Some(_), ..
            } => {
                line!(w, "        {constructor}_slice(rm.sender, {index})");
            }
            Extent::Slice { max_len: None, .. } => {
                line!(w, "        {constructor}_slice(");
                line!(w, "            rm.sender,");
                line!(w, "            {index},");
                line!(w, "            ::core::option::Option::None,");
                w.text("        )");
            }
        }
        self.refuse_else(w, "BadLease");
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
            w.text("rm,");
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
        let value = self.locals.name("value");
        super::counters::success(w, self.interface, self.op, self.dialect);
        self.answers().ok(w, &value);
    }

    fn answers(&self) -> Answers<'_> {
        Answers {
            op: self.op,
            forms: self.forms,
            locals: &self.locals,
            place: Place::Dispatch,
        }
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
            Failure::CLike(_) => {
                self.count_failure(w, error);
                line!(w, "::idol_runtime::Answer::failed({error})");
            }
            Failure::Complex { error: ty, size } => {
                self.count_failure(w, error);
                let arms = |w: &mut Writer| {
                    let answer = |w: &mut Writer| {
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

    /// Counts an operation's own error; `refused` counts the others.
    fn count_failure(&self, w: &mut Writer, error: &str) {
        let event = self.locals.name("event");
        super::counters::failure(
            w,
            self.interface,
            self.op,
            self.dialect,
            error,
            &event,
        );
    }

    /// Whether only the compiler can tell how an argument travels.
    fn is_decided_by_traits(&self, argument: &Argument) -> bool {
        self.op.encoding == Encoding::Zerocopy
            && is_decided_by_traits(&argument.ty, &argument.conversion)
    }

    /// The local variable that holds an argument or a lease.
    fn bound(&self, name: &Name) -> String {
        match name.as_str() {
            taken @ ("incoming" | "rm") => self.locals.name(taken),
            _ => names::rust(name),
        }
    }

    fn args(&self) -> String {
        self.locals.name("args")
    }
}
