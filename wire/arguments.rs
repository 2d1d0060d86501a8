/// What an operation is called with, one value behind the other: a tuple, of
/// values or of more tuples. Each operation has a type of its own, by its number,
/// and with it a function that encodes what it is called with, and nothing else.
#[doc(hidden)]
pub struct Arguments<const OPERATION: u16, T>(pub T);

/// How tuples of so many values are encoded.
macro_rules! arguments {
    ($($len:literal: $($value:ident $at:tt),*;)*) => {
        $(impl<const OPERATION: u16, $($value: Serialize),*> Serialize
            for Arguments<OPERATION, ($($value,)*)>
        {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut tuple = serializer.serialize_tuple($len)?;
                $(::serde::ser::SerializeTuple::serialize_element(
                    &mut tuple,
                    &self.0.$at,
                )?;)*
                ::serde::ser::SerializeTuple::end(tuple)
            }
        })*
    };
}
