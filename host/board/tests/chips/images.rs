//! Whole images, in folders and in archives.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use board::{Bus, Image, Line, Shared};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use kernel::End;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use userlib::{SchedState, TaskState};

use crate::code::elf_with_ram;

/// An image of a supervisor that waits, and a driver that reads a register and
/// waits; and of a task that nobody starts.
const APP: &str = r#"
name = "small"
target = "thumbv7em-none-eabihf"
stacksize = 512
chip = "chip.toml"

[kernel]
name = "kernel"

[tasks.jefe]
name = "task-jefe"
priority = 0
start = true
notifications = ["fault", "timer"]

[tasks.driver]
name = "drv-usart"
priority = 1
start = true
stacksize = 256
max-sizes = { flash = 1024, ram = 1024 }
notifications = ["reset", "usart-irq"]
interrupts = { "usart1.irq" = "usart-irq" }
uses = ["usart1"]
extern-regions = ["ring"]
task-slots = ["jefe", { other = "abacus" }]
features = ["fast"]

[tasks.abacus]
name = "task-abacus"
priority = 2
"#;

const CHIP: &str = "
[usart1]
address = 0x40000000
size = 1024

[usart1.interrupts]
irq = 37
";

/// movs r4, #1; mov r11, r4; movs r4, #0; movs r5, #0; movs r6, #3;
/// movs r7, #0; svc #0; b to the start
pub(crate) const WAITS: [u16; 8] = [
    0x2401, 0x46A3, 0x2400, 0x2500, 0x2603, 0x2700, 0xDF00, 0xE7F7,
];

/// The files of the image, by name.
fn files(app: &str) -> Vec<(&'static str, Vec<u8>)> {
    // movs r2, #1; lsls r2, r2, #30; ldr r1, [r2]
    let driver = [&[0x2201, 0x0792, 0x6811, 0xBF00], &WAITS[..]].concat();
    vec![
        ("app.toml", app.into()),
        ("chip.toml", CHIP.into()),
        ("elf/task/jefe", elf_with_ram(&WAITS)),
        ("elf/task/driver", elf_with_ram(&driver)),
        ("elf/task/abacus", elf_with_ram(&WAITS)),
    ]
}

/// Where a test writes: one that runs in a process of another's, elsewhere.
fn place(name: &str) -> PathBuf {
    let folder = match std::env::var_os("IMAGES_OF_A_CHILD") {
        Some(_) => "child",
        None => "",
    };
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&place).unwrap();
    place.join(name)
}

fn folder(name: &str, app: &str) -> PathBuf {
    let folder = place(name);
    let _ = fs::remove_dir_all(&folder);
    for (name, bytes) in files(app) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in one")).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn archive(name: &str, app: &str) -> PathBuf {
    let path = place(name);
    let mut zip = ZipArchiveWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files(app) {
        pack(&mut zip, name, &bytes);
    }
    zip.finish().unwrap();
    path
}

/// Packs a file, as builds do.
pub(crate) fn pack(
    zip: &mut ZipArchiveWriter<fs::File>,
    name: &str,
    bytes: &[u8],
) {
    let file = zip.new_file(name);
    let file = file.compression_method(CompressionMethod::DEFLATE);
    let (mut file, config) = file.start().unwrap();
    let packed = DeflateEncoder::new(&mut file, Compression::default());
    let mut writer = config.wrap(packed);
    writer.write_all(bytes).unwrap();
    let (packed, said) = writer.finish().unwrap();
    packed.finish().unwrap();
    file.finish(said).unwrap();
}

pub(crate) fn an_image_is_a_system() {
    let more = APP
        .replace("[kernel]", "color = \"red\"\n[kernel]")
        .replace("uses = ", "shape = \"round\"\nuses = ");
    for (path, ignored) in [
        (folder("small", &more), &["color", "tasks.driver.shape"][..]),
        (archive("small.zip", APP), &[]),
    ] {
        let mut image = Image::open(&path).unwrap();
        assert_eq!(image.name(), "small");
        assert_eq!(image.ignored(), ignored);
        image.device("usart1", |bus| {
            matches!(bus, Bus::Read { offset: 0, .. }).then_some(1)
        });
        let ring = Shared::new(0x3000_0000..0x3000_1000).unwrap();
        image.region("ring", &ring).budget(10_000_000);
        let mut running = image.system().unwrap();
        let (driver, irq) =
            running.notification("driver", "usart-irq").unwrap();
        assert_eq!(irq, 2);
        assert_eq!(driver.index(), 1);
        assert_eq!(running.task("driver").unwrap().stack_size(), 256);
        assert_eq!(running.task("jefe").unwrap().stack_size(), 512);

        let system = &mut running.system;
        assert_eq!(system.run(), End::Idle);
        let waits = TaskState::Healthy(SchedState::InRecv(None));
        let abacus = running.task("abacus").unwrap().id();
        let stopped = TaskState::Healthy(SchedState::Stopped);
        let system = &mut running.system;
        assert_eq!(system.state(driver), waits);
        assert_eq!(system.state(abacus), stopped);
        // Faults reach the supervisor, which does nothing about them here.
        let dies =
            kernel::Action::kill(driver, kernel::Restart::BySupervisorTask);
        system.script(kernel::When::time(1), dies);
        // So that the run does not end with the fault, and print its trace.
        system.task("clock", 3, || userlib::hl::sleep_for(1_000));
        assert_eq!(system.run_for(2), End::TimeUp);
        let told = system.trace().to_string();
        let woken =
            "jefe          RECV room for 0 or bits 0x3, waits -> bits 0x1";
        assert!(told.contains(woken), "{told}");
    }
}

