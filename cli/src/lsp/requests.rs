//! What is asked, and which file answers.

use lsp_server::{ErrorCode, Request};
use lsp_types::{Position, TextDocumentPositionParams, Uri};
use serde_json::{Value, json};

use super::answer::{Answer, Refusal, read};
use super::document::{Document, Kind};
use super::lines::Unit;
use super::session::{Server, with_document};
use super::transport::Json;
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
        "workspace": { "workspaceFolders": {
            "supported": true,
            "changeNotifications": true,
        } },
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

/// Answers a request.
pub(super) fn answer(
    server: &mut Server,
    request: Request,
) -> Result<Json, (ErrorCode, String)> {
    let Request { method, params, .. } = request;
    match of(server, &method, params) {
        Some(Ok(result)) => Ok(result),
        Some(Err(Refusal(why))) => Err((ErrorCode::RequestFailed, why)),
        None => {
            let why = format!("`{method}` is not answered here");
            Err((ErrorCode::MethodNotFound, why))
        }
    }
}

/// None if nothing here is called so.
fn of(server: &mut Server, method: &str, params: Value) -> Option<Answer> {
    let answer = match method {
        "shutdown" => Ok(Json::null()),
        "textDocument/hover" => at(server, params, hover::hover),
        "textDocument/completion" => at(server, params, completion::complete),
        "textDocument/definition" => {
            anywhere(server, params, definition::definition)
        }
        "textDocument/references" => at(server, params, definition::references),
        "textDocument/prepareRename" => at(server, params, rename::prepare),
        "textDocument/rename" => rename::rename(server, params),
        "textDocument/documentSymbol" => {
            whole(server, params, |_, doc| Json::of(&outline::symbols(doc)))
        }
        "textDocument/foldingRange" => {
            whole(server, params, |_, doc| Json::of(&outline::folds(doc)))
        }
        "textDocument/semanticTokens/full" => {
            whole(server, params, |_, doc| {
                Json::of(&Tokens {
                    data: tokens::all(doc),
                })
            })
        }
        "textDocument/formatting" => {
            whole(server, params, |server, document| {
                Json::of(&format::whole(server.pedantic, document))
            })
        }
        "textDocument/rangeFormatting" => {
            in_range(server, params, |server, document, range| {
                Json::of(&format::range(server.pedantic, document, range))
            })
        }
        "textDocument/onTypeFormatting" => {
            at(server, params, |_, document, position| {
                Ok(Json::of(&format::line(document, position)))
            })
        }
        "textDocument/inlayHint" => {
            in_range(server, params, |s, d, r| Json::of(&hints::hints(s, d, r)))
        }
        "textDocument/codeAction" => in_range(server, params, |s, d, r| {
            Json::of(&actions::actions(s, d, r))
        }),
        "textDocument/codeLens" => whole(server, params, lenses::lenses),
        _ => return None,
    };
    Some(answer)
}

/// What words are.
#[derive(serde::Serialize)]
struct Tokens {
    data: Vec<u32>,
}

/// The document that parameters name, if it is an interface.
fn with_interface(
    server: &mut Server,
    uri: &str,
    answer: impl FnOnce(&mut Server, &Document) -> Answer,
) -> Answer {
    let answered =
        with_document(server, uri, |server, document| match document.kind {
            Kind::Interface => answer(server, document),
            Kind::Other => Ok(Json::null()),
        });
    answered.unwrap_or(Ok(Json::null()))
}

fn uri(params: &Value) -> String {
    let uri = &params["textDocument"]["uri"];
    uri.as_str().unwrap_or("").to_owned()
}

fn at(
    server: &mut Server,
    params: Value,
    answer: impl FnOnce(&mut Server, &Document, Position) -> Answer,
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
    server: &mut Server,
    params: Value,
    answer: impl FnOnce(&mut Server, &Uri, Position) -> Answer,
) -> Answer {
    let Some(asked) = read::<TextDocumentPositionParams>(params) else {
        return Err(no_place());
    };
    answer(server, &asked.text_document.uri, asked.position)
}

fn whole(
    server: &mut Server,
    params: Value,
    answer: impl FnOnce(&mut Server, &Document) -> Json,
) -> Answer {
    with_interface(server, &uri(&params), |server, document| {
        Ok(answer(server, document))
    })
}

fn in_range(
    server: &mut Server,
    params: Value,
    answer: impl FnOnce(&mut Server, &Document, lsp_types::Range) -> Json,
) -> Answer {
    let range = read::<lsp_types::Range>(params["range"].clone());
    let Some(range) = range else {
        return Err(no_place());
    };
    with_interface(server, &uri(&params), |server, document| {
        Ok(answer(server, document, range))
    })
}

fn no_place() -> Refusal {
    Refusal("this names no place in a document".to_owned())
}
