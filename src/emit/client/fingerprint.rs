//! The interface as the client knows it, for tools that compare it with the
//! server's. The name of a type says it, and no byte of it is loaded:
//!
//! ```text
//! const _: () = {
//!     struct Spi_CLIENT_..;
//!     #[used]
//!     static __FINGERPRINT: ::core::marker::PhantomData<
//!         Spi_CLIENT_..,
//!     > = ::core::marker::PhantomData;
//! };
//! ```

use crate::emit::names;
use crate::emit::writer::{Writer, line};
use crate::model::Interface;

pub(super) fn fingerprint(w: &mut Writer, interface: &Interface) {
    let name = names::client_fingerprint(interface);
    w.blank();
    w.text("// For debuggers.");
    let body = |w: &mut Writer| {
        line!(w, "struct {name};");
        w.text("#[used]");
        line!(
            w,
            "static __FINGERPRINT: ::core::marker::PhantomData<{name}> ="
        );
        w.text("    ::core::marker::PhantomData;");
    };
    w.block(format_args!("const _: () = {{"), "};", body);
}
