//! `#[derive(Count)]` for the crate `counters`.
//!
//! For
//!
//! ```text
//! #[derive(Count)]
//! pub enum Event {
//!     Sent,
//!     Received(#[count(children)] Result<(), Error>),
//!     #[count(skip)]
//!     Tick,
//! }
//! ```
//!
//! it writes
//!
//! ```text
//! pub struct EventCounts {
//!     pub Sent: AtomicU32,
//!     pub Received: <Result<(), Error> as ::counters::Count>::Counters,
//! }
//! impl ::counters::Count for Event { .. }
//! ```

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, GenericParam, Generics, Result, Token,
    Type, Variant, WhereClause, parse_quote,
};

/// Implements `counters::Count` for an enum, by a struct of counters named
/// after it (`EventCounts` for `Event`) with a field for each variant.
///
/// - `#[count(children)]` on a variant's only field, or on the variant: the
///   variant is counted by the field's own counters.
/// - `#[count(skip)]` on a variant: it is not counted. On a field it says
///   what holds anyway, that the variant is counted by one counter.
#[proc_macro_derive(Count, attributes(count))]
pub fn derive_count(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// How a variant is counted.
enum Counting<'a> {
    Once,
    ByField(&'a Type),
    Not,
}

/// The word in `#[count(word)]`, if there is such an attribute.
fn counting_word(attributes: &[Attribute]) -> Result<Option<syn::Ident>> {
    let mut found = None;
    for attribute in attributes {
        if !attribute.path().is_ident("count") {
            continue;
        }
        let word: syn::Ident = attribute.parse_args()?;
        if word != "children" && word != "skip" {
            let message = format!(
                "`count({word})` is unknown: write `count(children)` or \
                 `count(skip)`"
            );
            return Err(Error::new(word.span(), message));
        }
        if found.replace(word).is_some() {
            let message = "more than one `count(..)`";
            return Err(Error::new(attribute.span(), message));
        }
    }
    Ok(found)
}

impl<'a> Counting<'a> {
    fn of(variant: &'a Variant) -> Result<Self> {
        let mut word = counting_word(&variant.attrs)?;
        for field in &variant.fields {
            let Some(on_field) = counting_word(&field.attrs)? else {
                continue;
            };
            if on_field == "skip" {
                // As fields are without an attribute: not counted apart.
                continue;
            }
            if word.replace(on_field.clone()).is_some() {
                let message = "more than one `count(..)` in one variant";
                return Err(Error::new(on_field.span(), message));
            }
        }
        let Some(word) = word else {
            return Ok(Counting::Once);
        };
        if word == "skip" {
            return Ok(Counting::Not);
        }
        let mut fields = variant.fields.iter();
        match (fields.next(), fields.next()) {
            (Some(field), None) => Ok(Counting::ByField(&field.ty)),
            _ => Err(Error::new(
                word.span(),
                format!(
                    "`{}` must have exactly one field to be counted by it",
                    variant.ident
                ),
            )),
        }
    }
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let Data::Enum(data) = &input.data else {
        let message = "`Count` can be derived for enums only";
        return Err(Error::new(name.span(), message));
    };
    if data.variants.is_empty() {
        let message =
            format!("`{name}` has no variants, so there is nothing to count");
        return Err(Error::new(name.span(), message));
    }

    let visibility = &input.vis;
    let mut fields = Vec::new();
    let mut zeros = Vec::new();
    let mut arms = Vec::new();
    let mut children: Vec<&Type> = Vec::new();
    for variant in &data.variants {
        let variant_name = &variant.ident;
        let doc = format!(" Counts `{name}::{variant_name}`.");
        match Counting::of(variant)? {
            Counting::Not => {
                arms.push(quote!(Self::#variant_name { .. } => {}));
            }
            Counting::Once => {
                fields.push(quote! {
                    #[doc = #doc]
                    pub #variant_name: ::core::sync::atomic::AtomicU32,
                });
                zeros.push(quote! {
                    #variant_name: ::core::sync::atomic::AtomicU32::new(0),
                });
                arms.push(quote! {
                    Self::#variant_name { .. } => {
                        ::counters::increment(&counters.#variant_name)
                    }
                });
            }
            Counting::ByField(child) => {
                let field = variant.fields.members().next();
                fields.push(quote! {
                    #[doc = #doc]
                    pub #variant_name: <#child as ::counters::Count>::Counters,
                });
                zeros.push(quote! {
                    #variant_name: <#child as ::counters::Count>::NEW_COUNTERS,
                });
                arms.push(quote! {
                    Self::#variant_name { #field: child } => {
                        ::counters::Count::count(
                            child,
                            &counters.#variant_name,
                        )
                    }
                });
                children.push(child);
            }
        }
    }

    let counts = format_ident!("{name}Counts");
    let doc = format!(" Counters of [`{name}`], by variant.");
    let enum_generics = with_bounds(input.generics.clone(), &children);
    let (impl_generics, enum_arguments, bounds) =
        enum_generics.split_for_impl();
    let counts_generics =
        with_bounds(used_by(&input.generics, &children), &children);
    let (_, counts_arguments, counts_bounds) = counts_generics.split_for_impl();
    let lint_reason = "the fields are named after the variants";
    let const_reason = "a static is made of it, which is what it is for";
    Ok(quote! {
        #[doc = #doc]
        #[allow(nonstandard_style, reason = #lint_reason)]
        #visibility struct #counts #counts_generics #counts_bounds {
            #(#fields)*
        }

        #[automatically_derived]
        impl #impl_generics ::counters::Count for #name #enum_arguments
        #bounds
        {
            type Counters = #counts #counts_arguments;

            #[allow(
                clippy::declare_interior_mutable_const,
                reason = #const_reason
            )]
            const NEW_COUNTERS: Self::Counters = #counts { #(#zeros)* };

            fn count(&self, counters: &Self::Counters) {
                match self { #(#arms)* }
            }
        }
    })
}

