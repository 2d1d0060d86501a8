//! What is wrong with an image, and what is worth a look.

use std::collections::BTreeSet;

use idol::fingerprint::Fingerprint;

use super::facts::{Server, Task};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// It does not work.
    Problem,
    /// Somebody may have meant it.
    Look,
}

impl Severity {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Look => "look",
        }
    }
}

/// One thing.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    /// What kind of thing.
    pub(super) rule: &'static str,
    /// The task that it is about, if it is one.
    pub(super) task: Option<String>,
    pub(super) interface: Option<String>,
    /// The operations that it is about.
    pub(super) operations: Vec<String>,
    pub(super) what: String,
    pub(super) help: Option<String>,
    /// The fingerprints of a client and of a server that differ.
    pub(super) differ: Option<(Fingerprint, Fingerprint)>,
}

impl Finding {
    pub(super) fn new(
        severity: Severity,
        rule: &'static str,
        what: String,
    ) -> Self {
        Self {
            severity,
            rule,
            task: None,
            interface: None,
            operations: Vec::new(),
            what,
            help: None,
            differ: None,
        }
    }

    fn of(self, task: Option<&Task>, interface: &str) -> Self {
        Self {
            task: task.map(|task| task.name.clone()),
            interface: Some(interface.to_owned()),
            ..self
        }
    }
}

/// All that there is to say: what is wrong first.
pub(super) fn all(
    tasks: &[Task],
    old: Option<&[Task]>,
    called: &[(String, String, String)],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for task in tasks {
        clients(tasks, task, &mut findings);
        for server in &task.servers {
            of_server(tasks, task, server, called, &mut findings);
        }
    }
    for (place, interface, operation) in called {
        listed(tasks, place, interface, operation, &mut findings);
    }
    if let Some(old) = old {
        come_and_gone(tasks, old, &mut findings);
    }
    // Clients of two versions of one interface have the same to say.
    let mut said = BTreeSet::new();
    findings.retain(|it| said.insert((it.rule, it.what.clone())));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Those who serve an interface of this name.
fn servers<'t>(
    tasks: &'t [Task],
    interface: &'t str,
) -> impl Iterator<Item = (&'t Task, &'t Server)> {
    tasks.iter().flat_map(move |task| {
        let servers = task.servers.iter();
        servers
            .filter(move |server| server.interface.name.as_str() == interface)
            .map(move |server| (task, server))
    })
}

/// Whether each client of a task has a server that means the same.
fn clients(tasks: &[Task], task: &Task, findings: &mut Vec<Finding>) {
    for client in &task.clients {
        let interface = client.interface.as_str();
        let of_this: Vec<_> = servers(tasks, interface).collect();
        if of_this.is_empty() {
            findings.push(no_server(task, client));
            continue;
        }
        let agrees = |server: &Server| {
            server.fingerprint.is_none_or(|f| f == client.fingerprint)
        };
        if of_this.iter().any(|(_, server)| agrees(server)) {
            continue;
        }
        for (peer, server) in of_this {
            let Some(fingerprint) = server.fingerprint else {
                continue;
            };
            let what = format!(
                "`{}` has a client of another `{interface}` than `{}` serves: \
                 {} and {fingerprint}",
                task.name, peer.name, client.fingerprint
            );
            let mut found =
                Finding::new(Severity::Problem, "client-differs", what)
                    .of(Some(task), interface);
            found.help = Some(format!(
                "build `{}` and `{}` from one file",
                task.name, peer.name
            ));
            found.differ = Some((client.fingerprint, fingerprint));
            findings.push(found);
        }
    }
}

fn no_server(task: &Task, client: &idol_debug::Client) -> Finding {
    let (interface, name) = (&client.interface, &task.name);
    let (severity, what) = match client.code.is_empty() {
        // A crate that it depends on has the client.
        true => (
            Severity::Look,
            format!(
                "`{name}` knows `{interface}`, which nobody serves, and has no \
                 code to call it"
            ),
        ),
        false => (
            Severity::Problem,
            format!("`{name}` calls `{interface}`, which nobody serves"),
        ),
    };
    Finding::new(severity, "no-server", what).of(Some(task), interface)
}

