//! Where schemas come from: files that `idol schema` has written, the ELF file
//! of a task, or this program's own debug information.

use std::path::Path;
use std::{env, fmt, fs, io};

use idol_debug::Task;
use idol_debug::schema::Schema;

/// Why there is no schema.
#[derive(Debug)]
pub enum Error {
    /// The file cannot be read.
    Io(io::Error),
    /// It is neither a schema nor a program with debug information.
    Schema(idol_debug::Error),
    /// No server of this interface is in it.
    None(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io(error) => write!(f, "{error}"),
            Error::Schema(error) => write!(f, "{error}"),
            Error::None(interface) => {
                write!(f, "no server of `{interface}` is in it")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<idol_debug::Error> for Error {
    fn from(error: idol_debug::Error) -> Self {
        Error::Schema(error)
    }
}

/// The schemas in a file: the one that it is, or those of all servers in a
/// program.
///
/// # Errors
///
/// If it cannot be read, or is neither.
pub fn of_file(path: impl AsRef<Path>) -> Result<Vec<Schema>, Error> {
    let bytes = fs::read(path)?;
    if bytes.starts_with(b"\x7fELF") {
        return of_elf(&bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(vec![Schema::from_json(&text)?])
}

/// The schemas of all servers in an ELF file with debug information.
///
/// # Errors
///
/// If it is none, or lacks the types of a server.
pub fn of_elf(elf: &[u8]) -> Result<Vec<Schema>, Error> {
    let task = Task::read(elf)?;
    let interfaces = task.interfaces()?;
    let schemas = interfaces.iter().map(|interface| task.schema(interface));
    Ok(schemas.collect::<Result<_, _>>()?)
}

/// The schemas of all servers that are part of this program, out of its own
/// debug information. The packages with the servers need all of it, which
/// `debug = "full"` in their profile asks for, and the program is an ELF file,
/// as on Linux.
///
/// # Errors
///
/// If it is none, or lacks the types of a server.
pub fn of_this_program() -> Result<Vec<Schema>, Error> {
    of_elf(&fs::read(env::current_exe()?)?)
}

/// The schema of an interface among others.
///
/// # Errors
///
/// If there is none of this name.
pub fn named(schemas: &[Schema], interface: &str) -> Result<Schema, Error> {
    let mut schemas = schemas.iter();
    let found = schemas.find(|schema| schema.interface == interface);
    found
        .cloned()
        .ok_or_else(|| Error::None(interface.to_owned()))
}
