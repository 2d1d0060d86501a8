//! Requests that are not answered yet, of any operation.

use idol_runtime::RequestError;

/// A request that is not answered yet: a generated reply handle.
pub trait Pending: Sized + 'static {
    /// What the operation gives.
    type Ok: Send + 'static;
    /// How it fails.
    type Err: Send + 'static;

    /// Answers with what the operation's function would return.
    fn answer(self, result: Result<Self::Ok, RequestError<Self::Err>>);
    /// A value as text.
    fn shown_ok(value: &Self::Ok) -> String;
    /// An error as text.
    fn shown_err(error: &Self::Err) -> String;
}
