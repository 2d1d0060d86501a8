//! Why there is no answer.

use std::fmt;
use std::io;

use netlink_packet_core::DecodeError;
use serde::{Deserialize, Serialize};

/// Why there is no answer.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    counters::Count,
)]
pub enum NetError {
    /// This user may not.
    NotPermitted,
    /// There is no interface of this index or name.
    NotFound,
    /// The interface is of another kind than was asked for.
    OtherKind,
    /// The kernel says that what was gone through has changed meanwhile, so
    /// something may be missing or be there twice. Begin anew.
    Interrupted,
    /// The place is not where the server is. It may have been restarted, or
    /// have closed what its client had left. Begin anew.
    Gone,
    /// The kernel has said something that is none of its messages.
    Malformed,
    /// The kernel refuses, with this error number.
    Kernel(i32),
}

impl NetError {
    /// Of an error number, without its sign.
    pub(crate) fn of(number: i32) -> Self {
        let error = io::Error::from_raw_os_error(number);
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::NotPermitted,
            _ if number == rustix::io::Errno::NODEV.raw_os_error() => {
                Self::NotFound
            }
            _ => Self::Kernel(number),
        }
    }

    /// Whether asking again from the start may help.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Interrupted | Self::Gone)
    }
}

impl fmt::Display for NetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPermitted => {
                f.write_str("this user may not ask the kernel by netlink")
            }
            Self::NotFound => f.write_str("there is no such interface"),
            Self::OtherKind => f.write_str("the interface is of another kind"),
            Self::Interrupted => {
                f.write_str("it changed while it was gone through")
            }
            Self::Gone => f.write_str("the server is at another place"),
            Self::Malformed => f.write_str(
                "the kernel said something that is none of its messages",
            ),
            Self::Kernel(number) => {
                let error = io::Error::from_raw_os_error(*number);
                write!(f, "the kernel refuses: {error}")
            }
        }
    }
}

impl std::error::Error for NetError {}

impl From<io::Error> for NetError {
    fn from(error: io::Error) -> Self {
        error.raw_os_error().map_or(Self::Malformed, Self::of)
    }
}

impl From<DecodeError> for NetError {
    fn from(_: DecodeError) -> Self {
        Self::Malformed
    }
}
