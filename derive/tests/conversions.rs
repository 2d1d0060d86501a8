//! What `#[derive(IdolError)]` derives, checked in a module that has names of
//! its own for everything the derived code could name carelessly.
#![deny(warnings)]

use idol_derive::IdolError;
use idol_runtime::IHaveConsideredServerDeathWithThisErrorType as Considered;

const FIRST: isize = 7;

#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError)]
enum SpiError {
    BadDevice = 1,
    Locked,
    #[idol(server_death)]
    ServerRestarted = 0xFFFF,
}

#[derive(Debug, Eq, PartialEq, IdolError)]
#[repr(u8)]
enum Computed {
    First = FIRST as u8,
    Second,
    Letter = b'a',
    Sum = (100 + 1),
}

/// Names that would shadow what the derived code needs, and a keyword.
#[expect(dead_code, reason = "they are there to be in the way")]
mod shadowed {
    type Result = ();
    type Ok = ();
    trait From {}
    trait TryFrom {}
    mod core {}

    #[derive(idol_derive::IdolError, Debug, PartialEq)]
    #[expect(non_camel_case_types, reason = "a keyword is one on purpose")]
    pub(super) enum Error {
        Ok = 1,
        Err,
        None,
        Some,
        r#type,
    }
}

/// Any number of variants are fine as long as their codes are.
fn both<E>(error: E) -> (u16, u32)
where
    u16: From<E>,
    u32: From<E>,
    E: Clone,
{
    (error.clone().into(), error.into())
}

#[test]
fn an_error_becomes_its_code_as_u16_and_as_u32() {
    assert_eq!(both(SpiError::BadDevice), (1, 1));
    assert_eq!(both(SpiError::Locked), (2, 2));
    assert_eq!(both(SpiError::ServerRestarted), (0xFFFF, 0xFFFF));
    assert_eq!(u16::from(Computed::Second), 8);
    assert_eq!(u32::from(Computed::Sum), 101);
}

#[test]
fn every_code_of_a_variant_becomes_that_variant_and_no_other_number_does() {
    for code in 0..=0x1_0001 {
        let expected = match code {
            1 => Ok(SpiError::BadDevice),
            2 => Ok(SpiError::Locked),
            0xFFFF => Ok(SpiError::ServerRestarted),
            _ => Err(()),
        };
        assert_eq!(SpiError::try_from(code), expected, "{code:#x}");
    }
    assert_eq!(Computed::try_from(7), Ok(Computed::First));
    assert_eq!(Computed::try_from(8), Ok(Computed::Second));
    assert_eq!(Computed::try_from(97), Ok(Computed::Letter));
    assert_eq!(Computed::try_from(0x107), Err(()));
}

#[test]
fn codes_of_a_dead_server_become_the_variant_that_is_marked_for_it() {
    for code in [0xFFFF_FF00, 0xFFFF_FF3F, 0xFFFF_FFFF] {
        assert_eq!(SpiError::try_from(code), Ok(SpiError::ServerRestarted));
        assert_eq!(Computed::try_from(code), Err(()));
    }
    assert_eq!(SpiError::try_from(0xFFFF_FEFF), Err(()));
}

#[test]
fn the_marker_is_implemented_for_an_enum_that_considers_server_death() {
    fn considered<E: Considered>(error: E) -> E {
        error
    }
    assert_eq!(considered(SpiError::Locked), SpiError::Locked);
}

#[test]
fn names_of_the_surrounding_module_and_keywords_are_not_in_the_way() {
    use shadowed::Error;
    assert_eq!(Error::try_from(1), Ok(Error::Ok));
    assert_eq!(Error::try_from(5), Ok(Error::r#type));
    assert_eq!(u16::from(Error::Err), 2);
}
