//! What every stub says of its items, so that none has to say it itself: the
//! lints that they are silent about, the proofs about types, and, of a server,
//! what follows from a row for each operation. Generated code alone calls these
//! macros, and may change together with them.

/// The items of a server's stub.
///
/// ```text
/// server "Spi" "spi.idol:2:11: " SpiOperation __idol_spi_proofs
/// { [CODE: u16: ::core::convert::From<T>] .. }
/// { size CsState = u8: ".."; }
/// { table
///     1 read 0, 1 __IDOL_SPI_1_TYPES Spi_read_ARGS Spi_read_REPLY
///     reading read_read_msg take { device: u8, }
///     (device: own u8,) (sink: u8,) ok nothing (), code coded SpiError => ();
/// }
/// ..
/// ```
///
/// The place is the beginning of what is told. The first braces hold what is asked of types, the second types that are of
/// one size, the third how operations are found by number, and their rows:
/// number, name, room for the reply in bytes, number of leases; a static whose
/// type names all types, for debuggers, with the structs of arguments and reply;
/// of a Zerocopy message what reads it, how each of its values is taken, and the
/// fields of the arguments' struct, which is defined here; a reply's size that is to be proved, behind `fits`; arguments and leases with
/// their types; then what is answered, in which form and of which type, with the
/// type of its bytes behind `=>`, where that is another.
#[doc(hidden)]
#[macro_export]
macro_rules! server_items {
    (server $iface:literal $at:literal $operation:ident $proofs:ident
        {
            $([$has:ident: $($bound:tt)*])*
            $($is:ident = $ty:ty: $($must:ident $told:literal,)*;)*
        }
        { $(size $one:ty = $other:ty: $differ:literal;)* }
        { $find:ident $(lending $lent:literal)?
            $(
                $number:literal $op:ident $room:expr, $lends:literal
                $types:ident $arguments:ident $reply:ident
                $(reading $read:ident $take:ident { $($field:ident: $taken:ty,)* })?
                $(fits $fits:ident)?
                ($($arg:ident: $how:ident $(@$raw:ident)? $of:ty,)*)
                $(($($lease:ident: $lease_of:ty,)+))?
                $place:ident $ok_how:ident $(@$ok_raw:ident)?
                $ok:ty $(=> $ok_body:ty)?
                $(
                    , $failed:ident $error_how:ident
                    $error:ty $(=> $error_body:ty)?
                )?
                ;
            )*
        }
        $($item:tt)*
    ) => {
        $crate::any_items! {
            $proofs
            { $([$has: $($bound)*])* $($is = $ty: $($must $told,)*;)* }
            { $(size $one = $other: $differ;)* }
            $($item)*

            impl $crate::ServerOp for $operation {
                $crate::operations_by! {
                    $find [$($lent)?] $(($number $op $room, $lends))*
                }

                #[cfg(not(target_os = "none"))]
                fn told(__operation: u32, __told: &mut $crate::host::Told<'_>) {
                    $crate::told_by! { __operation __told __of $(
                        $number $op [
                            fn __types<
                                $($arg,)*
                                __K: $crate::host::Known<
                                    Arguments = ($($arg,)*),
                                >,
                            >(
                                _: __K,
                            ) -> __Types<$($arg,)* __K::Ok, __K::Error> {
                                __Types {
                                    $($arg: $crate::host::Of::NEW,)*
                                    __ok: $crate::host::Of::NEW,
                                    __error: $crate::host::Of::NEW,
                                }
                            }
                            // What is wrong with a type is told of the static.
                            let __of = __types($types);
                        ]
                        ($($arg: $how $(@$raw)?,)*) ($($($lease,)+)?)
                        $place $ok_how $(@$ok_raw)? $(, $failed $error_how)?;
                    )* }
                }
            }
            $($(
                #[repr(C, packed)]
                pub struct $arguments {
                    $(pub $field: $taken,)*
                }
                // SAFETY: the struct is packed, and all of its fields are taken
                // from the whole message, one behind the other. They are of
                // types that nothing changes through a reference.
                unsafe impl $crate::message::Arguments for $arguments {
                    #[inline]
                    fn of(__message: &[u8]) -> ::core::option::Option<Self> {
                        let mut __values = $crate::message::Values::of(
                            __message,
                            ::core::mem::size_of::<Self>(),
                        )?;
                        ::core::option::Option::Some(Self {
                            $($field: __values.$take()?,)*
                        })
                    }
                }
                pub fn $read(
                    __bytes: &[u8],
                ) -> ::core::option::Option<&$arguments> {
                    $crate::message::read(__bytes)
                }
            )?)*
            $(
                pub struct $reply {
                    pub value: $crate::type_of!(body $ok $(=> $ok_body)?),
                }
                #[used]
                static $types: ::core::marker::PhantomData<(
                    $arguments,
                    $reply,
                    ($($of,)*),
                    $ok,
                    $crate::type_of!(error $($error $(=> $error_body)?)?),
                    $(($($lease_of,)+))?
                )> = ::core::marker::PhantomData;
                $(const _: () = ::core::assert!(
                    $fits < 1 << 24,
                    ::core::concat!(
                        "reply of `",
                        ::core::stringify!($op),
                        "`: of 16 MiB or more, which is more than a reply can \
                         hold. Give it a lease to write to",
                    )
                );)?
            )*
        }
    };
    (client $iface:literal $at:literal $($item:tt)*) => {
        $crate::two_sides! { $iface $at }
    };
}

