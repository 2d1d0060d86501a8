//! What tasks are made to do, as closures or as files.

#[path = "src/servers/hubpack_shelf.rs"]
mod hubpack;
#[path = "src/servers/pier.rs"]
mod pier;
#[path = "src/servers/shelf.rs"]
mod shelf;
#[path = "src/servers/ssmarshal_shelf.rs"]
mod ssmarshal;
#[path = "src/servers/zerocopy_shelf.rs"]
mod zerocopy;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use board::{FromElf, Image, Setup};
use images::client;
use kernel::{Action, CallKind, End, Restart, Schedule, System, TaskId, When};

use crate::images::servers::{answered, counted};
use crate::images::tasks::Files;

/// A scenario: the tasks and what happens to them.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    run: fn(&mut Tasks<'_>),
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "zerocopy",
        run: |tasks| encoding(tasks, "zerocopy_shelf", client::ZEROCOPY_CALLS),
    },
    Scenario {
        name: "ssmarshal",
        run: |tasks| {
            encoding(tasks, "ssmarshal_shelf", client::SSMARSHAL_CALLS);
        },
    },
    Scenario {
        name: "hubpack",
        run: |tasks| encoding(tasks, "hubpack_shelf", client::HUBPACK_CALLS),
    },
    Scenario {
        name: "death",
        run: death,
    },
    Scenario {
        name: "malformed",
        run: malformed,
    },
    Scenario {
        name: "pipelined",
        run: pipelined,
    },
    Scenario {
        name: "timers",
        run: timers,
    },
    Scenario {
        name: "supervisor",
        run: supervisor,
    },
    Scenario {
        name: "rare",
        run: rare,
    },
];

/// Which tasks are files; the others are closures.
#[derive(Copy, Clone)]
pub(crate) enum Flashed<'a> {
    Nobody,
    Clients(&'a Files),
    Servers(&'a Files),
    All(&'a Files),
}

impl<'a> Flashed<'a> {
    /// The file of a task, if it is one.
    fn file(self, task: &str) -> Option<&'a [u8]> {
        let is_client = task == "caller";
        match self {
            Flashed::All(files) => Some(&files[task]),
            Flashed::Clients(files) if is_client => Some(&files[task]),
            Flashed::Servers(files) if !is_client => Some(&files[task]),
            Flashed::Nobody | Flashed::Clients(_) | Flashed::Servers(_) => None,
        }
    }
}

/// A system whose tasks are closures or files.
pub(crate) struct Tasks<'a> {
    system: System,
    which: Flashed<'a>,
    /// Those that are files, each with its file's name.
    flashed: Vec<(String, board::Flashed)>,
}

impl Tasks<'_> {
    /// Adds a task of this package.
    fn add(&mut self, name: &str, priority: u8) -> TaskId {
        self.add_as(name, name, priority)
    }

    /// Adds a task of this package under another name.
    fn add_as(&mut self, name: &str, task: &str, priority: u8) -> TaskId {
        if let Some(file) = self.which.file(task) {
            let setup = Setup::new();
            let added = self.system.task_from_elf(name, priority, file, setup);
            let added = added.unwrap_or_else(|error| panic!("{error}"));
            let id = added.id();
            self.flashed.push((task.to_owned(), added));
            return id;
        }
        let entry = match task {
            "caller" => client::serve,
            "keeper" => images::keeper::serve,
            "pier" => pier::serve,
            "hubpack_shelf" => hubpack::hubpack_shelf::serve,
            "ssmarshal_shelf" => ssmarshal::ssmarshal_shelf::serve,
            "zerocopy_shelf" => zerocopy::zerocopy_shelf::serve,
            other => panic!("there is no task {other}"),
        };
        self.system.task(name, priority, move || entry())
    }

    /// Runs until nothing more happens.
    fn run(&mut self) {
        let end = self.system.run();
        assert!(matches!(end, End::Idle), "{end}");
    }
}

