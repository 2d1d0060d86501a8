//! Writes the stubs; on bare metal, links tasks.
//!
//! With `IDOL_UNTYPED` in the environment the stubs lack what they put into
//! the debug information. A feature would be part of the names of symbols, and
//! so of the order in which the linker puts functions.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=idl");
    println!("cargo::rerun-if-env-changed=IDOL_UNTYPED");
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let untyped = env::var_os("IDOL_UNTYPED").is_some();

    let generator = Generator::new();
    let file = |name: &str| here.join("idl").join(format!("{name}.idol"));
    for (name, idl, style) in [
        ("bench", "bench", ServerStyle::InOrder),
        ("store", "store", ServerStyle::InOrder),
        ("relic", "relic", ServerStyle::InOrder),
        ("riddle", "riddle", ServerStyle::InOrder),
        ("relay", "relic", ServerStyle::Pipelined),
    ] {
        let mut stub = Vec::new();
        generator.generate_server_support_from_file(
            file(idl),
            style,
            &mut stub,
        )?;
        let stub = finished(String::from_utf8(stub)?, untyped)?;
        fs::write(out.join(format!("{name}_server.rs")), stub)?;
    }
    let mut client = Vec::new();
    generator.generate_client_stub_from_file(file("bench"), &mut client)?;
    let client = finished(String::from_utf8(client)?, untyped)?;
    fs::write(out.join("bench_client.rs"), client)?;

    for name in ["bench", "store", "relic"] {
        let mut fake = Vec::new();
        generator.generate_fake_from_file(file(name), &mut fake)?;
        fs::write(out.join(format!("{name}_fake.rs")), fake)?;
    }

    // A client that was generated before an argument got wider.
    let old = fs::read_to_string(file("bench"))?;
    let old = old.replace("\"below\": \"i32\"", "\"below\": \"i16\"");
    let mut client = Vec::new();
    generator.generate_client_stub(&old.parse()?, &mut client)?;
    let client = finished(String::from_utf8(client)?, untyped)?;
    fs::write(out.join("stale_client.rs"), client)?;

    if env::var("CARGO_CFG_TARGET_OS")? == "none" {
        let script = here.join("../../firmware/task.ld");
        println!("cargo::rerun-if-changed={}", script.display());
        println!("cargo::rustc-link-arg-bins=-T{}", script.display());
    }
    Ok(())
}

/// The stub, without its forced types where they are not wanted. What traces on
/// a host ask of them is asked of constants, which debug information has not.
fn finished(
    stub: String,
    untyped: bool,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    if !untyped {
        return Ok(stub);
    }
    let mut text = String::new();
    let mut lines = stub.lines().peekable();
    let mut removed = 0;
    while let Some(line) = lines.next() {
        let forced = line.trim() == "#[used]"
            && lines
                .peek()
                .is_some_and(|next| next.contains("PhantomData<"));
        if !forced {
            text.push_str(line);
            text.push('\n');
            continue;
        }
        removed += 1;
        text.push_str("#[allow(dead_code)]\n");
        for line in lines.by_ref() {
            text.push_str(&line.replacen("static ", "const ", 1));
            text.push('\n');
            if line.trim_end().ends_with("::core::marker::PhantomData;") {
                break;
            }
        }
    }
    let runtimes = "use ::idol_runtime::server_items as ";
    if text.contains(runtimes) {
        removed += 1;
        text = text.replace(runtimes, "use untyped_items as ");
        text = untyped_items()? + &text;
    }
    if removed == 0 {
        return Err("there is nothing to remove from a stub".into());
    }
    Ok(text)
}

/// The runtime's macro around a server's items, without the statics.
fn untyped_items() -> Result<String, Box<dyn Error + Send + Sync>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let file = here.join("../../runtime/src/items.rs");
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file)?;
    let begin = "macro_rules! server_items {\n";
    let (_, text) = text.split_once(begin).ok_or("no such macro")?;
    let (body, _) = text.split_once("\n}\n").ok_or("it has no end")?;
    let forced = "#[used]\n                static $types: ";
    if body.matches(forced).count() != 1 {
        return Err("the macro has no static".into());
    }
    let body = body
        .replace(
            forced,
            "#[allow(dead_code)]\n                const $types: ",
        )
        .replace("$crate::", "::idol_runtime::");
    Ok(format!("macro_rules! untyped_items {{\n{body}\n}}\n"))
}
