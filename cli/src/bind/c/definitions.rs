//! The types of a schema as definitions, and the four functions of each that
//! make bytes of its values and values of bytes; `alternatives` has those of
//! which a value is one of several.

use idol_debug::schema::{Field, Kind, Type};

use super::expression::{all, plus, zeros};
use super::names::{Scope, lower};
use super::types::{FUNCTIONS, Form, Member, Types};
use crate::outcome::Failure;

impl Types<'_> {
    pub(super) fn made(
        &mut self,
        name: &str,
        ty: &Type,
        scope: &mut Scope,
    ) -> Result<Form, Failure> {
        let scalar = |name, suffix, word| Form::Scalar { name, suffix, word };
        Ok(match &ty.kind {
            Kind::Unit => Form::Nothing,
            Kind::Bool => scalar("bool", "bool", false),
            Kind::Char => scalar("uint32_t", "char", false),
            Kind::Unsigned { word } => match ty.size {
                1 => scalar("uint8_t", "u8", *word),
                2 => scalar("uint16_t", "u16", *word),
                4 => scalar("uint32_t", "u32", *word),
                8 => scalar("uint64_t", "u64", *word),
                _ => scalar("idol_u128", "u128", false),
            },
            Kind::Signed { word } => match ty.size {
                1 => scalar("int8_t", "i8", *word),
                2 => scalar("int16_t", "i16", *word),
                4 => scalar("int32_t", "i32", *word),
                8 => scalar("int64_t", "i64", *word),
                _ => scalar("idol_i128", "i128", false),
            },
            Kind::Float => match ty.size {
                4 => scalar("float", "f32", false),
                _ => scalar("double", "f64", false),
            },
            Kind::Newtype { of, .. } => self.form(of),
            Kind::Array { element, count } => {
                if *count == 0 || self.name(element).is_none() {
                    Form::Nothing
                } else {
                    self.array(name, element, *count, scope)
                }
            }
            Kind::Tuple { fields } | Kind::Struct { fields } => {
                let members = self.fields(fields);
                if members.iter().all(|member| member.name.is_none()) {
                    self.members.insert(name.to_owned(), members);
                    Form::Nothing
                } else {
                    self.structure(name, ty.size, members, scope)
                }
            }
            Kind::Option {
                of,
                offset,
                discriminant,
                none,
                some,
            } => {
                let held = (of.as_str(), *offset);
                let numbers = (*discriminant, *none, *some);
                self.option(name, ty.size, held, numbers, scope)
            }
            Kind::Enum {
                discriminant,
                variants,
            } => {
                if variants.is_empty() {
                    return Err(Failure::new(format!(
                        "C has no type without values, as `{name}` is"
                    )));
                }
                self.enumeration(name, ty.size, *discriminant, variants, scope)
            }
        })
    }

    /// The name for a type, with which those of its functions are free.
    pub(super) fn named(&self, name: &str, scope: &mut Scope) -> String {
        let own = match name.rsplit_once('#') {
            Some((own, number)) if number.parse::<u32>().is_ok() => own,
            _ => name,
        };
        let wanted = format!("{}_{}", self.prefix, lower(own));
        scope.name_of_all(&wanted, &FUNCTIONS)
    }

    /// Declares a type's functions, and begins with its size.
    pub(super) fn declare(&mut self, c: &str, size: usize, value: &str) {
        let upper = c.to_uppercase();
        self.header.push_str(&format!(
            "/* How many bytes it has in memory, as in a lease. */\n\
             #define {upper}_SIZE {size}\n\
             bool {c}_put(uint8_t *memory, {value}value);\n\
             bool {c}_get(const uint8_t *memory, {c} *value);\n\
             bool {c}_write(idol_writer *to, {value}value);\n\
             bool {c}_read(idol_reader *from, {c} *value);\n\n"
        ));
    }

    pub(super) fn function(&mut self, head: &str, body: &str) {
        self.source.push_str(&format!("{head}\n{{\n{body}}}\n\n"));
    }

    pub(super) fn functions(
        &mut self,
        c: &str,
        by_value: bool,
        bodies: [String; 4],
    ) {
        let value = match by_value {
            true => format!("{c} "),
            false => format!("const {c} *"),
        };
        let [put, get, write, read] = bodies;
        for (head, body) in [
            (format!("bool {c}_put(uint8_t *memory, {value}value)"), put),
            (
                format!("bool {c}_get(const uint8_t *memory, {c} *value)"),
                get,
            ),
            (
                format!("bool {c}_write(idol_writer *to, {value}value)"),
                write,
            ),
            (
                format!("bool {c}_read(idol_reader *from, {c} *value)"),
                read,
            ),
        ] {
            self.function(&head, &body);
        }
    }

    pub(super) fn array(
        &mut self,
        name: &str,
        element: &str,
        count: usize,
        scope: &mut Scope,
    ) -> Form {
        let c = self.named(name, scope);
        let of = self.name(element).unwrap_or_default();
        self.header.push_str(&format!(
            "/* `{name}`. */\ntypedef struct {{\n    {of} at[{count}];\n}} {c};\n"
        ));
        let step = self.size(element);
        let size = step * count;
        self.declare(&c, size, &format!("const {c} *"));
        let bytes = self.ty(element).is_some_and(|ty| {
            matches!(ty.kind, Kind::Unsigned { .. }) && ty.size == 1
        });
        let bodies = if bytes {
            [
                format!(
                    "    memcpy(memory, value->at, {count});\n    return true;\n"
                ),
                format!(
                    "    memcpy(value->at, memory, {count});\n    return true;\n"
                ),
                format!("    return idol_write(to, value->at, {count});\n"),
                format!("    return idol_read(from, value->at, {count});\n"),
            ]
        } else {
            let each = |of_one: Option<String>| {
                let of_one = of_one.unwrap_or_default();
                format!(
                    "    size_t i;\n    for (i = 0; i < {count}; i++) {{\n        \
                     if (!{of_one}) {{\n            return false;\n        }}\n    \
                     }}\n    return true;\n"
                )
            };
            let memory = match step {
                1 => "memory + i".to_owned(),
                step => format!("memory + i * {step}"),
            };
            [
                each(self.put(element, &memory, "value->at[i]")),
                each(self.get(element, &memory, "&value->at[i]")),
                each(self.write(element, "to", "value->at[i]")),
                each(self.read(element, "from", "&value->at[i]")),
            ]
        };
        self.functions(&c, false, bodies);
        Form::Struct(c)
    }

    /// Fields with the names that they have in C.
    pub(super) fn fields(&self, fields: &[Field]) -> Vec<Member> {
        let mut scope = Scope::default();
        let mut members = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let name = match (&field.name, fields.len()) {
                (Some(name), _) => scope.name(name),
                (None, 1) => "value".to_owned(),
                (None, _) => format!("value_{index}"),
            };
            members.push(Member {
                name: self.name(&field.ty).map(|_| name),
                offset: field.offset,
                ty: field.ty.clone(),
            });
        }
        members
    }

    /// The members of a struct, as it is declared.
    pub(super) fn declared(&self, members: &[Member], indent: &str) -> String {
        members
            .iter()
            .filter_map(|member| {
                let name = member.name.as_ref()?;
                let ty = self.name(&member.ty)?;
                Some(format!("{indent}{ty} {name};\n"))
            })
            .collect()
    }

    /// Statements for all members, which leave the function where one fails.
    pub(super) fn each(
        &self,
        members: &[Member],
        of_one: impl Fn(&Self, &Member, &str) -> Option<String>,
    ) -> Vec<String> {
        members
            .iter()
            .filter_map(|member| {
                let name = member.name.as_ref()?;
                of_one(self, member, name)
            })
            .collect()
    }

    pub(super) fn of_members(
        &self,
        members: &[Member],
        base: &str,
    ) -> [Vec<String>; 4] {
        [
            self.each(members, |types, member, name| {
                let memory = plus("memory", member.offset);
                types.put(&member.ty, &memory, &format!("{base}{name}"))
            }),
            self.each(members, |types, member, name| {
                let memory = plus("memory", member.offset);
                types.get(&member.ty, &memory, &format!("&{base}{name}"))
            }),
            self.each(members, |types, member, name| {
                types.write(&member.ty, "to", &format!("{base}{name}"))
            }),
            self.each(members, |types, member, name| {
                types.read(&member.ty, "from", &format!("&{base}{name}"))
            }),
        ]
    }

    pub(super) fn structure(
        &mut self,
        name: &str,
        size: usize,
        members: Vec<Member>,
        scope: &mut Scope,
    ) -> Form {
        let c = self.named(name, scope);
        let declared = self.declared(&members, "    ");
        self.header.push_str(&format!(
            "/* `{name}`. */\ntypedef struct {{\n{declared}}} {c};\n"
        ));
        self.declare(&c, size, &format!("const {c} *"));
        let [put, get, write, read] = self.of_members(&members, "value->");
        let bodies = [
            format!("{}{}", zeros(size), all(&put)),
            all(&get),
            all(&write),
            all(&read),
        ];
        self.functions(&c, false, bodies);
        self.members.insert(name.to_owned(), members);
        Form::Struct(c)
    }
}
