//! A trial for each file. `IDOL_CORPUS` names the folder with the real ones:
//! without it they are ignored, or fail under `IDOL_REQUIRE=all`.

use std::fs;
use std::path::Path;

use stand_ins::COMPILED;
use trials::{Failed, Trial, corpus};
use userlib::TaskId;

/// Interfaces that no client can be generated for: it could not be told of
/// the server's death.
const SERVER_ONLY: [&str; 1] = ["fmc-demo.idol"];

pub(crate) fn trials() -> Vec<Trial> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/idl/everything.idol");
    let mut trials = vec![Trial::test("all_uses_of_types_compile", || {
        compiled(Path::new(own))
    })];
    let Some(folder) = corpus::folder() else {
        let name = "the_corpus_compiles";
        let trial = trials::needing(name, corpus::missing(), || Ok(()));
        trials.push(trial);
        return trials;
    };
    let files = corpus::files(&folder);
    let count = files.len();
    trials.push(Trial::test("the_corpus_has_files", move || match count {
        0 => Err(Failed::from("no .idol file in IDOL_CORPUS")),
        _ => Ok(()),
    }));
    for file in files {
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().replace('-', "_");
        trials.push(Trial::test(format!("{name}_compiles"), move || {
            compiled(&file)
        }));
    }
    trials
}

fn compiled(file: &Path) -> Result<(), Failed> {
    let name = file.file_name().and_then(|name| name.to_str());
    let text = fs::read_to_string(file)?;
    let compiled = COMPILED
        .iter()
        .find(|compiled| Some(compiled.file) == name)
        .ok_or("it was not there when this was built")?;
    assert!(compiled.text == text, "it was another when this was built");
    match compiled.client {
        Some(client) => {
            client(TaskId::for_index_and_gen(0, userlib::Generation::ZERO))
        }
        None => assert!(SERVER_ONLY.contains(&compiled.file), "no client"),
    }
    Ok(())
}
