//! The methods of a client, as data.

use userlib::TaskId;

use crate::values::Outcome;

/// How an operation fails.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Simple,
    CLike,
    Complex,
    ServerDeath,
}

/// What the client does when the server dies.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Retry {
    Once,
    Again,
}

/// A client's method with the argument `wish`.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) retry: Retry,
    /// The reply's bytes when all is well.
    pub(crate) good: &'static [u8],
    /// As many bytes that are no reply, if there are any such.
    pub(crate) undecodable: Option<&'static [u8]>,
    /// Makes one client, calls the method once per wish, and tells how each
    /// call ended.
    pub(crate) calls: fn(TaskId, &[u32], &mut dyn FnMut(Outcome)),
}

impl Method {
    pub(crate) fn is_unit(&self) -> bool {
        self.good.is_empty()
    }
}

/// The list of methods; needs a client's `Desk` in scope.
macro_rules! methods {
    ($($op:ident: $kind:ident, $retry:ident, $reply:ty;)*) => {
        &[$($crate::methods::Method {
            name: stringify!($op),
            kind: $crate::methods::Kind::$kind,
            retry: $crate::methods::Retry::$retry,
            good: <$reply as $crate::values::Good>::BYTES,
            undecodable: <$reply as $crate::values::Good>::UNDECODABLE,
            calls: |server, wishes, tell| {
                let client = Desk::from(server);
                for wish in wishes {
                    #[allow(
                        clippy::unit_arg,
                        reason = "some of them return nothing"
                    )]
                    tell($crate::values::Told::told(client.$op(*wish)));
                }
            },
        }),*]
    };
}
pub(crate) use methods;
