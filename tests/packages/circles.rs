//! No file imports another that imports it, by whatever way round: whoever
//! reads a package can start at the bottom and never has to read ahead.
//!
//! What counts is what the files say: `use` lines and other paths that begin
//! with `crate::` or `super::`, resolved to the file that they lead to, also
//! where `#[path = ".."]` says that it lies elsewhere. A file that declares a
//! module imports it, and may import what is in it. The way
//! back is a circle: what a module needs of its parent belongs in a file of its
//! own, below both. So a parent of modules is a table of contents, or stands
//! above them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use trials::{Failed, Trial};

/// Packages whose files are parts of one thing, and why that is well.
const ROOMS: &[(&str, &str)] = &[
    ("host/kernel", "one state, each of whose rules is a file"),
    (
        "host/userlib",
        "the front of it is the crate that stubs name",
    ),
];

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("packages::a_circle_is_found_and_named", named),
        Trial::test(
            "packages::a_file_from_elsewhere_is_one_of_the_package",
            elsewhere,
        ),
        Trial::test("packages::the_packages_are_found", packages_are_found),
    ];
    for package in packages() {
        let name = match package.as_str() {
            "" => "src".to_owned(),
            package => format!("{package}/src"),
        };
        let src = root().join(&name);
        let room = ROOMS.iter().find(|(room, _)| *room == package);
        trials.push(match room {
            None => Trial::test(
                format!("packages::{name}_has_no_circle"),
                move || has_no_circle(&src),
            ),
            Some(_) => Trial::test(
                format!("packages::{name}_is_one_room"),
                move || match has_no_circle(&src) {
                    Ok(()) => {
                        Err("no circle any more: not one of ROOMS".into())
                    }
                    Err(_) => Ok(()),
                },
            ),
        });
    }
    trials
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of all packages that are no tests, examples or figures.
fn packages() -> BTreeSet<String> {
    let mut found = BTreeSet::from([String::new()]);
    let left_out = ["target", "tests", "examples", "benches", "fuzz", "docs"];
    let mut open = vec![root()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_left_out =
                left_out.contains(&&*name) || name.starts_with('.');
            if !path.is_dir() || is_left_out || name == "src" {
                continue;
            }
            if path.join("Cargo.toml").exists() && path.join("src").is_dir() {
                let below = path.strip_prefix(root()).expect("it is below");
                found.insert(below.to_string_lossy().into_owned());
            }
            open.push(path);
        }
    }
    found
}

fn packages_are_found() -> Result<(), Failed> {
    let found = packages();
    for package in ["", "cli", "firmware/measure", "host/kernel", "runtime"] {
        if !found.contains(package) {
            return Err(format!("not found: `{package}`").into());
        }
    }
    Ok(())
}

fn has_no_circle(src: &Path) -> Result<(), Failed> {
    let mut files = BTreeMap::new();
    let mut open = vec![src.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(src)?.to_string_lossy();
                let text = fs::read_to_string(&path)?;
                let tokens: TokenStream =
                    text.parse().map_err(|e| format!("{name}: {e}"))?;
                files.insert(name.into_owned(), tokens);
            }
        }
    }
    for (file, tokens) in files.clone() {
        for (name, path) in placed(tokens) {
            let folder = src.join(&file);
            let folder = folder.parent().unwrap_or(src);
            let text = fs::read_to_string(folder.join(path))?;
            let module = [module_of(&file), vec![name]].concat();
            files.insert(format!("{}.rs", module.join("/")), text.parse()?);
        }
    }
    match circles(&files).as_slice() {
        [] => Ok(()),
        circles => Err(circles.join("\n").into()),
    }
}

/// The modules that a file declares and that lie elsewhere, with where.
fn placed(tokens: TokenStream) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut place = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (token, tokens.peek()) {
            (TokenTree::Group(attribute), _)
                if attribute.delimiter() == Delimiter::Bracket =>
            {
                let text = attribute.stream().to_string();
                let path = text.strip_prefix("path =");
                let path = path.map(|path| path.trim().trim_matches('"'));
                place = path.map(str::to_owned).or(place);
            }
            (TokenTree::Ident(word), Some(TokenTree::Ident(name)))
                if word == "mod" =>
            {
                let name = name.to_string();
                found.extend(place.take().map(|path| (name, path)));
            }
            (TokenTree::Punct(end), _) if end.as_char() == ';' => place = None,
            _ => {}
        }
    }
    found
}

