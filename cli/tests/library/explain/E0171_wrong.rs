fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let clock: idol::syntax::Interface = r#"Interface(
        name: "Clock",
        ops: { "now": (idempotent: true, reply: Simple("u64")) },
    )"#
    .parse()?;
    idol::Generator::new()
        .with_retry_bound(std::num::NonZeroU32::new(3))
        .generate_client_stub(&clock, std::io::sink())
}
