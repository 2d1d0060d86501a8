fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::Generator::new().generate_client_stub_from_file(
        "examples/hello/ader.idol",
        std::io::sink(),
    )
}
