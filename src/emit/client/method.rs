//! One operation's method. For `read`, number 1, of `Spi`:
//!
//! ```text
//! /// Reads bytes from the device into `sink`.
//! ///
//! /// Operation 1 on the wire. Sent once: if the server dies ...
//! pub fn read(
//!     &self,
//!     device: u8,
//!     sink: &mut [u8],
//! ) -> ::core::result::Result<(), SpiError> {
//!     #[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
//!     #[repr(C, packed)]
//!     struct Spi_read_CALL {
//!         device: u8,
//!     }
//!     if sink.len() > 65535 {
//!         __idol_spi_lease_too_long();
//!     }
//!     let call = Spi_read_CALL { device };
//!     let (code, _) = __idol_spi_send(
//!         &self.server,
//!         SpiOperation::read as u16,
//!         ::zerocopy::IntoBytes::as_bytes(&call),
//!         &mut [],
//!         &[::userlib::Lease::write_only(sink)],
//!     );
//!     if code == 0 {
//!         return ::core::result::Result::Ok(());
//!     }
//!     match <SpiError as ::core::convert::TryFrom<u32>>::try_from(code) {
//!         ::core::result::Result::Ok(error) => ::core::result::Result::Err(error),
//!         ::core::result::Result::Err(_) => __idol_spi_server_broke_protocol(),
//!     }
//! }
//! ```

use super::error;
use super::protocol::{self, Defect};
use crate::dialect::{Counting, Dialect, OnDeath};
use crate::emit::forms::{Forms, Way, is_decided_by_traits};
use crate::emit::names::{self, Locals};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, docs, size};
use crate::model::{
    Access, Conversion, Extent, Failure, Interface, Lease, Operation, Size, Ty,
};
use crate::syntax::Encoding;

/// The method for an operation.
pub(super) fn method(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) {
    Method {
        interface,
        op,
        dialect,
        broken: Defect::ProtocolBroken.function(interface),
        forms: Forms::new(interface),
        locals: Locals::new(op),
    }
    .write(w);
}

struct Method<'a> {
    interface: &'a Interface,
    op: &'a Operation,
    dialect: &'a Dialect,
    /// The function that ends the task when the server breaks the protocol.
    broken: String,
    forms: Forms<'a>,
    locals: Locals<'a>,
}

