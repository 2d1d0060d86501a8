//! Stubs under all lints that rustc has, also those that are off by default;
//! `tests/crates/lints.rs` of the package `matrix` compares the list with rustc's own.

// Some are too new for older compilers, some for all but nightly ones.
#![allow(unknown_lints)]
#![deny(
    unused,
    absolute_paths_not_starting_with_crate,
    ambiguous_negative_literals,
    closure_returning_async_block,
    deprecated_in_future,
    deprecated_safe_2024,
    deref_into_dyn_supertrait,
    edition_2024_expr_fragment_specifier,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    ffi_unwind_calls,
    fuzzy_provenance_casts,
    if_let_rescope,
    impl_trait_overcaptures,
    impl_trait_redundant_captures,
    keyword_idents_2018,
    keyword_idents_2024,
    let_underscore_drop,
    lossy_provenance_casts,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    missing_unsafe_on_extern,
    multiple_supertrait_upcastable,
    must_not_suspend,
    non_exhaustive_omitted_patterns,
    redundant_imports,
    redundant_lifetimes,
    resolving_to_items_shadowing_supertrait_items,
    rust_2021_incompatible_closure_captures,
    rust_2021_incompatible_or_patterns,
    rust_2021_prelude_collisions,
    rust_2024_incompatible_pat,
    rust_2024_prelude_collisions,
    shadowing_supertrait_items,
    single_use_lifetimes,
    tail_expr_drop_order,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unqualified_local_imports,
    unreachable_pub,
    unsafe_attr_outside_unsafe,
    unsafe_code,
    unsafe_op_in_unsafe_fn,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

/// What the interface names.
#[allow(
    missing_copy_implementations,
    missing_debug_implementations,
    unreachable_pub,
    variant_size_differences
)]
pub mod types {
    /// A number of few values.
    #[derive(
        Copy,
        Clone,
        Debug,
        PartialEq,
        userlib::FromPrimitive,
        zerocopy_derive::IntoBytes,
        zerocopy_derive::Immutable,
    )]
    #[repr(u8)]
    pub enum Mode {
        /// One.
        Slow = 1,
        /// Two.
        Fast = 2,
    }

    /// A number in disguise.
    #[derive(
        Copy,
        Clone,
        Debug,
        PartialEq,
        zerocopy_derive::IntoBytes,
        zerocopy_derive::Immutable,
    )]
    #[repr(transparent)]
    pub struct Wide(pub u16);

    impl ::core::convert::From<u16> for Wide {
        fn from(raw: u16) -> Self {
            Self(raw)
        }
    }

    /// Why it fails.
    #[derive(
        Copy, Clone, Debug, PartialEq, idol_derive::IdolError, counters::Count,
    )]
    pub enum StrictError {
        /// It was broken.
        Broken = 1,
        /// The server died.
        #[idol(server_death)]
        Gone = 2,
    }

    /// Why it fails, at length.
    #[derive(
        Copy,
        Clone,
        Debug,
        PartialEq,
        counters::Count,
        serde::Serialize,
        serde::Deserialize,
        hubpack::SerializedSize,
        zerocopy_derive::TryFromBytes,
        zerocopy_derive::IntoBytes,
        zerocopy_derive::Immutable,
    )]
    #[repr(u8)]
    pub enum StrictFault {
        /// It was broken.
        Broken = 1,
        /// The server died.
        Gone = 2,
    }

    impl ::core::convert::From<idol_runtime::ServerDeath> for StrictFault {
        fn from(_: idol_runtime::ServerDeath) -> Self {
            Self::Gone
        }
    }
}

/// The client, with counters.
pub mod client {
    use super::types::{Mode, StrictError, StrictFault, Wide};

    matrix::stub!(strict, client);
}

/// The client, without.
pub mod uncounted {
    use super::types::{Mode, StrictError, StrictFault, Wide};

    matrix::stub!(strict, client, uncounted);
}

/// The server that answers in order.
pub mod server {
    use super::types::{Mode, StrictError, StrictFault, Wide};

    matrix::stub!(strict, server);

    /// What debuggers read.
    pub fn section() -> &'static [u8] {
        &__IDOL_STRICT_INTERFACE
    }
}

/// The server that answers when it likes.
pub mod pipelined {
    use super::types::{Mode, StrictError, StrictFault, Wide};

    matrix::stub!(strict, pipelined);
}
