//! An error that no return code can be made of.
use idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

#[derive(Copy, Clone)]
pub enum DoorError {
    Stuck = 1,
}

impl IHaveConsideredServerDeathWithThisErrorType for DoorError {}

hostility::stub!(unmarked, server);

fn main() {}
