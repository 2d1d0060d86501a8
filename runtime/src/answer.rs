//! What generated code and [`dispatch`](crate::dispatch) tell each other
//! about a request. Both are numbers of 4 bytes: a server has many exits, and
//! each costs flash.

use counters::Count;
use userlib::{RecvMessage, ReplyFaultReason, sys_reply};

use crate::error::{ClientError, RequestError};

/// How a request ends, from [`Server::handle`](crate::Server::handle) to
/// `dispatch`, which does what is left to do.
///
/// Below 8 it is a reason to fault the client, or nothing to do; all of them
/// are constants that an instruction of 2 bytes loads. From 8 on it is a
/// reply without a body, with the code in the bits from 4 on:
///
/// | number | what is left to do |
/// | --- | --- |
/// | 0, 1, 2, 4, 5, 6 | fault the client; the number is that of the [`ClientError`], its lowest three bits with bit 2 turned round |
/// | 3 | nothing: the reply was sent |
/// | 7 | nothing: the client went away |
/// | 8 | reply with code 0 |
/// | 16 times n | reply with code n; for the code 0 this is 0, and the client is faulted |
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Answer(u32);

impl Answer {
    /// The reply has been sent, or will be later: nothing is left to do.
    pub const SENT: Self = Self(3);

    /// Success, and a reply without a body is to be sent.
    pub const EMPTY: Self = Self(8);

    /// Answers a request with success and no body.
    #[inline(always)]
    pub fn succeed(request: &RecvMessage) -> Self {
        sys_reply(request.sender, 0, &[]);
        Self::SENT
    }

    /// The client is to be faulted, or has gone away.
    #[inline]
    pub const fn refuse(error: ClientError) -> Self {
        Self((error as u32 & 7) ^ 4)
    }

    /// The client may not call the operation.
    pub const ACCESS_VIOLATION: Self =
        Self::refuse(ClientError::AccessViolation);

    /// The message has another length than the arguments.
    pub const BAD_MESSAGE_SIZE: Self =
        Self::refuse(ClientError::BadMessageSize);

    /// The message's bytes are no arguments.
    pub const BAD_MESSAGE_CONTENTS: Self =
        Self::refuse(ClientError::BadMessageContents);

    /// A lease is not what it should be.
    pub const BAD_LEASE: Self = Self::refuse(ClientError::BadLease);

    /// The reply does not fit what the client has room for.
    pub const REPLY_BUFFER_TOO_SMALL: Self =
        Self::refuse(ClientError::ReplyBufferTooSmall);

    /// The operation failed with a code, to be sent without a body. The code 0
    /// would look like success to the client, who is faulted with
    /// [`ClientError::BadMessageContents`] instead.
    #[inline]
    pub const fn code(code: u16) -> Self {
        Self((code as u32) << 4)
    }

    /// What a function without a value has returned.
    #[inline]
    pub fn of<E>(result: Result<(), RequestError<E>>) -> Self
    where
        u16: From<E>,
    {
        match result {
            Ok(()) => Self::EMPTY,
            Err(error) => Self::failed(error),
        }
    }

    /// What a failed function has returned, if its error is a code.
    #[inline]
    pub fn failed<E>(error: RequestError<E>) -> Self
    where
        u16: From<E>,
    {
        match error {
            RequestError::Runtime(error) => Self::code(error.into()),
            RequestError::Fail(error) => Self::refuse(error),
        }
    }

    /// What a failed function has returned, if its error is a code, which is
    /// counted in `counters`. Not what it refuses: that is counted by
    /// [`Server::refused`](crate::Server::refused).
    pub fn counted<E: Count>(
        error: RequestError<E>,
        counters: &E::Counters,
    ) -> Self
    where
        u16: From<E>,
    {
        if let RequestError::Runtime(error) = &error {
            error.count(counters);
        }
        Self::failed(error)
    }

    /// What a function that cannot fail has returned as its error.
    #[inline]
    pub const fn infallible(
        error: RequestError<core::convert::Infallible>,
    ) -> Self {
        match error {
            RequestError::Runtime(never) => match never {},
            RequestError::Fail(error) => Self::refuse(error),
        }
    }

    /// The code to reply with, if there is a reply to send.
    #[inline]
    pub(crate) const fn reply(self) -> Option<u32> {
        if self.0 < 8 { None } else { Some(self.0 >> 4) }
    }

