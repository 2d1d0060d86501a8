//! Generates both stubs from `netstate.idol`.

use idol::server::ServerStyle;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("netstate.idol", "client_stub.rs")?;
    idol::server::build_server_support(
        "netstate.idol",
        "server_stub.rs",
        ServerStyle::InOrder,
    )
}
