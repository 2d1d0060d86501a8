//! A socket in the file system.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net;
use std::path::{Path, PathBuf};

use mio::net::{UnixListener, UnixStream};

use crate::access::Access;

/// A socket that peers connect to. Its file goes when it is dropped.
pub(crate) struct Listener {
    pub(crate) socket: UnixListener,
    pub(crate) access: Access,
    /// Whether there may be somebody to accept.
    pub(crate) ready: bool,
    path: PathBuf,
    /// Which file that is, in case another has its name by then.
    file: (u64, u64),
}

impl Listener {
    /// Makes the socket. One that nobody listens to any more is replaced.
    ///
    /// # Errors
    ///
    /// If something else is there, or the file system does not let us.
    pub(crate) fn bind(path: &Path, access: Access) -> io::Result<Self> {
        Self::made(path, access).map_err(|error| {
            let place = path.display();
            let why = format!("cannot listen at `{place}`: {error}");
            io::Error::new(error.kind(), why)
        })
    }

    fn made(path: &Path, access: Access) -> io::Result<Self> {
        make_room(path)?;
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        fs::metadata(folder)?;
        // Bound where nobody else can reach it, and moved when it has its
        // permissions: it never has others.
        let hidden = tempfile::Builder::new()
            .prefix(".idol-")
            .tempdir_in(folder)?;
        let at = hidden.path().join("s");
        let socket = net::UnixListener::bind(&at)?;
        socket.set_nonblocking(true)?;
        fs::set_permissions(&at, Permissions::from_mode(access.mode))?;
        let metadata = fs::metadata(&at)?;
        fs::rename(&at, path)?;
        Ok(Self {
            socket: UnixListener::from_std(socket),
            access,
            ready: true,
            path: path.to_owned(),
            file: (metadata.dev(), metadata.ino()),
        })
    }

    /// The next peer, if one waits.
    pub(crate) fn accept(&mut self) -> io::Result<Option<UnixStream>> {
        loop {
            match self.socket.accept() {
                Ok((stream, _)) => return Ok(Some(stream)),
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => {
                        self.ready = false;
                        return Ok(None);
                    }
                    io::ErrorKind::Interrupted
                    | io::ErrorKind::ConnectionAborted => {}
                    _ => return Err(error),
                },
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let is_ours =
            |file: fs::Metadata| (file.dev(), file.ino()) == self.file;
        if fs::symlink_metadata(&self.path).is_ok_and(is_ours) {
            // Somebody may have been quicker.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes a socket that nobody listens to.
fn make_room(path: &Path) -> io::Result<()> {
    let file = match fs::symlink_metadata(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let taken = |why| Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    if !file.file_type().is_socket() {
        return taken("there is a file that is no socket");
    }
    match net::UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path)
        }
        _ => taken("somebody listens there already"),
    }
}
