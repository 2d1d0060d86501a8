//! A whole build's archive, in the form in which builds write it: the tasks
//! are linked for places of their own and their slots are written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use board::Image;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use images::client;
use kernel::{End, TaskId};
use object::elf::{FileHeader32, PT_LOAD};
use object::read::elf::{ElfFile, FileHeader, ProgramHeader};
use object::{LittleEndian, Object, ObjectSection};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use userlib::kipc;

use crate::images::serial::Port;
use crate::images::tasks::Files;

type Test = fn(&Files);

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("an_archive_is_a_system", is_a_system),
    ("an_archive_runs_what_is_flashed", runs_what_is_flashed),
    ("an_archive_that_contradicts_itself_is_refused", contradicts),
];

const APP: &str = r#"
name = "rack"
target = "thumbv7em-none-eabihf"
chip = "../../chips/chip"
memory = "memory.toml"
stacksize = 2048
epoch = 0
version = 0

[kernel]
name = "kernel"
requires = { flash = 20000, ram = 4096 }

[caboose]
size = 256

[tasks.keeper]
name = "images"
priority = 0
start = true
max-sizes = { flash = 16384, ram = 4096 }
stacksize = 2048
notifications = ["fault", "timer"]

[tasks.shelf]
name = "images"
priority = 1
start = true
max-sizes = { flash = 32768, ram = 4096 }

[tasks.port]
name = "images"
priority = 1
start = true
max-sizes = { flash = 32768, ram = 4096 }
uses = ["usart3"]
notifications = ["usart-irq"]
interrupts = { "usart3.irq" = "usart-irq" }
task-slots = [{ listener = "client" }]

[tasks.client]
name = "images"
priority = 2
start = true
features = ["all"]
task-slots = [{ zerocopy_shelf = "shelf" }]
"#;

const CHIP: &str = "
[usart3]
address = 0x40004400
size = 16

[usart3.interrupts]
irq = 39
";

const MEMORY: &str = r#"
[[flash]]
name = "default"
address = 0x00010000
size = 0x000f0000
read = true
execute = true

[[flash]]
name = "other"
address = 0x08000000
size = 0x00100000
read = true
execute = true

[[ram]]
address = 0x20000000
size = 0x00010000
read = true
write = true
execute = false
dma = true
"#;

/// A slot by its name, and the index of its peer.
type Bound = (&'static str, u16);

/// The tasks by what the image calls them, with the file of each and the slots
/// that a build binds: name, and the index of the peer.
const TASKS: [(&str, &str, &[Bound]); 4] = [
    ("keeper", "keeper", &[]),
    ("shelf", "zerocopy_shelf", &[]),
    ("port", "serial", &[("listener", 3)]),
    ("client", "caller", &[("zerocopy_shelf", 1)]),
];

type Elf<'a> = ElfFile<'a, FileHeader32<LittleEndian>>;

/// What is loaded of a file: where it is stored, and where that is in the file.
fn stored(file: &[u8]) -> Vec<(u32, std::ops::Range<usize>)> {
    let elf = Elf::parse(file).unwrap();
    let segments = elf.elf_header().program_headers(LittleEndian, file);
    let le = LittleEndian;
    segments
        .unwrap()
        .iter()
        .filter(|it| it.p_type(le) == PT_LOAD && it.p_filesz.get(le) > 0)
        .map(|it| {
            let start = it.p_offset.get(le) as usize;
            let len = it.p_filesz.get(le) as usize;
            (it.p_paddr.get(le), start..start + len)
        })
        .collect()
}

/// The file with these slots written, as a build's packager does it.
fn with_slots(file: &[u8], slots: &[Bound]) -> Vec<u8> {
    let mut written = file.to_vec();
    let elf = Elf::parse(file).unwrap();
    let table = elf.section_by_name(".task_slot_table");
    let mut table = table.map_or(&[][..], |it| it.data().unwrap());
    let mut left = slots.len();
    while let [a, b, c, d, e, f, g, h, rest @ ..] = table {
        let address = u32::from_le_bytes([*a, *b, *c, *d]);
        let len = u32::from_le_bytes([*e, *f, *g, *h]) as usize;
        let (name, behind) = rest.split_at(len);
        table = behind;
        let bound = slots.iter().find(|(it, _)| it.as_bytes() == name);
        let Some((_, index)) = bound else { continue };
        let at = stored(file).into_iter().find_map(|(start, range)| {
            let offset = address.checked_sub(start)? as usize;
            range.clone().nth(offset)
        });
        let at = at.expect("a slot is in flash");
        assert_eq!(written[at..at + 2], 0x3FE_u16.to_le_bytes());
        written[at..at + 2].copy_from_slice(&index.to_le_bytes());
        left -= 1;
    }
    assert_eq!(left, 0, "all slots are in the file");
    written
}

/// One file with all that these have in flash.
fn final_elf(files: &[Vec<u8>]) -> Vec<u8> {
    let parts: Vec<(u32, &[u8])> = files
        .iter()
        .flat_map(|file| {
            let parts = stored(file).into_iter();
            parts.map(|(at, range)| (at, &file[range]))
        })
        .collect();
    let words = |words: &[u32]| -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    };
    let count = parts.len() as u32;
    let mut elf = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    elf.extend(words(&[40 << 16 | 2, 1, 0, 52, 0, 0x0500_0000]));
    elf.extend(words(&[32 << 16 | 52, 40 << 16 | count, 0]));
    let mut offset = 52 + 32 * count;
    for (at, bytes) in &parts {
        let len = bytes.len() as u32;
        elf.extend(words(&[1, offset, *at, *at, len, len, 5, 4]));
        offset += len;
    }
    elf.extend(parts.iter().flat_map(|(_, bytes)| *bytes));
    elf
}

