//! Clients, generated with the default settings.

use std::io::Write;
use std::path::Path;

use crate::generator::BuildResult;
use crate::settings::Generator;
use crate::syntax::Interface;

/// Reads the interface at `source`, a path relative to the current directory,
/// and writes a client to `$OUT_DIR/{stub_name}`.
///
/// # Errors
///
/// As [`Generator::build_client_stub`].
pub fn build_client_stub(source: &str, stub_name: &str) -> BuildResult {
    Generator::new().build_client_stub(source, stub_name)
}

/// Writes a client of an interface.
///
/// # Errors
///
/// If the interface is wrong, or writing fails.
pub fn generate_client_stub(
    interface: &Interface,
    out: impl Write,
) -> BuildResult {
    Generator::new().generate_client_stub(interface, out)
}

/// Reads the interface at `path` and writes a client.
///
/// # Errors
///
/// If the file cannot be read or is wrong, or writing fails.
pub fn generate_client_stub_from_file(
    path: impl AsRef<Path>,
    out: impl Write,
) -> BuildResult {
    Generator::new().generate_client_stub_from_file(path, out)
}
