//! The types of a schema as types of C, and what makes bytes of them.

use std::collections::BTreeMap;

use idol_debug::schema::{Discriminant, Field, Kind, Schema, Type, Variant};

use super::names::{Scope, lower};
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
struct Member {
    /// Its name; none where nothing stands for it.
    name: Option<String>,
    offset: usize,
    ty: String,
}

/// An enum's variant.
struct Alternative {
    /// The constant that stands for it.
    constant: String,
    /// The member of the union, where it holds something.
    member: Option<String>,
    fields: Vec<Member>,
    value: Option<u64>,
    name: String,
}

/// What the types of an interface are in C.
pub(super) struct Types<'s> {
    schema: &'s Schema,
    prefix: String,
    forms: BTreeMap<String, Form>,
    members: BTreeMap<String, Vec<Member>>,
    alternatives: BTreeMap<String, Vec<Alternative>>,
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

    fn ty(&self, name: &str) -> Option<&'s Type> {
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

    fn made(
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
    fn named(&self, name: &str, scope: &mut Scope) -> String {
        let own = match name.rsplit_once('#') {
            Some((own, number)) if number.parse::<u32>().is_ok() => own,
            _ => name,
        };
        let wanted = format!("{}_{}", self.prefix, lower(own));
        scope.name_of_all(&wanted, &FUNCTIONS)
    }

    /// Declares a type's functions, and begins with its size.
    fn declare(&mut self, c: &str, size: usize, value: &str) {
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

    fn function(&mut self, head: &str, body: &str) {
        self.source.push_str(&format!("{head}\n{{\n{body}}}\n\n"));
    }

    fn functions(&mut self, c: &str, by_value: bool, bodies: [String; 4]) {
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

    fn array(
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
    fn fields(&self, fields: &[Field]) -> Vec<Member> {
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
    fn declared(&self, members: &[Member], indent: &str) -> String {
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
    fn each(
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

    fn of_members(&self, members: &[Member], base: &str) -> [Vec<String>; 4] {
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

    fn structure(
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

    fn option(
        &mut self,
        name: &str,
        size: usize,
        (of, offset): (&str, usize),
        (discriminant, none, some): (
            Option<Discriminant>,
            Option<u64>,
            Option<u64>,
        ),
        scope: &mut Scope,
    ) -> Form {
        let c = self.named(name, scope);
        let held = self.name(of);
        let value = held.as_ref().map(|held| format!("    {held} value;\n"));
        self.header.push_str(&format!(
            "/* `{name}`: `None`, or `Some` of a value. */\ntypedef struct \
             {{\n    bool some;\n{}}} {c};\n",
            value.unwrap_or_default()
        ));
        self.declare(&c, size, &format!("const {c} *"));
        let inside = |made: Option<String>| match made {
            Some(made) => format!(
                "    if (value->some && !{made}) {{\n        return false;\n    \
                 }}\n"
            ),
            None => String::new(),
        };
        let memory = plus("memory", offset);
        let put = inside(self.put(of, &memory, "value->value"));
        let get = inside(self.get(of, &memory, "&value->value"));
        let write = inside(self.write(of, "to", "value->value"));
        let read = inside(self.read(of, "from", "&value->value"));
        let mut tag = String::new();
        let mut tagged = "    value->some = false;\n".to_owned();
        if let Some(place) = discriminant {
            for (number, test) in
                [(none, "!value->some"), (some, "value->some")]
            {
                if let Some(number) = number {
                    tag.push_str(&format!(
                        "    if ({test}) {{\n        {}\n    }}\n",
                        put_tag(place, number)
                    ));
                }
            }
            tagged = format!("    uint64_t tag = {};\n", get_tag(place));
            tagged.push_str(&match (none, some) {
                (Some(none), Some(some)) => format!(
                    "    if (tag != {0} && tag != {1}) {{\n        return \
                     false;\n    }}\n    value->some = tag == {1};\n",
                    number(none),
                    number(some)
                ),
                (Some(none), None) => {
                    format!("    value->some = tag != {};\n", number(none))
                }
                (None, Some(some)) => {
                    format!("    value->some = tag == {};\n", number(some))
                }
                (None, None) => {
                    "    value->some = false;\n    (void)tag;\n".to_owned()
                }
            });
        }
        let unused = match discriminant {
            None => "    (void)memory;\n",
            Some(_) => "",
        };
        let bodies = [
            format!("{}{put}{tag}    return true;\n", zeros(size)),
            format!("{tagged}{unused}{get}    return true;\n"),
            format!(
                "    if (!idol_write_bool(to, value->some)) {{\n        return \
                 false;\n    }}\n{write}    return true;\n"
            ),
            format!(
                "    if (!idol_read_bool(from, &value->some)) {{\n        \
                 return false;\n    }}\n{read}    return true;\n"
            ),
        ];
        self.functions(&c, false, bodies);
        Form::Struct(c)
    }

    fn enumeration(
        &mut self,
        name: &str,
        size: usize,
        discriminant: Option<Discriminant>,
        variants: &[Variant],
        scope: &mut Scope,
    ) -> Form {
        let c = self.named(name, scope);
        let mut inside = Scope::default();
        // Constants are `int`: numbers that are none are positions.
        let fit = variants.iter().all(|variant| {
            variant
                .value
                .is_some_and(|value| i32::try_from(value).is_ok())
        });
        let mut constants = String::new();
        let mut found = Vec::new();
        for (position, variant) in (0_u64..).zip(variants) {
            let wanted = format!("{c}_{}", lower(&variant.name));
            let constant = scope.name_of_all(&wanted.to_uppercase(), &[]);
            let number = variant.value.filter(|_| fit).unwrap_or(position);
            constants.push_str(&format!("    {constant} = {number},\n"));
            let fields = self.fields(&variant.fields);
            let holds = fields.iter().any(|field| field.name.is_some());
            found.push(Alternative {
                constant,
                member: holds.then(|| inside.name(&lower(&variant.name))),
                fields,
                value: variant.value,
                name: variant.name.clone(),
            });
        }
        // C99 has no comma behind the last for those that are pedantic.
        let constants = constants.trim_end_matches(",\n").to_owned() + "\n";
        let plain = variants.iter().all(|variant| variant.fields.is_empty());
        let (by_value, chosen) = match plain {
            true => {
                self.header.push_str(&format!(
                    "/* `{name}`. */\ntypedef enum {{\n{constants}}} {c};\n"
                ));
                self.declare(&c, size, &format!("{c} "));
                (true, ("value", "*value"))
            }
            false => {
                self.rich(name, &c, &constants, &found);
                self.declare(&c, size, &format!("const {c} *"));
                (false, ("value->tag", "value->tag"))
            }
        };
        let bodies = self.cases(size, discriminant, &found, chosen);
        self.functions(&c, by_value, bodies);
        self.alternatives.insert(name.to_owned(), found);
        match plain {
            true => Form::Plain(c),
            false => Form::Struct(c),
        }
    }

    /// Declares an enum of which some variants hold something.
    fn rich(
        &mut self,
        name: &str,
        c: &str,
        constants: &str,
        found: &[Alternative],
    ) {
        let mut union = String::new();
        for one in found {
            let Some(member) = &one.member else {
                continue;
            };
            let fields = self.declared(&one.fields, "            ");
            union.push_str(&format!(
                "        struct {{\n{fields}        }} {member};\n"
            ));
        }
        if !union.is_empty() {
            union = format!(
                "    /* What the variant holds. */\n    union {{\n{union}    }} \
                 as;\n"
            );
        }
        self.header.push_str(&format!(
            "/* Which variant of `{name}` there is. */\ntypedef enum \
             {{\n{constants}}} {c}_tag;\n/* `{name}`. */\ntypedef struct \
             {{\n    {c}_tag tag;\n{union}}} {c};\n"
        ));
    }

    /// What the functions of an enum do for each variant: `tag` is what tells
    /// it, `place` where that is kept.
    fn cases(
        &self,
        size: usize,
        discriminant: Option<Discriminant>,
        found: &[Alternative],
        (tag, place): (&str, &str),
    ) -> [String; 4] {
        let mut put = format!("{}    switch ({tag}) {{\n", zeros(size));
        let mut write = format!("    switch ({tag}) {{\n");
        let mut read = "    uint8_t index;\n    if (!idol_read_u8(from, \
                        &index)) {\n        return false;\n    }\n    switch \
                        (index) {\n"
            .to_owned();
        let mut gets = String::new();
        let mut other = None;
        for (index, one) in found.iter().enumerate() {
            let base = match &one.member {
                Some(member) => format!("value->as.{member}."),
                None => String::new(),
            };
            let [puts, got, writes, reads] =
                self.of_members(&one.fields, &base);
            let constant = &one.constant;
            let tag = match (discriminant, one.value) {
                (Some(place), Some(value)) => {
                    format!("        {}\n", put_tag(place, value))
                }
                _ => String::new(),
            };
            put.push_str(&format!(
                "    case {constant}:\n{}{tag}        return true;\n",
                checked(&puts)
            ));
            write.push_str(&format!(
                "    case {constant}:\n{}        return true;\n",
                checked(
                    &[vec![format!("idol_write_u8(to, {index})")], writes]
                        .concat()
                )
            ));
            read.push_str(&format!(
                "    case {index}:\n        {place} = {constant};\n{}        \
                 return true;\n",
                checked(&reads)
            ));
            let got = format!(
                "        {place} = {constant};\n{}        return true;\n",
                checked(&got)
            );
            match one.value {
                Some(value) => gets
                    .push_str(&format!("    case {}:\n{got}", number(value))),
                None => other = Some(got),
            }
        }
        let get = match (discriminant, other) {
            (Some(place), other) => {
                let other = other.unwrap_or_else(|| {
                    "        return false;
"
                    .to_owned()
                });
                format!(
                    "    switch ({}) {{\n{gets}    default:\n{other}    }}\n",
                    get_tag(place)
                )
            }
            // There is one variant alone.
            (None, other) => {
                let first = other.unwrap_or_else(|| {
                    gets.split_once(":\n")
                        .map_or(String::new(), |(_, got)| got.to_owned())
                });
                format!("    (void)memory;\n{first}")
            }
        };
        let end = "    }\n    return false;\n";
        [put + end, get, write + end, read + end]
    }

    /// A value as what a variable of its type begins with; none where nothing
    /// stands for it, or it is none of the type.
    pub(super) fn literal(
        &self,
        ty: &str,
        value: &idol_debug::Value,
    ) -> Option<String> {
        use idol_debug::Value;
        let kind = &self.ty(ty)?.kind;
        if let Kind::Newtype { of, .. } = kind {
            return self.literal(
                of,
                match value {
                    Value::Tuple(only) if only.len() == 1 => only.first()?,
                    value => value,
                },
            );
        }
        self.name(ty)?;
        Some(match (kind, value) {
            (Kind::Bool, Value::Bool(value)) => value.to_string(),
            (Kind::Char, Value::Char(value)) => u32::from(*value).to_string(),
            (Kind::Float, Value::Float(value)) => float(*value),
            (Kind::Unsigned { .. } | Kind::Signed { .. }, value) => {
                let bits = match value {
                    Value::Unsigned(value) => *value,
                    Value::Signed(value) => value.cast_unsigned(),
                    _ => return None,
                };
                let signed = matches!(kind, Kind::Signed { .. });
                integer(bits, self.size(ty), signed)
            }
            (Kind::Array { element, .. }, Value::Array(items)) => {
                let items = items.iter().map(|it| self.literal(element, it));
                let items: Option<Vec<_>> = items.collect();
                format!("{{{{{}}}}}", items?.join(", "))
            }
            (Kind::Tuple { .. } | Kind::Struct { .. }, value) => {
                let members = self.members.get(ty)?;
                format!("{{{}}}", self.inside(members, value)?)
            }
            (Kind::Option { of, .. }, Value::Variant(name, held)) => {
                let inside = match held.as_ref() {
                    Value::Tuple(only) if only.len() == 1 => only.first()?,
                    value => value,
                };
                match (name.as_str(), self.name(of)) {
                    ("None", _) => "{.some = false}".to_owned(),
                    (_, None) => "{.some = true}".to_owned(),
                    (_, Some(_)) => format!(
                        "{{.some = true, .value = {}}}",
                        self.literal(of, inside)?
                    ),
                }
            }
            (Kind::Enum { .. }, Value::Variant(name, held)) => {
                let mut all = self.alternatives.get(ty)?.iter();
                let one = all.find(|one| one.name == *name)?;
                let constant = &one.constant;
                match (self.form(ty), &one.member) {
                    (Form::Plain(_), _) => constant.clone(),
                    (_, None) => format!("{{.tag = {constant}}}"),
                    (_, Some(member)) => format!(
                        "{{.tag = {constant}, .as = {{.{member} = {{{}}}}}}}",
                        self.inside(&one.fields, held)?
                    ),
                }
            }
            _ => return None,
        })
    }

    /// The values of fields, in their order.
    fn inside(
        &self,
        members: &[Member],
        value: &idol_debug::Value,
    ) -> Option<String> {
        use idol_debug::Value;
        let values: Vec<&Value> = match value {
            Value::Tuple(values) => values.iter().collect(),
            Value::Struct(values) => {
                values.iter().map(|(_, value)| value).collect()
            }
            value => vec![value],
        };
        let there = members.iter().zip(values);
        let there = there.filter(|(member, _)| member.name.is_some());
        let made: Option<Vec<_>> = there
            .map(|(member, value)| self.literal(&member.ty, value))
            .collect();
        Some(made?.join(", "))
    }
}

/// A pointer some bytes on.
pub(super) fn plus(memory: &str, offset: usize) -> String {
    match offset {
        0 => memory.to_owned(),
        offset => format!("{memory} + {offset}"),
    }
}

/// A pointer to what an expression names, which may be what one points at.
fn address(value: &str) -> String {
    match value.strip_prefix('*') {
        Some(pointer) => pointer.to_owned(),
        None => format!("&{value}"),
    }
}

/// Clears the memory that a value goes to, its padding included.
fn zeros(size: usize) -> String {
    format!("    memset(memory, 0, {size});\n")
}

/// Returns whether all of these are true.
fn all(expressions: &[String]) -> String {
    format!("    return {};\n", expressions.join(" &&\n           "))
}

/// Leaves the function unless all of these are true.
fn checked(expressions: &[String]) -> String {
    match expressions {
        [] => String::new(),
        several => format!(
            "        if (!({})) {{\n            return false;\n        }}\n",
            several.join(" &&\n              ")
        ),
    }
}

fn put_tag(place: Discriminant, value: u64) -> String {
    format!(
        "idol_put_tag({}, {}, {});",
        plus("memory", place.offset),
        place.size,
        number(value)
    )
}

fn get_tag(place: Discriminant) -> String {
    format!(
        "idol_get_tag({}, {})",
        plus("memory", place.offset),
        place.size
    )
}

fn number(value: u64) -> String {
    match u32::try_from(value) {
        Ok(value) => format!("{value}u"),
        Err(_) => format!("UINT64_C({value})"),
    }
}

/// An integer of so many bytes, of which these are the bits.
fn integer(bits: u128, size: usize, signed: bool) -> String {
    let low = bits as u64;
    match (size, signed) {
        (16, false) => {
            format!("{{UINT64_C({low}), UINT64_C({})}}", (bits >> 64) as u64)
        }
        (16, true) => format!(
            "{{UINT64_C({low}), {}}}",
            signed_64((bits >> 64) as u64 as i64)
        ),
        (_, false) => format!("UINT64_C({low})"),
        (_, true) => signed_64(low as i64),
    }
}

fn signed_64(value: i64) -> String {
    match value.checked_neg() {
        None => "INT64_MIN".to_owned(),
        Some(_) => format!("INT64_C({value})"),
    }
}

fn float(value: f64) -> String {
    match value {
        value if value.is_nan() => "NAN".to_owned(),
        value if value.is_infinite() && value > 0.0 => "INFINITY".to_owned(),
        value if value.is_infinite() => "-INFINITY".to_owned(),
        value => format!("{value:e}"),
    }
}
