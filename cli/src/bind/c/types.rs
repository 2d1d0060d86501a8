//! The types of a schema as types of C, and what makes bytes of them.

use std::collections::BTreeMap;

use idol_debug::schema::{Kind, Schema, Type};

use super::expression::{address, plus};
use super::names::Scope;
use crate::outcome::Failure;

/// What a type is in C.
#[derive(Clone)]
pub(super) enum Form {
    /// It has one value alone, which has no bytes: nothing stands for it.
    Nothing,
    /// A type that C has: its name, and that of the functions for it.
    Scalar {
        name: &'static str,
        suffix: &'static str,
        word: bool,
    },
    /// An enum.
    Plain(String),
    /// A struct.
    Struct(String),
}

/// A field of a struct in C.
#[derive(Clone)]
pub(super) struct Member {
    /// Its name; none where nothing stands for it.
    pub(super) name: Option<String>,
    pub(super) offset: usize,
    pub(super) ty: String,
}

/// An enum's variant.
pub(super) struct Alternative {
    /// The constant that stands for it.
    pub(super) constant: String,
    /// The member of the union, where it holds something.
    pub(super) member: Option<String>,
    pub(super) fields: Vec<Member>,
    pub(super) value: Option<u64>,
    pub(super) name: String,
}

/// What the types of an interface are in C.
pub(super) struct Types<'s> {
    pub(super) schema: &'s Schema,
    pub(super) prefix: String,
    pub(super) forms: BTreeMap<String, Form>,
    pub(super) members: BTreeMap<String, Vec<Member>>,
    pub(super) alternatives: BTreeMap<String, Vec<Alternative>>,
    /// Declarations.
    pub(super) header: String,
    /// Functions.
    pub(super) source: String,
}

/// What follows the names of types in those of their functions.
pub(super) const FUNCTIONS: [&str; 5] =
    ["_put", "_get", "_write", "_read", "_tag"];

impl<'s> Types<'s> {
    /// All types of a schema, in its order: a type stands behind those that it
    /// is made of.
    pub(super) fn of(
        schema: &'s Schema,
        prefix: &str,
        scope: &mut Scope,
    ) -> Result<Self, Failure> {
        let mut types = Self {
            schema,
            prefix: prefix.to_owned(),
            forms: BTreeMap::new(),
            members: BTreeMap::new(),
            alternatives: BTreeMap::new(),
            header: String::new(),
            source: String::new(),
        };
        for (name, ty) in &schema.types {
            let form = types.made(name, ty, scope)?;
            types.forms.insert(name.clone(), form);
        }
        Ok(types)
    }

    pub(super) fn ty(&self, name: &str) -> Option<&'s Type> {
        self.schema.types.get(name)
    }

    /// How many bytes a type has in memory.
    pub(super) fn size(&self, name: &str) -> usize {
        self.ty(name).map_or(0, |ty| ty.size)
    }

    /// What an `Option` holds.
    pub(super) fn held(&self, name: &str) -> Option<&'s str> {
        match &self.ty(name)?.kind {
            Kind::Option { of, .. } => Some(of),
            _ => None,
        }
    }

    /// The member of a struct for the field of a name.
    pub(super) fn named_member(&self, ty: &str, field: &str) -> Option<&str> {
        let Kind::Struct { fields } = &self.ty(ty)?.kind else {
            return None;
        };
        let mut fields = fields.iter();
        let index =
            fields.position(|known| known.name.as_deref() == Some(field))?;
        self.member(ty, index)
    }

    pub(super) fn form(&self, name: &str) -> Form {
        self.forms.get(name).cloned().unwrap_or(Form::Nothing)
    }

    /// The type's name in C, if anything stands for it.
    pub(super) fn name(&self, ty: &str) -> Option<String> {
        match self.form(ty) {
            Form::Nothing => None,
            Form::Scalar { name, .. } => Some(name.to_owned()),
            Form::Plain(name) | Form::Struct(name) => Some(name),
        }
    }

    /// Whether a value is passed by a pointer.
    pub(super) fn is_struct(&self, ty: &str) -> bool {
        matches!(self.form(ty), Form::Struct(_))
    }

    /// The member of a struct or a tuple for a field, by its position.
    pub(super) fn member(&self, ty: &str, index: usize) -> Option<&str> {
        self.members.get(ty)?.get(index)?.name.as_deref()
    }

    /// The constant that stands for a variant of an enum.
    pub(super) fn constant(&self, ty: &str, variant: &str) -> Option<&str> {
        let mut all = self.alternatives.get(ty)?.iter();
        let found = all.find(|known| known.name == variant)?;
        Some(&found.constant)
    }

    /// The constant of an enum's only variant, which holds nothing.
    pub(super) fn only(&self, ty: &str) -> Option<&str> {
        match self.alternatives.get(ty)?.as_slice() {
            [only] if only.fields.is_empty() => Some(&only.constant),
            _ => None,
        }
    }

    /// An expression that puts a value in memory, which is true if that is
    /// possible; none where there is nothing to put.
    pub(super) fn put(
        &self,
        ty: &str,
        memory: &str,
        value: &str,
    ) -> Option<String> {
        if let Some(Kind::Newtype { offset, of }) =
            self.ty(ty).map(|ty| &ty.kind)
        {
            return self.put(of, &plus(memory, *offset), value);
        }
        Some(match self.form(ty) {
            Form::Nothing => return None,
            Form::Scalar { suffix, .. } => {
                format!("idol_put_{suffix}({memory}, {value})")
            }
            Form::Plain(name) => format!("{name}_put({memory}, {value})"),
            Form::Struct(name) => {
                format!("{name}_put({memory}, {})", address(value))
            }
        })
    }

    /// The same that gets a value out of memory, to what is pointed at.
    pub(super) fn get(
        &self,
        ty: &str,
        memory: &str,
        place: &str,
    ) -> Option<String> {
        if let Some(Kind::Newtype { offset, of }) =
            self.ty(ty).map(|ty| &ty.kind)
        {
            return self.get(of, &plus(memory, *offset), place);
        }
        Some(match self.form(ty) {
            Form::Nothing => return None,
            Form::Scalar { suffix, .. } => {
                format!("idol_get_{suffix}({memory}, {place})")
            }
            Form::Plain(name) | Form::Struct(name) => {
                format!("{name}_get({memory}, {place})")
            }
        })
    }

    /// The same that writes a value as serde does.
    pub(super) fn write(
        &self,
        ty: &str,
        to: &str,
        value: &str,
    ) -> Option<String> {
        Some(match self.form(ty) {
            Form::Nothing => return None,
            Form::Scalar { suffix, word, .. } => {
                let word = if word { "word_" } else { "" };
                format!("idol_write_{word}{suffix}({to}, {value})")
            }
            Form::Plain(name) => format!("{name}_write({to}, {value})"),
            Form::Struct(name) => {
                format!("{name}_write({to}, {})", address(value))
            }
        })
    }

    /// The same that reads a value as serde wrote it.
    pub(super) fn read(
        &self,
        ty: &str,
        from: &str,
        place: &str,
    ) -> Option<String> {
        Some(match self.form(ty) {
            Form::Nothing => return None,
            Form::Scalar { suffix, word, .. } => {
                let word = if word { "word_" } else { "" };
                format!("idol_read_{word}{suffix}({from}, {place})")
            }
            Form::Plain(name) | Form::Struct(name) => {
                format!("{name}_read({from}, {place})")
            }
        })
    }
}
