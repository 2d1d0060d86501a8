fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let callers = [("add".to_owned(), vec![3])].into();
    let adder = std::fs::read_to_string("examples/hello/adder.idol")?;
    idol::server::generate_restricted_server_support(
        &adder.parse()?,
        idol::server::ServerStyle::InOrder,
        &callers,
        std::io::sink(),
    )
}