/// The items of a client's stub, where it has this crate beside it.
///
/// ```text
/// client "Spi" "spi.idol:2:11: " Spi __idol_spi_proofs
/// { .. }
/// { .. }
/// {
///     1 read (device: own,) (sink,) ok nothing, code coded;
/// }
/// ..
/// ```
///
/// The braces are those of a server, as far as traces need the rows. Types are
/// those of the methods.
#[doc(hidden)]
#[macro_export]
macro_rules! client_items {
    (client $iface:literal $at:literal $client:ident $proofs:ident
        { $($needed:tt)* }
        { $($sizes:tt)* }
        { $(
            $number:literal $op:ident
            ($($arg:ident: $how:ident $(@$raw:ident)?,)*)
            ($($lease:ident,)*)
            $place:ident $ok_how:ident $(@$ok_raw:ident)?
            $(, $failed:ident $error_how:ident)?
            ;
        )* }
        $($item:tt)*
    ) => {
        $crate::any_items! {
            $proofs
            { $($needed)* }
            { $($sizes)* }
            $($item)*

            impl ::core::convert::From<::userlib::TaskId> for $client {
                fn from(__server: ::userlib::TaskId) -> Self {
                    #[cfg(not(target_os = "none"))]
                    $crate::host::asks(__server, |__operation, __part, __number, __bytes, __to| {
                        $crate::host::told(__part, __number, __bytes, __to, |__told| {
                            $crate::asked_by! { __operation __told $client $(
                                $number $op
                                ($($arg: $how $(@$raw)?,)*) ($($lease,)*)
                                $place $ok_how $(@$ok_raw)? $(, $failed $error_how)?;
                            )* }
                        })
                    });
                    Self {
                        server: ::core::cell::Cell::new(__server),
                    }
                }
            }
        }
    };
    (server $iface:literal $at:literal $($item:tt)*) => {
        $crate::two_sides! { $iface $at }
    };
}

/// Tells what is in a message of an operation that a client has a method for,
/// whose types are those of the message.
#[doc(hidden)]
#[macro_export]
macro_rules! asked_by {
    ($operation:ident $told:ident $client:ident $(
        $number:literal $op:ident
        ($($arg:ident: $how:ident $(@$raw:ident)?,)*) ($($lease:ident,)*)
        $place:ident $ok_how:ident $(@$ok_raw:ident)?
        $(, $failed:ident $error_how:ident)?;
    )*) => {
        #[allow(unused_imports)]
        use $crate::host::Otherwise as _;
        match $operation {
            $($number => {
                let ($($arg,)* .., __reply) = $crate::types_of! {
                    $client $op [$($arg)*] [$($lease)*] $($arg)* $($lease)*
                };
                $told.operation(
                    ::core::stringify!($op),
                    &[$(::core::stringify!($lease)),*],
                );
                $(if $told.argument(::core::stringify!($arg)) {
                    $crate::told! { $how $told $arg $($raw)? }
                })*
                if $told.$place() {
                    $crate::told! { $ok_how $told (__reply.$place()) $($ok_raw)? }
                }
                $(if $told.$failed() {
                    $crate::told! { $error_how $told (__reply.$failed()) }
                })?
            })*
            _ => {}
        }
    };
}

