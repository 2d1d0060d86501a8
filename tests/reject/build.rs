//! What a build script sees: the functions `build_*` in a process of their
//! own, as cargo would run it, in a folder of its own.

use std::error::Error;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;
use trials::{Failed, Trial};

use super::{compare, paths};

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
        "both" => || {
            Generator::new().build_client_stub("kettle.idol", "client.rs")?;
            idol::server::build_server_support(
                "kettle.idol",
                "stub.rs",
                ServerStyle::InOrder,
            )?;
            let pipelined = ServerStyle::Pipelined;
            Generator::new().build_server_support(
                "./kettle.idol",
                "pipelined.rs",
                pipelined,
            )
        },
        "client_with_runtime" => || {
            Generator::new()
                .with_client_runtime(true)
                .build_client_stub("kettle.idol", "stub.rs")
        },
        "client_without_runtime" => || {
            Generator::new()
                .with_client_runtime(false)
                .build_client_stub("kettle.idol", "stub.rs")
        },
        "silent" => || {
            Generator::new()
                .with_warnings(false)
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
        Trial::test(
            "reject::a_build_writes_a_stub_and_says_when_to_run_again",
            writes,
        ),
        Trial::test(
            "reject::a_stub_that_stays_the_same_is_not_touched",
            untouched,
        ),
        Trial::test(
            "reject::a_build_that_fails_leaves_the_old_stub",
            old_stub_stays,
        ),
        Trial::test("reject::warnings_go_to_cargo_one_on_each_line", warnings),
        Trial::test(
            "reject::what_is_no_bug_is_not_for_a_build_to_tell",
            advice,
        ),
        Trial::test("reject::a_file_of_several_stubs_is_told_of_once", once),
        Trial::test("reject::a_build_can_be_silent", silent),
        Trial::test(
            "reject::a_build_without_a_feature_refuses_what_names_it",
            optional,
        ),
        Trial::test("reject::a_build_can_ask_for_documentation", documentation),
        Trial::test("reject::a_file_of_levels_says_what_a_build_tells", levels),
        Trial::test("reject::a_denied_warning_fails_a_build", denied),
        Trial::test("reject::the_nearest_file_of_levels_counts", nearest),
        Trial::test(
            "reject::a_wrong_file_of_levels_fails_a_build",
            wrong_levels,
        ),
    ];
    trials.extend(FAILURES.iter().map(|failure| {
        let name = super::identifier(failure.name);
        Trial::test(format!("reject::{name}_is_refused_as_committed"), || {
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
        // What cargo tells this test is not what it tells a build script.
        for name in ["CARGO_MANIFEST_DIR", "OUT_DIR", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.envs(more.iter().copied());
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
    // A comment changes nothing of the stub, unless it moves a line that the
    // stub names.
    build.write("kettle.idol", &format!("{KETTLE}\n// Hot.\n"));
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

/// An operation that not every build of a server supports.
const OPTIONAL: &str = r#"Interface(
    name: "Kettle",
    ops: {
        "boil": (reply: Result(ok: "()", err: ServerDeath)),
        "brew": (
            feature: "tea-pot",
            reply: Result(ok: "()", err: ServerDeath),
        ),
    },
)
"#;

/// A server without the feature need not implement what names it; one with it
/// must, as it must all else, and clients know nothing of it.
fn optional() -> Result<(), Failed> {
    let build = Build::new("optional");
    build.write("kettle.idol", OPTIONAL);
    build.write("Cargo.toml", "[features]\ntea-pot = []\n");
    let here = ("CARGO_MANIFEST_DIR", ".");
    let stub = |script, more: &[(&str, &str)]| {
        let output = build.run_with(script, more);
        assert!(output.status.success(), "{output:?}");
        build.read("out/stub.rs")
    };
    let all = stub("server", &[]);
    let with = stub("server", &[here, ("CARGO_FEATURE_TEA_POT", "1")]);
    let without = stub("server", &[here]);
    assert_eq!(with, all);
    assert_ne!(with, without);
    let refusals = |stub: &str| stub.matches("UnknownOperation").count();
    assert_eq!(refusals(&without), refusals(&with) + 1);
    let clients = [&[here][..], &[here, ("CARGO_FEATURE_TEA_POT", "1")]];
    let [off, on] = clients.map(|more| stub("client", more));
    assert_eq!(off, on);
    // Nobody could turn it on.
    build.write("Cargo.toml", "[features]\ntea = []\n");
    let output = build.run_with("server", &[here]);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(
        said.contains("error[E0171]") && said.contains("`tea-pot`"),
        "{said}"
    );
    Ok(())
}

/// An interface with what is likely a bug, and with what is worth a look.
const DOUBTFUL: &str = r#"Interface(
    name: "Kettle",
    ops: {
        "toggle": (
            args: { "cups": "usize" },
            idempotent: true,
            reply: Result(ok: "()", err: CLike("E")),
        ),
        "flip": (idempotent: true, reply: Simple("()")),
    },
)
"#;

const RERUN: &str = "cargo:rerun-if-changed=kettle.idol\n";

fn warnings() -> Result<(), Failed> {
    let build = Build::new("warnings");
    build.write("kettle.idol", DOUBTFUL);
    let output = build.run("server");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        format!(
            "{RERUN}cargo::warning=kettle.idol:6:25: [W0201] operation \
             `toggle` is idempotent, but its name says `toggle` (in operation \
             `toggle`); help: leave `idempotent` away, or say in the \
             arguments what the result shall be\n\
             cargo::warning=kettle.idol:9:30: [W0201] operation `flip` is \
             idempotent, but its name says `flip` (in operation `flip`); \
             help: leave `idempotent` away, or say in the arguments what the \
             result shall be\n"
        )
    );
    let silent = format!("// idol: allow(W0201)\n{DOUBTFUL}");
    build.write("kettle.idol", &silent);
    let output = build.run("server");
    assert_eq!(text(&output.stdout), RERUN);
    Ok(())
}

fn advice() -> Result<(), Failed> {
    let build = Build::new("advice");
    build.write(
        "kettle.idol",
        &KETTLE.replace(
            "\"boil\": (",
            "\"read_id\": (args: { \"cups\": \"usize\" }, encoding: \
             Ssmarshal, leases: { \"l\": (type: \"[u8]\", write: true) },",
        ),
    );
    let output = build.run("server");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stdout), RERUN);
    Ok(())
}

/// The warnings that a build script printed.
fn told(output: &Output) -> Vec<String> {
    let lines = text(&output.stdout);
    let lines = lines.lines().filter(|l| l.starts_with("cargo::warning="));
    lines.map(str::to_owned).collect()
}

fn once() -> Result<(), Failed> {
    let build = Build::new("once");
    build.write("kettle.idol", &DOUBTFUL.replace("flip", "boil"));
    let output = build.run("both");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(told(&output).len(), 1, "{output:?}");
    assert_eq!(build.written(), ["client.rs", "pipelined.rs", "stub.rs"]);
    Ok(())
}

fn silent() -> Result<(), Failed> {
    let build = Build::new("silent");
    build.write("kettle.idol", DOUBTFUL);
    let output = build.run("silent");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stdout), RERUN);
    build.write("idol.toml", "[build]\nbugs = \"deny\"\n");
    assert!(!build.run("silent").status.success());
    Ok(())
}

