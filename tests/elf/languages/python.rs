//! What holds clients in Python to vectors: `check.py`, which reads a line of
//! JSON for each.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use idol_debug::json;
use idol_debug::schema::Schema;
use trials::Failed;

use super::{Vector, hex, run};

pub(crate) fn python(arguments: &[&str]) -> Command {
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.args(arguments).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// What is missing of Python's modules, if anything.
pub(crate) fn missing(modules: &str) -> Option<String> {
    let new = "import sys; assert sys.version_info >= (3, 10)";
    let found = python(&["-c", &format!("{new}\nimport {modules}")])
        .output()
        .is_ok_and(|output| output.status.success());
    let what = match modules {
        "json" => "install Python 3.10 or newer".to_owned(),
        modules => format!("pip install {}", modules.replace(',', "")),
    };
    (!found).then_some(what)
}

/// Holds the package `idol_clients` in a folder to vectors.
pub(crate) fn hold(
    folder: &Path,
    schemas: &[Schema],
    vectors: &[Vector],
) -> Result<(), Failed> {
    let mut text = String::new();
    for vector in vectors {
        let _ = writeln!(text, "{}", row(schemas, vector));
    }
    let file = folder.join("vectors.jsonl");
    fs::write(&file, text)?;
    let check = concat!(env!("CARGO_MANIFEST_DIR"), "/../elf/python/check.py");
    let said = run(python(&[])
        .arg(check)
        .args(["idol_clients".as_ref(), file.as_os_str()])
        .env("PYTHONPATH", folder))?;
    assert_eq!(said.trim(), vectors.len().to_string());
    Ok(())
}

fn row(schemas: &[Schema], vector: &Vector) -> String {
    let call = vector.call(schemas);
    let operation = call.operation;
    let module = schemas[vector.schema].interface.to_lowercase();
    let names = operation.arguments.iter().map(|argument| &argument.name);
    let args: Vec<_> = names
        .zip(&vector.args)
        .map(|(name, value)| format!("{name:?}:{value}"))
        .collect();
    let leases: Vec<_> = operation
        .leases
        .iter()
        .zip(&call.leases)
        .map(|(lease, ty)| {
            let elements =
                vec!["7"; if lease.slice { 2 * ty.size } else { ty.size }];
            format!("{:?}:[{}]", lease.name, elements.join(","))
        })
        .collect();
    let answers: Vec<_> = vector
        .answers
        .iter()
        .map(|answer| {
            let outcome = json::outcome(&call, &answer.outcome);
            format!(
                "{{\"code\":{},\"body\":\"{}\",\"outcome\":{}}}",
                answer.code,
                hex(&answer.body),
                outcome.expect("it is one")
            )
        })
        .collect();
    let refused: Vec<_> = vector
        .refused
        .iter()
        .map(|(code, body)| {
            format!("{{\"code\":{code},\"body\":\"{}\"}}", hex(body))
        })
        .collect();
    format!(
        "{{\"module\":{module:?},\"number\":{},\"room\":{},\"args\":{{{}}},\
         \"leases\":{{{}}},\"message\":\"{}\",\"answers\":[{}],\
         \"refused\":[{}]}}",
        operation.number,
        operation.room,
        args.join(","),
        leases.join(","),
        hex(&vector.message),
        answers.join(","),
        refused.join(",")
    )
}
