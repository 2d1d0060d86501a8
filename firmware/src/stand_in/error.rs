//! How the errors of all interfaces are defined.

/// Defines the error enum of an interface: codes from 1 up, the last of them
/// for a server that died.
macro_rules! error {
    ($(#[doc = $doc:literal])* $name:ident { $($variant:ident),* }) => {
        $(#[doc = $doc])*
        #[expect(missing_docs, reason = "the names say what they are for")]
        #[derive(Copy, Clone, Debug, Eq, PartialEq)]
        #[derive(idol_derive::IdolError, counters::Count)]
        #[repr(u8)]
        pub enum $name {
            FirstError = 1,
            $($variant,)*
            #[idol(server_death)]
            ServerRestarted,
        }
    };
}
pub(crate) use error;