/// What is ignored of two images, of which one has nothing of that kind, is one
/// line.
pub(crate) fn what_is_ignored_is_one_warning() {
    let this = std::env::current_exe().unwrap();
    let output = std::process::Command::new(this)
        .args(["an_image_is_a_system", "--exact"])
        .env("IMAGES_OF_A_CHILD", "1")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let warnings = said.lines().filter(|line| line.contains("warning"));
    let [warning] = warnings.collect::<Vec<_>>()[..] else {
        panic!("{said}");
    };
    let ignored = "small: ignored: color, tasks.driver.shape";
    assert!(warning.starts_with("board: warning: "), "{warning}");
    assert!(warning.ends_with(ignored), "{warning}");
}

pub(crate) fn an_image_that_cannot_be_is_refused() {
    let cases: [(&str, String, &str); 8] = [
        (
            "no_toml",
            "name = ".into(),
            "app.toml: TOML parse error at line 1",
        ),
        (
            "no_priority",
            APP.replace("priority = 2", ""),
            "missing field `priority`",
        ),
        (
            "no_file",
            APP.replace("[tasks.abacus]", "[tasks.abaco]"),
            "there is no elf/task/abaco",
        ),
        ("no_task", "name = \"empty\"".into(), "describes no task"),
        (
            "no_peer",
            APP.replace("{ other = \"abacus\" }", "\"abbot\""),
            "the task `driver`: no task `abbot` for slot `abbot`",
        ),
        (
            "no_flash",
            APP.replace("flash = 1024", "flash = 20"),
            "the task `driver`: takes 24 bytes of flash, and app.toml allows 20",
        ),
        (
            "no_ram",
            APP.replace("ram = 1024", "ram = 300"),
            "the task `driver`: takes 320 bytes of ram, and app.toml allows 300",
        ),
        (
            "no_notification",
            APP.replace("= \"usart-irq\" }", "= \"irq\" }"),
            "the task `driver`: `usart1.irq` posts `irq`, which is none",
        ),
    ];
    for (name, app, said) in cases {
        let path = folder(name, &app);
        let ring = Shared::new(0x3000_0000..0x3000_1000).unwrap();
        let why = Image::open(&path)
            .and_then(|mut image| {
                image.region("ring", &ring);
                image.system()
            })
            .map(drop)
            .expect_err(name)
            .to_string();
        assert!(why.contains(said), "{name}: {why}");
    }
    let why = Image::open("nowhere").map(drop).expect_err("nowhere");
    assert!(why.to_string().starts_with("nowhere: "), "{why}");

    let mut image = Image::open(folder("no_user", APP)).unwrap();
    let why = Image::open(folder("no_region", APP))
        .and_then(Image::system)
        .map(drop)
        .expect_err("no region");
    let said = "the task `driver`: nothing is in its external region `ring`";
    assert!(why.to_string().starts_with(said), "{why}");
    let ring = Shared::new(0x3000_0000..0x3000_1000).unwrap();
    image.region("ring", &ring).device("spi1", |_| None);
    let why = image.system().map(drop).expect_err("nobody uses it");
    assert_eq!(why.to_string(), "no task uses `spi1`");
}

pub(crate) fn a_peripheral_that_nobody_plays_is_named() {
    let mut image = Image::open(folder("unplayed", APP)).unwrap();
    let ring = Shared::new(0x3000_0000..0x3000_1000).unwrap();
    image.region("ring", &ring);
    let mut running = image.system().unwrap();
    let driver = running.task("driver").unwrap().id();
    let system = &mut running.system;
    system.expect_fault(driver);
    assert!(matches!(system.run(), End::Faulted(_)));
    let fault = system.fault(driver).expect("it faulted").to_string();
    let said = "touched 0x40000000 of `usart1`, which nobody plays, at 0x";
    assert!(fault.starts_with(said), "{fault}");

    let mut image = Image::open(folder("no_interrupt", APP)).unwrap();
    image.region("ring", &ring);
    image.interrupt("usart1.irq", &Line::new());
    image.interrupt("spi1.irq", &Line::new());
    let why = image.system().map(drop).expect_err("nobody has it");
    assert_eq!(why.to_string(), "no task has `spi1.irq`");
}
