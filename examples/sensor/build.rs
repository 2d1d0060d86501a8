//! Generates both stubs from `sensor.idol`, and stand-ins for the tests.

use idol::Generator;
use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("sensor.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "sensor.idol",
        "server_stub.rs",
        ServerStyle::InOrder,
    )?;
    Generator::new().build_fake("sensor.idol", "fake.rs")
}
