//! The server behind a socket, and clients in Python and C, made of the
//! committed schema. Long: the command `idol` is built for them.

mod kit;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use kit::{Space, text};

fn main() -> ExitCode {
    kit::run_long(vec![
        ("a_client_in_python_goes_through_all_routes", python),
        ("a_client_in_c_goes_through_all_routes", c),
    ])
}

/// A server, in a namespace of its own.
struct Served(Child);

impl Served {
    fn new(space: &Space, socket: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_netstate"))
            .args(["--netns", &space.0, "serve"])
            .arg(socket)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        assert_eq!(line, format!("listening at {}\n", socket.display()));
        Self(child)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// Makes clients in a language, in a folder.
fn bind(arguments: &[&str], folder: &Path) {
    let here = env!("CARGO_MANIFEST_DIR");
    said(
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--locked", "--package", "idol-cli"])
            .args(["--manifest-path", &format!("{here}/../../Cargo.toml")])
            .args(["--", "bind"])
            .args(arguments)
            .arg(format!("{here}/netstate.json"))
            .arg("-o")
            .arg(folder)
            // Of this package, not of that one.
            .env_remove("CARGO_TARGET_DIR"),
    );
}

fn filled() -> Space {
    let space = Space::new("clients");
    space.ip("link add left type veth peer name right");
    space.ip("link set left up");
    space.ip("addr add 10.5.0.1/24 dev left");
    space.ip("-6 route add fd06::/48 dev left table 99");
    let line =
        |it| format!("route add 10.9.{}.{}/32 dev left\n", it / 250, it % 250);
    space.batch(&(0..500).map(line).collect::<String>());
    space
}

/// What a client prints, for each route that the command has.
fn wanted(space: &Space) -> Vec<String> {
    let routes = space.json(&["route", "--table", "all"]);
    let interfaces = space.json(&["iface"]);
    let index = |name: &str| {
        let mut all = interfaces.as_array().unwrap().iter();
        let found = all.find(|it| it["name"] == name);
        found.map_or(0, |it| it["index"].as_u64().unwrap())
    };
    let table = |name: &str| match name {
        "main" => 254,
        "local" => 255,
        number => number.parse().unwrap(),
    };
    let routes = routes.as_array().unwrap().iter();
    let lines: Vec<_> = routes
        .map(|it| {
            format!(
                "{} table {} device {}",
                it["destination"].as_str().unwrap(),
                table(it["table"].as_str().unwrap()),
                index(it["device"].as_str().unwrap_or_default()),
            )
        })
        .collect();
    assert!(lines.len() > 500);
    lines
}

fn python() {
    let (space, folder) = (filled(), tempfile::tempdir().unwrap());
    bind(&["python", "--package", "netstate_client"], folder.path());
    let socket = folder.path().join("socket");
    let _served = Served::new(&space, &socket);
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/clients/routes.py");
    let printed = said(
        Command::new("python3")
            .arg(program)
            .arg(&socket)
            .env("PYTHONPATH", folder.path())
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    );
    let lines: Vec<_> = printed.lines().map(str::to_owned).collect();
    assert_eq!(lines, wanted(&space));
}

fn c() {
    let (space, folder) = (filled(), tempfile::tempdir().unwrap());
    bind(&["c"], folder.path());
    let socket = folder.path().join("socket");
    let _served = Served::new(&space, &socket);
    let program = folder.path().join("routes");
    let sources = ["idol.c", "idol_bridge.c", "net_state.c"];
    said(
        Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()))
            .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
            .args(["-fsanitize=address,undefined", "-I"])
            .arg(folder.path())
            .args(sources.map(|it| folder.path().join(it)))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/clients/routes.c"))
            .arg("-o")
            .arg(&program),
    );
    let printed = said(Command::new(&program).arg(&socket));
    let lines: Vec<_> = printed.lines().map(str::to_owned).collect();
    assert_eq!(lines, wanted(&space));
}
