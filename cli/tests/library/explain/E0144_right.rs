fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let lamp: idol::syntax::Interface = r#"Interface(
        name: "Lamp",
        ops: {
            "set": (
                leases: { "colors": (type: "[u8; 256]", read: true) },
                reply: Result(ok: "()", err: ServerDeath),
            ),
        },
    )"#
    .parse()?;
    idol::client::generate_client_stub(&lamp, std::io::sink())
}
