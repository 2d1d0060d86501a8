//! An error that no return code can be turned into.
#[derive(Copy, Clone)]
pub enum DoorError {
    Stuck = 1,
}

hostility::stub!(unmarked, client);

fn main() {}
