//! A shelf with the encoding Ssmarshal.

use super::shelf::shelf;

shelf!(ssmarshal_shelf, "ssmarshal_shelf_server.rs");
