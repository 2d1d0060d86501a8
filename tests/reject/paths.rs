//! The paths that a build script names: what leads out of `OUT_DIR` or would
//! be more than a line to cargo is refused, and nothing is written anywhere;
//! and stubs that are written by many at the same time are whole.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs, thread};

use idol::server::ServerStyle;
use trials::{Failed, Trial};

use super::build::{Build, BuildResult, KETTLE, text};
use super::compare;

/// The paths that the script `paths` uses.
const SOURCE: &str = "IDOL_REJECT_SOURCE";
const STUB: &str = "IDOL_REJECT_STUB";

/// The expected text of a warning, which is no failure of a build.
pub(crate) const WARNING: &str = "W0270_nobody_may_call";

/// The build script of this name, if it is one of these.
pub(crate) fn script(name: &str) -> Option<fn() -> BuildResult> {
    Some(match name {
        "paths" => {
            || idol::client::build_client_stub(&env::var(SOURCE)?, &stub_name())
        }
        "crowd" => crowd,
        "nobody" => || {
            let callers = [("boil".to_owned(), vec![])].into();
            idol::server::build_restricted_server_support(
                "kettle.idol",
                "stub.rs",
                ServerStyle::InOrder,
                &callers,
            )
        },
        _ => return None,
    })
}

/// A NUL cannot stand in the environment.
fn stub_name() -> String {
    env::var(STUB).expect("it is set").replace("<NUL>", "\0")
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("reject::a_stub_outside_out_dir_is_refused", outside),
        Trial::test("reject::a_stub_may_be_in_a_folder_of_out_dir", inside),
        Trial::test(
            "reject::a_stub_replaces_a_link_and_does_not_follow_it",
            links,
        ),
        Trial::test(
            "reject::a_source_that_cargo_cannot_be_told_of_is_refused",
            sources,
        ),
        Trial::test("reject::a_stub_written_by_many_at_once_is_whole", whole),
        Trial::test("reject::a_list_of_no_callers_is_worth_a_warning", nobody),
    ]
}

/// Everything below a folder, with the texts of files, sorted.
fn everything(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(everything(&path));
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        found.push((path, text));
    }
    found.sort();
    found
}

/// A build in `OUT_DIR` = `out`, beside which are a folder and links to it.
fn surroundings(name: &str) -> Build {
    let build = Build::new(name);
    for folder in ["beside", "out/deep", "out/taken"] {
        fs::create_dir(build.folder.join(folder)).expect("a folder");
    }
    #[cfg(unix)]
    for (to, link) in [
        ("../beside", "out/leak"),
        ("../..", "out/deep/leak"),
        ("deep", "out/alias"),
    ] {
        std::os::unix::fs::symlink(to, build.folder.join(link))
            .expect("a link");
    }
    build
}

fn run(build: &Build, source: &str, stub: &str) -> std::process::Output {
    build.run_with("paths", &[(SOURCE, source), (STUB, stub)])
}

fn outside() -> Result<(), Failed> {
    let build = surroundings("outside");
    let absolute = build.folder.join("beside/stub.rs");
    let before = everything(&build.folder);
    let mut names = vec![
        "",
        ".",
        "..",
        "/",
        "../stub.rs",
        "../out/stub.rs",
        "deep/../stub.rs",
        "deep/../../beside/stub.rs",
        "deep/..",
        "stub.rs/",
        "stub\n.rs",
        "stub.rs\r",
        "stub<NUL>.rs",
        absolute.to_str().expect("a path that is text"),
        // Not outside, but no file: told by the attempt to write.
        "taken",
        "nowhere/stub.rs",
        "kettle/../stub.rs",
    ];
    if cfg!(unix) {
        names.extend(["leak/stub.rs", "deep/leak/stub.rs", "alias/leak/x.rs"]);
    }
    for name in names {
        let output = run(&build, "kettle.idol", name);
        let told = text(&output.stderr);
        assert!(!output.status.success(), "`{name}` is accepted");
        assert!(told.contains("error[E0180]: "), "{name}: {told}");
        assert!(told.contains("help: "), "{name}: {told}");
        assert_eq!(everything(&build.folder), before, "{name}");
        assert_eq!(
            text(&output.stdout),
            "cargo:rerun-if-changed=kettle.idol\n"
        );
    }
    Ok(())
}

