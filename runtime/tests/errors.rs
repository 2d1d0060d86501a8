//! The errors' numbers, conversions and counters.

use std::convert::Infallible;
use std::sync::atomic::Ordering::Relaxed;

use counters::Count;
use idol_runtime::{
    ClientError, LeaseError, OrWentAway, RequestError, ServerDeath,
};
use userlib::ReplyFaultReason;

const ALL: [(ClientError, u32, Option<ReplyFaultReason>); 7] = [
    (
        ClientError::UnknownOperation,
        0xFFFF_FE00,
        Some(ReplyFaultReason::UndefinedOperation),
    ),
    (
        ClientError::BadMessageSize,
        0xFFFF_FE01,
        Some(ReplyFaultReason::BadMessageSize),
    ),
    (
        ClientError::BadLease,
        0xFFFF_FE02,
        Some(ReplyFaultReason::BadLeases),
    ),
    (ClientError::WentAway, 0xFFFF_FE03, None),
    (
        ClientError::BadMessageContents,
        0xFFFF_FE04,
        Some(ReplyFaultReason::BadMessageContents),
    ),
    (
        ClientError::ReplyBufferTooSmall,
        0xFFFF_FE05,
        Some(ReplyFaultReason::ReplyBufferTooSmall),
    ),
    (
        ClientError::AccessViolation,
        0xFFFF_FE06,
        Some(ReplyFaultReason::AccessViolation),
    ),
];

#[derive(Copy, Clone, Debug, Eq, PartialEq, counters::Count)]
enum SpiError {
    BadDevice = 1,
    Locked = 2,
}

impl From<SpiError> for u16 {
    fn from(error: SpiError) -> Self {
        error as Self
    }
}

/// An error of one layer, which a real crate converts into that of another:
/// the one blanket `From` leaves room for it.
struct LowLevel;

impl From<LowLevel> for RequestError<SpiError> {
    fn from(LowLevel: LowLevel) -> Self {
        SpiError::BadDevice.into()
    }
}

#[test]
fn every_client_error_has_its_number_and_its_fault() {
    for (error, number, fault) in ALL {
        assert_eq!(u32::from(error), number);
        assert_eq!(error as u32, number);
        assert_eq!(error.into_fault(), fault);
        assert_eq!(error.fail::<u8>(), RequestError::Fail(error));
        let request_error: RequestError<SpiError> = error.fail();
        assert_eq!(u32::from(request_error), number);
    }
}

#[test]
fn a_runtime_error_becomes_its_code() {
    assert_eq!(u32::from(RequestError::Runtime(SpiError::Locked)), 2);
    assert_eq!(u32::from(RequestError::Runtime(0xFFFF_u16)), 0xFFFF);
}

#[test]
fn the_question_mark_converts_an_error_and_whatever_converts_into_it() {
    fn own() -> Result<(), RequestError<SpiError>> {
        Err(SpiError::Locked)?;
        Ok(())
    }
    fn lower() -> Result<(), RequestError<SpiError>> {
        Err(LowLevel)?;
        Ok(())
    }
    fn gone() -> Result<(), RequestError<SpiError>> {
        Err(()).map_err(|()| RequestError::went_away())
    }
    assert_eq!(own(), Err(RequestError::Runtime(SpiError::Locked)));
    assert_eq!(lower(), Err(RequestError::Runtime(SpiError::BadDevice)));
    assert_eq!(gone(), Err(RequestError::Fail(ClientError::WentAway)));
}

#[test]
fn a_client_error_becomes_what_it_ever_did() {
    #[derive(Debug, PartialEq)]
    struct Own(ClientError);
    impl From<ClientError> for Own {
        fn from(error: ClientError) -> Self {
            Self(error)
        }
    }
    fn any<T>(error: ClientError) -> T
    where
        ClientError: Into<T>,
    {
        error.into()
    }
    let error = ClientError::BadLease;
    let number: u32 = error.into();
    assert_eq!(number, u32::from(ClientError::BadLease));
    assert_eq!(
        any::<Own>(ClientError::WentAway),
        Own(ClientError::WentAway)
    );
    let boxed: Box<Own> = Box::new(ClientError::WentAway.into());
    assert_eq!(*boxed, Own(ClientError::WentAway));
}

