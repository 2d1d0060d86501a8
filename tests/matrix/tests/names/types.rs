//! Types and variants may be called what generated code itself calls things:
//! it compiles beside them.

mod types_of_users;

mod all {
    use serde::{Deserialize, Serialize};
    use userlib::FromPrimitive;
    use zerocopy_derive::{Immutable, IntoBytes, TryFromBytes};

    use crate::types_of_users::*;

    macro_rules! every {
        ($($name:ident,)*) => {
            /// An enum that has a variant of each name.
            #[derive(
                Copy,
                Clone,
                FromPrimitive,
                counters::Count,
                TryFromBytes,
                IntoBytes,
                Immutable,
                Serialize,
                Deserialize,
                hubpack::SerializedSize,
            )]
            #[repr(u8)]
            #[allow(dead_code, nonstandard_style)]
            enum Every {
                $($name,)*
            }
        };
    }
    include!(concat!(env!("OUT_DIR"), "/every.rs"));

    impl From<idol_runtime::ServerDeath> for Every {
        fn from(_: idol_runtime::ServerDeath) -> Self {
            Self::value
        }
    }

    /// Stubs that compile, beside rivals for all names or variants of them.
    macro_rules! compile {
        ($($module:ident: $side:ident $(, $word:ident)?;)*) => {
            mod types {
                $(
                    #[allow(dead_code, nonstandard_style)]
                    mod $module {
                        use super::super::{Digit, Failure};

                        include!(concat!(env!("OUT_DIR"), "/rivals.rs"));
                        matrix::stub!(types, $side $(, $word)?);
                    }
                )*
            }

            mod variants {
                $(
                    mod $module {
                        use super::super::{Every, Failure};

                        matrix::stub!(variants, $side $(, $word)?);
                    }
                )*
            }
        };
    }
    compile! {
        a: client;
        b: client, uncounted;
        c: server;
        d: server, uncounted;
        e: pipelined;
        f: pipelined, uncounted;
    }
}

fn main() {
    trials::run(vec![trials::Trial::test(
        "types_and_variants_may_have_any_name_of_generated_code",
        // They have compiled.
        || Ok(()),
    )]);
}
