//! Writes the tasks: stubs of the measured interfaces and what keeps them
//! linked. On a host there is nothing to write.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::server::ServerStyle;
use idol::syntax::{self, Interface, Operation, Reply};
use idol::{CounterSettings, Generator};

/// An interface that tasks are made of.
struct Subject {
    /// The module of its types, and the first part of its tasks' names.
    name: &'static str,
    /// Its file, in the corpus or here.
    file: &'static str,
    /// The operations that the emulator calls.
    called: &'static [&'static str],
    /// The operations of which clients call the first, or the first three.
    linked: &'static [&'static str],
}

/// Those of the corpus, which are measured.
const MEASURED: [Subject; 8] = [
    Subject {
        name: "spi",
        file: "spi.idol",
        called: &["read", "write", "exchange", "lock"],
        linked: &["read", "write", "exchange"],
    },
    Subject {
        name: "sys",
        file: "stm32xx-sys.idol",
        called: &[
            "gpio_set_reset",
            "gpio_read_input",
            "enable_clock_raw",
            "gpio_irq_control",
            "read_uid",
        ],
        linked: &["gpio_set_reset", "enable_clock_raw", "leave_reset_raw"],
    },
    Subject {
        name: "sensor",
        file: "sensor.idol",
        called: &["get", "get_raw_reading", "post", "get_min"],
        linked: &["post", "nodata", "get"],
    },
    Subject {
        name: "hf",
        file: "hf.idol",
        called: &[
            "capacity",
            "page_program",
            "read",
            "get_mux",
            "set_mux",
            "hash",
            "get_persistent_data",
            "apob_begin",
            "apob_read",
        ],
        linked: &["read", "get_mux", "set_mux"],
    },
    Subject {
        name: "eeprom",
        file: "eeprom.idol",
        called: &["read_byte", "write_byte"],
        linked: &["read_byte"],
    },
    Subject {
        name: "sprot",
        file: "sprot.idol",
        called: &[
            "status",
            "io_stats",
            "write_one_block",
            "block_size",
            "switch_default_image",
            "caboose_size",
            "attest",
            "lifecycle_state",
        ],
        linked: &["status", "caboose_size", "read_caboose_region"],
    },
    Subject {
        name: "cpa",
        file: "control-plane-agent.idol",
        called: &[
            "fetch_host_phase2_data",
            "get_host_phase2_data",
            "identity",
            "uart_write",
            "get_startup_options",
        ],
        linked: &["identity", "uart_write", "uart_read"],
    },
    Subject {
        name: "ignition",
        file: "ignition.idol",
        called: &[
            "port_state",
            "set_always_transmit",
            "send_request",
            "all_port_state",
            "presence_summary",
        ],
        linked: &["presence_summary", "port_state", "send_request"],
    },
];

/// Those of this package's own, for the encodings that the others leave out.
const OWN: [Subject; 2] = [
    Subject {
        name: "notes",
        file: "notes.idol",
        called: &[],
        linked: &[],
    },
    Subject {
        name: "parcels",
        file: "parcels.idol",
        called: &[],
        linked: &[],
    },
];

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
    println!("cargo::rerun-if-changed=build.rs");
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

/// The symbol that an operation of the server calls; elsewhere, outside of
/// what is measured.
fn body_name(subject: &Subject, op: &str) -> String {
    format!("{}_{op}_body", subject.name)
}

/// The types that an interface names, and one of its stubs: `client_stub`,
/// `server_stub` or `pipelined_stub`.
fn stub(name: &str, stub: &str) -> String {
    format!(
        "#[allow(unused_imports)]\n\
         use firmware::stand_in::{name}::*;\n\
         include!(concat!(env!(\"OUT_DIR\"), \"/{name}_{stub}.rs\"));\n"
    )
}

/// Whether callers and bodies are linked.
fn with_calls() -> bool {
    env::var_os("CARGO_FEATURE_CALLS").is_some()
}

/// A client of which these operations are linked, and callers of those that
/// are counted.
fn client(
    subject: &Subject,
    interface: &Interface,
    linked: &[&str],
) -> Result<String, std::fmt::Error> {
    let client = &interface.name;
    let mut text = stub(subject.name, "client_stub");
    writeln!(
        text,
        "#[unsafe(export_name = \"main\")]\n\
         fn main() -> ! {{ loop {{}} }}\n\
         #[used]\n\
         #[unsafe(link_section = \".uncounted\")]\n\
         #[unsafe(export_name = \"operations\")]\n\
         static OPERATIONS: firmware::Kept<{}> = firmware::Kept([",
        linked.len()
    )?;
    for op in linked {
        writeln!(text, "    {client}::{op} as *const (),")?;
    }
    writeln!(text, "]);")?;
    let called = subject.called.iter().filter(|_| with_calls());
    for &name in called.filter(|name| linked.contains(name)) {
        let op = &interface.ops[name];
        let succeeds = match op.reply {
            Reply::Simple(_) => "; true",
            Reply::Result { .. } => ".is_ok()",
        };
        let mut types = format!("&{client}");
        let mut values = "client".to_owned();
        for arg in op.args.values() {
            write!(types, ", {}", arg.ty)?;
            write!(values, ", firmware::stand_in::Sample::sample()")?;
        }
        for lease in op.leases.values() {
            let reference = if lease.write { "&mut" } else { "&" };
            write!(types, ", {reference} {}", lease.ty)?;
            write!(values, ", {reference} [0; 4]")?;
        }
        // Through a pointer, so that the operation is not inlined here.
        writeln!(
            text,
            "#[unsafe(export_name = \"call_{name}\")]\n\
             #[unsafe(link_section = \".uncounted\")]\n\
             extern \"C\" fn call_{name}(client: &{client}) -> bool {{\n    \
                 let call: fn({types}) -> _ =\n        \
                     ::core::hint::black_box({client}::{name});\n    \
                 call({values}){succeeds}\n\
             }}"
        )?;
    }
    Ok(text)
}

