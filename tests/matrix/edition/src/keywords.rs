//! An interface whose names are keywords.

/// The client.
pub mod client {
    use super::{Count, Word, WordError};
    matrix::stub!(words, client);
}

mod server {
    use super::{Count, Word, WordError};
    matrix::stub!(words, server);
}

/// The server that answers later, only compiled.
pub mod pipelined {
    use super::{Count, Word, WordError};
    matrix::stub!(words, pipelined);
}

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RW, RequestError, W};
use serde::{Deserialize, Serialize};
use userlib::{FromPrimitive, RecvMessage};
use zerocopy_derive::{Immutable, IntoBytes, TryFromBytes};

/// A word.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    FromPrimitive,
    TryFromBytes,
    IntoBytes,
    Immutable,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(u8)]
pub enum Word {
    /// The first.
    Noun = 0,
    /// The second.
    Verb = 1,
}

/// How many there are.
#[derive(IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Count(pub u16);

impl From<u16> for Count {
    fn from(count: u16) -> Self {
        Self(count)
    }
}

/// Why a word is none.
#[derive(Clone, Debug, PartialEq, idol_derive::IdolError, counters::Count)]
pub enum WordError {
    /// It is not known.
    Unknown = 1,
    /// Nobody knows.
    #[idol(server_death)]
    Gone = 2,
}

/// Understands words for ever.
pub fn main() {
    idol_runtime::serve!(server, Reader)
}

struct Reader;

impl NoNotifications for Reader {}

impl server::InOrdervirtualImpl for Reader {
    fn r#type(
        &mut self,
        _: &RecvMessage,
        r#match: u8,
        r#loop: bool,
        r#gen: u16,
    ) -> Result<u8, RequestError<WordError>> {
        match r#loop {
            true => Ok(r#match + r#gen as u8),
            false => Err(WordError::Unknown.into()),
        }
    }

    fn r#async(
        &mut self,
        _: &RecvMessage,
        r#await: Word,
        r#dyn: Count,
        r#ref: LenLimit<Leased<R, [u8]>, 4>,
        r#mut: Leased<W, [u8; 2]>,
    ) -> Result<u16, RequestError<WordError>> {
        let first = r#ref.read_at(0).ok_or(RequestError::went_away())?;
        r#mut
            .write([first, r#await as u8])
            .map_err(|()| RequestError::went_away())?;
        Ok(r#dyn.0)
    }

    fn r#gen(
        &mut self,
        _: &RecvMessage,
        r#try: Word,
        r#yield: Option<u8>,
    ) -> Result<u8, RequestError<WordError>> {
        let number = r#yield.ok_or(WordError::Unknown)?;
        Ok(r#try as u8 + number)
    }

    fn r#do(
        &mut self,
        _: &RecvMessage,
        r#abstract: u8,
        r#box: bool,
        r#final: Leased<RW, [u16]>,
    ) -> Result<u8, RequestError<WordError>> {
        let last = r#final.read_at(0).ok_or(RequestError::went_away())?;
        r#final
            .write_at(0, last + 1)
            .map_err(|()| RequestError::went_away())?;
        Ok(r#abstract + u8::from(r#box))
    }

    fn r#try(
        &mut self,
        _: &RecvMessage,
        r#as: Option<u8>,
        r#where: Word,
    ) -> Result<Word, RequestError<WordError>> {
        r#as.ok_or(WordError::Unknown)?;
        Ok(r#where)
    }
}
