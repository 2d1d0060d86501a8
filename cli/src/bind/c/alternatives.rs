//! The types of which a value is one of several: options and enums.

use idol_debug::schema::{Discriminant, Variant};

use super::expression::{checked, get_tag, number, plus, put_tag, zeros};
use super::names::{Scope, lower};
use super::types::{Alternative, Form, Types};

impl Types<'_> {
    pub(super) fn option(
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

    pub(super) fn enumeration(
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
    pub(super) fn rich(
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
    pub(super) fn cases(
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
}
