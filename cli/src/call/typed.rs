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
    let mut members = Vec::new();
    for value in values {
        let Some((name, given)) = value.split_once('=') else {
            return Err(format!("`{value}` is no `NAME=VALUE`"));
        };
        let as_string = serde_json::Value::from(given).to_string();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(given);
        let argument = call.operation.arguments.iter().zip(&call.arguments);
        let ty = argument.into_iter().find(|(a, _)| a.name == name);
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
    // Arguments and leases have different names.
    Ok(Request::read(call, &format!("{{{}}}", members.join(","))))
}
