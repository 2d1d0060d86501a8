//! What is asked, and which file answers.

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::{Position, TextDocumentPositionParams, Uri};
use serde::Serialize;
use serde_json::{Value, json};

use super::document::{Document, Kind};
use super::lines::Unit;
use super::server::{Server, read};
use super::{
    actions, completion, definition, format, hints, hover, lenses, outline,
    rename, tokens,
};

/// What can be asked.
pub(super) fn capabilities(unit: Unit) -> Value {
    json!({
        "positionEncoding": unit.kind(),
        "textDocumentSync": {
            "openClose": true,
            // Changes come as stretches.
            "change": 2,
            "save": { "includeText": false },
        },
        "hoverProvider": true,
        "completionProvider": { "triggerCharacters": ["\"", ":", "(", "{"] },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "documentOnTypeFormattingProvider": {
            "firstTriggerCharacter": "\n",
            "moreTriggerCharacter": [")", "}", "]"],
        },
        "renameProvider": { "prepareProvider": true },
        "codeActionProvider": {
            "codeActionKinds": ["quickfix", "source.fixAll.idol"],
        },
        "codeLensProvider": { "resolveProvider": false },
        "inlayHintProvider": true,
        "semanticTokensProvider": {
            "legend": tokens::legend(),
            "full": true,
        },
    })
}

/// Why there is no answer.
pub(super) struct Refusal(pub(super) String);

/// An answer: null where there is nothing to say.
type Answer = Result<Value, Refusal>;

/// Answers a request.
pub(super) fn answer(server: &mut Server<'_>, request: Request) -> Response {
    let Request { id, method, params } = request;
    match of(server, &method, params) {
        Some(Ok(value)) => Response::new_ok(id, value),
        Some(Err(Refusal(why))) => {
            let code = ErrorCode::RequestFailed as i32;
            Response::new_err(id, code, why)
        }
        None => {
            let code = ErrorCode::MethodNotFound as i32;
            let why = format!("`{method}` is not answered here");
            Response::new_err(id, code, why)
        }
    }
}

/// None if nothing here is called so.
fn of(server: &mut Server<'_>, method: &str, params: Value) -> Option<Answer> {
    let answer = match method {
        "textDocument/hover" => at(server, params, hover::hover),
        "textDocument/completion" => at(server, params, completion::complete),
        "textDocument/definition" => {
            anywhere(server, params, definition::definition)
        }
        "textDocument/references" => at(server, params, definition::references),
        "textDocument/prepareRename" => at(server, params, rename::prepare),
        "textDocument/rename" => rename::rename(server, params),
        "textDocument/documentSymbol" => {
            whole(server, params, |_, doc| to_value(outline::symbols(doc)))
        }
        "textDocument/foldingRange" => {
            whole(server, params, |_, doc| to_value(outline::folds(doc)))
        }
        "textDocument/semanticTokens/full" => {
            whole(server, params, |_, doc| json!({ "data": tokens::all(doc) }))
        }
        "textDocument/formatting" => {
            whole(server, params, |_, doc| to_value(format::whole(doc)))
        }
        "textDocument/rangeFormatting" => {
            in_range(server, params, |_, d, r| to_value(format::range(d, r)))
        }
        "textDocument/onTypeFormatting" => {
            at(server, params, |_, document, position| {
                Ok(to_value(format::line(document, position)))
            })
        }
        "textDocument/inlayHint" => {
            in_range(server, params, |s, d, r| to_value(hints::hints(s, d, r)))
        }
        "textDocument/codeAction" => in_range(server, params, |s, d, r| {
            to_value(actions::actions(s, d, r))
        }),
        "textDocument/codeLens" => whole(server, params, lenses::lenses),
        _ => return None,
    };
    Some(answer)
}

pub(super) fn to_value(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The document that parameters name, out of the server while it is asked:
/// both can be used then.
pub(super) fn with_document<T>(
    server: &mut Server<'_>,
    uri: &str,
    answer: impl FnOnce(&mut Server<'_>, &Document) -> T,
) -> Option<T> {
    let (key, document) = server.documents.remove_entry(uri)?;
    let answered = answer(server, &document);
    server.documents.insert(key, document);
    Some(answered)
}

/// The same, if it is an interface.
fn with_interface(
    server: &mut Server<'_>,
    uri: &str,
    answer: impl FnOnce(&mut Server<'_>, &Document) -> Answer,
) -> Answer {
    let answered =
        with_document(server, uri, |server, document| match document.kind {
            Kind::Interface => answer(server, document),
            Kind::Other => Ok(Value::Null),
        });
    answered.unwrap_or(Ok(Value::Null))
}

fn uri(params: &Value) -> String {
    let uri = &params["textDocument"]["uri"];
    uri.as_str().unwrap_or("").to_owned()
}

fn at(
    server: &mut Server<'_>,
    params: Value,
    answer: impl FnOnce(&mut Server<'_>, &Document, Position) -> Answer,
) -> Answer {
    let Some(asked) = read::<TextDocumentPositionParams>(params) else {
        return Err(no_place());
    };
    let uri = asked.text_document.uri.as_str();
    with_interface(server, uri, |server, document| {
        answer(server, document, asked.position)
    })
}

/// A place in whatever document, open or not.
fn anywhere(
    server: &mut Server<'_>,
    params: Value,
    answer: impl FnOnce(&mut Server<'_>, &Uri, Position) -> Answer,
) -> Answer {
    let Some(asked) = read::<TextDocumentPositionParams>(params) else {
        return Err(no_place());
    };
    answer(server, &asked.text_document.uri, asked.position)
}

fn whole(
    server: &mut Server<'_>,
    params: Value,
    answer: impl FnOnce(&mut Server<'_>, &Document) -> Value,
) -> Answer {
    with_interface(server, &uri(&params), |server, document| {
        Ok(answer(server, document))
    })
}

fn in_range(
    server: &mut Server<'_>,
    mut params: Value,
    answer: impl FnOnce(&mut Server<'_>, &Document, lsp_types::Range) -> Value,
) -> Answer {
    let range = params["range"].take();
    let Some(range) = read::<lsp_types::Range>(range) else {
        return Err(no_place());
    };
    with_interface(server, &uri(&params), |server, document| {
        Ok(answer(server, document, range))
    })
}

fn no_place() -> Refusal {
    Refusal("this names no place in a document".to_owned())
}
