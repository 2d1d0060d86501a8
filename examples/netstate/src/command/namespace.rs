//! Network namespaces by their names, as `ip netns` gives them.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::Path;

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

/// Where they are.
const FOLDER: &str = "/run/netns";

/// Why a namespace is not entered.
#[derive(Debug)]
pub struct NoNamespace {
    name: String,
    /// What the kernel says.
    pub error: io::Error,
}

impl fmt::Display for NoNamespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, error } = self;
        match error.kind() {
            io::ErrorKind::NotFound => {
                write!(f, "there is no network namespace `{name}`")
            }
            io::ErrorKind::PermissionDenied => write!(
                f,
                "this user may not enter the network namespace `{name}`: it \
                 takes CAP_SYS_ADMIN, as root has it"
            ),
            _ => write!(f, "network namespace `{name}`: {error}"),
        }
    }
}

impl std::error::Error for NoNamespace {}

/// Moves this thread into a namespace.
///
/// # Errors
///
/// If there is none of this name, or the kernel does not permit it.
pub fn enter(name: &str) -> Result<(), NoNamespace> {
    let fail = |error| NoNamespace {
        name: name.to_owned(),
        error,
    };
    if name.is_empty() || name.contains('/') || name.starts_with('.') {
        return Err(fail(io::ErrorKind::NotFound.into()));
    }
    let file = File::open(Path::new(FOLDER).join(name)).map_err(fail)?;
    let kind = Some(LinkNameSpaceType::Network);
    move_into_link_name_space(file.as_fd(), kind)
        .map_err(|error| fail(error.into()))
}
