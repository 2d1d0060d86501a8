//! What task code sees of the crate, with no kernel behind it.
#![deny(warnings)]

/// Files of the library that have tests of their own: it is compiled once.
#[path = "../src"]
#[allow(dead_code, unreachable_pub, reason = "as the library has them")]
mod units {
    mod lease;
    mod notification;
    mod task_id;
    mod unwrap_lite;
}

use std::panic::catch_unwind;
// One of the files above calls it.
use userlib::sys_get_timer;
use userlib::{FromPrimitive, Lease, TaskId, ToPrimitive, task_slot};

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, ToPrimitive)]
enum Operation {
    Read = 1,
    Write = 2,
}

task_slot!(SPI, spi_driver);

mod other {
    userlib::task_slot!(pub SENSOR, sensor);
}

#[test]
fn one_use_brings_the_conversion_traits_and_their_derives() {
    assert_eq!(Operation::from_u32(2), Some(Operation::Write));
    assert_eq!(Operation::from_u8(3), None);
    assert_eq!(Operation::Read.to_u16(), Some(1));
}

#[test]
fn a_system_call_without_a_kernel_says_what_to_do() {
    let panic = catch_unwind(|| {
        userlib::sys_send(TaskId(0), 1, &[], &mut [], &[]);
    });
    let message = *panic.unwrap_err().downcast::<&str>().unwrap();
    assert!(
        message.contains("no kernel runs on this thread"),
        "{message}"
    );
    assert!(message.contains("kernel::System::new()"), "{message}");
}

#[test]
fn a_slot_without_a_kernel_says_what_to_do() {
    for slot in [&SPI, &other::SENSOR] {
        let panic = catch_unwind(|| slot.get_task_id());
        let message = *panic.unwrap_err().downcast::<&str>().unwrap();
        assert!(message.contains("no kernel runs"), "{message}");
    }
}

#[test]
fn a_system_call_without_a_kernel_does_nothing_while_a_test_unwinds() {
    struct SendOnDrop;
    impl Drop for SendOnDrop {
        fn drop(&mut self) {
            let leases = [Lease::read_only(&[1])];
            let (code, len) =
                userlib::sys_send(TaskId(0), 1, &[], &mut [], &leases);
            assert_eq!((code, len), (0xFFFF_FF01, 0));
        }
    }
    let panic = catch_unwind(|| {
        let _guard = SendOnDrop;
        panic!("the test's own");
    });
    assert_eq!(
        *panic.unwrap_err().downcast::<&str>().unwrap(),
        "the test's own"
    );
}

#[test]
fn an_id_takes_two_bytes_and_can_be_serialised() {
    fn is_serde<T: serde::Serialize + serde::de::DeserializeOwned>() {}
    is_serde::<TaskId>();
    assert_eq!(size_of::<TaskId>(), 2);
}

#[test]
fn a_lease_is_three_words() {
    assert_eq!(size_of::<Lease<'_>>(), 3 * size_of::<usize>());
}
