//! What holds clients in C to vectors: a program in C that makes the bytes of
//! the values, and the other way round.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use idol_cli::bind::Words;
use idol_debug::schema::{Call, Errors, Schema};
use idol_debug::{Kind, Outcome, json};
use trials::Failed;

use super::{Answer, Vector, run};

/// What a compiler may not be silent about.
pub(crate) const STRICT: [&str; 5] =
    ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// What makes mistakes of memory and arithmetic end the program.
pub(crate) const SANITIZED: [&str; 3] = [
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
    "-g",
];

pub(crate) fn compiler() -> OsString {
    env::var_os("CC").unwrap_or_else(|| "cc".into())
}

/// What is missing of a compiler with sanitizers, if anything.
pub(crate) fn missing(folder: &Path) -> Option<String> {
    let source = folder.join("nothing.c");
    let _ = std::fs::write(&source, "int main(void) { return 0; }\n");
    let built = Command::new(compiler())
        .args(STRICT)
        .args(SANITIZED)
        .arg(&source)
        .arg("-o")
        .arg(folder.join("nothing"))
        .output()
        .is_ok_and(|output| output.status.success());
    let runs = Command::new(folder.join("nothing"))
        .output()
        .is_ok_and(|output| output.status.success());
    (!(built && runs))
        .then(|| "install a C compiler with sanitizers, such as gcc".to_owned())
}

/// Compiles sources in a folder to a program there.
pub(crate) fn compiled(
    folder: &Path,
    sources: &[&str],
    name: &str,
) -> Result<PathBuf, Failed> {
    let program = folder.join(name);
    run(Command::new(compiler())
        .args(STRICT)
        .args(SANITIZED)
        .args(sources)
        .arg("-o")
        .arg(&program)
        .arg("-lm")
        .current_dir(folder))?;
    Ok(program)
}

/// Compiles clients that are in a folder with a program that holds them to
/// vectors, and runs it.
pub(crate) fn hold(
    folder: &Path,
    schemas: &[Schema],
    vectors: &[Vector],
) -> Result<(), Failed> {
    let words: Vec<_> = schemas
        .iter()
        .map(|schema| Words::new(schema).expect("C has words for it"))
        .collect();
    let mut text = String::new();
    for words in &words {
        let _ = writeln!(text, "#include \"{}.h\"", words.module());
    }
    text.push_str(CHECKS);
    let mut calls = String::new();
    for (number, vector) in vectors.iter().enumerate() {
        let words = &words[vector.schema];
        let _ = writeln!(text, "\nstatic void t{number}(void)\n{{");
        let one = One {
            text: &mut text,
            schemas,
            words,
            vector,
        };
        one.write();
        text.push_str("}\n");
        let _ = writeln!(calls, "    t{number}();");
    }
    let _ = write!(text, "\nint main(void)\n{{\n{calls}    return 0;\n}}\n");
    std::fs::write(folder.join("check.c"), text)?;
    let mut sources = vec!["check.c".to_owned(), "idol.c".to_owned()];
    sources.extend(words.iter().map(|it| format!("{}.c", it.module())));
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let program = compiled(folder, &sources, "check")?;
    run(&mut Command::new(program)).map(drop)
}