impl Scenario {
    /// Runs it and compares what is seen with what is committed.
    pub(crate) fn check(&self, which: Flashed<'_>) -> Result<(), String> {
        let seen = self.trace(which, Schedule::Priority);
        let bless = matches!(which, Flashed::Nobody)
            && env::var_os("IDOL_BLESS").is_some();
        compare(self.name, &seen, bless)
    }

    /// Runs it at random, and compares what closures and files do then.
    pub(crate) fn check_at_random(&self, files: &Files) -> Result<(), String> {
        for seed in kernel::seeds(0..20) {
            let schedule = Schedule::Random(seed);
            let closures = self.trace(Flashed::Nobody, schedule);
            let seen = self.trace(Flashed::All(files), schedule);
            if seen != closures {
                let name = self.name;
                return Err(format!(
                    "{name}, seed {seed}: files do\n{seen}\nand closures\n\
                     {closures}"
                ));
            }
        }
        Ok(())
    }

    /// Runs it, and gives the trace.
    fn trace(&self, which: Flashed<'_>, schedule: Schedule) -> String {
        let mut tasks = Tasks {
            system: System::new(),
            which,
            flashed: Vec::new(),
        };
        tasks.system.schedule(schedule);
        (self.run)(&mut tasks);
        for (_, task) in &tasks.flashed {
            if let Some(counted) = counted(task) {
                assert_eq!(counted, answered(&tasks.system, task.id()));
            }
        }
        tasks.system.trace().raw().to_string()
    }
}

/// The deepest stack of each file's task, in bytes, over all scenarios.
pub(crate) fn deepest(files: &Files) -> BTreeMap<String, u32> {
    let mut deepest = BTreeMap::new();
    for scenario in SCENARIOS {
        let mut tasks = Tasks {
            system: System::new(),
            which: Flashed::All(files),
            flashed: Vec::new(),
        };
        (scenario.run)(&mut tasks);
        for (name, task) in tasks.flashed {
            let most: &mut u32 = deepest.entry(name).or_default();
            *most = task.taken().stack.max(*most);
        }
    }
    deepest
}

/// Compares a trace with what is committed of this scenario.
pub(crate) fn compare(
    name: &str,
    seen: &str,
    bless: bool,
) -> Result<(), String> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("goldens")
        .join(format!("{name}.txt"));
    if bless {
        fs::write(&golden, seen).map_err(|error| error.to_string())?;
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    for (number, (seen, expected)) in
        (1..).zip(seen.lines().zip(expected.lines()))
    {
        if seen != expected {
            return Err(format!(
                "{}:{number}:\n     seen: {seen}\n expected: {expected}\n\
                 IDOL_BLESS=1 cargo test -p images --features long",
                golden.display()
            ));
        }
    }
    if seen.lines().count() != expected.lines().count() {
        return Err(format!("{}: other lines:\n{seen}", golden.display()));
    }
    Ok(())
}

fn encoding(tasks: &mut Tasks<'_>, server: &str, calls: u32) {
    tasks.add(server, 1);
    let caller = tasks.add("caller", 2);
    tasks.system.post(caller, calls);
    tasks.run();
    assert_eq!(tasks.system.fault(caller), None);
}

fn death(tasks: &mut Tasks<'_>) {
    let server = tasks.add("zerocopy_shelf", 1);
    let caller = tasks.add("caller", 2);
    for number in [1, 2] {
        tasks.system.script(
            When::after(server, CallKind::Recv, number),
            Action::kill(server, Restart::AtOnce),
        );
    }
    tasks.system.post(caller, client::DEATH);
    tasks.run();
    assert_eq!(tasks.system.fault(caller), None);
}

fn malformed(tasks: &mut Tasks<'_>) {
    tasks.add("zerocopy_shelf", 1);
    let caller = tasks.add("caller", 2);
    tasks.system.supervise(caller, Restart::AtOnce);
    for number in 0..client::MALFORMED_COUNT {
        tasks.system.post(caller, client::MALFORMED << number);
        tasks.run();
    }
}