/// A module: the names of those around it and its own.
type Module = Vec<String>;

/// The circles among files, by their paths below `src`: for each file the
/// shortest that it is on, with what each file imports of the next.
fn circles(files: &BTreeMap<String, TokenStream>) -> Vec<String> {
    let modules: BTreeMap<Module, &str> = files
        .keys()
        .filter(|file| *file != "main.rs" || !files.contains_key("lib.rs"))
        .map(|file| (module_of(file), file.as_str()))
        .collect();
    let mut arrows = Arrows::new();
    for (file, tokens) in files {
        let module = module_of(file);
        let mut paths = Vec::new();
        collect(tokens.clone(), &module, &mut paths);
        for path in paths {
            // The longest beginning that is a file.
            let to = (0..=path.len())
                .rev()
                .find_map(|end| modules.get(path.get(..end)?));
            if let Some(to) = to.filter(|to| **to != file) {
                let imports = arrows.entry(file).or_default();
                imports.entry(to).or_insert_with(|| path.join("::"));
            }
        }
    }
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for file in files.keys() {
        let Some(circle) = shortest_circle(&arrows, file) else {
            continue;
        };
        if !known.insert(circle.iter().copied().collect::<BTreeSet<_>>()) {
            continue;
        }
        let mut text = String::new();
        for (from, to) in circle.iter().zip(circle.iter().cycle().skip(1)) {
            let path = &arrows[from][to];
            text += &format!("{from} -> {to} (`{path}`), ");
        }
        found.push(text.trim_end_matches(", ").to_owned());
    }
    found
}

/// Which file imports which, and an example of what it imports.
type Arrows<'f> = BTreeMap<&'f str, BTreeMap<&'f str, String>>;

/// The shortest way from a file to itself: the files on it, that one first.
fn shortest_circle<'f>(
    arrows: &Arrows<'f>,
    start: &'f str,
) -> Option<Vec<&'f str>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let next = way.last().and_then(|file| arrows.get(file));
            for &file in next.into_iter().flat_map(BTreeMap::keys) {
                if file == start {
                    return Some(way);
                }
                if seen.insert(file) {
                    longer.push([&*way, &[file]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

/// The module that a file is.
fn module_of(file: &str) -> Module {
    let file = file.strip_suffix(".rs").unwrap_or(file);
    let mut module: Module = file.split('/').map(str::to_owned).collect();
    let last = module.last().map(String::as_str);
    let is_root = module.len() == 1 && matches!(last, Some("lib" | "main"));
    if is_root || last == Some("mod") {
        module.pop();
    }
    module
}

/// The absolute paths that tokens of a module name: those that begin with
/// `crate` or `super`, and the modules that it declares.
fn collect(tokens: TokenStream, module: &Module, paths: &mut Vec<Module>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        at += 1;
        match token {
            TokenTree::Group(group) => collect(group.stream(), module, paths),
            TokenTree::Ident(word) if word == "mod" => {
                // The name that a macro is given is a name, too.
                at += usize::from(tokens.get(at).is_some_and(|t| is(t, '$')));
                let Some(TokenTree::Ident(name)) = tokens.get(at) else {
                    continue;
                };
                let inner = [&**module, &[name.to_string()]].concat();
                // A module in braces is a part of this file.
                match tokens.get(at + 1) {
                    Some(TokenTree::Group(body)) => {
                        collect(body.stream(), &inner, paths);
                        at += 2;
                    }
                    _ => paths.push(inner),
                }
            }
            // `$crate` is for those who use a macro.
            TokenTree::Ident(word)
                if (word == "crate" || word == "super")
                    && !before.is_some_and(|b| is(b, '$')) =>
            {
                let start = match word == "crate" {
                    true => Vec::new(),
                    false => outer(module),
                };
                at = path(&tokens, at, &start, paths);
            }
            _ => {}
        }
    }
}

/// The paths that go on from `start` at the token `at`, if there is `::`; the
/// token after them.
fn path(
    tokens: &[TokenTree],
    mut at: usize,
    start: &Module,
    paths: &mut Vec<Module>,
) -> usize {
    let mut path = start.clone();
    let mut goes_on = false;
    while let [colon, second, next, ..] = tokens.get(at..).unwrap_or_default()
        && is(colon, ':')
        && is(second, ':')
    {
        goes_on = true;
        match next {
            TokenTree::Ident(word) if word == "super" => path = outer(&path),
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace =>
            {
                branches(group.stream(), &path, paths);
                return at + 3;
            }
            // `*`, or the arguments of a generic.
            _ => break,
        }
        at += 3;
    }
    if goes_on {
        paths.push(path);
    }
    at
}

/// The paths of `{a, b::c, d::{e, f}}` behind a path.
fn branches(tokens: TokenStream, start: &Module, paths: &mut Vec<Module>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for branch in tokens.split(|token| is(token, ',')) {
        match branch {
            [TokenTree::Ident(word), ..] if word == "self" => {
                paths.push(start.clone());
            }
            [TokenTree::Ident(word), rest @ ..] => {
                let path_so_far = match word == "super" {
                    true => outer(start),
                    false => [&**start, &[word.to_string()]].concat(),
                };
                if path(rest, 0, &path_so_far, paths) == 0 {
                    paths.push(path_so_far);
                }
            }
            // `*`
            [_, ..] => paths.push(start.clone()),
            [] => {}
        }
    }
}

fn outer(module: &Module) -> Module {
    let mut outer = module.clone();
    outer.pop();
    outer
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == character)
}

/// What the circles of some files are said to be.
fn told(files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), text.parse().expect("tokens")))
        .collect();
    circles(&files).join("\n")
}

