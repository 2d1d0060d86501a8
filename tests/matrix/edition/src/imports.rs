//! What a crate has imported itself, or left to the stub.

/// `sys_send` is imported for the stub's sake alone.
pub mod sys_send_imported {
    use crate::imports::SideError;
    use userlib::sys_send;

    matrix::stub!(left, client);
}

/// The names that the stub has imported, and uses of them.
pub mod both_imported {
    use crate::imports::SideError;
    use userlib::{UnwrapLite, sys_send};

    matrix::stub!(left, client);

    /// The last of some steps.
    pub fn last(steps: &[u8]) -> u8 {
        *steps.last().unwrap_lite()
    }
}

/// `unwrap_lite` comes with the stub.
pub mod unwrap_lite {
    use crate::imports::SideError;

    matrix::stub!(left, client);

    /// The last of some steps.
    pub fn last(steps: &[u8]) -> u8 {
        *steps.last().unwrap_lite()
    }
}

/// So it does with a server's.
pub mod server_unwrap_lite {
    use crate::imports::SideError;

    matrix::stub!(left, server);

    /// The first of some steps.
    pub fn first(steps: &[u8]) -> u8 {
        *steps.first().unwrap_lite()
    }
}

/// Why one does not stop.
#[derive(Debug, PartialEq, idol_derive::IdolError, counters::Count)]
pub enum SideError {
    /// It cannot.
    Stuck = 1,
    /// Its server is gone.
    #[idol(server_death)]
    Gone = 2,
}
