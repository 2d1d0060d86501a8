//! The code that is derived.
//!
//! ```text
//! impl ::core::convert::From<E> for u16 { .. }
//! impl ::core::convert::From<E> for u32 { .. }
//! impl ::core::convert::TryFrom<u32> for E { .. }
//! impl ::idol_runtime::IHaveConsidered..ErrorType for E {}
//! const _: () = { /* assertions about codes that are expressions */ };
//! ```

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Ident};

use crate::codes::Code;
use crate::parse::{self, ErrorEnum, ErrorVariant};

/// All that is derived for `error`.
pub(crate) fn conversions(error: &ErrorEnum<'_>) -> TokenStream {
    let name = error.name;
    let into_codes = ["u16", "u32"].map(|integer| {
        let integer = Ident::new(integer, name.span());
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#name> for ::core::primitive::#integer {
                #[inline]
                fn from(error: #name) -> Self {
                    error as Self
                }
            }
        }
    });
    let from_code = from_code(error);
    let marker = error.on_death.map(|_| {
        quote! {
            #[automatically_derived]
            impl ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType
                for #name
            {
            }
        }
    });
    let assertions = error.variants.iter().filter_map(|v| assertion(name, v));
    quote! {
        #(#into_codes)*
        #from_code
        #marker
        #(#assertions)*
    }
}

/// What stands in for the conversions of a type that was refused, so that the
/// compiler says why it was, and not also wherever a stub uses one.
pub(crate) fn stand_ins(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, of_type, clause) = input.generics.split_for_impl();
    let into_codes = ["u16", "u32"].map(|integer| {
        let integer = Ident::new(integer, name.span());
        quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#name #of_type>
                for ::core::primitive::#integer #clause
            {
                fn from(_: #name #of_type) -> Self {
                    1
                }
            }
        }
    });
    // Without one, the crate may not be there.
    let marker = parse::has_idol_attribute(&input.data).then(|| {
        quote! {
            #[automatically_derived]
            impl #generics
                ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType
                for #name #of_type #clause
            {
            }
        }
    });
    quote! {
        #(#into_codes)*
        #[automatically_derived]
        impl #generics ::core::convert::TryFrom<::core::primitive::u32>
            for #name #of_type #clause
        {
            type Error = ();

            fn try_from(
                _: ::core::primitive::u32,
            ) -> ::core::result::Result<Self, ()> {
                ::core::result::Result::Err(())
            }
        }
        #marker
    }
}

/// `TryFrom<u32>`: the codes of the variants, and those of a dead server.
fn from_code(error: &ErrorEnum<'_>) -> TokenStream {
    let name = error.name;
    let variants = error.variants.iter().map(|variant| variant.name);
    let on_death = error.on_death.map(|variant| {
        quote! {
            0xFFFF_FF00..=0xFFFF_FFFF => {
                ::core::result::Result::Ok(#name::#variant)
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl ::core::convert::TryFrom<::core::primitive::u32> for #name {
            type Error = ();

            #[inline]
            fn try_from(
                code: ::core::primitive::u32,
            ) -> ::core::result::Result<Self, ()> {
                match code {
                    #(
                        code if code
                            == #name::#variants as ::core::primitive::u32 =>
                        {
                            ::core::result::Result::Ok(#name::#variants)
                        }
                    )*
                    #on_death
                    _ => ::core::result::Result::Err(()),
                }
            }
        }
    }
}

/// For a code that only the compiler can evaluate: an assertion that it is one.
fn assertion(error: &Ident, variant: &ErrorVariant<'_>) -> Option<TokenStream> {
    let (span, cause) = match variant.code {
        Code::Known(_) => return None,
        Code::Evaluated(expression) => (expression.span(), ""),
        Code::Counted(_) => (
            variant.name.span(),
            ", counted from the variants before it,",
        ),
    };
    let name = variant.name;
    let message =
        format!("the code of `{error}::{name}`{cause} is not from 1 to 65535");
    Some(quote_spanned! {span=>
        const _: () = ::core::assert!(
            #error::#name as ::core::primitive::i128 >= 1
                && #error::#name as ::core::primitive::i128 <= 0xFFFF,
            #message
        );
    })
}
