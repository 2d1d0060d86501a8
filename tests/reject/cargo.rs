//! What cargo makes of what a build script says: a package that builds a stub,
//! built by cargo itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trials::{Failed, Trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trials::long(
        "reject::cargo_shows_each_warning_and_the_whole_of_an_error",
        "compiles the generator",
        "idol --test outside reject",
        || {
            let folder = package()?;
            shown(&folder)?;
            rerun(&folder)?;
            runtime(&folder)
        },
    )]
}

const BUILD: &str = r#"
fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("kettle.idol", "stub.rs")
}
"#;

/// A package in a folder of its own.
fn package() -> Result<PathBuf, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reject/cargo");
    let idol = env!("CARGO_MANIFEST_DIR");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(folder.join("build.rs"), BUILD)?;
    depend_on(&folder, "")?;
    // The versions that are here already.
    fs::copy(
        Path::new(idol).join("Cargo.lock"),
        folder.join("Cargo.lock"),
    )?;
    Ok(folder)
}

/// Writes the manifest.
fn depend_on(folder: &Path, dependencies: &str) -> Result<(), Failed> {
    let idol = env!("CARGO_MANIFEST_DIR");
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"kettle\"\nedition = \"2024\"\n\
             [build-dependencies.idol]\npath = {idol:?}\n\
             default-features = false\n[workspace]\n\
             [dependencies]\n{dependencies}"
        ),
    )?;
    Ok(())
}

/// What cargo says about the package with this interface.
fn build(folder: &Path, interface: &str) -> Result<String, Failed> {
    fs::write(folder.join("kettle.idol"), interface)?;
    run(folder)
}

fn run(folder: &Path) -> Result<String, Failed> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--color", "never", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(folder)
        // The folder is inside this repository, with what it configures.
        .env("CARGO_TERM_QUIET", "false")
        .env_remove("CARGO_BUILD_TARGET")
        .output()?;
    Ok(String::from_utf8_lossy(&output.stderr).into_owned())
}

fn shown(folder: &Path) -> Result<(), Failed> {
    let wide = r#"Interface(name: "Kettle", ops: {
        "push": (
            args: { "cups": "u32" }, idempotent: true,
            reply: Result(ok: "()", err: CLike("E")),
        ),
    })"#;
    let said = build(folder, wide)?;
    let warning = "\nwarning: kettle@0.0.0: kettle.idol:3:50: [W0201] \
                   operation `push` is idempotent, but its name says `push`";
    if !said.contains(warning) || !said.contains("Finished") {
        return Err(format!("cargo does not show the warning:\n{said}").into());
    }
    let said = build(
        folder,
        &wide
            .replace("u32", "&u32")
            .replace(" idempotent: true,", ""),
    )?;
    let error = r#"
  Error: 
  error[E0131]: a reference cannot be sent to another task
   --> kettle.idol:3:30
    |
  3 |             args: { "cups": "&u32" },
    |                              ^
    |
    = note: in operation `push`, argument `cups`
    = help: send the value itself, or lend memory with a lease

  1 error in kettle.idol
"#;
    if !said.contains(error) {
        return Err(format!("cargo does not show the error:\n{said}").into());
    }
    Ok(())
}

/// Cargo runs the build script again when the file of levels changes, and does
/// not run it each time where there is none.
fn rerun(folder: &Path) -> Result<(), Failed> {
    let push = r#"Interface(name: "Kettle", ops: {
        "push": (idempotent: true, reply: Simple("()")),
    })"#;
    let toml = folder.join("idol.toml");
    if toml.exists() {
        fs::remove_file(&toml)?;
    }
    let expect = |said: String, compiled, told| -> Result<(), Failed> {
        let has = [said.contains("Compiling kettle"), said.contains("[W0201]")];
        match has == [compiled, told] {
            true => Ok(()),
            false => Err(format!("{compiled} {told}:\n{said}").into()),
        }
    };
    expect(build(folder, push)?, true, true)?;
    expect(run(folder)?, false, true)?;
    // A file that was not there is not watched: cargo would take one that is
    // missing for one that has changed.
    fs::write(&toml, "[build]\nbugs = \"allow\"\n")?;
    expect(run(folder)?, false, true)?;
    expect(build(folder, push)?, true, false)?;
    expect(run(folder)?, false, false)?;
    fs::write(&toml, "[build]\nbugs = \"deny\"\n")?;
    expect(run(folder)?, true, true)?;
    fs::remove_file(&toml)?;
    expect(run(folder)?, true, true)
}

/// A client has the runtime from the build on in which its package has.
fn runtime(folder: &Path) -> Result<(), Failed> {
    let own = folder.join("own/src");
    fs::create_dir_all(&own)?;
    fs::write(own.join("lib.rs"), "")?;
    fs::write(
        folder.join("own/Cargo.toml"),
        "[package]\nname = \"idol-runtime\"\nedition = \"2024\"\n",
    )?;
    let interface = r#"Interface(name: "Kettle", ops: {
        "boil": (reply: Simple("()"), idempotent: true),
    })"#;
    let stub = || -> Result<String, Failed> {
        let out = fs::read_dir(folder.join("target/debug/build"))?;
        let paths = out.map(|it| Ok(it?.path().join("out/stub.rs")));
        let paths = paths.collect::<Result<Vec<_>, Failed>>()?;
        let path = paths.iter().find(|path| path.exists());
        Ok(fs::read_to_string(path.ok_or("there is no stub")?)?)
    };
    let said = build(folder, interface)?;
    for line in ["", "idol-runtime = { path = \"own\" }\n", ""] {
        depend_on(folder, line)?;
        let said = said.clone() + &run(folder)?;
        let has = stub()?.contains("::idol_runtime::");
        if has == line.is_empty() || !said.contains("Finished") {
            return Err(format!("{line:?} {has}:\n{said}").into());
        }
    }
    Ok(())
}
