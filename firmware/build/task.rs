//! What tasks of both sides have in common.

use std::env;

use crate::subjects::Subject;

/// The symbol that an operation of the server calls; elsewhere, outside of
/// what is measured.
pub(crate) fn body_name(subject: &Subject, op: &str) -> String {
    format!("{}_{op}_body", subject.name)
}

/// The types that an interface names, and one of its stubs: `client_stub`,
/// `server_stub` or `pipelined_stub`.
pub(crate) fn stub(name: &str, stub: &str) -> String {
    format!(
        "#[allow(unused_imports)]\n\
         use firmware::stand_in::{name}::*;\n\
         include!(concat!(env!(\"OUT_DIR\"), \"/{name}_{stub}.rs\"));\n"
    )
}

/// Whether callers and bodies are linked.
pub(crate) fn with_calls() -> bool {
    env::var_os("CARGO_FEATURE_CALLS").is_some()
}
