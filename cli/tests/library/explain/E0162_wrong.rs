fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut lamp: idol::syntax::Interface = r#"Interface(
        name: "Lamp",
        ops: { "set": (reply: Result(ok: "()", err: ServerDeath)) },
    )"#
    .parse()?;
    let mut set = lamp.ops[0].clone();
    set.number = 0;
    for i in 2..=65_536 {
        lamp.ops.insert(format!("set_to_{i}"), set.clone());
    }
    idol::client::generate_client_stub(&lamp, std::io::sink())
}
