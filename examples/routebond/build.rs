//! Generates both stubs from `table.idol`.

use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("table.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "table.idol",
        "server_stub.rs",
        ServerStyle::Pipelined,
    )
}
