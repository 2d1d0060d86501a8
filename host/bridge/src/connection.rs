//! The bytes that go to a peer and come from it.

use std::io::{self, ErrorKind, Read, Write};

use mio::net::UnixStream;

/// Bytes that are read at once.
const CHUNK: usize = 16 << 10;

/// A stream of lines in both directions, neither of which waits.
pub(crate) struct Connection {
    stream: UnixStream,
    input: Vec<u8>,
    /// So many of these hold no end of a line.
    searched: usize,
    /// What comes is the rest of a line that is too long.
    skipping: bool,
    output: Vec<u8>,
    written: usize,
    /// There may be something to read.
    pub(crate) readable: bool,
    /// Something may be written.
    pub(crate) writable: bool,
    /// Nothing more comes.
    pub(crate) ended: bool,
    /// The peer is gone.
    pub(crate) dead: bool,
}

/// A line that has come.
pub(crate) enum Line {
    Whole(Vec<u8>),
    /// One that was longer than it may be. It is lost.
    TooLong,
}

impl Connection {
    pub(crate) fn new(stream: UnixStream) -> Self {
        Self {
            stream,
            input: Vec::new(),
            searched: 0,
            skipping: false,
            output: Vec::new(),
            written: 0,
            readable: true,
            writable: true,
            ended: false,
            dead: false,
        }
    }

    /// Takes the next line of at most `most` bytes, if it has come. `patience`
    /// is how many bytes may be read meanwhile, so that a peer that sends
    /// without end stops nobody else; there is more while it is `readable`.
    pub(crate) fn line(
        &mut self,
        most: usize,
        patience: &mut usize,
    ) -> Option<Line> {
        loop {
            if let Some(line) = self.next_line(most) {
                return Some(line);
            }
            if !self.readable || self.dead || self.ended {
                return self.last_line();
            }
            if *patience == 0 {
                return None;
            }
            *patience = patience.saturating_sub(self.fill());
        }
    }

    /// The next line that is in the buffer.
    fn next_line(&mut self, most: usize) -> Option<Line> {
        let unsearched = self.input.get(self.searched..).unwrap_or_default();
        let end = unsearched.iter().position(|byte| *byte == b'\n');
        let Some(end) = end.map(|end| self.searched + end) else {
            if self.skipping || self.input.len() > most {
                let is_new = !std::mem::replace(&mut self.skipping, true);
                self.input.clear();
                self.searched = 0;
                return is_new.then_some(Line::TooLong);
            }
            self.searched = self.input.len();
            return None;
        };
        let mut line: Vec<u8> = self.input.drain(..=end).collect();
        line.pop();
        self.searched = 0;
        self.give_back();
        if std::mem::take(&mut self.skipping) {
            return self.next_line(most);
        }
        match line.len() > most {
            true => Some(Line::TooLong),
            false => Some(Line::Whole(line)),
        }
    }

    /// A line without an end, where nothing more comes.
    fn last_line(&mut self) -> Option<Line> {
        let is_last = self.ended && !self.dead && !self.skipping;
        let rest = std::mem::take(match is_last {
            true => &mut self.input,
            false => return None,
        });
        self.searched = 0;
        (!rest.is_empty()).then_some(Line::Whole(rest))
    }

    /// Returns the memory of a long line.
    fn give_back(&mut self) {
        if self.input.len() < CHUNK && self.input.capacity() > 4 * CHUNK {
            self.input.shrink_to(CHUNK);
        }
    }

    /// Reads once, and says how many bytes.
    fn fill(&mut self) -> usize {
        let start = self.input.len();
        self.input.resize(start + CHUNK, 0);
        let read = self
            .stream
            .read(self.input.get_mut(start..).unwrap_or(&mut []));
        let count = *read.as_ref().unwrap_or(&0);
        self.input.truncate(start + count);
        match read {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => self.readable = false,
                ErrorKind::Interrupted => {}
                _ => self.dead = true,
            },
        }
        count
    }

    /// What is to be sent; whoever adds to it ends the line.
    pub(crate) fn output(&mut self) -> &mut Vec<u8> {
        &mut self.output
    }

    /// Bytes that the peer has not taken yet.
    pub(crate) fn unsent(&self) -> usize {
        self.output.len() - self.written
    }

    /// Sends what the peer takes.
    pub(crate) fn flush(&mut self) {
        while self.writable && !self.dead && self.unsent() > 0 {
            let rest = self.output.get(self.written..).unwrap_or_default();
            match self.stream.write(rest) {
                Ok(0) => self.dead = true,
                Ok(count) => self.written += count,
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => self.writable = false,
                    ErrorKind::Interrupted => {}
                    _ => self.dead = true,
                },
            }
        }
        if self.unsent() == 0 {
            self.output.clear();
            self.output.shrink_to(CHUNK);
            self.written = 0;
        } else if self.written > self.output.len() / 2 {
            self.output.drain(..self.written);
            self.written = 0;
        }
    }

    /// Nothing comes or goes any more.
    pub(crate) fn close(&mut self) {
        // It may be gone already.
        let _: io::Result<()> = self.stream.shutdown(std::net::Shutdown::Both);
        self.dead = true;
    }
}
