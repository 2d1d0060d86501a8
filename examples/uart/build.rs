//! Generates both stubs from `uart.idol`, and stand-ins for the tests.

use idol::Generator;
use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("uart.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "uart.idol",
        "server_stub.rs",
        ServerStyle::Pipelined,
    )?;
    Generator::new().build_fake("uart.idol", "fake.rs")
}
