//! Packages that can be published can be: they hold all files that their
//! sources name, and build from nothing else. Those that cannot say why in a
//! line of their manifest.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::{env, fs};

use trials::{Failed, Trial};

/// Packages that are published.
const PUBLISHED: [&str; 4] = ["idol", "idol-cli", "idol-debug", "idol-derive"];

/// Packages for users that are not, and what their manifests say of it.
const NOT_PUBLISHED: [(&str, &str); 2] = [
    (
        "runtime",
        "# Cargo publishes no package that depends on another by git alone.\n\
         publish = false\n",
    ),
    (
        "host/runtime",
        "# By path or by git: its source is the other package's.\n\
         publish = false\n",
    ),
];

/// Packages that a project in another folder names by path.
const FOR_PROJECTS: [&str; 8] = [
    "derive",
    "host/board",
    "host/bridge",
    "host/counters",
    "host/kernel",
    "host/kit",
    "host/runtime",
    "host/userlib",
];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "packages::all_others_say_that_they_are_not_published",
            others,
        ),
        Trial::test(
            "packages::projects_elsewhere_ask_nobody_for_what_is_here",
            here,
        ),
        Trial::test(
            "packages::a_package_has_all_files_that_its_sources_name",
            named,
        ),
        Trial::test(
            "packages::tests_beside_the_code_run_where_it_is_compiled_once",
            own_tests,
        ),
        trials::long(
            "packages::packages_build_from_what_they_hold",
            "compiles packages",
            "idol --test outside packages",
            build,
        ),
    ]
}

fn cargo(arguments: &[&str]) -> Output {
    let cargo = env::var_os("CARGO").expect("cargo runs this test");
    let mut cargo = Command::new(cargo);
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .args(["--offline", "--locked"])
        .env("CARGO_TERM_QUIET", "false");
    let output = cargo.output().expect("cargo can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    output
}

/// What cargo says of the packages of the workspace, once.
fn metadata() -> &'static [serde_json::Value] {
    static PACKAGES: LazyLock<serde_json::Value> = LazyLock::new(|| {
        let output = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
        serde_json::from_slice(&output.stdout).expect("it is JSON")
    });
    PACKAGES["packages"].as_array().expect("a list")
}

/// The packages of the workspace: name, manifest, and whether it is published.
fn packages() -> Vec<(String, PathBuf, bool)> {
    let text =
        |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    metadata()
        .iter()
        .map(|package| {
            let manifest = text(&package["manifest_path"]).into();
            let name = text(&package["name"]);
            (name, manifest, package["publish"].is_null())
        })
        .collect()
}

fn others() -> Result<(), Failed> {
    let mut published: Vec<_> = packages()
        .into_iter()
        .filter(|(_, _, is_published)| *is_published)
        .map(|(name, _, _)| name)
        .collect();
    published.sort();
    assert_eq!(published, PUBLISHED);
    for (folder, why) in NOT_PUBLISHED {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let manifest = fs::read_to_string(path.join("Cargo.toml"))?;
        assert!(manifest.contains(why), "{folder} does not say why");
    }
    Ok(())
}

/// A library with `test = false` is compiled once, and its files' own tests run
/// in a program of `tests` that has these files as modules, by a path: no such
/// test is in a file that none has.
fn own_tests() -> Result<(), Failed> {
    let mut found = 0;
    let mut forgotten = Vec::new();
    for (name, manifest, _) in packages() {
        let text = fs::read_to_string(&manifest)?.replace("\r\n", "\n");
        let library = text.split("\n[lib]\n").nth(1).unwrap_or_default();
        let library = library.split("\n[").next().unwrap_or_default();
        if !library.lines().any(|line| line == "test = false") {
            continue;
        }
        let folder = manifest.parent().ok_or("a manifest is in a folder")?;
        let mut programs = Vec::new();
        for file in rust_files(&folder.join("tests"))? {
            let text = fs::read_to_string(file)?;
            if text.contains("#[path = \"../") {
                programs.push(text);
            }
        }
        let has = |module: &str| {
            let declared = format!("mod {module};");
            let mut lines = programs.iter().flat_map(|it| it.lines());
            lines.any(|line| line.trim().ends_with(&declared))
        };
        let src = folder.join("src");
        for file in rust_files(&src)? {
            let text = fs::read_to_string(&file)?;
            if !text.lines().any(|line| line.trim() == "#[test]") {
                continue;
            }
            found += 1;
            let below = file.strip_prefix(&src)?.with_extension("");
            let mut modules = below.iter().filter_map(|it| it.to_str());
            if !modules.any(has) {
                forgotten.push(format!("{name}: {}", below.display()));
            }
        }
    }
    assert_ne!(found, 0, "no file has tests of its own");
    assert!(
        forgotten.is_empty(),
        "no program has the tests of {forgotten:?}"
    );
    Ok(())
}

