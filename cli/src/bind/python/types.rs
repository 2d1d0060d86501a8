//! The types of a schema as classes, annotations and codecs.

use std::collections::BTreeMap;

use idol_debug::schema::{Discriminant, Field, Kind, Schema, Variant};

use super::names::{Scope, identifier, string};

/// What the types of an interface are in Python.
pub(super) struct Types {
    /// The annotation of each type, by its name in the schema.
    annotations: BTreeMap<String, String>,
    /// The name of each type's codec.
    codecs: BTreeMap<String, String>,
    /// The names of each enum's variants, and what stands for them.
    members: BTreeMap<String, Vec<(String, String)>>,
    /// Whether `None` is a value of a type.
    nullable: BTreeMap<String, bool>,
    /// The classes and the codecs, as they are written.
    pub(super) text: String,
}

impl Types {
    /// All types of a schema, in its order: a type stands behind those that it
    /// is made of.
    pub(super) fn of(schema: &Schema, scope: &mut Scope) -> Self {
        let mut types = Self {
            annotations: BTreeMap::new(),
            codecs: BTreeMap::new(),
            members: BTreeMap::new(),
            nullable: BTreeMap::new(),
            text: String::new(),
        };
        for (name, ty) in &schema.types {
            let codec = scope.name(&format!("T_{}", identifier(name)));
            let codec = format!("_{codec}");
            let (annotation, made) = types.made(name, ty.size, &ty.kind, scope);
            let declared = match (&ty.kind, annotation.contains("_r.Some[")) {
                // No annotation says what stands for `Some` there.
                (Kind::Option { .. }, true) => "Any",
                _ => annotation.as_str(),
            };
            types
                .text
                .push_str(&format!("{codec}: _r.Codec[{declared}] = {made}\n"));
            let nullable = match &ty.kind {
                Kind::Unit | Kind::Option { .. } => true,
                Kind::Newtype { of, .. } => types.is_nullable(of),
                _ => false,
            };
            types.nullable.insert(name.clone(), nullable);
            types.annotations.insert(name.clone(), annotation);
            types.codecs.insert(name.clone(), codec);
        }
        types
    }

    /// The only variant of an enum, which holds nothing: its name, and what
    /// stands for it.
    pub(super) fn only(&self, ty: &str) -> Option<(&str, &str)> {
        match self.members.get(ty)?.as_slice() {
            // A class is no member.
            [(name, member)] if member.contains('.') => Some((name, member)),
            _ => None,
        }
    }

    /// How a value of a type is annotated.
    pub(super) fn annotation(&self, name: &str) -> &str {
        self.annotations.get(name).map_or("object", String::as_str)
    }

    /// The name of a type's codec.
    pub(super) fn codec(&self, name: &str) -> &str {
        self.codecs.get(name).map_or("_r.Unit()", String::as_str)
    }

    /// What stands for a variant of an enum.
    pub(super) fn member(&self, name: &str, variant: &str) -> Option<&str> {
        let mut members = self.members.get(name)?.iter();
        let found = members.find(|(known, _)| known == variant)?;
        Some(&found.1)
    }

    fn is_nullable(&self, name: &str) -> bool {
        self.nullable.get(name).copied().unwrap_or(false)
    }

    /// The annotation and the codec of a type; its class is written.
    fn made(
        &mut self,
        name: &str,
        size: usize,
        kind: &Kind,
        scope: &mut Scope,
    ) -> (String, String) {
        match kind {
            Kind::Unit => ("None".to_owned(), "_r.Unit()".to_owned()),
            Kind::Bool => ("bool".to_owned(), "_r.Bool()".to_owned()),
            Kind::Char => ("str".to_owned(), "_r.Char()".to_owned()),
            Kind::Unsigned { word } => {
                ("int".to_owned(), int(size, false, *word))
            }
            Kind::Signed { word } => ("int".to_owned(), int(size, true, *word)),
            Kind::Float => ("float".to_owned(), format!("_r.Float({size})")),
            Kind::Array { element, count } if element == "u8" => {
                ("bytes".to_owned(), format!("_r.Bytes({count})"))
            }
            Kind::Array { element, count } => (
                format!("tuple[{}, ...]", self.annotation(element)),
                format!("_r.Array({}, {count})", self.codec(element)),
            ),
            Kind::Newtype { offset, of } => (
                self.annotation(of).to_owned(),
                format!("_r.Newtype({size}, {offset}, {})", self.codec(of)),
            ),
            Kind::Tuple { fields } => {
                let parts: Vec<_> =
                    fields.iter().map(|f| self.annotation(&f.ty)).collect();
                let annotation = format!("tuple[{}]", parts.join(", "));
                let (_, fields) = self.fields(fields);
                (annotation, format!("_r.Tuple({size}, [{fields}])"))
            }
            Kind::Struct { fields } => {
                let class = scope.name(name_of(name));
                let (attributes, fields) = self.fields(fields);
                self.dataclass(
                    &class,
                    &format!("`{}`.", name_of(name)),
                    &attributes,
                );
                let codec = format!("_r.Struct({size}, {class}, [{fields}])");
                (class, codec)
            }
            Kind::Option {
                of,
                offset,
                discriminant,
                none,
                some,
            } => {
                let held = self.annotation(of);
                let annotation = match self.is_nullable(of) {
                    true => format!("Optional[_r.Some[{held}]]"),
                    false => format!("Optional[{held}]"),
                };
                let codec = format!(
                    "_r.Option({size}, {}, {offset}, {}, {}, {})",
                    self.codec(of),
                    place(*discriminant),
                    optional(*none),
                    optional(*some)
                );
                (annotation, codec)
            }
            Kind::Enum {
                discriminant,
                variants,
            } => {
                let plain = variants.iter().all(|v| v.fields.is_empty());
                match plain {
                    true => {
                        self.plain(name, size, *discriminant, variants, scope)
                    }
                    false => {
                        self.rich(name, size, *discriminant, variants, scope)
                    }
                }
            }
        }
    }

