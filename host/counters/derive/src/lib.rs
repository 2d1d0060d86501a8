//! `#[derive(Count)]` for the crate `counters`, which documents it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Type, Variant};

/// Implements `counters::Count` for an enum.
///
/// Makes a struct `{Enum}Counts` with an `AtomicU32` per variant. A variant
/// whose one field has `#[count(children)]` has that field's counters instead;
/// one with `#[count(skip)]`, on itself or on its field, is counted as a
/// variant and no deeper.
#[proc_macro_derive(Count, attributes(count))]
pub fn derive_count(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(input: &DeriveInput) -> Result<TokenStream, Error> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "only the variants of an enum can be counted",
        ));
    };
    if data.variants.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "an enum without variants has nothing to count",
        ));
    }
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "enums with parameters cannot be counted",
        ));
    }

    let mut fields = TokenStream::new();
    let mut zeros = TokenStream::new();
    let mut arms = TokenStream::new();
    for variant in &data.variants {
        let name = &variant.ident;
        let rule = Rule::of(variant)?;
        let (field, zero, arm) = rule.code(name);
        fields.extend(field);
        zeros.extend(zero);
        arms.extend(arm);
    }

    let name = &input.ident;
    let vis = &input.vis;
    let counts = format_ident!("{}Counts", name);
    let doc = format!("How often each event of [`{name}`] happened.");
    Ok(quote! {
        #[doc = #doc]
        #[allow(non_snake_case, missing_docs)]
        #vis struct #counts {
            #fields
        }

        impl ::counters::Count for #name {
            type Counters = #counts;

            #[allow(clippy::declare_interior_mutable_const)]
            const NEW_COUNTERS: Self::Counters = #counts { #zeros };

            fn count(&self, counters: &Self::Counters) {
                match self { #arms }
            }
        }
    })
}

/// How a variant is counted.
enum Rule<'a> {
    /// Not at all.
    Skip,
    /// By one counter.
    Once,
    /// By the counters of its one field.
    Children(&'a Type),
}

impl<'a> Rule<'a> {
    fn of(variant: &'a Variant) -> Result<Self, Error> {
        let mut rule = match attribute(&variant.attrs)? {
            Some(word) if word == "skip" => Self::Skip,
            Some(word) => {
                return Err(Error::new_spanned(
                    word,
                    "a variant knows `#[count(skip)]` only",
                ));
            }
            None => Self::Once,
        };
        for field in &variant.fields {
            match attribute(&field.attrs)? {
                None => {}
                Some(word) if word == "skip" => {}
                Some(word) => {
                    if word != "children" {
                        return Err(Error::new_spanned(
                            word,
                            "a field knows `#[count(children)]` and \
                             `#[count(skip)]`",
                        ));
                    }
                    match &variant.fields {
                        Fields::Unnamed(all) if all.unnamed.len() == 1 => {
                            rule = Self::Children(&field.ty);
                        }
                        Fields::Unnamed(_)
                        | Fields::Named(_)
                        | Fields::Unit => {
                            return Err(Error::new_spanned(
                                word,
                                "`children` needs a variant with one field, \
                                 in parentheses",
                            ));
                        }
                    }
                }
            }
        }
        Ok(rule)
    }

    /// The struct's field, its first value, and the arm that counts.
    fn code(&self, name: &Ident) -> (TokenStream, TokenStream, TokenStream) {
        match self {
            Self::Skip => (
                TokenStream::new(),
                TokenStream::new(),
                quote! { Self::#name { .. } => {} },
            ),
            Self::Once => (
                quote! { pub #name: ::core::sync::atomic::AtomicU32, },
                quote! { #name: ::core::sync::atomic::AtomicU32::new(0), },
                quote! {
                    Self::#name { .. } => ::counters::increment(&counters.#name),
                },
            ),
            Self::Children(ty) => (
                quote! { pub #name: <#ty as ::counters::Count>::Counters, },
                quote! {
                    #name: <#ty as ::counters::Count>::NEW_COUNTERS,
                },
                quote! {
                    Self::#name(child) => {
                        ::counters::Count::count(child, &counters.#name)
                    }
                },
            ),
        }
    }
}

/// The word in `#[count(..)]`, if there is one.
fn attribute(attributes: &[syn::Attribute]) -> Result<Option<Ident>, Error> {
    attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("count"))
        .map(|attribute| attribute.parse_args())
        .transpose()
}
