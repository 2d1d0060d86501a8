//! `idol image`.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use snapbox::cmd::OutputAssert;
use snapbox::str;

use super::{Folder, expected, texts};

const TASKS: [&str; 4] = ["desk", "visitor", "stale", "lost"];

#[test]
fn an_image_is_told_task_by_task() {
    let folder = Folder::new("image", &TASKS);
    let formats = [
        ("human", "image.txt"),
        ("short", "image.short"),
        ("json", "image.json"),
    ];
    let some = if trials::all() { formats.len() } else { 1 };
    for (format, file) in formats.into_iter().take(some) {
        let shown = folder.idol(["image", ".", "--format", format]);
        let shown = without_addresses(&shown.assert().code(1));
        texts().eq(shown, expected(file));
    }
    // With what the client knows, its differences are told.
    folder
        .idol(["image", ".", "--format", "short", "--idol", "old_desk.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
problem: `lost` calls `Lamp`, which nobody serves
problem: `stale` has a client of another `Desk` than `desk` serves: 6e65ca5eaba7ac16 and a02cb1cfbbc59d50
./desk:2:84: breaks wire, rust, debugger: the type of argument `guest` of `open` is `Option<u32>` instead of `Option<u16>`: nothing says that both have the same bytes
look: nobody calls these of `Desk`: `hand_in`, `find`

"#]]);
    // Where all agree nothing is wrong.
    folder
        .idol(["image", "desk", "visitor", "--format", "short"])
        .assert()
        .success()
        .stdout_eq(str![[r#"
look: nobody calls these of `Desk`: `hand_in`, `find`

"#]]);
    folder
        .idol(["image", "desk", "visitor", "--deny", "look"])
        .assert()
        .code(1);
}

/// What a command shows, but for addresses, which each compiler chooses.
fn without_addresses(shown: &OutputAssert) -> String {
    let text = String::from_utf8_lossy(&shown.get_output().stdout);
    let mut masked = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once(" at 0x") {
            Some((before, _)) => {
                masked.push_str(before);
                masked.push_str(" at 0x(address)\n");
            }
            None => masked.push_str(&without_numbers(line)),
        }
    }
    masked
}

/// A line of JSON whose addresses are 0.
fn without_numbers(line: &str) -> String {
    let mut parts = line.split("\"address\":");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        masked.push_str("\"address\":0");
        masked.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    masked
}

/// A build's archive.
fn archive(folder: &Folder, tasks: &[&str]) -> Vec<u8> {
    let description =
        "name = 'box'\nstacksize = 1024\n[tasks.desk]\nstacksize = 800\n";
    described(folder, description, tasks)
}

/// The same with another description.
fn described(folder: &Folder, description: &str, tasks: &[&str]) -> Vec<u8> {
    let mut zip = ZipArchiveWriter::new(Vec::new());
    let mut add = |name: &str, bytes: &[u8]| {
        // What packs is slow where it is not optimised: of the tasks one is in
        // the format, and as long as it was.
        let method = match name.ends_with("lost") || name.ends_with(".toml") {
            true => CompressionMethod::DEFLATE,
            false => CompressionMethod::STORE,
        };
        let file = zip.new_file(name).compression_method(method);
        let (mut file, _) = file.start().expect("there is room");
        if method == CompressionMethod::DEFLATE {
            let level = match name.ends_with(".toml") {
                true => Compression::fast(),
                false => Compression::none(),
            };
            let mut packed = DeflateEncoder::new(&mut file, level);
            packed.write_all(bytes).expect("there is room");
            packed.finish().expect("there is room");
        } else {
            file.write_all(bytes).expect("there is room");
        }
        let mut crc = Crc::new();
        crc.update(bytes);
        let said = DataDescriptorOutput::new(crc.sum(), bytes.len() as u64);
        file.finish(said).expect("there is room");
    };
    add("app.toml", description.as_bytes());
    add("elf/kernel", b"no task");
    for name in tasks {
        let bytes = std::fs::read(folder.0.join(name)).expect("it is there");
        add(&format!("elf/task/{name}"), &bytes);
    }
    zip.finish().expect("there is room")
}

#[test]
fn an_archive_is_an_image_too() {
    let folder = Folder::new("archive", &TASKS);
    folder.write("build.zip", &archive(&folder, &["desk", "visitor"]));
    let shown = folder.idol(["image", "build.zip"]).assert().success();
    let shown = without_addresses(&shown);
    texts().eq(
        shown,
        str![[r#"
desk: a stack of 800 bytes
  serves Desk a02cb1cfbbc59d50: 4 operations
    needs a buffer of 12 bytes for messages, and room for replies of 5 bytes
  counts in __DESK_SERVER_COUNTERS, 128 bytes at 0x[..]
visitor: a stack of 1024 bytes
  client of Desk a02cb1cfbbc59d50: bell, open
  counts in __DESK_CLIENT_COUNTERS, 44 bytes at 0x[..]
look: nobody calls these of `Desk`: `hand_in`, `find`

"#]],
    );
    folder.write("last.zip", &archive(&folder, &["desk", "lost"]));
    folder
        .idol([
            "image",
            "build.zip",
            "--against",
            "last.zip",
            "--format",
            "short",
        ])
        .assert()
        .success()
        .stdout_eq(str![[r#"
look: nobody calls these of `Desk`: `hand_in`, `find`
look: the task `lost` is gone
look: the task `visitor` is new

"#]]);
    for (bytes, said) in [
        (
            b"PK\x03\x04".to_vec(),
            str![[r#"
error: `wrong.zip` cannot be read: Missing end of central directory

"#]],
        ),
        (
            archive(&folder, &[]),
            str![[r#"
error: `wrong.zip` cannot be read: it has no task in `elf/task/`

"#]],
        ),
    ] {
        folder.write("wrong.zip", &bytes);
        folder
            .idol(["image", "wrong.zip"])
            .assert()
            .code(2)
            .stdout_eq("")
            .stderr_eq(said);
    }
}

/// What an archive says of its files may be wrong, or ask for what nobody here
/// has.
#[test]
fn a_file_that_is_not_what_its_archive_says_is_told() {
    let folder = Folder::new("lies", &["desk"]);
    let good = archive(&folder, &["desk"]);
    // What is said of the last file stands at the end of an archive.
    let said = good.windows(4).rposition(|bytes| bytes == b"PK\x01\x02");
    let said = said.expect("a file is there");
    let description = good.windows(4).position(|bytes| bytes == b"PK\x01\x02");
    let description = description.expect("so is this");
    for (at, byte, why) in [
        // Flags, the method, the sum, the length, and where it begins.
        (
            said + 8,
            1,
            "`wrong.zip:desk` cannot be read: it is encrypted",
        ),
        (
            said + 10,
            93,
            "`wrong.zip:desk` cannot be read: it is packed by the method 93 \
             (ZSTD)",
        ),
        (
            said + 16,
            !good[said + 16],
            "`wrong.zip:desk` cannot be read: Invalid checksum: expected ",
        ),
        (
            said + 24,
            !good[said + 24],
            "`wrong.zip:desk` cannot be read: Invalid size: expected ",
        ),
        (
            said + 42,
            !good[said + 42],
            "`wrong.zip:desk` cannot be read: Invalid signature: expected ",
        ),
        (
            description + 24,
            0,
            "`wrong.zip` cannot be read: app.toml: Invalid size: expected 0, ",
        ),
        // A byte of what is packed.
        (
            "app.toml".len() + 32,
            0xff,
            "`wrong.zip` cannot be read: app.toml: ",
        ),
    ] {
        let mut wrong = good.clone();
        wrong[at] = byte;
        folder.write("wrong.zip", &wrong);
        let command = folder.idol(["image", "wrong.zip"]).assert().code(2);
        let told = &command.get_output().stderr;
        let told = String::from_utf8_lossy(told);
        assert!(told.starts_with(&format!("error: {why}")), "{at}: {told}");
    }
    // Wherever it ends, it is told.
    for length in (0..good.len()).rev().step_by(good.len() / 7) {
        folder.write("wrong.zip", &good[..length]);
        folder.idol(["image", "wrong.zip"]).assert().code(2);
    }
}

#[test]
fn a_description_that_is_no_toml_is_told_and_the_rest_goes_on() {
    let folder = Folder::new("described", &["desk"]);
    folder.write("build.zip", &described(&folder, "[tasks", &["desk"]));
    let tasks = folder.0.join("build/elf/task");
    std::fs::create_dir_all(&tasks).expect("it can be made");
    std::fs::rename(folder.0.join("desk"), tasks.join("desk"))
        .expect("it can be moved");
    folder.write("build/app.toml", b"[tasks");
    for (path, said) in [
        (
            "build.zip",
            str![[r#"
error: `build.zip` cannot be read: app.toml: unclosed table, expected `]`

"#]],
        ),
        (
            "build",
            str![[r#"
error: `build/app.toml` cannot be read: unclosed table, expected `]`

"#]],
        ),
    ] {
        folder
            .idol(["image", path, "--format", "short"])
            .assert()
            .code(2)
            .stdout_eq(str![[r#"
look: nobody here has a client of `Desk` in `desk`

"#]])
            .stderr_eq(said);
    }
}

#[test]
fn changes_from_an_image_to_another_are_told() {
    let folder = Folder::new("against", &["desk", "both"]);
    // The one has an interface more.
    folder
        .idol(["image", "both", "--against", "desk", "--format", "short"])
        .assert()
        .success()
        .stdout_eq(str![[r#"
look: nobody here has a client of `Desk` in `both`
look: nobody here has a client of `Lamp` in `both`
look: nobody here has a client of `Shelf` in `both`
look: the task `desk` is gone
look: the task `both` is new
both:1:16: compatible: interface `Lamp` is new: nobody knows it yet
both:1:16: compatible: interface `Shelf` is new: nobody knows it yet

"#]]);
    folder
        .idol(["image", "desk", "--against", "both", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
look: nobody here has a client of `Desk` in `desk`
look: the task `both` is gone
look: the task `desk` is new
both: breaks wire, rust, debugger: interface `Lamp` is gone: so are its operations
both: breaks wire, rust, debugger: interface `Shelf` is gone: so are its operations

"#]]);
}

#[test]
fn operations_that_others_call_are_looked_for() {
    let folder = Folder::new("called", &["desk"]);
    folder.write("names.txt", b"# typed by people\nDesk.find\nDesk.hand_in\n");
    folder
        .idol([
            "image",
            "desk",
            "--called-by",
            "names.txt",
            "--format",
            "short",
        ])
        .assert()
        .success()
        .stdout_eq(str![[r#"
look: nobody calls these of `Desk`: `open`, `bell`

"#]]);
    folder.write("names.txt", b"Desk.search\nDoor.open\n");
    folder
        .idol([
            "image",
            "desk",
            "--called-by",
            "names.txt",
            "--format",
            "short",
        ])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
problem: names.txt:1: `Desk.search` is called: no server of `Desk` has it
problem: names.txt:2: `Door.open` is called: nobody serves `Door`
look: nobody calls these of `Desk`: `open`, `hand_in`, `bell`, `find`

"#]]);
}

#[test]
fn what_is_no_task_is_told_and_the_rest_goes_on() {
    let folder = Folder::new("no_task", &["desk", "visitor"]);
    folder.write("broken", b"\x7fELF, and no more");
    folder
        .idol(["image", ".", "--format", "short"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
look: nobody calls these of `Desk`: `hand_in`, `find`

"#]])
        .stderr_eq(str![[r#"
error: `./broken`: the file cannot be read: Unknown file magic

"#]]);
    for (path, said) in [
        (
            "desk.idol",
            str![[r#"
error: `desk.idol` is neither an ELF file nor a build's archive

"#]],
        ),
        (
            "none",
            str![[r#"
error: cannot read `none`: No such file or directory (os error 2)

"#]],
        ),
        (
            "/dev/zero",
            str![[r#"
error: cannot read `/dev/zero`: it is no file, but a pipe, a socket or a device

"#]],
        ),
    ] {
        folder
            .idol(["image", path])
            .assert()
            .code(2)
            .stdout_eq("")
            .stderr_eq(said);
    }
}
