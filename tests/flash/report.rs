//! What is measured, and how it is written down.

use std::path::Path;
use std::{env, fs};

use idol::syntax::Interface;
use measure::null_call::{self, Call};

use crate::tasks::{self, Target, Tasks, Variant};

/// The target that the README shows, for which there is a baseline.
pub(crate) const SHOWN: &str = "thumbv7em-none-eabihf";

/// A measured interface, and what the existing generator needs for it on
/// [`SHOWN`], in bytes.
struct Interfaces {
    name: &'static str,
    file: &'static str,
    /// The client's, with `pm` and without.
    client: [usize; 2],
    /// The server's.
    server: [usize; 2],
    /// The client's places that can panic, and the server's.
    sites: [usize; 2],
}

const INTERFACES: [Interfaces; 5] = [
    Interfaces {
        name: "spi",
        file: "spi.idol",
        client: [3908, 624],
        server: [3932, 760],
        sites: [9, 4],
    },
    Interfaces {
        name: "sys",
        file: "stm32xx-sys.idol",
        client: [4228, 1008],
        server: [776, 776],
        sites: [6, 0],
    },
    Interfaces {
        name: "sensor",
        file: "sensor.idol",
        client: [7084, 2168],
        server: [6604, 1960],
        sites: [18, 13],
    },
    Interfaces {
        name: "hf",
        file: "hf.idol",
        client: [7332, 4076],
        server: [6848, 4404],
        sites: [34, 4],
    },
    Interfaces {
        name: "eeprom",
        file: "eeprom.idol",
        client: [3416, 304],
        server: [352, 352],
        sites: [2, 0],
    },
];

/// What one task costs.
struct Cost {
    task: String,
    /// Bytes of flash above the empty task.
    pm: usize,
    nopm: usize,
    counted: usize,
    /// Places that can panic, in the task with `pm`.
    sites: Vec<String>,
    /// The largest stack frame in bytes.
    frame: u32,
    /// Whether it links where a panic does not.
    links: bool,
}

/// What the tasks of one target cost.
pub(crate) struct Sizes {
    costs: Vec<Cost>,
    /// The bytes of each operation of each client.
    operations: Vec<(String, u32)>,
}

impl Sizes {
    pub(crate) fn measure(tasks: &Tasks, target: Target) -> Self {
        let names = tasks::names();
        let costs = names
            .into_iter()
            .filter(|n| n.ends_with("_client") || n.ends_with("_server"))
            .map(|task| cost(tasks, target, task))
            .collect();
        let mut operations = Vec::new();
        for Interfaces { name, file, .. } in INTERFACES {
            let task = format!("{name}_client");
            let image = tasks.get(target, Variant::Nopm, &task);
            let interface = interface(file);
            let functions = image
                .operations(interface.ops.len())
                .expect("the task keeps its operations");
            for (op, function) in interface.ops.keys().zip(functions) {
                operations.push((format!("{name}.{op}"), function.size));
            }
        }
        Self { costs, operations }
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "{}\n\nflash above an empty task in bytes, panic sites, largest \
             stack frame in bytes\n\n\
             {:<16}{:>6}{:>6}{:>9}{:>7}{:>7}  without panics\n",
            tasks::compiler(),
            "task",
            "pm",
            "nopm",
            "counters",
            "sites",
            "frame",
        );
        for cost in &self.costs {
            let links = if cost.links { "links" } else { "does not link" };
            text += &format!(
                "{:<16}{:>6}{:>6}{:>9}{:>7}{:>7}  {links}\n",
                cost.task,
                cost.pm,
                cost.nopm,
                cost.counted,
                cost.sites.len(),
                cost.frame,
            );
        }
        text += "\npanic sites\n\n";
        for cost in &self.costs {
            for site in &cost.sites {
                text += &format!("{:<16}{site}\n", cost.task);
            }
        }
        text += "\nfunctions of the clients' operations in bytes\n\n";
        for (operation, size) in &self.operations {
            text += &format!("{operation:<36}{size:>6}\n");
        }
        text
    }

    /// The interfaces beside the baseline.
    pub(crate) fn table(&self) -> String {
        let mut text = "\
| interface | client pm / nopm | was | server pm / nopm | was | \
panic sites c / s | was |\n\
| --- | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
        let mut sums = [[0; 2]; 4];
        let mut sites = [[0; 2]; 2];
        for interface in &INTERFACES {
            let [client, server] = ["client", "server"].map(|side| {
                let task = format!("{}_{side}", interface.name);
                self.costs
                    .iter()
                    .find(|cost| cost.task == task)
                    .expect("every interface has both tasks")
            });
            let row = [
                [client.pm, client.nopm],
                interface.client,
                [server.pm, server.nopm],
                interface.server,
            ];
            let row_sites =
                [[client.sites.len(), server.sites.len()], interface.sites];
            text += &table_row(interface.name, row, row_sites);
            add(&mut sums, &row);
            add(&mut sites, &row_sites);
        }
        text += &table_row("all five", sums, sites);
        let ratio =
            |now: usize, was: usize| format!("{:.2}", now as f64 / was as f64);
        let [[cp, cn], [cpw, cnw], [sp, sn], [spw, snw]] = sums;
        text += &format!(
            "| ratio | {} / {} | | {} / {} | | | |\n",
            ratio(cp, cpw),
            ratio(cn, cnw),
            ratio(sp, spw),
            ratio(sn, snw),
        );
        text
    }
}

