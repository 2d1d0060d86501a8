use ::serde::ser::Serialize;

/// Encodes `value` at the start of `buf` and says how many bytes it took.
pub(super) fn serialize<const HUBPACK: bool, T: Serialize>(
    buf: &mut [u8],
    value: &T,
) -> Result<usize> {
    let len = buf.len();
    let mut output = Output {
        left: buf,
        overrun: false,
    };
    value.serialize(Encoder::<HUBPACK>(&mut output))?;
    if output.overrun {
        return Err(Error);
    }
    Ok(len.wrapping_sub(output.left.len()))
}

/// Encodes `value` at the start of `buf`: its message.
pub(super) fn encode<'b, const HUBPACK: bool, T: Serialize>(
    buf: &'b mut [u8],
    value: &T,
) -> Option<&'b [u8]> {
    let len = serialize::<HUBPACK, T>(buf, value).ok()?;
    buf.get(..len)
}

/// The part of the buffer that is not written yet.
struct Output<'a> {
    left: &'a mut [u8],
    overrun: bool,
}

impl Output<'_> {
    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if self.left.len() < N {
            self.overrun = true;
            return;
        }
        let left = ::core::mem::take(&mut self.left);
        if let Some((head, tail)) = left.split_first_chunk_mut() {
            *head = bytes;
            self.left = tail;
        }
    }
}

struct Encoder<'o, 'a, const HUBPACK: bool>(&'o mut Output<'a>);

impl<const HUBPACK: bool> Encoder<'_, '_, HUBPACK> {
    fn variant(&mut self, index: u32) -> Result<()> {
        let index = u8::try_from(index).map_err(|_| Error)?;
        self.0.put([index]);
        Ok(())
    }
}

macro_rules! put {
    ($($method:ident: $int:ty,)*) => {
        $(fn $method(self, value: $int) -> Result<()> {
            self.0.put(value.to_le_bytes());
            Ok(())
        })*
    };
}

impl<'o, 'a, const HUBPACK: bool> ::serde::Serializer
    for Encoder<'o, 'a, HUBPACK>
{
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = ::serde::ser::Impossible<(), Error>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    put! {
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_f32: f32,
        serialize_f64: f64,
    }

    fn serialize_u128(self, value: u128) -> Result<()> {
        if !HUBPACK {
            return Err(Error);
        }
        self.0.put(value.to_le_bytes());
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<()> {
        self.serialize_u128(value.cast_unsigned())
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.serialize_u8(u8::from(value))
    }

    fn serialize_char(self, value: char) -> Result<()> {
        if HUBPACK {
            return Err(Error);
        }
        let code = u32::from(value);
        let lead = |mark: u8, shift: u32| mark | (code >> shift) as u8;
        let next = |shift: u32| 0x80 | (code >> shift) as u8 & 0x3F;
        match value.len_utf8() {
            1 => self.0.put([lead(0, 0)]),
            2 => self.0.put([lead(0xC0, 6), next(0)]),
            3 => self.0.put([lead(0xE0, 12), next(6), next(0)]),
            _ => self.0.put([lead(0xF0, 18), next(12), next(6), next(0)]),
        }
        Ok(())
    }

    fn serialize_str(self, _: &str) -> Result<()> {
        Err(Error)
    }

    fn collect_str<T: ::core::fmt::Display + ?Sized>(
        self,
        _: &T,
    ) -> Result<()> {
        Err(Error)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<()> {
        Err(Error)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_u8(0)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        self.0.put([1]);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
    ) -> Result<()> {
        self.variant(index)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        self.variant(index)?;
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self> {
        match len {
            Some(len) if !HUBPACK => self.0.put((len as u64).to_le_bytes()),
            _ => return Err(Error),
        }
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index)?;
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        Err(Error)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index)?;
        Ok(self)
    }

    fn is_human_readable(&self) -> bool {
        !HUBPACK
    }
}

macro_rules! compound {
    ($($kind:ident: $method:ident $(($key:ty))?,)*) => {
        $(impl<const HUBPACK: bool> ::serde::ser::$kind
            for Encoder<'_, '_, HUBPACK>
        {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $(_: $key,)?
                value: &T,
            ) -> Result<()> {
                value.serialize(Encoder::<HUBPACK>(self.0))
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        })*
    };
}

compound! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
    SerializeStruct: serialize_field(&'static str),
    SerializeStructVariant: serialize_field(&'static str),
}
