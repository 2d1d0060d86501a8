//! The stack that a task needs: for people, as data, and what is wrong with it.

use std::fmt;
use std::io::{self, Write};

use idol::render::one_line;
use idol_debug::{StackNeed, Why};
use serde::Serialize;

use super::facts::Task;
use super::finding::{Finding, Severity};

/// How many places of open code are named to people.
const NAMED: usize = 4;

/// Tells what a task needs, and who takes it.
pub(super) fn lines(need: &StackNeed, out: &mut impl Write) -> io::Result<()> {
    write!(out, "  needs {} bytes of stack", AtLeast(need))?;
    let frames = need.deepest.iter().filter(|frame| frame.bytes > 0);
    for (index, frame) in frames.enumerate() {
        let before = if index == 0 { ": " } else { ", " };
        let function = one_line(&frame.function);
        write!(out, "{before}{} in `{function}`", frame.bytes)?;
    }
    writeln!(out)?;
    for (why, means) in [
        (Why::Pointer, "what is called through pointers"),
        (Why::Recursion, "each time that these call themselves again"),
        (Why::Unknown, "what cannot be followed"),
    ] {
        let open: Vec<_> =
            need.open.iter().filter(|open| open.why == why).collect();
        if open.is_empty() {
            continue;
        }
        write!(out, "    and {means}: ")?;
        for (index, open) in open.iter().take(NAMED).enumerate() {
            let before = if index == 0 { "" } else { ", " };
            let function = one_line(&open.function);
            write!(out, "{before}{:#x} in `{function}`", open.address)?;
        }
        match open.len().saturating_sub(NAMED) {
            0 => writeln!(out)?,
            more => writeln!(out, ", {more} more")?,
        }
    }
    Ok(())
}

/// The bytes of a need, and whether these are all.
struct AtLeast<'n>(&'n StackNeed);

impl fmt::Display for AtLeast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.open.is_empty() {
            f.write_str("at least ")?;
        }
        write!(f, "{}", self.0.bytes)
    }
}

/// A need as data.
#[derive(Serialize)]
pub(super) struct NeedJson<'n> {
    stack: u64,
    /// Whether that is all.
    all: bool,
    deepest: Vec<FrameJson<'n>>,
    open: Vec<OpenJson<'n>>,
}

#[derive(Serialize)]
struct FrameJson<'n> {
    function: &'n str,
    address: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct OpenJson<'n> {
    why: &'static str,
    function: &'n str,
    address: u64,
}

impl<'n> NeedJson<'n> {
    pub(super) fn of(need: &'n StackNeed) -> Self {
        let deepest = need.deepest.iter().map(|frame| FrameJson {
            function: &frame.function,
            address: frame.address,
            bytes: frame.bytes,
        });
        let open = need.open.iter().map(|open| OpenJson {
            why: match open.why {
                Why::Pointer => "pointer",
                Why::Recursion => "recursion",
                _ => "unknown",
            },
            function: &open.function,
            address: open.address,
        });
        Self {
            stack: need.bytes,
            all: need.open.is_empty(),
            deepest: deepest.collect(),
            open: open.collect(),
        }
    }
}

/// What is wrong with stacks, and what tasks need that they did not need before.
pub(super) fn findings(tasks: &[Task], old: Option<&[Task]>) -> Vec<Finding> {
    let mut findings: Vec<_> = tasks.iter().filter_map(too_small).collect();
    for task in tasks {
        let mut old = old.into_iter().flatten();
        if let Some(before) = old.find(|old| old.name == task.name) {
            changed(task, before, &mut findings);
        }
    }
    findings
}

/// Whether a task has the stack that it needs.
fn too_small(task: &Task) -> Option<Finding> {
    let need = task.need.as_ref().ok()?.as_ref()?;
    let stack = task.stack.filter(|stack| *stack < need.bytes)?;
    let what = format!(
        "`{}` needs {} bytes of stack, and has {stack}",
        task.name,
        AtLeast(need)
    );
    let mut found = Finding::new(Severity::Problem, "stack-short", what);
    found.task = Some(task.name.clone());
    found.help = Some(format!(
        "set its `stacksize` to {} or more",
        need.bytes.next_multiple_of(8)
    ));
    Some(found)
}

/// What a task needs now, where that is not what it needed.
fn changed(task: &Task, old: &Task, findings: &mut Vec<Finding>) {
    let mut look = |rule, interface: Option<&str>, what| {
        let mut found = Finding::new(Severity::Look, rule, what);
        found.task = Some(task.name.clone());
        found.interface = interface.map(ToOwned::to_owned);
        findings.push(found);
    };
    let name = &task.name;
    if let (Ok(Some(new)), Ok(Some(old))) = (&task.need, &old.need)
        && (new.bytes, new.open.is_empty()) != (old.bytes, old.open.is_empty())
    {
        let (new, old) = (AtLeast(new), AtLeast(old));
        let what =
            format!("`{name}` needs {new} bytes of stack, and needed {old}");
        look("stack-changed", None, what);
    }
    for server in &task.servers {
        let interface = server.interface.name.as_str();
        let mut before = old.servers.iter();
        let before =
            before.find(|old| old.interface.name.as_str() == interface);
        let Some(before) = before else {
            continue;
        };
        for (what, new, old) in [
            ("a buffer", server.buffer(), before.buffer()),
            ("room for replies", server.reply(), before.reply()),
        ] {
            if let (Some(new), Some(old)) = (new, old)
                && new != old
            {
                let what = format!(
                    "the server of `{interface}` in `{name}` needs {what} of \
                     {new} bytes, and needed {old}"
                );
                look("buffer-changed", Some(interface), what);
            }
        }
    }
}
