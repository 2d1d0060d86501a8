//! Whatever files, names and streams there are: every subcommand ends, in good
//! time, without a panic, and writes nothing that a terminal would obey.

mod inputs;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use inputs::{calls, folder, mkfifo, paths};

use super::terminal::on_a_terminal;
use super::{Folder, GOOD};

/// Far more than any of them takes.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs a command, at most [`LONGEST`]: its exit code and all that it wrote.
fn ended(mut command: Command) -> (i32, Vec<u8>) {
    let what = format!("{command:?}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let (sender, receiver) = mpsc::channel();
    for stream in [
        child
            .stdout
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
        child
            .stderr
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
    ] {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                stream.read_to_end(&mut bytes).expect("it can be read");
            }
            let _ = sender.send(bytes);
        });
    }
    let mut written = Vec::new();
    for _ in 0..2 {
        match receiver.recv_timeout(LONGEST) {
            Ok(bytes) => written.extend(bytes),
            Err(_) => {
                let _ = child.kill();
                panic!("{what} does not end");
            }
        }
    }
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), None, "{what}");
    let code = status.code().expect("a code");
    let text = String::from_utf8_lossy(&written);
    assert!((0..=2).contains(&code), "{what} {code} {text}");
    assert!(!text.contains("panicked"), "{what} {text}");
    (code, written)
}

fn idol(folder: &Folder, arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_idol"));
    command
        .args(arguments)
        .current_dir(&folder.0)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}

/// What a terminal would obey in an output, its colours apart, if they are
/// asked for, and what turns it round.
fn obeyed(written: &[u8], colored: bool) -> Option<char> {
    let text = String::from_utf8_lossy(written);
    let text = match colored {
        true => anstream::adapter::strip_str(&text).to_string(),
        false => text.into_owned(),
    };
    // Stripping takes more away than colours: nothing of a file may be gone.
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().find(|c| is_obeyed(*c))
}

#[test]
fn nothing_hangs_panics_or_is_obeyed() {
    let folder = folder("hostile");
    let paths = paths(&folder);
    assert!(paths.len() > 30, "{paths:?}");
    // Every path and every call: all of one with all of the other take long.
    let each = if trials::all() { 1 } else { 12 };
    for (turn, path) in paths.iter().enumerate() {
        for call in calls(path).into_iter().skip(turn % each).step_by(each) {
            let colored = call.contains(&OsStr::new("always"));
            let (_, written) = ended(idol(&folder, &call));
            assert_eq!(
                obeyed(&written, colored),
                None,
                "{call:?} {:?}",
                String::from_utf8_lossy(&written)
            );
        }
    }
    // Pages are files, which somebody looks at.
    for name in folder.names("pages") {
        let path = folder.0.join("pages").join(&name);
        if path.is_file() {
            let page = fs::read(path).expect("it can be read");
            assert_eq!(obeyed(&page, false), None, "{name}");
        }
    }
}

/// With colours, what is a file's own stays visible: nothing of it is taken for
/// a colour.
#[test]
fn colours_of_files_are_shown() {
    let folder = folder("hostile_colours");
    for call in [
        &["check", "names", "--color", "always"][..],
        &["fmt", "--check", "texts/comment.idol", "--color", "always"],
        &["diff", "names", "texts", "--color", "always"],
        &[
            "expand",
            "texts/documented.idol",
            "--client",
            "--color",
            "always",
        ],
    ] {
        let call: Vec<&OsStr> = call.iter().map(OsStr::new).collect();
        let (_, written) = ended(idol(&folder, &call));
        let text = String::from_utf8_lossy(&written);
        assert!(!text.contains("\u{1b}[8m"), "{call:?} {text:?}");
    }
}

