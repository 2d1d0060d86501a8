//! `idol expand`.

use idol::check::Side;
use idol::server::ServerStyle;
use idol::source::Source;
use idol::{AllowedCallers, CounterSettings, Generator, load};
use snapbox::str;

use super::{Folder, GOOD, SERVER_ONLY, WRONG};

/// Two operations with one error.
const LOCK: &str = r#"Interface(
    name: "Lock",
    ops: {
        "lock": (reply: Result(ok: "()", err: CLike("LockError"))),
        "unlock": (
            reply: Result(ok: "()", err: CLike("LockError")),
            idempotent: true,
        ),
    },
)
"#;

fn output<const N: usize>(folder: &Folder, arguments: [&str; N]) -> String {
    let output = folder.idol(arguments).output().expect("it runs");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{problem}");
    assert!(output.stderr.is_empty(), "{problem}");
    String::from_utf8(output.stdout).expect("it is text")
}

/// What a build writes of an interface that has no types of its own, but for
/// where the file says it.
fn without_places(code: Vec<u8>) -> String {
    let code = String::from_utf8(code).expect("it is text");
    assert!(code.contains("good.idol:2: "), "{code}");
    code.replace("good.idol:2: ", "")
}

#[test]
fn the_code_is_that_of_a_build() {
    let folder = Folder::new("expand_both", &[("good.idol", GOOD)]);
    let file = folder.0.join("good.idol");
    let mut client = Vec::new();
    Generator::new()
        .generate_client_stub_from_file(&file, &mut client)
        .expect("the interface is legal");
    let said = output(&folder, ["expand", "good.idol", "--client"]);
    assert_eq!(said, without_places(client));
    for (name, style) in [
        ("in-order", ServerStyle::InOrder),
        ("pipelined", ServerStyle::Pipelined),
    ] {
        let mut server = Vec::new();
        Generator::new()
            .generate_server_support_from_file(&file, style, &mut server)
            .expect("the interface is legal");
        let said = output(
            &folder,
            ["expand", "good.idol", "--server", "--style", name],
        );
        assert_eq!(said, without_places(server), "{name}");
    }
}

#[test]
fn standard_input_is_a_dash() {
    let folder = Folder::new("expand_stdin", &[("good.idol", GOOD)]);
    let read = output(&folder, ["expand", "good.idol", "--client"]);
    let piped = folder
        .idol(["expand", "-", "--client"])
        .stdin(GOOD)
        .output()
        .expect("it runs");
    assert_eq!(read.as_bytes(), piped.stdout);
}

/// What a generator makes of a side of an interface, `--client` or `--server`.
fn generated(
    side: &str,
    text: &str,
    settings: &Generator,
    callers: &AllowedCallers,
) -> String {
    let source = Source::new("lock.idol", text);
    let interface = load::load(&source, Side::Server)
        .expect("the interface is legal")
        .syntax;
    let mut code = Vec::new();
    let generated = match side {
        "--client" => settings.generate_client_stub(&interface, &mut code),
        _ => settings.generate_restricted_server_support(
            &interface,
            ServerStyle::InOrder,
            callers,
            &mut code,
        ),
    };
    generated.expect("the settings fit");
    String::from_utf8(code).expect("it is text")
}

#[test]
fn flags_are_the_settings_of_the_generator() {
    let folder = Folder::new("expand_settings", &[("lock.idol", LOCK)]);
    let nobody = AllowedCallers::new();
    let flags_are = |sides: &[&str],
                     flags: &[&str],
                     settings: Generator,
                     callers: &AllowedCallers| {
        for side in sides {
            let said = folder
                .idol(["expand", "lock.idol", side])
                .args(flags)
                .output()
                .expect("it runs");
            let said = String::from_utf8_lossy(&said.stdout);
            let expected = generated(side, LOCK, &settings, callers);
            assert_eq!(said, expected, "{side} {flags:?}");
            let plain = generated(side, LOCK, &Generator::new(), &nobody);
            assert_ne!(said, plain, "{side} {flags:?}");
        }
    };
    let new = Generator::new;
    let counters = CounterSettings::default;
    let uncounted = counters()
        .with_client_counters(false)
        .with_server_counters(false);
    let derived = new()
        .with_op_enum_derives(["core::hash::Hash", "Ord"])
        .expect("they are paths");
    for (sides, flags, settings) in [
        (
            &["--client", "--server"][..],
            &["--no-counters"][..],
            new().with_counters(uncounted),
        ),
        (
            &["--client", "--server"],
            &["--derive", "core::hash::Hash", "--derive", "Ord"],
            derived,
        ),
        (
            &["--client", "--server"],
            &["--retry-bound", "3"],
            new().with_retry_bound(3.try_into().ok()),
        ),
        (
            &["--server"],
            &["--combine-client-errors"],
            new().with_counters(counters().combine_client_errors(true)),
        ),
        (
            &["--server"],
            &["--fail-server", "always"],
            new().with_error_server(),
        ),
        (
            &["--server"],
            &["--fail-server", "never"],
            new().without_error_server(),
        ),
        (
            &["--server"],
            &["--fail-server", "mixed"],
            new().with_mixed_error_server(),
        ),
        (
            &["--client"],
            &["--task-slots"],
            new().with_task_slots(true),
        ),
        (
            &["--server"],
            &["--unsupported", "lock"],
            new().with_unsupported_operations(["lock"]),
        ),
    ] {
        flags_are(sides, flags, settings, &nobody);
    }
    let callers = AllowedCallers::from([
        ("lock".to_owned(), vec![2, 5, 7]),
        ("unlock".to_owned(), vec![]),
    ]);
    flags_are(
        &["--server"],
        &[
            "--allow", "lock=2,5", "--allow", "unlock=", "--allow", "lock= 7",
        ],
        new(),
        &callers,
    );
}

