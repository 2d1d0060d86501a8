//! `idol dump`.

use std::sync::atomic::{AtomicUsize, Ordering};

use idol::load;
use idol::source::Source;
use idol::syntax::Interface;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use snapbox::str;

use super::{Folder, GOOD, WRONG};

/// Every kind of conversion, lease, failure and size.
pub(super) const ALL: &str = r#"Interface(
    name: "All",
    ops: {
        "one": (
            doc: "The \"first\":\n- of two",
            args: {
                "a": "u16",
                "b": "bool",
                "c": (type: "Mode", recv: FromPrimitive("u8")),
                "d": (type: "Time", recv: From("u64", Some("checked"))),
                "e": (type: "Time", recv: From("u64")),
                "f": "Config",
                "g": "u8",
            },
            leases: {
                "in": (type: "[u8]", read: true, max_len: 8),
                "out": (type: "Config", write: true),
                "both": (type: "[u32]", read: true, write: true),
            },
            reply: Result(ok: "bool", err: CLike("E")),
        ),
        "two": (
            args: { "a": "u16", "b": "Config" },
            reply: Result(ok: "Config", err: Complex("E")),
            encoding: Hubpack,
            number: 7,
        ),
        "three": (
            args: { "a": "u16", "b": "Config" },
            reply: Simple("[u8; 4]"),
            encoding: Ssmarshal,
            idempotent: true,
        ),
        "four": (
            args: { "a": "Config", "b": "Config" },
            reply: Result(ok: "u8", err: Complex("E")),
        ),
        "five": (reply: Result(ok: "()", err: ServerDeath)),
        "six": (reply: Simple("()")),
    },
    reserved: [9, 10],
)
"#;

#[derive(Deserialize)]
struct Dump {
    interface: Interface,
}

fn dumped(format: &str) -> String {
    // Tests that run at once ask for the same.
    static DUMPS: AtomicUsize = AtomicUsize::new(0);
    let number = DUMPS.fetch_add(1, Ordering::Relaxed);
    let name = format!("dump_{format}_{number}");
    let folder = Folder::new(&name, &[("all.idol", ALL)]);
    let output = folder
        .idol(["dump", "all.idol", "--format", format])
        .output()
        .expect("it runs");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{problem}");
    String::from_utf8(output.stdout).expect("it is text")
}

/// Whether the interface in a dump is the one in the file.
fn is_that_of_the_file(dump: Dump) -> bool {
    let loaded =
        load::load(&Source::new("all.idol", ALL), idol::check::Side::Either);
    dump.interface == loaded.expect("the interface is legal").syntax
}

/// The wire table of a dump, in whatever notation, as JSON has it.
fn wire(read: impl FnOnce(&str) -> serde_json::Value, text: &str) -> String {
    let dump = read(text);
    serde_json::to_string_pretty(&dump["wire"]).expect("it is JSON")
}

fn from_json<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn every_notation_says_the_same() {
    let json = dumped("json");
    let yaml = dumped("yaml");
    let ron = dumped("ron");
    assert!(is_that_of_the_file(from_json(&json)));
    let read_yaml: Dump = yaml_serde::from_str(&yaml).expect("it is YAML");
    assert!(is_that_of_the_file(read_yaml));
    let read_ron: Dump = ron::from_str(&ron).expect("it is RON");
    assert!(is_that_of_the_file(read_ron));
    let of_json = wire(from_json, &json);
    let of_yaml = |text: &str| {
        #[derive(Deserialize)]
        struct Wire {
            wire: serde_json::Value,
        }
        let Wire { wire } = yaml_serde::from_str(text).expect("it is YAML");
        serde_json::json!({ "wire": wire })
    };
    assert_eq!(wire(of_yaml, &yaml), of_json);
}

