//! The files of tasks.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use idol::model::Interface;
use idol_debug::Task;
use idol_debug::schema::Schema;

use crate::outcome::Failure;

/// The largest file that is read, in bytes: a program for a host with all its
/// debug information has a tenth of it.
pub const LARGEST: u64 = 2 << 30;

/// Reads a file's bytes. A pipe, a socket or a device is none.
///
/// # Errors
///
/// If it cannot be read; the failure names it.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    contents(path).map_err(|why| {
        Failure::new(format!("cannot read `{}`: {why}", path.display()))
    })
}

fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let found = path.metadata().map_err(|error| error.to_string())?;
    if found.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !found.is_file() {
        return Err("it is no file, but a pipe, a socket or a device".into());
    }
    if found.len() > LARGEST {
        return Err(format!("it is larger than {} GiB", LARGEST >> 30));
    }
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(LARGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Whether a file begins as an ELF file does.
pub fn is_elf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF")
}

/// Reads what a task's file says of itself. `name` is what it is called.
///
/// # Errors
///
/// If it is no ELF file, or broken.
pub fn task<'d>(name: &str, bytes: &'d [u8]) -> Result<Task<'d>, Failure> {
    if !is_elf(bytes) {
        return Err(Failure::new(format!("`{name}` is no ELF file")));
    }
    Task::read(bytes).map_err(|error| wrong(name, &error))
}

/// What is wrong with a task's file.
pub fn wrong(name: &str, error: &idol_debug::Error) -> Failure {
    Failure::new(format!("`{name}`: {error}"))
}

/// The interface of a task, the one that is called so if it serves several.
/// `choose` says how one is named.
///
/// # Errors
///
/// If there is none, or it is not said which.
pub fn interface(
    name: &str,
    task: &Task<'_>,
    wanted: Option<&str>,
    choose: &str,
) -> Result<Interface, Failure> {
    let mut all = task.interfaces().map_err(|error| wrong(name, &error))?;
    let names: Vec<_> = all.iter().map(|i| i.name.to_string()).collect();
    let names = names.join("`, `");
    if all.is_empty() {
        return Err(Failure::new(format!(
            "`{name}` serves no interface: it has no section `.idolatry`"
        )));
    }
    let Some(wanted) = wanted else {
        return match all.len() {
            1 => Ok(all.remove(0)),
            _ => Err(Failure::new(format!(
                "`{name}` serves several interfaces, `{names}`: choose one \
                 {choose}"
            ))),
        };
    };
    match all.iter().position(|found| found.name.as_str() == wanted) {
        Some(at) => Ok(all.remove(at)),
        None => Err(Failure::new(format!(
            "`{name}` does not serve `{wanted}`, but `{names}`"
        ))),
    }
}

/// The schema of an interface that a task serves.
///
/// # Errors
///
/// If its debug information does not tell a type.
pub fn schema(
    name: &str,
    task: &Task<'_>,
    interface: &Interface,
) -> Result<Schema, Failure> {
    task.schema(interface).map_err(|error| {
        let help = match error.problem {
            idol_debug::Problem::NoType(_) => {
                "; is it built with `debug = 2`, and not stripped?"
            }
            _ => "",
        };
        Failure::new(format!("`{name}`: {error}{help}"))
    })
}