/// The types of a method: of its parameters, and of what it returns. One
/// function of the runtime's for each number of parameters is less to compile
/// than what knows any number.
#[doc(hidden)]
#[macro_export]
macro_rules! types_of {
    ($client:ident $op:ident $args:tt $leases:tt) => {
        $crate::host::of_0($client::$op)
    };
    ($client:ident $op:ident $args:tt $leases:tt $a:ident) => {
        $crate::host::of_1($client::$op)
    };
    ($client:ident $op:ident $args:tt $leases:tt $a:ident $b:ident) => {
        $crate::host::of_2($client::$op)
    };
    ($client:ident $op:ident $args:tt $leases:tt $a:ident $b:ident $c:ident) => {
        $crate::host::of_3($client::$op)
    };
    ($client:ident $op:ident $args:tt $leases:tt $a:ident $b:ident $c:ident $d:ident) => {
        $crate::host::of_4($client::$op)
    };
    ($client:ident $op:ident [$($arg:ident)*] [$($lease:ident)*] $($all:ident)*) => {{
        let ($($arg,)* __reply,) = (
            $($crate::host::named(::core::stringify!($arg)),)*
            $crate::host::Of::NEW,
        );
        // Nobody calls it: it says the types.
        let _ = |__client: &$client| {
            __reply.is(__client.$op(
                $($arg.some(),)*
                $($crate::host::lent(::core::stringify!($lease)),)*
            ))
        };
        ($($arg,)* __reply,)
    }};
}

/// Tells what is in a message of an operation. What is in square brackets makes
/// a value of `__Types`.
#[doc(hidden)]
#[macro_export]
macro_rules! told_by {
    ($operation:ident $told:ident $of:ident $(
        $number:literal $op:ident [ $($typed:tt)* ]
        ($($arg:ident: $how:ident $(@$raw:ident)?,)*) ($($lease:ident,)*)
        $place:ident $ok_how:ident $(@$ok_raw:ident)?
        $(, $failed:ident $error_how:ident)?;
    )*) => {
        #[allow(unused_imports)]
        use $crate::host::Otherwise as _;
        match $operation {
            $($number => {
                struct __Types<$($arg,)* __O, __E> {
                    $($arg: $crate::host::Of<$arg>,)*
                    __ok: $crate::host::Of<__O>,
                    __error: $crate::host::Of<__E>,
                }
                $($typed)*
                $told.operation(
                    ::core::stringify!($op),
                    &[$(::core::stringify!($lease)),*],
                );
                $(if $told.argument(::core::stringify!($arg)) {
                    $crate::told! { $how $told ($of.$arg) $($raw)? }
                })*
                if $told.$place() {
                    $crate::told! { $ok_how $told ($of.__ok) $($ok_raw)? }
                }
                $(if $told.$failed() {
                    $crate::told! { $error_how $told ($of.__error) }
                })?
            })*
            _ => {}
        }
    };
}

/// Both sides' items would be an error each.
#[doc(hidden)]
#[macro_export]
macro_rules! two_sides {
    ($iface:literal $at:literal) => {
        ::core::compile_error!(::core::concat!(
            $at,
            "the client and a server of `",
            $iface,
            "` are in one module: give each a `mod` of its own",
        ));
    };
}

/// Items of any style, and the proofs about their types.
#[doc(hidden)]
#[macro_export]
macro_rules! any_items {
    ($proofs:ident
        {
            $([$has:ident: $($bound:tt)*])*
            $($is:ident = $ty:ty: $($must:ident $told:literal,)*;)*
        }
        { $(size $one:ty = $other:ty: $differ:literal;)* }
        $($item:item)*
    ) => {
        #[allow(clippy::all, dead_code, nonstandard_style, single_use_lifetimes, unnameable_types, unreachable_pub)]
        mod $proofs {
            /// The type itself, where all proofs of it hold.
            pub trait Is<const PROVED: u8> {
                type It;
            }
            impl<T> Is<0> for T {
                type It = T;
            }
            pub struct Has<T>(T);
            $(impl<T> Has<T>
            where
                $($bound)*
            {
                pub const $has: bool = true;
            })*
            /// What holds where the constants above do not exist: those
            /// are found first.
            pub trait Lacks {
                $(const $has: bool = false;)*
            }
            impl<T> Lacks for Has<T> {}
        }
        #[allow(unused_imports)]
        use $proofs::Lacks as _;
        $(#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub, unused_qualifications)]
        pub(crate) type $is = <$ty as $proofs::Is<{
            $(::core::assert!(<$proofs::Has<$ty>>::$must, $told);)*
            0
        }>>::It;)*
        $(#[allow(unused_qualifications)] const _: () = ::core::assert!(
            ::core::mem::size_of::<$one>() == ::core::mem::size_of::<$other>(),
            $differ,
        );)*
        $(
            #[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, missing_docs, nonstandard_style, private_bounds, private_interfaces, rustdoc::all, single_use_lifetimes, unnameable_types, unreachable_pub, unused_imports, unused_qualifications, unused_variables, variant_size_differences)]
            $item
        )*
    };
}

