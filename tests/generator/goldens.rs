//! The generator writes what is committed under `tests/goldens/cases`.
//!
//! `IDOL_BLESS=1 cargo test -p idol --test generator goldens` writes what it generates now.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::{env, fs};

use idol::server::ServerStyle;
use idol::{CounterSettings, Generator};

/// The settings that a case is generated with.
fn settings(case: &str) -> (Generator, BTreeMap<String, Vec<usize>>) {
    let generator = Generator::new();
    let mut callers = BTreeMap::new();
    let generator = match case {
        "thermostat" => generator
            .with_op_enum_derives(["Hash", "::core::cmp::Ord", "PartialOrd"])
            .expect("these are paths"),
        "journal" => generator.with_counters(
            CounterSettings::default().combine_client_errors(true),
        ),
        "legacy" => generator.with_error_server(),
        "dimmer" | "roster" => generator,
        "gate" => {
            callers.insert("open".to_owned(), vec![1, 2, 1]);
            callers.insert("service".to_owned(), vec![]);
            let off = CounterSettings::default()
                .with_server_counters(false)
                .with_client_counters(false);
            generator
                .with_counters(off)
                .with_retry_bound(NonZeroU32::new(3))
                .with_plain_infallible_returns(true)
                .with_unsupported_operations(["service"])
        }
        other => panic!("no settings for case `{other}`"),
    };
    (generator, callers)
}

fn compare(case: &str, file: &str, text: &[u8]) -> Result<(), String> {
    let path = folder(case).join(file);
    if env::var_os("IDOL_BLESS").is_some() {
        fs::write(&path, text).expect("the golden can be written");
        return Ok(());
    }
    let golden = fs::read(&path).unwrap_or_default();
    if golden == text {
        return Ok(());
    }
    let (golden, text) = (
        String::from_utf8_lossy(&golden),
        String::from_utf8_lossy(text),
    );
    let line = golden
        .lines()
        .zip(text.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| golden.lines().count().min(text.lines().count()));
    Err(format!(
        "cases/{case}/{file} differs from line {}:\n- {}\n+ {}\nIf that is \
         right: IDOL_BLESS=1 cargo test -p idol --test generator goldens",
        line + 1,
        golden.lines().nth(line).unwrap_or("(ends)"),
        text.lines().nth(line).unwrap_or("(ends)"),
    ))
}

fn folder(case: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/goldens/cases")
        .join(case)
}

fn generated_as_committed(case: &str) {
    let (generator, callers) = settings(case);
    let path = folder(case).join("interface.idol");
    let text = fs::read_to_string(&path).expect("the case has an interface");
    let interface: idol::syntax::Interface =
        text.parse().expect("the case is right");

    let mut client = Vec::new();
    generator
        .generate_client_stub_from_file(&path, &mut client)
        .expect("a client can be generated");
    let server = |style| {
        let mut server = Vec::new();
        generator
            .generate_restricted_server_support(
                &interface,
                style,
                &callers,
                &mut server,
            )
            .expect("a server can be generated");
        server
    };
    let files = [
        ("client.rs", client),
        ("server.rs", server(ServerStyle::InOrder)),
        ("pipelined.rs", server(ServerStyle::Pipelined)),
    ];
    let wrong: Vec<_> = files
        .into_iter()
        .filter_map(|(file, text)| compare(case, file, &text).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

macro_rules! cases {
    ($($case:ident),+) => {
        $(
            #[test]
            fn $case() {
                generated_as_committed(stringify!($case));
            }
        )+

        #[test]
        fn every_folder_is_a_case() {
            let cases = env!("CARGO_MANIFEST_DIR").to_owned() + "/tests/goldens/cases";
            let mut found: Vec<_> = fs::read_dir(cases)
                .expect("there are cases")
                .map(|entry| entry.expect("it can be read").file_name())
                .collect();
            found.sort();
            let mut tested = [$(stringify!($case)),+];
            tested.sort();
            assert_eq!(found, tested);
        }
    };
}

cases!(thermostat, journal, legacy, gate, dimmer, roster);
