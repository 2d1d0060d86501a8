//! A server with the encoding Hubpack. It answers with what it is asked.

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{Parcel, Refusal, Shelf, StoreError, Wanted};

    include!(concat!(env!("OUT_DIR"), "/store_server.rs"));
}

use debug::types::{Parcel, Refusal, Shelf, StoreError, Wanted};

/// The server, with one parcel.
#[derive(Default)]
pub(crate) struct Store(Option<Parcel>);

impl NoNotifications for Store {}

type Answer<T, E> = Result<T, RequestError<E>>;

impl idl::InOrderStoreImpl for Store {
    fn put(
        &mut self,
        _: &RecvMessage,
        parcel: Parcel,
        urgent: bool,
        shelf: Option<u8>,
    ) -> Answer<Shelf, Refusal> {
        if let Some(by) = parcel.weight.checked_sub(100) {
            return Err(Refusal::TooHeavy { by: by.into() }.into());
        }
        self.0 = Some(parcel);
        match (urgent, shelf) {
            (true, Some(shelf)) => Ok(Shelf(shelf)),
            (true, None) => Ok(Shelf(200)),
            (false, _) => Err(Refusal::Full.into()),
        }
    }

    fn find(
        &mut self,
        _: &RecvMessage,
        what: Wanted,
    ) -> Answer<Option<Parcel>, StoreError> {
        match what {
            Wanted::Any => Ok(self.0),
            Wanted::Number(number) => {
                Ok(self.0.filter(|parcel| parcel.number == number))
            }
            Wanted::Weight(..) | Wanted::Near { .. } => {
                Err(StoreError::NoSuch.into())
            }
        }
    }

    fn pairs(
        &mut self,
        _: &RecvMessage,
        pair: (i16, Wanted),
        row: [Shelf; 2],
    ) -> Answer<(i16, Wanted), Infallible> {
        let [shelf, or] = row;
        Ok(match pair {
            (number, Wanted::Any) => {
                let or = Some(or);
                (-number, Wanted::Near { shelf, or })
            }
            (number, wanted) => (number, wanted),
        })
    }

    fn is_open(
        &mut self,
        _: &RecvMessage,
        big: u128,
    ) -> Answer<bool, Infallible> {
        Ok(big == 1 << 100)
    }

    fn close(&mut self, _: &RecvMessage) -> Answer<(), Infallible> {
        Ok(())
    }
}
