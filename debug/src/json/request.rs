//! Requests and answers as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::forms::is_byte;
use super::read::{base64, list, object, value, whole};
use super::write::Json;
use crate::error::{Error, Problem};
use crate::memory;
use crate::operation::Outcome;
use crate::schema::{Access, Call};
use crate::ty::Type;
use crate::value::Value;

/// A request: the values of a call's arguments, and what it lends.
///
/// As JSON it is `{"args": {..}, "leases": {..}}`, or short, where no argument
/// and no lease is called `args` or `leases`, an object with all of them. What
/// is lent is
///
/// - of a slice an array of its elements, or `{"base64": ".."}`, its bytes;
///   of one that the server only writes also the number of its elements, and
///   nothing where it has a limit: so many;
/// - of one value that value, or its bytes; where the server only writes it,
///   nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// The arguments, by name.
    pub arguments: Vec<(String, Value)>,
    /// The bytes of each lease, in the order of the leases.
    pub leases: Vec<Vec<u8>>,
}

impl Request {
    /// Reads the JSON text of a request of this operation.
    ///
    /// # Errors
    ///
    /// If it is none; the error's place begins with the name of the argument
    /// or the lease.
    pub fn read(call: &Call<'_>, json: &str) -> Result<Self, Error> {
        let members = match json.trim() {
            "" | "null" => Vec::new(),
            json => members(whole(json)?)?,
        };
        let names = ["args", "leases"];
        let operation = call.operation;
        let is_short = operation
            .arguments
            .iter()
            .any(|a| names.contains(&&*a.name))
            || operation.leases.iter().any(|l| names.contains(&&*l.name))
            || members.is_empty()
            || !members.iter().all(|(name, _)| names.contains(&&**name));
        let mut given = Vec::new();
        if is_short {
            given = members;
        } else {
            for (index, (part, json)) in members.iter().enumerate() {
                if members.iter().take(index).any(|(other, _)| other == part) {
                    return Err(Problem::Unknown(part.clone()).into());
                }
                for (name, json) in self::members(json)? {
                    let is_argument =
                        operation.arguments.iter().any(|a| a.name == name);
                    if is_argument != (part == "args") {
                        return Err(Problem::Unknown(name).into());
                    }
                    given.push((name, json));
                }
            }
        }
        Self::of(call, given)
    }

    fn of(
        call: &Call<'_>,
        given: Vec<(String, &RawValue)>,
    ) -> Result<Self, Error> {
        let operation = call.operation;
        let mut request = Self::default();
        let mut lent: Vec<Option<Vec<u8>>> = vec![None; operation.leases.len()];
        for (name, json) in given {
            let mut arguments = operation.arguments.iter().zip(&call.arguments);
            let argument = arguments.find(|(a, _)| a.name == name);
            if let Some((_, ty)) = argument {
                if request.arguments.iter().any(|(other, _)| *other == name) {
                    return Err(Problem::Unknown(name).into());
                }
                let read = value(ty, json);
                let read = read.map_err(|e| e.within(name.as_str()))?;
                request.arguments.push((name, read));
                continue;
            }
            let leases = operation.leases.iter().zip(&call.leases);
            let mut leases = leases.zip(&mut lent);
            match leases.find(|((lease, _), _)| lease.name == name) {
                Some(((lease, ty), place @ None)) => {
                    let bytes = bytes(lease, ty, json);
                    *place = Some(bytes.map_err(|e| e.within(name))?);
                }
                _ => return Err(Problem::Unknown(name).into()),
            }
        }
        let leases = operation.leases.iter().zip(&call.leases).zip(lent);
        for ((lease, ty), bytes) in leases {
            request.leases.push(match (bytes, lease.access) {
                (Some(bytes), _) => bytes,
                (None, Access::Write) if !lease.slice => vec![0; ty.size],
                (None, Access::Write) if lease.max_len.is_some() => {
                    zeros(ty, u64::from(lease.max_len.unwrap_or(0)))?
                }
                _ => return Err(Problem::Missing(lease.name.clone()).into()),
            });
        }
        Ok(request)
    }

    /// The message of the request.
    ///
    /// # Errors
    ///
    /// If an argument is missing or does not fit its type.
    pub fn message(&self, call: &Call<'_>) -> Result<Vec<u8>, Error> {
        let arguments: Vec<_> = self
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        call.encode(&arguments)
    }
}

fn members(json: &RawValue) -> Result<Vec<(String, &RawValue)>, Error> {
    let wrong = || Problem::BadJson("a request is an object".to_owned());
    object(json).ok_or_else(|| wrong().into())
}

