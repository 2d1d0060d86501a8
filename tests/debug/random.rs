//! Random values of any type.

use idol_debug::{Field, Kind, Type, Value};

/// Numbers that are the same in every run.
pub(crate) struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }
}

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("it is small");
        usize::try_from(self.next() % limit).expect("it is small")
    }

    pub(crate) fn byte(&mut self) -> u8 {
        // Small ones mean something more often.
        let byte = self.next().to_le_bytes()[0];
        if self.next().is_multiple_of(2) {
            byte % 4
        } else {
            byte
        }
    }

    /// A number of so many bytes, near its limits more often than not.
    fn number(&mut self, size: usize) -> u128 {
        let unused = 128 - 8 * size;
        let most = u128::MAX >> unused;
        let any = u128::from(self.next()) << 64 | u128::from(self.next());
        match self.next() % 6 {
            0 => 0,
            1 => 1,
            2 => most,
            3 => most / 2,
            4 => most / 2 + 1,
            _ => any & most,
        }
    }

    /// A value of a type. No float is without a number.
    pub(crate) fn value(&mut self, ty: &Type) -> Value {
        match &ty.kind {
            Kind::Unsigned if ty.size == 0 => Value::Unit,
            Kind::Bool => self.next().is_multiple_of(2).into(),
            Kind::Char => ['a', '\0', 'ß', '€', '𝄞'][self.below(5)].into(),
            Kind::Unsigned => self.number(ty.size).into(),
            Kind::Signed => {
                let unused = 128 - 8 * ty.size;
                let high = self.number(ty.size) << unused;
                Value::from(high.cast_signed() >> unused)
            }
            Kind::Float => {
                [0.0, -0.5, 1e10, f64::INFINITY][self.below(4)].into()
            }
            Kind::Array { element, count } => {
                Value::Array((0..*count).map(|_| self.value(element)).collect())
            }
            Kind::Struct(fields) => match fields.as_slice() {
                [] => Value::Unit,
                [only] if only.name == "__0" => {
                    let value = self.value(&only.ty);
                    // Zero is its `None`.
                    match (value, ty.name.starts_with("NonZero<")) {
                        (Value::Unsigned(0), true) => 1u8.into(),
                        (value, _) => value,
                    }
                }
                fields => self.fields(fields),
            },
            Kind::Enum { variants, .. } => {
                let variant = &variants[self.below(variants.len())];
                let fields = self.fields(&variant.fields);
                Value::Variant(variant.name.clone(), Box::new(fields))
            }
        }
    }

    fn fields(&mut self, fields: &[Field]) -> Value {
        let values: Vec<_> =
            fields.iter().map(|field| self.value(&field.ty)).collect();
        match fields.first() {
            None => Value::Unit,
            Some(first) if first.name == "__0" => Value::Tuple(values),
            Some(_) => {
                let names = fields.iter().map(|field| field.name.clone());
                Value::Struct(names.zip(values).collect())
            }
        }
    }
}
