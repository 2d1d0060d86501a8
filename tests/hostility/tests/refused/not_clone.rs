//! A build script that demands `FailServer`, and an error that is not `Clone`.
pub enum GateError {
    Locked = 1,
}

impl From<GateError> for u16 {
    fn from(error: GateError) -> Self {
        error as u16
    }
}

hostility::stub!(not_clone, server);

fn main() {}
