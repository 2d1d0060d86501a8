fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let lamp: idol::syntax::Interface = r#"Interface(
        name: "Lamp",
        ops: {
            "set": (
                args: { "to": "u32" },
                reply: Result(ok: "()", err: ServerDeath),
            ),
        },
    )"#
    .parse()?;
    idol::client::generate_client_stub(&lamp, std::io::sink())
}
