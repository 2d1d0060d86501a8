//! What `eeprom.idol` names.

use crate::stand_in::error;

error! {
    /// Why a byte could not be read or written. 1 byte.
    EepromError { BadAddress, Busy }
}
