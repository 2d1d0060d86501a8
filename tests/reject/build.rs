//! What a build script sees: the functions `build_*` in a process of their
//! own, as cargo would run it, in a folder of its own.

use std::error::Error;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;
use libtest_mimic::{Failed, Trial};

use crate::{compare, paths};

pub(crate) type BuildResult = Result<(), Box<dyn Error + Send + Sync>>;

/// Says to a process that it is a build script, and which.
const SCRIPT: &str = "IDOL_REJECT_SCRIPT";

/// The build script that this process is, if it is one.
pub(crate) fn script() -> Option<fn() -> BuildResult> {
    let script = env::var(SCRIPT).ok()?;
    Some(match script.as_str() {
        "client" => {
            || idol::client::build_client_stub("kettle.idol", "stub.rs")
        }
        "server" => || {
            idol::server::build_server_support(
                "kettle.idol",
                "stub.rs",
                ServerStyle::InOrder,
            )
        },
        "documented" => || {
            Generator::new()
                .with_missing_doc_warnings(true)
                .build_client_stub("kettle.idol", "stub.rs")
        },
        other => match paths::script(other) {
            Some(script) => script,
            None => panic!("no build script is called {other}"),
        },
    })
}

/// A build that fails because of what is around it.
pub(crate) struct Failure {
    pub(crate) name: &'static str,
    /// Changes the surroundings of a build that would go well.
    spoil: fn(&mut Build),
}

pub(crate) static FAILURES: &[Failure] = &[
    Failure {
        name: "E0101_missing_file",
        spoil: |build| build.remove("kettle.idol"),
    },
    Failure {
        name: "E0111_as_cargo_prints_it",
        spoil: |build| {
            build.write("kettle.idol", &KETTLE.replace("ok", "okay"))
        },
    },
    Failure {
        name: "E0180_no_out_dir",
        spoil: |build| build.out_dir = None,
    },
    Failure {
        name: "E0180_out_dir_is_missing",
        spoil: |build| build.out_dir = Some("nowhere"),
    },
    Failure {
        name: "E0180_out_dir_is_a_file",
        spoil: |build| build.out_dir = Some("kettle.idol"),
    },
    Failure {
        name: "E0180_stub_is_a_folder",
        spoil: |build| {
            fs::create_dir(build.folder.join("out/stub.rs")).expect("a folder");
        },
    },
];

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("a_build_writes_a_stub_and_says_when_to_run_again", || {
            writes()
        }),
        Trial::test("a_stub_that_stays_the_same_is_not_touched", untouched),
        Trial::test("a_build_that_fails_leaves_the_old_stub", old_stub_stays),
        Trial::test("warnings_go_to_cargo_one_on_each_line", warnings),
        Trial::test("a_build_can_ask_for_documentation", documentation),
    ];
    trials.extend(FAILURES.iter().map(|failure| {
        let name = crate::identifier(failure.name);
        Trial::test(format!("{name}_is_refused_as_committed"), || {
            fails(failure)
        })
    }));
    trials
}

pub(crate) const KETTLE: &str = r#"Interface(
    name: "Kettle",
    ops: {
        "boil": (reply: Result(ok: "()", err: ServerDeath)),
    },
)
"#;

/// A build script's surroundings.
pub(crate) struct Build {
    pub(crate) folder: PathBuf,
    pub(crate) out_dir: Option<&'static str>,
}