#[test]
fn the_wire_table_has_numbers_where_the_file_tells_them() {
    super::texts().eq(
        wire(from_json, &dumped("json")),
        str![[r#"
{
  "name": "All",
  "operations": [
    {
      "arguments": [
        {
          "conversion": {
            "kind": "own"
          },
          "name": "a",
          "offset": 0,
          "type": "u16",
          "width": 2
        },
        {
          "conversion": {
            "kind": "bool"
          },
          "name": "b",
          "offset": 2,
          "type": "bool",
          "width": 1
        },
        {
          "conversion": {
            "kind": "from_primitive",
            "raw": "u8"
          },
          "name": "c",
          "offset": 3,
          "type": "Mode",
          "width": 1
        },
        {
          "conversion": {
            "kind": "from",
            "raw": "u64",
            "with": "checked"
          },
          "name": "d",
          "offset": 4,
          "type": "Time",
          "width": 8
        },
        {
          "conversion": {
            "kind": "from",
            "raw": "u64",
            "with": null
          },
          "name": "e",
          "offset": 12,
          "type": "Time",
          "width": 8
        },
        {
          "conversion": {
            "kind": "own"
          },
          "name": "f",
          "offset": 20,
          "type": "Config",
          "width": {
            "size_of": "Config"
          }
        },
        {
          "conversion": {
            "kind": "own"
          },
          "name": "g",
          "offset": {
            "sum": [
              {
                "size_of": "Config"
              },
              20
            ]
          },
          "type": "u8",
          "width": 1
        }
      ],
      "encoding": "Zerocopy",
      "leases": [
        {
          "index": 0,
          "max_len": 8,
          "name": "in",
          "read": true,
          "slice": true,
          "type": "u8",
          "write": false
        },
        {
          "index": 1,
          "max_len": null,
          "name": "out",
          "read": false,
          "slice": false,
          "type": "Config",
          "write": true
        },
        {
          "index": 2,
          "max_len": null,
          "name": "both",
          "read": true,
          "slice": true,
          "type": "u32",
          "write": true
        }
      ],
      "message_size": {
        "sum": [
          {
            "size_of": "Config"
          },
          21
        ]
      },
      "name": "one",
      "number": 1,
      "on_death": "error_from_code",
      "reply": {
        "conversion": {
          "kind": "bool"
        },
        "failure": {
          "kind": "CLike",
          "type": "E"
        },
        "max_size": 1,
        "size": 1,
        "type": "bool"
      }
    },
    {
      "arguments": [
        {
          "conversion": {
            "kind": "own"
          },
          "name": "a",
          "offset": 0,
          "type": "u16",
          "width": 2
        },
        {
          "conversion": {
            "kind": "own"
          },
          "name": "b",
          "offset": 2,
          "type": "Config",
          "width": {
            "max_size": "Config"
          }
        }
      ],
      "encoding": "Hubpack",
      "leases": [],
      "message_size": {
        "sum": [
          {
            "max_size": "Config"
          },
          2
        ]
      },
      "name": "two",
      "number": 7,
      "on_death": "error_from_server_death",
      "reply": {
        "conversion": {
          "kind": "own"
        },
        "failure": {
          "kind": "Complex",
          "size": {
            "max_size": "E"
          },
          "type": "E"
        },
        "max_size": {
          "largest": [
            {
              "max_size": "Config"
            },
            {
              "max_size": "E"
            }
          ]
        },
        "size": {
          "max_size": "Config"
        },
        "type": "Config"
      }
    },
    {
      "arguments": [
        {
          "conversion": {
            "kind": "own"
          },
          "name": "a",
          "offset": 0,
          "type": "u16",
          "width": 2
        },
        {
          "conversion": {
            "kind": "own"
          },
          "name": "b",
          "offset": 2,
          "type": "Config",
          "width": {
            "size_of": "Config"
          }
        }
      ],
      "encoding": "Ssmarshal",
      "leases": [],
      "message_size": {
        "struct_of": [
          "u16",
          "Config"
        ]
      },
      "name": "three",
      "number": 3,
      "on_death": "retry",
      "reply": {
        "conversion": {
          "kind": "own"
        },
        "failure": {
          "kind": "Simple"
        },
        "max_size": 4,
        "size": 4,
        "type": "[u8; 4]"
      }
    },
    {
      "arguments": [
        {
          "conversion": {
            "kind": "own"
          },
          "name": "a",
          "offset": 0,
          "type": "Config",
          "width": {
            "size_of": "Config"
          }
        },
        {
          "conversion": {
            "kind": "own"
          },
          "name": "b",
          "offset": {
            "size_of": "Config"
          },
          "type": "Config",
          "width": {
            "size_of": "Config"
          }
        }
      ],
      "encoding": "Zerocopy",
      "leases": [],
      "message_size": {
        "sum": [
          {
            "size_of": "Config"
          },
          {
            "size_of": "Config"
          }
        ]
      },
      "name": "four",
      "number": 4,
      "on_death": "error_from_server_death",
      "reply": {
        "conversion": {
          "kind": "own"
        },
        "failure": {
          "kind": "Complex",
          "size": {
            "size_of": "E"
          },
          "type": "E"
        },
        "max_size": {
          "largest": [
            1,
            {
              "size_of": "E"
            }
          ]
        },
        "size": 1,
        "type": "u8"
      }
    },
    {
      "arguments": [],
      "encoding": "Zerocopy",
      "leases": [],
      "message_size": 0,
      "name": "five",
      "number": 5,
      "on_death": "server_death",
      "reply": {
        "conversion": {
          "kind": "own"
        },
        "failure": {
          "kind": "ServerDeath"
        },
        "max_size": 0,
        "size": 0,
        "type": "()"
      }
    },
    {
      "arguments": [],
      "encoding": "Zerocopy",
      "leases": [],
      "message_size": 0,
      "name": "six",
      "number": 6,
      "on_death": "untold",
      "reply": {
        "conversion": {
          "kind": "own"
        },
        "failure": {
          "kind": "Simple"
        },
        "max_size": 0,
        "size": 0,
        "type": "()"
      }
    }
  ],
  "reserved": [
    9,
    10
  ]
}
"#]],
    );
}

#[test]
fn the_other_notations_look_as_expected() {
    let folder = Folder::new("dump_small", &[("good.idol", GOOD)]);
    folder
        .idol(["dump", "good.idol", "--format", "yaml"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
interface:
  name: Adder
  ops:
    add:
      number: 1
      args:
        a:
          type: u32
          recv: FromBytes
        b:
          type: u32
          recv: FromBytes
      leases: {}
      reply: !Result
        ok:
          type: u32
          recv: FromBytes
        err: ServerDeath
      idempotent: false
      encoding: Zerocopy
      doc: Adds two numbers.
wire:
  name: Adder
  operations:
  - number: 1
    name: add
    encoding: Zerocopy
    message_size: 8
    arguments:
    - name: a
      type: u32
      conversion:
        kind: own
      offset: 0
      width: 4
    - name: b
      type: u32
      conversion:
        kind: own
      offset: 4
      width: 4
    leases: []
    reply:
      type: u32
      conversion:
        kind: own
      size: 4
      failure:
        kind: ServerDeath
      max_size: 4
    on_death: server_death
  reserved: []

"#]])
        .stderr_eq(str![""]);
    folder
        .idol(["dump", "-", "--format", "ron"])
        .stdin(GOOD)
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
(
    interface: (
        name: "Adder",
        ops: {
            "add": (
                number: 1,
                args: {
                    "a": (
                        type: "u32",
                        recv: FromBytes,
                    ),
                    "b": (
                        type: "u32",
                        recv: FromBytes,
                    ),
                },
                leases: {},
                reply: Result(
                    ok: (
                        type: "u32",
                        recv: FromBytes,
                    ),
                    err: ServerDeath,
                ),
                idempotent: false,
                encoding: Zerocopy,
                doc: "Adds two numbers.",
            ),
        },
    ),
    wire: (
        name: "Adder",
        operations: [
            (
                number: 1,
                name: "add",
                encoding: Zerocopy,
                message_size: 8,
                arguments: [
                    (
                        name: "a",
                        type: "u32",
                        conversion: (
                            kind: "own",
                        ),
                        offset: Some(0),
                        width: 4,
                    ),
                    (
                        name: "b",
                        type: "u32",
                        conversion: (
                            kind: "own",
                        ),
                        offset: Some(4),
                        width: 4,
                    ),
                ],
                leases: [],
                reply: (
                    type: "u32",
                    conversion: (
                        kind: "own",
                    ),
                    size: 4,
                    failure: (
                        kind: "ServerDeath",
                    ),
                    max_size: 4,
                ),
                on_death: "server_death",
            ),
        ],
        reserved: [],
    ),
)

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_wrong_interface_is_exit_code_1_and_no_data() {
    Folder::new("dump_wrong", &[("wrong.idol", WRONG)])
        .idol(["dump", "wrong.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![""]);
}

#[test]
fn bad_flags_and_files_that_cannot_be_read_are_exit_code_2() {
    let folder = Folder::new("dump_bad", &[("good.idol", GOOD)]);
    for arguments in [
        &["none.idol"][..],
        &["."],
        &[],
        &["good.idol", "--format", "xml"],
        &["good.idol", "good.idol"],
    ] {
        folder
            .idol(["dump"])
            .args(arguments)
            .assert()
            .code(2)
            .stdout_eq(str![""]);
    }
}