#[test]
fn functions_that_cannot_fail_return_bare_values_on_request() {
    let folder = Folder::new("expand_plain", &[("good.idol", GOOD)]);
    let flag = "--plain-infallible-returns";
    let said = output(&folder, ["expand", "good.idol", "--server", flag]);
    let of = |plain| {
        let settings = Generator::new().with_plain_infallible_returns(plain);
        generated("--server", GOOD, &settings, &AllowedCallers::new())
    };
    assert_eq!(said, of(true));
    assert_ne!(said, of(false));
}

#[test]
fn a_wrong_interface_is_exit_code_1_and_no_code() {
    Folder::new("expand_wrong", &[("wrong.idol", WRONG)])
        .idol(["expand", "wrong.idol", "--client"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
 --> wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in wrong.idol

"#]]);
}

#[test]
fn a_client_of_what_only_servers_can_use_is_exit_code_1() {
    let folder = Folder::new("expand_side", &[("lamp.idol", SERVER_ONLY)]);
    folder
        .idol(["expand", "lamp.idol", "--client"])
        .assert()
        .code(1)
        .stdout_eq(str![""]);
    folder
        .idol(["expand", "lamp.idol", "--server"])
        .assert()
        .code(0);
}

#[test]
fn settings_that_do_not_fit_are_exit_code_1() {
    Folder::new("expand_unfit", &[("good.idol", GOOD)])
        .idol(["expand", "good.idol", "--server", "--allow", "sub=1"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error[E0170]: `allowed_callers` names operation `sub`, which there is not
 --> good.idol
 |
 = help: `Adder` has `add`

1 error in good.idol

"#]]);
}

#[test]
fn a_file_that_cannot_be_read_is_exit_code_2() {
    Folder::new("expand_unread", &[("good.idol", GOOD)])
        .idol(["expand", "none.idol", "--client"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error[E0101]: cannot read `none.idol`: [..]
 |
 = help: a relative path begins at the current directory, that of a build script at its `Cargo.toml`

1 error

"#]]);
}

#[test]
fn one_side_must_be_given_and_settings_must_be_of_that_side() {
    let folder = Folder::new("expand_flags", &[("good.idol", GOOD)]);
    folder
        .idol(["expand", "good.idol"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: the following required arguments were not provided:
  <--client|--server>

Usage: idol expand <--client|--server> <FILE>

For more information, try '--help'.

"#]]);
    for flags in [
        &["--client", "--server"][..],
        &["--client", "--style", "pipelined"],
        &["--client", "--fail-server", "never"],
        &["--client", "--allow", "add=1"],
        &["--client", "--unsupported", "add"],
        &["--client", "--plain-infallible-returns"],
        &["--client", "--combine-client-errors"],
        &["--server", "--combine-client-errors", "--no-counters"],
        &["--server", "--retry-bound", "0"],
        &["--server", "--allow", "add"],
        &["--server", "--allow", "add=one"],
        &["--server", "--style", "random"],
        &["--server", "--derive", "not a path"],
    ] {
        folder
            .idol(["expand", "good.idol"])
            .args(flags)
            .assert()
            .code(2)
            .stdout_eq(str![""]);
    }
}

/// Where it stands in the file, as a build says it.
#[test]
fn a_type_named_like_one_of_the_style_is_refused_where_it_stands() {
    let text = GOOD.replace("ok: \"u32\"", "ok: \"AdderReplies\"");
    let folder = Folder::new("expand_style", &[("a.idol", &text)]);
    folder
        .idol(["expand", "a.idol", "--server"])
        .assert()
        .code(0);
    folder
        .idol(["expand", "a.idol", "--server", "--style", "pipelined"])
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
error[E0124]: type `AdderReplies` is named like a generated one
 --> a.idol:7:32
...
"#]]);
}
