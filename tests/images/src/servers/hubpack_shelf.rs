//! A shelf with the encoding Hubpack.

use super::shelf::shelf;

shelf!(hubpack_shelf, "hubpack_shelf_server.rs", weigh);
