//! Generates the stubs of the interfaces in `idl/`, with and without counters,
//! and a macro that includes them: so the packages that hold them depend on
//! nothing but what stubs need.

mod names;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::server::ServerStyle;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

type Result<T> =
    std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=idl");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut arms = String::new();
    let mut sources: Vec<_> = fs::read_dir("idl")?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    sources.sort();
    for source in sources {
        let name = source
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a name that is not text")?;
        let interface: Interface = fs::read_to_string(&source)?.parse()?;
        write!(arms, "{}", stubs(&out, name, &interface)?)?;
    }
    arms.push_str(&names::write(&out)?);
    let text = format!(
        "/// Includes the stub of an interface in `idl/`:\n\
         /// `stub!(kiosk, client)`, `stub!(kiosk, server, uncounted)`,\n\
         /// `stub!(kiosk, pipelined)`.\n\
         #[macro_export]\nmacro_rules! stub {{\n{arms}}}\n"
    );
    fs::write(out.join("stub.rs"), text)?;
    Ok(())
}

/// Writes the stubs of an interface; returns the arms of the macro that
/// includes them.
fn stubs(out: &Path, name: &str, interface: &Interface) -> Result<String> {
    let mut arms = String::new();
    for (counted, word) in [(true, ""), (false, ", uncounted")] {
        let counters = CounterSettings::default()
            .with_client_counters(counted)
            .with_server_counters(counted);
        let generator = Generator::new().with_counters(counters);
        let suffix = word.replace(", ", "_");
        for side in ["client", "server", "pipelined"] {
            let path = out.join(format!("{name}_{side}{suffix}.rs"));
            let file = fs::File::create(&path)?;
            match side {
                "client" => generator.generate_client_stub(interface, file),
                "server" => generator.generate_server_support(
                    interface,
                    ServerStyle::InOrder,
                    file,
                ),
                _ => generator.generate_server_support(
                    interface,
                    ServerStyle::Pipelined,
                    file,
                ),
            }?;
            writeln!(
                arms,
                "    ({name}, {side}{word}) => \
                 {{ ::core::include!({path:?}); }};"
            )?;
        }
    }
    Ok(arms)
}
