//! Instructions and stack of calls that do nothing, beside those of the
//! existing generator.

use idol::syntax::Interface;
use measure::null_call::{self, Call, Taken};

use crate::baseline::{SHOWN, interface};
use crate::tasks::{Target, Tasks, Variant};

/// A call that is counted.
struct Counted {
    /// The first part of the tasks' names.
    task: &'static str,
    /// The interface, in the corpus.
    file: &'static str,
    operation: &'static str,
    message: &'static [u8],
    leases: u32,
    reply: &'static [u8],
    /// What the existing generator takes on [`SHOWN`]: instructions of the
    /// client and of the server, stack of both.
    was: [[u64; 2]; 2],
}

const ZERO: [u8; 320] = [0; 320];

/// So many zeros.
const fn zero(len: usize) -> &'static [u8] {
    ZERO.split_at(len).0
}

macro_rules! calls {
    ($($file:literal as $task:ident: $(
        $operation:ident($message:expr, $leases:literal) -> $reply:expr,
            [$c:literal, $s:literal] [$cs:literal, $ss:literal];
    )*)*) => {
        &[$($(Counted {
            task: stringify!($task),
            file: $file,
            operation: stringify!($operation),
            message: $message,
            leases: $leases,
            reply: $reply,
            was: [[$c, $s], [$cs, $ss]],
        },)*)*]
    };
}

const CALLS: &[Counted] = calls! {
    "spi.idol" as spi:
        read(zero(1), 1) -> &[], [42, 129] [104, 144];
        write(zero(1), 1) -> &[], [41, 122] [104, 136];
        exchange(zero(1), 2) -> &[], [47, 176] [120, 144];
        lock(zero(2), 0) -> &[], [35, 81] [88, 120];
    "stm32xx-sys.idol" as sys:
        gpio_set_reset(zero(5), 0) -> &[], [46, 79] [112, 112];
        gpio_read_input(zero(1), 0) -> zero(2), [40, 84] [104, 112];
        enable_clock_raw(zero(4), 0) -> &[], [38, 74] [104, 112];
        gpio_irq_control(zero(5), 0) -> zero(1), [40, 87] [88, 112];
        read_uid(&[], 0) -> zero(12), [41, 84] [120, 112];
    "sensor.idol" as sensor:
        get(zero(4), 0) -> zero(4), [90, 145] [120, 144];
        get_raw_reading(zero(4), 0)
            -> &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [175, 166] [136, 144];
        post(zero(16), 0) -> &[], [39, 191] [120, 144];
        get_min(zero(4), 0) -> zero(12), [189, 226] [240, 184];
    "hf.idol" as hf:
        capacity(&[], 0) -> zero(4), [37, 88] [96, 392];
        page_program(zero(5), 1) -> &[], [46, 148] [112, 416];
        read(zero(4), 1) -> &[], [42, 136] [104, 416];
        get_mux(&[], 0) -> &[1], [46, 89] [88, 392];
        set_mux(&[1], 0) -> &[], [40, 91] [96, 392];
        hash(zero(8), 0) -> zero(32), [243, 279] [188, 444];
        get_persistent_data(&[], 0) -> zero(1), [42, 84] [88, 392];
        apob_begin(zero(37), 0) -> &[], [390, 1485] [236, 392];
        apob_read(zero(4), 1) -> zero(4), [47, 138] [120, 416];
    "eeprom.idol" as eeprom:
        read_byte(zero(2), 0) -> zero(1), [38, 83] [80, 96];
        write_byte(zero(3), 0) -> &[], [36, 80] [96, 96];
    "sprot.idol" as sprot:
        status(&[], 0) -> zero(16), [443, 101] [160, 736];
        io_stats(&[], 0) -> zero(40), [949, 139] [240, 736];
        write_one_block(zero(4), 1) -> &[], [57, 181] [120, 768];
        block_size(&[], 0) -> zero(4), [94, 121] [128, 736];
        switch_default_image(zero(2), 0) -> &[], [106, 183] [112, 736];
        caboose_size(zero(1), 0) -> zero(4), [121, 166] [120, 736];
        attest(&[], 2) -> &[], [57, 196] [128, 768];
        lifecycle_state(&[], 0) -> zero(1), [54, 100] [128, 736];
    "control-plane-agent.idol" as cpa:
        fetch_host_phase2_data(zero(41), 0) -> &[], [107, 157] [188, 292];
        get_host_phase2_data(zero(40), 1) -> zero(4), [121, 212] [196, 292];
        identity(&[], 0) -> zero(26), [174, 274] [188, 292];
        uart_write(&[], 1) -> zero(4), [45, 116] [104, 240];
        get_startup_options(&[], 0) -> zero(8), [43, 101] [96, 240];
    "ignition.idol" as ignition:
        port_state(zero(1), 0) -> zero(8), [43, 93] [96, 728];
        set_always_transmit(zero(2), 0) -> &[], [41, 90] [96, 728];
        send_request(&[0, 1], 0) -> &[], [41, 91] [96, 728];
        all_port_state(&[], 0) -> zero(320), [477, 382] [468, 780];
        presence_summary(&[], 0) -> zero(8), [40, 91] [96, 728];
};

/// What a call takes.
pub(crate) struct Row {
    name: String,
    client: Taken,
    server: Taken,
    was: [[u64; 2]; 2],
}

