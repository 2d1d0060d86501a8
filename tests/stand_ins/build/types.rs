//! The text of types that have what their use requires.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::Result;
use crate::uses::{Names, Uses};

/// The import of some names from a module, if there are any.
pub(crate) fn import(module: &str, names: &BTreeSet<String>) -> String {
    match names.is_empty() {
        true => String::new(),
        false => {
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            format!("use {module}::{{{}}};\n", names.join(", "))
        }
    }
}

/// The text of a module's items.
pub(crate) fn text(names: &Names) -> Result<String> {
    let mut text = String::new();
    for name in &names.constants {
        write!(
            text,
            "/// A length.\n\
             #[allow(clippy::all, dead_code, nonstandard_style)]\n\
             pub const {name}: usize = 24;\n"
        )?;
    }
    for (name, uses) in &names.types {
        let item = item(name, uses).map_err(|why| format!("`{name}` {why}"))?;
        text.push_str(&item);
    }
    for (name, (raw, ty)) in &names.functions {
        write!(
            text,
            "/// Makes a `{ty}`.\n\
             pub fn {name}(raw: {raw}) -> {ty} {{ {ty}(raw) }}\n"
        )?;
    }
    for (name, names) in &names.modules {
        write!(
            text,
            "/// Stands in for another module or crate.\n\
             #[allow(nonstandard_style)]\n\
             pub mod {name} {{\n{}}}\n",
            self::text(names)?
        )?;
    }
    Ok(text)
}

/// One type.
fn item(name: &str, uses: &Uses) -> Result<String> {
    let is_enum = uses.primitive.is_some() || uses.code || uses.complex;
    let raw = match (&uses.from, &uses.made) {
        (None, None) => None,
        (Some(raw), None) | (None, Some(raw)) => Some(raw),
        (Some(a), Some(b)) if a == b => Some(a),
        (Some(_), Some(_)) => {
            return Err("is made of two different types".into());
        }
    };
    if is_enum && raw.is_some() {
        return Err("is made in two different ways".into());
    }
    let mut derives = Vec::new();
    if uses.serde {
        derives.extend(["::serde::Serialize", "::serde::Deserialize"]);
    }
    if uses.hubpack {
        derives.push("::hubpack::SerializedSize");
    }
    if uses.bytes || uses.primitive.is_some() || raw.is_some() {
        derives.push("::zerocopy_derive::IntoBytes");
        derives.push("::zerocopy_derive::Immutable");
    }
    if uses.bytes {
        derives.push(match is_enum {
            true => "::zerocopy_derive::TryFromBytes",
            false => "::zerocopy_derive::FromBytes",
        });
    }
    let mut text = String::from("/// Stands in for a type of this name.\n");
    if !is_enum {
        let raw = raw.map_or("u32", String::as_str);
        attribute(&mut text, &derives)?;
        write!(
            text,
            "#[repr(transparent)]\npub struct {name}(pub {raw});\n"
        )?;
        if uses.from.is_some() {
            write!(
                text,
                "impl ::core::convert::From<{raw}> for {name} {{\n\
                 fn from(raw: {raw}) -> Self {{ Self(raw) }}\n}}\n"
            )?;
        }
        return Ok(text);
    }

    if uses.primitive.is_some() {
        derives.push("::userlib::FromPrimitive");
    }
    if uses.code {
        derives.push("::idol_derive::IdolError");
    }
    if uses.code || uses.complex {
        derives.push("::counters::Count");
    }
    attribute(&mut text, &derives)?;
    if uses.bytes || uses.primitive.is_some() {
        let raw = uses.primitive.as_deref().unwrap_or("u8");
        writeln!(text, "#[repr({raw})]")?;
    }
    let marker = match uses.death_code {
        true => "#[idol(server_death)]\n",
        false => "",
    };
    write!(
        text,
        "pub enum {name} {{\n\
         /// The first.\nFirst = 1,\n\
         /// The last.\n{marker}Last = 2,\n}}\n"
    )?;
    if uses.from_death {
        write!(
            text,
            "impl ::core::convert::From<::idol_runtime::ServerDeath> \
             for {name} {{\n\
             fn from(_: ::idol_runtime::ServerDeath) -> Self {{ Self::Last }}\n\
             }}\n"
        )?;
    }
    Ok(text)
}

fn attribute(text: &mut String, derives: &[&str]) -> Result<()> {
    if !derives.is_empty() {
        writeln!(text, "#[derive({})]", derives.join(", "))?;
    }
    Ok(())
}
