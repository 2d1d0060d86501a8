//! Files, names and calls that nobody means well with.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::fs::{Mode, mkfifoat};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType, bind, socket};

use super::super::{Folder, GOOD};

/// What a terminal obeys, in one name or text: it clears the screen, rings,
/// sets a title and a colour, goes back, turns text round, and hides some.
pub(super) const OBEYED: &str = "\u{1b}[2J\u{7}\u{1b}]0;owned\u{7}\u{1b}[8mX\r\u{8}\u{9b}1m\u{202e}\u{2066}\u{200b}";

/// A text, as a string of RON.
fn ron(text: &str) -> String {
    text.chars().flat_map(char::escape_unicode).collect()
}

/// Interfaces, by paths. What is long is in a folder of its own, which costs
/// those who look at it a hundred times as much as the other.
fn texts() -> Vec<(String, Vec<u8>)> {
    let obeyed = |before: &str, after: &str| format!("{before}{OBEYED}{after}");
    let escaped = ron(OBEYED);
    let documented = format!(
        r#"Interface(name: "Lamp", doc: "{escaped}", ops: {{ "set": (
            doc: "{escaped}", args: {{ "a": (type: "u8", doc: "{escaped}") }},
            leases: {{ "l": (type: "[u8]", read: true, doc: "{escaped}") }},
            reply: Result(ok: "u8", err: CLike("E"), doc: "{escaped}"),
        ) }})"#
    );
    let brackets = format!("Interface(name: {}", "(".repeat(100_000));
    let deep = format!(
        r#"Interface(name: "D", ops: {{ "d": (reply: Simple("{}u8{}")) }})"#,
        "Option<".repeat(20_000),
        ">".repeat(20_000)
    );
    let numbers = r#"Interface(name: "N", ops: {
        "a": (number: 99999999999999999999999999999999, reply: Simple("()")),
        "b": (number: 65535, reply: Simple("()"), idempotent: true),
        "c": (leases: { "l": (type: "[u8]", read: true, max_len: 0xFFFF_FFFF_FFFF) },
              reply: Simple("[u8; 340282366920938463463374607431768211455]")),
    })"#;
    let good = |text: &str| GOOD.replace("Adder", text);
    let long = [
        ("brackets", brackets.into_bytes()),
        ("deep", deep.into_bytes()),
        ("zeros", vec![0; 100_000]),
    ];
    let short = [
        ("documented", documented.into_bytes()),
        ("raw", obeyed("Interface(name: \"", "\")").into_bytes()),
        ("bare", OBEYED.as_bytes().to_vec()),
        ("comment", obeyed("// ", &good("Adder")).into_bytes()),
        ("key", obeyed("Interface(", ": 1)").into_bytes()),
        ("name", good(&escaped).into_bytes()),
        ("type", GOOD.replace("u32", &escaped).into_bytes()),
        (
            "marks",
            GOOD.replace("\"u32\"", "\"/*\\u{200e}*/Vec</*\\u{1b}[2J*/u32>\"")
                .into_bytes(),
        ),
        ("numbers", numbers.as_bytes().to_vec()),
        ("latin", b"Interface(name: \"\xe4\xff\x1b[2J\")".to_vec()),
        ("empty", Vec::new()),
        ("good", GOOD.as_bytes().to_vec()),
        ("other", good("Other").replace("u32", "u64").into_bytes()),
    ];
    let of =
        |folder| move |(name, text)| (format!("{folder}/{name}.idol"), text);
    let long = long.into_iter().map(of("long"));
    short.into_iter().map(of("texts")).chain(long).collect()
}

