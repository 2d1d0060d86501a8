//! `idol call --bytes`.

use snapbox::str;

use super::Folder;

#[test]
fn the_bytes_of_a_call_are_shown() {
    let folder = Folder::new("call", &["desk", "both"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    folder.write("desk.json", &shown.get_output().stdout);
    for (arguments, said) in [
        (
            &[
                "call",
                "--elf",
                "desk",
                "Desk.open",
                "mode=Open",
                "hurry=true",
                "guest=258",
                "--bytes",
            ][..],
            str![[r#"
Desk.open: number 1, a message of 7 bytes
  mode: 03
  hurry: 01
  guest: 01 02 01 00 00
  room for a reply: 2 bytes

"#]],
        ),
        (
            &[
                "call",
                "--schema",
                "desk.json",
                "hand_in",
                "kind=1",
                "size=\"3\"",
                "paper={\"base64\": \"AQL/\"}",
                "--bytes",
            ],
            str![[r#"
Desk.hand_in: number 2, a message of 9 bytes
  kind: 01
  size: 03 00 00 00 00 00 00 00
  lends paper: 3 bytes: 01 02 ff
  lends receipt: 8 bytes to fill
  room for a reply: 0 bytes

"#]],
        ),
        (
            &[
                "call",
                "--elf",
                "both",
                "Desk.find",
                "--bytes",
                "--json",
                "{\"args\": {\"what\": {\"Of\": {\"owner\": 7, \"since\": \
                 null}}, \"mark\": [1, 2, 3, 4]}, \"leases\": {}}",
            ],
            str![[r#"
Desk.find: number 7, a message of 7 bytes
  what: 02 07 00
  mark: 01 02 03 04
  room for a reply: 5 bytes

"#]],
        ),
        (
            &[
                "call",
                "--schema",
                "desk.json",
                "hand_in",
                "kind=1",
                "size=1",
                "paper=[2]",
                "--bytes",
            ],
            str![[r#"
Desk.hand_in: number 2, a message of 9 bytes
  kind: 01
  size: 01 00 00 00 00 00 00 00
  lends paper: 1 byte: 02
  lends receipt: 8 bytes to fill
  room for a reply: 0 bytes

"#]],
        ),
        (
            &["call", "--schema", "desk.json", "bell", "--bytes"],
            str![[r#"
Desk.bell: number 4, no message
  room for a reply: 0 bytes

"#]],
        ),
        (
            &[
                "call",
                "--schema",
                "desk.json",
                "find",
                "what=Any",
                "mark=[1,2,3,4]",
                "--bytes",
                "--format",
                "short",
            ],
            str![[r#"
0001020304

"#]],
        ),
        (
            &[
                "call",
                "--schema",
                "desk.json",
                "hand_in",
                "kind=1",
                "size=3",
                "paper=[1,2]",
                "--bytes",
                "--format",
                "json",
            ],
            str![[r#"
{"interface":"Desk","operation":"hand_in","number":2,"message":"010300000000000000","leases":[{"name":"paper","access":"read","length":2,"bytes":"0102"},{"name":"receipt","access":"write","length":8}],"room":0}

"#]],
        ),
    ] {
        let command = folder.idol([]).args(arguments);
        command.assert().success().stderr_eq("").stdout_eq(said);
    }
}

#[test]
fn what_fits_no_call_is_told() {
    let folder = Folder::new("call_wrong", &["desk"]);
    for (arguments, code, said) in [
        (
            &["Desk.open", "mode=Ajar"][..],
            1,
            str![[r#"
error: `mode`: `Mode` has no variant `Ajar`; it has `Closed`, `Open`

"#]],
        ),
        (
            &["Desk.open", "mode=Open", "hurry=yes"],
            1,
            str![[r#"
error: `hurry`: "yes" is no value of `bool`

"#]],
        ),
        (
            &["Desk.open", "mode=Open", "hurry=true"],
            1,
            str![[r#"
error: `guest` is missing

"#]],
        ),
        (
            &["Desk.open", "mood=Open"],
            1,
            str![[r#"
error: there is no `mood`, or it is there already

"#]],
        ),
        (
            &["Desk.open", "Open"],
            1,
            str![[r#"
error: `Open` is no `NAME=VALUE`

"#]],
        ),
        (
            &["Desk.hand_in", "kind=256", "size=1", "paper=[]"],
            1,
            str![[r#"
error: `kind`: 256 is no value of `u8`

"#]],
        ),
        (
            &["Desk.hand_in", "kind=1", "size=1"],
            1,
            str![[r#"
error: `paper` is missing

"#]],
        ),
        (
            &["Desk.hand_in", "kind=1", "size=1", "paper=[256]"],
            1,
            str![[r#"
error: `paper.0`: 256 is no value of `u8`

"#]],
        ),
        (
            &[
                "Desk.hand_in",
                "kind=1",
                "size=1",
                "paper={\"base64\":\"A\"}",
            ],
            1,
            str![[r#"
error: `paper`: the JSON is wrong: it is no base64

"#]],
        ),
        (
            &["Desk.shut"],
            2,
            str![[r#"
error: `Desk`: no operation `shut`; it has `open`, `hand_in`, `bell`, `find`

"#]],
        ),
        (
            &["Door.open"],
            2,
            str![[r#"
error: `desk` does not serve `Door`, but `Desk`

"#]],
        ),
    ] {
        let command = folder.idol(["call", "--bytes", "--elf", "desk"]);
        let command = command.args(arguments);
        command.assert().code(code).stdout_eq("").stderr_eq(said);
    }
}