    /// An enum whose variants hold nothing.
    fn plain(
        &mut self,
        name: &str,
        size: usize,
        discriminant: Option<Discriminant>,
        variants: &[Variant],
        scope: &mut Scope,
    ) -> (String, String) {
        let class = scope.name(name_of(name));
        self.text.push_str(&format!(
            "\n\nclass {class}(enum.IntEnum):\n    \"\"\"`{}`.\"\"\"\n\n",
            name_of(name)
        ));
        let mut inside = Scope::default();
        let mut members = Vec::new();
        let mut codecs = Vec::new();
        for (variant, index) in variants.iter().zip(0_u64..) {
            let member = inside.member(&variant.name);
            let value = variant.value.unwrap_or(index);
            self.text.push_str(&format!("    {member} = {value}\n"));
            let member = format!("{class}.{member}");
            codecs.push(format!(
                "_r.Variant({}, {member}, {})",
                string(&variant.name),
                optional(variant.value)
            ));
            members.push((variant.name.clone(), member));
        }
        self.text.push_str("\n\n");
        self.members.insert(name.to_owned(), members);
        let codec = format!(
            "_r.Enum({size}, {}, [{}])",
            place(discriminant),
            codecs.join(", ")
        );
        (class, codec)
    }

    /// An enum of which some variants hold something: a class for each.
    fn rich(
        &mut self,
        name: &str,
        size: usize,
        discriminant: Option<Discriminant>,
        variants: &[Variant],
        scope: &mut Scope,
    ) -> (String, String) {
        let union = scope.name(name_of(name));
        let mut classes = Vec::new();
        let mut codecs = Vec::new();
        for variant in variants {
            let class = scope.name(&format!("{union}_{}", variant.name));
            let (attributes, fields) = self.fields(&variant.fields);
            let doc = format!("`{}::{}`.", name_of(name), variant.name);
            self.dataclass(&class, &doc, &attributes);
            let fields = match fields.as_str() {
                "" => String::new(),
                fields => format!(", ({fields},)"),
            };
            codecs.push(format!(
                "_r.Variant({}, {class}, {}{fields})",
                string(&variant.name),
                optional(variant.value)
            ));
            classes.push((variant.name.clone(), class));
        }
        let all: Vec<_> = classes.iter().map(|(_, class)| &**class).collect();
        let all = all.join(", ");
        self.text.push_str(&format!("{union} = Union[{all}]\n"));
        let codec = format!(
            "_r.Enum({size}, {}, [{}])",
            place(discriminant),
            codecs.join(", ")
        );
        self.members.insert(name.to_owned(), classes);
        (union, codec)
    }

    fn dataclass(
        &mut self,
        class: &str,
        doc: &str,
        attributes: &[(String, String)],
    ) {
        self.text.push_str(&format!(
            "\n\n@dataclass(frozen=True)\nclass {class}(_r.Later):\n    \"\"\"{doc}\"\"\"\n"
        ));
        if !attributes.is_empty() {
            self.text.push('\n');
        }
        for (name, annotation) in attributes {
            self.text.push_str(&format!("    {name}: {annotation}\n"));
        }
        self.text.push_str("\n\n");
    }

    /// Fields with their annotations, and as codecs know them.
    fn fields(&self, fields: &[Field]) -> (Vec<(String, String)>, String) {
        let mut scope = Scope::default();
        let mut attributes = Vec::new();
        let mut codecs = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let attribute = match (&field.name, fields.len()) {
                (Some(name), _) => scope.name(name),
                (None, 1) => "value".to_owned(),
                (None, _) => format!("value_{index}"),
            };
            let name = field.name.as_deref();
            codecs.push(format!(
                "_r.Field({}, {}, {}, {})",
                string(&attribute),
                name.map_or("None".to_owned(), string),
                field.offset,
                self.codec(&field.ty)
            ));
            attributes.push((attribute, self.annotation(&field.ty).to_owned()));
        }
        (attributes, codecs.join(", "))
    }
}

/// A type's name, without what tells it from others.
fn name_of(name: &str) -> &str {
    match name.rsplit_once('#') {
        Some((own, number)) if number.parse::<u32>().is_ok() => own,
        _ => name,
    }
}

fn int(size: usize, signed: bool, word: bool) -> String {
    let signed = if signed { "True" } else { "False" };
    match word {
        true => format!("_r.Int({size}, {signed}, True)"),
        false => format!("_r.Int({size}, {signed})"),
    }
}

fn place(discriminant: Option<Discriminant>) -> String {
    match discriminant {
        Some(Discriminant { offset, size }) => {
            format!("_r.Discriminant({offset}, {size})")
        }
        None => "None".to_owned(),
    }
}

fn optional(value: Option<u64>) -> String {
    value.map_or("None".to_owned(), |value| value.to_string())
}
