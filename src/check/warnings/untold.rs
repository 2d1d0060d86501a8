//! Interfaces that no client can be generated of.

use crate::diagnostic::{Code, Diagnostic};

/// Says once what [`Code::ServerOnly`] says of each operation, for those who do
/// not want to read it of each.
pub fn no_client(found: &mut Vec<Diagnostic>) {
    let is_one = |found: &&Diagnostic| found.code == Code::ServerOnly;
    let count = found.iter().filter(is_one).count();
    let Some(first) = found.iter().find(is_one).cloned() else {
        return;
    };
    let (operations, label) = match count {
        1 => ("an operation".to_owned(), "this one"),
        _ => (format!("{count} operations"), "this is the first"),
    };
    found.retain(|found| found.code != Code::ServerOnly);
    let message = format!(
        "no client can be generated: {operations} could not tell it that the \
         server died"
    );
    let help = first.help.unwrap_or_default();
    found.push(
        Diagnostic::new(Code::NoClient, message)
            .at(first.span, label)
            .place("the interface")
            .help(help),
    );
}