    /// The reason to fault the client with, if it is to be faulted.
    #[inline]
    pub(crate) fn fault(self) -> Option<ReplyFaultReason> {
        // A table of bytes: the compiler makes a chain of branches of one
        // `match` for both steps, and nothing at all of the second step.
        const NONE: u8 = 0xff;
        const REASONS: [u8; 8] = [2, 4, 5, NONE, 0, 1, 3, NONE];
        Some(match REASONS.get(self.0 as usize)? {
            0 => ReplyFaultReason::UndefinedOperation,
            1 => ReplyFaultReason::BadMessageSize,
            2 => ReplyFaultReason::BadMessageContents,
            3 => ReplyFaultReason::BadLeases,
            4 => ReplyFaultReason::ReplyBufferTooSmall,
            5 => ReplyFaultReason::AccessViolation,
            _ => return None,
        })
    }

    /// What the client did wrong, if it did.
    #[inline]
    pub(crate) const fn client_error(self) -> Option<ClientError> {
        Some(match self.0 {
            0 => ClientError::BadMessageContents,
            1 => ClientError::ReplyBufferTooSmall,
            2 => ClientError::AccessViolation,
            4 => ClientError::UnknownOperation,
            5 => ClientError::BadMessageSize,
            6 => ClientError::BadLease,
            7 => ClientError::WentAway,
            _ => return None,
        })
    }
}

/// What a request must bring. By default, nothing.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Shape(u32);

impl Shape {
    /// The longest reply in bytes, less than 2^24, and the number of leases,
    /// less than 256. Evaluated by the compiler; more is an error there.
    #[inline]
    pub const fn new(reply_size: usize, lease_count: usize) -> Self {
        assert!(reply_size < 1 << 24, "a reply of 16 MiB does not fit");
        assert!(lease_count < 1 << 8, "a message carries at most 255 leases");
        Self((reply_size as u32) << 8 | lease_count as u32)
    }

    /// The same with another number of leases: with one that the compiler
    /// knows, though the shape comes from a table.
    #[inline]
    pub const fn lending(self, lease_count: u8) -> Self {
        Self(self.0 & !0xff | lease_count as u32)
    }

    /// The longest reply in bytes.
    #[inline]
    pub const fn reply_size(self) -> usize {
        (self.0 >> 8) as usize
    }

    /// The number of leases.
    #[inline]
    pub const fn lease_count(self) -> usize {
        (self.0 & 0xff) as usize
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn a_shape_holds_both_numbers() {
        let shape = Shape::new(70_000, 255);
        assert_eq!(shape.reply_size(), 70_000);
        assert_eq!(shape.lease_count(), 255);
        assert_eq!(shape.lending(3), Shape::new(70_000, 3));
    }

    #[test]
    fn every_error_of_a_client_survives() {
        for error in ClientError::ALL {
            let answer = Answer::refuse(error);
            assert_eq!(answer.client_error(), Some(error));
            assert_eq!(answer.fault(), error.into_fault());
            assert_eq!(answer.reply(), None);
        }
    }

    #[test]
    fn success_is_code_0_and_code_0_is_no_success() {
        assert_eq!(Answer::EMPTY.reply(), Some(0));
        assert_eq!(Answer::code(0).reply(), None);
        let contents = Answer::refuse(ClientError::BadMessageContents);
        assert_eq!(Answer::code(0), contents);
        for code in [1, 0xffff] {
            assert_eq!(Answer::code(code).reply(), Some(code.into()));
            assert_eq!(Answer::code(code).client_error(), None);
        }
        assert_eq!(Answer::SENT.reply(), None);
        assert_eq!(Answer::SENT.fault(), None);
        assert_eq!(Answer::SENT.client_error(), None);
    }

    #[test]
    fn an_own_error_is_counted_once_and_a_refusal_is_not() {
        #[derive(Count)]
        enum Own {
            Busy,
        }

        impl From<Own> for u16 {
            fn from(_: Own) -> Self {
                9
            }
        }

        let counters = Own::NEW_COUNTERS;
        let own = Answer::counted(RequestError::Runtime(Own::Busy), &counters);
        assert_eq!(own, Answer::code(9));
        let refused = ClientError::BadLease;
        let answer = Answer::counted::<Own>(refused.fail(), &counters);
        assert_eq!(answer, Answer::refuse(refused));
        assert_eq!(counters.Busy.load(Ordering::Relaxed), 1);
    }
}
