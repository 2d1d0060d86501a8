fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let callers = [("add".to_owned(), vec![])].into();
    idol::server::build_restricted_server_support(
        "examples/hello/adder.idol",
        "W0270_wrong.rs",
        idol::server::ServerStyle::InOrder,
        &callers,
    )
}
