//! What rustdoc says, against the listings.

use std::path::Path;
use std::{env, fs};

use trials::Failed;

use crate::{golden, rustup};

/// The format that the version of `public-api` in `Cargo.toml` reads.
const FORMAT: u32 = 57;

const BLESS: &str =
    "IDOL_BLESS=1 IDOL_TESTS=all cargo test -p public-names --features long";

/// The public names of a package are those of its listing.
pub(crate) fn is_listed(package: &str) -> Result<(), Failed> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_names");
    let target = target.to_str().expect("UTF-8");
    let document = ["cargo", "rustdoc", "-p", package, "--lib"];
    let locked = ["--offline", "--locked", "--target-dir", target];
    let json = ["--", "-Zunstable-options", "--output-format", "json"];
    let lints = ["--cap-lints", "allow"];
    let arguments = [&document[..], &locked, &json, &lints].concat();
    let output = rustup(&arguments)?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let file = format!("{target}/doc/{}.json", package.replace('-', "_"));
    let data: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file)?)?;
    let format = &data["format_version"];
    if *format != FORMAT {
        let why = format!(
            "this nightly writes format {format}, and the test reads {FORMAT}: \
             install another"
        );
        return match trials::required() {
            true => Err(why.into()),
            false => {
                println!("not compared: {why}");
                Ok(())
            }
        };
    }
    let names = public_api::Builder::from_rustdoc_json(&file)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?
        .to_string();
    let golden = golden(package);
    if env::var_os("IDOL_BLESS").is_some() {
        fs::write(golden, names)?;
        return Ok(());
    }
    let listed = fs::read_to_string(&golden)?.replace("\r\n", "\n");
    let gone = missing_from(&listed, &names);
    let new = missing_from(&names, &listed);
    assert!(
        gone.is_empty() && new.is_empty(),
        "{package} has other public names: {BLESS}\ngone:\n{gone}new:\n{new}"
    );
    Ok(())
}

/// The lines of a text that another lacks.
fn missing_from(text: &str, other: &str) -> String {
    let known: std::collections::BTreeSet<_> = other.lines().collect();
    let missing = text.lines().filter(|line| !known.contains(line));
    missing.map(|line| format!("{line}\n")).collect()
}
