//! What a server is on the bus.

use idol_debug::schema::{Operation, Schema};

/// A server as an object.
pub(super) struct Object {
    pub(super) server: String,
    pub(super) interface: String,
    pub(super) schema: Schema,
}

impl Object {
    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        let mut all = self.schema.operations.iter();
        all.find(|operation| operation.name == name)
    }
}
