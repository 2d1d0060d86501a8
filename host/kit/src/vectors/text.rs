//! The file: JSON with a line for each vector, so that a change is read at a
//! glance.

use std::fmt;

use super::json::Json;
use super::operation::OperationVectors;
use super::whole::{VERSION, Vectors};

impl fmt::Display for Vectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{{")?;
        writeln!(f, "  \"format\": \"idol-vectors\",")?;
        writeln!(f, "  \"version\": {VERSION},")?;
        let interface = Json::text(self.interface);
        writeln!(f, "  \"interface\": {interface},")?;
        writeln!(f, "  \"operations\": [")?;
        for (i, op) in self.operations.iter().enumerate() {
            operation(f, op)?;
            let comma = if i + 1 < self.operations.len() {
                ","
            } else {
                ""
            };
            writeln!(f, "{comma}")?;
        }
        writeln!(f, "  ]")?;
        writeln!(f, "}}")
    }
}

fn operation(f: &mut fmt::Formatter<'_>, op: &OperationVectors) -> fmt::Result {
    writeln!(f, "    {{")?;
    for (name, value) in op.head() {
        writeln!(f, "      \"{name}\": {value},")?;
    }
    rows(f, "leases", op.leases())?;
    writeln!(f, ",")?;
    rows(f, "requests", op.requests_shown())?;
    writeln!(f, ",")?;
    rows(f, "replies", op.replies())?;
    writeln!(f)?;
    write!(f, "    }}")
}

fn rows(f: &mut fmt::Formatter<'_>, name: &str, rows: &[Json]) -> fmt::Result {
    if rows.is_empty() {
        return write!(f, "      \"{name}\": []");
    }
    writeln!(f, "      \"{name}\": [")?;
    for (i, row) in rows.iter().enumerate() {
        let comma = if i + 1 < rows.len() { "," } else { "" };
        writeln!(f, "        {row}{comma}")?;
    }
    write!(f, "      ]")
}
