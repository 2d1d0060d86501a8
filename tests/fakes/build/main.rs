//! Generates stand-ins, and random interfaces with what calls and serves them.

mod glue;
mod interface;
#[path = "../src/random.rs"]
#[allow(unreachable_pub, reason = "the file is the library's too")]
mod random;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;

/// Random interfaces, where all tests run.
const RANDOM: u64 = 24;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/random.rs");
    Generator::new().build_fake("idl/desk.idol", "desk.rs")?;
    idol::client::build_client_stub("idl/desk.idol", "desk_client.rs")?;
    idol::client::build_client_stub("idl/sensor.idol", "sensor_client.rs")?;
    let lean = Generator::new().with_client_runtime(false);
    lean.build_client_stub("idl/sensor.idol", "lean_sensor_client.rs")?;
    lean.build_client_stub("idl/bell.idol", "bell_client.rs")?;
    Generator::new()
        .build_fake("../../examples/hello/adder.idol", "adder.rs")?;
    if env::var_os("CARGO_FEATURE_LONG").is_none() {
        return Ok(());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut index = String::new();
    let mut cases = String::new();
    for seed in 0..RANDOM {
        index += &write(&out, seed)?;
        cases += &format!("&random_{seed}::RANDOM, ");
    }
    index += &format!("pub const CASES: &[&Case] = &[{cases}];\n");
    fs::write(out.join("random.rs"), index)?;
    Ok(())
}

/// Writes an interface and its stubs; gives the module that holds them.
fn write(
    out: &Path,
    seed: u64,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    let interface = interface::Interface::random(seed);
    let file = out.join(format!("random_{seed}.idol"));
    fs::write(&file, interface.to_string())?;
    let generator = Generator::new().with_warnings(false);
    let mut texts = Vec::new();
    let mut client = Vec::new();
    let beside = generator.clone().with_client_runtime(seed % 2 == 1);
    beside.generate_client_stub_from_file(&file, &mut client)?;
    texts.push(("client", client, String::new()));
    for (name, style) in [
        ("in_order", ServerStyle::InOrder),
        ("pipelined", ServerStyle::Pipelined),
    ] {
        let mut server = Vec::new();
        generator.generate_server_support_from_file(
            &file,
            style,
            &mut server,
        )?;
        texts.push((name, server, glue::server(&interface, style)));
    }
    let mut fake = Vec::new();
    generator.generate_fake_from_file(&file, &mut fake)?;
    texts.push(("fake", fake, String::new()));
    for (name, text, glue) in texts {
        let text = String::from_utf8(text)? + &glue;
        fs::write(out.join(format!("random_{seed}_{name}.rs")), text)?;
    }
    Ok(glue::module(&interface, seed))
}
