//! Generates the stubs of every interface in `stubs/`, and a macro that
//! includes them: the crates that show compile errors have no build script.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use idol::server::ServerStyle;
use idol::{CounterSettings, Generator};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    println!("cargo:rerun-if-changed=stubs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let counters = CounterSettings::default()
        .with_client_counters(false)
        .with_server_counters(false);
    let mut arms = String::new();
    let mut sources: Vec<_> = fs::read_dir("stubs")?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    sources.sort();
    for source in sources {
        let name = source
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a name that is not text")?;
        // Without counters, or an error that is not `Count` is one more.
        let mut generator = Generator::new().with_counters(counters.clone());
        if name == "not_clone" {
            generator = generator.with_error_server();
        }
        let client = out.join(format!("{name}_client.rs"));
        generator.generate_client_stub_from_file(
            &source,
            fs::File::create(&client)?,
        )?;
        let server = out.join(format!("{name}_server.rs"));
        let pipelined = out.join(format!("{name}_pipelined.rs"));
        for (style, file) in [
            (ServerStyle::InOrder, &server),
            (ServerStyle::Pipelined, &pipelined),
        ] {
            generator.generate_server_support_from_file(
                &source,
                style,
                fs::File::create(file)?,
            )?;
        }
        for (side, file) in [
            ("client", client),
            ("server", server),
            ("pipelined", pipelined),
        ] {
            writeln!(
                arms,
                "    ({name}, {side}) => {{ ::core::include!({file:?}); }};"
            )?;
        }
    }
    let text = format!(
        "/// Includes the stub of an interface in `stubs/`: \
         `stub!(forms, client)`.\n\
         #[macro_export]\nmacro_rules! stub {{\n{arms}}}\n"
    );
    fs::write(out.join("stub.rs"), text)?;
    Ok(())
}
