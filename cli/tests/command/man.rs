//! `idol man`.

use snapbox::str;

use super::Folder;

#[test]
fn the_command_and_every_subcommand_have_a_page() {
    let folder = Folder::new("man", &[]);
    folder
        .idol(["man", "-o", "share/man/man1"])
        .assert()
        .code(0)
        .stdout_eq(str![""])
        .stderr_eq(str![""]);
    let mut expected = vec!["idol.1".to_owned()];
    for subcommand in super::whole::subcommands() {
        expected.push(format!("idol-{subcommand}.1"));
    }
    expected.sort();
    assert_eq!(folder.names("share/man/man1"), expected);
    let page = folder.read("share/man/man1/idol-check.1");
    for part in [
        ".SH NAME\nidol\\-check \\- Tell what is wrong",
        ".SH OPTIONS\n",
        ".SH NOTES\n.nf\nExamples:\n",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_exit_code_2() {
    let folder = Folder::new("man_bad", &[("file", "")]);
    folder
        .idol(["man", "-o", "file/man1"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: cannot make the folder `file/man1`: [..]

"#]]);
    folder.idol(["man"]).assert().code(2).stdout_eq(str![""]);
}
