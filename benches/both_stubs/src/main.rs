//! Generates stubs as build scripts do, in functions that a profiler can tell
//! from the start of the process: `both_stubs FILE client server` runs
//! [`client_stub`] and [`server_stub`] once each.
//!
//! Each reads and checks the file anew, because client and server are built by
//! different build scripts.

use std::error::Error;
use std::io;

use idol::Generator;
use idol::server::ServerStyle;

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    for side in arguments {
        match side.as_str() {
            "client" => client_stub(&file)?,
            "server" => server_stub(&file)?,
            other => return Err(format!("no side `{other}`").into()),
        }
    }
    Ok(())
}

/// What `idol::client::build_client_stub` does, but for the writing.
#[inline(never)]
fn client_stub(file: &str) -> Outcome {
    Generator::new().generate_client_stub_from_file(file, io::sink())
}

/// What `idol::server::build_server_support` does, but for the writing.
#[inline(never)]
fn server_stub(file: &str) -> Outcome {
    let style = ServerStyle::InOrder;
    Generator::new().generate_server_support_from_file(file, style, io::sink())
}
