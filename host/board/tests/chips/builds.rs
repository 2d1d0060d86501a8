//! Descriptions that inherit, and what `memory.toml` says of tasks.

use std::fs;
use std::path::{Path, PathBuf};

use board::Image;
use kernel::End;
use rawzip::ZipArchiveWriter;
use userlib::{SchedState, TaskState};

use crate::code::{elf_with_ram, with_statics};
use crate::images::{WAITS, pack};

/// A folder with these files, and an archive of them.
fn build(name: &str, files: &[(&str, &str)]) -> [PathBuf; 2] {
    let tasks = ["jefe", "lamp", "extra"].map(|it| format!("elf/task/{it}"));
    let task = elf_with_ram(&WAITS);
    let texts = files.iter().map(|(name, text)| (*name, text.as_bytes()));
    let tasks = tasks.iter().map(|name| (name.as_str(), &task[..]));
    write(name, &texts.chain(tasks).collect::<Vec<_>>())
}

fn write(name: &str, files: &[(&str, &[u8])]) -> [PathBuf; 2] {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    let archive = folder.with_extension("zip");
    let mut zip = ZipArchiveWriter::new(fs::File::create(&archive).unwrap());
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in one")).unwrap();
        fs::write(path, bytes).unwrap();
        pack(&mut zip, name, bytes);
    }
    zip.finish().unwrap();
    [folder, archive]
}

/// Why it is refused, in a folder and in an archive.
fn refused(name: &str, files: &[(&str, &str)]) -> String {
    let [in_folder, in_archive] = build(name, files).map(|path| {
        let why = Image::open(&path).and_then(Image::system).map(drop);
        let why = why.expect_err(name).to_string();
        why.replace(&format!("{}: ", path.display()), "")
    });
    assert_eq!(in_folder, in_archive);
    in_folder
}

const COMMON: &str = r#"
name = "common"
stacksize = 512

[tasks.lamp]
priority = 3
start = true
notifications = ["timer", "old"]
max-sizes = { ram = 2048 }

[tasks.jefe]
priority = 0
start = true
"#;

const BOARD: &str = r#"
inherit = "../common.toml"
stacksize = 256

[tasks.lamp]
notifications = ["irq"]
stacksize = 128
"#;

const APP: &str = r#"
inherit = "./boards/rev-b.toml"
name = "app"

[tasks.extra]
priority = 7

[tasks.lamp]
priority = 5
"#;

pub(crate) fn a_description_builds_upon_another() {
    let files = [
        ("app.toml", APP),
        ("boards/rev-b.toml", BOARD),
        ("common.toml", COMMON),
    ];
    for path in build("inherits", &files) {
        let image = Image::open(path).unwrap();
        assert_eq!(image.name(), "app");
        assert!(image.ignored().is_empty(), "{:?}", image.ignored());
        let mut running = image.system().unwrap();
        // The base's tasks are first, in its order.
        let index = |name| running.task(name).unwrap().id().index();
        assert_eq!(["lamp", "jefe", "extra"].map(index), [0, 1, 2]);
        // Later wins; tables are merged, lists are not.
        let stack = |name| running.task(name).unwrap().stack_size();
        assert_eq!(["lamp", "jefe", "extra"].map(stack), [128, 256, 256]);
        let irq = running.notification("lamp", "irq").unwrap();
        assert_eq!(irq.1, 1);
        let why = running.notification("lamp", "old").unwrap_err();
        assert!(why.to_string().contains("no notification `old`"), "{why}");
        assert_eq!(running.system.run(), End::Idle);
        let extra = running.task("extra").unwrap().id();
        let stopped = TaskState::Healthy(SchedState::Stopped);
        assert_eq!(running.system.state(extra), stopped);
        assert_eq!(
            running.system.state(irq.0),
            TaskState::Healthy(SchedState::InRecv(None))
        );
    }
}