#[test]
fn pipes_sockets_and_devices_are_told_apart_from_files() {
    let folder = folder("hostile_kinds");
    for name in ["pipe", "socket", "device"] {
        let path = format!("others/{name}.idol");
        for arguments in [
            &["check", &path, "--format", "short"][..],
            &["dump", &path],
            &["expand", &path, "--client"],
            &["doc", &path, "-o", "pages"],
            &["fmt", &path],
            &["diff", &path, "texts/good.idol"],
            &["diff", "texts/good.idol", &path],
        ] {
            let call: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
            let (code, written) = ended(idol(&folder, &call));
            let text = String::from_utf8_lossy(&written);
            assert_eq!(code, 2, "{call:?} {text}");
            let said = format!(
                "cannot read `{path}`: it is no file, but a pipe, a socket or \
                 a device"
            );
            assert!(text.contains(&said), "{call:?} {text}");
        }
    }
    for option in ["--accepted", "--called-by"] {
        let good = "texts/good.idol";
        let call = ["diff", good, good, option, "others/pipe.idol"];
        let call: Vec<&OsStr> = call.iter().map(OsStr::new).collect();
        let (code, written) = ended(idol(&folder, &call));
        let text = String::from_utf8_lossy(&written);
        assert_eq!(code, 2, "{call:?} {text}");
        assert!(text.contains("it is a named pipe"), "{call:?} {text}");
    }
    // Nor are they written.
    mkfifo(&folder.0.join("index.md"));
    mkfifo(&folder.0.join("idol.1"));
    for arguments in [
        &["doc", "texts/good.idol", "-o", "."][..],
        &["man", "-o", "."],
    ] {
        let call: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let (code, written) = ended(idol(&folder, &call));
        let text = String::from_utf8_lossy(&written);
        assert_eq!(code, 2, "{call:?} {text}");
        assert!(
            text.contains("it is no file, but a pipe"),
            "{call:?} {text}"
        );
    }
}

/// A build waits for no pipe either.
#[test]
fn a_library_call_does_not_wait() {
    let folder = folder("hostile_library");
    let path = folder.0.join("others/pipe.idol");
    let refused =
        idol::client::generate_client_stub_from_file(&path, std::io::sink());
    let why = refused.expect_err("it is no file").to_string();
    assert!(why.contains("it is no file, but a pipe"), "{why}");
}

#[test]
fn a_dash_is_standard_input_and_a_folder_called_so_has_another_name() {
    let folder = folder("hostile_dash");
    let check = folder.idol(["check", "-", "--format", "short"]).stdin("");
    let output = check.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("<standard input>"), "{text}");
    folder
        .idol(["check", "./-"])
        .assert()
        .code(0)
        .stderr_eq("2 files checked: nothing found\n");
}

#[test]
fn standard_input_without_an_end_ends() {
    let folder = folder("hostile_endless");
    // Each of them reads 256 MiB, by the same code.
    let each = [&["check", "-"][..], &["fmt", "-"], &["dump", "-"]];
    let many = if trials::all() { each.len() } else { 1 };
    for arguments in &each[..many] {
        let call: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let mut command = idol(&folder, &call);
        command.stdin(File::open("/dev/zero").expect("it is there"));
        let (code, written) = ended(command);
        let text = String::from_utf8_lossy(&written);
        assert_eq!(code, 2, "{call:?} {text}");
        assert!(
            text.contains("it is longer than 256 MiB"),
            "{call:?} {text}"
        );
    }
}

const CHANGES: &str = "it changes while it is read";

/// A file that is written all the time is read whole or not at all.
#[test]
fn a_file_that_changes_is_told() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};

    let folder = Folder::new("hostile_changes", &[]);
    let path = folder.0.join("grows.idol");
    fs::write(&path, GOOD).expect("it can be written");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let file = File::options().append(true).open(&path);
            let mut file = file.expect("it can be opened");
            let comment = "// More.\n".repeat(100);
            while !done.load(Ordering::Relaxed) {
                file.write_all(comment.as_bytes()).expect("it grows");
                let length = file.metadata().expect("it is there").len();
                if length > 1 << 20 {
                    file.set_len(GOOD.len() as u64).expect("it shrinks");
                }
            }
        });
        let begin = Instant::now();
        let mut changed = false;
        while !changed && begin.elapsed() < LONGEST {
            match idol::source::Source::read(&path) {
                // It was still for once.
                Ok(source) => assert!(source.text().starts_with(GOOD)),
                Err(unread) => {
                    let why = unread.to_string();
                    assert!(why.contains(CHANGES), "{why}");
                    changed = true;
                }
            }
        }
        done.store(true, Ordering::Relaxed);
        assert!(changed, "it never changes");
    });
    // It says that it has no byte, and has some.
    let unread = idol::source::Source::read("/proc/self/cmdline");
    let why = unread.expect_err("it is no such file").to_string();
    assert!(why.contains(CHANGES), "{why}");
}

