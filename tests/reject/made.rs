//! Mistakes that need no file: interfaces made by a program, and settings that
//! an interface does not fit.

use std::collections::BTreeMap;
use std::error::Error;
use std::num::NonZeroU32;
use std::path::PathBuf;

use idol::check::{self, Side};
use idol::load;
use idol::report::Report;
use idol::server::ServerStyle;
use idol::source::Source;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

/// The name of an expected text, and what says it.
type Case = (&'static str, fn() -> Report);

/// All of them.
pub(crate) const REPORTS: &[Case] = &[
    ("E0101_folder", folder),
    ("E0120_without_a_file", without_a_file),
    ("E0144_too_many_leases", leases),
    ("E0162_too_many_operations", operations),
    ("E0170_allowed_callers", allowed_callers),
    ("E0170_unsupported_operations", unsupported_operations),
    ("E0171_callers_beyond_all_tasks", callers_beyond_all_tasks),
    ("E0171_error_server", error_server),
    ("E0171_retry_bound", retry_bound),
    ("E0171_combined_errors", combined_errors),
    ("E0172_levels", levels),
    ("W0216_no_client", no_client),
];

/// What is wrong with an interface that has no text.
fn wrong(interface: &Interface) -> Report {
    load::check(interface, Side::Server).expect_err("it is wrong")
}

/// What is said of a server's interface where each operation is not told.
fn no_client() -> Report {
    let text = r#"Interface(
    name: "Probe",
    ops: {
        "peek": (reply: Simple("u8")),
        "poke": (reply: Simple("()")),
    },
)"#;
    let source = Source::new("probe.idol", text);
    let report = load::diagnose(&source, Side::Either);
    let mut found = report.diagnostics().to_vec();
    check::no_client(&mut found);
    Report::new(Some(&source), found)
}

fn folder() -> Report {
    Source::read("examples/hello")
        .expect_err("this is a folder")
        .into()
}

fn without_a_file() -> Report {
    let mut kettle = kettle();
    let mut boil = kettle.ops[0].clone();
    boil.number = 2;
    kettle.ops.insert("boil over".to_owned(), boil);
    wrong(&kettle)
}

fn kettle() -> Interface {
    r#"(name: "Kettle", ops: {
        "boil": (reply: Result(ok: "()", err: ServerDeath)),
    })"#
    .parse()
    .expect("it is right")
}

fn leases() -> Report {
    let mut text =
        String::from("Interface(name: \"Kettle\", ops: { \"log\": (\n");
    text += "    leases: {\n";
    for i in 0..256 {
        text +=
            &format!("        \"line_{i}\": (type: \"[u8]\", read: true),\n");
    }
    text += "    },\n    reply: Result(ok: \"()\", err: ServerDeath),\n) })\n";
    load::diagnose(&Source::new("many.idol", text), Side::Server)
}

fn operations() -> Report {
    many(65_536)
}

/// What is said of so many operations.
pub(crate) fn many(operations: u32) -> Report {
    let mut text = String::from("(name: \"Kettle\", ops: {\n");
    for i in 0..operations {
        text +=
            &format!("\"o{i}\":(reply:Result(ok:\"()\",err:ServerDeath)),\n");
    }
    text += "})\n";
    load::diagnose(&Source::new("many.idol", text), Side::Server)
}

/// The report that a generator returned.
fn refusal(result: Result<(), Box<dyn Error + Send + Sync>>) -> Report {
    let error = result.expect_err("it is refused");
    let report = error.downcast_ref::<Report>().expect("with a report");
    report.clone()
}

fn door() -> PathBuf {
    PathBuf::from("tests/reject/settings/door.idol")
}

fn server(generator: &Generator) -> Report {
    refusal(generator.generate_server_support_from_file(
        door(),
        ServerStyle::InOrder,
        std::io::sink(),
    ))
}

fn allowed_callers() -> Report {
    let callers = BTreeMap::from([("boli".to_owned(), vec![1])]);
    refusal(Generator::new().generate_restricted_server_support(
        &kettle(),
        ServerStyle::InOrder,
        &callers,
        std::io::sink(),
    ))
}

/// A server of the kettle that these tasks may boil.
fn restricted(tasks: Vec<usize>) -> Result<(), Box<dyn Error + Send + Sync>> {
    let callers = BTreeMap::from([("boil".to_owned(), tasks)]);
    Generator::new().generate_restricted_server_support(
        &kettle(),
        ServerStyle::InOrder,
        &callers,
        std::io::sink(),
    )
}

fn callers_beyond_all_tasks() -> Report {
    // The highest index that a task can have.
    restricted(vec![0, 1021]).expect("a task can have that index");
    for beyond in [1023, 1024, 0xFFFF, 0x1_0000, usize::MAX] {
        let report = refusal(restricted(vec![3, beyond]));
        assert!(report.to_string().contains(&beyond.to_string()), "{report}");
    }
    refusal(restricted(vec![1021, 1022]))
}

fn unsupported_operations() -> Report {
    server(&Generator::new().with_unsupported_operations(["lock"]))
}

fn error_server() -> Report {
    server(&Generator::new().with_error_server())
}

fn retry_bound() -> Report {
    let generator = Generator::new().with_retry_bound(NonZeroU32::new(2));
    refusal(generator.generate_client_stub_from_file(door(), std::io::sink()))
}

fn combined_errors() -> Report {
    let mut kettle = kettle();
    let mut boil = kettle.ops[0].clone();
    boil.number = 2;
    kettle.ops.insert("ClientError".to_owned(), boil);
    let counters = CounterSettings::default()
        .with_server_counters(true)
        .combine_client_errors(true);
    let generator = Generator::new().with_counters(counters);
    refusal(generator.generate_server_support(
        &kettle,
        ServerStyle::InOrder,
        std::io::sink(),
    ))
}

fn levels() -> Report {
    let text = "\
W0201 = \"deny\"
[level]
W0202 = \"allow\"
[levels # both
[levels] both
[levels]
W0203 = allow
W0204 = \"off\"
W0205 = \"allow
W0206 = \"allow\" \"warn\"
w0207 = \"allow\"
E0140 = \"allow\"
unbounded-write = \"allow\"
bugs = \"deny\"
bugs = \"warn\"
W0208: \"allow\"
levels.W0209 = \"warn\"
[check]
[levels]
[[build]]
\"W0210\" = \"warn\"
W0211 = \"warn\" \u{b}
";
    let source = Source::new("idl/idol.toml", text);
    let wrong = idol::levels::parse(&source).expect_err("it is wrong");
    Report::new(Some(&source), wrong)
}
