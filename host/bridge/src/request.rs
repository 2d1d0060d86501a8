//! What peers ask for: JSON-RPC 2.0, a message in a line.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::mistake::{Error, Kind};

/// What a request is known by: a text, a number, or null, as the peer wrote it.
pub(crate) type Id = Box<RawValue>;

/// A request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) params: Option<Box<RawValue>>,
    /// None of a notification, which is not answered.
    pub(crate) id: Option<Id>,
}

/// What a line asks for.
pub(crate) enum Line {
    One(Result<Request, Refused>),
    Batch(Vec<Result<Request, Refused>>),
}

/// Something that is no request, and what it is answered with.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) id: Id,
    pub(crate) error: Error,
}

impl Refused {
    /// Of something of which not even the id can be told.
    pub(crate) fn unknown(error: Error) -> Self {
        let id = RawValue::NULL.to_owned();
        Self { id, error }
    }
}

/// A request as it is written.
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow, default, deserialize_with = "there")]
    jsonrpc: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "there")]
    method: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "there")]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "there")]
    id: Option<&'a RawValue>,
}

/// A value that is there, even if it is null.
fn there<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(from).map(Some)
}

/// Reads a line, of at most so many requests. `None` of a blank one.
pub(crate) fn read(line: &[u8], most: usize) -> Option<Line> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    // All of it is looked at, so that a mistake behind is told as one.
    let whole: &RawValue = match serde_json::from_slice(line) {
        Ok(whole) => whole,
        Err(error) => {
            let error = Error::new(Kind::Parse, error.to_string());
            return Some(Line::One(Err(Refused::unknown(error))));
        }
    };
    if !whole.get().starts_with('[') {
        return Some(Line::One(one(whole)));
    }
    let refused =
        |why| Some(Line::One(Err(Refused::unknown(Error::invalid(why)))));
    match serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
        Err(error) => refused(error.to_string()),
        Ok(batch) if batch.is_empty() => {
            refused("a batch without requests".to_owned())
        }
        Ok(batch) if batch.len() > most => refused(format!(
            "a batch of {} requests, and at most {most} are taken",
            batch.len()
        )),
        Ok(batch) => Some(Line::Batch(batch.into_iter().map(one).collect())),
    }
}

fn one(written: &RawValue) -> Result<Request, Refused> {
    let invalid = |why: String| Refused::unknown(Error::invalid(why));
    if !written.get().starts_with('{') {
        return Err(invalid("a request is an object".to_owned()));
    }
    let fields: Written = serde_json::from_str(written.get())
        .map_err(|error| invalid(error.to_string()))?;
    let id = match fields.id.map(|id| (id, id.get().as_bytes())) {
        None => None,
        Some((id, [b'"' | b'-' | b'0'..=b'9' | b'n', ..])) => {
            Some(id.to_owned())
        }
        Some(_) => {
            let why = "`id` is a text, a number or null";
            return Err(invalid(why.to_owned()));
        }
    };
    let invalid = |why: &str| Refused {
        id: id.clone().unwrap_or_else(|| RawValue::NULL.to_owned()),
        error: Error::invalid(why.to_owned()),
    };
    if fields.jsonrpc.is_some_and(|it| it.get() != "\"2.0\"") {
        return Err(invalid("`jsonrpc` is \"2.0\""));
    }
    let method = fields
        .method
        .and_then(|method| serde_json::from_str::<String>(method.get()).ok())
        .ok_or_else(|| invalid("`method` is a text"))?;
    let params = match fields.params.map(RawValue::get) {
        Some("null") | None => None,
        Some(params) if params.starts_with(['{', '[']) => {
            fields.params.map(ToOwned::to_owned)
        }
        Some(_) => return Err(invalid("`params` is an object or an array")),
    };
    Ok(Request { method, params, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(line: &str) -> Request {
        match read(line.as_bytes(), 3) {
            Some(Line::One(Ok(request))) => request,
            _ => panic!("{line} is a request"),
        }
    }

    /// The id and the error's code of what is refused.
    fn refused(line: &[u8]) -> (String, i64) {
        match read(line, 3) {
            Some(Line::One(Err(refused))) => {
                (refused.id.get().to_owned(), refused.error.code())
            }
            _ => panic!("{} is no request", String::from_utf8_lossy(line)),
        }
    }

    #[test]
    fn a_request_has_a_method_and_may_have_the_rest() {
        let request = ok(r#"{"method": "a.b"}"#);
        assert_eq!(request.method, "a.b");
        assert!(request.params.is_none() && request.id.is_none());
        let request = ok(
            r#" {"jsonrpc":"2.0","id":"x","params":{"a":1},"method":"\u0061"}"#,
        );
        assert_eq!(request.method, "a");
        assert_eq!(request.params.unwrap().get(), r#"{"a":1}"#);
        assert_eq!(request.id.unwrap().get(), "\"x\"");
    }

    #[test]
    fn an_id_of_null_is_an_id_and_comes_back_as_it_was() {
        for id in ["null", "1e3", "-0", "18446744073709551616", "\"\""] {
            let request = ok(&format!(r#"{{"method":"a","id":{id}}}"#));
            assert_eq!(request.id.unwrap().get(), id);
        }
    }

    #[test]
    fn what_is_no_request_is_told_with_its_id_where_it_has_one() {
        let null = || "null".to_owned();
        assert_eq!(refused(b"{"), (null(), -32700));
        assert_eq!(refused(b"\xff"), (null(), -32700));
        assert_eq!(refused(b"{} {}"), (null(), -32700));
        let deep = "[".repeat(100_000);
        assert_eq!(refused(deep.as_bytes()), (null(), -32700));
        assert_eq!(refused(b"7"), (null(), -32600));
        assert_eq!(refused(b"[]"), (null(), -32600));
        assert_eq!(refused(b"[1,2,3,4]"), (null(), -32600));
        assert_eq!(refused(b"{}"), (null(), -32600));
        assert_eq!(refused(br#"{"method":1,"id":2}"#), ("2".into(), -32600));
        assert_eq!(refused(br#"{"method":"a","id":[]}"#), (null(), -32600));
        assert_eq!(refused(br#"{"method":"a","id":true}"#), (null(), -32600));
        let old = br#"{"jsonrpc":"1.0","method":"a","id":3}"#;
        assert_eq!(refused(old), ("3".into(), -32600));
        let flat = br#"{"method":"a","params":5,"id":3}"#;
        assert_eq!(refused(flat), ("3".into(), -32600));
        let twice = br#"{"method":"a","method":"b","id":3}"#;
        assert_eq!(refused(twice), (null(), -32600));
    }

    #[test]
    fn each_of_a_batch_is_taken_for_itself() {
        let line = br#"[{"method":"a","id":1}, 5, {"method":"b"}]"#;
        let Some(Line::Batch(batch)) = read(line, 3) else {
            panic!("it is a batch");
        };
        let taken: Vec<bool> = batch.iter().map(Result::is_ok).collect();
        assert_eq!(taken, [true, false, true]);
    }

    #[test]
    fn a_blank_line_asks_for_nothing() {
        assert!(read(b" \t\r", 3).is_none());
    }
}
