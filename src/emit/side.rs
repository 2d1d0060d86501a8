//! The two sides of an interface.

/// The side whose stub is being written.
#[derive(Copy, Clone)]
pub(super) enum Side {
    Client,
    Server,
}
