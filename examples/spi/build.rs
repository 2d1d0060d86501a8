//! Generates both stubs from `spi.idol`, and stand-ins for the tests.

use idol::Generator;
use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("spi.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "spi.idol",
        "server_stub.rs",
        ServerStyle::InOrder,
    )?;
    Generator::new().build_fake("spi.idol", "fake.rs")
}