/// A build's files by name. `flashed` are those that `img/final.elf` is made
/// of, `kept` those that are in `elf/task`.
fn build(
    files: &Files,
    kept: impl Fn(&[u8], &[Bound]) -> Vec<u8>,
    flashed: impl Fn(&[u8], &[Bound]) -> Vec<u8>,
) -> Vec<(String, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let mut build = vec![
        ("app.toml".to_owned(), text(APP)),
        ("chip.toml".to_owned(), text(CHIP)),
        ("memory.toml".to_owned(), text(MEMORY)),
        ("git-rev".to_owned(), text("0123abcd-dirty\n")),
        ("image-name".to_owned(), text("default")),
        ("elf/kernel".to_owned(), files["kernel"].clone()),
        ("img/final.bin".to_owned(), text("not looked at")),
        ("debug/kernel.gdb".to_owned(), text("add-symbol-file")),
        ("discovered.json".to_owned(), text("{")),
    ];
    let mut all = vec![files["kernel"].clone()];
    for (name, file, slots) in TASKS {
        build.push((format!("elf/task/{name}"), kept(&files[file], slots)));
        all.push(flashed(&files[file], slots));
    }
    build.push(("img/final.elf".to_owned(), final_elf(&all)));
    build
}

/// Writes the archive of a build.
fn archive(build: &[(String, Vec<u8>)]) -> PathBuf {
    // Tests of several targets run side by side.
    static ARCHIVES: AtomicU32 = AtomicU32::new(0);
    let number = ARCHIVES.fetch_add(1, Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("build-{number}.zip"));
    let mut zip = ZipArchiveWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in build {
        let file = zip.new_file(name.as_str());
        let file = file.compression_method(CompressionMethod::DEFLATE);
        let (mut file, config) = file.start().unwrap();
        let packed = DeflateEncoder::new(&mut file, Compression::default());
        let mut writer = config.wrap(packed);
        writer.write_all(bytes).unwrap();
        let (packed, said) = writer.finish().unwrap();
        packed.finish().unwrap();
        file.finish(said).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn is_a_system(files: &Files) {
    let path = archive(&build(files, with_slots, with_slots));
    let mut image = Image::open(path).unwrap();
    assert_eq!(image.name(), "rack");
    assert_eq!(image.image_name(), Some("default"));
    assert_eq!(image.revision(), Some("0123abcd-dirty"));
    assert!(image.ignored().is_empty(), "{:?}", image.ignored());
    let port = Port::default();
    image.device("usart3", port.registers());
    image.interrupt("usart3.irq", &port.line());
    runs(image, &port);
}

/// Does what its tasks are for: the client's calls reach the shelf, a fault
/// reaches the supervisor, the driver its port and, by its slot, the client.
fn runs(image: Image, port: &Port) {
    let mut running = image.system().unwrap();
    let client = running.task("client").unwrap().id();
    let system = &mut running.system;
    assert_eq!(client, TaskId(3));
    let (tell, told) = std::sync::mpsc::channel();
    system.task("curious", 3, move || {
        tell.send(kipc::read_image_id()).unwrap();
    });
    system.post(client, client::ZEROCOPY_CALLS);
    assert_eq!(system.run(), End::Idle);
    assert_eq!(told.recv(), Ok(0x0123_4567_89AB_CDEF));
    assert_eq!(port.gone(), "up\n");
    assert_eq!(system.fault(client), None);

    port.come(b"!");
    assert_eq!(system.run(), End::Idle);
    let trace = system.trace().raw().to_string();
    assert!(trace.contains("port          POST client 0x1"), "{trace}");
    system.post(client, client::PANIC);
    assert_eq!(system.run(), End::Idle);
    let trace = system.trace().raw().to_string();
    assert!(trace.contains("keeper        SEND kernel"), "{trace}");
    assert_eq!(u8::from(system.current_id(client).generation()), 1);
}

/// The slots are not written in the tasks' files, but in what is flashed; and
/// in a folder without that, the description binds them.
fn runs_what_is_flashed(files: &Files) {
    let unwritten = |file: &[u8], _: &[Bound]| file.to_vec();
    let flashed = build(files, unwritten, with_slots);
    let mut described = build(files, unwritten, unwritten);
    described.retain(|(name, _)| name != "img/final.elf");
    for build in [flashed, described] {
        let mut image = Image::open(archive(&build)).unwrap();
        let port = Port::default();
        image.device("usart3", port.registers());
        image.interrupt("usart3.irq", &port.line());
        runs(image, &port);
    }
}

fn contradicts(files: &Files) {
    let good = build(files, with_slots, with_slots);
    type Edit = fn(&mut Vec<u8>);
    fn replace(file: &mut Vec<u8>, from: &str, to: &str) {
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        *file = text.replace(from, to).into_bytes();
    }
    let cases: [(&str, Edit, &str); 6] = [
        (
            "app.toml",
            |app| {
                replace(app, r#"listener = "client""#, r#"listener = "shelf""#)
            },
            "the task `port`: its slot `listener` is written with 3, which is \
             `client`, and app.toml says `shelf`",
        ),
        (
            "memory.toml",
            |memory| replace(memory, "size = 0x000f0000", "size = 0x00020000"),
            "is in no such memory: memory.toml has `flash` from 0x00010000 to \
             0x00030000",
        ),
        (
            "memory.toml",
            |memory| replace(memory, "0x20000000", "0x24000000"),
            "the task `keeper`: its RAM from 0x20004000",
        ),
        (
            "image-name",
            |name| replace(name, "default", "other"),
            "memory.toml has `flash` from 0x08000000 to 0x08100000",
        ),
        ("elf/kernel", |kernel| kernel.truncate(60), "elf/kernel: "),
        (
            "img/final.elf",
            |image| {
                // The last part is of the last task.
                let count = usize::from(image[44]);
                let last = 52 + 32 * (count - 1);
                image[last + 8..last + 12].fill(0x11);
            },
            "the task `client`: its flash at 0x",
        ),
    ];
    for (name, edit, said) in cases {
        let mut build = good.clone();
        let file = build.iter_mut().find(|(it, _)| it == name);
        edit(&mut file.expect("it is there").1);
        let why = Image::open(archive(&build))
            .and_then(Image::system)
            .map(drop)
            .expect_err(said)
            .to_string();
        assert!(why.contains(said), "{name}: {why}");
    }
}
