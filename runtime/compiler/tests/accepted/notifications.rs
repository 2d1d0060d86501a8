//! A server says what it does with notifications in one line or by hand; the
//! two go together in one crate, for generic servers too.
use std::marker::PhantomData;

use idol_runtime::{NoNotifications, NotificationHandler};
use userlib::NotificationBits;

struct Quiet;
impl NoNotifications for Quiet {}

struct QuietOf<T>(PhantomData<T>);
impl<T> NoNotifications for QuietOf<T> {}

struct Loud;
impl NotificationHandler for Loud {
    fn current_notification_mask(&self) -> u32 {
        1
    }
    fn handle_notification(&mut self, _bits: NotificationBits) {}
}

struct LoudOf<T>(T);
impl<T: Copy> NotificationHandler for LoudOf<T> {
    fn current_notification_mask(&self) -> u32 {
        2
    }
    fn handle_notification(&mut self, _bits: NotificationBits) {}
}

/// As a generated server trait requires it.
trait InOrderImpl: NotificationHandler {}
impl InOrderImpl for Quiet {}
impl InOrderImpl for QuietOf<u8> {}
impl InOrderImpl for Loud {}
impl InOrderImpl for LoudOf<u8> {}

fn mask(server: &impl InOrderImpl) -> u32 {
    server.current_notification_mask()
}

fn main() {
    assert_eq!(mask(&Quiet), 0);
    assert_eq!(mask(&QuietOf::<u8>(PhantomData)), 0);
    assert_eq!(mask(&Loud), 1);
    assert_eq!(mask(&LoudOf(1u8)), 2);
}
