//! Between a socket and its tasks: two threads that block, and two bounded
//! queues, so that whoever is slow stops only himself.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use socket2::SockRef;

use crate::hub::Event;
use crate::packet::Packet;

/// Packets that wait for their task.
const INBOX: usize = 512;
/// Pieces of at most about 50 KB each that wait for the socket.
const OUTBOX: usize = 4;
/// Bytes that go before these pieces, at most.
const URGENT: usize = 64 << 10;
/// Bytes that the system's own buffers hold, each way. Signs of life stand
/// behind whatever is in there, so more would be too late for them.
const BUFFERED: usize = 16 << 10;

/// A connection as its tasks see it.
pub(crate) struct Link {
    inbox: Mutex<Receiver<Packet>>,
    outbox: SyncSender<Vec<u8>>,
    urgent: Urgent,
    flags: Arc<Flags>,
    stream: TcpStream,
}

/// What goes before all that waits.
type Urgent = Arc<Mutex<Vec<u8>>>;

#[derive(Default)]
struct Flags {
    /// The task has been told that packets are there.
    is_told: AtomicBool,
    /// A task waits for room in the outbox.
    wants_room: AtomicBool,
}

impl Link {
    /// Starts the threads of a connection, which tell `events` about it by its
    /// number.
    pub(crate) fn start(
        stream: TcpStream,
        number: u64,
        events: &SyncSender<Event>,
    ) -> std::io::Result<Self> {
        stream.set_nodelay(true)?;
        let socket = SockRef::from(&stream);
        socket.set_recv_buffer_size(BUFFERED)?;
        socket.set_send_buffer_size(BUFFERED)?;
        let (reader, writer) = (stream.try_clone()?, stream.try_clone()?);
        let flags = Arc::new(Flags::default());
        let (packets, inbox) = sync_channel(INBOX);
        let (outbox, pieces) = sync_channel(OUTBOX);
        let urgent = Urgent::default();
        let thread = |name: &str| {
            std::thread::Builder::new()
                .name(format!("{name} {number}"))
                .stack_size(128 << 10)
        };
        let (told, tells) = (Arc::clone(&flags), events.clone());
        thread("reader").spawn(move || {
            let why = read(reader, &packets, || {
                told.is_told.swap(true, Ordering::AcqRel)
                    || tells.send(Event::Packets(number)).is_ok()
            });
            // Dropped first: what came before the end is still in the inbox.
            drop(packets);
            let _ = tells.send(Event::Gone(number, why));
        })?;
        let (wanted, tells) = (Arc::clone(&flags), events.clone());
        let first = Arc::clone(&urgent);
        let writes = thread("writer").spawn(move || {
            let why = write(&writer, &pieces, &first, || {
                !wanted.wants_room.swap(false, Ordering::AcqRel)
                    || tells.send(Event::Room(number)).is_ok()
            });
            let _ = writer.shutdown(Shutdown::Both);
            if let Some(why) = why {
                let _ = tells.send(Event::Gone(number, why));
            }
        });
        if let Err(error) = writes {
            // Ends the other thread.
            let _ = stream.shutdown(Shutdown::Both);
            return Err(error);
        }
        Ok(Self {
            inbox: Mutex::new(inbox),
            outbox,
            urgent,
            flags,
            stream,
        })
    }

    /// The next packet that has come.
    pub(crate) fn next(&self) -> Option<Packet> {
        // Before the look, or one that comes after it is told to nobody.
        self.flags.is_told.store(false, Ordering::Release);
        let inbox = self.inbox.lock().ok()?;
        inbox.try_recv().ok()
    }

    /// Sends bytes; gives them back if there is no room now, of which the
    /// tasks are told then.
    pub(crate) fn send(&self, bytes: Vec<u8>) -> Result<(), Vec<u8>> {
        let bytes = match self.outbox.try_send(bytes) {
            Err(TrySendError::Full(bytes)) => bytes,
            // The end is on its way.
            Ok(()) | Err(TrySendError::Disconnected(_)) => return Ok(()),
        };
        self.flags.wants_room.store(true, Ordering::Release);
        // There may be room since.
        match self.outbox.try_send(bytes) {
            Err(TrySendError::Full(bytes)) => Err(bytes),
            Ok(()) | Err(TrySendError::Disconnected(_)) => Ok(()),
        }
    }

    /// Sends bytes before all that waits: signs of life, which would come too
    /// late behind it. Says whether there is room for them.
    pub(crate) fn send_first(&self, bytes: &[u8]) -> bool {
        let add = || {
            let Ok(mut urgent) = self.urgent.lock() else {
                // The end is on its way.
                return true;
            };
            let has_room = urgent.len() + bytes.len() <= URGENT;
            if has_room {
                urgent.extend(bytes);
            }
            has_room
        };
        let mut has_room = add();
        if !has_room {
            self.flags.wants_room.store(true, Ordering::Release);
            // There may be room since.
            has_room = add();
        }
        // Wakes the thread; where this finds no room there are pieces to write,
        // before each of which it looks.
        let _ = self.outbox.try_send(Vec::new());
        has_room
    }

    /// A peer that takes no byte for so many milliseconds is gone.
    pub(crate) fn set_patience(&self, milliseconds: u64) {
        let patience = Duration::from_millis(milliseconds.max(1));
        // It stays as it was if this fails; signs of life are still looked for.
        let _ = self.stream.set_write_timeout(Some(patience));
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Frees both threads, wherever they wait.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Reads packets until the end; says why it is the end.
fn read(
    mut stream: TcpStream,
    packets: &SyncSender<Packet>,
    tell: impl Fn() -> bool,
) -> String {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 16 << 10];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return "it closed the connection".to_owned(),
            Ok(count) => bytes.extend(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return error.to_string(),
        }
        let mut taken = 0;
        loop {
            match Packet::read(&bytes[taken..]) {
                Ok(None) => break,
                Ok(Some((packet, length))) => {
                    taken += length;
                    if packets.try_send(packet).is_ok() {
                        continue;
                    }
                    // It is full: whoever empties it must know that it is not
                    // empty.
                    if !tell() || packets.send(packet).is_err() {
                        return "it is of no interest any more".to_owned();
                    }
                }
                Err(malformed) => {
                    // What was right before is still handled.
                    tell();
                    return format!("protocol: {malformed}");
                }
            }
        }
        bytes.drain(..taken);
        if taken > 0 && !tell() {
            return "it is of no interest any more".to_owned();
        }
    }
}

/// Writes pieces until there are no more, or says why it cannot.
fn write(
    mut stream: &TcpStream,
    pieces: &Receiver<Vec<u8>>,
    urgent: &Urgent,
    tell: impl Fn() -> bool,
) -> Option<String> {
    while let Ok(piece) = pieces.recv() {
        let first = match urgent.lock() {
            Ok(mut urgent) => std::mem::take(&mut *urgent),
            Err(_) => return None,
        };
        for bytes in [first, piece] {
            if let Err(why) = write_all(&mut stream, &bytes) {
                return Some(why);
            }
        }
        if !tell() {
            return None;
        }
    }
    None
}

fn write_all(stream: &mut &TcpStream, mut rest: &[u8]) -> Result<(), String> {
    while !rest.is_empty() {
        match stream.write(rest) {
            Ok(0) => return Err("it takes nothing".to_owned()),
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut
                ) =>
            {
                return Err("timeout: it does not read".to_owned());
            }
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
}
