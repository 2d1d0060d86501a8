//! The codes of an error.

use crate::ty::{Kind, Type, Variant};

/// The codes of an error whose variants hold nothing, each with its variant's
/// name. That of an only variant is not in the debug information.
pub(super) fn error_codes(error: &Type) -> Option<Vec<(u16, String)>> {
    let Kind::Enum { variants, .. } = &error.kind else {
        return None;
    };
    let is_known = |variant: &Variant| {
        variant.fields.is_empty() && variant.discriminant.is_some()
    };
    if !variants.iter().all(is_known) {
        return None;
    }
    let code = |variant: &Variant| {
        let code = u16::try_from(variant.discriminant?).ok()?;
        // Code 0 is success.
        (code != 0).then(|| (code, variant.name.clone()))
    };
    Some(variants.iter().filter_map(code).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(variants: &[(&str, Option<u128>)]) -> Type {
        let variants = variants.iter().map(|(name, discriminant)| Variant {
            name: (*name).to_owned(),
            discriminant: *discriminant,
            fields: Vec::new(),
        });
        Type {
            name: "E".to_owned(),
            size: 1,
            kind: Kind::Enum {
                discriminant: None,
                variants: variants.collect(),
            },
        }
    }

    #[test]
    fn codes_are_known_where_all_variants_have_a_number() {
        assert_eq!(
            error_codes(&error(&[("A", Some(0)), ("B", Some(7))])),
            Some(vec![(7, "B".to_owned())])
        );
        assert_eq!(error_codes(&error(&[("Only", None)])), None);
    }
}