fn levels() -> Result<(), Failed> {
    let build = Build::new("levels");
    build.write("kettle.idol", DOUBTFUL);
    for (toml, expected) in [
        ("# nothing\n", "W0201 W0201"),
        ("[levels]\nW0201 = \"allow\"", ""),
        ("[build]\r\nW0201 = 'allow' # no\r\n", ""),
        ("[build]\nwarnings = \"allow\"", ""),
        ("[check]\nW0201 = \"allow\"", "W0201 W0201"),
        ("[levels]\nW0202 = \"warn\"", "W0202 W0201 W0201"),
        ("[build]\nadvice = \"warn\"", "W0202 W0201 W0201"),
        ("[build]\ndocs = \"warn\"\nbugs = \"allow\"", "W0209 W0209"),
    ] {
        build.write("idol.toml", toml);
        let output = build.run("client");
        assert!(output.status.success(), "{toml}\n{output:?}");
        let codes: Vec<_> = told(&output)
            .iter()
            .filter_map(|line| Some(line.split_once('[')?.1[..5].to_owned()))
            .collect();
        assert_eq!(codes.join(" "), expected, "{toml}");
        // It is watched, too.
        let watched = "cargo:rerun-if-changed=idol.toml\n";
        assert!(text(&output.stdout).contains(watched), "{output:?}");
    }
    Ok(())
}

fn denied() -> Result<(), Failed> {
    let build = Build::new("denied");
    build.write("kettle.idol", DOUBTFUL);
    build.write("idol.toml", "[build]\nwarnings = \"deny\"\n");
    let output = build.run("client");
    assert!(!output.status.success(), "{output:?}");
    assert!(build.written().is_empty());
    assert!(told(&output).is_empty(), "{output:?}");
    let said = text(&output.stderr);
    for part in [
        "error[W0201]: operation `toggle` is idempotent",
        "; idol.toml denies W0201",
        "2 errors in kettle.idol",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    Ok(())
}

fn nearest() -> Result<(), Failed> {
    let outside = Build::new("nearest").folder;
    let repository = outside.join("repository");
    let package = repository.join("package");
    let build = Build {
        folder: package.join("idl"),
        out_dir: Some("out"),
    };
    fs::create_dir_all(build.folder.join("out"))?;
    fs::create_dir_all(repository.join(".git"))?;
    let allow = "[levels]\nW0201 = \"allow\"\n";
    build.write("kettle.idol", DOUBTFUL);
    let count = || told(&build.run("client")).len();
    fs::write(outside.join("idol.toml"), allow)?;
    assert_eq!(count(), 2, "above the repository");
    fs::write(repository.join("idol.toml"), allow)?;
    assert_eq!(count(), 0, "at the root of the repository");
    fs::write(package.join("Cargo.toml"), "")?;
    assert_eq!(count(), 0, "the package is in the repository");
    fs::write(package.join("idol.toml"), "")?;
    assert_eq!(count(), 2, "the nearest says nothing");
    build.write("idol.toml", allow);
    assert_eq!(count(), 0, "beside the interface");
    Ok(())
}

fn wrong_levels() -> Result<(), Failed> {
    let build = Build::new("wrong_levels");
    build.write("idol.toml", "[levels]\nW0201 = \"never\"\n");
    let output = build.run("client");
    assert!(!output.status.success(), "{output:?}");
    assert!(build.written().is_empty());
    let said = text(&output.stderr);
    assert!(said.contains("error[E0172]: `never` is no level"), "{said}");
    assert!(said.contains(" idol.toml:2:10"), "{said}");
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
