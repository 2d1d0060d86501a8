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
    let tests: [(&str, fn()); 13] = [
        (
            "a_file_is_compared_with_what_it_was",
            a_file_is_compared_with_what_it_was,
        ),
        (
            "what_is_fixed_is_compared_as_it_is_then",
            what_is_fixed_is_compared_as_it_is_then,
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
        (
            "a_new_operation_at_the_end_passes",
            a_new_operation_at_the_end_passes,
        ),
        (
            "three_dots_compare_with_where_a_branch_left",
            three_dots_compare_with_where_a_branch_left,
        ),
        (
            "an_interface_is_found_wherever_it_moved",
            an_interface_is_found_wherever_it_moved,
        ),
        ("that_all_are_gone_is_told", that_all_are_gone_is_told),
        (
            "a_shallow_clone_says_what_to_do",
            a_shallow_clone_says_what_to_do,
        ),
        (
            "a_submodule_is_compared_with_what_it_was",
            a_submodule_is_compared_with_what_it_was,
        ),
        (
            "one_process_of_git_is_enough_wherever_it_finds_the_repository",
            one_process_of_git_is_enough_wherever_it_finds_the_repository,
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

/// It could not be compared as it was.
fn what_is_fixed_is_compared_as_it_is_then() {
    let repository = Repository::new("fixed");
    repository.write("adder.idol", ADDER);
    repository.commit();
    let wrong = renamed().replace("args", "argz");
    repository.write("adder.idol", &wrong);
    let check = |more: &[&str]| {
        let words = ["check", "--against", "HEAD", "--format", "short"];
        repository.idol(&[&words, more].concat())
    };
    let change = "adder.idol:4:9: breaks rust, debugger: operation `add` is \
                  called `sum`: its functions and types have other names, and \
                  so it has in debuggers\n";
    // Shown, and not written.
    let shown = check(&["--fix", "--diff"]);
    let out = String::from_utf8_lossy(&shown.stdout);
    assert!(out.contains("+            args: {"), "{out}");
    assert!(out.ends_with(change), "{out}");
    let now = || fs::read_to_string(repository.0.join("adder.idol"));
    assert_eq!(now().expect("it is there"), wrong);
    let fixed = "fixed adder.idol:6:13: E0111: write `args` for `argz`\n";
    assert_ends(&check(&["--fix"]), 1, change, fixed);
    assert_eq!(now().expect("it is there"), renamed());
    // Nothing is written if there is no such revision.
    repository.write("adder.idol", &wrong);
    let never = ["check", "--fix", "--against", "never"];
    assert_eq!(repository.idol(&never).status.code(), Some(2));
    assert_eq!(now().expect("it is there"), wrong);
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

fn a_new_operation_at_the_end_passes() {
    let repository = Repository::new("appended");
    repository.write("adder.idol", ADDER);
    repository.commit();
    let appended = ADDER.replace(
        "    },\n)",
        "        \"clear\": (reply: Result(ok: \"()\", err: ServerDeath)),\n    \
         },\n)",
    );
    repository.write("adder.idol", &appended);
    let check = |more: &[&str]| {
        let mut arguments = vec!["check", "--against", "HEAD"];
        arguments.extend(more);
        repository.idol(&arguments).status.code()
    };
    assert_eq!(check(&[]), Some(0));
    assert_eq!(check(&["--deny", "look"]), Some(1));
    assert_eq!(check(&["--deny", "look", "--for", "wire"]), Some(0));
    let alone = repository.idol(&["check", "--deny", "look"]);
    assert_eq!(alone.status.code(), Some(2));
    repository.write("list", "Adder.clear operation-added: servers have it");
    let accepted = ["--deny", "look", "--accepted", "list"];
    assert_eq!(check(&accepted), Some(0));
    // One that accepts nothing is a warning.
    repository.write("list", "Adder.add operation-removed: it is not");
    assert_eq!(check(&["--accepted", "list"]), Some(0));
    let denied = ["--accepted", "list", "--deny", "warnings"];
    assert_eq!(check(&denied), Some(1));
    repository.write("list", "Adder.gone");
    let called = ["--deny", "look", "--for", "debugger", "--called-by", "list"];
    assert_eq!(check(&called), Some(1));
}

fn three_dots_compare_with_where_a_branch_left() {
    let repository = Repository::new("base");
    repository.write("adder.idol", ADDER);
    repository.commit();
    repository.git(&["branch", "ours"]);
    // What others did meanwhile is not what this branch does.
    repository.write("adder.idol", &renamed());
    repository.commit();
    repository.git(&["branch", "theirs"]);
    repository.git(&["checkout", "--quiet", "ours"]);
    let check = |revision: &str| {
        repository
            .idol(&["check", "--against", revision])
            .status
            .code()
    };
    assert_eq!(check("theirs"), Some(1));
    assert_eq!(check("theirs..."), Some(0));
    // Nothing is common to all.
    repository.git(&["checkout", "--quiet", "--orphan", "other"]);
    repository.write("readme", "a beginning of its own");
    repository.commit();
    let output = repository.idol(&["check", "--against", "theirs..."]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.contains("common ancestor of `theirs` and HEAD"),
        "{err}"
    );
}

fn an_interface_is_found_wherever_it_moved() {
    let repository = Repository::new("moved");
    repository.write("idl/adder.idol", ADDER);
    repository.write("idl/fan.idol", &ADDER.replace("Adder", "Fan"));
    repository.commit();
    repository.write("drv/adder/adder.idol", ADDER);
    let old = repository.0.join("idl/adder.idol");
    fs::remove_file(&old).expect("removed");
    let unchanged = |path: &str| {
        let output = repository.idol(&["check", "--against", "HEAD", path]);
        let err = String::from_utf8_lossy(&output.stderr);
        let out = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{path}: {err}{out}");
        assert!(err.starts_with("nothing changed\n"), "{path}: {err}{out}");
    };
    for path in [
        // Where it was, where it is, both.
        "idl",
        "idl/adder.idol",
        "drv",
        "drv/adder/adder.idol",
        ".",
    ] {
        unchanged(path);
    }
    // A copy is no move.
    repository.write("idl/adder.idol", ADDER);
    let output = repository.idol(&["check", "--against", "HEAD", "drv"]);
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("interface `Adder` is new"), "{out}");
}

fn that_all_are_gone_is_told() {
    let repository = Repository::new("gone");
    repository.write("idl/adder.idol", ADDER);
    repository.write("readme", "none");
    repository.commit();
    fs::remove_dir_all(repository.0.join("idl")).expect("removed");
    for path in ["idl", ".", "idl/adder.idol"] {
        let output = repository.idol(&["check", "--against", "HEAD", path]);
        let out = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{path}: {out}{err}");
        assert!(out.contains("interface `Adder` is gone"), "{out}{err}");
    }
    let output = repository.idol(&["check", "--against", "HEAD", "never"]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert_eq!(
        err,
        "error: there is no .idol file in `never`, and there was none in \
         `HEAD`\n"
    );
}

fn a_shallow_clone_says_what_to_do() {
    let repository = Repository::new("deep");
    repository.write("adder.idol", ADDER);
    repository.commit();
    repository.git(&["tag", "v1"]);
    repository.write("readme", "more");
    repository.commit();
    let said = |repository: &Repository, revision: &str| {
        let output = repository.idol(&["check", "--against", revision]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert_eq!(
        said(&repository, "v2"),
        "error: git knows no revision `v2`: `git fetch --tags` brings what \
         others have, `git log` shows what there is\n"
    );
    let shallow = Repository::new("shallow");
    let from = format!("file://{}", repository.0.display());
    shallow.git(&["pull", "--quiet", "--depth=1", "--no-tags", &from]);
    assert_eq!(
        said(&shallow, "origin/v1"),
        "error: git knows no revision `origin/v1`: this clone is shallow, and \
         `git fetch --unshallow --tags` brings the rest; `git fetch --depth=1 \
         origin v1` only that one, as `FETCH_HEAD`\n"
    );
    // The parent is not there, and nobody can be asked for it by such a name;
    // one commit has no ancestor in common with another.
    for revision in ["HEAD~1", "v1...", "v1^{commit}", "HEAD^"] {
        assert_eq!(
            said(&shallow, revision),
            format!(
                "error: git knows no revision `{}`: this clone is shallow, \
                 and `git fetch --unshallow --tags` brings the rest\n",
                revision.trim_end_matches("...")
            )
        );
    }
    // What was said works as it stands.
    shallow.git(&["remote", "add", "origin", &from]);
    shallow.git(&["fetch", "--quiet", "--depth=1", "origin", "v1"]);
    let output = shallow.idol(&["check", "--against", "FETCH_HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    shallow.git(&["fetch", "--quiet", "--unshallow", "--tags", "origin"]);
    for revision in ["v1", "v1...", "HEAD~1"] {
        let output = shallow.idol(&["check", "--against", revision]);
        assert_eq!(output.status.code(), Some(0), "{revision}: {output:?}");
    }
    assert_eq!(
        said(&shallow, "origin/feature"),
        "error: git knows no revision `origin/feature`: `git fetch origin \
         feature` brings it, as `FETCH_HEAD`, `git branch --all` shows what \
         there is\n"
    );
}

fn a_submodule_is_compared_with_what_it_was() {
    let inner = Repository::new("inner");
    inner.write("idl/adder.idol", ADDER);
    inner.commit();
    let outer = Repository::new("outer");
    outer.write("lamp.idol", &ADDER.replace("Adder", "Lamp"));
    let from = format!("file://{}", inner.0.display());
    let file = "protocol.file.allow=always";
    let add = ["-c", file, "submodule", "--quiet", "add", &from, "the sub"];
    outer.git(&add);
    outer.commit();
    let said = |revision: &str| {
        let output = outer.idol(&["check", "--against", revision]);
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), out, err)
    };
    let (code, out, err) = said("HEAD");
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    outer.write("the sub/idl/adder.idol", &renamed());
    let (code, out, err) = said("HEAD");
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(
        out.starts_with("the sub/idl/adder.idol:") && !out.contains("is new"),
        "{out}{err}"
    );
    // One that is gone from it is told by its path.
    fs::remove_file(outer.0.join("the sub/idl/adder.idol")).expect("it goes");
    let (code, out, err) = said("HEAD");
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(
        out.starts_with("HEAD:the sub/idl/adder.idol: "),
        "{out}{err}"
    );
    // A revision of it that was never fetched is told.
    let never = "1111111111111111111111111111111111111111";
    let entry = format!("160000,{never},the sub");
    outer.git(&["update-index", "--cacheinfo", &entry]);
    outer.git(&["commit", "--quiet", "--message", "never"]);
    let (code, out, err) = said("HEAD");
    assert_eq!(code, Some(2), "{out}{err}");
    assert_eq!(
        err,
        format!(
            "error: the submodule `the sub` does not have `{never}`, which \
             it was in `HEAD`: `git fetch` there brings it\n"
        )
    );
}

/// Git is asked through one that counts.
fn one_process_of_git_is_enough_wherever_it_finds_the_repository() {
    let repository = Repository::new("once");
    for (folder, name) in [("idl", "Adder"), ("idl/deep", "Lamp"), ("b", "Fan")]
    {
        let file = format!("{folder}/{}.idol", name.to_lowercase());
        repository.write(&file, &ADDER.replace("Adder", name));
    }
    repository.commit();
    let git = Command::new("sh").args(["-c", "command -v git"]).output();
    let git = String::from_utf8(git.expect("sh runs").stdout).expect("a path");
    let bin = repository.0.join(".bin");
    let log = repository.0.join(".log");
    repository.write(
        ".bin/git",
        &format!(
            "#!/bin/sh\necho started >> {}\nexec {} \"$@\"\n",
            log.display(),
            git.trim()
        ),
    );
    make_executable(&bin.join("git"));
    let path = std::env::var("PATH").expect("there is one");
    let path = format!("{}:{path}", bin.display());
    let check = |folder: &str, git_dir: Option<&str>, paths: &[&str]| {
        let _ = fs::remove_file(&log);
        let mut command = Command::new(env!("CARGO_BIN_EXE_idol"));
        command.args(["check", "--against", "HEAD"]).args(paths);
        command
            .current_dir(repository.0.join(folder))
            .env("PATH", &path);
        if let Some(git_dir) = git_dir {
            command.env("GIT_DIR", git_dir);
        }
        let output = command.output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{paths:?}: {err}");
        assert!(err.starts_with("nothing changed"), "{paths:?}: {err}");
        let log = fs::read_to_string(&log).expect("it was asked");
        assert_eq!(log.lines().count(), 1, "{paths:?}");
    };
    check(".", None, &[]);
    check(".", None, &["idl", "b", "idl/deep/lamp.idol"]);
    check("idl", None, &["../b", "."]);
    let absolute = repository.0.join("idl");
    check("b", None, &[absolute.to_str().expect("it is text")]);
    // As hooks set it.
    check(".", Some(".git"), &["idl"]);
    check("idl", Some("../.git"), &["deep", "adder.idol"]);
    check("b", Some("../.git"), &["../idl"]);
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .expect("it is ours");
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}
