//! What Mermaid itself reads in charts: all of it, whatever tasks, operations
//! and messages are called.

use kernel::{Action, CallKind, Restart, System, TaskId, When};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use trials::{Failed, Trial};
use userlib::{sys_post, sys_recv_open, sys_reply, sys_send};

/// A system that has run, and its tasks' names.
struct Run(System, Vec<String>);

impl Run {
    fn task(
        &mut self,
        name: &str,
        priority: u8,
        body: impl FnMut() + Send + 'static,
    ) -> TaskId {
        self.1.push(name.to_owned());
        self.0.task(name, priority, body)
    }
}

fn main() {
    let node = Command::new("node").arg("--version").output().is_ok();
    let missing = match (node, mermaid().exists()) {
        (false, _) => Some("install node"),
        (true, false) => {
            Some("npm install --prefix target/tools --no-save mermaid@11")
        }
        (true, true) => None,
    };
    type Made = fn() -> Run;
    let charts: [(&str, Made); 4] = [
        ("nothing", || Run(System::new(), Vec::new())),
        ("any_name", any_name),
        ("a_death", death),
        ("thirty_tasks", thirty),
    ];
    let trials = charts.map(|(name, system)| {
        let test = move || read(name, &system());
        trials::needing(format!("mermaid_reads_{name}"), missing, test)
    });
    trials::run(Vec::<Trial>::from(trials));
}

fn mermaid() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../target/tools/node_modules/mermaid")
}

/// Names of tasks and operations, some of which are Mermaid's own words.
const NAMES: [&str; 28] = [
    "end",
    "as",
    "loop",
    "note",
    "a;b",
    "a#1",
    "#35;",
    "a->>b",
    "wrap: x",
    "NoWrap:x",
    "$$x^2$$",
    "<b>",
    "a\nb",
    "a\u{2028}b",
    "%%{init: {}}%%",
    "(x)",
    "x: y",
    "\"",
    "'",
    "\\",
    "`x`",
    "@{}",
    "::icon(x)",
    "é",
    "участник",
    "\u{1f980}",
    "-+()",
    "-->>",
];

fn server() {
    let mut buffer = [0; 8];
    loop {
        let message = sys_recv_open(&mut buffer, 1);
        if message.sender != TaskId::KERNEL {
            sys_reply(message.sender, message.operation & 1, &buffer);
        }
    }
}

/// Each of the names is a task's and an operation's.
fn any_name() -> Run {
    let mut system = Run(System::new(), Vec::new());
    let numbered: Vec<_> =
        (1..).zip(NAMES).map(|(n, name)| (n as u16, name)).collect();
    let answers = system.task("server", 1, server);
    system.0.name_operations(answers, &numbered);
    for (number, name) in &numbered {
        let number = *number;
        system.task(name, 2, move || {
            sys_send(answers, number, &[1; 40], &mut [0; 8], &[]);
            sys_post(answers, 1);
        });
    }
    let _ = system.0.run();
    system
}

fn death() -> Run {
    let mut system = Run(System::new(), Vec::new());
    let dies = system.task("dies", 1, server);
    let asks = system.task("asks", 2, move || {
        let _ = sys_send(dies, 1, &[], &mut [], &[]);
        panic!("it is \"over\"; # is no <comment>\nis it?");
    });
    system.0.expect_fault(asks);
    system.0.script(
        When::after(dies, CallKind::Recv, 1),
        Action::kill(dies, Restart::AtOnce),
    );
    let _ = system.0.run();
    system
}

/// As many as a board may have, and 3,000 messages.
fn thirty() -> Run {
    let mut system = Run(System::new(), Vec::new());
    let servers: Vec<_> = (0..10)
        .map(|n| system.task(&format!("server{n}"), 1, server))
        .collect();
    for n in 0..20_usize {
        let servers = servers.clone();
        system.task(&format!("client{n}"), 2, move || {
            for call in 0..75 {
                let server = servers[(n + call) % servers.len()];
                let call = call as u16 + 1;
                sys_send(server, call, &[n as u8], &mut [0; 8], &[]);
            }
        });
    }
    let _ = system.0.run();
    system
}

/// What is drawn of a text: on one line, without spaces around it.
fn drawn(text: &str) -> String {
    let space =
        |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let line = text.chars().map(|c| if space(c) { ' ' } else { c });
    line.collect::<String>().trim().to_owned()
}

/// Mermaid reads the chart, with every task and every row in it.
fn read(name: &str, Run(system, names): &Run) -> Result<(), Failed> {
    let chart = system.trace().chart().to_mermaid();
    let file =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.mmd"));
    fs::write(&file, &chart)?;
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid/read.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(mermaid())
        .arg(&file)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{}: {said}", file.display()).into());
    }
    let found = String::from_utf8(output.stdout)?;
    let expected = serde_json::json!([
        names.iter().map(|it| drawn(it)).collect::<Vec<_>>(),
        chart.lines().filter_map(label).collect::<Vec<_>>(),
    ]);
    let found: serde_json::Value = serde_json::from_str(&found)?;
    if found != expected {
        return Err(format!("found {found:#}, not {expected:#}").into());
    }
    Ok(())
}

/// What a line of a chart says, unless it is a task's.
fn label(line: &str) -> Option<String> {
    let line = line.trim_start();
    if line.starts_with("participant ") || line == "sequenceDiagram" {
        return None;
    }
    let (_, label) = line.split_once(": ")?;
    let mut text = String::new();
    let mut parts = label.split('#');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (code, rest) = part.split_once(';').expect("it is escaped");
        let code = code.parse().expect("a number");
        text.push(char::from_u32(code).expect("a character"));
        text.push_str(rest);
    }
    Some(text.trim().to_owned())
}
