//! Cursors that nobody could go on with.

use idol::diagnostic::{Diagnostic, Span};

use super::change::{Change, Fix};
use super::context::Context;
use crate::entries::Entry;

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    let operation = context.operation(span.start).and_then(Entry::group);
    let Some(operation) = operation else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    let text = context.at(span);
    let ty = text.trim_matches('"');
    if help.contains("write `args: {") {
        let argument = "\"from\": \"u32\"";
        let args = operation.entry(context.text, "args");
        let changes = match args.and_then(Entry::group) {
            Some(args) => context.append(args, argument),
            None => {
                let args = format!("args: {{ {argument} }}");
                context.prepend(operation, &args)
            }
        };
        fixes.push(Fix::choice("add the argument `from`", changes));
    }
    let is_pair = ty.starts_with('(') && ty.matches(',').count() == 1;
    if found.label.starts_with("not an `Option`") && is_pair {
        let title = format!("write `Option<{ty}>`");
        let written = text.replace(ty, &format!("Option<{ty}>"));
        fixes.push(Fix::choice(title, vec![Change::new(span, written)]));
    }
    let stream = context.unset(operation, "stream");
    if !stream.is_empty() {
        let fix = Fix::choice("leave `stream` away", stream);
        fixes.push(fix.note("clients have no iterator"));
    }
    fixes
}