/// The functions of `ServerOp` that find an operation by its number, and what
/// its message must bring. Of few operations the compiler makes something
/// smaller than a table; of many, a table of jumps, which is larger.
#[doc(hidden)]
#[macro_export]
macro_rules! operations_by {
    (matching []) => {
        fn shape(self) -> $crate::Shape {
            match self {}
        }
    };
    (matching [] $(($number:literal $op:ident $room:expr, $lends:literal))*) => {
        fn decode(__number: u32) -> ::core::option::Option<(Self, $crate::Shape)> {
            let __op = match __number {
                $($number => Self::$op,)*
                _ => return ::core::option::Option::None,
            };
            let __shape = <Self as $crate::ServerOp>::shape(__op);
            ::core::option::Option::Some((__op, __shape))
        }

        fn shape(self) -> $crate::Shape {
            match self {
                $(Self::$op => const { $crate::Shape::new($room, $lends) },)*
            }
        }
    };
    // The numbers run from 1. The number of leases is that of all operations:
    // the compiler had better know it.
    (table [$lent:literal]
        $(($number:literal $op:ident $room:expr, $lends:literal))*
    ) => {
        $crate::operations_by! {
            tables u8 [$($room as usize as u8),*]
            |__byte: u8| $crate::Shape::new(__byte as usize, 0),
            |__shape: $crate::Shape| __shape.lending($lent),
            $(($number $op $room, $lends))*
        }
    };
    (table [] $(($number:literal $op:ident $room:expr, $lends:literal))*) => {
        $crate::operations_by! {
            tables u16 [$(($room as usize as u16) << 8 | $lends),*]
            |__half: u16| $crate::Shape::new(
                (__half >> 8) as usize,
                (__half & 0xff) as usize,
            ),
            |__shape| __shape,
            $(($number $op $room, $lends))*
        }
    };
    // Two tables, of which the task has one: the small one, if a byte tells the
    // length of each reply. A literal is a `usize` first: one that does not fit
    // is an error otherwise.
    (tables $small:ident [$($value:expr),*] $of:expr, $known:expr,
        $(($number:literal $op:ident $room:expr, $lends:literal))*
    ) => {
        fn decode(__number: u32) -> ::core::option::Option<(Self, $crate::Shape)> {
            const __SMALL: [$small; [$($number),*].len()] = [$($value),*];
            const __SHAPES: [$crate::Shape; [$($number),*].len()] =
                [$($crate::Shape::new($room, $lends)),*];
            const __IS_SMALL: bool = true $(&& $room <= 0xff)*;
            let __at = __number.wrapping_sub(1) as usize;
            let __shape = ($known)(match __IS_SMALL {
                true => ($of)(*__SMALL.get(__at)?),
                false => *__SHAPES.get(__at)?,
            });
            let __op = match __number {
                $($number => Self::$op,)*
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some((__op, __shape))
        }

        fn shape(self) -> $crate::Shape {
            let __known = <Self as $crate::ServerOp>::decode(self as u32);
            __known.map(|(_, __shape)| __shape).unwrap_or_default()
        }
    };
}

/// Tells a value, of which `of` knows what it can do.
#[doc(hidden)]
#[macro_export]
macro_rules! told {
    (own $told:ident $of:tt) => {
        $told.value($of.own().or($of.flagged()), $of.text())
    };
    (hubpack $told:ident $of:tt) => {
        $told.value($of.hubpack(), $of.text())
    };
    (ssmarshal $told:ident $of:tt) => {
        $told.value($of.ssmarshal(), $of.text())
    };
    (unknown $told:ident $of:tt) => {
        $told.value($of.unknown(), $of.text())
    };
    (primitive $told:ident $of:tt $raw:ident) => {
        $told.primitive::<$raw, _>($of.by_integer(), $of.text())
    };
    (integer $told:ident $of:tt $raw:ident) => {
        $told.integer::<$raw>()
    };
    (coded $told:ident $of:tt) => {
        $told.coded($of.by_code(), $of.text())
    };
    (flag $told:ident $of:tt) => {
        $told.flag()
    };
    (nothing $told:ident $of:tt) => {
        $told.nothing()
    };
}

/// The type of a body, and that of an error with the one that its body has.
#[doc(hidden)]
#[macro_export]
macro_rules! type_of {
    (body $own:ty) => {
        $own
    };
    (body $own:ty => $body:ty) => {
        $body
    };
    (error) => {
        ((), ())
    };
    (error $own:ty) => {
        ($own, $own)
    };
    (error $own:ty => $body:ty) => {
        ($own, $body)
    };
}
