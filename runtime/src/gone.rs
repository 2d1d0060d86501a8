//! What a server returns when a lease cannot be used, in one word.

use crate::error::{ClientError, RequestError};
use crate::lease::LeaseError;

/// The result of a lease's access, made the reason to refuse the request, for
/// `?` to return:
///
/// ```
/// use idol_runtime::{Leased, OrWentAway, R, RequestError};
///
/// fn sum<E>(data: &Leased<R, [u8]>) -> Result<u32, RequestError<E>> {
///     let mut sum = 0;
///     let mut block = [0; 16];
///     let mut at = 0;
///     while at < data.len() {
///         let end = data.len().min(at + block.len());
///         data.read_range(at..end, &mut block).or_went_away()?;
///         sum += block[..end - at].iter().map(|b| u32::from(*b)).sum::<u32>();
///         at = end;
///     }
///     Ok(sum)
/// }
/// ```
///
/// `?` alone cannot do it: [`RequestError`] is made of any type `E`, so also of
/// [`LeaseError`], as an operation's own error.
pub trait OrWentAway<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// The client [went away](RequestError::went_away). Of a
    /// [`LeaseError::OutOfRange`], where that can be told, it is
    /// [`ClientError::BadLease`] instead: the client is still there, waits, and
    /// has lent less than the server needs.
    fn or_went_away<E>(self) -> Result<T, RequestError<E>>;
}

/// Of [`read`](crate::Leased::read) and [`read_at`](crate::Leased::read_at).
impl<T> OrWentAway<T> for Option<T> {
    #[inline]
    fn or_went_away<E>(self) -> Result<T, RequestError<E>> {
        self.ok_or(RequestError::went_away())
    }
}

/// Of [`write`](crate::Leased::write) and the accesses to ranges.
impl<T> OrWentAway<T> for Result<T, ()> {
    #[inline]
    fn or_went_away<E>(self) -> Result<T, RequestError<E>> {
        self.map_err(|()| RequestError::went_away())
    }
}

/// Of all accesses that say why they failed.
impl<T> OrWentAway<T> for Result<T, LeaseError> {
    #[inline]
    fn or_went_away<E>(self) -> Result<T, RequestError<E>> {
        self.map_err(|error| match error {
            LeaseError::Gone | LeaseError::Defect => RequestError::went_away(),
            LeaseError::OutOfRange => ClientError::BadLease.fail(),
        })
    }
}
