//! A server with leases, and a test of it.

// The client, `Flash`.
include!(concat!(env!("OUT_DIR"), "/flash_client.rs"));

idol_runtime::stub!(mod idl = "flash_server.rs", use FlashError);

use core::convert::Infallible;

use idol_runtime::{
    Leased, LenLimit, NoNotifications, OrWentAway, R, RequestError, W,
};
use userlib::RecvMessage;

/// Why a page is not written.
#[derive(
    Clone, Copy, Debug, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum FlashError {
    /// There are not so many pages.
    NoPage = 1,
    /// The driver was restarted, and the page may or may not be written.
    #[idol(server_death)]
    Restarted = 2,
}

/// The driver of a chip that is simulated.
pub struct Driver {
    pages: [[u8; 256]; 4],
}

impl NoNotifications for Driver {}

impl idl::InOrderFlashImpl for Driver {
    fn swap(
        &mut self,
        _: &RecvMessage,
        page: u16,
        new: LenLimit<Leased<R, [u8]>, 256>,
        old: Leased<W, [u8; 256]>,
    ) -> Result<(), RequestError<FlashError>> {
        let page = self.pages.get_mut(usize::from(page));
        let page = page.ok_or(FlashError::NoPage)?;
        old.write(*page).or_went_away()?;
        let len = new.len();
        new.read_range(0..len, &mut page[..len]).or_went_away()
    }

    fn pages(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u16, RequestError<Infallible>> {
        Ok(self.pages.len() as u16)
    }
}

/// The driver's task.
pub fn main() -> ! {
    let pages = [[0xff; 256]; 4];
    idol_runtime::serve!(idl, Driver { pages })
}

#[cfg(test)]
mod tests {
    use super::{Flash, FlashError, main};
    use kernel::{Action, CallKind, End, Restart, System, When};

    #[test]
    fn a_writer_is_told_that_the_driver_died_and_a_reader_asks_again() {
        let mut system = System::new();
        let driver = system.task("driver", 1, || main());
        let client = system.task("client", 2, move || {
            let flash = Flash::from(driver);
            let mut old = [0; 256];
            let dead = flash.swap(3, b"new", &mut old);
            assert_eq!(dead, Err(FlashError::Restarted));
            assert_eq!(flash.pages(), 4);
            assert_eq!(flash.swap(3, b"new", &mut old), Ok(()));
            assert_eq!(old, [0xff; 256]);
        });
        // The driver dies with the first request in its hands, and again with
        // the second.
        let dies = Action::kill(driver, Restart::AtOnce);
        system.script(When::after(driver, CallKind::Recv, 1), dies);
        system.script(When::after(driver, CallKind::Recv, 2), dies);

        assert_eq!(system.run(), End::Idle);
        assert_eq!(system.fault(client), None);
        assert_eq!(u8::from(system.current_id(driver).generation()), 2);
    }
}