fn inside() -> Result<(), Failed> {
    let build = surroundings("inside");
    let mut names = vec![
        "stub.rs",
        "./dotted.rs",
        "deep/stub.rs",
        "...",
        "..rs",
        "with space.rs",
        "größe.rs",
    ];
    if cfg!(unix) {
        names.push("alias/aliased.rs");
    }
    // As long as a name may be: what is beside it for a while has another.
    let long = format!("{}.rs", "x".repeat(252));
    names.push(&long);
    for name in names {
        let output = run(&build, "kettle.idol", name);
        assert!(output.status.success(), "{name}: {output:?}");
        let stub = build.read(&format!("out/{name}"));
        assert!(stub.contains("KettleOperation"), "{name}");
    }
    let left = everything(&build.folder);
    assert!(!left.iter().any(|(path, _)| path.ends_with(".tmp")));
    // `OUT_DIR` itself may be reached by a link.
    #[cfg(unix)]
    {
        let mut build = surroundings("inside_a_link");
        std::os::unix::fs::symlink("out", build.folder.join("to_out"))?;
        build.out_dir = Some("to_out");
        let output = run(&build, "kettle.idol", "deep/stub.rs");
        assert!(output.status.success(), "{output:?}");
        assert!(build.read("out/deep/stub.rs").contains("KettleOperation"));
    }
    Ok(())
}

fn links() -> Result<(), Failed> {
    let build = surroundings("links");
    build.write("beside/stub.rs", "Somebody else's.");
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        "../beside/stub.rs",
        build.folder.join("out/stub.rs"),
    )?;
    let output = run(&build, "kettle.idol", "stub.rs");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(build.read("beside/stub.rs"), "Somebody else's.");
    assert!(build.read("out/stub.rs").contains("KettleOperation"));
    Ok(())
}

fn sources() -> Result<(), Failed> {
    let build = Build::new("sources");
    for name in [
        "kettle.idol\ncargo::rustc-env=FORGED=1",
        "\nkettle.idol",
        "kettle.idol\r",
        "ket\rtle.idol",
        "ket\ttle.idol",
        "ket\u{85}tle.idol",
        "ket\u{1b}[31mtle.idol",
        "kettle.idol ",
        "kettle.idol\u{2028}",
    ] {
        // It is there, as far as the file system takes such names.
        let _ = fs::write(build.folder.join(name), KETTLE);
        let output = run(&build, name, "stub.rs");
        let told = text(&output.stderr);
        assert!(!output.status.success(), "{name:?} is accepted");
        assert!(told.contains("error[E0101]: "), "{name:?}: {told}");
        assert_eq!(text(&output.stdout), "", "{name:?}");
        assert_eq!(build.written(), Vec::<String>::new());
    }
    // A link to a folder whose levels cargo cannot be told of.
    #[cfg(unix)]
    {
        let real = build.folder.join("odd\nfolder");
        fs::create_dir(&real)?;
        fs::write(real.join("kettle.idol"), KETTLE)?;
        fs::write(real.join("idol.toml"), "[levels]\n")?;
        std::os::unix::fs::symlink(real, build.folder.join("link"))?;
        let output = run(&build, "link/kettle.idol", "stub.rs");
        let told = text(&output.stderr);
        assert!(told.contains("error[E0101]: "), "{told}");
        let line = "cargo:rerun-if-changed=link/kettle.idol\n";
        assert_eq!(text(&output.stdout), line);
    }
    // What is odd, but one line.
    for name in ["kettle of tea.idol", " kettle.idol", "größe.idol", "=.idol"]
    {
        build.write(name, KETTLE);
        let output = run(&build, name, "stub.rs");
        assert!(output.status.success(), "{name:?}: {output:?}");
        let line = format!("cargo:rerun-if-changed={name}\n");
        assert_eq!(text(&output.stdout), line);
    }
    Ok(())
}

/// Writes one stub from many threads, now with one text, now with another.
fn crowd() -> BuildResult {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..12 {
                        client()?;
                        server()?;
                    }
                    Ok(())
                })
            })
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().expect("it does not panic"))
    })
}

fn client() -> BuildResult {
    idol::client::build_client_stub("kettle.idol", "stub.rs")
}

fn server() -> BuildResult {
    idol::server::build_server_support(
        "kettle.idol",
        "stub.rs",
        ServerStyle::InOrder,
    )
}

fn whole() -> Result<(), Failed> {
    let build = Build::new("crowd");
    let texts = ["client", "server"].map(|script| {
        assert!(build.run(script).status.success());
        build.read("out/stub.rs")
    });
    let written = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !written.load(Ordering::Relaxed) {
                let text = build.read("out/stub.rs");
                assert!(texts.contains(&text), "half a stub:\n{text}");
            }
        });
        let writers = [(); 3].map(|()| scope.spawn(|| build.run("crowd")));
        let outputs = writers.map(|writer| writer.join().expect("it ends"));
        written.store(true, Ordering::Relaxed);
        reader.join().expect("every stub was whole");
        for output in outputs {
            assert!(output.status.success(), "{output:?}");
        }
    });
    assert_eq!(build.written(), ["stub.rs"]);
    Ok(())
}

fn nobody() -> Result<(), Failed> {
    let build = Build::new("nobody");
    let output = build.run("nobody");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stderr), "");
    assert!(build.read("out/stub.rs").contains("KettleOperation"));
    compare(WARNING, &text(&output.stdout))
}
