//! The tables of the firmware's README: bytes, an interface a line.

use crate::baseline::{INTERFACES, Measured};
use crate::report::Sizes;
use crate::tasks::{Target, Tasks, Variant};

/// A table with these headings, and, of each interface, the cells that follow
/// its name.
fn table<const N: usize>(
    headings: [&str; N],
    cells: impl Fn(&Measured) -> [Option<usize>; N],
) -> String {
    let mut text = format!("| interface | {} |\n", headings.join(" | "));
    text += &format!("| --- |{}\n", " --- |".repeat(N));
    for interface in &INTERFACES {
        text += &format!("| {} |", interface.name);
        for cell in cells(interface) {
            let cell = cell.map(|bytes| bytes.to_string());
            text += &format!(" {} |", cell.unwrap_or_default());
        }
        text += "\n";
    }
    text
}

/// The interfaces beside the existing generator.
pub(crate) fn of_sizes(sizes: &Sizes) -> String {
    let mut text = table(["client", "was", "server", "was"], |it| {
        let flash = |side| sizes.flash(&format!("{}_{side}", it.name));
        [
            flash("client"),
            Some(it.client[0]),
            flash("server"),
            Some(it.server[0]),
        ]
    });
    let [[c, cw], [s, sw]] = Sums::of_sizes(sizes).0;
    text += &format!("| all eight | {c} | {cw} | {s} | {sw} |\n");
    let ratio =
        |now: usize, was: usize| format!("{:.2}", now as f64 / was as f64);
    text += &format!("| ratio | {} | | {} | |\n", ratio(c, cw), ratio(s, sw));
    text
}

/// Servers that answer in order beside those with reply handles.
pub(crate) fn of_styles(sizes: &Sizes) -> String {
    table(["in order", "with reply handles"], |it| {
        ["server", "pipelined_server"]
            .map(|task| sizes.flash(&format!("{}_{task}", it.name)))
    })
}

/// Clients of which one operation is linked, or three.
pub(crate) fn of_some(sizes: &Sizes) -> String {
    table(["one operation", "three", "all"], |it| {
        ["one_client", "three_client", "client"]
            .map(|task| sizes.flash(&format!("{}_{task}", it.name)))
    })
}

/// Tasks with counters.
pub(crate) struct Counted {
    /// Of each interface: the client, the server, that with reply handles.
    flash: Vec<[usize; 3]>,
}

impl Counted {
    pub(crate) fn measure(tasks: &Tasks, target: Target) -> Self {
        let empty = tasks.get(target, Variant::Nopm, "empty").flash();
        let flash = |task: String| {
            tasks.get(target, Variant::Counted, &task).flash() - empty
        };
        let flash = INTERFACES.iter().map(|it| {
            ["client", "server", "pipelined_server"]
                .map(|task| flash(format!("{}_{task}", it.name)))
        });
        Self {
            flash: flash.collect(),
        }
    }

    /// Beside the existing generator's.
    pub(crate) fn table(&self) -> String {
        let headings = ["client", "was", "server", "was", "with reply handles"];
        table(headings, |it| {
            let own = INTERFACES.iter().zip(&self.flash);
            let [client, server, pipelined] = own
                .filter(|(other, _)| other.name == it.name)
                .map(|(_, flash)| flash.map(Some))
                .next()
                .unwrap_or_default();
            let [was_client, was_server] = [it.client[1], it.server[1]];
            [
                client,
                Some(was_client),
                server,
                Some(was_server),
                pipelined,
            ]
        })
    }

    /// The tasks that are larger than the existing generator's.
    pub(crate) fn larger(&self) -> Vec<String> {
        let sides = INTERFACES.iter().zip(&self.flash).flat_map(
            |(it, [client, server, _])| {
                [
                    (it.name, "client", *client, it.client[1]),
                    (it.name, "server", *server, it.server[1]),
                ]
            },
        );
        sides
            .filter(|(_, _, now, was)| now > was)
            .map(|(name, side, now, was)| {
                format!("{name}_{side}: {now} bytes, was {was}")
            })
            .collect()
    }
}

/// Bytes over all interfaces beside the existing generator's: of the clients,
/// and of the servers.
pub(crate) struct Sums([[usize; 2]; 2]);

impl Sums {
    pub(crate) fn of_sizes(sizes: &Sizes) -> Self {
        let flash = |it: &Measured, side| {
            let task = format!("{}_{side}", it.name);
            sizes.flash(&task).expect("the task is measured")
        };
        let sum = |side, was: fn(&Measured) -> usize| {
            let now = INTERFACES.iter().map(|it| flash(it, side)).sum();
            [now, INTERFACES.iter().map(was).sum()]
        };
        Self([
            sum("client", |it| it.client[0]),
            sum("server", |it| it.server[0]),
        ])
    }

    pub(crate) fn of_counted(counted: &Counted) -> Self {
        let sum = |side: usize, was: fn(&Measured) -> usize| {
            let now = counted.flash.iter().map(|flash| flash[side]).sum();
            [now, INTERFACES.iter().map(was).sum()]
        };
        Self([sum(0, |it| it.client[1]), sum(1, |it| it.server[1])])
    }

    /// Whether both keep within so many percent.
    pub(crate) fn keep_within(&self, limits: [usize; 2]) -> Result<(), String> {
        for ([now, was], limit) in self.0.iter().zip(limits) {
            if now * 100 > was * limit {
                return Err(format!(
                    "{now} bytes, of {was} only {limit} % fit"
                ));
            }
        }
        Ok(())
    }
}
