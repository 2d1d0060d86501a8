//! Which arguments are taken for a second length of a lease.

use idol::check::Side;
use idol::diagnostic::Code;
use idol::levels::{Level, Levels, Teller};
use idol::load;
use idol::source::Source;

/// The lease whose length an argument repeats, beside a slice `data` that the
/// server reads and a slice `sink` that it writes, or only one of them.
fn repeated(argument: &str, ty: &str, leases: &[&str]) -> Option<String> {
    let leases: String = leases
        .iter()
        .map(|lease| match *lease {
            "sink" => r#""sink": (type: "[u8]", write: true, max_len: 9),"#,
            "both" => r#""both": (type: "[u8]", read: true, write: true, max_len: 9),"#,
            "value" => r#""value": (type: "[u8; 9]", read: true),"#,
            _ => r#""data": (type: "[u8]", read: true, max_len: 9),"#,
        })
        .collect();
    let text = format!(
        r#"Interface(name: "Bus", ops: {{ "go": (
            args: {{ "{argument}": "{ty}" }},
            leases: {{ {leases} }},
            reply: Result(ok: "()", err: CLike("BusError")),
        ) }})"#
    );
    let source = Source::new("bus.idol", text);
    let report = load::diagnose(&source, Side::Either);
    let mut found = report.diagnostics().iter();
    let found = found.find(|found| found.code == Code::LengthTwice)?;
    assert!(found.message.starts_with(&format!("argument `{argument}`")));
    let lease = found.related.first().expect("the lease").span;
    let lease = &source.text()[lease.range()];
    Some(lease.trim_matches('"').to_owned())
}

#[test]
fn names_tell_whose_length_it_is() {
    const BOTH: &[&str] = &["data", "sink"];
    for (argument, leases, expected) in [
        // The lease by its name, in any order.
        ("data_len", BOTH, Some("data")),
        ("sink_size", BOTH, Some("sink")),
        ("len_of_sink", BOTH, Some("sink")),
        ("count_data", BOTH, Some("data")),
        // Of whichever comes first.
        ("len", BOTH, Some("data")),
        ("len", &["sink", "data"], Some("sink")),
        ("length", &["both"], Some("both")),
        ("size", &["data"], Some("data")),
        ("count", &["sink"], Some("sink")),
        ("buf_len", &["sink"], Some("sink")),
        ("max_len", &["sink"], Some("sink")),
        ("num_bytes", &["data"], Some("data")),
        ("nbytes", &["data"], Some("data")),
        ("datalen", BOTH, Some("data")),
        ("buf_sz", &["sink"], Some("sink")),
        ("wlen", BOTH, Some("data")),
        ("rlen", BOTH, Some("sink")),
        ("n_bytes", BOTH, Some("data")),
        ("num_data", BOTH, Some("data")),
        ("n_sink", BOTH, Some("sink")),
        ("buflen", &["sink"], Some("sink")),
        ("maxlen", &["sink"], Some("sink")),
        // Which way the bytes go.
        ("read_len", BOTH, Some("sink")),
        ("rx_count", BOTH, Some("sink")),
        ("write_len", BOTH, Some("data")),
        ("tx_size", &["both"], Some("both")),
        ("read_len", &["data"], None),
        ("write_len", &["sink"], None),
        ("in_out_len", BOTH, None),
        // Of something else, or no length.
        ("image_size", BOTH, None),
        ("page_count", BOTH, None),
        ("total_len", BOTH, None),
        ("offset", BOTH, None),
        ("num", BOTH, None),
        ("block_num", BOTH, None),
        ("data_num", BOTH, None),
        ("num_blocks", BOTH, None),
        ("n_data_pages", BOTH, None),
        ("imagelen", BOTH, None),
        ("lens", BOTH, None),
        ("wavelength", BOTH, None),
        ("account", BOTH, None),
        ("resize", BOTH, None),
        ("datalen_size", &["data"], None),
        ("data", &["sink"], None),
        // The server cannot ask for the length of anything.
        ("len", &["value"], None),
        ("len", &[], None),
    ] {
        for ty in ["u8", "u16", "u32", "usize"] {
            let found = repeated(argument, ty, leases);
            assert_eq!(found.as_deref(), expected, "{argument} {leases:?}");
        }
        for ty in ["Length", "[u8; 4]", "bool", "f32"] {
            assert_eq!(repeated(argument, ty, leases), None, "{argument} {ty}");
        }
    }
}

#[test]
fn a_comment_allows_it_and_builds_do_not_tell_it() {
    let text = |comment: &str| {
        format!(
            "Interface(name: \"Bus\", ops: {{ \"go\": (
                {comment}
                args: {{ \"len\": \"u8\" }},
                leases: {{ \"data\": (type: \"[u8]\", read: true) }},
                reply: Result(ok: \"()\", err: CLike(\"BusError\")),
            ) }})"
        )
    };
    let codes = |comment| -> Vec<Code> {
        let source = Source::new("bus.idol", text(comment));
        let report = load::diagnose(&source, Side::Either);
        report
            .diagnostics()
            .iter()
            .map(|found| found.code)
            .collect()
    };
    assert_eq!(codes(""), [Code::LengthTwice]);
    assert_eq!(codes("// idol: allow(W0215) it counts records"), []);
    let levels = Levels::default();
    let level = |teller| levels.level(Code::LengthTwice, teller);
    assert_eq!(level(Teller::Build), Level::Allow);
    assert_eq!(level(Teller::Check), Level::Warn);
}
