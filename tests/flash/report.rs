//! What is measured, and how it is written down.

use std::path::Path;
use std::{env, fs};

use idol::syntax::Interface;
use measure::null_call::{self, Call};
use measure::{frame, lines};

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
    fast: usize,
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
    /// The bytes of each operation: of the client and of the server.
    operations: Vec<(String, [u32; 2])>,
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
            let server = format!("{name}_server");
            let server = tasks.file(target, Variant::Nopm, &server);
            let arms = arms(server, name, &interface);
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
            "{}\n\nflash above an empty task in bytes, panic sites, largest \
             stack frame in bytes\n\n\
             {:<26}{:>6}{:>6}{:>9}{:>6}{:>7}{:>7}  without panics\n",
            tasks::compiler(),
            "task",
            "pm",
            "nopm",
            "counters",
            "fast",
            "sites",
            "frame",
        );
        for cost in &self.costs {
            let links = if cost.links { "links" } else { "does not link" };
            text += &format!(
                "{:<26}{:>6}{:>6}{:>9}{:>6}{:>7}{:>7}  {links}\n",
                cost.task,
                cost.pm,
                cost.nopm,
                cost.counted,
                cost.fast,
                cost.sites.len(),
                cost.frame,
            );
        }
        text += "\npanic sites\n\n";
        for cost in &self.costs {
            for site in &cost.sites {
                text += &format!("{:<26}{site}\n", cost.task);
            }
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

    /// Each side's bytes over the five interfaces, with `pm` and without,
    /// each beside the baseline's; and the servers' places that can panic.
    pub(crate) fn sums(&self) -> ([[[usize; 2]; 2]; 2], usize) {
        let mut sums = [[[0; 2]; 2]; 2];
        let mut sites = 0;
        for interface in &INTERFACES {
            let [client, server] = self.both(interface);
            sites += server.sites.len();
            for (sum, cost, was) in
                [(0, client, interface.client), (1, server, interface.server)]
            {
                for (kind, now) in [cost.pm, cost.nopm].into_iter().enumerate()
                {
                    sums[sum][kind][0] += now;
                    sums[sum][kind][1] += was[kind];
                }
            }
        }
        (sums, sites)
    }

    /// The client and the server of an interface.
    fn both(&self, interface: &Interfaces) -> [&Cost; 2] {
        ["client", "server"].map(|side| {
            let task = format!("{}_{side}", interface.name);
            self.costs
                .iter()
                .find(|cost| cost.task == task)
                .expect("every interface has both tasks")
        })
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
            let [client, server] = self.both(interface);
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

impl Sizes {
    /// Servers that answer in order beside those with reply handles.
    pub(crate) fn table_of_styles(&self) -> String {
        let mut text = "\
| interface | in order | with reply handles | both, with counters |\n\
| --- | --- | --- | --- |\n"
            .to_owned();
        for Interfaces { name, .. } in &INTERFACES {
            let [in_order, pipelined] =
                ["server", "pipelined_server"].map(|side| {
                    let task = format!("{name}_{side}");
                    self.costs
                        .iter()
                        .find(|cost| cost.task == task)
                        .expect("every interface has both servers")
                });
            text += &format!(
                "| {name} | {} | {} | {} / {} |\n",
                in_order.nopm,
                pipelined.nopm,
                in_order.counted,
                pipelined.counted,
            );
        }
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
        fast: flash(Variant::Fast),
        sites,
        frame: frame::largest(&tasks.get(target, Variant::Nopm, &task)),
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
    pub(crate) name: String,
    /// The client's and the server's.
    pub(crate) now: [u64; 2],
    /// The client's, generated for speed.
    pub(crate) fast: u64,
    pub(crate) was: [u64; 2],
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
            let client = |variant| {
                let image =
                    tasks.get(target, variant, &format!("{interface}_client"));
                null_call::client(target.core, &image, call)
                    .map_err(|error| format!("{name}, client: {error}"))
            };
            let image = tasks.get(
                target,
                Variant::Nopm,
                &format!("{interface}_server"),
            );
            let server = null_call::server(target.core, &image, call)
                .map_err(|error| format!("{name}, server: {error}"))?;
            Ok(Counted {
                now: [client(Variant::Nopm)?, server],
                fast: client(Variant::Fast)?,
                name,
                was: *was,
            })
        })
        .collect()
}

pub(crate) fn calls_text(calls: &[Counted]) -> String {
    let mut text = format!(
        "instructions of a call that does nothing\n\n{:<24}{:>8}{:>6}{:>8}\n",
        "call", "client", "fast", "server"
    );
    for Counted {
        name, now, fast, ..
    } in calls
    {
        text += &format!("{name:<24}{:>8}{fast:>6}{:>8}\n", now[0], now[1]);
    }
    text
}

pub(crate) fn calls_table(calls: &[Counted]) -> String {
    let mut text = "\
| call | client | fast client | was | server | was |\n\
| --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Counted {
        name,
        now,
        fast,
        was,
    } in calls
    {
        text += &format!(
            "| {name} | {} | {fast} | {} | {} | {} |\n",
            now[0], was[0], now[1], was[1]
        );
    }
    text
}
