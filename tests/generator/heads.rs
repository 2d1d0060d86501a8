//! The head of each emitter file shows Rust that the file writes: it stands
//! in the stub of an interface in `heads`, with some settings.
//!
//! Documentation, comments, `#[allow(..)]`, white space and commas before a
//! closing bracket are left out on both sides; `..` in a head stands for
//! anything.

use std::fs;
use std::path::{Path, PathBuf};

use idol::server::ServerStyle;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

/// Files that write no Rust of their own, or a text that is committed.
const WITHOUT: [&str; 17] = [
    "client.rs",
    "coder.rs",
    "copied.rs",
    "counting.rs",
    "deeper.rs",
    "dialect.rs",
    "docs.rs",
    "empty.rs",
    "forms.rs",
    "imports.rs",
    "names.rs",
    "nested.rs",
    "server.rs",
    "shared.rs",
    "side.rs",
    "size.rs",
    "writer.rs",
];

#[test]
fn the_heads_of_the_emitter_show_what_it_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    collect(&root.join("src/emit"), "rs", &mut sources);
    let stubs = stubs(&root.join("tests/generator/heads"));
    let mut wrong = Vec::new();
    for source in sources {
        let text = fs::read_to_string(&source).expect("it can be read");
        let blocks = blocks(&text);
        let file = source.strip_prefix(root).expect("it is inside");
        let is_fake = file.with_extension("").starts_with("src/emit/fake");
        if is_fake && !cfg!(feature = "fakes") {
            continue;
        }
        let name = source.file_name().and_then(|name| name.to_str());
        let without = name.is_some_and(|name| WITHOUT.contains(&name));
        assert_eq!(blocks.is_empty(), without, "{}", file.display());
        for block in blocks {
            if !stubs.iter().any(|stub| shows(&block, stub)) {
                wrong.push(format!("{}:\n{block}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "not generated:\n{}", wrong.join("\n"));
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect(&path, extension, files);
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
}

/// The blocks of code in a file's own documentation.
fn blocks(text: &str) -> Vec<String> {
    let head = text.lines().map_while(|line| line.strip_prefix("//!"));
    let head: Vec<_> = head.collect();
    let parts = head.split(|line| line.trim_start().starts_with("```"));
    parts
        .skip(1)
        .step_by(2)
        .map(|block| block.join("\n"))
        .collect()
}

/// Every stub of every interface in a folder, without what heads leave out.
fn stubs(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    collect(folder, "idol", &mut files);
    let mut stubs = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("it can be read");
        let interface: Interface = text.parse().expect("it is legal");
        for counted in [false, true] {
            let counters = CounterSettings::default()
                .with_client_counters(counted)
                .with_server_counters(counted);
            let generator = Generator::new()
                .with_counters(counters)
                .with_task_slots(true);
            let mut text = Vec::new();
            generator
                .generate_client_stub(&interface, &mut text)
                .expect("a client can be generated");
            stubs.push(text);
            #[cfg(feature = "fakes")]
            {
                let mut text = Vec::new();
                generator
                    .generate_fake(&interface, &mut text)
                    .expect("stand-ins can be generated");
                stubs.push(text);
            }
            for style in [ServerStyle::InOrder, ServerStyle::Pipelined] {
                let mut text = Vec::new();
                generator
                    .generate_server_support(&interface, style, &mut text)
                    .expect("a server can be generated");
                stubs.push(text);
            }
        }
    }
    let text = |stub| String::from_utf8(stub).expect("it is text");
    stubs.into_iter().map(|stub| normal(&text(stub))).collect()
}

/// What stands in a head for anything.
const LEFT_OUT: char = '…';

/// Whether the parts of a block that it does not leave out stand in a stub,
/// one after the other.
fn shows(block: &str, stub: &str) -> bool {
    let block = normal(&marked(block));
    let mut rest = stub;
    for part in block.split(LEFT_OUT) {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    true
}

/// A block with a mark for each `..` that is no range.
fn marked(block: &str) -> String {
    let mut parts = block.split("..");
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let next = part.chars().next();
        let range = next.is_some_and(|c| c == '_' || c.is_alphanumeric());
        match range {
            true => marked.push_str(".."),
            false => marked.push(LEFT_OUT),
        }
        marked.push_str(part);
    }
    marked
}

/// A text without what does not matter.
fn normal(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines() {
        let line = line.trim();
        if !line.starts_with("//") {
            code.extend(line.split_whitespace());
        }
    }
    while let Some(start) = code.find("#[allow(") {
        let end = code[start..].find(")]").expect("it is closed");
        code.replace_range(start..start + end + 2, "");
    }
    for bracket in [')', ']', '}', '>'] {
        code = code.replace(&format!(",{bracket}"), &bracket.to_string());
    }
    code
}
