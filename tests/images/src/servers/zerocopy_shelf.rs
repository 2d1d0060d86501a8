//! A shelf with the encoding Zerocopy.

use super::shelf::shelf;

shelf!(zerocopy_shelf, "zerocopy_shelf_server.rs", weigh);
