//! Clients in C: the same bytes as those of Rust, both ways, and calls of real
//! servers. All of it is compiled with what warns and what watches.
//!
//! What needs a compiler shows as ignored without it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use trials::{Failed, Trial};

use crate::languages::c::{STRICT, compiled, hold, missing};
use crate::languages::{by_chance, folder, of_examples, run, schemas};

/// How many random values each operation is tried with.
const TRIES: usize = 12;

/// The clients of a program's interfaces, in a folder of their own.
fn clients(name: &str, program: &str) -> PathBuf {
    let folder = folder(env!("CARGO_TARGET_TMPDIR"), name);
    let written = Command::new(env!("CARGO_BIN_EXE_command"))
        .args(["bind", "c", program, "-o"])
        .arg(&folder)
        .output()
        .expect("it starts");
    assert!(written.status.success(), "{written:?}");
    folder
}

fn the_bytes_are_those_of_rust() -> Result<(), Failed> {
    let both = env!("CARGO_BIN_EXE_both");
    let known = schemas(Path::new(both));
    hold(
        &clients("c_random", both),
        &known,
        &by_chance(&known, TRIES),
    )
}

fn the_vectors_of_the_examples_hold() -> Result<(), Failed> {
    let board = env!("CARGO_BIN_EXE_board");
    let known = schemas(Path::new(board));
    hold(&clients("c_examples", board), &known, &of_examples(&known))
}

/// What else is there of compilers, and says more.
fn other_compilers_take_them() -> Result<(), Failed> {
    let folder = clients("c_strict", env!("CARGO_BIN_EXE_both"));
    let headers = || {
        let all = fs::read_dir(&folder).expect("it is there");
        let names = all.map(|entry| entry.expect("it is read").file_name());
        names.map(|name| name.into_string().expect("UTF-8"))
    };
    let is_there = |name: &str| {
        let said = Command::new(name).arg("--version").output();
        said.is_ok_and(|said| said.status.success())
    };
    if is_there("clang") {
        for name in headers().filter(|name| name.ends_with(".c")) {
            run(Command::new("clang")
                .args(STRICT)
                .args(["-fsyntax-only", &name])
                .current_dir(&folder))?;
        }
    }
    if is_there("c++") {
        for name in headers().filter(|name| name.ends_with(".h")) {
            run(Command::new("c++")
                .args(["-std=c++11", "-Wall", "-Wextra", "-Wpedantic"])
                .args(["-Werror", "-fsyntax-only", "-x", "c++", &name])
                .current_dir(&folder))?;
        }
    }
    Ok(())
}

/// A process that is gone when this is.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The script: kills servers by turns, until it is told to end.
fn kill(socket: &Path, ended: &AtomicBool) -> std::io::Result<u32> {
    let mut lab = UnixStream::connect(socket)?;
    let mut answers = BufReader::new(lab.try_clone()?);
    let mut killed = 0;
    while !ended.load(Ordering::Relaxed) {
        for server in ["spi", "sensor", "shelf", "adder"] {
            writeln!(
                lab,
                "{{\"id\":1,\"method\":\"bridge.kill\",\"params\":\
                 {{\"task\":\"{server}\"}}}}"
            )?;
            let mut answer = String::new();
            answers.read_line(&mut answer)?;
            assert!(answer.contains("\"result\""), "{answer}");
            killed += 1;
            thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(killed)
}

fn a_program_drives_servers_while_a_script_kills_them() -> Result<(), Failed> {
    let folder = clients("c_drive", env!("CARGO_BIN_EXE_board"));
    let drive = concat!(env!("CARGO_MANIFEST_DIR"), "/c/drive.c");
    fs::copy(drive, folder.join("drive.c"))?;
    let sources = ["adder.c", "sensor.c", "shelf.c", "spi.c", "uart.c"];
    let shared = ["drive.c", "idol.c", "idol_bridge.c"];
    let program =
        compiled(&folder, &[&shared[..], &sources].concat(), "drive")?;
    // The paths of sockets are short.
    let place = tempfile::tempdir()?;
    let socket = place.path().join("s");
    let mut board = Command::new(env!("CARGO_BIN_EXE_board"));
    let mut board = Running(board.arg(&socket).stdout(Stdio::piped()).spawn()?);
    let mut said = String::new();
    let stdout = board.0.stdout.take().expect("it is piped");
    let mut stdout = BufReader::new(stdout);
    stdout.read_line(&mut said)?;
    assert_eq!(said, "ready\n");
    let ended = AtomicBool::new(false);
    let (driven, killed) = thread::scope(|scope| {
        let script = scope.spawn(|| kill(&socket, &ended));
        // Nobody waits for what the drivers print.
        scope.spawn(|| std::io::copy(&mut stdout, &mut std::io::sink()));
        let driven = run(Command::new(program).arg(&socket));
        ended.store(true, Ordering::Relaxed);
        let killed = script.join().expect("the script does not panic");
        drop(board);
        (driven, killed)
    });
    let deaths: u32 = driven?.trim().parse()?;
    // The script did kill, and the program was told.
    assert!(killed? > 100 && deaths > 0, "{deaths}");
    Ok(())
}

type Test = fn() -> Result<(), Failed>;

/// Those that need a C compiler.
pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, Test); 4] = [
        (
            "the_bytes_of_c_are_those_of_rust",
            the_bytes_are_those_of_rust,
        ),
        (
            "the_vectors_of_the_examples_hold_in_c",
            the_vectors_of_the_examples_hold,
        ),
        (
            "other_compilers_take_what_is_written_in_c",
            other_compilers_take_them,
        ),
        (
            "a_program_in_c_drives_servers_while_a_script_kills_them",
            a_program_drives_servers_while_a_script_kills_them,
        ),
    ];
    let missing = match cfg!(target_os = "linux") {
        true => missing(&folder(env!("CARGO_TARGET_TMPDIR"), "c")),
        false => Some("the host's files are not ELF".to_owned()),
    };
    let trial = |(name, test): (&str, Test)| -> Trial {
        trials::needing(name, missing.clone(), test)
    };
    tests.into_iter().map(trial).collect()
}
