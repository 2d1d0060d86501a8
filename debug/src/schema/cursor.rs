//! Cursors of a schema: operations that give one element and the place of the
//! next.

use super::document::{Operation, Schema, Stream};
use super::types::Kind;

/// How the replies of a cursor are gone through. Its last argument is the
/// place; `None` is the end.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Cursor<'s> {
    /// The element's type, by its name in [`Schema::types`].
    pub element: &'s str,
    /// Where a reply has the next place.
    pub next: Next,
}

/// Where a reply has the next place.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Next {
    /// What the option holds is a pair: the element and the place.
    Second,
    /// It is the element's field of the name `next`.
    Field,
}

impl Schema {
    /// How an operation's replies are gone through, if it is a cursor.
    pub fn cursor(&self, operation: &Operation) -> Option<Cursor<'_>> {
        if operation.stream != Some(Stream::Cursor) {
            return None;
        }
        let place = &operation.arguments.last()?.ty;
        let kind = |name: &str| self.types.get(name).map(|ty| &ty.kind);
        let Kind::Option { of: held, .. } = kind(&operation.reply.ty)? else {
            return None;
        };
        match kind(held)? {
            Kind::Tuple { fields } => match fields.as_slice() {
                [element, next] if next.ty == *place => Some(Cursor {
                    element: &element.ty,
                    next: Next::Second,
                }),
                _ => None,
            },
            Kind::Struct { fields } => {
                let mut fields = fields.iter();
                let next =
                    |name: &Option<String>| name.as_deref() == Some("next");
                let next = fields.find(|field| next(&field.name))?;
                (next.ty == *place).then_some(Cursor {
                    element: held,
                    next: Next::Field,
                })
            }
            _ => None,
        }
    }
}
