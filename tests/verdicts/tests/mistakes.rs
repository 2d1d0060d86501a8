//! Mistakes around a stub, and what the compiler says: how many errors each
//! gives, and what is said first, as committed in `mistakes.txt`.
//!
//! `IDOL_BLESS=1 IDOL_TESTS=all cargo test -p verdicts --features long` writes
//! what is said now.

mod rows;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;
use trials::{Failed, Trial};

use crate::compiler::Compiler;
use rows::{MISTAKES, Mistake, SERVER, TYPES};

/// A trial for each mistake, and that none is left over.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![Trial::test("each_text_is_of_a_mistake", left_over)];
    for mistake in MISTAKES {
        let name = format!("{}_is_told_as_committed", mistake.name);
        let test = || tried(mistake);
        trials.push(Trial::test(name, test));
    }
    trials
}

/// What is committed: paragraphs, each with a name, a number and a message.
fn committed() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/mistakes/mistakes.txt");
    let text = fs::read_to_string(&path).unwrap_or_default();
    (path, text)
}

fn left_over() -> Result<(), Failed> {
    let (_, text) = committed();
    for line in text.split("\n\n").filter_map(|it| it.lines().next()) {
        let name = line.split(':').next().unwrap_or_default();
        if !MISTAKES.iter().any(|mistake| mistake.name == name) {
            return Err(format!("`{name}` is no mistake").into());
        }
    }
    Ok(())
}

fn tried(mistake: &Mistake) -> Result<(), Failed> {
    static COMPILER: OnceLock<Result<Compiler, String>> = OnceLock::new();
    static FILE: Mutex<()> = Mutex::new(());
    let compiler = COMPILER.get_or_init(|| {
        Compiler::new().map_err(|failed| format!("{:?}", failed.message()))
    });
    let compiler = compiler.as_ref()?;
    let said = match source(mistake) {
        Ok(source) => compiler.compile(mistake.name, &source)?.err(),
        // The build script told it, and nothing is compiled.
        Err(refused) => Some(refused.message().unwrap_or_default().to_owned()),
    };
    let said = said.unwrap_or_default();
    let found = format!("{}: {}", mistake.name, summary(&said));
    let _one = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let (path, text) = committed();
    let begin = format!("{}:", mistake.name);
    let old = text.split("\n\n").map(str::trim_end);
    let old: Vec<_> = old.filter(|it| !it.is_empty()).collect();
    if old.contains(&found.as_str()) {
        return Ok(());
    }
    if env::var_os("IDOL_BLESS").is_none() {
        return Err(format!("this is said now:\n{found}\n\n{said}").into());
    }
    let mut new: Vec<_> = old
        .into_iter()
        .filter(|it| !it.starts_with(&begin))
        .collect();
    new.push(&found);
    let at = |paragraph: &&str| {
        let name = paragraph.split(':').next();
        MISTAKES.iter().position(|it| Some(it.name) == name)
    };
    new.sort_by_key(at);
    fs::write(path, new.join("\n\n") + "\n")?;
    Ok(())
}

/// Whether a line of the stub names the file, or says what to do.
fn is_told(code: &str) -> bool {
    code.contains(".idol:") && code.contains("//")
        || code.contains("The build script says")
}

/// How many errors there are, and the first, without the source around it.
fn summary(said: &str) -> String {
    let is_error = |line: &&str| {
        (line.starts_with("error: ") || line.starts_with("error["))
            && !line.starts_with("error: aborting")
    };
    let count = said.lines().filter(is_error).count();
    let mut lines = said.lines().skip_while(|line| !is_error(line));
    let mut first = String::new();
    if let Some(line) = lines.next() {
        first = format!("\n{line}");
        for line in lines.take_while(|line| !line.is_empty()) {
            let line = line.trim_start();
            let told = ["= help:", "= note:", "help:", "note:"];
            if told.iter().any(|it| line.starts_with(it)) {
                first += &format!("\n  {line}");
            } else if let Some((_, code)) = line.split_once('|')
                && is_told(code)
            {
                first += &format!("\n  | {}", code.trim());
            }
        }
    }
    match count {
        1 => format!("1 error{first}"),
        _ => format!("{count} errors{first}"),
    }
}

/// The crate, with the stubs of its interface in their places.
fn source(mistake: &Mistake) -> Result<String, Failed> {
    let text = format!("(name: \"Kettle\", ops: {{ {} }})", mistake.ops);
    // As a build script does it, which knows the file.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(mistake.name);
    fs::create_dir_all(&folder)?;
    let file = folder.join("kettle.idol");
    fs::write(&file, text)?;
    let generator = Generator::new();
    let mut source = mistake
        .source
        .replace("TYPES", TYPES)
        .replace("SERVER", SERVER);
    for (place, style) in [
        ("client!();", None),
        ("in_order!();", Some(ServerStyle::InOrder)),
        ("pipelined!();", Some(ServerStyle::Pipelined)),
    ] {
        if !source.contains(place) {
            continue;
        }
        let mut stub = Vec::new();
        if let Some(style) = style {
            generator
                .generate_server_support_from_file(&file, style, &mut stub)?;
        } else {
            generator.generate_client_stub_from_file(&file, &mut stub)?;
        }
        let stub = String::from_utf8(stub)?;
        source = source.replace(place, &format!("\n{stub}\n"));
    }
    Ok(format!("#![allow(warnings)]\n{source}"))
}
