//! `idol check --against`, in repositories of git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trials::Trial;

const ADDER: &str = r#"Interface(
    name: "Adder",
    ops: {
        "add": (
            args: { "a": "u32", "b": "u32" },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
    },
)
"#;

/// [`ADDER`], whose operation has another name.
fn renamed() -> String {
    ADDER.replace("\"add\": (", "\"sum\": (\n            was: \"add\",")
}

pub(crate) fn trials() -> Vec<Trial> {
    let has_git = Command::new("git").arg("--version").output().is_ok();
    let missing = (!has_git).then_some("install git");
    let tests: [(&str, fn()); 5] = [
        (
            "a_file_is_compared_with_what_it_was",
            a_file_is_compared_with_what_it_was,
        ),
        (
            "files_of_a_folder_may_be_new_gone_or_moved",
            files_of_a_folder_may_be_new_gone_or_moved,
        ),
        (
            "only_what_breaks_the_audiences_asked_for_makes_the_exit_code",
            only_what_breaks_the_audiences_asked_for_makes_the_exit_code,
        ),
        (
            "what_is_wrong_now_is_told_once_and_what_was_wrong_ends_with_2",
            what_is_wrong_now_is_told_once_and_what_was_wrong_ends_with_2,
        ),
        (
            "what_git_does_not_know_ends_with_2",
            what_git_does_not_know_ends_with_2,
        ),
    ];
    let trial = |(name, test): (&str, fn())| {
        trials::needing(name, missing, move || {
            test();
            Ok(())
        })
    };
    tests.map(trial).into()
}

/// A repository of a test's own.
struct Repository(PathBuf);

impl Repository {
    fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("against")
            .join(test);
        if path.exists() {
            fs::remove_dir_all(&path).expect("an old folder can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made");
        let repository = Self(path);
        repository.git(&["init", "--quiet"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .current_dir(&self.0)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{output:?}");
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder"))
            .expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "as it was"]);
    }

    fn idol(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_idol"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("it runs")
    }
}

#[track_caller]
fn assert_ends(output: &Output, code: i32, out: &str, err: &str) {
    let shown = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{shown}{told}");
    assert_eq!(shown, out, "{told}");
    assert_eq!(told, err, "{shown}");
}

fn a_file_is_compared_with_what_it_was() {
    let repository = Repository::new("file");
    repository.write("idl/adder.idol", ADDER);
    repository.commit();
    let unchanged = "nothing changed\n1 file checked: nothing found\n";
    let check = |file| repository.idol(&["check", "--against", "HEAD", file]);
    assert_ends(&check("idl/adder.idol"), 0, "", unchanged);
    repository.write("idl/adder.idol", &renamed());
    assert_ends(
        &check("idl/adder.idol"),
        1,
        "idl/adder.idol:4:9: breaks rust, debugger: operation `add` is called \
         `sum`: its functions and types have other names, and so it has in \
         debuggers\n  help: call it `add`\n",
        "1 change; 1 breaking rust, 1 breaking debugger\n1 file checked: \
         nothing found\n",
    );
    // From the folder that it is in, too.
    let output = Command::new(env!("CARGO_BIN_EXE_idol"))
        .args([
            "check",
            "--against",
            "HEAD",
            "adder.idol",
            "--format",
            "json",
        ])
        .current_dir(repository.0.join("idl"))
        .output()
        .expect("it runs");
    let json = String::from_utf8_lossy(&output.stdout);
    assert!(json.contains(r#""rule":"operation-renamed""#), "{json}");
}

fn files_of_a_folder_may_be_new_gone_or_moved() {
    let repository = Repository::new("folder");
    repository.write("idl/adder.idol", ADDER);
    repository.write("idl/deep/lamp.idol", &ADDER.replace("Adder", "Lamp"));
    repository.write("idl/fan.idol", &ADDER.replace("Adder", "Fan"));
    repository.write("idl/.hidden/x.idol", "no interface");
    repository.write("idl/readme", "no interface");
    repository.commit();
    let lamp = repository.0.join("idl/deep/lamp.idol");
    fs::rename(lamp, repository.0.join("idl/lamp.idol")).expect("moved");
    let fan = repository.0.join("idl/fan.idol");
    fs::remove_file(fan).expect("removed");
    repository.write("idl/new.idol", &ADDER.replace("Adder", "New"));
    assert_ends(
        &repository.idol(&["check", "--against", "HEAD", "idl"]),
        1,
        "idl/new.idol:2:11: compatible: interface `New` is new: nobody knows \
         it yet\nHEAD:idl/fan.idol: breaks wire, rust, debugger: interface \
         `Fan` is gone: so are its operations\n",
        "2 changes; 1 breaking wire, 1 breaking rust, 1 breaking \
         debugger\n3 files checked: nothing found\n",
    );
}

fn only_what_breaks_the_audiences_asked_for_makes_the_exit_code() {
    let repository = Repository::new("for");
    repository.write("adder.idol", ADDER);
    repository.commit();
    repository.write("adder.idol", &renamed());
    let check = |more: &[&str]| {
        let mut arguments = vec!["check", "--against", "HEAD"];
        arguments.extend(more);
        repository.idol(&arguments).status.code()
    };
    assert_eq!(check(&[]), Some(1));
    assert_eq!(check(&["--for", "wire"]), Some(0));
    assert_eq!(check(&["--for", "wire,rust"]), Some(1));
    let without = repository.idol(&["check", "--for", "wire"]);
    assert_eq!(without.status.code(), Some(2));
}

fn what_is_wrong_now_is_told_once_and_what_was_wrong_ends_with_2() {
    let repository = Repository::new("wrong");
    repository.write("adder.idol", ADDER);
    repository.commit();
    let wrong = ADDER.replace("reply", "replay");
    repository.write("adder.idol", &wrong);
    let output = repository.idol(&["check", "--against", "HEAD"]);
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(out.matches("unknown key `replay`").count(), 1, "{out}");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("replay"), "{err}");
    repository.commit();
    repository.write("adder.idol", ADDER);
    let output = repository.idol(&["check", "--against", "HEAD"]);
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("HEAD:"), "{err}");
}

fn what_git_does_not_know_ends_with_2() {
    let repository = Repository::new("unknown");
    repository.write("adder.idol", ADDER);
    repository.commit();
    for (revision, path) in
        [("absent", "."), ("--all", "."), ("", "."), ("HEAD", "-")]
    {
        let against = format!("--against={revision}");
        let output = repository.idol(&["check", &against, path]);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{revision}: {err}");
        assert!(err.contains("error: "), "{err}");
    }
}