/// Asks of every child that it can be counted, if a parameter decides that.
fn with_bounds(mut generics: Generics, children: &[&Type]) -> Generics {
    if !generics.params.is_empty() {
        let bounds = &mut generics.make_where_clause().predicates;
        for child in children {
            bounds.push(parse_quote!(#child: ::counters::Count));
        }
    }
    generics
}

/// The parameters that the children's types name; a struct must not have
/// others. Bounds on them are kept, those in a `where` clause are not, since
/// they may name the rest.
fn used_by(generics: &Generics, children: &[&Type]) -> Generics {
    let is_used = |param: &GenericParam| {
        let name = match param {
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
            GenericParam::Lifetime(param) => &param.lifetime.ident,
        };
        children.iter().any(|child| names(quote!(#child), name))
    };
    let params: Punctuated<GenericParam, Token![,]> = generics
        .params
        .iter()
        .filter(|param| is_used(param))
        .cloned()
        .collect();
    Generics {
        params,
        where_clause: None::<WhereClause>,
        ..generics.clone()
    }
}

/// Does the identifier occur anywhere in these tokens?
fn names(tokens: TokenStream, name: &syn::Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => names(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::expand;

    /// The message of the error that the derive gives for this item.
    fn error(item: &str) -> String {
        let input = syn::parse_str(item).expect("the item parses");
        match expand(&input) {
            Ok(_) => panic!("no error for {item}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn only_enums_with_variants_can_be_counted() {
        assert_eq!(error("struct S;"), "`Count` can be derived for enums only");
        assert_eq!(
            error("enum E {}"),
            "`E` has no variants, so there is nothing to count"
        );
    }

    #[test]
    fn a_variant_is_counted_by_exactly_one_field() {
        let one = "`A` must have exactly one field to be counted by it";
        assert_eq!(error("enum E { #[count(children)] A }"), one);
        assert_eq!(error("enum E { A(#[count(children)] B, C) }"), one);
    }

    #[test]
    fn an_unknown_or_second_word_is_refused() {
        assert_eq!(
            error("enum E { #[count(child)] A }"),
            "`count(child)` is unknown: write `count(children)` or \
             `count(skip)`"
        );
        assert_eq!(
            error("enum E { #[count(skip)] A(#[count(children)] B) }"),
            "more than one `count(..)` in one variant"
        );
        assert_eq!(
            error("enum E { #[count(skip)] #[count(skip)] A }"),
            "more than one `count(..)`"
        );
    }
}
