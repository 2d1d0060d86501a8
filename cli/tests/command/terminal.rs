//! What is shown on a terminal: colours, and how far a long check is.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::{Folder, GOOD, WRONG};

/// Runs the command with its standard output and standard error on a terminal;
/// what the terminal got.
pub(crate) fn on_a_terminal(
    folder: &Folder,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)
        .expect("there is a terminal");
    grantpt(&terminal).expect("it may be used");
    unlockpt(&terminal).expect("it may be opened");
    let name = ptsname(&terminal, Vec::new()).expect("it has a name");
    let program = || -> OwnedFd {
        rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())
            .expect("it can be opened")
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_idol"));
    command
        .args(arguments)
        .current_dir(&folder.0)
        .env_clear()
        .env("TERM", "xterm-256color")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(program())
        .stderr(program());
    let mut child = command.spawn().expect("it starts");
    // Only the child has the other end now.
    drop(command);
    let mut shown = Vec::new();
    // At its end a terminal reports an error on Linux.
    let _ = File::from(terminal).read_to_end(&mut shown);
    child.wait().expect("it ends");
    String::from_utf8(shown).expect("it is text")
}

#[test]
fn a_terminal_shows_colours() {
    let folder =
        Folder::new("terminal", &[("a.idol", WRONG), ("b.idol", GOOD)]);
    for arguments in [
        &["check", "a.idol"][..],
        &["expand", "b.idol", "--client"],
        &["expand", "a.idol", "--client"],
        &["expand", "none.idol", "--client"],
        &["--help"],
    ] {
        let shown = on_a_terminal(&folder, arguments, &[]);
        assert!(shown.contains('\u{1b}'), "{arguments:?} {shown}");
        let shown = on_a_terminal(&folder, arguments, &[("NO_COLOR", "1")]);
        assert!(!shown.contains('\u{1b}'), "{arguments:?} {shown}");
    }
    for arguments in [
        &["check", "a.idol", "--color", "never"][..],
        &["check", "a.idol", "--format", "json"],
        &["check", "a.idol", "--format", "short"],
        &["dump", "b.idol"],
    ] {
        let shown = on_a_terminal(&folder, arguments, &[]);
        assert!(!shown.contains('\u{1b}'), "{arguments:?} {shown}");
    }
}

#[test]
fn a_terminal_without_colours_gets_none() {
    let folder = Folder::new("dumb", &[("a.idol", WRONG)]);
    let shown = on_a_terminal(&folder, &["check"], &[("TERM", "dumb")]);
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn many_files_show_how_far_it_is_and_few_do_not() {
    let folder = Folder::new("many", &[]);
    for file in 0..200 {
        folder.write(format!("many/{file}.idol"), GOOD.as_bytes());
    }
    folder.write("few/0.idol", GOOD.as_bytes());
    folder.write("many/wrong.idol", WRONG.as_bytes());
    let shown = on_a_terminal(&folder, &["check", "many"], &[]);
    assert!(shown.contains(" of 201 files"), "{shown:?}");
    assert!(shown.contains("201 files checked: 1 error"), "{shown:?}");
    // Everything that is found begins a line of its own.
    let found = shown.find("unknown key").expect("it is found");
    let line = shown[..found].rfind(['\r', '\n']).expect("a line");
    assert!(!shown[line..found].contains("of 201"), "{shown:?}");
    let shown = on_a_terminal(&folder, &["check", "few"], &[]);
    assert!(!shown.contains("of 1 "), "{shown:?}");
    assert!(shown.contains("1 file checked: nothing found"), "{shown:?}");
}
