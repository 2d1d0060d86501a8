//! Servers in a crate that has no more than it may count on.

#![no_std]
#![deny(warnings, clippy::all, elided_lifetimes_in_paths, missing_docs)]
#![forbid(clippy::wildcard_imports)]

#[path = "../../../src/failure.rs"]
mod failure;
pub use failure::Failure;

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError, W};
use userlib::RecvMessage;

impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for Failure {}

mod diary {
    use super::Failure;
    matrix::stub!(diary, server, uncounted);
}

mod shelf {
    use super::Failure;
    matrix::stub!(shelf, server, uncounted);
}

/// Keeps a diary for ever.
pub fn keep_diary() {
    idol_runtime::serve!(diary, Diary { marks: [None; 8] })
}

/// Sorts books for ever.
pub fn sort_books() {
    idol_runtime::serve!(shelf, Shelf)
}

struct Diary {
    marks: [Option<u8>; 8],
}

impl NoNotifications for Diary {}

impl diary::InOrderDiaryImpl for Diary {
    fn write(
        &mut self,
        _: &RecvMessage,
        day: u8,
        good: bool,
        mark: Option<u8>,
    ) -> Result<(u8, bool), RequestError<Failure>> {
        let kept = self.marks.get_mut(usize::from(day));
        *kept.ok_or(Failure::Impossible)? = mark;
        Ok((day, good))
    }

    fn read(
        &mut self,
        _: &RecvMessage,
        day: u8,
    ) -> Result<Option<u8>, RequestError<u16>> {
        let kept = self.marks.get(usize::from(day));
        kept.copied().ok_or(404.into())
    }
}

struct Shelf;

impl NoNotifications for Shelf {}

impl shelf::InOrderShelfImpl for Shelf {
    fn sort(
        &mut self,
        _: &RecvMessage,
        row: u8,
        books: Leased<R, [u8]>,
        titles: LenLimit<Leased<W, [u16]>, 4>,
        longest: Leased<W, u32>,
    ) -> Result<u8, RequestError<Failure>> {
        let count = books.len().min(titles.len());
        for i in 0..count {
            let book = books.read_at(i).ok_or(RequestError::went_away())?;
            titles
                .write_at(i, u16::from(book) << 8)
                .map_err(|()| RequestError::went_away())?;
        }
        longest
            .write(70_000)
            .map_err(|()| RequestError::went_away())?;
        Ok(row + count as u8)
    }
}
