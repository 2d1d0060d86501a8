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
    Ok(())
}