pub(crate) fn a_description_that_builds_upon_nothing_is_refused() {
    let why = refused("no_base", &[("app.toml", APP)]);
    assert_eq!(
        why,
        "app.toml: `inherit` names boards/rev-b.toml, which is not there"
    );
    let base = ("boards/rev-b.toml", BOARD);
    let why = refused("no_base_of_base", &[("app.toml", APP), base]);
    assert_eq!(
        why,
        "boards/rev-b.toml: `inherit` names common.toml, which is not there"
    );
    let round = BOARD.replace("common", "app");
    let round = ("boards/rev-b.toml", round.as_str());
    let why = refused("round", &[("app.toml", APP), round]);
    assert_eq!(why, "app.toml on boards/rev-b.toml on app.toml, for ever");
    let broken = ("boards/rev-b.toml", "name = ");
    let why = refused("broken_base", &[("app.toml", APP), broken]);
    let said = "boards/rev-b.toml: TOML parse error at line 1, column 8";
    assert!(why.starts_with(said), "{why}");
    let why = refused("number", &[("app.toml", "inherit = 1")]);
    assert_eq!(why, "app.toml: `inherit` is the name of a file");
    // What is missing in all of them together.
    let base = ("boards/rev-b.toml", "[tasks.jefe]\nstart = true");
    let why = refused("no_priority", &[("app.toml", APP), base]);
    let said = "app.toml on boards/rev-b.toml: missing field `priority`";
    assert!(why.starts_with(said), "{why}");
}

/// One task with a block of statics in a memory of its own, and an external
/// region, whose addresses nobody but `memory.toml` says.
const MEMORY: &str = r#"
[flash]
address = 0x10000
size = 0x10000
read = true
execute = true

[[ram]]
name = "default"
address = 0x20000000
size = 0x10000
write = true

[sram1]
address = 0x30000000
size = 0x2000
write = true

[ring]
address = 0x38000000
size = 0x1000
write = true
"#;

const ALONE: &str = r#"
name = "alone"

[tasks.jefe]
priority = 0
start = true
max-sizes = { flash = 4096, ram = 4096, sram1 = 1024 }
extern-regions = ["ring"]
"#;

pub(crate) fn a_task_has_its_part_of_each_memory() {
    // movs r2, #3; lsls r2, r2, #28; str r1, [r2, #124]: in sram1;
    // movs r3, #1; lsls r3, r3, #27; adds r3, r3, r2; str r1, [r3]: in ring
    let mut code = vec![
        0x2203, 0x0712, 0x67D1, 0x2301, 0x06DB, 0x189B, 0x6019, 0xBF00,
    ];
    code.extend(WAITS);
    let file = with_statics(&code, &[0x2000_0800, 0x3000_0000]);
    let files = |memory: &'static str| -> Vec<(&str, &[u8])> {
        vec![
            ("app.toml", ALONE.as_bytes()),
            ("memory.toml", memory.as_bytes()),
            ("elf/task/jefe", &file[..]),
        ]
    };
    for path in write("memories", &files(MEMORY)) {
        let mut running = Image::open(path).unwrap().system().unwrap();
        assert_eq!(running.system.run(), End::Idle);
        let jefe = running.task("jefe").unwrap();
        assert_eq!(running.system.fault(jefe.id()), None);
    }
    let leak = |text: String| -> &'static str { text.leak() };
    for (name, memory, said) in [
        (
            "no_sram",
            leak(MEMORY.replace("[sram1]", "[sram2]")),
            "no task has the memory from 0x20000400 to 0x30000040",
        ),
        (
            "no_ring",
            leak(MEMORY.replace("[ring]", "[rung]")),
            "the task `jefe`: nothing is in its external region `ring`",
        ),
        (
            "no_pages",
            leak(MEMORY.replace("0x1000\n", "0x800\n")),
            "the task `jefe`: memory.toml, `ring`: the memory from 0x38000000",
        ),
        (
            "no_code",
            leak(MEMORY.replace("execute", "write")),
            "the task `jefe`: its flash from 0x00010000 to 0x00011000 is in \
             no such memory: memory.toml has none",
        ),
        (
            "two_rams",
            leak(MEMORY.replace("[sram1]", "[[ram]]\nname = \"default\"")),
            "memory.toml: `ram` is two for the image `default`",
        ),
        (
            "beyond",
            leak(MEMORY.replace("0x2000\n", "0xffffffff\n")),
            "memory.toml: `sram1` ends beyond 4 GiB",
        ),
        (
            "no_number",
            leak(MEMORY.replace("0x2000\n", "\"all\"\n")),
            "memory.toml: TOML parse error at line",
        ),
    ] {
        let [path, _] = write(name, &files(memory));
        let why = Image::open(path).and_then(Image::system).map(drop);
        let why = why.expect_err(name).to_string();
        assert!(why.contains(said), "{name}: {why}");
    }
    // Tasks of one image are in one address space.
    let two = [
        (
            "app.toml",
            "name = \"two\"\n[tasks.jefe]\npriority = 0\n[tasks.lamp]\npriority = 1",
        ),
        ("memory.toml", MEMORY),
    ];
    let why = refused("two", &two);
    let said =
        "the task `lamp`: the task `jefe` is there, too: from 0x00010000";
    assert!(why.starts_with(said), "{why}");
}
