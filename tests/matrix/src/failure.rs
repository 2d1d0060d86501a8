//! An error that no derive made, for crates that have none.

/// Why it is not done.
#[derive(Debug, PartialEq)]
pub enum Failure {
    /// It is not possible.
    Impossible,
    /// The server died.
    Gone,
}

impl From<Failure> for u16 {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Impossible => 1,
            Failure::Gone => 2,
        }
    }
}

impl TryFrom<u32> for Failure {
    type Error = ();

    fn try_from(code: u32) -> Result<Self, ()> {
        match (code, userlib::extract_new_generation(code)) {
            (1, _) => Ok(Self::Impossible),
            (2, _) | (_, Some(_)) => Ok(Self::Gone),
            _ => Err(()),
        }
    }
}
