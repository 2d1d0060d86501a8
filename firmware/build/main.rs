//! Writes the tasks: stubs of the measured interfaces and what keeps them
//! linked. On a host there is nothing to write.

mod client;
mod server;
mod shorthand;
mod subjects;
mod task;

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::server::ServerStyle;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

use crate::client::client;
use crate::server::{in_order_server, pipelined_server};
use crate::subjects::{MEASURED, OWN};
use crate::task::body_name;

/// What a server does.
const SERVE: &str = "\
#[unsafe(export_name = \"main\")]
fn main() -> ! {
    idol_runtime::serve!(self, Server)
}
";

/// What a server does that is the client of another as well.
const CALL_AND_SERVE: &str = "\
mod other {
    use firmware::stand_in::notes::*;
    include!(concat!(env!(\"OUT_DIR\"), \"/notes_client_stub.rs\"));
}
userlib::task_slot!(OTHER, notes);
#[unsafe(export_name = \"main\")]
fn main() -> ! {
    other::Notes::from(OTHER.get_task_id()).ping();
    idol_runtime::serve!(self, Server)
}
";

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=task.ld");
    println!("cargo::rerun-if-env-changed=IDOL_CORPUS");
    if env::var("CARGO_CFG_TARGET_OS")? != "none" {
        return Ok(());
    }
    let corpus = env::var("IDOL_CORPUS")
        .map_err(|_| "set IDOL_CORPUS to the folder of the interfaces")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let counted = env::var_os("CARGO_FEATURE_COUNTERS").is_some();
    let generator = Generator::new().with_counters(
        CounterSettings::default()
            .with_client_counters(counted)
            .with_server_counters(counted),
    );

    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let corpus = MEASURED.iter().map(|it| (it, Path::new(&corpus)));
    let idl = here.join("idl");
    let own = OWN.iter().map(|it| (it, idl.as_path()));

    let mut bodies = String::new();
    let mut address = 0x0080_0001;
    for (subject, folder) in corpus.chain(own) {
        let path = folder.join(subject.file);
        let file = path.to_str().ok_or("a path is not UTF-8")?;
        let interface: Interface = fs::read_to_string(&path)?.parse()?;
        let name = subject.name;
        generator.build_client_stub(file, &format!("{name}_client_stub.rs"))?;
        generator.build_server_support(
            file,
            &format!("{name}_server_stub.rs"),
            ServerStyle::InOrder,
        )?;
        let operations: Vec<_> =
            interface.ops.keys().map(String::as_str).collect();
        let some = subject.linked;
        for (task, linked) in [
            ("client", &operations[..]),
            ("one_client", some.get(..1).unwrap_or_default()),
            ("three_client", some.get(..3).unwrap_or_default()),
        ] {
            let client = client(subject, &interface, linked)?;
            fs::write(out.join(format!("{name}_{task}.rs")), client)?;
        }
        generator.build_server_support(
            file,
            &format!("{name}_pipelined_stub.rs"),
            ServerStyle::Pipelined,
        )?;
        let server = in_order_server(subject, &interface)?;
        fs::write(
            out.join(format!("{name}_server.rs")),
            format!("{server}{SERVE}"),
        )?;
        let pipelined = pipelined_server(subject, &interface)?;
        fs::write(
            out.join(format!("{name}_pipelined_server.rs")),
            format!("{pipelined}{SERVE}"),
        )?;
        if name == "eeprom" {
            fs::write(
                out.join("relay_server.rs"),
                format!("{server}{CALL_AND_SERVE}"),
            )?;
        }
        if name == "notes" {
            shorthands(&generator, file, &out)?;
        }
        for op in interface.ops.keys() {
            writeln!(
                bodies,
                "PROVIDE({} = {address:#x});",
                body_name(subject, op)
            )?;
            address += 0x10;
        }
    }
    let script = out.join("bodies.ld");
    fs::write(&script, bodies)?;
    for script in [here.join("task.ld"), script] {
        println!("cargo::rustc-link-arg-bins=-T{}", script.display());
    }
    // So that what calls a panic can be counted.
    println!("cargo::rustc-link-arg-bins=--emit-relocs");
    Ok(())
}

/// Stubs with what is an option, and the tasks that use them.
fn shorthands(
    generator: &Generator,
    file: &str,
    out: &Path,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let slots = generator.clone().with_task_slots(true);
    slots.build_client_stub(file, "notes_slots_stub.rs")?;
    let style = ServerStyle::InOrder;
    let absent = generator.clone().with_mixed_error_server();
    absent.build_server_support(file, "notes_absent_stub.rs", style)?;
    let some = generator.clone().with_unsupported_operations(["read"]);
    some.build_server_support(file, "notes_some_stub.rs", style)?;
    for (name, task) in shorthand::tasks() {
        let serve = match name {
            "absent" => SERVE.replace(
                "(self, Server)",
                "(server, server::FailServer::new(NotesError::NoPaper))",
            ),
            _ => SERVE.replace("(self, Server)", "(server, Server)"),
        };
        fs::write(out.join(format!("{name}.rs")), task + &serve)?;
    }
    Ok(())
}
