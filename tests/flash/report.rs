//! What is measured, and how it is written down.

use std::fs;

use idol::syntax::Interface;
use measure::{frame, lines};

use crate::baseline::{INTERFACES, Measured, interface};
use crate::tasks::{self, Target, Tasks, Variant};

/// What one task costs.
struct Cost {
    task: String,
    /// Bytes of flash above the empty task.
    flash: usize,
    /// The largest stack frame in bytes.
    frame: u32,
}

/// What the tasks of one target cost.
pub(crate) struct Sizes {
    costs: Vec<Cost>,
    /// The bytes of each operation: of the client and of the server.
    operations: Vec<(String, [u32; 2])>,
}

/// Whether a task is a side of an interface.
pub(crate) fn is_measured(task: &str) -> bool {
    task.ends_with("_client") || task.ends_with("_server")
}

impl Sizes {
    pub(crate) fn measure(tasks: &Tasks, target: Target) -> Self {
        let empty = tasks.get(target, Variant::Nopm, "empty").flash();
        let names = tasks::names();
        let costs = names
            .iter()
            .filter(|task| is_measured(task))
            .map(|task| {
                let image = tasks.get(target, Variant::Nopm, task);
                Cost {
                    task: task.clone(),
                    flash: image.flash() - empty,
                    frame: frame::largest(&image),
                }
            })
            .collect();
        let mut operations = Vec::new();
        for Measured { name, file, .. } in INTERFACES {
            let task = format!("{name}_client");
            if !names.contains(&task) {
                continue;
            }
            let image = tasks.get(target, Variant::Nopm, &task);
            let interface = interface(file);
            let functions = image
                .operations(interface.ops.len())
                .expect("the task keeps its operations");
            let server = format!("{name}_server");
            let server = tasks
                .file(target, Variant::Nopm, &server)
                .expect("the server links");
            let arms = arms(&server, name, &interface);
            for ((op, function), arm) in
                interface.ops.keys().zip(functions).zip(arms)
            {
                let sizes = [function.size, arm];
                operations.push((format!("{name}.{op}"), sizes));
            }
        }
        Self { costs, operations }
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "{}\n\nflash above an empty task, and largest stack frame, in \
             bytes\n\n{:<28}{:>6}{:>7}\n",
            tasks::compiler(),
            "task",
            "flash",
            "frame",
        );
        for Cost { task, flash, frame } in &self.costs {
            text += &format!("{task:<28}{flash:>6}{frame:>7}\n");
        }
        text += &format!(
            "\noperations in bytes: a client's function, a server's part of \
             its only function\n\n{:<36}{:>6}{:>8}\n",
            "operation", "client", "server"
        );
        for (operation, [client, server]) in &self.operations {
            text += &format!("{operation:<36}{client:>6}{server:>8}\n");
        }
        text
    }

    /// A task's bytes, if there is one.
    pub(crate) fn flash(&self, task: &str) -> Option<usize> {
        let cost = self.costs.iter().find(|cost| cost.task == task)?;
        Some(cost.flash)
    }
}

/// What the tasks of one target cost when they are built otherwise.
pub(crate) fn variants(tasks: &Tasks, target: Target) -> String {
    let mut text = format!(
        "flash above an empty task in bytes: with a panic that formats its \
         message, with counters; panic sites\n\n\
         {:<28}{:>6}{:>9}{:>7}  without panics\n",
        "task", "pm", "counters", "sites",
    );
    let mut sites = String::new();
    let empty = tasks.get(target, Variant::Nopm, "empty").flash();
    for task in tasks::names().iter().filter(|task| is_measured(task)) {
        let flash = |variant| {
            tasks.find(target, variant, task).map_or_else(
                || "-".to_owned(),
                |image| (image.flash() - empty).to_string(),
            )
        };
        let pm = tasks.get(target, Variant::Pm, task);
        let panics = pm.panic_sites();
        assert_eq!(
            !panics.is_empty(),
            pm.can_panic(),
            "{task}: the panic handler is linked if and only if there are sites"
        );
        let links = tasks.find(target, Variant::NoPanic, task).is_some();
        text += &format!(
            "{task:<28}{:>6}{:>9}{:>7}  {}\n",
            pm.flash() - empty,
            flash(Variant::Counted),
            panics.len(),
            if links { "links" } else { "does not link" },
        );
        for site in panics {
            sites += &format!("{task:<28}{site}\n");
        }
    }
    text + "\npanic sites\n\n" + &sites
}

/// The bytes of a server that each operation's part of the generated code has
/// become. What the optimiser shares among operations is the first one's.
fn arms(server: &[u8], name: &str, interface: &Interface) -> Vec<u32> {
    let lines = lines::of(server, &format!("{name}_server_stub.rs"))
        .expect("the task has debug information");
    let stub = fs::read_to_string(&lines.file).expect("the stub is there");
    let mut starts = Vec::new();
    for op in interface.ops.keys() {
        let arm = format!("{}Operation::{op} => ", interface.name);
        let mut lines = stub.lines().map(str::trim);
        let start = lines.position(|line| line.starts_with(&arm));
        starts.push(start.expect("each operation has a part") as u32 + 1);
    }
    let end = stub
        .lines()
        .zip(1..)
        .skip(starts.last().map_or(0, |line| *line as usize))
        .find_map(|(line, number)| (line == "}").then_some(number))
        .expect("the last part ends");
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| lines.bytes.range(start..&end).map(|l| l.1).sum())
        .collect()
}