/// A folder with all of these, and more that are no texts.
pub(super) fn folder(test: &str) -> Folder {
    let folder = Folder::new(test, &[]);
    for (path, text) in texts() {
        folder.write(path, &text);
    }
    let at = |name: &str| folder.0.join(name);
    folder.write(format!("names/{OBEYED}.idol"), GOOD.as_bytes());
    folder.write(format!("names/{OBEYED}/a.idol"), b"Interface(");
    let latin = OsStr::from_bytes(b"names/\xff\xfe\x1b[2J.idol");
    folder.write(latin, GOOD.as_bytes());
    folder.write("names/new\nline.idol", b"Interface(name: 1)");
    folder.write("-/a.idol", GOOD.as_bytes());
    folder.write("-/-.idol", GOOD.as_bytes());
    fs::create_dir(at("others")).expect("a folder can be made");
    mkfifo(&at("others/pipe.idol"));
    let socket = socket(AddressFamily::UNIX, SocketType::STREAM, None)
        .expect("a socket can be made");
    // Its address may have a hundred bytes.
    let short = std::env::temp_dir()
        .join(format!("idol-{}.socket", std::process::id()));
    let address = SocketAddrUnix::new(&short).expect("it is short");
    let _ = fs::remove_file(&short);
    bind(&socket, &address).expect("it can be bound");
    fs::rename(&short, at("others/socket.idol"))
        .or_else(|_| symlink(&short, at("others/socket.idol")))
        .expect("it can be put there");
    symlink("loop.idol", at("others/loop.idol")).expect("a link");
    symlink("/dev/zero", at("others/device.idol")).expect("a link");
    symlink("nowhere", at("others/broken.idol")).expect("a link");
    symlink("..", at("others/up.idol")).expect("a link");
    folder.write("others/folder.idol/idol.toml", b"\x1b[2J = 1");
    folder.write("others/folder.idol/a.idol", GOOD.as_bytes());
    fs::create_dir(at("levels")).expect("a folder can be made");
    mkfifo(&at("levels/idol.toml"));
    folder.write("levels/a.idol", GOOD.as_bytes());
    folder
}

pub(super) fn mkfifo(path: &Path) {
    mkfifoat(rustix::fs::CWD, path, Mode::RUSR | Mode::WUSR)
        .expect("a pipe can be made");
}

/// The ways to call each subcommand with a file or a folder.
pub(super) fn calls(path: &OsStr) -> Vec<Vec<&OsStr>> {
    let words = |call: &'static str| -> Vec<&'static OsStr> {
        call.split(' ').map(OsStr::new).collect()
    };
    [
        "check PATH",
        "check PATH --format short --pedantic --missing-docs",
        "check PATH --format json",
        "check PATH --client --color always",
        "check PATH --print-config",
        "dump PATH",
        "expand PATH --client",
        "expand PATH --server --style pipelined --color always",
        "doc PATH -o pages",
        "fmt PATH --check",
        "fmt PATH --check --color always",
        "diff PATH texts/good.idol",
        "diff texts/other.idol PATH --color always",
        "diff texts PATH",
        "diff PATH texts --format json",
        "explain PATH",
        "schema PATH",
        "schema texts/good.idol --elf PATH --color always",
        "image PATH",
        "image texts PATH --format json",
        "call good --bytes --elf PATH --color always",
        "call good --bytes --schema PATH",
        "bind python PATH -o bound",
    ]
    .map(|call| {
        let with = |word| match word == OsStr::new("PATH") {
            true => path,
            false => word,
        };
        words(call).into_iter().map(with).collect()
    })
    .into()
}

/// Every path below a folder, and what there is beside.
pub(super) fn paths(folder: &Folder) -> Vec<std::ffi::OsString> {
    let mut paths: Vec<_> =
        ["texts", "long", "names", "others", "levels", "./-", "."]
            .map(Into::into)
            .into();
    for below in ["texts", "long", "names", "others"] {
        for entry in fs::read_dir(folder.0.join(below)).expect("a folder") {
            let name = entry.expect("it is read").file_name();
            paths.push(Path::new(below).join(name).into_os_string());
        }
    }
    paths.extend(
        [
            "/dev/zero",
            "/dev/null",
            "/dev/full",
            "-",
            "absent.idol",
            "",
            OBEYED,
        ]
        .map(Into::into),
    );
    paths
}
