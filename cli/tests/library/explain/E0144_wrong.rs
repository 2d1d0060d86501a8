fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut lamp: idol::syntax::Interface = r#"Interface(
        name: "Lamp",
        ops: { "set": (reply: Result(ok: "()", err: ServerDeath)) },
    )"#
    .parse()?;
    for i in 0..256 {
        let lease = idol::syntax::Lease {
            ty: "u8".to_owned(),
            read: true,
            write: false,
            max_len: None,
            doc: None,
        };
        lamp.ops[0].leases.insert(format!("color_{i}"), lease);
    }
    idol::client::generate_client_stub(&lamp, std::io::sink())
}
