//! What a test expects of a lease, and what it fills it with.

use zerocopy::{Immutable, IntoBytes};

use crate::argument::{Any, That};

/// What is expected of a lease, in bytes.
#[derive(Default)]
pub struct Plan {
    pub(crate) expected: Option<Contents>,
    pub(crate) filled: Option<Vec<u8>>,
}

type Condition = Box<dyn Fn(&[u8]) -> bool + Send>;

pub(crate) enum Contents {
    Bytes(Vec<u8>),
    That(Condition),
}

/// Anything that can be said of a lease of `T`, a slice or a value: what its
/// bytes are to be, [`any`](crate::any), a condition on its bytes,
/// [`that`](crate::that), or what the server writes into it, [`fill`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` says nothing about a lease of `{T}`",
    note = "write what the client is to lend; `kit::any()`; \
            `kit::that(|bytes: &[u8]| ..)`; or `kit::fill(..)` with what the \
            server writes"
)]
pub trait Lent<T: ?Sized> {
    /// What is expected and done.
    fn plan(self) -> Plan;
}

/// What lends bytes of `T`s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a lease of `{T}` holds"
)]
pub trait Bytes<T: ?Sized> {
    /// The bytes.
    fn bytes(&self) -> Vec<u8>;
}

/// Implements both for a type whose bytes these are.
macro_rules! lends {
    ([$($generic:tt)*] $of:ty, $ty:ty, $it:ident => $bytes:expr) => {
        impl<T: IntoBytes + Immutable $($generic)*> Bytes<$of> for $ty {
            fn bytes(&self) -> Vec<u8> {
                let $it = self;
                $bytes.to_vec()
            }
        }

        impl<T: IntoBytes + Immutable $($generic)*> Lent<$of> for $ty {
            fn plan(self) -> Plan {
                let bytes = Bytes::<$of>::bytes(&self);
                Plan {
                    expected: Some(Contents::Bytes(bytes)),
                    filled: None,
                }
            }
        }
    };
}

lends!([, const N: usize] [T], [T; N], it => it.as_slice().as_bytes());
lends!([, const N: usize] [T], &[T; N], it => it.as_slice().as_bytes());
lends!([] [T], &[T], it => it.as_bytes());
lends!([] [T], Vec<T>, it => it.as_slice().as_bytes());
lends!([] T, T, it => it.as_bytes());

impl<T: ?Sized> Lent<T> for Any {
    fn plan(self) -> Plan {
        Plan::default()
    }
}

impl<T: ?Sized, F: Fn(&[u8]) -> bool + Send + 'static> Lent<T> for That<F> {
    fn plan(self) -> Plan {
        Plan {
            expected: Some(Contents::That(Box::new(self.0))),
            filled: None,
        }
    }
}

/// What the server writes into a lease.
pub struct Fill<B, E = Any> {
    with: B,
    over: E,
}

/// The server writes this into the lease, from its start, as it answers.
pub fn fill<B>(with: B) -> Fill<B> {
    Fill { with, over: Any }
}

impl<B> Fill<B> {
    /// What the client is to lend, before that.
    pub fn over<E>(self, over: E) -> Fill<B, E> {
        Fill {
            with: self.with,
            over,
        }
    }
}

impl<T: ?Sized, B: Bytes<T>, E: Lent<T>> Lent<T> for Fill<B, E> {
    fn plan(self) -> Plan {
        Plan {
            filled: Some(self.with.bytes()),
            ..self.over.plan()
        }
    }
}
