//! What is measured, and how it is written down.

use std::path::Path;
use std::{env, fs};

use idol::syntax::Interface;
use measure::{frame, lines};

use crate::tasks::{self, Target, Tasks, Variant};

/// The target that the README shows, for which there is a baseline.
pub(crate) const SHOWN: &str = "thumbv7em-none-eabihf";

/// A measured interface, and what the existing generator needs for it on
/// [`SHOWN`], in bytes.
struct Interfaces {
    name: &'static str,
    file: &'static str,
    /// The client's, and with counters.
    client: [usize; 2],
    /// The server's.
    server: [usize; 2],
}

const INTERFACES: [Interfaces; 8] = [
    Interfaces {
        name: "spi",
        file: "spi.idol",
        client: [632, 896],
        server: [840, 1268],
    },
    Interfaces {
        name: "sys",
        file: "stm32xx-sys.idol",
        client: [1008, 1396],
        server: [868, 1536],
    },
    Interfaces {
        name: "sensor",
        file: "sensor.idol",
        client: [2168, 2504],
        server: [2032, 2724],
    },
    Interfaces {
        name: "hf",
        file: "hf.idol",
        client: [4300, 5744],
        server: [4760, 6620],
    },
    Interfaces {
        name: "eeprom",
        file: "eeprom.idol",
        client: [304, 496],
        server: [420, 680],
    },
    Interfaces {
        name: "sprot",
        file: "sprot.idol",
        client: [12744, 14920],
        server: [7704, 10140],
    },
    Interfaces {
        name: "cpa",
        file: "control-plane-agent.idol",
        client: [2436, 2796],
        server: [2292, 2832],
    },
    Interfaces {
        name: "ignition",
        file: "ignition.idol",
        client: [2592, 3108],
        server: [1948, 2368],
    },
];

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

fn is_measured(task: &str) -> bool {
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
        for Interfaces { name, file, .. } in INTERFACES {
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

    fn flash(&self, task: &str) -> usize {
        self.costs
            .iter()
            .find(|cost| cost.task == task)
            .expect("the task is measured")
            .flash
    }

    /// Bytes over all interfaces beside the existing generator's: of the
    /// clients, and of the servers.
    pub(crate) fn sums(&self) -> [[usize; 2]; 2] {
        let mut sums = [[0; 2]; 2];
        for interface in &INTERFACES {
            for (sum, side, was) in [
                (0, "client", interface.client),
                (1, "server", interface.server),
            ] {
                let task = format!("{}_{side}", interface.name);
                sums[sum][0] += self.flash(&task);
                sums[sum][1] += was[0];
            }
        }
        sums
    }

    /// The interfaces beside the existing generator.
    pub(crate) fn table(&self) -> String {
        let mut text = "\
| interface | client | was | server | was |\n\
| --- | --- | --- | --- | --- |\n"
            .to_owned();
        for Interfaces {
            name,
            client,
            server,
            ..
        } in &INTERFACES
        {
            text += &format!(
                "| {name} | {} | {} | {} | {} |\n",
                self.flash(&format!("{name}_client")),
                client[0],
                self.flash(&format!("{name}_server")),
                server[0],
            );
        }
        let [[c, cw], [s, sw]] = self.sums();
        text += &format!("| all eight | {c} | {cw} | {s} | {sw} |\n");
        let ratio =
            |now: usize, was: usize| format!("{:.2}", now as f64 / was as f64);
        text +=
            &format!("| ratio | {} | | {} | |\n", ratio(c, cw), ratio(s, sw));
        text
    }

    /// Servers that answer in order beside those with reply handles.
    pub(crate) fn table_of_styles(&self) -> String {
        let mut text = "\
| interface | in order | with reply handles |\n\
| --- | --- | --- |\n"
            .to_owned();
        for Interfaces { name, .. } in &INTERFACES {
            text += &format!(
                "| {name} | {} | {} |\n",
                self.flash(&format!("{name}_server")),
                self.flash(&format!("{name}_pipelined_server")),
            );
        }
        text
    }

    /// Clients of which one operation is linked, or three.
    pub(crate) fn table_of_some(&self) -> String {
        let mut text = "\
| interface | one operation | three | all |\n| --- | --- | --- | --- |\n"
            .to_owned();
        for Interfaces { name, .. } in &INTERFACES {
            let three = self
                .costs
                .iter()
                .find(|cost| cost.task == format!("{name}_three_client"))
                .map_or(String::new(), |cost| cost.flash.to_string());
            text += &format!(
                "| {name} | {} | {three} | {} |\n",
                self.flash(&format!("{name}_one_client")),
                self.flash(&format!("{name}_client")),
            );
        }
        text
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

/// Tasks with counters beside the existing generator's.
pub(crate) fn table_of_counters(tasks: &Tasks, target: Target) -> String {
    let mut text = "\
| interface | client | was | server | was | with reply handles |\n\
| --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let empty = tasks.get(target, Variant::Nopm, "empty").flash();
    for Interfaces {
        name,
        client,
        server,
        ..
    } in &INTERFACES
    {
        let flash = |side: &str| {
            let task = format!("{name}_{side}");
            tasks.get(target, Variant::Counted, &task).flash() - empty
        };
        text += &format!(
            "| {name} | {} | {} | {} | {} | {} |\n",
            flash("client"),
            client[1],
            flash("server"),
            server[1],
            flash("pipelined_server"),
        );
    }
    text
}

/// The bytes of a server that each operation's part of the generated code has
/// become. What the optimiser shares among operations is the first one's.
fn arms(server: &[u8], name: &str, interface: &Interface) -> Vec<u32> {
    let lines = lines::of(server, &format!("{name}_server_stub.rs"))
        .expect("the task has debug information");
    let stub = fs::read_to_string(&lines.file).expect("the stub is there");
    let mut starts = Vec::new();
    for op in interface.ops.keys() {
        let arm = format!("{}Operation::{op} => {{", interface.name);
        let start = stub.lines().position(|line| line.trim() == arm);
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

/// An interface of the corpus.
pub(crate) fn interface(file: &str) -> Interface {
    let corpus = env::var_os("IDOL_CORPUS").expect("there is a corpus");
    let text = fs::read_to_string(Path::new(&corpus).join(file))
        .expect("the corpus has the file");
    text.parse().expect("the file is an interface")
}
