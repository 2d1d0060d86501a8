//! An image, for people and for programs.

use std::fmt;
use std::io::{self, Write};

use anstyle::AnsiColor;
use idol::render::one_line;
use serde::Serialize;

use super::arguments::Format;
use super::differ::Differs;
use super::facts::Task;
use super::finding::{Finding, Severity};
use super::stack;
use crate::console::Console;

/// Tells of a task what it serves, calls, counts and needs.
pub(super) fn task(
    task: &Task,
    format: Format,
    console: &mut Console,
) -> io::Result<()> {
    match format {
        Format::Short => Ok(()),
        Format::Json => console.out().json(&TaskJson::of(task)),
        Format::Human => lines(task, console),
    }
}

fn lines(task: &Task, console: &mut Console) -> io::Result<()> {
    let out = console.out();
    let name = one_line(&task.name);
    let name = out.styled(AnsiColor::Cyan.on_default().bold(), name);
    match task.stack {
        Some(stack) => writeln!(out, "{name}: a stack of {stack} bytes")?,
        None => writeln!(out, "{name}")?,
    }
    match &task.need {
        Ok(Some(need)) => stack::lines(need, out)?,
        Ok(None) => {}
        Err(why) => {
            writeln!(out, "  what it needs of a stack is not known: {why}")?;
        }
    }
    for server in &task.servers {
        let interface = &server.interface;
        let operations = match interface.operations.len() {
            1 => "1 operation".to_owned(),
            several => format!("{several} operations"),
        };
        let known = match server.fingerprint {
            Some(fingerprint) => format!(" {fingerprint}"),
            None => String::new(),
        };
        writeln!(out, "  serves {}{known}: {operations}", interface.name)?;
        if let (Some(buffer), Some(reply)) = (server.buffer(), server.reply()) {
            writeln!(
                out,
                "    needs a buffer of {buffer} bytes for messages, and room \
                 for replies of {reply} bytes"
            )?;
        }
    }
    for client in &task.clients {
        let (interface, fingerprint) = (&client.interface, client.fingerprint);
        let code = match client.code.is_empty() {
            true => "no code of it".to_owned(),
            false => client.code.join(", "),
        };
        writeln!(out, "  client of {interface} {fingerprint}: {code}")?;
    }
    for counters in &task.counters {
        writeln!(
            out,
            "  counts in {}, {} bytes at {:#x}",
            counters.name, counters.size, counters.address
        )?;
    }
    Ok(())
}

/// A task as data. Keys may be added; those that are here keep their names and
/// meanings.
#[derive(Serialize)]
struct TaskJson<'a> {
    kind: &'static str,
    task: &'a str,
    file: &'a str,
    stack: Option<u64>,
    needs: Option<stack::NeedJson<'a>>,
    servers: Vec<ServerJson<'a>>,
    clients: Vec<ClientJson<'a>>,
    counters: Vec<CountersJson<'a>>,
}

#[derive(Serialize)]
struct ServerJson<'a> {
    interface: &'a str,
    fingerprint: Option<String>,
    operations: Vec<&'a str>,
    buffer: Option<usize>,
    reply: Option<usize>,
}

#[derive(Serialize)]
struct ClientJson<'a> {
    interface: &'a str,
    fingerprint: String,
    code: &'a [String],
}

#[derive(Serialize)]
struct CountersJson<'a> {
    name: &'a str,
    address: u64,
    size: u64,
}

impl<'a> TaskJson<'a> {
    fn of(task: &'a Task) -> Self {
        let servers = task.servers.iter().map(|server| ServerJson {
            interface: server.interface.name.as_str(),
            fingerprint: server.fingerprint.map(|f| f.to_string()),
            operations: server
                .interface
                .operations
                .iter()
                .map(|op| op.name.as_str())
                .collect(),
            buffer: server.buffer(),
            reply: server.reply(),
        });
        let clients = task.clients.iter().map(|client| ClientJson {
            interface: &client.interface,
            fingerprint: client.fingerprint.to_string(),
            code: &client.code,
        });
        let counters = task.counters.iter().map(|counters| CountersJson {
            name: &counters.name,
            address: counters.address,
            size: counters.size,
        });
        Self {
            kind: "task",
            task: &task.name,
            file: &task.place,
            stack: task.stack,
            needs: task
                .need
                .as_ref()
                .ok()
                .and_then(Option::as_ref)
                .map(stack::NeedJson::of),
            servers: servers.collect(),
            clients: clients.collect(),
            counters: counters.collect(),
        }
    }
}

/// A finding as data.
#[derive(Serialize)]
struct FindingJson<'a> {
    kind: &'static str,
    rule: &'static str,
    task: Option<&'a str>,
    interface: Option<&'a str>,
    operations: &'a [String],
    what: &'a str,
    help: Option<&'a str>,
}

/// Tells what is wrong or worth a look.
pub(super) fn finding(
    finding: &Finding,
    differs: &Differs,
    format: Format,
    console: &mut Console,
) -> io::Result<()> {
    let out = console.out();
    let unknown = differs.as_ref().err().copied();
    let help = finding.help.as_deref().or(unknown);
    if format == Format::Json {
        return out.json(&FindingJson {
            kind: finding.severity.name(),
            rule: finding.rule,
            task: finding.task.as_deref(),
            interface: finding.interface.as_deref(),
            operations: &finding.operations,
            what: &finding.what,
            help,
        });
    }
    let color = match finding.severity {
        Severity::Problem => AnsiColor::Red,
        Severity::Look => AnsiColor::Yellow,
    };
    let severity =
        out.styled(color.on_default().bold(), finding.severity.name());
    writeln!(out, "{severity}: {}", one_line(&finding.what))?;
    if format == Format::Human {
        for help in finding.help.as_deref().into_iter().chain(unknown) {
            writeln!(out, "  help: {}", one_line(help))?;
        }
    }
    Ok(())
}

/// How many there were.
#[derive(Default)]
pub(super) struct Counts {
    problems: usize,
    looks: usize,
}

impl Counts {
    pub(super) fn add(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Problem => self.problems += 1,
            Severity::Look => self.looks += 1,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems {
            0 => f.write_str("no problem")?,
            1 => f.write_str("1 problem")?,
            several => write!(f, "{several} problems")?,
        }
        match self.looks {
            0 => Ok(()),
            several => write!(f, "; {several} worth a look"),
        }
    }
}
