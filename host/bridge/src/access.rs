//! Who may connect to a socket, and what they may do there.

use std::io;

use mio::net::UnixStream;

/// Who may connect to a socket, and what they may do there.
///
/// ```
/// use idol_bridge::Access;
///
/// // The lab's group may call, and kill servers.
/// let access = Access::default().mode(0o660).control();
/// # let _ = access;
/// ```
#[derive(Clone, Debug)]
pub struct Access {
    pub(crate) mode: u32,
    pub(crate) users: Option<Vec<u32>>,
    pub(crate) control: bool,
}

impl Default for Access {
    /// The user who runs the bridge, for calls.
    fn default() -> Self {
        Self {
            mode: 0o600,
            users: None,
            control: false,
        }
    }
}

impl Access {
    /// The permissions of the socket's file; by default 0o600. It has them
    /// from the first moment on. Connecting takes the right to write.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        self.mode = mode;
        self
    }

    /// Only these users, by their numbers, whatever the file's permissions
    /// let in. The kernel of the machine says who a peer is: on Linux; on
    /// others nobody is let in then.
    #[must_use]
    pub fn users(mut self, users: impl IntoIterator<Item = u32>) -> Self {
        self.users = Some(users.into_iter().collect());
        self
    }

    /// They may also do what the world around a board can: kill and restart
    /// tasks, post notifications, raise interrupts.
    #[must_use]
    pub fn control(mut self) -> Self {
        self.control = true;
        self
    }

    /// Whether the peer is one of those who may connect.
    pub(crate) fn admits(&self, peer: &UnixStream) -> io::Result<bool> {
        match &self.users {
            None => Ok(true),
            Some(users) => Ok(users.contains(&user(peer)?)),
        }
    }
}

/// The user at the other end.
#[cfg(target_os = "linux")]
fn user(peer: &UnixStream) -> io::Result<u32> {
    let credentials = rustix::net::sockopt::socket_peercred(peer)?;
    Ok(credentials.uid.as_raw())
}

#[cfg(not(target_os = "linux"))]
fn user(_: &UnixStream) -> io::Result<u32> {
    Err(io::ErrorKind::Unsupported.into())
}