#[test]
fn a_lease_that_cannot_be_used_is_the_reason_to_refuse() {
    type Answer = Result<u32, RequestError<SpiError>>;
    fn option(read: Option<u32>) -> Answer {
        let value = read.or_went_away()?;
        Ok(value)
    }
    fn unit(written: Result<u32, ()>) -> Answer {
        let value = written.or_went_away()?;
        Ok(value)
    }
    fn told(read: Result<u32, LeaseError>) -> Answer {
        let value = read.or_went_away()?;
        Ok(value)
    }
    let gone = Err(RequestError::went_away());
    for answer in [option(Some(5)), unit(Ok(5)), told(Ok(5))] {
        assert_eq!(answer, Ok(5));
    }
    for answer in [
        option(None),
        unit(Err(())),
        told(Err(LeaseError::Gone)),
        told(Err(LeaseError::Defect)),
    ] {
        assert_eq!(answer, gone);
    }
    // Nobody is gone: who went on waiting would wait for ever.
    assert_eq!(
        told(Err(LeaseError::OutOfRange)),
        Err(RequestError::Fail(ClientError::BadLease))
    );
}

#[test]
fn the_runtime_error_alone_is_mapped() {
    let error = RequestError::Runtime(SpiError::Locked);
    assert_eq!(error.map_runtime(u16::from), RequestError::Runtime(2));
    let refused = ClientError::BadLease.fail::<Infallible>();
    assert_eq!(
        refused.map_runtime(|never| match never {}),
        ClientError::BadLease.fail::<u16>()
    );
}

#[test]
fn request_errors_are_counted_by_what_they_hold() {
    let counters = RequestError::<SpiError>::NEW_COUNTERS;
    RequestError::Runtime(SpiError::Locked).count(&counters);
    RequestError::Runtime(SpiError::Locked).count(&counters);
    ClientError::BadLease.fail::<SpiError>().count(&counters);
    assert_eq!(counters.Runtime.Locked.load(Relaxed), 2);
    assert_eq!(counters.Runtime.BadDevice.load(Relaxed), 0);
    assert_eq!(counters.Fail.BadLease.load(Relaxed), 1);
    assert_eq!(counters.Fail.WentAway.load(Relaxed), 0);
}

#[test]
fn refusals_of_an_operation_that_cannot_fail_are_counted() {
    let counters = RequestError::<Infallible>::NEW_COUNTERS;
    RequestError::<Infallible>::went_away().count(&counters);
    assert_eq!(counters.Fail.WentAway.load(Relaxed), 1);
}

#[test]
fn deaths_of_a_server_are_counted_by_one_counter() {
    let counters = ServerDeath::NEW_COUNTERS;
    ServerDeath.count(&counters);
    ServerDeath.count(&counters);
    assert_eq!(counters.load(Relaxed), 2);
    let Err(ServerDeath) = Err::<Infallible, _>(ServerDeath);
}

/// Every event of a generated server's counters, with the derive.
#[derive(counters::Count)]
enum Event {
    Simple(#[count(children)] Result<(), RequestError<Infallible>>),
    CLike(#[count(children)] Result<(), RequestError<SpiError>>),
    Death(#[count(children)] Result<(), ServerDeath>),
    Client(#[count(children)] ClientError),
}

#[test]
fn the_errors_are_children_in_derived_counters() {
    let counters = Event::NEW_COUNTERS;
    Event::Simple(Err(RequestError::went_away())).count(&counters);
    Event::CLike(Err(SpiError::Locked.into())).count(&counters);
    Event::Death(Err(ServerDeath)).count(&counters);
    Event::Client(ClientError::BadLease).count(&counters);
    assert_eq!(counters.Simple.Err.Fail.WentAway.load(Relaxed), 1);
    assert_eq!(counters.CLike.Err.Runtime.Locked.load(Relaxed), 1);
    assert_eq!(counters.Death.Err.load(Relaxed), 1);
    assert_eq!(counters.Client.BadLease.load(Relaxed), 1);
}
