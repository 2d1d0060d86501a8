//! Names that a crate may define for itself though the prelude, the standard
//! library or the crates that stubs call have them: none of these does what
//! its namesake does.

macro_rules! types {
    ($($name:ident),*) => {
        $(
            #[doc = concat!("Not the `", stringify!($name), "` of others.")]
            pub struct $name {
                _private: (),
            }
        )*
    };
}
types!(
    Answer,
    Cell,
    Infallible,
    Lease,
    Leased,
    Option,
    PhantomData,
    RecvMessage,
    RequestError,
    Server,
    String,
    TaskId,
    Vec
);

macro_rules! traits {
    ($($name:ident),*) => {
        $(
            #[doc = concat!("Not the `", stringify!($name), "` of others.")]
            pub trait $name {}
        )*
    };
}
traits!(
    Clone,
    Copy,
    Count,
    Debug,
    Default,
    Eq,
    Fn,
    From,
    FromPrimitive,
    Into,
    Iterator,
    PartialEq,
    Sized,
    TryFrom,
    UnwrapLite
);

macro_rules! modules {
    ($($name:ident),*) => {
        $(
            #[doc = concat!("Not the `", stringify!($name), "` of others.")]
            pub mod $name {}
        )*
    };
}
modules!(
    cell,
    core,
    counters,
    idol_runtime,
    num_traits,
    option,
    result,
    serde,
    std,
    userlib,
    zerocopy,
    zerocopy_derive
);

/// Not the variant.
#[expect(non_snake_case, reason = "it takes the variant's name")]
pub fn Ok() {}

/// Not the variant.
#[expect(non_snake_case, reason = "it takes the variant's name")]
pub fn Err() {}

/// Not the variant.
#[expect(non_snake_case, reason = "it takes the variant's name")]
pub fn Some() {}

/// Not the variant.
#[expect(non_upper_case_globals, reason = "it takes the variant's name")]
pub const None: () = ();

/// Not the macro.
#[macro_export]
#[doc(hidden)]
macro_rules! rude_assert {
    () => {};
}
pub use rude_assert as assert;
pub use rude_assert as panic;
pub use rude_assert as unreachable;
