//! What a server implements:
//!
//! ```text
//! pub trait InOrderSpiImpl: ::idol_runtime::NotificationHandler {
//!     fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
//!         ::core::option::Option::None
//!     }
//!     fn closed_recv_fail(&mut self) {
//!         ::core::panic!("the task that was waited for has died");
//!     }
//!     fn read(
//!         &mut self,
//!         msg: &::userlib::RecvMessage,
//!         device: u8,
//!         sink: ::idol_runtime::LenLimit<
//!             ::idol_runtime::Leased<::idol_runtime::W, [u8]>, 65535,
//!         >,
//!     ) -> ::core::result::Result<
//!         (), ::idol_runtime::RequestError<__idol_spi_types::SpiError>,
//!     >
//!     where
//!         __idol_spi_is_SpiError:
//!             ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;
//!     ..
//! }
//! ```

use std::fmt::Display;

use crate::dialect::{Dialect, OnDeath};
use crate::emit::docs;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Access, Extent, Failure, Interface, Lease, Operation};
use crate::pieces::{Pieces, by};
use crate::settings::ServerStyle;

/// A trait for servers to implement.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(super) enum Form {
    /// `InOrder{Iface}Impl`: functions return the answer.
    InOrder,
    /// `Pipelined{Iface}Impl`: functions return nothing.
    Pipelined,
    /// `{Iface}Replies`: functions get a reply handle.
    Replies,
}

impl Form {
    pub(super) fn name(self, interface: &Interface) -> Pieces<'_> {
        match self {
            Self::InOrder => {
                names::server_trait(interface, ServerStyle::InOrder)
            }
            Self::Pipelined => {
                names::server_trait(interface, ServerStyle::Pipelined)
            }
            Self::Replies => names::replies_trait(interface),
        }
    }

    fn doc(self, w: &mut Writer, interface: &Interface) {
        let name = &interface.name;
        match self {
            Self::InOrder => {
                line!(w, "/// A server of `{name}` that answers in order.");
            }
            Self::Pipelined => {
                line!(
                    w,
                    "/// A server of `{name}` that answers when it likes,"
                );
                w.text("/// with `userlib::sys_reply`.");
                w.text("///");
                let replies = names::replies_trait(interface);
                line!(w, "/// Servers had better implement [`{replies}`]:");
                w.text("/// nothing here sees to it that each request is");
                w.text("/// answered, once, with what its client can decode,");
                w.text("/// and such answers are not counted. A lease must");
                w.text("/// not be used once its request is answered: it");
                w.text("/// would be one of the client's next request, or");
                w.text("/// fault the server.");
            }
            Self::Replies => {
                line!(
                    w,
                    "/// A server of `{name}` that answers when it likes,"
                );
                w.text("/// with the handle that comes with each request.");
                w.text("/// Whoever implements this implements");
                let raw = Self::Pipelined.name(interface);
                line!(w, "/// [`{raw}`] by it.");
            }
        }
        docs::interface(w, interface);
    }
}

/// The trait of the other style, which is not there: who implements it is
/// shown this.
pub(super) fn other_style(
    w: &mut Writer,
    interface: &Interface,
    style: ServerStyle,
    place: &str,
) {
    let (other, is, form) = match style {
        ServerStyle::InOrder => (Form::Pipelined, "InOrder", Form::InOrder),
        ServerStyle::Pipelined => (Form::InOrder, "Pipelined", Form::Replies),
    };
    let form = form.name(interface);
    let mut absent = |form_of_other: Form| {
        line!(
            w,
            "#[cfg(any())] // {place}The build script says \
             `ServerStyle::{is}`: implement `{form}`, or change it."
        );
        line!(w, "pub trait {} {{}}", form_of_other.name(interface));
    };
    absent(other);
    if let ServerStyle::InOrder = style {
        absent(Form::Replies);
    }
}

