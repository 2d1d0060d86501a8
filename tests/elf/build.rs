//! Writes the stubs.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=idl");
    println!("cargo::rerun-if-changed=../../examples/hello/adder.idol");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let generator = Generator::new();
    for name in ["desk", "lamp", "shelf"] {
        let file = format!("idl/{name}.idol");
        let mut stub = Vec::new();
        generator.generate_server_support_from_file(
            &file,
            ServerStyle::InOrder,
            &mut stub,
        )?;
        fs::write(out.join(format!("{name}_server.rs")), stub)?;
        let mut stub = Vec::new();
        generator.generate_client_stub_from_file(&file, &mut stub)?;
        fs::write(out.join(format!("{name}_client.rs")), stub)?;
    }
    let mut stub = Vec::new();
    generator.generate_server_support_from_file(
        "../../examples/hello/adder.idol",
        ServerStyle::InOrder,
        &mut stub,
    )?;
    fs::write(out.join("adder_server.rs"), stub)?;
    // A client that was generated when the desk was another.
    let desk = fs::read_to_string("idl/desk.idol")?;
    let old = desk.replace("\"Option<u32>\"", "\"Option<u16>\"");
    fs::write(out.join("old_desk.idol"), &old)?;
    let mut stub = Vec::new();
    generator.generate_client_stub(&old.parse()?, &mut stub)?;
    fs::write(out.join("old_desk_client.rs"), stub)?;
    Ok(())
}
