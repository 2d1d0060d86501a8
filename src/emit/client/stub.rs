//! The client itself:
//!
//! ```text
//! #[derive(Clone, Debug)]
//! pub struct Spi {
//!     server: ::core::cell::Cell<::userlib::TaskId>,
//! }
//! ```
//!
//! Made of a task, it tells the kernel of a laptop what it takes the task to
//! serve, for traces. `userlib` has a function for it there, and elsewhere none:
//! what a type has itself comes before what it has of a trait.
//!
//! ```text
//! impl ::core::convert::From<::userlib::TaskId> for Spi {
//!     fn from(__server: ::userlib::TaskId) -> Self {
//!         #[cfg(not(target_os = "none"))]
//!         {
//!             trait __Asked { fn idol_asked<T>(&self) {} } impl<T> ..
//!             __server.idol_asked::<SpiOperation>();
//!         }
//!         ..
//! ```

use crate::dialect::Dialect;
use crate::emit::docs;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::Interface;

pub(super) fn stub(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    let name = names::rust(&interface.name);
    line!(w, "/// A client of a server of `{}`.", interface.name);
    w.text("///");
    w.text("/// Remembers the server's generation and learns a new one when");
    w.text("/// the server has been restarted. 2 bytes.");
    docs::interface(w, interface);
    w.text("#[derive(Clone, Debug)]");
    let fields = |w: &mut Writer| {
        w.text("server: ::core::cell::Cell<::userlib::TaskId>,");
    };
    block!(w, fields, "pub struct {name} {{");
    if !dialect.has_runtime {
        w.blank();
        from(w, interface, &name);
    }
}

/// What makes a client, where the runtime's macro does not.
fn from(w: &mut Writer, interface: &Interface, name: &str) {
    let operation = names::operation_enum(interface);
    let from = |w: &mut Writer| {
        let body = |w: &mut Writer| {
            let told = |w: &mut Writer| {
                w.text(
                    "trait __Asked { fn idol_asked<T>(&self) {} } \
                     impl<T> __Asked for T {}",
                );
                line!(w, "__server.idol_asked::<{operation}>();");
            };
            w.text("#[cfg(not(target_os = \"none\"))]");
            block!(w, told, "{{");
            let body = |w: &mut Writer| {
                w.text("server: ::core::cell::Cell::new(__server),");
            };
            block!(w, body, "Self {{");
        };
        block!(w, body, "fn from(__server: ::userlib::TaskId) -> Self {{");
    };
    block!(
        w,
        from,
        "impl ::core::convert::From<::userlib::TaskId> for {name} {{"
    );
}

/// A function for those who look for `new`, which they are told is `from`.
pub(super) fn new(w: &mut Writer, interface: &Interface) {
    if interface
        .operations
        .iter()
        .any(|op| op.name.as_str() == "new")
    {
        return;
    }
    w.blank();
    w.text("#[doc(hidden)]");
    line!(
        w,
        "#[deprecated = \"a client is made of a task: write `{}::from(..)`\"]",
        names::rust(&interface.name)
    );
    let body = |w: &mut Writer| {
        w.text("::core::convert::From::from(__server)");
    };
    block!(
        w,
        body,
        "pub fn new(__server: ::userlib::TaskId) -> Self {{"
    );
}