pub(super) fn server_trait(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
    form: Form,
) {
    form.doc(w, interface);
    let body = |w: &mut Writer| {
        w.text("/// The only task whose messages are received now, if any.");
        let none = |w: &mut Writer| w.text("::core::option::Option::None");
        block!(
            w,
            none,
            "fn recv_source(&self) -> \
             ::core::option::Option<::userlib::TaskId> {{"
        );
        w.blank();
        w.text("/// Called when the task that `recv_source` named has died.");
        w.text("/// `recv_source` must name another afterwards.");
        let fail = |w: &mut Writer| {
            w.text(
                "::core::panic!(\"the task that was waited for has died\");",
            );
        };
        block!(w, fail, "fn closed_recv_fail(&mut self) {{");
        for op in &interface.operations {
            w.blank();
            method(w, interface, op, dialect, form);
        }
    };
    block!(
        w,
        body,
        "pub trait {}: ::idol_runtime::NotificationHandler {{",
        form.name(interface)
    );
}

fn method(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
    form: Form,
) {
    if let Some(doc) = &op.doc {
        docs::text(w, doc);
        w.text("///");
    }
    line!(w, "/// Operation {} on the wire.", op.number);
    let unsupported = dialect.is_unsupported(op);
    if unsupported {
        w.text("/// Not supported unless it is implemented.");
    }
    docs::parts(w, op);
    line!(w, "fn {}(", names::rust(&op.name));
    let own = match unsupported {
        true => Own::InScope,
        false => Own::Declared,
    };
    w.indented(|w| parameters(w, interface, op, form, own));
    let returned = by(|f| match form {
        Form::InOrder => write!(f, " -> {}", returned(op, dialect)),
        Form::Pipelined | Form::Replies => Ok(()),
    });
    let body = |w: &mut Writer| refuse_unsupported(w, form);
    match (death_bound(op, dialect), unsupported) {
        (None, false) => line!(w, "){returned};"),
        (None, true) => block!(w, body, "){returned} {{"),
        (Some(bound), _) => {
            line!(w, "){returned}");
            w.text("where");
            match unsupported {
                false => line!(w, "    {bound};"),
                true => {
                    line!(w, "    {bound},");
                    block!(w, body, "{{");
                }
            }
        }
    }
}

/// The body of an operation that this build of the server does not support.
fn refuse_unsupported(w: &mut Writer, form: Form) {
    match form {
        // Never an infallible one: `plan` refuses the combination.
        Form::InOrder => {
            w.text("::core::result::Result::Err(");
            w.text("    ::idol_runtime::ClientError::UnknownOperation.fail(),");
            w.text(")");
        }
        Form::Pipelined => {
            w.text("::userlib::sys_reply_fault(");
            w.text("    __msg.sender,");
            w.text("    ::userlib::ReplyFaultReason::UndefinedOperation,");
            w.text(");");
        }
        Form::Replies => {
            w.text("__reply.fail(");
            w.text("    ::idol_runtime::ClientError::UnknownOperation,");
            w.text(");");
        }
    }
}

/// The two functions of closed receive, handed on to the trait of the server,
/// which the expressions lend.
pub(super) fn closed_receive(
    w: &mut Writer,
    server: Pieces<'_>,
    shared: &str,
    exclusive: &str,
) {
    let source = |w: &mut Writer| {
        line!(w, "<__S as {server}>::recv_source({shared})");
    };
    block!(
        w,
        source,
        "fn recv_source(&self) -> \
         ::core::option::Option<::userlib::TaskId> {{"
    );
    w.blank();
    let fail = |w: &mut Writer| {
        line!(w, "<__S as {server}>::closed_recv_fail({exclusive})");
    };
    block!(w, fail, "fn closed_recv_fail(&mut self) {{");
}

/// How a function's parameters that are not the operation's own are called.
#[derive(Copy, Clone)]
pub(super) enum Own {
    /// As it reads best: the function has no body.
    Declared,
    /// As nothing in scope is: it has one.
    InScope,
}