fn cost(tasks: &Tasks, target: Target, task: String) -> Cost {
    let flash = |variant| {
        let image = tasks.get(target, variant, &task);
        let empty = tasks.get(target, variant, "empty");
        image.flash() - empty.flash()
    };
    let pm = tasks.get(target, Variant::Pm, &task);
    let sites = pm.panic_sites();
    assert_eq!(
        !sites.is_empty(),
        pm.can_panic(),
        "{task}: the panic handler is linked if and only if there are sites"
    );
    Cost {
        pm: flash(Variant::Pm),
        nopm: flash(Variant::Nopm),
        counted: flash(Variant::Counted),
        sites,
        frame: tasks.get(target, Variant::Nopm, &task).largest_frame(),
        links: tasks.find(target, Variant::NoPanic, &task).is_some(),
        task,
    }
}

fn add<const N: usize>(sums: &mut [[usize; 2]; N], row: &[[usize; 2]; N]) {
    for (sum, value) in sums.iter_mut().flatten().zip(row.iter().flatten()) {
        *sum += value;
    }
}

fn table_row(
    name: &str,
    bytes: [[usize; 2]; 4],
    sites: [[usize; 2]; 2],
) -> String {
    let cells: String = bytes
        .iter()
        .chain(&sites)
        .map(|[a, b]| format!(" {a} / {b} |"))
        .collect();
    format!("| {name} |{cells}\n")
}

fn interface(file: &str) -> Interface {
    let corpus = env::var_os("IDOL_CORPUS").expect("there is a corpus");
    let text = fs::read_to_string(Path::new(&corpus).join(file))
        .expect("the corpus has the file");
    text.parse().expect("the file is an interface")
}

/// The instructions of a call, and what the existing generator needs.
pub(crate) struct Counted {
    name: String,
    /// The client's and the server's.
    now: [u64; 2],
    was: [u64; 2],
}

/// A call that is counted: the interface, the call, and what the existing
/// generator needs on [`SHOWN`].
const CALLS: [(&str, Call, [u64; 2]); 5] = [
    (
        "spi",
        Call {
            name: "exchange",
            operation: 3,
            message: &[0],
            leases: 2,
            reply: &[],
        },
        [47, 168],
    ),
    (
        "spi",
        Call {
            name: "read",
            operation: 1,
            message: &[0],
            leases: 1,
            reply: &[],
        },
        [42, 122],
    ),
    (
        "eeprom",
        Call {
            name: "write_byte",
            operation: 2,
            message: &[0; 3],
            leases: 0,
            reply: &[],
        },
        [36, 76],
    ),
    (
        "eeprom",
        Call {
            name: "read_byte",
            operation: 1,
            message: &[0; 2],
            leases: 0,
            reply: &[0],
        },
        [38, 80],
    ),
    (
        "sensor",
        Call {
            name: "get",
            operation: 1,
            message: &[0; 4],
            leases: 0,
            reply: &[0; 4],
        },
        [54, 63],
    ),
];

/// Counts.
pub(crate) fn calls(
    tasks: &Tasks,
    target: Target,
) -> Result<Vec<Counted>, String> {
    CALLS
        .iter()
        .map(|(interface, call, was)| {
            let name = format!("{interface}.{}", call.name);
            let image = |side: &str| {
                let task = format!("{interface}_{side}");
                tasks.get(target, Variant::Nopm, &task)
            };
            let client = null_call::client(target.core, &image("client"), call)
                .map_err(|error| format!("{name}, client: {error}"))?;
            let server = null_call::server(target.core, &image("server"), call)
                .map_err(|error| format!("{name}, server: {error}"))?;
            Ok(Counted {
                name,
                now: [client, server],
                was: *was,
            })
        })
        .collect()
}

pub(crate) fn calls_text(calls: &[Counted]) -> String {
    let mut text = format!(
        "instructions of a call that does nothing\n\n{:<24}{:>8}{:>8}\n",
        "call", "client", "server"
    );
    for Counted { name, now, .. } in calls {
        text += &format!("{name:<24}{:>8}{:>8}\n", now[0], now[1]);
    }
    text
}

pub(crate) fn calls_table(calls: &[Counted]) -> String {
    let mut text = "\
| call | client | was | server | was |\n\
| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Counted { name, now, was } in calls {
        text += &format!(
            "| {name} | {} | {} | {} | {} |\n",
            now[0], was[0], now[1], was[1]
        );
    }
    text
}
