//! Servers, generated with the default settings.

use std::io::Write;
use std::path::Path;

use crate::generator::BuildResult;
pub use crate::settings::ServerStyle;
use crate::settings::{AllowedCallers, Generator};
use crate::syntax::Interface;

/// Reads the interface at `source`, a path relative to the current directory,
/// and writes a server to `$OUT_DIR/{stub_name}`.
///
/// # Errors
///
/// As [`Generator::build_server_support`].
pub fn build_server_support(
    source: &str,
    stub_name: &str,
    style: ServerStyle,
) -> BuildResult {
    Generator::new().build_server_support(source, stub_name, style)
}

/// Like [`build_server_support`], for a server that lets only certain tasks
/// call certain operations.
///
/// # Errors
///
/// As [`Generator::build_restricted_server_support`].
pub fn build_restricted_server_support(
    source: &str,
    stub_name: &str,
    style: ServerStyle,
    allowed_callers: &AllowedCallers,
) -> BuildResult {
    Generator::new().build_restricted_server_support(
        source,
        stub_name,
        style,
        allowed_callers,
    )
}

/// Writes a server of an interface.
///
/// # Errors
///
/// If the interface is wrong, or writing fails.
pub fn generate_server_support(
    interface: &Interface,
    style: ServerStyle,
    out: impl Write,
) -> BuildResult {
    Generator::new().generate_server_support(interface, style, out)
}

/// Reads the interface at `path` and writes a server.
///
/// # Errors
///
/// If the file cannot be read or is wrong, or writing fails.
pub fn generate_server_support_from_file(
    path: impl AsRef<Path>,
    style: ServerStyle,
    out: impl Write,
) -> BuildResult {
    Generator::new().generate_server_support_from_file(path, style, out)
}

/// Writes a server of an interface that lets only certain tasks call certain
/// operations.
///
/// # Errors
///
/// As [`Generator::generate_restricted_server_support`].
pub fn generate_restricted_server_support(
    interface: &Interface,
    style: ServerStyle,
    allowed_callers: &AllowedCallers,
    out: impl Write,
) -> BuildResult {
    Generator::new().generate_restricted_server_support(
        interface,
        style,
        allowed_callers,
        out,
    )
}
