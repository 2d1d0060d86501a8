//! Byte by byte through a lease, with one system call per chunk.

use crate::lease::{AttributeRead, AttributeWrite, Leased};

/// A source of bytes: a lease, or a slice that tests and other code have.
pub trait BufReader<'a> {
    /// How many bytes are still to come, buffered ones included.
    fn remaining_size(&self) -> usize;

    /// The next byte; `None` when there is none left, or when it can no longer
    /// be had because the lender is gone.
    fn read(&mut self) -> Option<u8>;
}

/// A sink of bytes: a lease, or a slice that tests and other code have.
pub trait BufWriter<'a> {
    /// How many more bytes can be written.
    fn remaining_size(&self) -> usize;

    /// Writes one byte.
    ///
    /// # Errors
    ///
    /// There is no room left, or the lender is gone. The byte is not written.
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    fn write(&mut self, byte: u8) -> Result<(), ()>;
}

impl<'a> BufReader<'a> for &'a [u8] {
    fn remaining_size(&self) -> usize {
        self.len()
    }

    fn read(&mut self) -> Option<u8> {
        let (first, rest) = self.split_first()?;
        *self = rest;
        Some(*first)
    }
}

impl<'a> BufWriter<'a> for &'a mut [u8] {
    fn remaining_size(&self) -> usize {
        self.len()
    }

    fn write(&mut self, byte: u8) -> Result<(), ()> {
        let (first, rest) = core::mem::take(self).split_first_mut().ok_or(())?;
        *first = byte;
        *self = rest;
        Ok(())
    }
}

/// Reads a lease byte by byte, fetching `N` bytes at a time.
///
/// `N` bytes and 5 words; an `N` of 0 does not compile:
///
/// ```compile_fail
/// # use idol_runtime::{LeaseBufReader, Leased, R};
/// fn start(lease: Leased<R, [u8]>) -> LeaseBufReader<R, 0> {
///     LeaseBufReader::from(lease)
/// }
/// # let _: fn(_) -> _ = start;
/// ```
pub struct LeaseBufReader<A: AttributeRead, const N: usize> {
    lease: Leased<A, [u8]>,
    /// How many of the lease's bytes have been fetched.
    fetched: usize,
    /// The bytes fetched last, in its first `filled` bytes.
    buffer: [u8; N],
    filled: usize,
    /// How many of these have been handed out.
    taken: usize,
}

impl<A: AttributeRead, const N: usize> From<Leased<A, [u8]>>
    for LeaseBufReader<A, N>
{
    fn from(lease: Leased<A, [u8]>) -> Self {
        const { assert!(N > 0, "a buffer needs at least one byte") };
        Self {
            lease,
            fetched: 0,
            buffer: [0; N],
            filled: 0,
            taken: 0,
        }
    }
}

impl<A: AttributeRead, const N: usize> LeaseBufReader<A, N> {
    /// Whether every byte has been handed out.
    pub fn is_eof(&self) -> bool {
        self.remaining_size() == 0
    }

    /// How many bytes are still to come, buffered ones included.
    pub fn remaining_size(&self) -> usize {
        let unfetched = self.lease.len().saturating_sub(self.fetched);
        unfetched.saturating_add(self.filled.saturating_sub(self.taken))
    }

    /// Fetches the next bytes if none are buffered. [`read`](Self::read) does
    /// so by itself; this is for whoever wants to know when it fails. At the
    /// end there is nothing to fetch, which is no error.
    ///
    /// # Errors
    ///
    /// The lender is gone.
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn refill(&mut self) -> Result<(), ()> {
        if self.taken < self.filled || self.is_eof() {
            return Ok(());
        }
        // Nothing is buffered, so what remains is what is not fetched.
        let count = self.remaining_size().min(N);
        let end = self.fetched.saturating_add(count);
        self.taken = 0;
        self.filled = 0;
        self.lease.read_range(self.fetched..end, &mut self.buffer)?;
        self.filled = count;
        self.fetched = end;
        Ok(())
    }