impl Build {
    /// A folder with an interface and an empty `out`.
    pub(crate) fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("reject")
            .join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("it can be removed");
        }
        fs::create_dir_all(folder.join("out")).expect("it can be made");
        let build = Self {
            folder,
            out_dir: Some("out"),
        };
        build.write("kettle.idol", KETTLE);
        build
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("it can be written");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    fn remove(&self, file: &str) {
        fs::remove_file(self.folder.join(file)).expect("it can be removed");
    }

    /// Runs a build script here.
    pub(crate) fn run(&self, script: &str) -> Output {
        self.run_with(script, &[])
    }

    /// Runs one that takes more from the environment.
    pub(crate) fn run_with(
        &self,
        script: &str,
        more: &[(&str, &str)],
    ) -> Output {
        let program = env::current_exe().expect("this program has a path");
        let mut command = Command::new(program);
        command.env(SCRIPT, script).current_dir(&self.folder);
        command.envs(more.iter().copied());
        command.env_remove("OUT_DIR").env_remove("RUST_BACKTRACE");
        if let Some(out_dir) = self.out_dir {
            command.env("OUT_DIR", out_dir);
        }
        command.output().expect("this program can be run")
    }

    /// The names of what is in `out`.
    pub(crate) fn written(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join("out")).expect("a folder");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("readable").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn fails(failure: &Failure) -> Result<(), Failed> {
    let mut build = Build::new(failure.name);
    (failure.spoil)(&mut build);
    let before = build.written();
    let output = build.run("client");
    assert!(!output.status.success(), "{output:?}");
    assert_eq!(build.written(), before, "something half done is left");
    // Cargo is told to run it again once the file has changed.
    assert_eq!(text(&output.stdout), "cargo:rerun-if-changed=kettle.idol\n");
    compare(failure.name, &text(&output.stderr))
}

fn writes() -> Result<(), Failed> {
    for script in ["client", "server"] {
        let build = Build::new(&format!("writes_{script}"));
        let output = build.run(script);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(
            text(&output.stdout),
            "cargo:rerun-if-changed=kettle.idol\n"
        );
        assert_eq!(text(&output.stderr), "");
        assert_eq!(build.written(), ["stub.rs"]);
        assert!(build.read("out/stub.rs").contains("KettleOperation"));
    }
    Ok(())
}

fn untouched() -> Result<(), Failed> {
    let build = Build::new("untouched");
    assert!(build.run("client").status.success());
    let stub = build.folder.join("out/stub.rs");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options()
        .write(true)
        .open(&stub)?
        .set_modified(long_ago)?;
    // A comment changes nothing of the stub.
    build.write("kettle.idol", &format!("// Hot.\n{KETTLE}"));
    assert!(build.run("client").status.success());
    assert_eq!(fs::metadata(&stub)?.modified()?, long_ago);
    build.write("kettle.idol", &KETTLE.replace("boil", "cool"));
    assert!(build.run("client").status.success());
    assert!(fs::metadata(&stub)?.modified()? > long_ago);
    assert!(build.read("out/stub.rs").contains("fn cool("));
    assert_eq!(build.written(), ["stub.rs"]);
    Ok(())
}

fn old_stub_stays() -> Result<(), Failed> {
    let build = Build::new("old_stub_stays");
    assert!(build.run("client").status.success());
    let old = build.read("out/stub.rs");
    build.write("kettle.idol", &KETTLE.replace("()", "&u8"));
    assert!(!build.run("client").status.success());
    assert_eq!(build.read("out/stub.rs"), old);
    assert_eq!(build.written(), ["stub.rs"]);
    Ok(())
}

fn warnings() -> Result<(), Failed> {
    let build = Build::new("warnings");
    let text_of = KETTLE.replace(
        "\"boil\": (",
        "\"boil\": (\n            args: { \"cups\": \"usize\" },\n            \
         encoding: Ssmarshal,\n            ",
    );
    build.write("kettle.idol", &text_of);
    let output = build.run("server");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        "cargo:rerun-if-changed=kettle.idol\n\
         cargo::warning=kettle.idol:5:29: [W0202] the width of `usize` and \
         `isize` depends on the machine (in operation `boil`, argument \
         `cups`); help: send `u32`, or another type of fixed width\n\
         cargo::warning=kettle.idol:6:23: [W0204] operation `boil` uses \
         Ssmarshal (in operation `boil`); help: prefer `encoding: Hubpack` \
         for new operations\n"
    );
    let silent = format!("// idol: allow(W0202, W0204)\n{text_of}");
    build.write("kettle.idol", &silent);
    let output = build.run("server");
    assert_eq!(text(&output.stdout), "cargo:rerun-if-changed=kettle.idol\n");
    Ok(())
}

fn documentation() -> Result<(), Failed> {
    let build = Build::new("documentation");
    let output = text(&build.run("documented").stdout);
    assert!(
        output.contains("cargo::warning=kettle.idol:4:9: [W0209] "),
        "{output}"
    );
    Ok(())
}