/// Every subcommand, with outputs that take nothing.
#[test]
fn outputs_that_are_full_or_closed_end_it() {
    let folder = folder("hostile_outputs");
    for arguments in [
        &["check", "texts"][..],
        &["check", "texts", "--format", "json"],
        &["check", "texts", "--print-config"],
        &["dump", "texts/good.idol"],
        &["expand", "texts/good.idol", "--client"],
        &["fmt", "--check", "texts"],
        &["fmt", "-"],
        &["diff", "texts/good.idol", "texts/other.idol"],
        &["explain"],
        &["explain", "E0101"],
        &["completions", "zsh"],
        &["doc", "texts/good.idol", "-o", "pages"],
        &["man", "-o", "man"],
        &["--help"],
        &["nonsense"],
    ] {
        let call: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let full = || File::options().write(true).open("/dev/full");
        let mut command = idol(&folder, &call);
        command
            .stdin(File::open(folder.0.join("texts/good.idol")).expect("it"))
            .stdout(full().expect("Linux has it"))
            .stderr(full().expect("Linux has it"));
        let mut child = command.spawn().expect("it starts");
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait()));
        let status = receiver.recv_timeout(LONGEST).expect("it ends");
        let status = status.expect("it ends");
        assert!(status.code().is_some_and(|c| c <= 2), "{call:?} {status}");
        // Nobody reads.
        let mut command = idol(&folder, &call);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        command
            .stdin(File::open(folder.0.join("texts/good.idol")).expect("it"))
            .stdout(writer.try_clone().expect("another"))
            .stderr(writer);
        let status = command.status().expect("it ends");
        assert!(status.code().is_some_and(|c| c <= 2), "{call:?} {status}");
    }
}

/// What is data elsewhere is for people on a terminal.
#[test]
fn a_terminal_is_shown_what_a_file_gets() {
    let folder = folder("hostile_terminal");
    for arguments in [
        &["fmt", "texts/comment.idol", "--check"][..],
        &["dump", "texts/documented.idol"],
        &["dump", "texts/documented.idol", "--format", "yaml"],
        &["dump", "texts/documented.idol", "--format", "ron"],
        &["expand", "texts/documented.idol", "--client"],
        &[
            "expand",
            "texts/documented.idol",
            "--server",
            "--color",
            "never",
        ],
        &["check", "texts", "names", "--format", "json"],
        &["check", "texts", "names"],
        &["diff", "texts", "names"],
        &[
            "doc",
            "texts/documented.idol",
            "-o",
            "texts/good.idol/\u{1b}[2J",
        ],
        &["explain", "\u{1b}[2J"],
    ] {
        let shown = on_a_terminal(&folder, arguments, &[]);
        // A terminal ends its lines with both, and bars go back to their start.
        let shown = shown.replace("\r\n", "\n");
        assert!(!shown.is_empty(), "{arguments:?}");
        assert_eq!(
            obeyed(shown.as_bytes(), true),
            None,
            "{arguments:?} {shown:?}"
        );
        assert!(!shown.contains("\u{1b}[8m"), "{arguments:?} {shown:?}");
        assert!(!shown.contains("\u{1b}[2J"), "{arguments:?} {shown:?}");
    }
}

#[test]
fn a_finding_is_one_line_whatever_the_name() {
    let folder = folder("hostile_short");
    let arguments = ["check", "names", "texts", "--format", "short"];
    let output = folder.idol(arguments).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("it is text");
    for line in text.lines() {
        let is_finding = line.starts_with("names/")
            || line.starts_with("texts/")
            || line.starts_with('[');
        assert!(is_finding && line.contains("] "), "{line:?}");
    }
    assert!(text.contains("names/new␊line.idol:1:"), "{text}");
}