    /// The next byte; `None` at the end ([`is_eof`](Self::is_eof)), or when the
    /// lender is gone (not `is_eof`).
    pub fn read(&mut self) -> Option<u8> {
        if self.is_eof() {
            return None;
        }
        self.refill().ok()?;
        let byte = *self.buffer.get(self.taken)?;
        self.taken = self.taken.saturating_add(1);
        Some(byte)
    }
}

impl<'a, A: AttributeRead, const N: usize> BufReader<'a>
    for LeaseBufReader<A, N>
{
    fn remaining_size(&self) -> usize {
        LeaseBufReader::remaining_size(self)
    }

    fn read(&mut self) -> Option<u8> {
        LeaseBufReader::read(self)
    }
}

/// Writes a lease byte by byte, storing `N` bytes at a time.
///
/// What is buffered is stored when the buffer is full and more comes, by
/// [`flush`](Self::flush), and when this is dropped; the last cannot report
/// that the lender is gone. Drop it before the request is answered.
///
/// `N` bytes and 4 words; an `N` of 0 does not compile:
///
/// ```compile_fail
/// # use idol_runtime::{LeaseBufWriter, Leased, W};
/// fn start(lease: Leased<W, [u8]>) -> LeaseBufWriter<W, 0> {
///     LeaseBufWriter::from(lease)
/// }
/// # let _: fn(_) -> _ = start;
/// ```
pub struct LeaseBufWriter<A: AttributeWrite, const N: usize> {
    lease: Leased<A, [u8]>,
    /// How many of the lease's bytes have been stored.
    stored: usize,
    /// The bytes not yet stored, in its first `filled` bytes.
    buffer: [u8; N],
    filled: usize,
}

impl<A: AttributeWrite, const N: usize> From<Leased<A, [u8]>>
    for LeaseBufWriter<A, N>
{
    fn from(lease: Leased<A, [u8]>) -> Self {
        const { assert!(N > 0, "a buffer needs at least one byte") };
        Self {
            lease,
            stored: 0,
            buffer: [0; N],
            filled: 0,
        }
    }
}

impl<A: AttributeWrite, const N: usize> LeaseBufWriter<A, N> {
    /// Whether there is no room for another byte.
    pub fn is_eof(&self) -> bool {
        self.remaining_size() == 0
    }

    /// How many more bytes can be written.
    pub fn remaining_size(&self) -> usize {
        let used = self.stored.saturating_add(self.filled);
        self.lease.len().saturating_sub(used)
    }

    /// Writes one byte into the buffer, which is stored first if it is full.
    ///
    /// # Errors
    ///
    /// There is no room left ([`is_eof`](Self::is_eof)), or the lender is gone
    /// (not `is_eof`). The byte is not written.
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn write(&mut self, byte: u8) -> Result<(), ()> {
        if self.is_eof() {
            return Err(());
        }
        if self.filled == N {
            self.flush()?;
        }
        *self.buffer.get_mut(self.filled).ok_or(())? = byte;
        self.filled = self.filled.saturating_add(1);
        Ok(())
    }

    /// Stores what is buffered.
    ///
    /// # Errors
    ///
    /// The lender is gone. The bytes stay buffered.
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn flush(&mut self) -> Result<(), ()> {
        if self.filled == 0 {
            return Ok(());
        }
        let end = self.stored.saturating_add(self.filled);
        self.lease.write_range(self.stored..end, &self.buffer)?;
        self.stored = end;
        self.filled = 0;
        Ok(())
    }
}

impl<A: AttributeWrite, const N: usize> Drop for LeaseBufWriter<A, N> {
    fn drop(&mut self) {
        // Nobody is left to tell: the lender is gone.
        let _ = self.flush();
    }
}

impl<'a, A: AttributeWrite, const N: usize> BufWriter<'a>
    for LeaseBufWriter<A, N>
{
    fn remaining_size(&self) -> usize {
        LeaseBufWriter::remaining_size(self)
    }

    fn write(&mut self, byte: u8) -> Result<(), ()> {
        LeaseBufWriter::write(self, byte)
    }
}
