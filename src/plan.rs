//! Whether a generator's settings fit an interface, and what they make of it.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::dialect::{Counting, Dialect, FailServer, common_error};
use crate::model::{Failure, Interface, OnDeath, Operation};
use crate::settings::{AllowedCallers, ErrorServer, Generator, ServerStyle};

/// What is to be written, and what is worth a second look at the settings.
pub(crate) struct Plan {
    pub(crate) dialect: Dialect,
    /// Warnings.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// The most tasks that a system has: an id has 10 bits for the index, and the
/// two highest mean the kernel and no task at all.
const MOST_TASKS: usize = 1022;

/// What a client of this interface is like.
pub(crate) fn client(
    interface: &Interface,
    settings: &Generator,
) -> Result<Plan, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    if settings.retry_bound.is_some() {
        for op in &interface.operations {
            if op.is_idempotent() && op.reply.failure == Failure::Simple {
                wrong.push(
                    unfit(format!(
                        "idempotent operation `{}` has no error to end with \
                         when the bound on retries is reached",
                        op.name
                    ))
                    .place(format!("operation `{}`", op.name))
                    .help(
                        "give it `reply: Result(..)`, or build the client \
                         without `with_retry_bound`",
                    ),
                );
            }
        }
    }
    let counting = match settings.counters.client {
        true => Counting::Results,
        false => Counting::Nothing,
    };
    let has_runtime = settings.client_runtime == Some(true)
        || interface.operations.iter().any(names_runtime);
    finish(
        wrong,
        Dialect {
            has_runtime,
            ..dialect(settings, counting)
        },
    )
}

/// Whether a client has to name the runtime for an operation.
fn names_runtime(op: &Operation) -> bool {
    op.reply.failure == Failure::ServerDeath
        || op.on_death == OnDeath::ErrorFromServerDeath
}

/// What a server of this interface is like.
pub(crate) fn server(
    interface: &Interface,
    settings: &Generator,
    style: ServerStyle,
    allowed_callers: &AllowedCallers,
) -> Result<Plan, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    for (setting, names) in [
        (
            "allowed_callers",
            allowed_callers.keys().collect::<Vec<_>>(),
        ),
        (
            "with_unsupported_operations",
            settings.unsupported.iter().collect(),
        ),
    ] {
        for name in names {
            if !has_operation(interface, name) {
                wrong.push(unknown_operation(interface, setting, name));
            }
        }
    }
    for (op, tasks) in allowed_callers {
        wrong.extend(no_task(op, tasks));
        wrong.extend(nobody(op, tasks));
    }
    // What a pipelined server's functions return is no answer.
    if settings.plain_infallible && style == ServerStyle::InOrder {
        for op in &interface.operations {
            let infallible = matches!(
                op.reply.failure,
                Failure::Simple | Failure::ServerDeath
            );
            if infallible
                && settings
                    .unsupported
                    .iter()
                    .any(|name| op.name.as_str() == name)
            {
                wrong.push(
                    unfit(format!(
                        "unsupported operation `{}` returns a plain value, \
                         so it has no way to fault the client",
                        op.name
                    ))
                    .help("implement it, or let it return a `Result`"),
                );
            }
        }
    }
    let combined = settings.counters.combine_client_errors;
    if settings.counters.server
        && combined
        && has_operation(interface, "ClientError")
    {
        wrong.push(
            unfit(
                "operation `ClientError` has the name that counters give \
                 all errors of clients"
                    .to_owned(),
            )
            .help("rename it, or do not combine the errors of clients"),
        );
    }
    let counting = match (settings.counters.server, combined) {
        (false, _) => Counting::Nothing,
        (true, false) => Counting::Results,
        (true, true) => Counting::ResultsWithClientErrorsCombined,
    };
    let possible = common_error(interface).is_some();
    let fail_server = match settings.error_server {
        ErrorServer::Never => FailServer::None,
        ErrorServer::WherePossible if possible => FailServer::WhereErrorIsClone,
        ErrorServer::WherePossible => FailServer::None,
        ErrorServer::Always => {
            if !possible {
                wrong.push(
                    unfit(
                        "`FailServer` needs operations that all have the \
                         same type and kind of error"
                            .to_owned(),
                    )
                    .help("build with `with_mixed_error_server` instead"),
                );
            }
            FailServer::Demanded
        }
        ErrorServer::Mixed => {
            wrong.extend(unfailing(interface, settings, style));
            FailServer::Mixed
        }
    };
    finish(
        wrong,
        Dialect {
            style,
            fail_server,
            allowed_callers: allowed_callers
                .iter()
                .map(|(op, tasks)| (op.clone(), tasks.clone()))
                .collect(),
            ..dialect(settings, counting)
        },
    )
}

