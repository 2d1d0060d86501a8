//! The code of each variant, as far as a macro can know it.

use syn::{Error, Expr, ExprLit, ExprUnary, Lit, UnOp, Variant};

/// A variant's discriminant.
#[derive(Copy, Clone)]
pub(crate) enum Code<'a> {
    /// A number that is written out, or counted from one that is.
    Known(i128),
    /// What this expression, which only the compiler can evaluate, gives.
    Evaluated(&'a Expr),
    /// Counted from such an expression.
    Counted(&'a Expr),
}

impl Code<'_> {
    /// The code of the next variant if it does not write one.
    pub(crate) fn successor(self) -> Self {
        match self {
            Self::Known(code) => Self::Known(code.saturating_add(1)),
            Self::Evaluated(from) | Self::Counted(from) => Self::Counted(from),
        }
    }
}

/// The code of `variant`, which has `implicit` if it does not write one.
pub(crate) fn of<'a>(variant: &'a Variant, implicit: Code<'a>) -> Code<'a> {
    match &variant.discriminant {
        None => implicit,
        Some((_, expression)) => {
            literal(expression).map_or(Code::Evaluated(expression), Code::Known)
        }
    }
}

/// The number that `expression` is, if that takes no evaluation.
fn literal(expression: &Expr) -> Option<i128> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse().ok(),
        Expr::Lit(ExprLit {
            lit: Lit::Byte(byte),
            ..
        }) => Some(byte.value().into()),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => literal(expr)?.checked_neg(),
        Expr::Paren(inner) => literal(&inner.expr),
        Expr::Group(inner) => literal(&inner.expr),
        _ => None,
    }
}

/// Refuses a code that is known and is none.
pub(crate) fn check(variant: &Variant, code: Code<'_>) -> syn::Result<()> {
    let Code::Known(number) = code else {
        return Ok(());
    };
    if (1..=i128::from(u16::MAX)).contains(&number) {
        return Ok(());
    }
    let name = &variant.ident;
    let message = if number == 0 && variant.discriminant.is_none() {
        format!(
            "`{name}` has the code 0, which means success; write `{name} = 1`"
        )
    } else if number == 0 {
        format!("`{name}` has the code 0, which means success")
    } else {
        format!("`{name}` has the code {number}; codes are from 1 to 65535")
    };
    // Where the code is written, else the variant's name.
    Err(match &variant.discriminant {
        Some((_, expression)) => Error::new_spanned(expression, message),
        None => Error::new_spanned(name, message),
    })
}
