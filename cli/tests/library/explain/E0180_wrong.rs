fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("examples/hello/adder.idol", "client.rs")
}
