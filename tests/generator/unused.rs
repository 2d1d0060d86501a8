//! A setting that is not used costs nothing, in flash as elsewhere: what is
//! generated is the same to the last byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use idol::server::ServerStyle;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

/// The interfaces of the goldens, which have every feature.
fn interfaces() -> Vec<(String, Interface)> {
    let cases =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/cases");
    let mut all = Vec::new();
    for case in fs::read_dir(cases).expect("there are some") {
        let file = case.expect("it is there").path().join("interface.idol");
        let text = fs::read_to_string(&file).expect("it can be read");
        all.push((
            file.display().to_string(),
            text.parse().expect("it is legal"),
        ));
    }
    assert!(all.len() > 3);
    all
}

/// All that is generated of an interface, or why it is not.
fn texts(interface: &Interface, generator: &Generator) -> Vec<String> {
    let text = |generate: &dyn Fn(&mut Vec<u8>) -> Result<(), String>| {
        let mut text = Vec::new();
        match generate(&mut text) {
            Ok(()) => String::from_utf8(text).expect("it is text"),
            Err(refused) => refused,
        }
    };
    let mut all = vec![text(&|to| {
        let made = generator.generate_client_stub(interface, to);
        made.map_err(|refused| refused.to_string())
    })];
    for style in [ServerStyle::InOrder, ServerStyle::Pipelined] {
        all.push(text(&|to| {
            let made = generator.generate_server_support(interface, style, to);
            made.map_err(|refused| refused.to_string())
        }));
        all.push(text(&|to| {
            let nobody = BTreeMap::new();
            let made = generator.generate_restricted_server_support(
                interface, style, &nobody, to,
            );
            made.map_err(|refused| refused.to_string())
        }));
    }
    all
}

#[test]
fn settings_that_are_not_used_change_no_byte() {
    let new = Generator::new;
    let unused = [
        ("counters", new().with_counters(CounterSettings::default())),
        ("fmt", new().with_fmt(true)),
        ("no fmt", new().with_fmt(false)),
        (
            "derives",
            new().with_op_enum_derives([""; 0]).expect("none is wrong"),
        ),
        ("plain", new().with_plain_infallible_returns(false)),
        ("unsupported", new().with_unsupported_operations([""; 0])),
        ("bound", new().with_retry_bound(None)),
        ("slots", new().with_task_slots(false)),
        ("missing docs", new().with_missing_doc_warnings(true)),
        ("no missing docs", new().with_missing_doc_warnings(false)),
        ("warnings", new().with_warnings(true)),
        ("no warnings", new().with_warnings(false)),
    ];
    for (file, interface) in interfaces() {
        let default = texts(&interface, &new());
        // Nobody is kept out, either.
        assert_eq!(default[1], default[2], "{file}");
        assert_eq!(default[3], default[4], "{file}");
        for (setting, generator) in &unused {
            assert!(
                texts(&interface, generator) == default,
                "{file}: {setting}"
            );
        }
    }
}

/// What the other side alone has.
#[test]
fn a_setting_of_one_side_changes_no_byte_of_the_other() {
    let new = Generator::new;
    let counters = CounterSettings::default;
    let of_clients = [
        new().with_task_slots(true),
        new().with_counters(counters().with_client_counters(false)),
    ];
    let of_servers = [
        new().with_plain_infallible_returns(true),
        new().without_error_server(),
        new().with_counters(counters().combine_client_errors(true)),
        new().with_counters(counters().with_server_counters(false)),
    ];
    let mut changed = [0; 2];
    for (file, interface) in interfaces() {
        let default = texts(&interface, &new());
        for generator in &of_clients {
            let texts = texts(&interface, generator);
            assert!(texts[1..] == default[1..], "{file}: {generator:?}");
            changed[0] += usize::from(texts != default);
        }
        for generator in &of_servers {
            let texts = texts(&interface, generator);
            assert!(texts[0] == default[0], "{file}: {generator:?}");
            changed[1] += usize::from(texts != default);
        }
    }
    // They do something.
    assert!(changed.iter().all(|count| *count > 4), "{changed:?}");
}