impl Method<'_> {
    fn write(&self, w: &mut Writer) {
        self.docs(w);
        line!(w, "pub fn {}(", names::rust(&self.op.name));
        w.indented(|w| self.parameters(w));
        let body = |w: &mut Writer| self.body(w);
        block!(w, body, ") -> {} {{", self.returned());
    }

    fn docs(&self, w: &mut Writer) {
        if let Some(doc) = &self.op.doc {
            docs::text(w, doc);
            w.text("///");
        }
        line!(w, "/// Operation {} on the wire.", self.op.number);
        match self.dialect.on_death(self.op) {
            OnDeath::RetryForEver => {
                w.text("/// Sent again to every new generation of the server");
                w.text("/// until one answers.");
            }
            OnDeath::Report { attempts } => {
                match attempts.get() {
                    1 => w.text("/// Sent once."),
                    n => line!(w, "/// Sent at most {n} times."),
                }
                w.text("/// If the server dies before it answers, that is");
                w.text("/// reported as an error.");
            }
        }
        let limited =
            self.op
                .leases
                .iter()
                .filter_map(|lease| match &lease.extent {
                    Extent::Value(_) | Extent::Slice { max_len: None, .. } => {
                        None
                    }
                    Extent::Slice {
                        max_len: Some(max), ..
                    } => Some((&lease.name, max)),
                });
        for (index, (name, max)) in limited.enumerate() {
            if index == 0 {
                w.text("///");
                w.text("/// # Panics");
                w.text("///");
            }
            line!(w, "/// If `{name}` has more than {max} elements.");
        }
    }

    fn parameters(&self, w: &mut Writer) {
        w.text("&self,");
        for argument in &self.op.arguments {
            line!(w, "{}: {},", names::rust(&argument.name), argument.ty);
        }
        for lease in &self.op.leases {
            let reference = match lease.access {
                Access::Read => "&",
                Access::Write | Access::ReadWrite => "&mut ",
            };
            let name = names::rust(&lease.name);
            match &lease.extent {
                Extent::Value(ty) => line!(w, "{name}: {reference}{ty},"),
                Extent::Slice { element, .. } => {
                    line!(w, "{name}: {reference}[{element}],");
                }
            }
        }
    }

    fn returned(&self) -> String {
        let ok = &self.op.reply.ok;
        match &self.op.reply.failure {
            Failure::Simple => ok.to_string(),
            Failure::CLike(error) | Failure::Complex { error, .. } => {
                format!("::core::result::Result<{ok}, {error}>")
            }
            Failure::ServerDeath => format!(
                "::core::result::Result<{ok}, ::idol_runtime::ServerDeath>"
            ),
        }
    }

    fn body(&self, w: &mut Writer) {
        self.call_struct(w);
        self.lease_lengths(w);
        let message = self.message(w);
        let reply = self.reply_buffer(w);
        self.exchange(w, &message, &reply);
        match error::from_code(self.interface, self.op) {
            Some(function) => self.by_code(w, &reply, &function),
            None => match &self.op.reply.failure {
                Failure::Complex { error, .. } => {
                    self.complex(w, &reply, error);
                }
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    self.simple(w, &reply)
                }
            },
        }
    }

    fn call_struct(&self, w: &mut Writer) {
        if self.op.arguments.is_empty() {
            return;
        }
        match self.op.encoding {
            Encoding::Zerocopy => {
                w.text(
                    "#[derive(::zerocopy_derive::IntoBytes, \
                     ::zerocopy_derive::Immutable)]",
                );
                w.text("#[repr(C, packed)]");
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                w.text("#[derive(::serde::Serialize)]");
            }
        }
        w.text("#[allow(non_camel_case_types)]");
        let fields = |w: &mut Writer| {
            for argument in &self.op.arguments {
                let field = names::field(&argument.name, &argument.conversion);
                match &argument.conversion {
                    Conversion::Bool => line!(w, "{field}: u8,"),
                    Conversion::Own if self.is_zerocopy() => {
                        let ty = self.forms.ty(
                            Way::Sent,
                            &argument.ty,
                            &argument.conversion,
                        );
                        line!(w, "{field}: {ty},");
                    }
                    // Moving a large argument is a call of a large function.
                    Conversion::Own => {
                        line!(w, "{field}: &'call {},", argument.ty);
                    }
                    Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                        line!(w, "{field}: {},", argument.ty);
                    }
                }
            }
        };
        let lifetime = match self.borrows_arguments() {
            true => "<'call>",
            false => "",
        };
        block!(w, fields, "struct {}{lifetime} {{", self.call());
    }

    /// Whether the message refers to arguments instead of holding them.
    fn borrows_arguments(&self) -> bool {
        !self.is_zerocopy()
            && self
                .op
                .arguments
                .iter()
                .any(|argument| argument.conversion == Conversion::Own)
    }

    fn lease_lengths(&self, w: &mut Writer) {
        for lease in &self.op.leases {
            if let Extent::Slice {
                max_len: Some(max), ..
            } = &lease.extent
            {
                let too_long = Defect::LeaseTooLong.function(self.interface);
                let end = |w: &mut Writer| line!(w, "{too_long}();");
                let name = names::rust(&lease.name);
                block!(w, end, "if {name}.len() > {max} {{");
            }
        }
    }

    /// Writes what makes the message; returns the expression for its bytes.
    fn message(&self, w: &mut Writer) -> String {
        if self.op.arguments.is_empty() {
            return "&[]".to_owned();
        }
        let call = self.locals.name("call");
        let fields = |w: &mut Writer| {
            for argument in &self.op.arguments {
                let name = names::rust(&argument.name);
                let field = names::field(&argument.name, &argument.conversion);
                match &argument.conversion {
                    Conversion::Bool => line!(w, "{field}: {name} as u8,"),
                    Conversion::Own
                        if self.is_zerocopy()
                            && is_decided_by_traits(
                                &argument.ty,
                                &argument.conversion,
                            ) =>
                    {
                        let form = self.forms.depart(&argument.ty, &name);
                        line!(w, "{field}: {form},");
                    }
                    Conversion::Own if self.is_zerocopy() => {
                        line!(w, "{name},");
                    }
                    Conversion::Own => line!(w, "{field}: &{name},"),
                    Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                        line!(w, "{field}: {name},");
                    }
                }
            }
        };
        w.block(
            format_args!("let {call} = {} {{", self.call()),
            "};",
            fields,
        );
        if self.is_zerocopy() {
            return format!("::zerocopy::IntoBytes::as_bytes(&{call})");
        }
        let message = self.locals.name("message");
        let buffer = self.locals.name("buffer");
        let size = match &self.op.message_size {
            // `Option` of a type with a niche is longer as a message than in
            // memory, by a byte for each byte of memory at the most.
            Size::StructOf(types) => {
                let sizes: Vec<_> = types
                    .iter()
                    .map(|ty| format!("::core::mem::size_of::<{ty}>()"))
                    .collect();
                format!("2 * ({})", sizes.join(" + "))
            }
            other => size::expression(other, &self.call()),
        };
        line!(w, "let mut {buffer} = [0; {size}];");
        let coder = coder::of_client(self.interface, self.op.encoding);
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(w, "    {coder}::encode(&mut {buffer}, &{call})");
        line!(w, "else {{");
        line!(
            w,
            "    {}();",
            Defect::CannotEncode.function(self.interface)
        );
        w.text("};");
        message
    }

    /// Writes the buffer for the reply, if there may be one; returns the
    /// expression that lends it.
    fn reply_buffer(&self, w: &mut Writer) -> Buffer {
        let reply = &self.op.reply;
        if reply.max_size.known() == Some(0) {
            return Buffer::None;
        }
        let name = self.locals.name("reply");
        if self.is_received_in_place() {
            let zero = format!(
                "<{} as ::zerocopy::FromZeros>::new_zeroed()",
                reply.ok
            );
            if self.is_whole_answer_in_place() {
                let answer = self.locals.name("answer");
                let ok = "::core::result::Result::Ok";
                line!(w, "let mut {answer} = {ok}({zero});");
                line!(w, "let {ok}({name}) = &mut {answer} else {{");
                line!(w, "    {}();", self.broken);
                w.text("};");
                return Buffer::WholeAnswer(name);
            }
            line!(w, "let mut {name} = {zero};");
            return Buffer::Value(name);
        }
        let size = self.forms.reply_size(Way::Received, self.op);
        let size = match self.op.encoding {
            Encoding::Zerocopy | Encoding::Hubpack => size,
            // As for the message.
            Encoding::Ssmarshal => format!("2 * {size}"),
        };
        line!(w, "let mut {name} = [0; {size}];");
        Buffer::Bytes(name)
    }

    fn exchange(&self, w: &mut Writer, message: &str, reply: &Buffer) {
        let send = protocol::send_for(self.interface, self.op);
        let looks_at_code = self.op.reply.failure != Failure::Simple;
        let code = if looks_at_code {
            self.code()
        } else {
            "_".to_owned()
        };
        let len = match reply {
            Buffer::None => "_".to_owned(),
            Buffer::Bytes(_) | Buffer::Value(_) | Buffer::WholeAnswer(_) => {
                self.len()
            }
        };
        if looks_at_code || self.decodes_ok() {
            line!(w, "let ({code}, {len}) = {send}(");
        } else {
            line!(w, "{send}(");
        }
        w.indented(|w| {
            w.text("&self.server,");
            line!(
                w,
                "{},",
                protocol::request(self.interface, self.op, self.dialect)
            );
            line!(w, "{message},");
            match reply {
                Buffer::Bytes(name) => line!(w, "&mut {name},"),
                Buffer::Value(name) => {
                    line!(
                        w,
                        "::zerocopy::IntoBytes::as_mut_bytes(&mut {name}),"
                    );
                }
                Buffer::WholeAnswer(name) => {
                    line!(w, "::zerocopy::IntoBytes::as_mut_bytes({name}),");
                }
                Buffer::None => w.text("&mut [],"),
            }
            match self.op.leases.as_slice() {
                [] if protocol::sends_without_leases(self.interface) => {}
                [] => w.text("&[],"),
                [only] => line!(w, "&[{}],", lend(only)),
                several => {
                    w.text("&[");
                    w.indented(|w| {
                        for lease in several {
                            line!(w, "{},", lend(lease));
                        }
                    });
                    w.text("],");
                }
            }
        });
        w.text(");");
    }

    /// What follows the exchange of an operation that cannot fail.
    fn simple(&self, w: &mut Writer<'_>, reply: &Buffer) {
        let value = self.ok_value(w, reply);
        if self.counts() {
            self.count(w, "");
        }
        if value != "()" {
            w.text(&value);
        }
    }

    /// What follows the exchange of an operation whose error a return code
    /// alone makes.
    fn by_code(&self, w: &mut Writer<'_>, reply: &Buffer, function: &str) {
        let code = self.code();
        let error = format!("{function}({code})");
        let ok = "::core::result::Result::Ok";
        let err = "::core::result::Result::Err";
        match reply {
            Buffer::None if !self.counts() => {
                line!(w, "if {code} == 0 {{");
                line!(w, "    {ok}(())");
                line!(w, "}} else {{");
                line!(w, "    {err}({error})");
                w.text("}");
            }
            Buffer::WholeAnswer(_) => {
                let answer = self.locals.name("answer");
                line!(w, "if {code} != 0 {{");
                line!(w, "    {answer} = {err}({error});");
                line!(w, "}} else if {} {{", self.wrong_length());
                line!(w, "    {}();", self.broken);
                w.text("}");
                w.text(&answer);
            }
            Buffer::None | Buffer::Bytes(_) | Buffer::Value(_) => {
                let fail = |w: &mut Writer<'_>| {
                    let result = self.failed(w, function);
                    line!(w, "return {result};");
                };
                let value = match reply {
                    // One test for both: the error's function ends the task
                    // if the code is 0.
                    Buffer::Value(value) => {
                        let wrong = self.wrong_length();
                        block!(w, fail, "if {code} != 0 || {wrong} {{");
                        value.clone()
                    }
                    Buffer::None
                    | Buffer::Bytes(_)
                    | Buffer::WholeAnswer(_) => {
                        block!(w, fail, "if {code} != 0 {{");
                        self.ok_value(w, reply)
                    }
                };
                if self.counts() {
                    self.count(w, &format!("({ok}(()))"));
                }
                line!(w, "{ok}({value})");
            }
        }
    }

    /// Writes what makes the `Result` of a call that failed with a code, of
    /// which `function` makes the error; returns the expression for it.
    fn failed(&self, w: &mut Writer<'_>, function: &str) -> String {
        let code = self.code();
        if self.counts() {
            return self.count_error(w, &format!("{function}({code})"));
        }
        let err = "::core::result::Result::Err";
        if !self.dialect.fast_calls {
            return format!("{err}({function}({code}))");
        }
        // Out of the way of success, and opaque: else the compiler computes
        // which variant it is before it branches.
        let failed = self.locals.name("failed");
        w.text("#[cold]");
        w.text("#[inline(never)]");
        let body = |w: &mut Writer<'_>| {
            line!(w, "::core::hint::black_box({err}({function}(code)))");
        };
        block!(w, body, "fn {failed}(code: u32) -> {} {{", self.returned());
        format!("{failed}({code})")
    }

    /// What follows the exchange of an operation with a `Complex` error.
    fn complex(&self, w: &mut Writer<'_>, reply: &Buffer, error: &Ty) {
        let success = |w: &mut Writer<'_>| {
            let value = self.ok_value(w, reply);
            if self.counts() {
                self.count(w, "(::core::result::Result::Ok(()))");
            }
            line!(w, "return ::core::result::Result::Ok({value});");
        };
        block!(w, success, "if {} == 0 {{", self.code());
        let error = self.complex_error(w, reply, error);
        let result = match self.counts() {
            true => self.count_error(w, &error),
            false => format!("::core::result::Result::Err({error})"),
        };
        w.text(&result);
    }

    /// Writes what makes the value of a reply; returns the expression for it.
    fn ok_value(&self, w: &mut Writer<'_>, reply: &Buffer) -> String {
        let ok = &self.op.reply.ok;
        match reply {
            Buffer::Bytes(reply) if self.decodes_ok() => {
                self.decode(w, reply, ok, &self.op.reply.conversion)
            }
            Buffer::Value(reply) => {
                let broken =
                    |w: &mut Writer<'_>| line!(w, "{}();", self.broken);
                block!(w, broken, "if {} {{", self.wrong_length());
                reply.clone()
            }
            Buffer::WholeAnswer(_) | Buffer::Bytes(_) | Buffer::None => {
                "()".to_owned()
            }
        }
    }

    /// The condition that a reply received in place is not what it should be.
    fn wrong_length(&self) -> String {
        let size = size::expression(&self.op.reply.ok_size, "");
        format!("{} != {size}", self.len())
    }

    /// Whether the kernel may write the reply straight into the value: any
    /// bytes are one.
    fn is_received_in_place(&self) -> bool {
        let reply = &self.op.reply;
        self.is_zerocopy()
            && reply.conversion == Conversion::Own
            && reply.conversion.takes_any_bytes(&reply.ok)
            && match &reply.failure {
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    true
                }
                Failure::Complex { .. } => false,
            }
    }

    /// Whether the value even stays in the `Result` that is returned: moving
    /// an array is a call of a large function.
    fn is_whole_answer_in_place(&self) -> bool {
        self.op.reply.failure != Failure::Simple
            && !self.counts()
            && self.op.reply.ok.as_str().trim_start().starts_with('[')
    }

    fn complex_error(
        &self,
        w: &mut Writer,
        reply: &Buffer,
        error: &Ty,
    ) -> String {
        let name = self.locals.name("error");
        let decoded = |w: &mut Writer| match reply {
            Buffer::Bytes(reply) => {
                let value = self.decode(w, reply, error, &Conversion::Own);
                w.text(&value);
            }
            // A body of no bytes: decoded from none.
            Buffer::None | Buffer::Value(_) | Buffer::WholeAnswer(_) => {
                let value = self.decode(w, "[]", error, &Conversion::Own);
                w.text(&value);
            }
        };
        match self.dialect.on_death(self.op) {
            OnDeath::RetryForEver => {
                w.block(format_args!("let {name} = {{"), "};", decoded);
            }
            OnDeath::Report { .. } => {
                let code = self.code();
                line!(
                    w,
                    "let {name} = if \
                     ::userlib::extract_new_generation({code}).is_some() {{"
                );
                line!(w, "    <{error} as ::core::convert::From<");
                line!(w, "        ::idol_runtime::ServerDeath,");
                line!(w, "    >>::from(::idol_runtime::ServerDeath)");
                w.block(format_args!("}} else {{"), "};", decoded);
            }
        }
        name
    }

    /// Writes what turns the reply's first `len` bytes into a value; returns
    /// the expression for it.
    fn decode(
        &self,
        w: &mut Writer,
        reply: &str,
        ty: &Ty,
        conversion: &Conversion,
    ) -> String {
        let len = match reply {
            "[]" => "0".to_owned(),
            _ => self.len(),
        };
        let bytes = format!("{reply}.get(..{len})");
        let value = self.locals.name("value");
        let raw = match self.is_zerocopy() {
            true => self.forms.ty(Way::Received, ty, conversion),
            false => conversion.raw(ty).to_owned(),
        };
        let some = "::core::option::Option::Some";
        let ok = "::core::result::Result::Ok";
        match self.op.encoding {
            Encoding::Zerocopy => {
                let read = match conversion.takes_any_bytes(ty) {
                    true => "FromBytes>::read_from_bytes",
                    false => "TryFromBytes>::try_read_from_bytes",
                };
                line!(w, "let {some}({ok}({value})) = {bytes}");
                line!(w, "    .map(<{raw} as ::zerocopy::{read})");
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                let coder = coder::of_client(self.interface, self.op.encoding);
                line!(w, "let {some}({value}) = {bytes}");
                line!(w, "    .and_then({coder}::decode_exact::<{raw}>)");
            }
        }
        let broken = |w: &mut Writer| line!(w, "{}();", self.broken);
        w.block(format_args!("else {{"), "};", broken);
        match conversion {
            Conversion::Own
                if self.is_zerocopy()
                    && is_decided_by_traits(ty, conversion) =>
            {
                line!(w, "let {some}({value}) =");
                line!(w, "    {}", self.forms.arrive(ty, &value));
                w.block(format_args!("else {{"), "};", broken);
                value
            }
            Conversion::Own => value,
            Conversion::Bool => format!("{value} != 0"),
            Conversion::FromPrimitive(integer) => {
                line!(w, "let {some}({value}) =");
                line!(
                    w,
                    "    <{ty} as ::userlib::FromPrimitive>::from_{}({value})",
                    integer.as_str()
                );
                w.block(format_args!("else {{"), "};", broken);
                value
            }
            Conversion::From { with, raw } => match with {
                Some(function) => format!("{function}({value})"),
                None => format!(
                    "<{raw} as ::core::convert::Into<{ty}>>::into({value})"
                ),
            },
        }
    }

    fn counts(&self) -> bool {
        self.dialect.counting != Counting::Nothing
    }

    /// Counts an event of this operation, with what stands behind its name.
    fn count(&self, w: &mut Writer, content: &str) {
        line!(
            w,
            "::counters::Count::count(&{}::{}{content}, &{});",
            names::event_enum(self.interface),
            names::rust(&self.op.name),
            names::counters(self.interface, "CLIENT")
        );
    }

    /// Counts an error, which need not be `Copy`; returns the expression for
    /// the result.
    fn count_error(&self, w: &mut Writer, error: &str) -> String {
        let event = self.locals.name("event");
        let returned = self.locals.name("error");
        let pattern = format!(
            "{}::{}",
            names::event_enum(self.interface),
            names::rust(&self.op.name)
        );
        let err = "::core::result::Result::Err";
        line!(w, "let {event} = {pattern}({err}({error}));");
        line!(
            w,
            "::counters::Count::count(&{event}, &{});",
            names::counters(self.interface, "CLIENT")
        );
        w.text("// The event owned the error: take it back.");
        line!(w, "let {pattern}({err}({returned})) = {event} else {{");
        line!(w, "    {}();", self.broken);
        w.text("};");
        format!("{err}({returned})")
    }

    fn is_zerocopy(&self) -> bool {
        self.op.encoding == Encoding::Zerocopy
    }

    /// Whether the ok value has bytes to decode.
    fn decodes_ok(&self) -> bool {
        !self.op.reply.ok.is_unit()
    }

    fn call(&self) -> String {
        names::call(self.interface, self.op)
    }

    fn code(&self) -> String {
        self.locals.name("code")
    }

    fn len(&self) -> String {
        self.locals.name("len")
    }
}

/// Where a reply is received.
enum Buffer {
    /// There are no bytes to receive.
    None,
    /// In the bytes of the local variable of this name, to be decoded.
    Bytes(String),
    /// In the local variable of this name, which is the value.
    Value(String),
    /// In what the local variable of this name refers to, which is the value
    /// inside the `Result` that the method returns.
    WholeAnswer(String),
}

/// The expression that lends a lease.
fn lend(lease: &Lease) -> String {
    let name = names::rust(&lease.name);
    let (constructor, bytes) = match lease.access {
        Access::Read => ("read_only", "as_bytes"),
        Access::Write => ("write_only", "as_mut_bytes"),
        Access::ReadWrite => ("read_write", "as_mut_bytes"),
    };
    let bytes = match &lease.extent {
        Extent::Slice { element, .. } if element.as_str() == "u8" => name,
        Extent::Slice { .. } | Extent::Value(_) => {
            format!("::zerocopy::IntoBytes::{bytes}({name})")
        }
    };
    format!("::userlib::Lease::{constructor}({bytes})")
}
