//! Types and operations in the words of D-Bus.

use std::fmt::Write as _;

use idol_debug::schema::{Access, Kind, Lease, Operation, Schema, Variant};

/// The signature of a type's values.
pub(super) fn of(schema: &Schema, ty: &str) -> String {
    let Some(found) = schema.types.get(ty) else {
        return "y".to_owned();
    };
    let width = found.size;
    match &found.kind {
        // D-Bus has no value without bytes.
        Kind::Unit => "y".to_owned(),
        Kind::Bool => "b".to_owned(),
        Kind::Char => "s".to_owned(),
        Kind::Float => "d".to_owned(),
        Kind::Unsigned { .. } => match width {
            1 => "y",
            2 => "q",
            4 => "u",
            8 => "t",
            _ => "s",
        }
        .to_owned(),
        Kind::Signed { .. } => match width {
            1 | 2 => "n",
            4 => "i",
            8 => "x",
            _ => "s",
        }
        .to_owned(),
        Kind::Array { element, .. } => format!("a{}", of(schema, element)),
        Kind::Newtype { of: inner, .. } => of(schema, inner),
        // None is empty, and Some holds one.
        Kind::Option { of: inner, .. } => format!("a{}", of(schema, inner)),
        Kind::Tuple { fields } | Kind::Struct { fields } => {
            let mut text = "(".to_owned();
            for field in fields {
                text += &of(schema, &field.ty);
            }
            text + ")"
        }
        Kind::Enum { variants, .. } => match has_fields(variants) {
            true => "(sv)".to_owned(),
            false => "s".to_owned(),
        },
    }
}

/// Whether any variant of an enum has fields.
pub(super) fn has_fields(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| !variant.fields.is_empty())
}

/// Whether `()` is all that a type has.
pub(super) fn is_unit(schema: &Schema, ty: &str) -> bool {
    let found = schema.types.get(ty);
    found.is_some_and(|found| found.kind == Kind::Unit)
}

/// The signature of what is lent.
pub(super) fn of_lease(schema: &Schema, lease: &Lease) -> String {
    let one = of(schema, &lease.ty);
    match lease.slice {
        true => format!("a{one}"),
        false => one,
    }
}

/// What a peer passes for a lease: nothing where one value is written, the
/// number of elements where some are, and else what is lent.
pub(super) fn passed(schema: &Schema, lease: &Lease) -> Option<String> {
    match (lease.access, lease.slice) {
        (Access::Write, false) => None,
        (Access::Write, true) => Some("u".to_owned()),
        _ => Some(of_lease(schema, lease)),
    }
}

/// The names and signatures of what an operation takes.
pub(super) fn inputs<'s>(
    schema: &Schema,
    operation: &'s Operation,
) -> Vec<(&'s str, String)> {
    let arguments = operation.arguments.iter();
    let arguments = arguments.map(|a| (a.name.as_str(), of(schema, &a.ty)));
    let leases = operation.leases.iter().filter_map(|lease| {
        Some((lease.name.as_str(), passed(schema, lease)?))
    });
    arguments.chain(leases).collect()
}

/// The names and signatures of what it gives.
fn outputs<'s>(
    schema: &Schema,
    operation: &'s Operation,
) -> Vec<(&'s str, String)> {
    let ty = &operation.reply.ty;
    let reply = (!is_unit(schema, ty)).then(|| ("reply", of(schema, ty)));
    let leases = operation.leases.iter();
    let leases = leases
        .filter(|lease| lease.access != Access::Read)
        .map(|lease| (lease.name.as_str(), of_lease(schema, lease)));
    reply.into_iter().chain(leases).collect()
}

/// The description of an interface for `Introspect`.
pub(super) fn xml(interface: &str, schema: &Schema) -> String {
    let mut text = format!("  <interface name=\"{interface}\">\n");
    // Writing to a text does not fail.
    for operation in &schema.operations {
        let _ = writeln!(text, "    <method name=\"{}\">", operation.name);
        let inputs = inputs(schema, operation);
        let outputs = outputs(schema, operation);
        let all = inputs
            .iter()
            .map(|it| ("in", it))
            .chain(outputs.iter().map(|it| ("out", it)));
        for (direction, (name, signature)) in all {
            let _ = writeln!(
                text,
                "      <arg name=\"{name}\" type=\"{signature}\" \
                 direction=\"{direction}\"/>"
            );
        }
        text += "    </method>\n";
    }
    text + "  </interface>\n"
}