fn dialect(settings: &Generator, counting: Counting) -> Dialect {
    Dialect {
        op_enum_derives: settings.op_enum_derives.clone(),
        counting,
        retry_bound: settings.retry_bound,
        has_runtime: true,
        style: ServerStyle::InOrder,
        fail_server: FailServer::None,
        plain_infallible: settings.plain_infallible,
        unsupported: settings.unsupported.clone(),
        allowed_callers: Vec::new(),
    }
}

/// An operation that a server cannot even refuse.
fn unfailing(
    interface: &Interface,
    settings: &Generator,
    style: ServerStyle,
) -> Option<Diagnostic> {
    if !settings.plain_infallible || style != ServerStyle::InOrder {
        return None;
    }
    let op = interface.operations.iter().find(|op| {
        matches!(op.reply.failure, Failure::Simple | Failure::ServerDeath)
    })?;
    Some(
        unfit(format!(
            "operation `{}` returns a plain value, so a `FailServer` has no \
             way to fail it",
            op.name
        ))
        .help("let it return a `Result`, or build without the `FailServer`"),
    )
}

/// The plan, unless something that was found is an error.
fn finish(
    found: Vec<Diagnostic>,
    dialect: Dialect,
) -> Result<Plan, Vec<Diagnostic>> {
    if found.iter().any(|d| d.severity() == Severity::Error) {
        return Err(found);
    }
    Ok(Plan {
        dialect,
        warnings: found,
    })
}

/// An index among an operation's callers that no task can have.
fn no_task(op: &str, tasks: &[usize]) -> Option<Diagnostic> {
    let beyond = tasks.iter().find(|task| **task >= MOST_TASKS)?;
    Some(
        unfit(format!(
            "`allowed_callers` lets task {beyond} call operation `{op}`, and \
             no task has that index"
        ))
        .help(format!(
            "a system has at most {MOST_TASKS} tasks, with the indices 0 to {}",
            MOST_TASKS - 1
        )),
    )
}

/// An operation that nobody may call: perhaps the list was to be filled.
fn nobody(op: &str, tasks: &[usize]) -> Option<Diagnostic> {
    if !tasks.is_empty() {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::NobodyMayCall,
            format!("`allowed_callers` lets no task call operation `{op}`"),
        )
        .help(
            "list the tasks that may call it, or leave the operation out to \
             let all tasks",
        ),
    )
}

fn has_operation(interface: &Interface, name: &str) -> bool {
    interface
        .operations
        .iter()
        .any(|op| op.name.as_str() == name)
}

fn unfit(message: String) -> Diagnostic {
    Diagnostic::new(Code::UnfitSetting, message)
}

fn unknown_operation(
    interface: &Interface,
    setting: &str,
    name: &str,
) -> Diagnostic {
    let known: Vec<_> = interface
        .operations
        .iter()
        .map(|op| format!("`{}`", op.name))
        .collect();
    Diagnostic::new(
        Code::UnknownOperation,
        format!("`{setting}` names operation `{name}`, which there is not"),
    )
    .help(match known.as_slice() {
        [] => format!("`{}` has no operations", interface.name),
        known => format!("`{}` has {}", interface.name, known.join(", ")),
    })
}
