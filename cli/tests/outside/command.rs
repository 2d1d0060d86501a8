//! The command over all real files.

use std::path::Path;
use std::process::Command;

use trials::{Failed, Trial, corpus};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name, test: fn(&Path) -> Result<(), Failed>| {
        trials::needing(name, corpus::missing(), move || {
            test(&corpus::folder().unwrap_or_default())
        })
    };
    vec![
        trial("no_file_of_the_corpus_has_an_error", no_error),
        trial("every_file_of_the_corpus_has_a_page", pages),
        trial("every_file_of_the_corpus_is_data", data),
    ]
}

/// What the command says, if its exit code is 0.
fn said(arguments: &[&str], folder: &Path) -> Result<String, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_idol"))
        .args(arguments)
        .arg(folder)
        .output()?;
    match output.status.code() {
        Some(0) => Ok(String::from_utf8(output.stdout)?),
        code => {
            let problem = String::from_utf8_lossy(&output.stderr);
            Err(format!("{arguments:?}: {code:?} {problem}").into())
        }
    }
}

fn no_error(folder: &Path) -> Result<(), Failed> {
    assert!(!corpus::files(folder).is_empty(), "the corpus is empty");
    let lines = said(&["check", "--format", "json"], folder)?;
    for line in lines.lines() {
        let found: serde_json::Value = serde_json::from_str(line)?;
        assert_eq!(found["severity"], "warning", "{line}");
    }
    said(&["check", "--server"], folder)?;
    Ok(())
}

fn pages(folder: &Path) -> Result<(), Failed> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus_pages");
    let name = out.to_str().ok_or("the folder's name is not UTF-8")?;
    said(&["doc", "--out", name], folder)?;
    for file in corpus::files(folder) {
        let name = file.file_name().ok_or("a file has a name")?;
        let page = out.join(name).with_extension("md");
        assert!(page.is_file(), "there is no {}", page.display());
    }
    Ok(())
}

fn data(folder: &Path) -> Result<(), Failed> {
    for file in corpus::files(folder) {
        for format in ["json", "yaml", "ron"] {
            let data = said(&["dump", "--format", format], &file)?;
            assert!(data.contains("wire"), "{data}");
        }
    }
    Ok(())
}