/// So many elements of nothing but zeros.
fn zeros(ty: &Type, count: u64) -> Result<Vec<u8>, Error> {
    /// In bytes. No task has as much memory.
    const MOST: usize = 1 << 24;
    usize::try_from(count)
        .ok()
        .and_then(|count| count.checked_mul(ty.size))
        .filter(|size| *size <= MOST)
        .map(|size| vec![0; size])
        .ok_or_else(|| Problem::TypeTooLarge(format!("[{}]", ty.name)).into())
}

/// What is lent.
fn bytes(
    lease: &crate::schema::Lease,
    ty: &Type,
    json: &RawValue,
) -> Result<Vec<u8>, Error> {
    let bytes = match (base64(json)?, lease.slice) {
        (Some(bytes), true) => bytes,
        (Some(bytes), false) => {
            memory::length(ty.size, &bytes)?;
            bytes
        }
        (None, false) => memory::encode(ty, &value(ty, json)?)?,
        (None, true) => {
            let count = json.get().parse::<u64>().ok();
            match (count, lease.access, list(json)) {
                (Some(count), Access::Write, _) => zeros(ty, count)?,
                (_, _, Some(elements)) => {
                    let mut bytes = Vec::new();
                    for (index, element) in elements.into_iter().enumerate() {
                        let encoded = value(ty, element)
                            .and_then(|value| memory::encode(ty, &value));
                        bytes.extend(
                            encoded.map_err(|e| e.within(index.to_string()))?,
                        );
                    }
                    bytes
                }
                _ => {
                    return Err(Problem::Mismatch {
                        ty: format!("[{}]", ty.name),
                        value: json.get().chars().take(60).collect(),
                    }
                    .into());
                }
            }
        }
    };
    let elements = bytes.len().checked_div(ty.size).unwrap_or(0);
    let most = lease.max_len.map_or(usize::MAX, |n| n as usize);
    if bytes.len() != elements.saturating_mul(ty.size) || elements > most {
        let found = bytes.len();
        let expected = elements.min(most).saturating_mul(ty.size);
        return Err(Problem::Length { expected, found }.into());
    }
    Ok(bytes)
}

/// What is in a lease, as JSON: the bytes of a slice of bytes as base64, all
/// else as values.
///
/// # Errors
///
/// If the bytes are no values of the type.
pub fn lent(
    lease: &crate::schema::Lease,
    ty: &Type,
    bytes: &[u8],
) -> Result<Box<RawValue>, Error> {
    if !lease.slice {
        let value = memory::decode(ty, bytes)?;
        return raw(&Json { ty, value: &value });
    }
    if is_byte(ty) {
        #[derive(Serialize)]
        struct Base64 {
            base64: String,
        }
        let base64 = STANDARD.encode(bytes);
        return raw(&Base64 { base64 });
    }
    let chunks = bytes.chunks(ty.size.max(1));
    let values = chunks
        .map(|bytes| memory::decode(ty, bytes))
        .collect::<Result<Vec<_>, _>>()?;
    let values: Vec<_> =
        values.iter().map(|value| Json { ty, value }).collect();
    raw(&values)
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>, Error> {
    serde_json::value::to_raw_value(value)
        .map_err(|e| Problem::BadJson(e.to_string()).into())
}

/// An outcome as JSON: `{"ok": value}`, `{"err": value}`, or
/// `{"died": generation}`.
///
/// # Errors
///
/// If the outcome is none of the call's.
pub fn outcome(
    call: &Call<'_>,
    outcome: &Outcome,
) -> Result<Box<RawValue>, Error> {
    struct Answer<'a>(&'a Call<'a>, &'a Outcome);

    impl Serialize for Answer<'_> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let Self(call, outcome) = self;
            let mut map = to.serialize_map(Some(1))?;
            match (outcome, &call.error) {
                (Outcome::Ok(value), _) => {
                    let ty = &call.reply;
                    map.serialize_entry("ok", &Json { ty, value })?;
                }
                // An error that is known by its code alone.
                (Outcome::Err(Value::Unsigned(code)), _) => {
                    let code = u32::try_from(*code).unwrap_or(u32::MAX);
                    map.serialize_entry("err", &code)?;
                }
                (Outcome::Err(value), Some(ty)) => {
                    map.serialize_entry("err", &Json { ty, value })?;
                }
                (Outcome::Err(value), None) => {
                    map.serialize_entry("err", &value.to_string())?;
                }
                (Outcome::ServerDied { generation }, _) => {
                    map.serialize_entry("died", generation)?;
                }
            }
            map.end()
        }
    }

    raw(&Answer(call, outcome))
}
