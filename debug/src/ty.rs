//! Types as debug information describes them.

/// A type and its layout in memory.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Type {
    /// Its name, without the path.
    pub name: String,
    /// Its size in bytes, at most 65,536.
    pub size: usize,
    /// What it is made of.
    pub kind: Kind,
}

/// What a type is made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `bool`.
    Bool,
    /// `char`.
    Char,
    /// An integer without a sign, or `()`, which has no bytes.
    Unsigned,
    /// An integer with a sign.
    Signed,
    /// `f32` or `f64`.
    Float,
    /// An array.
    Array {
        /// The type of its elements.
        element: Box<Type>,
        /// How many there are.
        count: usize,
    },
    /// A struct or a tuple, its fields in the order of the source. Those of a
    /// tuple, and those without names, are called `__0`, `__1` and so on.
    Struct(Vec<Field>),
    /// An enum.
    Enum {
        /// Where the discriminant is; `None` where there is a single variant.
        discriminant: Option<Discriminant>,
        /// The variants, in the order of the source.
        variants: Vec<Variant>,
    },
}

/// A field of a struct or a variant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where it starts in the struct, or in the enum, in bytes.
    pub offset: usize,
    /// Its type.
    pub ty: Type,
}

/// Where the number is that tells the variant.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Discriminant {
    /// Where it starts, in bytes.
    pub offset: usize,
    /// Its size in bytes: 1, 2, 4, 8 or 16.
    pub size: usize,
}

/// A variant of an enum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The discriminant's bytes, as a little-endian number. `None` where all
    /// that no other variant has stand for this one.
    pub discriminant: Option<u128>,
    /// Its fields, in the order of the source.
    pub fields: Vec<Field>,
}

impl Type {
    /// Whether it is `()`, or a struct without fields.
    pub(crate) fn is_unit(&self) -> bool {
        match &self.kind {
            Kind::Unsigned => self.size == 0,
            Kind::Struct(fields) => fields.is_empty(),
            Kind::Bool
            | Kind::Char
            | Kind::Signed
            | Kind::Float
            | Kind::Array { .. }
            | Kind::Enum { .. } => false,
        }
    }

    /// The type inside of a struct with a single field and no name for it.
    pub(crate) fn newtype(&self) -> Option<&Field> {
        match &self.kind {
            Kind::Struct(fields) => match fields.as_slice() {
                [only] if is_tuple(fields) => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    /// What an `Option` holds.
    pub(crate) fn of_option(&self) -> Option<&Type> {
        let Kind::Enum { variants, .. } = &self.kind else {
            return None;
        };
        match variants.as_slice() {
            [none, some]
                if self.name.starts_with("Option<")
                    && none.name == "None"
                    && some.name == "Some" =>
            {
                some.fields.first().map(|field| &field.ty)
            }
            _ => None,
        }
    }
}

/// Whether fields have no names of their own.
pub(crate) fn is_tuple(fields: &[Field]) -> bool {
    !fields.is_empty()
        && fields
            .iter()
            .enumerate()
            .all(|(index, field)| field.name == format!("__{index}"))
}
