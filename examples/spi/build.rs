//! Generates both stubs from `spi.idol`.

use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("spi.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "spi.idol",
        "server_stub.rs",
        ServerStyle::InOrder,
    )
}
