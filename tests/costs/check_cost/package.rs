//! The package whose crates are counted, each an example of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use idol::Generator;
use idol::server::ServerStyle;
use trials::{Failed, corpus};

use super::rows::{Row, Stub};
use crate::costs::rustc;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// What cargo starts in the place of the compiler. It asks the compiler about
/// itself as well, which is not counted. Most of the code runs once: what valgrind
/// is told not to do for it is a third of the time.
const COUNTING: &str = r#"previous=
for argument; do
    case "$previous $argument" in
    "--crate-name ___") ;;
    "--crate-name "*)
        exec valgrind --tool=cachegrind --cache-sim=no --branch-sim=no \
            --vex-guest-chase=no --vex-iropt-level=0 --demangle=no \
            --cachegrind-out-file=/dev/null --log-file="counted/$argument" "$@"
        ;;
    esac
    previous=$argument
done
exec "$@"
"#;

/// The instructions of rustc for the crates of these rows, with their stubs and
/// without.
pub(crate) fn counts<'r>(
    rows: impl Iterator<Item = &'r Row>,
    target: &str,
) -> Result<BTreeMap<String, u64>, Failed> {
    let folder = folder();
    let sources = sources(rows, &folder)?;
    write(&folder, &sources)?;
    let counting = folder.join("counting");
    rustc::wrapper(&counting, COUNTING)?;
    // With a target for the host as well: else derives would be compiled anew,
    // and in another way.
    let output = rustc::cargo()
        .args(["check", "--offline", "--quiet", "--examples"])
        .args(["--target", target, "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(&folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC", rustc::program()?)
        .env("RUSTC_WORKSPACE_WRAPPER", &counting)
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "the stubs do not compile, or `cargo fetch` is needed:\n{errors}"
        )
        .into());
    }
    let logs = folder.join("counted");
    let count = |name: &String| -> Result<_, Failed> {
        Ok((name.clone(), rustc::counted(&logs.join(name))?))
    };
    sources.keys().map(count).collect()
}

/// Removes what is compiled.
pub(crate) fn remove() -> Result<(), Failed> {
    match fs::remove_dir_all(folder()) {
        Err(error) if folder().exists() => Err(error.into()),
        _ => Ok(()),
    }
}

/// What the compiler itself runs on.
pub(crate) fn host() -> Result<String, Failed> {
    let output = Command::new(rustc::program()?)
        .args(["--print", "host-tuple"])
        .output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("check_cost")
}

/// The crates by their names.
fn sources<'r>(
    rows: impl Iterator<Item = &'r Row>,
    folder: &Path,
) -> Result<BTreeMap<String, String>, Failed> {
    let stubs = folder.join("stubs");
    fs::create_dir_all(&stubs)?;
    let mut sources = BTreeMap::new();
    for row in rows {
        let types = types(row.interface());
        let stub = stubs.join(format!("{}.rs", row.with_stub()));
        generate(row, fs::File::create(&stub)?)?;
        let with_stub = format!(
            "{types}\nuse stand_in::{}::*;\ninclude!({stub:?});\n",
            row.interface()
        );
        sources.insert(row.with_stub(), with_stub);
        sources.insert(row.without(), types);
    }
    Ok(sources)
}

/// A crate with the types of this interface that firmware is measured with.
fn types(interface: &str) -> String {
    let stand_ins = Path::new(HERE).join("firmware/src/stand_in");
    let module = |name: &str| {
        let file = stand_ins.join(format!("{name}.rs"));
        format!("    #[path = {file:?}]\n    pub mod {name};\n")
    };
    format!(
        "#![no_std]\n#![deny(warnings)]\n\
         // Documentation is asked for where they are at home.\n\
         #![allow(unfulfilled_lint_expectations)]\n\
         pub mod stand_in {{\n{}    use error::error;\n{}}}\n",
        module("error"),
        module(interface)
    )
}

fn generate(row: &Row, file: fs::File) -> Result<(), Failed> {
    let path: PathBuf = corpus::folder()
        .ok_or(corpus::MISSING)?
        .join(format!("{}.idol", row.interface()));
    let generator = Generator::new();
    let written = match row.stub {
        Stub::Client | Stub::ClientAlone => generator
            .with_client_runtime(row.stub == Stub::Client)
            .generate_client_stub_from_file(path, file),
        Stub::Server => generator.generate_server_support_from_file(
            path,
            ServerStyle::InOrder,
            file,
        ),
    };
    written.map_err(|error| error.to_string().into())
}

/// Writes the package with these crates, and no others.
fn write(
    folder: &Path,
    sources: &BTreeMap<String, String>,
) -> Result<(), Failed> {
    let path = |folder: &str| Path::new(HERE).join(folder);
    let mut manifest = format!(
        "[package]\nname = \"checked\"\nedition = \"2024\"\n\
         autoexamples = false\n\
         [workspace]\n\
         [dependencies]\n\
         counters = {{ path = {:?} }}\n\
         hubpack = \"0.1\"\n\
         idol-derive = {{ path = {:?} }}\n\
         num-traits = {{ version = \"0.2\", default-features = false }}\n\
         userlib = {{ path = {:?} }}\n\
         zerocopy = {{ version = \"0.8\", default-features = false }}\n\
         zerocopy-derive = \"0.8\"\n\
         [dependencies.idol-runtime]\n\
         package = \"idol-host-runtime\"\n\
         path = {:?}\n\
         [dependencies.serde]\n\
         version = \"1\"\n\
         default-features = false\n\
         features = [\"derive\"]\n",
        path("host/counters"),
        path("derive"),
        path("host/userlib"),
        path("host/runtime"),
    );
    for part in ["counted", "examples"] {
        let _ = fs::remove_dir_all(folder.join(part));
        fs::create_dir_all(folder.join(part))?;
    }
    for (name, source) in sources {
        manifest += &format!(
            "[[example]]\nname = \"{name}\"\ncrate-type = [\"lib\"]\n"
        );
        fs::write(folder.join(format!("examples/{name}.rs")), source)?;
    }
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The versions that are here already.
    fs::copy(path("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}
