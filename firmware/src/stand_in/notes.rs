//! What `notes.idol` names.

use serde::{Deserialize, Serialize};

use crate::stand_in::error;

/// What is noted.
#[derive(Copy, Clone, Debug, Serialize, Deserialize)]
pub enum Note {
    /// To see somebody.
    Meet,
    /// To buy something, so many of them.
    Buy(u8),
    /// To be somewhere.
    Go {
        /// How far east.
        x: i32,
        /// How far north.
        y: i32,
    },
}

/// Where a note is.
#[derive(Copy, Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The page.
    pub page: u16,
    /// The line.
    pub line: u8,
}

error! {
    /// Why nothing was noted.
    NotesError { NoPaper }
}
