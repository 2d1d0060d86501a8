//! Numbers of the kernel that have names.

/// An enum of what a number means: by name in text and for clients, and
/// `Unknown` where a newer kernel says what is not known here.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident {
        $($variant:ident = $number:literal $text:literal,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(
            Copy, Clone, Debug, Default, Eq, PartialEq,
            serde::Serialize, serde::Deserialize, hubpack::SerializedSize,
            schemars::JsonSchema,
        )]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")]
              #[serde(rename = $text)]
              $variant,)*
            /// A number that has no name here.
            #[default]
            #[serde(rename = "unknown")]
            Unknown,
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    _ => Self::Unknown,
                }
            }
        }
    )*};
}

pub(crate) use choices;
