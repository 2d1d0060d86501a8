//! What `syn`, and a walk through what it read, say of a type: the second
//! opinion in tests. It has no positions and no messages.

use crate::identifier;
use syn::{Expr, GenericArgument, Type};

use super::facts::{
    Facts, SIZED, Unbuilt, and, array, integer, single, slice, unit,
};

/// What a type's text says; `None` if it is wrong.
pub(super) fn facts(text: &str) -> Option<Facts> {
    // Rust takes no comment from a string, but `syn` does.
    if text.contains("//") || text.contains("/*") {
        return None;
    }
    ty(&syn::parse_str(text).ok()?, text, true)
}

fn ty(ty: &Type, text: &str, outermost: bool) -> Option<Facts> {
    let inner = |ty: &Type| self::ty(ty, text, false);
    match ty {
        Type::Path(ty) => path(&ty.path, ty.qself.as_ref(), true),
        Type::Tuple(tuple) => {
            let mut facts = unit();
            for element in &tuple.elems {
                and(&mut facts, &inner(element)?);
            }
            Some(facts)
        }
        Type::Array(ty) => Some(array(&inner(&ty.elem)?, constant(&ty.len)?)),
        Type::Slice(ty) if outermost => {
            let element = inner(&ty.elem)?;
            let open = text.find('[')? + 1;
            let between = &text[open..text.rfind(']')?];
            let start = open + between.len() - between.trim_start().len();
            Some(slice(element, start..start + between.trim().len()))
        }
        Type::Paren(ty) => self::ty(&ty.elem, text, outermost),
        _ => None,
    }
}

fn path(
    path: &syn::Path,
    qself: Option<&syn::QSelf>,
    is_type: bool,
) -> Option<Facts> {
    let mut words = false;
    if let Some(qself) = qself {
        words |= ty(&qself.ty, "", false)?.machine_word;
    }
    let mut anchor = path.leading_colon.is_none();
    for (i, segment) in path.segments.iter().enumerate() {
        let name = segment.ident.to_string();
        let anchored = matches!(name.as_str(), "crate" | "self" | "super");
        let last = i + 1 == path.segments.len();
        if identifier::is_keyword(&name) && !(anchor && !last && anchored) {
            return None;
        }
        anchor = anchor && name == "super";
        match &segment.arguments {
            syn::PathArguments::None => {}
            syn::PathArguments::Parenthesized(_) => return None,
            syn::PathArguments::AngleBracketed(generics) => {
                for argument in &generics.args {
                    match argument {
                        GenericArgument::Type(argument) => {
                            words |= ty(argument, "", false)?.machine_word;
                        }
                        GenericArgument::Const(value) => {
                            constant(value)?;
                        }
                        _ => return None,
                    }
                }
            }
        }
    }
    let is_option = is_type
        && qself.is_none()
        && path.segments.last().is_some_and(|last| {
            last.ident == "Option" && !last.arguments.is_empty()
        });
    match path.get_ident() {
        Some(name) if is_type && qself.is_none() => {
            let name = name.to_string();
            (name != "str").then(|| single(&name))
        }
        _ => Some(Facts {
            machine_word: words,
            unbuilt: is_option.then_some(Unbuilt::Option),
            ..SIZED
        }),
    }
}

/// A constant's value where it is a number; `None` if it is no constant.
#[expect(clippy::option_option, reason = "a number, a constant, or neither")]
fn constant(value: &Expr) -> Option<Option<u64>> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(int) if matches!(int.suffix(), "" | "usize") => {
                return Some(int.base10_parse().ok());
            }
            syn::Lit::Int(int) => {
                integer(int.suffix())?;
            }
            syn::Lit::Float(_) => return None,
            _ => {}
        },
        Expr::Path(value) => {
            path(&value.path, value.qself.as_ref(), false)?;
        }
        Expr::Paren(inner) => return constant(&inner.expr),
        Expr::Binary(binary) => {
            constant(&binary.left)?;
            constant(&binary.right)?;
        }
        Expr::Unary(unary) => {
            constant(&unary.expr)?;
        }
        Expr::Cast(cast) => {
            constant(&cast.expr)?;
            ty(&cast.ty, "", false)?;
        }
        Expr::Call(call) => {
            constant(&call.func)?;
            for argument in &call.args {
                constant(argument)?;
            }
        }
        Expr::MethodCall(call) => {
            constant(&call.receiver)?;
            for argument in &call.args {
                constant(argument)?;
            }
        }
        Expr::Field(field) => {
            constant(&field.base)?;
        }
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)]
                if block.attrs.is_empty()
                    && block.label.is_none()
                    && !goes_on_from_a_block(value) =>
            {
                return constant(value);
            }
            _ => return None,
        },
        _ => return None,
    }
    Some(None)
}

/// `{ A }.b`, which nobody needs as the whole of a block: it is refused there.
fn goes_on_from_a_block(value: &Expr) -> bool {
    let left = match value {
        Expr::MethodCall(call) => &call.receiver,
        Expr::Field(field) => &field.base,
        Expr::Binary(binary) => &binary.left,
        Expr::Cast(cast) => &cast.expr,
        Expr::Call(call) => &call.func,
        _ => return false,
    };
    matches!(**left, Expr::Block(_)) || goes_on_from_a_block(left)
}
