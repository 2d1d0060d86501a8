//! Generates both sides of `idl`, with settings.

use std::error::Error;

use idol::server::ServerStyle;
use idol::{CounterSettings, Generator};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let counters = CounterSettings::default().with_client_counters(false);
    let generator = Generator::new()
        .with_counters(counters)
        .without_error_server()
        .with_op_enum_derives(["Hash"])?;
    for name in ["dimmer", "flash", "lamp"] {
        let interface = format!("idl/{name}.idol");
        generator
            .build_client_stub(&interface, &format!("{name}_client.rs"))?;
        generator.build_server_support(
            &interface,
            &format!("{name}_server.rs"),
            ServerStyle::InOrder,
        )?;
    }
    for (stub, style) in [
        ("absent_server.rs", ServerStyle::InOrder),
        ("absent_pipelined_server.rs", ServerStyle::Pipelined),
    ] {
        Generator::new()
            .with_mixed_error_server()
            .build_server_support("idl/lamp.idol", stub, style)?;
    }
    Generator::new().build_client_stub("idl/rows.idol", "rows_client.rs")?;
    Generator::new().build_server_support(
        "idl/rows.idol",
        "rows_server.rs",
        ServerStyle::InOrder,
    )?;
    Generator::new()
        .with_task_slots(true)
        .build_client_stub("idl/lamp.idol", "lamp_slot_client.rs")
}
