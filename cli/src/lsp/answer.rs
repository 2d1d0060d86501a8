//! What is asked and what is answered, in terms of the protocol.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::transport::Json;

/// Why there is no answer.
pub(super) struct Refusal(pub(super) String);

/// An answer: null where there is nothing to say.
pub(super) type Answer = Result<Json, Refusal>;

/// What an editor says, if it is what the protocol has there.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
