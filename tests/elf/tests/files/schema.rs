//! `idol schema`.

use idol_debug::schema::Schema;
use snapbox::cmd::OutputAssert;
use snapbox::str;

use super::{Folder, expected};

#[test]
fn a_schema_tells_every_type() {
    let folder = Folder::new("schema", &["desk"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    let shown = shown.stderr_eq("").stdout_eq(expected("desk.json"));
    let alone = read(&shown);
    assert_eq!(alone.operations.len(), 4);
    // A file says one thing more.
    let both = folder.idol(["schema", "desk.idol", "--elf", "desk"]);
    let mut both = read(&both.assert().success());
    assert_eq!(both.reserved, [5]);
    both.reserved.clear();
    assert_eq!(both, alone);
}

/// The schema that a command shows.
fn read(shown: &OutputAssert) -> Schema {
    let json = String::from_utf8(shown.get_output().stdout.clone());
    Schema::from_json(&json.expect("UTF-8")).expect("it is one")
}

#[test]
fn it_is_said_why_there_is_none() {
    let folder = Folder::new("schema_wrong", &["desk", "both", "visitor"]);
    folder
        .idol(["schema", "both", "--interface", "Lamp"])
        .assert()
        .success();
    for (arguments, code, said) in [
        (
            &["schema", "old_desk.idol", "--elf", "desk"][..],
            1,
            str![[r#"
error: `desk` was not built from this file: the fingerprint of its `Desk` is [..], that of the file [..]

"#]],
        ),
        (
            &["schema", "both"],
            2,
            str![[r#"
error: `both` serves several interfaces, [..]: choose one with `--interface`

"#]],
        ),
        (
            &["call", "--elf", "both", "bell", "--bytes"],
            2,
            str![[r#"
error: `both` serves several interfaces, [..]: choose one before the operation, as in `Spi.exchange`

"#]],
        ),
        (
            &["schema", "both", "--interface", "Bench"],
            2,
            str![[r#"
error: `both` does not serve `Bench`, but [..]

"#]],
        ),
        (
            &["schema", "visitor"],
            2,
            str![[r#"
error: `visitor` serves no interface: it has no section `.idolatry`

"#]],
        ),
        (
            &["schema", "desk.idol"],
            2,
            str![[r#"
error: `desk.idol` is no ELF file: an interface has its types in a task's; name one with `--elf`

"#]],
        ),
        (
            &["schema", "none"],
            2,
            str![[r#"
error: cannot read `none`: No such file or directory (os error 2)

"#]],
        ),
        (
            &["schema", "."],
            2,
            str![[r#"
error: cannot read `.`: it is a folder

"#]],
        ),
        (
            &["schema", "/dev/zero"],
            2,
            str![[r#"
error: cannot read `/dev/zero`: it is no file, but a pipe, a socket or a device

"#]],
        ),
    ] {
        let mut command = folder.idol([]);
        command = command.args(arguments);
        command.assert().code(code).stdout_eq("").stderr_eq(said);
    }
}

/// What programs validate schemas with.
#[test]
fn the_json_schema_names_all_that_a_schema_has() {
    let folder = Folder::new("json_schema", &["desk"]);
    let json = |arguments: [&str; 2]| -> serde_json::Value {
        let shown = folder.idol(arguments).assert().success();
        serde_json::from_slice(&shown.get_output().stdout).expect("JSON")
    };
    let rules = json(["schema", "--print-json-schema"]);
    let schema = json(["schema", "desk"]);
    let mut known = Vec::new();
    names(&rules, &mut known);
    let mut used = Vec::new();
    keys(&schema, &mut used);
    for key in used {
        // Names of types are no keys of the format.
        let is_type = schema["types"].get(&key).is_some();
        assert!(is_type || known.contains(&key), "{key}");
    }
}

/// The names of properties.
fn names(rules: &serde_json::Value, into: &mut Vec<String>) {
    match rules {
        serde_json::Value::Object(members) => {
            if let Some(serde_json::Value::Object(properties)) =
                members.get("properties")
            {
                into.extend(properties.keys().cloned());
            }
            members.values().for_each(|value| names(value, into));
        }
        serde_json::Value::Array(values) => {
            values.iter().for_each(|value| names(value, into));
        }
        _ => {}
    }
}

/// The keys of all objects.
fn keys(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                into.push(key.clone());
                keys(value, into);
            }
        }
        serde_json::Value::Array(values) => {
            values.iter().for_each(|value| keys(value, into));
        }
        _ => {}
    }
}