impl Own {
    fn name(self, op: &Operation, what: &'static str) -> impl Display {
        by(move |f| match self {
            Self::Declared => names::parameter(f, op, what),
            Self::InScope => write!(f, "{}{what}", names::PRIVATE),
        })
    }
}

/// The parameters of an operation's function.
pub(super) fn parameters(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    form: Form,
    own: Own,
) {
    w.text("&mut self,");
    let msg = own.name(op, "msg");
    line!(w, "{msg}: &::userlib::RecvMessage,");
    for argument in &op.arguments {
        let (name, ty) = (&argument.name, argument.ty.shown());
        line!(w, "{}: {ty},", names::rust(name));
    }
    match form {
        Form::InOrder | Form::Pipelined => {
            for lease in &op.leases {
                let name = names::rust(&lease.name);
                line!(w, "{name}: {},", lease_type(lease));
            }
        }
        Form::Replies => {
            let reply = own.name(op, "reply");
            line!(w, "{reply}: {},", names::pending(interface, op));
        }
    }
}

/// The type in which a server gets a lease.
pub(super) fn lease_type(lease: &Lease) -> impl Display {
    let access = access(lease);
    by(move |f| match &lease.extent {
        Extent::Value(ty) => {
            let ty = ty.shown();
            write!(f, "::idol_runtime::Leased<::idol_runtime::{access}, {ty}>")
        }
        Extent::Slice {
            element,
            max_len: None,
        } => {
            let element = element.shown();
            write!(
                f,
                "::idol_runtime::Leased<::idol_runtime::{access}, [{element}]>"
            )
        }
        Extent::Slice {
            element,
            max_len: Some(max),
        } => {
            let element = element.shown();
            write!(
                f,
                "::idol_runtime::LenLimit<::idol_runtime::Leased<\
                 ::idol_runtime::{access}, [{element}]>, {max}>"
            )
        }
    })
}

/// The runtime's name for what a server may do with a lease.
fn access(lease: &Lease) -> &'static str {
    match lease.access {
        Access::Read => "R",
        Access::Write => "W",
        Access::ReadWrite => "RW",
    }
}

/// Whether an operation's function returns its value and nothing around it.
pub(super) fn returns_plain(op: &Operation, dialect: &Dialect) -> bool {
    dialect.plain_infallible
        && match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => true,
            Failure::CLike(_) | Failure::Complex { .. } => false,
        }
}

/// The type of the errors of an operation's function.
pub(super) fn error_type(op: &Operation) -> &str {
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => "::core::convert::Infallible",
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            error.as_str()
        }
    }
}

/// The same, as signatures write it.
pub(super) fn shown_error(op: &Operation) -> &str {
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => error_type(op),
        Failure::CLike(error) | Failure::Complex { error, .. } => error.shown(),
    }
}

/// What an operation's function returns.
pub(super) fn returned(op: &Operation, dialect: &Dialect) -> impl Display {
    let ok = op.reply.ok.shown();
    by(move |f| match returns_plain(op, dialect) {
        true => f.write_str(ok),
        false => write!(
            f,
            "::core::result::Result<{ok}, ::idol_runtime::RequestError<{}>>",
            shown_error(op)
        ),
    })
}

/// What an error type must offer so that a client can be told of the server's
/// death.
pub(super) fn death_bound<'a>(
    op: &'a Operation,
    dialect: &Dialect,
) -> Option<Pieces<'a>> {
    let (error, bound) = match (dialect.on_death(op), &op.reply.failure) {
        (OnDeath::RetryForEver, _)
        | (_, Failure::Simple | Failure::ServerDeath) => return None,
        (OnDeath::Report { .. }, Failure::CLike(error)) => (
            error,
            "::idol_runtime::IHaveConsideredServerDeathWithThisErrorType",
        ),
        (OnDeath::Report { .. }, Failure::Complex { error, .. }) => {
            (error, "::core::convert::From<::idol_runtime::ServerDeath>")
        }
    };
    Some(Pieces::of([error.as_str(), ": ", bound, ""]))
}
