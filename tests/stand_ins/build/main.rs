//! Generates the stubs of every file, the types that stand in for those that
//! the file names, and a server.

mod server;
mod types;
mod uses;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::Generator;
use idol::server::ServerStyle;
use idol::syntax::Interface;

use uses::Names;

type Result<T> =
    std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=idl");
    println!("cargo::rerun-if-env-changed=IDOL_CORPUS");
    if env::var_os("CARGO_FEATURE_LONG").is_none() {
        return Ok(());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = files(Path::new("idl"))?;
    if let Some(corpus) = env::var_os("IDOL_CORPUS") {
        let corpus = PathBuf::from(corpus);
        println!("cargo::rerun-if-changed={}", corpus.display());
        files.extend(self::files(&corpus)?);
    }
    let mut all = String::new();
    let mut compiled = String::new();
    let mut root = Names::default();
    for file in &files {
        let module = Module::write(file, &out, &mut root)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        all.push_str(&module.text);
        compiled.push_str(&module.entry);
    }
    // What is named as `crate::..` is at the crate's root.
    all.push_str(&types::text(&root)?);
    write!(
        all,
        "/// The files whose stubs are here.\n\
         pub const COMPILED: &[Compiled] = &[\n{compiled}];\n"
    )?;
    fs::write(out.join("files.rs"), all)?;
    Ok(())
}

/// The `.idol` files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = fs::canonicalize(entry?.path())?;
        if path.extension().is_some_and(|it| it == "idol") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What is written of one file.
struct Module {
    /// The module.
    text: String,
    /// Its entry in the list of what is compiled.
    entry: String,
}

impl Module {
    fn write(file: &Path, out: &Path, root: &mut Names) -> Result<Self> {
        let source = fs::read_to_string(file)?;
        let interface: Interface = source.parse()?;
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        let name = stem.ok_or("not a name")?.replace('-', "_");
        let named = uses::of(&interface, root)?;

        let generator = Generator::new();
        let stub = |side| out.join(format!("{name}_{side}.rs"));
        let server = |style, side| -> Result<PathBuf> {
            let file = stub(side);
            let out = fs::File::create(&file)?;
            generator.generate_server_support(&interface, style, out)?;
            Ok(file)
        };
        let in_order = server(ServerStyle::InOrder, "server")?;
        let pipelined = server(ServerStyle::Pipelined, "pipelined")?;
        // The test says for which files there is none.
        let client = stub("client");
        let mut text = Vec::new();
        let has_client = generator
            .generate_client_stub(&interface, &mut text)
            .is_ok();
        fs::write(&client, text)?;

        let file_name = file.file_name().and_then(|name| name.to_str());
        let file_name = file_name.ok_or("not a name")?;
        let mut text = format!(
            "/// The stubs of `{file_name}`.\n\
             pub mod {name} {{\n\
             /// What stands in for the types that it names.\n\
             pub mod types {{\n{}}}\n",
            types::text(&named.types)?,
        );
        if has_client {
            write!(
                text,
                "/// The client.\n\
                 pub mod client {{\n{}include!({client:?});\n}}\n",
                types::import("super::types", &named.in_client)
            )?;
        }
        let import = types::import("super::super::types", &named.in_server);
        let in_order_server = server::in_order(&interface)?;
        let pipelined_server = server::pipelined(&interface)?;
        for (side, stub, names, server) in [
            ("server", in_order, &named.in_functions, in_order_server),
            (
                "pipelined",
                pipelined,
                &named.in_arguments,
                pipelined_server,
            ),
        ] {
            write!(
                text,
                "/// A server.\n\
                 pub mod {side} {{\n\
                 mod idl {{\n{import}include!({stub:?});\n}}\n\
                 {}{server}}}\n",
                types::import("super::types", names),
            )?;
        }
        text.push_str("}\n");
        let made = match has_client {
            false => "None".to_owned(),
            true => format!(
                "Some(|task| drop({name}::client::{}::from(task)))",
                interface.name
            ),
        };
        let entry = format!(
            "Compiled {{ file: {file_name:?}, text: include_str!({file:?}), \
             client: {made}, \
             servers: [{name}::server::main, {name}::pipelined::main] }},\n"
        );
        Ok(Self { text, entry })
    }
}