/// Counts the calls of these tasks.
pub(crate) fn count(
    tasks: &Tasks,
    target: Target,
    of: impl Fn(&str) -> bool,
) -> Result<Vec<Row>, String> {
    CALLS
        .iter()
        .filter(|counted| of(counted.task))
        .map(|counted| row(tasks, target, counted))
        .collect()
}

fn row(
    tasks: &Tasks,
    target: Target,
    counted: &Counted,
) -> Result<Row, String> {
    let interface = interface(counted.file);
    let call = Call {
        name: counted.operation,
        operation: number(&interface, counted.operation),
        message: counted.message,
        leases: counted.leases,
        reply: counted.reply,
    };
    let name = format!("{}.{}", counted.task, call.name);
    let client = format!("{}_client", counted.task);
    let image = tasks.get(target, Variant::Calls, &client);
    let client = null_call::client(target.core, &image, &call)
        .map_err(|error| format!("{name}, client: {error}"))?;
    let server = format!("{}_server", counted.task);
    let image = tasks.get(target, Variant::Calls, &server);
    let server = null_call::server(target.core, &image, &call)
        .map_err(|error| format!("{name}, server: {error}"))?;
    Ok(Row {
        client,
        server,
        was: counted.was,
        name,
    })
}

/// The number of an operation on the wire.
pub(crate) fn number(interface: &Interface, operation: &str) -> u16 {
    interface
        .ops
        .keys()
        .zip(1..)
        .find_map(|(name, number)| (name == operation).then_some(number))
        .expect("the interface has the operation")
}

/// Calls, one a line, and, of all, the geometric means.
pub(crate) fn text(target: Target, rows: &[Row]) -> String {
    let mut text = format!(
        "instructions and bytes of stack of a call that does nothing: client, \
         server\n\n{:<32}{:>8}{:>8}{:>8}{:>8}\n",
        "call", "client", "stack", "server", "stack"
    );
    for row in rows {
        text += &format!(
            "{:<32}{:>8}{:>8}{:>8}{:>8}\n",
            row.name,
            row.client.instructions,
            row.client.stack,
            row.server.instructions,
            row.server.stack,
        );
    }
    if rows.len() == CALLS.len() {
        text += &means(target, rows);
    }
    text
}

/// Means over all calls, of instructions to those of the existing generator on
/// [`SHOWN`], in thousandths.
fn means(target: Target, rows: &[Row]) -> String {
    let mut text = format!(
        "\ngeometric mean of all calls to the existing generator's on {SHOWN}\n"
    );
    for (side, index) in [("client", CLIENT), ("server", SERVER)] {
        let ratios = ratios(rows, index);
        let slower = ratios.iter().filter(|ratio| **ratio > 1.0).count();
        let highest = ratios.iter().copied().fold(0.0, f64::max);
        text += &format!("{side:<32}{:>8.3}", mean(&ratios));
        if target.name == SHOWN {
            text += &format!(", {slower} slower, at most {highest:.2}");
        }
        text += "\n";
    }
    text
}

const CLIENT: usize = 0;
const SERVER: usize = 1;

/// A side's instructions to those of the existing generator, of each call.
fn ratios(rows: &[Row], side: usize) -> Vec<f64> {
    rows.iter()
        .map(|row| {
            let now = [row.client.instructions, row.server.instructions][side];
            now as f64 / row.was[0][side] as f64
        })
        .collect()
}

fn mean(ratios: &[f64]) -> f64 {
    let logarithms: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    (logarithms / ratios.len() as f64).exp()
}

/// What must not be exceeded whatever is blessed: of the existing generator's
/// instructions, the mean of a side's calls and each of them.
const LIMITS: [[f64; 2]; 2] = [[0.84, 1.15], [0.65, 1.00]];

/// Whether all calls on [`SHOWN`] keep within the limits, and none takes more
/// stack of its client than the existing generator's, nor of its server than the
/// deepest call of its interface there: a server's task has room for that one.
pub(crate) fn are_short(rows: &[Row]) -> Result<(), String> {
    for (side, [of_all, of_each]) in LIMITS.into_iter().enumerate() {
        let ratios = ratios(rows, side);
        let all = mean(&ratios);
        if all > of_all {
            return Err(format!("side {side}: {all:.3} is above {of_all}"));
        }
        for (row, ratio) in rows.iter().zip(ratios) {
            if ratio > of_each {
                let name = &row.name;
                return Err(format!("side {side}: {name} is at {ratio:.2}"));
            }
        }
    }
    for row in rows {
        let (stack, was) = (row.client.stack, row.was[1][CLIENT]);
        if u64::from(stack) > was {
            return Err(format!("{}: {stack} bytes of stack", row.name));
        }
        let interface = interface_of(row);
        let all = rows.iter().filter(|it| interface_of(it) == interface);
        let deepest = all.map(|it| it.was[1][SERVER]).max().unwrap_or(0);
        let stack = row.server.stack;
        if u64::from(stack) > deepest {
            return Err(format!(
                "{}: {stack} bytes of the server's stack, {deepest} before",
                row.name
            ));
        }
    }
    Ok(())
}

fn interface_of(row: &Row) -> &str {
    row.name.split('.').next().unwrap_or_default()
}

/// The part of the firmware's README.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = "\
| call | client | was | stack | was | server | was | stack | was |\n\
| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for Row {
        name,
        client,
        server,
        was: [[c, s], [cs, ss]],
        ..
    } in rows
    {
        text += &format!(
            "| {name} | {} | {c} | {} | {cs} | {} | {s} | {} | {ss} |\n",
            client.instructions,
            client.stack,
            server.instructions,
            server.stack,
        );
    }
    text
}
