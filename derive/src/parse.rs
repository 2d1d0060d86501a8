//! From what the user wrote to a legal error enum, or to all that is wrong
//! with it.

use std::fmt::Display;

use quote::ToTokens;
use syn::{
    Attribute, Data, DataEnum, DeriveInput, Error, Fields, Ident, Variant,
};

use crate::codes::{self, Code};

/// A C-like enum that can be an interface's error.
pub(crate) struct ErrorEnum<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) variants: Vec<ErrorVariant<'a>>,
    /// The variant that says that the server died.
    pub(crate) on_death: Option<&'a Ident>,
}

/// One variant, and what is known of its code.
pub(crate) struct ErrorVariant<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) code: Code<'a>,
}

/// Collects errors, so that one run of the compiler shows them all.
#[derive(Default)]
struct Errors(Option<Error>);

impl Errors {
    fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    fn at(&mut self, place: &impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(place, message));
    }
}

/// The error enum that `input` is.
pub(crate) fn error_enum(input: &DeriveInput) -> syn::Result<ErrorEnum<'_>> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "`IdolError` is derived for enums: the code of an error is one of \
             a few numbers",
        ));
    };
    let mut errors = Errors::default();
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics,
            "the error of an interface has no generic parameters",
        );
    }
    if let Some(clause) = &input.generics.where_clause {
        errors.at(clause, "the error of an interface has no `where` clause");
    }
    for attribute in idol_attributes(&input.attrs) {
        errors.at(attribute, "`#[idol(server_death)]` belongs on a variant");
    }
    if data.variants.is_empty() {
        errors.at(
            &input.ident,
            format_args!(
                "`{}` has no variants; an operation that cannot fail has the \
                 reply `Simple`",
                input.ident
            ),
        );
    }
    let variants = variants(data, &mut errors);
    let on_death = on_death(data, &mut errors);
    match errors.0 {
        Some(errors) => Err(errors),
        None => Ok(ErrorEnum {
            name: &input.ident,
            variants,
            on_death,
        }),
    }
}

fn variants<'a>(
    data: &'a DataEnum,
    errors: &mut Errors,
) -> Vec<ErrorVariant<'a>> {
    let mut next = Code::Known(0);
    data.variants
        .iter()
        .map(|variant| {
            if !matches!(variant.fields, Fields::Unit) {
                errors.at(
                    &variant.fields,
                    "a variant is a code, and has no fields; an error with \
                     contents is `Complex` in the .idol file",
                );
            }
            let code = codes::of(variant, next);
            if let Err(error) = codes::check(variant, code) {
                errors.push(error);
            }
            next = code.successor();
            ErrorVariant {
                name: &variant.ident,
                code,
            }
        })
        .collect()
}

/// The variant marked `#[idol(server_death)]`.
fn on_death<'a>(data: &'a DataEnum, errors: &mut Errors) -> Option<&'a Ident> {
    let mut found: Option<&'a Variant> = None;
    for variant in &data.variants {
        for attribute in idol_attributes(&variant.attrs) {
            match is_server_death(attribute) {
                Err(error) => errors.push(error),
                Ok(false) => errors.at(
                    attribute,
                    "empty attribute; the one there is: \
                     `#[idol(server_death)]`",
                ),
                Ok(true) => match found {
                    None => found = Some(variant),
                    Some(first) => errors.at(
                        attribute,
                        format_args!(
                            "`{}` is already the variant for the server's \
                             death",
                            first.ident
                        ),
                    ),
                },
            }
        }
    }
    found.map(|variant| &variant.ident)
}

/// Whether the attribute says `server_death`; it can say nothing else.
fn is_server_death(attribute: &Attribute) -> syn::Result<bool> {
    let mut found = false;
    attribute.parse_nested_meta(|meta| {
        if !meta.path.is_ident("server_death") {
            return Err(meta.error(
                "unknown attribute; the one there is: \
                 `#[idol(server_death)]`",
            ));
        }
        if found {
            return Err(meta.error("`server_death` is said twice"));
        }
        found = true;
        Ok(())
    })?;
    Ok(found)
}

/// Whether a variant says something to Idol, right or wrong.
pub(crate) fn has_idol_attribute(data: &Data) -> bool {
    match data {
        Data::Enum(data) => data
            .variants
            .iter()
            .any(|variant| idol_attributes(&variant.attrs).next().is_some()),
        Data::Struct(_) | Data::Union(_) => false,
    }
}

fn idol_attributes(
    attributes: &[Attribute],
) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("idol"))
}
