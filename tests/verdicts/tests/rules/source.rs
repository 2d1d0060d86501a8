//! Source that was written for a version: made of the signatures in its stubs,
//! as whoever wrote it had to.

use proc_macro2::{Delimiter, TokenTree};
use quote::{format_ident, quote};
use syn::{
    File, FnArg, Ident, ImplItem, Item, Pat, ReturnType, TraitItem, Type,
};

use trials::Failed;

/// The items of a stub, and those that it gives a macro of its own.
fn items(stub: &str) -> syn::Result<Vec<Item>> {
    let mut items = Vec::new();
    for item in syn::parse_file(&with_own_names(stub))?.items {
        match item {
            // Not its definition.
            Item::Macro(item) if item.ident.is_none() => {
                // Nor the words and the braces before the items.
                let in_braces = |token: &TokenTree| {
                    matches!(token, TokenTree::Group(group)
                        if group.delimiter() == Delimiter::Brace)
                };
                let tokens = item.mac.tokens.into_iter();
                let file = tokens
                    .skip_while(|token| !in_braces(token))
                    .skip_while(in_braces);
                let file: File = syn::parse2(file.collect())?;
                items.extend(file.items);
            }
            item => items.push(item),
        }
    }
    Ok(items)
}

/// A stub whose signatures have types as users write them, without the module
/// by which it knows them.
fn with_own_names(stub: &str) -> String {
    let module = stub.lines().find_map(|line| {
        let module = line.trim().strip_prefix("mod ")?.strip_suffix(" {")?;
        module.ends_with("_types").then_some(module)
    });
    match module {
        None => stub.to_owned(),
        Some(module) => stub.replace(&format!("{module}::"), ""),
    }
}

/// Functions that call every method of a client.
pub(crate) fn caller(stub: &str) -> Result<String, Failed> {
    let mut text = String::new();
    for item in items(stub)? {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
        {
            text.push_str(&uses(&item));
        }
    }
    Ok(text)
}

/// An implementation of a server's trait, and functions that call all that a
/// pipelined one answers with.
pub(crate) fn server(stub: &str, implemented: &str) -> Result<String, Failed> {
    let mut text = "pub struct S;\n".to_owned();
    text.push_str("impl idol_runtime::NotificationHandler for S {\n");
    text.push_str("    fn current_notification_mask(&self) -> u32 { 0 }\n");
    text.push_str(
        "    fn handle_notification(&mut self, \
         _: userlib::NotificationBits) {}\n}\n",
    );
    let mut found = false;
    for item in items(stub)? {
        match item {
            Item::Trait(item) if item.ident == implemented => {
                found = true;
                let name = &item.ident;
                let methods = item.items.iter().filter_map(|item| match item {
                    TraitItem::Fn(method) if method.default.is_none() => {
                        let mut signature = method.sig.clone();
                        // What holds need not be written.
                        signature.generics.where_clause = None;
                        Some(quote!(#signature { ::core::todo!() }))
                    }
                    _ => None,
                });
                let all = quote!(impl #name for S { #(#methods)* });
                text.push_str(&all.to_string());
                text.push('\n');
            }
            Item::Impl(item)
                if item.trait_.is_none() && is_handle(&item.self_ty) =>
            {
                text.push_str(&uses(&item));
            }
            _ => {}
        }
    }
    match found {
        true => Ok(text),
        false => Err(format!("the stub has no {implemented}").into()),
    }
}

fn is_handle(ty: &Type) -> bool {
    quote!(#ty).to_string().ends_with("_PENDING")
}

/// A function for each public method of a type, which calls it.
fn uses(item: &syn::ItemImpl) -> String {
    let mut text = String::new();
    let owner = &item.self_ty;
    for method in &item.items {
        let ImplItem::Fn(method) = method else {
            continue;
        };
        if !matches!(method.vis, syn::Visibility::Public(_)) {
            continue;
        }
        let signature = &method.sig;
        if signature.receiver().is_none() {
            continue;
        }
        let name = &signature.ident;
        let owner_name = quote!(#owner).to_string();
        let function: Ident = format_ident!("{owner_name}_{name}");
        let (mut parameters, mut given) = (Vec::new(), Vec::new());
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    parameters.push(match receiver.reference {
                        Some(_) => quote!(it: &#owner),
                        None => quote!(it: #owner),
                    });
                }
                FnArg::Typed(typed) => {
                    parameters.push(quote!(#typed));
                    if let Pat::Ident(pattern) = &*typed.pat {
                        let name = &pattern.ident;
                        given.push(quote!(#name));
                    }
                }
            }
        }
        let returned = match &signature.output {
            ReturnType::Default => quote!(),
            ReturnType::Type(_, ty) => quote!(-> #ty),
        };
        let function = quote! {
            pub fn #function(#(#parameters),*) #returned {
                it.#name(#(#given),*)
            }
        };
        text.push_str(&function.to_string());
        text.push('\n');
    }
    text
}