/// One client waits for a time and the other for the horn, and dies meanwhile.
fn pipelined(tasks: &mut Tasks<'_>) {
    let pier = tasks.add("pier", 1);
    let caller = tasks.add("caller", 2);
    let other = tasks.add_as("other", "caller", 2);
    tasks.system.interrupts(pier, pier::HORN);
    tasks.system.post(caller, client::PIER_CALLS);
    tasks.system.post(other, client::PIER_CALLS);
    tasks
        .system
        .script(When::time(7), Action::kill(other, Restart::AtOnce));
    let horn = Action::interrupt(pier, pier::HORN);
    tasks.system.script(When::time(9), horn);
    tasks.run();
    assert_eq!(tasks.system.fault(caller), None);
}

/// The server dies while somebody waits for its timer.
fn timers(tasks: &mut Tasks<'_>) {
    let pier = tasks.add("pier", 1);
    let caller = tasks.add("caller", 2);
    tasks.system.interrupts(pier, pier::HORN);
    tasks.system.supervise(caller, Restart::AtOnce);
    tasks.system.post(caller, client::PIER_CALLS);
    let dies = Action::kill(pier, Restart::After(10));
    tasks.system.script(When::time(3), dies);
    tasks.run();
    assert_eq!(tasks.system.now(), 13);
}

/// System calls that stubs do not make, with a peer that was restarted.
fn rare(tasks: &mut Tasks<'_>) {
    let shelf = tasks.add("zerocopy_shelf", 1);
    let caller = tasks.add("caller", 2);
    tasks.system.image_id(0x0123_4567_89AB_CDEF);
    tasks.system.interrupts(caller, images::rare::HORN);
    tasks.system.interrupt(caller, images::rare::HORN);
    tasks.run();
    tasks.system.kill(shelf, Restart::AtOnce);
    tasks.system.supervise(caller, Restart::AtOnce);
    tasks.system.post(caller, client::RARE_CALLS);
    tasks.run();
    let usage = userlib::UsageError::BadKernelMessage;
    let fault = tasks.system.fault(caller).map(|fault| fault.info);
    assert_eq!(fault, Some(userlib::FaultInfo::SyscallUsage(usage)));
}

/// What the caller is told to do under a supervisor.
const SUPERVISED: [u32; 3] =
    [client::PANIC, client::MALFORMED, client::ZEROCOPY_CALLS];

fn supervisor(tasks: &mut Tasks<'_>) {
    tasks.add("keeper", 0);
    tasks.add("zerocopy_shelf", 1);
    let caller = tasks.add("caller", 2);
    tasks.system.supervisor(Restart::BySupervisorTask);
    for bits in SUPERVISED {
        tasks.system.post(caller, bits);
        tasks.run();
    }
    assert_eq!(u8::from(tasks.system.current_id(caller).generation()), 2);
}

/// The same as a whole image.
pub(crate) fn image(files: &Files) -> Result<(), String> {
    const APP: &str = r#"
name = "supervised"
target = "thumbv7em-none-eabihf"

[tasks.keeper]
name = "images"
priority = 0
start = true

[tasks.zerocopy_shelf]
name = "images"
priority = 1
start = true
max-sizes = { flash = 16384, ram = 8192 }

[tasks.caller]
name = "images"
priority = 2
start = true
task-slots = ["zerocopy_shelf"]
"#;
    // Tests of several targets run side by side.
    static FOLDERS: AtomicU32 = AtomicU32::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("supervised-{number}"));
    let tasks = folder.join("elf/task");
    let write = || {
        fs::create_dir_all(&tasks)?;
        fs::write(folder.join("app.toml"), APP)?;
        for name in ["keeper", "zerocopy_shelf", "caller"] {
            fs::write(tasks.join(name), &files[name])?;
        }
        Ok::<_, std::io::Error>(())
    };
    write().map_err(|error| error.to_string())?;
    let mut running = Image::open(&folder)
        .and_then(Image::system)
        .map_err(|error| error.to_string())?;
    let caller = running.task("caller").expect("it is described").id();
    for bits in SUPERVISED {
        running.system.post(caller, bits);
        assert_eq!(running.system.run(), End::Idle);
    }
    compare(
        "supervisor",
        &running.system.trace().raw().to_string(),
        false,
    )
}
