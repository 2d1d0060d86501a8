//! `idol diff`.

use snapbox::str;

use super::{Folder, GOOD, WRONG};

/// [`GOOD`] with an operation more, and a wider argument.
fn grown() -> String {
    GOOD.replace(r#""b": "u32""#, r#""b": "u64""#).replace(
        "    },\n)",
        "        \"clear\": (reply: Result(ok: \"()\", err: ServerDeath)),\n    \
         },\n)",
    )
}

#[test]
fn each_change_is_told_with_its_place_verdicts_reason_and_way_out() {
    let grown = grown();
    let folder =
        Folder::new("diff", &[("old.idol", GOOD), ("new.idol", &grown)]);
    folder
        .idol(["diff", "old.idol", "new.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
new.idol:6:38: breaks wire, rust, debugger: the type of argument `b` of `add` is `u64` instead of `u32`: it takes 8 bytes instead of 4
  help: leave it as it was, and add another operation, at the end, with `number: 3`
new.idol:9:9: look at rust: operation `clear` is new: servers must implement it, and an old one faults whoever calls it
  help: update servers before the clients that call it

"#]])
        .stderr_eq(str![[r#"
2 changes; 1 breaking wire, 1 breaking rust, 1 breaking debugger; 1 worth a look

"#]]);
    folder
        .idol(["diff", "old.idol", "new.idol", "--format", "json"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
{"file":"new.idol","rule":"argument-type","wire":"breaking","rust":"breaking","debugger":"breaking","what":"the type of argument `b` of `add` is `u64` instead of `u32`","why":"it takes 8 bytes instead of 4","help":"leave it as it was, and add another operation, at the end, with `number: 3`","start":{"byte":133,"line":6,"column":38},"end":{"byte":138,"line":6,"column":43},"operation":"add","edits":[{"edit":"keep","operation":"add","was":"add","name":"add","number":3}],"or":[],"accepted":null,"called":null}
{"file":"new.idol","rule":"operation-added","wire":"compatible","rust":"look","debugger":"compatible","what":"operation `clear` is new","why":"servers must implement it, and an old one faults whoever calls it","help":"update servers before the clients that call it","start":{"byte":217,"line":9,"column":9},"end":{"byte":224,"line":9,"column":16},"operation":"clear","edits":[],"or":[],"accepted":null,"called":null}

"#]])
        .stderr_eq("");
}

#[test]
fn the_same_interface_has_not_changed() {
    let laid_out = GOOD.replace("Interface(\n", "// other\nInterface(");
    let folder = Folder::new(
        "diff-same",
        &[("old.idol", GOOD), ("new.idol", &laid_out)],
    );
    folder
        .idol(["diff", "old.idol", "new.idol"])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq("nothing changed\n");
}

#[test]
fn only_what_breaks_the_audiences_asked_for_makes_the_exit_code() {
    // Its documentation says that it is the same.
    let renamed = GOOD.replace("\"add\"", "\"sum\"");
    let folder =
        Folder::new("diff-for", &[("old.idol", GOOD), ("new.idol", &renamed)]);
    let diff = |audience| {
        let diff = ["diff", "old.idol", "new.idol", "--for", audience];
        folder.idol(diff).output().expect("it runs").status.code()
    };
    assert_eq!(diff("wire"), Some(0));
    assert_eq!(diff("rust"), Some(1));
    assert_eq!(diff("debugger"), Some(1));
    assert_eq!(diff("wire,rust"), Some(1));
    assert_eq!(diff("users"), Some(2));
}

#[test]
fn files_of_two_folders_are_compared_by_path_and_then_by_interface() {
    let lamp = GOOD.replace("Adder", "Lamp");
    let fan = GOOD.replace("Adder", "Fan");
    let folder = Folder::new(
        "diff-folders",
        &[
            ("old/adder.idol", GOOD),
            ("old/deep/lamp.idol", &lamp),
            ("new/adder.idol", GOOD),
            ("new/fan.idol", &fan),
        ],
    );
    folder
        .idol(["diff", "old", "new"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
new/fan.idol:2:11: compatible: interface `Fan` is new: nobody knows it yet
old/deep/lamp.idol: breaks wire, rust, debugger: interface `Lamp` is gone: so are its operations

"#]])
        .stderr_eq(str![[r#"
2 changes; 1 breaking wire, 1 breaking rust, 1 breaking debugger

"#]]);
    folder.write("new/moved.idol", lamp.as_bytes());
    folder
        .idol(["diff", "old", "new"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
new/fan.idol:2:11: compatible: interface `Fan` is new: nobody knows it yet

"#]])
        .stderr_eq(str![[r#"
1 change; nothing breaks

"#]]);
}

#[test]
fn standard_input_can_be_one_of_both() {
    let folder = Folder::new("diff-standard", &[("new.idol", GOOD)]);
    let diff = folder.idol(["diff", "-", "new.idol"]).stdin(GOOD);
    diff.assert().code(0).stderr_eq("nothing changed\n");
    folder
        .idol(["diff", "-", "-"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: standard input cannot be both versions

"#]]);
}

#[test]
fn what_cannot_be_compared_ends_with_2() {
    let folder = Folder::new(
        "diff-wrong",
        &[
            ("good.idol", GOOD),
            ("wrong.idol", WRONG),
            ("old/a.idol", GOOD),
        ],
    );
    let diff = |old, new| folder.idol(["diff", old, new]).assert().code(2);
    diff("good.idol", "wrong.idol").stderr_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
 --> wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in wrong.idol

"#]]);
    diff("good.idol", "absent.idol").stdout_eq("");
    diff("old", "good.idol").stderr_eq(str![[r#"
error: `old` is a folder, and `good.idol` is none

"#]]);
    diff("good.idol", "old").stdout_eq("");
    // Another generator read what this one does not know.
    folder
        .idol(["diff", "wrong.idol", "good.idol"])
        .assert()
        .code(1);
}
