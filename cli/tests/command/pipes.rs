//! Readers that go away, and files that are full.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::{Folder, GOOD, WRONG};

/// An interface with that many operations.
fn large(count: usize) -> String {
    let ops: String = (0..count)
        .map(|i| {
            format!("\"op{i}\": (reply: Simple(\"()\"), idempotent: true),\n")
        })
        .collect();
    format!("Interface(name: \"Large\", ops: {{{ops}}})")
}

fn idol(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_idol"));
    command
        .args(arguments)
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn a_reader_that_takes_one_line_changes_no_exit_code() {
    // Of which every output is little more than a pipe holds, 64 KiB.
    let wrong = |count| large(count).replace("reply", "replay");
    let folder = Folder::new(
        "pipe",
        &[
            ("server.idol", &large(60)),
            ("data.idol", &large(100)),
            ("client.idol", &large(300)),
            ("wrong.idol", &wrong(150)),
            ("short.idol", &wrong(750)),
        ],
    );
    for (arguments, code) in [
        (&["expand", "client.idol", "--client"][..], 0),
        (&["expand", "server.idol", "--server", "--color=always"], 0),
        (&["dump", "data.idol"], 0),
        (&["check", "wrong.idol", "--format", "json"], 1),
        (&["check", "short.idol", "--format", "short"], 1),
    ] {
        let mut child = idol(&folder, arguments).spawn().expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        assert!(line.ends_with('\n'), "{arguments:?}");
        let output = child.wait_with_output().expect("it ends");
        let problem = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {problem}");
        assert_eq!(problem, "", "{arguments:?}");
    }
}

#[test]
fn nobody_reads_errors_and_the_exit_code_tells() {
    let folder = Folder::new("pipe_errors", &[("wrong.idol", WRONG)]);
    for (arguments, code) in [
        (&["expand", "wrong.idol", "--client"][..], 1),
        (&["expand", "none.idol", "--client"], 2),
        (&["check", "wrong.idol"], 1),
        (&["doc", "wrong.idol", "-o", "wire"], 1),
        (&["man", "-o", "wrong.idol"], 2),
    ] {
        let mut child = idol(&folder, arguments).spawn().expect("it starts");
        drop(child.stderr.take());
        drop(child.stdout.take());
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

/// Only Linux has such a file.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_exit_code_2() {
    let folder = Folder::new("full", &[("a.idol", GOOD), ("b.idol", WRONG)]);
    for arguments in [
        &["expand", "a.idol", "--client"][..],
        &["dump", "a.idol"],
        &["check", "b.idol"],
        &["completions", "bash"],
    ] {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let mut child = idol(&folder, arguments)
            .stdout(full)
            .spawn()
            .expect("it starts");
        let mut problem = String::new();
        let mut stderr = child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut problem).expect("it is text");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(2), "{arguments:?} {problem}");
        assert!(
            problem.starts_with("error: cannot write: "),
            "{arguments:?} {problem}"
        );
        assert_eq!(problem.lines().count(), 1, "{arguments:?} {problem}");
    }
}
