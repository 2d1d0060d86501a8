//! What is committed for those who are no part of this program: the schema of
//! the interface, and that of what the command prints.

use std::path::Path;

use idol_bridge::schemas;
use netstate::{report, server, system};

fn hold(name: &str, committed: &str, now: &str) {
    if std::env::var_os("IDOL_BLESS").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::write(file, now).unwrap();
        return;
    }
    assert!(
        committed == now,
        "{name} is not what there is now: \
         IDOL_BLESS=1 cargo test --test schema writes it"
    );
}

#[test]
fn the_committed_schema_is_that_of_the_server() {
    // So that the server is a part of this program.
    let _: fn() = server::serve;
    let all = schemas::of_this_program().unwrap();
    let mut schema = schemas::named(&all, "NetState").unwrap().to_json();
    if !schema.ends_with('\n') {
        schema.push('\n');
    }
    hold("netstate.json", system::SCHEMA, &schema);
}

#[test]
fn the_committed_json_schema_is_that_of_the_reports() {
    let committed = include_str!("../report.schema.json");
    hold("report.schema.json", committed, &report::json_schema());
}
