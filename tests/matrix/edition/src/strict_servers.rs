//! Servers of `Strict`, whose replies take no bytes but for some, and a client
//! that asks for all.

use core::convert::Infallible;

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RW, RequestError, W};
use userlib::{RecvMessage, TaskId};

use crate::strict::types::{Mode, StrictError, StrictFault, Wide};
use crate::strict::{client, pipelined, server, uncounted};

/// A server that answers each operation with one value, in order.
struct InOrder;

/// The same with handles.
struct Late;

impl NoNotifications for InOrder {}
impl NoNotifications for Late {}

macro_rules! servers {
    ($(
        $op:ident($($arg:ident: $ty:ty),*; $($lease:ident: $lent:ty),*)
            -> $ok:ty, $error:ty, $pending:ident: $value:expr_2021;
    )*) => {
        impl server::InOrderStrictImpl for InOrder {
            $(
                fn $op(
                    &mut self,
                    _: &RecvMessage,
                    $($arg: $ty,)*
                    $($lease: $lent,)*
                ) -> Result<$ok, RequestError<$error>> {
                    $(let _ = $lease;)*
                    $(let _ = $arg;)*
                    Ok($value)
                }
            )*
        }

        impl pipelined::StrictReplies for Late {
            $(
                fn $op(
                    &mut self,
                    _: &RecvMessage,
                    $($arg: $ty,)*
                    reply: pipelined::$pending,
                ) {
                    $(let _ = $arg;)*
                    reply.ok($value);
                }
            )*
        }
    };
}

servers! {
    zerocopy(
        small: u8, sure: bool, mode: Mode, wide: Wide, maybe: Option<u8>,
        nothing: ((), ()), none: [u8; 0], nil: [(); 3];
        source: Leased<R, [u8]>, sink: LenLimit<Leased<W, [u16]>, 4>,
        both: Leased<RW, u32>
    ) -> u32, StrictError, Strict_zerocopy_PENDING: {
        assert_eq!((nothing, none, nil), (((), ()), [0_u8; 0], [(); 3]));
        u32::from(small) + u32::from(sure) + mode as u32
            + u32::from(wide.0) + maybe.map_or(0, u32::from)
    };
    zerocopy_complex(;) -> Option<u32>, StrictFault,
        Strict_zerocopy_complex_PENDING: Some(7);
    zerocopy_death(;) -> [u8; 4], Infallible,
        Strict_zerocopy_death_PENDING: [1, 2, 3, 4];
    zerocopy_simple(;) -> bool, Infallible,
        Strict_zerocopy_simple_PENDING: true;
    unit(;) -> (), Infallible, Strict_unit_PENDING: ();
    hubpack(small: u8, sure: bool, nothing: ((), ()), nil: [(); 3];)
        -> u32, StrictFault, Strict_hubpack_PENDING: {
            assert_eq!((nothing, nil), (((), ()), [(); 3]));
            u32::from(small) + u32::from(sure)
        };
    ssmarshal(small: Option<u8>, nothing: ((),), none: [u8; 0];)
        -> u32, StrictError, Strict_ssmarshal_PENDING: {
            assert_eq!((nothing, none), (((),), [0_u8; 0]));
            small.map_or(0, u32::from)
        };
    empty_a(;) -> [u8; 0], StrictError, Strict_empty_a_PENDING: [];
    empty_b(;) -> ((), ()), StrictFault, Strict_empty_b_PENDING: ((), ());
    empty_c(;) -> ((),), Infallible, Strict_empty_c_PENDING: ((),);
    empty_d(;) -> [(); 3], Infallible, Strict_empty_d_PENDING: [(); 3];
    empty_e(;) -> [u8; 0], StrictFault, Strict_empty_e_PENDING: [];
    empty_f(;) -> ((), ()), StrictError, Strict_empty_f_PENDING: ((), ());
    empty_g(;) -> ((),), Infallible, Strict_empty_g_PENDING: ((),);
    empty_h(;) -> [(); 3], Infallible, Strict_empty_h_PENDING: [(); 3];
    empty_i(;) -> [u8; 0], Infallible, Strict_empty_i_PENDING: [];
    empty_j(;) -> ((), ()), Infallible, Strict_empty_j_PENDING: ((), ());
    empty_k(;) -> ((),), StrictError, Strict_empty_k_PENDING: ((),);
    empty_l(;) -> [(); 3], StrictError, Strict_empty_l_PENDING: [(); 3];
    far(;) -> u8, Infallible, Strict_far_PENDING: 9;
}

/// Answers in order.
pub(crate) fn in_order() {
    idol_runtime::serve!(server, InOrder)
}

/// Answers with handles.
pub(crate) fn late() {
    idol_runtime::serve!(pipelined, Late)
}

macro_rules! calls {
    ($name:ident, $client:ident) => {
        /// Makes every call.
        pub(crate) fn $name(server: TaskId) {
            let strict = $client::Strict::from(server);
            let (mut sink, mut both) = ([0], 5);
            let sum = strict.zerocopy(
                1,
                true,
                Mode::Fast,
                Wide(300),
                Some(40),
                ((), ()),
                [],
                [(); 3],
                b"source",
                &mut sink,
                &mut both,
            );
            assert_eq!(sum, Ok(344));
            assert_eq!(strict.zerocopy_complex(), Ok(Some(7)));
            assert_eq!(strict.zerocopy_death(), Ok([1, 2, 3, 4]));
            assert!(strict.zerocopy_simple());
            strict.unit();
            assert_eq!(strict.hubpack(1, true, ((), ()), [(); 3]), Ok(2));
            assert_eq!(strict.ssmarshal(Some(3), ((),), []), Ok(3));
            assert_eq!(strict.empty_a(), Ok([0_u8; 0]));
            assert_eq!(strict.empty_b(), Ok(((), ())));
            assert_eq!(strict.empty_c(), Ok(((),)));
            assert_eq!(strict.empty_d(), [(); 3]);
            assert_eq!(strict.empty_e(), Ok([0_u8; 0]));
            assert_eq!(strict.empty_f(), Ok(((), ())));
            assert_eq!(strict.empty_g(), ((),));
            assert_eq!(strict.empty_h(), Ok([(); 3]));
            assert_eq!(strict.empty_i(), Ok([0_u8; 0]));
            assert_eq!(strict.empty_j(), ((), ()));
            assert_eq!(strict.empty_k(), Ok(((),)));
            assert_eq!(strict.empty_l(), Ok([(); 3]));
            assert_eq!(strict.far(), 9);
        }
    };
}

calls!(ask_counted, client);
calls!(ask_uncounted, uncounted);
