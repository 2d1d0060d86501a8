//! What can be wrong with a request, and with a server.

use counters::Count;
use userlib::ReplyFaultReason;

/// Why a server refuses a request without an answer of its own: the client
/// broke the protocol, or is no longer there.
///
/// The client is faulted with the reason that [`into_fault`] gives. The
/// numbers are those that [`u32::from`] gives; they never go over the wire.
///
/// [`into_fault`]: ClientError::into_fault
#[derive(Copy, Clone, Debug, Eq, PartialEq, counters::Count)]
#[repr(u32)]
pub enum ClientError {
    /// The interface has no operation of that number.
    UnknownOperation = 0xFFFF_FE00,
    /// The message has another length than the operation's arguments, or does
    /// not fit the server's buffer.
    BadMessageSize = 0xFFFF_FE01,
    /// A lease is missing or one too many, lacks a right, or has a length
    /// that the operation does not take.
    BadLease = 0xFFFF_FE02,
    /// The client died, or no longer waits for this server.
    WentAway = 0xFFFF_FE03,
    /// The message's bytes are not values of the arguments' types.
    BadMessageContents = 0xFFFF_FE04,
    /// The client has less room for the reply than the operation may need.
    ReplyBufferTooSmall = 0xFFFF_FE05,
    /// The client may not call this operation.
    AccessViolation = 0xFFFF_FE06,
}

impl ClientError {
    /// All of them, in the order of their numbers.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 7] = [
        Self::UnknownOperation,
        Self::BadMessageSize,
        Self::BadLease,
        Self::WentAway,
        Self::BadMessageContents,
        Self::ReplyBufferTooSmall,
        Self::AccessViolation,
    ];

    /// The reason to fault the client with; `None` for a client that has gone
    /// away, whom nothing reaches.
    #[inline]
    pub const fn into_fault(self) -> Option<ReplyFaultReason> {
        match self {
            Self::UnknownOperation => {
                Some(ReplyFaultReason::UndefinedOperation)
            }
            Self::BadMessageSize => Some(ReplyFaultReason::BadMessageSize),
            Self::BadLease => Some(ReplyFaultReason::BadLeases),
            Self::WentAway => None,
            Self::BadMessageContents => {
                Some(ReplyFaultReason::BadMessageContents)
            }
            Self::ReplyBufferTooSmall => {
                Some(ReplyFaultReason::ReplyBufferTooSmall)
            }
            Self::AccessViolation => Some(ReplyFaultReason::AccessViolation),
        }
    }

    /// This, as the result of an operation with errors of type `E`.
    #[inline]
    pub const fn fail<E>(self) -> RequestError<E> {
        RequestError::Fail(self)
    }

    /// What [`Into`] does. It comes before that one's, so that whoever writes
    /// `.into()` for `.fail()` is told.
    #[doc(hidden)]
    #[inline]
    #[expect(
        private_bounds,
        reason = "of interest to those alone who do not satisfy it"
    )]
    pub fn into<T: MadeOfClientError>(self) -> T {
        T::made(self)
    }
}

/// Whatever a [`ClientError`] converts into.
#[diagnostic::on_unimplemented(
    message = "a `ClientError` does not become `{Self}` by `.into()`",
    label = "a refusal is no error of the interface: write `.fail()`",
    note = "`Err(ClientError::BadMessageContents.fail())` faults the client"
)]
trait MadeOfClientError {
    fn made(error: ClientError) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T> MadeOfClientError for T
where
    ClientError: Into<T>,
{
    #[inline]
    fn made(error: ClientError) -> Self {
        Into::into(error)
    }
}

impl From<ClientError> for u32 {
    #[inline]
    fn from(error: ClientError) -> Self {
        error as Self
    }
}

/// Why an operation of a server fails: with an error of its interface, which
/// the client gets as its result, or by refusing the request, which faults the
/// client.
///
/// `?` turns an `E` into one. 8 bytes where `E` has at most 4.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum RequestError<E> {
    /// The operation's own error.
    Runtime(E),
    /// The request is refused.
    Fail(ClientError),
}

impl<E> RequestError<E> {
    /// The client is no longer there: what to return when one of its leases
    /// can no longer be read or written.
    #[inline]
    pub const fn went_away() -> Self {
        Self::Fail(ClientError::WentAway)
    }

    /// The same failure with the operation's own error converted by `convert`.
    #[inline]
    pub fn map_runtime<F>(
        self,
        convert: impl FnOnce(E) -> F,
    ) -> RequestError<F> {
        match self {
            Self::Runtime(error) => RequestError::Runtime(convert(error)),
            Self::Fail(error) => RequestError::Fail(error),
        }
    }
}

impl<E> From<E> for RequestError<E> {
    #[inline]
    fn from(error: E) -> Self {
        Self::Runtime(error)
    }
}

/// The code of the operation's own error, or that of the [`ClientError`].
impl<E> From<RequestError<E>> for u32
where
    u16: From<E>,
{
    #[inline]
    fn from(error: RequestError<E>) -> Self {
        match error {
            RequestError::Runtime(error) => u16::from(error).into(),
            RequestError::Fail(error) => error.into(),
        }
    }
}

/// How often each kind of [`RequestError`] happened. Named and shaped as
/// `#[derive(counters::Count)]` would, which a debugger shows.
#[expect(
    non_snake_case,
    reason = "a debugger shows these as the names of the variants"
)]
pub struct RequestErrorCounts<E: Count> {
    /// The operation's own errors.
    pub Runtime: E::Counters,
    /// The refused requests.
    pub Fail: <ClientError as Count>::Counters,
}

impl<E: Count> Count for RequestError<E> {
    type Counters = RequestErrorCounts<E>;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static, never used in place"
    )]
    const NEW_COUNTERS: Self::Counters = RequestErrorCounts {
        Runtime: E::NEW_COUNTERS,
        Fail: ClientError::NEW_COUNTERS,
    };

    #[inline]
    fn count(&self, counters: &Self::Counters) {
        match self {
            Self::Runtime(error) => error.count(&counters.Runtime),
            Self::Fail(error) => error.count(&counters.Fail),
        }
    }
}

/// The server died before it answered, and the operation may or may not have
/// happened. What a client gets of operations whose only error this is.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct ServerDeath;

/// One counter: the number of deaths that were reported.
impl Count for ServerDeath {
    type Counters = <() as Count>::Counters;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static, never used in place"
    )]
    const NEW_COUNTERS: Self::Counters = <() as Count>::NEW_COUNTERS;

    #[inline]
    fn count(&self, counters: &Self::Counters) {
        ().count(counters);
    }
}

/// A promise that an error type's `TryFrom<u32>` knows the codes from
/// 0xFFFF_FF00 up, which say that the server died.
///
/// The error of a non-idempotent operation needs it, because such an operation
/// is not sent again when its server dies: the client gets this error instead.
/// `#[derive(IdolError)]` with `#[idol(server_death)]` on a variant implements
/// both.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what a client gets when the server dies",
    label = "the error of an operation that is not idempotent",
    note = "derive `IdolError` and mark the variant for it with \
            `#[idol(server_death)]`",
    note = "or make the operation `idempotent: true` in the .idol file, if \
            doing it twice does no harm"
)]
pub trait IHaveConsideredServerDeathWithThisErrorType {}
