//! Generates the client of `ferry.idol` and its pipelined server.

use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("ferry.idol", "client.rs")?;
    idol::server::build_server_support(
        "ferry.idol",
        "server.rs",
        ServerStyle::Pipelined,
    )
}
