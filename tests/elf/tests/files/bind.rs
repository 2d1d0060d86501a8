//! `idol bind`, as far as that goes without Python.

use std::fs;

use snapbox::str;

use super::Folder;

#[test]
fn a_package_is_written_of_schemas_and_of_tasks() {
    let folder = Folder::new("bind", &["desk", "both"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    folder.write("desk.json", &shown.get_output().stdout);
    folder
        .idol(["bind", "python", "both", "-o", "a", "--package", "board"])
        .assert()
        .success()
        .stdout_eq("")
        .stderr_eq(str![[r#"
8 files in `a`

"#]]);
    folder
        .idol(["bind", "python", "desk.json", "-o", "b"])
        .assert()
        .success();
    let read = |path: &str| {
        fs::read_to_string(folder.0.join(path)).expect("it is written")
    };
    // A schema and a task make the same.
    assert_eq!(read("a/board/desk.py"), read("b/idol_clients/desk.py"));
    assert!(read("a/board/py.typed").is_empty());
    assert!(read("a/board/lamp.py").contains("async def class_("));
}

#[test]
fn what_has_no_name_in_python_is_refused() {
    let folder = Folder::new("bind_wrong", &["desk", "visitor"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    let json = String::from_utf8(shown.get_output().stdout.clone());
    let json = json.expect("UTF-8");
    let renamed =
        json.replace("\"interface\": \"Desk\"", "\"interface\": \"a;b\"");
    folder.write("renamed.json", renamed.as_bytes());
    let broken = json.replace("\"type\": \"u16\"", "\"type\": \"u17\"");
    folder.write("broken.json", broken.as_bytes());
    for (arguments, said) in [
        (
            &["renamed.json"][..],
            str![[r#"
error: `a;b` is no name that Python has

"#]],
        ),
        (
            &["broken.json"],
            str![[r#"
error: `broken.json`: `open`: the schema is wrong: no type `u17`

"#]],
        ),
        (
            &["desk", "desk"],
            str![[r#"
error: two interfaces would be the module `desk`

"#]],
        ),
        (
            &["desk", "--package", "class"],
            str![[r#"
error: `class` is no name of a package: use letters, digits and `_`

"#]],
        ),
        (
            &["desk", "--package", "../up"],
            str![[r#"
error: `../up` is no name of a package: use letters, digits and `_`

"#]],
        ),
        (
            &["visitor"],
            str![[r#"
error: `visitor` serves no interface

"#]],
        ),
        (
            &["desk.idol"],
            str![[r#"
error: `desk.idol`: the schema is wrong: expected value at line 1 column 1

"#]],
        ),
    ] {
        let command = folder.idol(["bind", "python", "-o", "out"]);
        let command = command.args(arguments);
        command.assert().code(2).stdout_eq("").stderr_eq(said);
        assert!(!folder.0.join("out").exists(), "{arguments:?}");
    }
}

#[test]
fn sources_in_c_are_written_of_schemas_and_of_tasks() {
    let folder = Folder::new("bind_c", &["desk", "both"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    folder.write("desk.json", &shown.get_output().stdout);
    folder
        .idol(["bind", "c", "both", "-o", "a"])
        .assert()
        .success()
        .stdout_eq("")
        .stderr_eq(str![[r#"
10 files in `a`

"#]]);
    folder
        .idol(["bind", "c", "desk.json", "-o", "b"])
        .assert()
        .success();
    let read = |path: &str| {
        fs::read_to_string(folder.0.join(path)).expect("it is written")
    };
    for file in ["desk.h", "desk.c", "idol_bridge.c"] {
        assert_eq!(read(&format!("a/{file}")), read(&format!("b/{file}")));
    }
    assert!(read("a/desk.h").contains("#define DESK_HAND_IN_NUMBER 2\n"));
    // What comes from elsewhere does not get out of where it stands.
    let json = String::from_utf8(shown.get_output().stdout.clone());
    let json = json.expect("UTF-8");
    let doc = json.replace("Opens the desk.", "*/ int x; /* ??/");
    folder.write("doc.json", doc.as_bytes());
    folder
        .idol(["bind", "c", "doc.json", "-o", "c"])
        .assert()
        .success();
    assert!(read("c/desk.h").contains("\n * * / int x; / * ? ?/\n"));
}

#[test]
fn what_has_no_name_in_c_is_refused() {
    let folder = Folder::new("bind_c_wrong", &["desk"]);
    let shown = folder.idol(["schema", "desk"]).assert().success();
    let json = String::from_utf8(shown.get_output().stdout.clone());
    let json = json.expect("UTF-8");
    let renamed =
        json.replace("\"interface\": \"Desk\"", "\"interface\": \"a;b\"");
    folder.write("renamed.json", renamed.as_bytes());
    for (arguments, said) in [
        (
            &["renamed.json"][..],
            str![[r#"
error: `a;b` is no name that C has

"#]],
        ),
        (
            &["desk", "desk"],
            str![[r#"
error: two interfaces would be the files `desk.h`

"#]],
        ),
    ] {
        let command = folder.idol(["bind", "c", "-o", "out"]);
        let command = command.args(arguments);
        command.assert().code(2).stdout_eq("").stderr_eq(said);
        assert!(!folder.0.join("out").exists(), "{arguments:?}");
    }
}
