//! Clients in C99: two files for each interface, and what they share.

mod alternatives;
mod client;
mod cursor;
mod definitions;
mod expression;
mod literal;
mod messages;
mod names;
mod operation;
mod text;
mod types;

use std::collections::BTreeSet;

use idol_debug::Value;
use idol_debug::schema::Schema;

use self::client::Named;
use self::names::Scope;
use super::python::names::is_plain;
use crate::outcome::Failure;

/// What all clients share, and the way to servers behind a bridge, as they are
/// written.
const SHARED: [(&str, &str); 4] = [
    ("idol.h", include_str!("c/idol.h")),
    ("idol.c", include_str!("c/idol.c")),
    ("idol_bridge.h", include_str!("c/idol_bridge.h")),
    ("idol_bridge.c", include_str!("c/idol_bridge.c")),
];

/// The files of clients, by their names.
pub(super) fn files(
    schemas: &[Schema],
) -> Result<Vec<(String, String)>, Failure> {
    let mut files: Vec<_> = SHARED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    // What the linker sees is one scope for all.
    let mut scope = Scope::default();
    let mut modules =
        BTreeSet::from(["idol".to_owned(), "idol_bridge".to_owned()]);
    for schema in schemas {
        let named = named(schema, &mut scope)?;
        if !modules.insert(named.module.clone()) {
            return Err(Failure::new(format!(
                "two interfaces would be the files `{}.h`",
                named.module
            )));
        }
        let made = client::files(schema, &named);
        files.push((format!("{}.h", made.module), made.header));
        files.push((format!("{}.c", made.module), made.source));
    }
    Ok(files)
}

fn named<'s>(
    schema: &'s Schema,
    scope: &mut Scope,
) -> Result<Named<'s>, Failure> {
    let interface = &schema.interface;
    if !is_plain(interface) {
        return Err(Failure::new(format!(
            "`{interface}` is no name that C has"
        )));
    }
    Named::new(schema, scope)
}

/// The clients of one interface as a program sees them that writes C: names,
/// and values as what variables begin with.
///
/// ```
/// use idol_cli::bind::Words;
/// use idol_debug::Value;
/// use idol_debug::schema::Schema;
///
/// let schema = Schema::from_json(
///     r#"{
///         "schema": 1, "interface": "Lamp", "word": 4,
///         "fingerprint": "0123456789abcdef",
///         "limits": { "message": 0, "reply": 3 },
///         "operations": [],
///         "types": {
///             "u16": { "kind": "unsigned", "size": 2 },
///             "Option<u16>": {
///                 "kind": "option", "size": 4, "of": "u16", "offset": 2,
///                 "discriminant": { "offset": 0, "size": 2 },
///                 "none": 0, "some": 1
///             }
///         }
///     }"#,
/// )?;
/// let words = Words::new(&schema)?;
/// assert_eq!(words.ty("Option<u16>").as_deref(), Some("lamp_option_u16"));
/// let value = Value::variant("Some", [7u16]);
/// assert_eq!(
///     words.literal("Option<u16>", &value).as_deref(),
///     Some("{.some = true, .value = UINT64_C(7)}")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Words<'s> {
    named: Named<'s>,
}

impl<'s> Words<'s> {
    /// Those of an interface that is alone.
    ///
    /// # Errors
    ///
    /// If C has no words for it.
    pub fn new(schema: &'s Schema) -> Result<Self, Failure> {
        Ok(Self {
            named: named(schema, &mut Scope::default())?,
        })
    }

    /// The header's name, without its end.
    pub fn module(&self) -> &str {
        &self.named.module
    }

    /// The function of an operation, by its position in the schema.
    pub fn function(&self, operation: usize) -> &str {
        self.named.function(operation)
    }

    /// A type; none where nothing stands for it.
    pub fn ty(&self, name: &str) -> Option<String> {
        self.named.types.name(name)
    }

    /// Whether values of a type are given by pointers.
    pub fn is_struct(&self, name: &str) -> bool {
        self.named.types.is_struct(name)
    }

    /// What a variable of a type begins with to be a value; none where nothing
    /// stands for the type, or the value is none of it.
    pub fn literal(&self, ty: &str, value: &Value) -> Option<String> {
        self.named.types.literal(ty, value)
    }
}