/// What is worth a look about a server.
fn of_server(
    tasks: &[Task],
    task: &Task,
    server: &Server,
    called: &[(String, String, String)],
    findings: &mut Vec<Finding>,
) {
    let interface = server.interface.name.as_str();
    let mut look = |rule, what, operations| {
        let mut found =
            Finding::new(Severity::Look, rule, what).of(Some(task), interface);
        found.operations = operations;
        findings.push(found);
    };
    let name = &task.name;
    if server.fingerprint.is_none() {
        let what = format!(
            "the server of `{interface}` in `{name}` states no fingerprint: an \
             older generator made it, and clients are not compared with it"
        );
        look("no-fingerprint", what, Vec::new());
    }
    if let Err(why) = &server.limits {
        let what = format!(
            "the types of `{interface}` are not in the debug information of \
             `{name}`: {why}"
        );
        look("no-types", what, Vec::new());
    }
    let clients = tasks.iter().flat_map(|task| &task.clients);
    let mut clients = clients
        .filter(|client| client.interface == interface)
        .peekable();
    let listed = called.iter().filter(|(_, other, _)| other == interface);
    let is_listed = listed.clone().next().is_some();
    if clients.peek().is_none() && !is_listed {
        let what =
            format!("nobody here has a client of `{interface}` in `{name}`");
        look("no-client", what, Vec::new());
        return;
    }
    let mut code: BTreeSet<&str> = listed.map(|(_, _, op)| &**op).collect();
    code.extend(clients.flat_map(|client| &client.code).map(|op| &**op));
    let uncalled: Vec<_> = server
        .interface
        .operations
        .iter()
        .map(|op| op.name.as_str())
        .filter(|name| !code.contains(name))
        .collect();
    if !uncalled.is_empty() {
        let names = list(uncalled.iter().copied());
        let what = format!("nobody calls these of `{interface}`: {names}");
        let uncalled = uncalled.into_iter().map(ToOwned::to_owned);
        look("not-called", what, uncalled.collect());
    }
}

/// Whether somebody serves an operation that others call.
fn listed(
    tasks: &[Task],
    place: &str,
    interface: &str,
    operation: &str,
    findings: &mut Vec<Finding>,
) {
    let mut of_this = servers(tasks, interface).peekable();
    let why = match of_this.peek() {
        None => format!("nobody serves `{interface}`"),
        Some(_) => {
            let has = |server: &Server| {
                let mut all = server.interface.operations.iter();
                all.any(|op| op.name.as_str() == operation)
            };
            if of_this.any(|(_, server)| has(server)) {
                return;
            }
            format!("no server of `{interface}` has it")
        }
    };
    let what = format!("{place}: `{interface}.{operation}` is called: {why}");
    let mut found = Finding::new(Severity::Problem, "called-nowhere", what)
        .of(None, interface);
    found.operations.push(operation.to_owned());
    findings.push(found);
}

/// Tasks that one of two images has.
fn come_and_gone(tasks: &[Task], old: &[Task], findings: &mut Vec<Finding>) {
    let named =
        |tasks: &[Task], name: &str| tasks.iter().any(|task| task.name == name);
    for task in old.iter().filter(|task| !named(tasks, &task.name)) {
        let what = format!("the task `{}` is gone", task.name);
        let mut found = Finding::new(Severity::Look, "task-gone", what);
        found.task = Some(task.name.clone());
        findings.push(found);
    }
    for task in tasks.iter().filter(|task| !named(old, &task.name)) {
        let what = format!("the task `{}` is new", task.name);
        let mut found = Finding::new(Severity::Look, "task-new", what);
        found.task = Some(task.name.clone());
        findings.push(found);
    }
}

/// A list of names, each in backquotes.
fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> =
        names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_of_two_versions_are_missed_once() {
        let client = |fingerprint: &str| idol_debug::Client {
            interface: "Lamp".to_owned(),
            fingerprint: fingerprint.parse().expect("it is one"),
            code: Vec::new(),
        };
        let task = Task {
            name: "visitor".to_owned(),
            place: "visitor".to_owned(),
            servers: Vec::new(),
            clients: vec![
                client("0000000000000001"),
                client("0000000000000002"),
            ],
            counters: Vec::new(),
            stack: None,
            need: Ok(None),
        };
        let findings = all(&[task], None, &[]);
        assert_eq!(findings.len(), 1, "{findings:?}");
    }
}