/// A server whose operations' bodies are elsewhere.
fn in_order_server(
    subject: &Subject,
    interface: &Interface,
) -> Result<String, std::fmt::Error> {
    let mut text = stub(subject.name, "server_stub");
    let mut functions = String::new();
    for (name, op) in &interface.ops {
        let body = body_name(subject, name);
        let parameters = parameters(op)?;
        let result = result(op);
        let values: String = op
            .args
            .keys()
            .chain(op.leases.keys())
            .map(|value| format!(", {value}"))
            .collect();
        writeln!(
            functions,
            "    fn {name}(\n        \
                     &mut self, msg: &userlib::RecvMessage{parameters}\n    \
                 ) -> {result} {{\n        \
                     unsafe extern \"Rust\" {{\n            \
                         fn {body}(\n                \
                             server: &mut Server,\n                \
                             msg: &userlib::RecvMessage{parameters}\n            \
                         ) -> {result};\n        \
                     }}\n        \
                     // SAFETY: whoever defines it asks for nothing.\n        \
                     unsafe {{ {body}(self, msg{values}) }}\n    \
                 }}"
        )?;
        if with_calls() && subject.called.contains(&name.as_str()) {
            // The jump hides from the optimiser what the body does.
            writeln!(
                text,
                "#[unsafe(link_section = \".uncounted\")]\n\
                 #[allow(unused_variables)]\n\
                 fn {name}_ok(\n    \
                     server: &mut Server, msg: &userlib::RecvMessage{parameters}\n\
                 ) -> {result} {{\n    \
                     Ok(firmware::stand_in::Sample::sample())\n\
                 }}\n\
                 ::core::arch::global_asm!(\n    \
                     \".pushsection .uncounted, \\\"ax\\\", %progbits\",\n    \
                     \".thumb_func\",\n    \
                     \".global {body}\",\n    \
                     \"{body}: b {{ok}}\",\n    \
                     \".popsection\",\n    \
                     ok = sym {name}_ok,\n\
                 );"
            )?;
        }
    }
    writeln!(
        text,
        "struct Server;\n\
         impl idol_runtime::NoNotifications for Server {{}}\n\
         impl InOrder{}Impl for Server {{\n{functions}}}",
        interface.name
    )?;
    Ok(text)
}

/// A server with reply handles, whose operations' bodies are elsewhere: they
/// return what it answers with.
fn pipelined_server(
    subject: &Subject,
    interface: &Interface,
) -> Result<String, std::fmt::Error> {
    let mut text = stub(subject.name, "pipelined_stub");
    let mut functions = String::new();
    let iface = &interface.name;
    for (name, op) in &interface.ops {
        let body = body_name(subject, name);
        let arguments = arguments(op)?;
        let leases = leases(op, "&")?;
        let result = result(op);
        let values: String =
            op.args.keys().map(|value| format!(", {value}")).collect();
        let lent: String = op
            .leases
            .keys()
            .map(|lease| format!(", &reply.{lease}()"))
            .collect();
        writeln!(
            functions,
            "    fn {name}(\n        \
                     &mut self, msg: &userlib::RecvMessage{arguments}, \
                     reply: {iface}_{name}_PENDING\n    \
                 ) {{\n        \
                     unsafe extern \"Rust\" {{\n            \
                         fn {body}(\n                \
                             server: &mut Server,\n                \
                             msg: &userlib::RecvMessage{arguments}{leases}\n            \
                         ) -> {result};\n        \
                     }}\n        \
                     // SAFETY: whoever defines it asks for nothing.\n        \
                     let result = unsafe {{ {body}(self, msg{values}{lent}) }};\n        \
                     reply.answer(result);\n    \
                 }}"
        )?;
    }
    writeln!(
        text,
        "struct Server;\n\
         impl idol_runtime::NoNotifications for Server {{}}\n\
         impl {iface}Replies for Server {{\n{functions}}}"
    )?;
    Ok(text)
}

/// The arguments and leases of a server's operation, each after a comma.
fn parameters(op: &Operation) -> Result<String, std::fmt::Error> {
    Ok(arguments(op)? + &leases(op, "")?)
}

fn arguments(op: &Operation) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (name, arg) in &op.args {
        write!(text, ", {name}: {}", arg.ty)?;
    }
    Ok(text)
}

/// The leases, behind a `&` if so wanted.
fn leases(op: &Operation, reference: &str) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for (name, lease) in &op.leases {
        let rights = match (lease.read, lease.write) {
            (true, true) => "RW",
            (false, true) => "W",
            _ => "R",
        };
        let ty = &lease.ty;
        let leased =
            format!("idol_runtime::Leased<idol_runtime::{rights}, {ty}>");
        match lease.max_len {
            Some(most) => write!(
                text,
                ", {name}: {reference}idol_runtime::LenLimit<{leased}, {most}>"
            )?,
            None => write!(text, ", {name}: {reference}{leased}")?,
        }
    }
    Ok(text)
}

/// What a server's operation returns.
fn result(op: &Operation) -> String {
    const NEVER: &str = "core::convert::Infallible";
    let (ok, error) = match &op.reply {
        Reply::Simple(ok) => (ok, NEVER),
        Reply::Result { ok, err } => (
            ok,
            match err {
                syntax::Error::CLike(error) | syntax::Error::Complex(error) => {
                    error.as_str()
                }
                syntax::Error::ServerDeath => NEVER,
            },
        ),
    };
    format!("Result<{}, idol_runtime::RequestError<{error}>>", ok.ty)
}