/// The files with Rust in a folder and all below.
fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Whatever such a project names, and what that depends on in turn, comes from
/// a registry or from a folder here. Cargo asks the addresses of all others,
/// whatever is patched.
fn here() -> Result<(), Failed> {
    let packages = metadata();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<_> =
        FOR_PROJECTS.iter().map(|it| root.join(it)).collect();
    let mut seen = Vec::new();
    while let Some(folder) = open.pop() {
        if seen.contains(&folder) {
            continue;
        }
        let manifest = folder.join("Cargo.toml");
        let package = packages
            .iter()
            .find(|it| it["manifest_path"].as_str() == manifest.to_str())
            .ok_or_else(|| format!("{} is no member", folder.display()))?;
        for it in package["dependencies"].as_array().ok_or("a list")? {
            let source = it["source"].as_str().unwrap_or_default();
            // Those of tests are not asked for.
            if it["kind"] == "dev" {
                continue;
            }
            if source.starts_with("git+") {
                let folder = folder.display();
                return Err(format!("{folder} asks for {source}").into());
            }
            open.extend(it["path"].as_str().map(PathBuf::from));
        }
        seen.push(folder);
    }
    Ok(())
}

fn named() -> Result<(), Failed> {
    for (name, manifest, is_published) in packages() {
        if !is_published {
            continue;
        }
        let folder = manifest.parent().expect("it is in a folder");
        let list = ["package", "--list", "--allow-dirty", "-p", &name];
        let output = cargo(&list);
        let listed = String::from_utf8(output.stdout)?;
        let listed: Vec<_> = listed.lines().collect();
        let sources: Vec<_> =
            listed.iter().filter(|path| path.ends_with(".rs")).collect();
        assert!(!sources.is_empty(), "{name} has no source");
        for source in sources {
            let text = fs::read_to_string(folder.join(source))?;
            for file in included(&text) {
                let from = Path::new(source).parent().expect("a folder");
                let path = plain(&from.join(&file));
                assert!(
                    listed.contains(&path.as_str()),
                    "{name}: {source} includes {path}, which is not packaged"
                );
            }
        }
        let readme = Path::new("README.md");
        let has_readme = folder.join(readme).exists();
        assert_eq!(has_readme, listed.contains(&"README.md"), "{name}");
    }
    Ok(())
}

/// The files that a source includes by their names, but for what only its
/// tests see.
fn included(source: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut before = "";
    for line in source.lines() {
        for call in ["include_str!(\"", "include_bytes!(\"", "include!(\""] {
            if let Some((start, rest)) = line.split_once(call)
                && !start.trim_start().starts_with("//")
                && !before.contains("#[cfg(doctest)]")
                && let Some((file, _)) = rest.split_once('"')
            {
                files.push(file.to_owned());
            }
        }
        before = line;
    }
    files
}

/// A path without `..`, with `/`.
fn plain(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path {
        match part.to_str().expect("UTF-8") {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

fn build() -> Result<(), Failed> {
    let mut arguments = vec!["package", "--allow-dirty"];
    for name in PUBLISHED {
        arguments.extend(["-p", name]);
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let target = target.to_str().expect("UTF-8");
    arguments.extend(["--target-dir", target]);
    cargo(&arguments);
    Ok(())
}
