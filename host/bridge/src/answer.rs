//! What peers are answered.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::mistake::{Error, Kind};
use crate::request::Id;

/// What came of a request.
pub(crate) type Answer = Result<Box<RawValue>, Error>;

/// A result that is data of ours.
pub(crate) fn ok(result: &impl Serialize) -> Answer {
    to_raw_value(result).map_err(|error| {
        // Maps whose keys are no texts, of which there are none.
        Error::new(Kind::BadReply, error.to_string())
    })
}

/// Adds an answer to a text.
pub(crate) fn write(text: &mut Vec<u8>, id: &Id, answer: &Answer) {
    #[derive(Serialize)]
    struct Written<'a> {
        jsonrpc: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<&'a RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Error>,
        id: &'a RawValue,
    }
    let (result, error) = match answer {
        Ok(result) => (Some(&**result), None),
        Err(error) => (None, Some(error)),
    };
    add(
        text,
        &Written {
            jsonrpc: "2.0",
            result,
            error,
            id,
        },
    );
}

/// Adds a notification to a text, with the end of the line.
pub(crate) fn notify(
    text: &mut Vec<u8>,
    method: &'static str,
    params: &impl Serialize,
) {
    #[derive(Serialize)]
    struct Written<'a, T> {
        jsonrpc: &'static str,
        method: &'static str,
        params: &'a T,
    }
    add(
        text,
        &Written {
            jsonrpc: "2.0",
            method,
            params,
        },
    );
    text.push(b'\n');
}

fn add(text: &mut Vec<u8>, what: &impl Serialize) {
    let start = text.len();
    if serde_json::to_writer(&mut *text, what).is_err() {
        // Half a message would be worse than none. It cannot be: a vector
        // takes all, and what is written has texts for keys.
        text.truncate(start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(answer: &Answer) -> String {
        let id = RawValue::from_string("7".into()).expect("it is JSON");
        let mut text = Vec::new();
        write(&mut text, &id, answer);
        String::from_utf8(text).expect("JSON is text")
    }

    #[test]
    fn an_answer_has_a_result_or_an_error() {
        assert_eq!(
            written(&ok(&[1, 2])),
            r#"{"jsonrpc":"2.0","result":[1,2],"id":7}"#
        );
        assert_eq!(
            written(&ok(&())),
            r#"{"jsonrpc":"2.0","result":null,"id":7}"#
        );
        let error = Error::new(Kind::NoMethod, "no \"x\"");
        assert_eq!(
            written(&Err(error.with(&serde_json::json!({ "a": 1 })))),
            r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"no \"x\"","data":{"a":1}},"id":7}"#
        );
    }
}
