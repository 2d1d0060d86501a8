//! Writes the stubs; on bare metal, links tasks as Hubris does.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::server::ServerStyle;
use idol::syntax::{self, Encoding, Interface, Reply};
use idol::{CounterSettings, Generator};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=idl");
    println!("cargo::rerun-if-changed=src/bin");
    println!("cargo::rerun-if-changed=task.ld");
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let counters = CounterSettings::default().with_client_counters(false);
    let generator = Generator::new().with_counters(counters);

    let shelf: Interface =
        fs::read_to_string(here.join("idl/shelf.idol"))?.parse()?;
    for (name, encoding) in [
        ("zerocopy", Encoding::Zerocopy),
        ("ssmarshal", Encoding::Ssmarshal),
        ("hubpack", Encoding::Hubpack),
    ] {
        let shelf = in_encoding(&shelf, encoding);
        let file = |side| {
            fs::File::create(out.join(format!("{name}_shelf_{side}.rs")))
        };
        generator.generate_client_stub(&shelf, file("client")?)?;
        generator.generate_server_support(
            &shelf,
            ServerStyle::InOrder,
            file("server")?,
        )?;
    }
    let pier = here.join("idl/pier.idol");
    let pier = pier.to_str().ok_or("a path is not UTF-8")?;
    generator.build_client_stub(pier, "pier_client.rs")?;
    generator.build_server_support(
        pier,
        "pier_server.rs",
        ServerStyle::Pipelined,
    )?;

    let serial = here.join("idl/serial.idol");
    let serial = serial.to_str().ok_or("a path is not UTF-8")?;
    generator.build_client_stub(serial, "serial_client.rs")?;
    generator.build_server_support(
        serial,
        "serial_server.rs",
        ServerStyle::InOrder,
    )?;

    let logbook = here.join("idl/logbook.idol");
    idol::server::build_server_support(
        logbook.to_str().ok_or("a path is not UTF-8")?,
        "logbook_server.rs",
        ServerStyle::InOrder,
    )?;

    if env::var("CARGO_CFG_TARGET_OS")? == "none" {
        link(&here, &out)?;
    }
    Ok(())
}

/// The tasks that are put into one image, each in a place of its own. All
/// others are in the first place.
const IN_ONE_IMAGE: [&str; 5] =
    ["kernel", "keeper", "zerocopy_shelf", "caller", "serial"];

/// Has each task linked by a script of its own, which says where it is.
fn link(here: &Path, out: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let script = fs::read_to_string(here.join("task.ld"))?;
    for task in fs::read_dir(here.join("src/bin"))? {
        let path = task?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.ok_or("a task's name is not UTF-8")?;
        let place = IN_ONE_IMAGE.iter().position(|it| *it == name);
        let place = place.map_or(0, |it| it as u32 + 1);
        let script = script
            .replace("0x00010000", &format!("{:#010x}", 0x10000 * (place + 1)))
            .replace("0x20000", &format!("{:#07x}", 0x20000 + 2 * place));
        let own = out.join(format!("{name}.ld"));
        fs::write(&own, script)?;
        println!("cargo::rustc-link-arg-bin={name}=-T{}", own.display());
    }
    Ok(())
}

/// The interface with all its operations, as far as they are legal, in one
/// encoding.
fn in_encoding(shelf: &Interface, encoding: Encoding) -> Interface {
    let mut shelf = shelf.clone();
    for operation in shelf.ops.values_mut() {
        operation.encoding = encoding;
    }
    if let Encoding::Ssmarshal = encoding {
        shelf.ops.retain(|_, operation| {
            !matches!(
                operation.reply,
                Reply::Result {
                    err: syntax::Error::Complex(_),
                    ..
                }
            )
        });
    }
    shelf
}
