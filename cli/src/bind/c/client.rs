//! The two files of an interface: its types and its operations.

use idol_debug::schema::Schema;

use super::names::{Scope, comment, lower};
use super::operation::Made;
use super::types::Types;
use crate::bind::python::names::module;
use crate::outcome::Failure;

/// A module's name, its header and its source.
pub(super) struct Files {
    pub(super) module: String,
    pub(super) header: String,
    pub(super) source: String,
}

/// What follows the names of operations in those of their functions and types.
const FUNCTIONS: [&str; 8] = [
    "_encode_request",
    "_decode_request",
    "_encode_reply",
    "_encode_error",
    "_decode_answer",
    "_cursor",
    "_begin",
    "_next",
];

/// The same of constants.
const CONSTANTS: [&str; 3] = ["_MESSAGE_MAX", "_ROOM", "_NUMBER"];

/// The names that an interface has in C, and its types. What is named the same
/// in the same order has the same names.
pub(super) struct Named<'s> {
    pub(super) module: String,
    pub(super) types: Types<'s>,
    /// The functions of the operations, in their order.
    functions: Vec<String>,
}

impl<'s> Named<'s> {
    pub(super) fn new(
        schema: &'s Schema,
        scope: &mut Scope,
    ) -> Result<Self, Failure> {
        let module = module(&schema.interface);
        let mut functions = Vec::new();
        for operation in &schema.operations {
            let wanted = format!("{module}_{}", lower(&operation.name));
            let function = scope.name_of_all(&wanted, &FUNCTIONS);
            scope.name_of_all(&function.to_uppercase(), &CONSTANTS);
            functions.push(function);
        }
        let types = Types::of(schema, &module, scope)?;
        Ok(Self {
            module,
            types,
            functions,
        })
    }

    /// The function of an operation, by its position.
    pub(super) fn function(&self, operation: usize) -> &str {
        self.functions.get(operation).map_or("", String::as_str)
    }
}

/// The files of an interface.
pub(super) fn files(schema: &Schema, named: &Named<'_>) -> Files {
    let module = &named.module;
    let upper = module.to_uppercase();
    let interface = &schema.interface;
    let about = match &schema.doc {
        Some(doc) => comment(doc),
        None => format!(" * The interface `{interface}`.\n"),
    };
    let mut header = format!(
        "/*\n{about} *\n * Made by `idol bind c`: do not edit.\n */\n#ifndef \
         IDOL_{upper}_H\n#define IDOL_{upper}_H\n\n#include \"idol.h\"\n\n\
         #ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n/* What client and \
         server must agree on. */\n#define {upper}_FINGERPRINT \"{}\"\n\n{}",
        schema.fingerprint, named.types.header
    );
    let mut source = format!(
        "/* `{interface}`: see the header. Made by `idol bind c`: do not edit. \
         */\n#include \"{module}.h\"\n\n#include <string.h>\n\n{}",
        named.types.source
    );
    for (operation, function) in schema.operations.iter().zip(&named.functions)
    {
        let made = Made::new(&named.types, operation, function);
        made.write(schema.cursor(operation), &mut header, &mut source);
    }
    header.push_str("#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
    Files {
        module: module.clone(),
        header,
        source: source.trim_end().to_owned() + "\n",
    }
}
