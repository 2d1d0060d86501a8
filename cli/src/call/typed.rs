//! `name=value` as a request.

use idol_debug::Error;
use idol_debug::json::Request;
use idol_debug::schema::Call;

/// The request that values make. A value that is not JSON, or fits only so, is
/// a string: `mode=Slow`, `mark=7`.
///
/// # Errors
///
/// If a value is no `name=value`; in the result's inside, if one fits no
/// argument and no lease.
pub(super) fn request(
    call: &Call<'_>,
    values: &[String],
) -> Result<Result<Request, Error>, String> {
    // Arguments and leases have different names.
    Ok(Request::read(call, &json(Some(call), values)?))
}

/// The same as a JSON object. Without a call every value that is JSON is that.
///
/// # Errors
///
/// If a value is no `name=value`.
pub(super) fn json(
    call: Option<&Call<'_>>,
    values: &[String],
) -> Result<String, String> {
    let mut members = Vec::new();
    for value in values {
        let Some((name, given)) = value.split_once('=') else {
            return Err(format!("`{value}` is no `NAME=VALUE`"));
        };
        let as_string = serde_json::Value::from(given).to_string();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(given);
        let arguments = call
            .map(|call| call.operation.arguments.iter().zip(&call.arguments));
        let mut arguments = arguments.into_iter().flatten();
        let ty = arguments.find(|(a, _)| a.name == name);
        let fits = |text: &str| {
            ty.is_none_or(|(_, ty)| idol_debug::json::read(ty, text).is_ok())
        };
        let json = match is_json {
            Ok(_) if fits(given) || !fits(&as_string) => given.to_owned(),
            _ => as_string,
        };
        let name = serde_json::Value::from(name);
        members.push(format!("{name}:{json}"));
    }
    Ok(format!("{{{}}}", members.join(",")))
}