fn elsewhere() -> Result<(), Failed> {
    let text = "#[path = \"x.rs\"] use a; mod b;\n\
                #[doc = \"path = c\"]\n// Why.\n#[path = \"../../d/mod.rs\"]\n\
                #[cfg(test)] pub(crate) mod d;\nmod e { struct E; }";
    let found = placed(text.parse()?);
    assert_eq!(found, [("d".to_owned(), "../../d/mod.rs".to_owned())]);
    let lib = fs::read_to_string(root().join("runtime/src/lib.rs"))?;
    let found = placed(lib.parse()?);
    assert_eq!(found, [("wire".to_owned(), "../../wire/mod.rs".to_owned())]);
    Ok(())
}

fn named() -> Result<(), Failed> {
    // Straight down, in every way of saying it, and what is no import.
    let straight = told(&[
        ("lib.rs", "pub mod a; mod b; mod c; pub use a::A;"),
        ("a.rs", "use crate::{b::{self, B}, c::*}; mod x; use x::X;"),
        ("a/x.rs", "use super::super::b::B; pub(crate) fn x() {}"),
        ("b.rs", "fn b() -> crate::c::C { super::c::new::<u8>() }"),
        (
            "c.rs",
            "// crate::a\n/// [`crate::a`]\nmacro_rules! m { () => \
             { $crate::a::A } { $n:ident } => { mod $n { use super::C; } } \
             }\nconst C: &str = \"crate::a\";\n\
             mod tests { use super::*; use super::super::c::C; }",
        ),
    ]);
    assert_eq!(straight, "");
    // Two, by a path in a function and a group in a group.
    let two = told(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "fn a() { let _ = crate::b::B; }"),
        ("b.rs", "use {crate::{a::{A, X}}, std::fmt};"),
    ]);
    assert_eq!(two, "a.rs -> b.rs (`b::B`), b.rs -> a.rs (`a::A`)");
    // Three, one of them a folder, one by a test.
    let three = told(&[
        ("main.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use super::b::B;"),
        ("b/mod.rs", "use crate::c::C;"),
        (
            "c.rs",
            "mod tests { mod deep { use super::super::super::a::A; } }",
        ),
    ]);
    assert_eq!(
        three,
        "a.rs -> b/mod.rs (`b::B`), b/mod.rs -> c.rs (`c::C`), \
         c.rs -> a.rs (`a::A`)"
    );
    // A module that imports of its parent, and one of the package's front.
    let parent = told(&[
        ("lib.rs", "mod a; pub use a::A;"),
        ("a.rs", "mod x; struct A;"),
        ("a/x.rs", "use super::A;"),
    ]);
    assert_eq!(parent, "a.rs -> a/x.rs (`a::x`), a/x.rs -> a.rs (`a::A`)");
    let front = told(&[("lib.rs", "mod a;"), ("a.rs", "use crate::A;")]);
    assert_eq!(front, "a.rs -> lib.rs (`A`), lib.rs -> a.rs (`a`)");
    Ok(())
}
