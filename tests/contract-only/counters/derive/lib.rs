//! `#[derive(Count)]` as documented: a struct `{Enum}Counts` with a counter
//! for each variant, or the counters of its one field where that has
//! `#[count(children)]`.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Variant, parse_macro_input};

#[proc_macro_derive(Count, attributes(count))]
pub fn derive_count(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let Data::Enum(data) = &input.data else {
        panic!("only enums are counted");
    };
    assert!(!data.variants.is_empty(), "there is nothing to count");
    let (event, visibility) = (&input.ident, &input.vis);
    let counts = format_ident!("{event}Counts");
    let fields = data.variants.iter().filter(|v| !is_skipped(v)).map(field);
    let zeros = data.variants.iter().filter(|v| !is_skipped(v)).map(|v| {
        let (name, ty) = (&v.ident, counted(v));
        quote! { #name: <#ty as ::counters::Count>::NEW_COUNTERS }
    });
    quote! {
        #[allow(non_snake_case, missing_docs)]
        #visibility struct #counts { #(#fields),* }

        impl ::counters::Count for #event {
            type Counters = #counts;

            #[allow(clippy::declare_interior_mutable_const)]
            const NEW_COUNTERS: #counts = #counts { #(#zeros),* };

            fn count(&self, _: &#counts) {
                ::core::unimplemented!()
            }
        }
    }
    .into()
}

fn field(variant: &Variant) -> proc_macro2::TokenStream {
    let (name, ty) = (&variant.ident, counted(variant));
    quote! { pub #name: <#ty as ::counters::Count>::Counters }
}

/// The type whose counters a variant has.
fn counted(variant: &Variant) -> proc_macro2::TokenStream {
    let children = variant.fields.iter().find(|f| says(&f.attrs, "children"));
    match children {
        Some(field) => {
            let ty = &field.ty;
            quote! { #ty }
        }
        None => quote! { () },
    }
}

fn is_skipped(variant: &Variant) -> bool {
    says(&variant.attrs, "skip")
}

fn says(attributes: &[syn::Attribute], word: &str) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("count")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|w| w == word)
    })
}
