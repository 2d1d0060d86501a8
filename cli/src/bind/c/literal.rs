//! Values, as what variables begin with.

use idol_debug::schema::Kind;

use super::types::{Form, Member, Types};

impl Types<'_> {
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
