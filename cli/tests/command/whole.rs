//! What holds for all subcommands.

use std::collections::BTreeSet;

use clap::CommandFactory;
use idol_cli::arguments::Arguments;
use snapbox::str;

use super::{Folder, GOOD, WRONG, dump};

/// The names of all subcommands, `help` included.
pub(super) fn subcommands() -> Vec<String> {
    let mut command = Arguments::command();
    command.build();
    let names = command.get_subcommands().map(|command| command.get_name());
    names.map(str::to_owned).collect()
}

#[test]
fn the_definition_of_the_arguments_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn the_version_is_that_of_the_package() {
    let output = Folder::new("version", &[])
        .idol(["--version"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let version = concat!("idol ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), version);
}

#[test]
fn help_has_examples_everywhere() {
    let folder = Folder::new("help", &[]);
    for subcommand in subcommands() {
        if subcommand == "help" {
            continue;
        }
        let output = folder
            .idol([&subcommand, "--help"])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{subcommand}");
        let help = String::from_utf8_lossy(&output.stdout);
        let example = format!("\n  idol {subcommand} ");
        assert!(help.contains("Examples:\n"), "{help}");
        assert!(help.contains(&example), "{help}");
    }
    folder
        .idol(["--help"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Checks, explains and shows `.idol` files, the interfaces of Hubris tasks

Usage: idol [OPTIONS] <COMMAND>

Commands:
  new          Make a project that builds: an interface, both sides, and a test
  check        Tell what is wrong with interfaces
  explain      Tell what a code means, with a wrong and a right example
  diff         Tell what changed from one interface to another, and what that breaks
  expand       Show the code that a build script would generate
  doc          Write Markdown pages about what interfaces do on the wire
  dump         Show an interface and its wire table as data
  schema       Show all that a program needs to call a server, as data
  image        Tell what the tasks of an image say to each other, and what is wrong
  call         Call a system that runs behind a bridge, or show the bytes of a call
  monitor      Show what happens in a system behind a bridge, as it happens
  bind         Write clients in another language
  fmt          Give files the one layout that all interfaces have
  lsp          Serve an editor, which starts this itself
  completions  Write a script that completes this command's arguments in a shell
  man          Write the manual pages
  help         Print this message or the help of the given subcommand(s)

Options:
      --color <WHEN>  Use colours: auto, always or never
  -h, --help          Print help
  -V, --version       Print version

Examples:
  idol new lamp                        a project to begin with
  idol check                           every .idol file below this folder
  idol explain E0140                   what an error means
  idol expand idl/spi.idol --client    the client that a build would generate
  idol doc idl -o wire                 a page for each interface
  idol dump idl/spi.idol | jq .wire    the wire table as data
  idol schema target/spi               the same with all types, of a task's file
  idol image build.zip                 whether clients and servers agree
  idol call lab.sock sensor.latest     a call to a system that runs

Exit codes:
  0  all is well
  1  something is wrong with an interface
  2  the command could not do what it was asked to

"#]]);
}

#[test]
fn no_subcommand_shows_help_and_is_exit_code_2() {
    let output = Folder::new("nothing", &[])
        .idol([])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let help = String::from_utf8_lossy(&output.stderr);
    assert!(help.contains("Usage: idol"), "{help}");
}

#[test]
fn a_subcommand_or_flag_that_does_not_exist_is_exit_code_2() {
    let folder = Folder::new("bad_flags", &[]);
    folder
        .idol(["chekc"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: unrecognized subcommand 'chekc'

  tip: some similar subcommands exist: 'schema', 'check'

Usage: idol [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]]);
    for subcommand in subcommands() {
        folder
            .idol([&subcommand, "--colour"])
            .assert()
            .code(2)
            .stdout_eq(str![""]);
    }
}

#[test]
fn there_are_colours_on_request_only() {
    let folder = Folder::new("colours", &[("a.idol", WRONG), ("b.idol", GOOD)]);
    for (arguments, is_result) in [
        (["check", "a.idol", "--format=human"], true),
        (["expand", "b.idol", "--client"], true),
        (["expand", "a.idol", "--client"], false),
        (["expand", "none.idol", "--client"], false),
    ] {
        for (flags, has_color) in [
            (&["--color", "always"][..], true),
            (&["--color", "never"], false),
            (&["--color", "auto"], false),
            (&[], false),
        ] {
            let output = folder
                .idol(arguments)
                .args(flags)
                .output()
                .expect("it runs");
            let text = match is_result {
                true => output.stdout,
                false => output.stderr,
            };
            assert_eq!(
                text.contains(&b'\x1b'),
                has_color,
                "{arguments:?} {flags:?}"
            );
        }
    }
}

/// Every key that is somewhere in a value.
fn keys(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(values) => {
            values.iter().for_each(|value| keys(value, found));
        }
        _ => {}
    }
}

#[test]
fn the_book_documents_every_key_of_the_data() {
    let twice = GOOD.replace("\"b\"", "\"a\"");
    let folder = Folder::new(
        "documented",
        &[("wrong.idol", &twice), ("all.idol", dump::ALL)],
    );
    let said = |arguments: [&str; 4]| {
        let output = folder.idol(arguments).output().expect("it runs");
        serde_json::from_slice(&output.stdout).expect("it is one value")
    };
    let mut found = BTreeSet::new();
    let finding = said(["check", "wrong.idol", "--format", "json"]);
    keys(&finding, &mut found);
    let dump = said(["dump", "all.idol", "--format", "json"]);
    keys(&dump["wire"], &mut found);
    assert!(found.contains("related") && found.contains("max_len"));
    let page = include_str!("../../../docs/src/reference/command.md");
    for key in found {
        assert!(page.contains(&format!("`{key}`")), "no `{key}`");
    }
}
