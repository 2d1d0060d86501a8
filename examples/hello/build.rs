fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("adder.idol", "client.rs")?;
    idol::server::build_server_support(
        "adder.idol",
        "server.rs",
        idol::server::ServerStyle::InOrder,
    )
}