const CHECKS: &str = r#"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what)                                                            \
    do {                                                                       \
        if (!(what)) {                                                         \
            fprintf(stderr, "check.c:%d: %s\n", __LINE__, #what);              \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

/* The bytes of a string, where tools find what is read beyond them. */
static uint8_t *copied(const char *bytes, size_t length)
{
    uint8_t *copy = malloc(length == 0 ? 1 : length);
    CHECK(copy != NULL);
    memcpy(copy, bytes, length);
    return copy;
}

#define SAME(bytes, count)                                                     \
    CHECK(length == count && memcmp(made, bytes, count) == 0)
"#;

struct One<'a, 'w> {
    text: &'a mut String,
    schemas: &'a [Schema],
    words: &'a Words<'w>,
    vector: &'a Vector,
}

/// How a variable is given.
fn given(words: &Words<'_>, ty: &str, name: &str) -> String {
    match words.is_struct(ty) {
        true => format!("&{name}"),
        false => name.to_owned(),
    }
}

/// Whether there is one error alone, whose code nobody knows.
fn has_only_error(call: &Call<'_>) -> bool {
    let Errors::Code { codes: None, .. } = call.operation.errors else {
        return false;
    };
    match call.error.as_ref().map(|error| &error.kind) {
        Some(Kind::Enum { variants, .. }) => {
            matches!(variants.as_slice(), [only] if only.fields.is_empty())
        }
        _ => false,
    }
}

fn literal(bytes: &[u8]) -> String {
    let inside: String =
        bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("\"{inside}\", {}", bytes.len())
}

fn joined(parts: &[String]) -> String {
    parts.iter().map(|part| format!(", {part}")).collect()
}

impl One<'_, '_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "    {line}");
    }

    fn write(mut self) {
        let vector = self.vector;
        let call = vector.call(self.schemas);
        let operation = call.operation;
        let function = self.words.function(vector.operation).to_owned();
        // As much room as the longest has, and where more would be found.
        let room = operation.message.max.max(operation.room).max(1);
        self.line(&format!("uint8_t *made = malloc({room}), *got;"));
        self.line("size_t length = 0;");
        let (mut values, mut places, mut again) = (vec![], vec![], vec![]);
        let typed = operation.arguments.iter().zip(&call.arguments);
        for (index, (argument, ty)) in typed.enumerate() {
            let value = json::read(ty, &vector.args[index]);
            let value = value.expect("it is of the type");
            let Some(literal) = self.words.literal(&argument.ty, &value) else {
                continue;
            };
            let c = self.words.ty(&argument.ty).expect("it has a literal");
            let (name, other) = (format!("a{index}"), format!("b{index}"));
            self.line(&format!("{c} {name} = {literal}, {other};"));
            values.push(given(self.words, &argument.ty, &name));
            places.push(format!("&{other}"));
            again.push(given(self.words, &argument.ty, &other));
        }
        self.line("CHECK(made != NULL);");
        let bytes = literal(&vector.message);
        let max = operation.message.max;
        for (values, decoded) in [(&values, false), (&again, true)] {
            if decoded {
                self.line(&format!("got = copied({bytes});"));
                self.line(&format!(
                    "CHECK({function}_decode_request(got, {}{}));",
                    vector.message.len(),
                    joined(&places)
                ));
                self.line("free(got);");
            }
            self.line(&format!(
                "CHECK({function}_encode_request(made, {max}, &length{}));",
                joined(values)
            ));
            self.line(&format!("SAME({bytes});"));
        }
        // There is no room for one byte less.
        if !vector.message.is_empty() {
            self.line(&format!(
                "CHECK(!{function}_encode_request(made, {}, &length{}));",
                vector.message.len() - 1,
                joined(&values)
            ));
        }
        for answer in &vector.answers {
            self.answer(&function, answer);
        }
        for (code, body) in &vector.refused {
            self.line("{");
            let outs = self.outs("r");
            self.decoded(&function, *code, body, &outs, "IDOL_BAD_REPLY");
            self.line("}");
        }
        self.line("free(made);");
    }

    /// Declares where an answer goes to; gives the pointers.
    fn outs(&mut self, name: &str) -> Vec<String> {
        let call = self.vector.call(self.schemas);
        let mut outs = Vec::new();
        if let Some(c) = self.words.ty(&call.operation.reply.ty) {
            self.line(&format!("{c} {name}_reply;"));
            outs.push(format!("&{name}_reply"));
        }
        let error = match &call.operation.errors {
            Errors::None | Errors::ServerDeath => None,
            Errors::Code { codes: None, .. } if !has_only_error(&call) => {
                Some("uint32_t".to_owned())
            }
            Errors::Code { ty, .. } | Errors::Value { ty, .. } => {
                self.words.ty(ty)
            }
        };
        if let Some(c) = error {
            self.line(&format!("{c} {name}_error;"));
            outs.push(format!("&{name}_error"));
        }
        outs
    }

    fn decoded(
        &mut self,
        function: &str,
        code: u32,
        body: &[u8],
        outs: &[String],
        status: &str,
    ) {
        self.line(&format!("got = copied({});", literal(body)));
        self.line(&format!(
            "CHECK({function}_decode_answer({code}u, got, {}{}) == {status});",
            body.len(),
            joined(outs)
        ));
        self.line("free(got);");
    }

    fn answer(&mut self, function: &str, answer: &Answer) {
        let call = self.vector.call(self.schemas);
        let operation = call.operation;
        self.line("{");
        let outs = self.outs("r");
        let status = match answer.outcome {
            Outcome::Ok(_) => "IDOL_OK",
            Outcome::Err(_) => "IDOL_ERROR",
            Outcome::ServerDied { .. } => "IDOL_DIED",
        };
        self.decoded(function, answer.code, &answer.body, &outs, status);
        let bytes = literal(&answer.body);
        let room = operation.room;
        match (&answer.outcome, &operation.errors) {
            (Outcome::ServerDied { .. }, _) => {}
            (Outcome::Err(value), Errors::Code { ty, .. })
                if has_only_error(&call) =>
            {
                let value = self.words.literal(ty, value);
                let value = value.expect("it is the only one");
                self.line(&format!("CHECK(r_error == {value});"));
            }
            (Outcome::Ok(value), _) => {
                let ty = &operation.reply.ty;
                let value = self.words.literal(ty, value);
                let mut all = vec![vec![]];
                if let Some((value, c)) = value.zip(self.words.ty(ty)) {
                    self.line(&format!("{c} v = {value};"));
                    let ways = ["v", "r_reply"];
                    let ways = ways.map(|v| vec![given(self.words, ty, v)]);
                    all = ways.into();
                }
                for given in all {
                    self.line(&format!(
                        "CHECK({function}_encode_reply(made, {room}, \
                         &length{}));",
                        joined(&given)
                    ));
                    self.line(&format!("SAME({bytes});"));
                }
            }
            (Outcome::Err(value), errors) => {
                let (c, literal, ty) = match errors {
                    Errors::Code { codes: None, .. } => (
                        Some("uint32_t".to_owned()),
                        Some(format!("{}u", answer.code)),
                        "",
                    ),
                    Errors::Code { ty, .. } | Errors::Value { ty, .. } => {
                        let literal = self.words.literal(ty, value);
                        (self.words.ty(ty), literal, ty.as_str())
                    }
                    Errors::None | Errors::ServerDeath => return,
                };
                if let Some((c, literal)) = c.zip(literal) {
                    self.line("uint32_t code = 0;");
                    self.line(&format!("{c} v = {literal};"));
                    for v in ["v", "r_error"] {
                        self.line(&format!(
                            "CHECK({function}_encode_error(made, {room}, \
                             &length, &code, {}));",
                            given(self.words, ty, v)
                        ));
                        self.line(&format!("SAME({bytes});"));
                        self.line(&format!("CHECK(code == {}u);", answer.code));
                    }
                }
            }
        }
        self.line("}");
    }
}
