// A server of `Thermostat`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_thermostat_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_thermostat_server_prelude::*;

use ::idol_runtime::server_items as __idol_thermostat_alone_in_its_module; // A `mod` of its own for each side.
__idol_thermostat_alone_in_its_module! { server "Thermostat" "" ThermostatOperation __idol_thermostat_proofs {
[PRIMITIVE: T: ::userlib::FromPrimitive]
[CODE: u16: ::core::convert::From<T>]
[COUNTED: T: ::counters::Count]
[CONSIDERED: T: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType]
[SENT: T: ::zerocopy::IntoBytes + ::zerocopy::Immutable]
[DEATH: T: ::core::convert::From<::idol_runtime::ServerDeath>]
__idol_thermostat_is_Sensor = __idol_thermostat_types::Sensor:
PRIMITIVE "argument `sensor` of `read`: `crate::Sensor` is to derive `userlib::FromPrimitive`",
SENT "reply of `mode`: `crate::Sensor` is to derive zerocopy's `IntoBytes` and `Immutable`",
;
__idol_thermostat_is_ClimateError = __idol_thermostat_types::ClimateError:
CODE "error of `read`: `crate::ClimateError` is to derive `idol_derive::IdolError`",
COUNTED "error of `read`: `crate::ClimateError` is to derive `counters::Count`, or build the stub without counters",
CONSIDERED "error of `set`: `crate::ClimateError` is to derive `idol_derive::IdolError` with `#[idol(server_death)]` on the variant that says that the server died",
;
__idol_thermostat_is_FaultReport = __idol_thermostat_types::FaultReport:
DEATH "error of `fault`: `crate::FaultReport` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
COUNTED "error of `fault`: `crate::FaultReport` is to derive `counters::Count`, or build the stub without counters",
;
__idol_thermostat_is_Doubt = __idol_thermostat_types::Doubt:
DEATH "error of `swap`: `crate::Doubt` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
COUNTED "error of `swap`: `crate::Doubt` is to derive `counters::Count`, or build the stub without counters",
;
} {
size __idol_thermostat_is_Sensor = u8: "argument `sensor` of `read`: `crate::Sensor` travels as `u8`, but the two differ in size";
size __idol_thermostat_types::Celsius = i16: "argument `target` of `set`: `crate::Celsius` travels as `i16`, but the two differ in size";
} {
table
1 read 2, 0 __IDOL_THERMOSTAT_1_TYPES Thermostat_read_ARGS Thermostat_read_REPLY reading read_read_msg take { raw_sensor: u8, } (sensor: primitive @u8 __idol_thermostat_is_Sensor,) ok own i16, code coded __idol_thermostat_is_ClimateError => ();
2 set 1, 0 __IDOL_THERMOSTAT_2_TYPES Thermostat_set_ARGS Thermostat_set_REPLY reading read_set_msg try_take { raw_target: i16, raw_limit: i16, raw_hold: u8, calibration: <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::Form, } (target: integer @i16 __idol_thermostat_types::Celsius,limit: integer @i16 __idol_thermostat_types::Celsius,hold: flag bool,calibration: own __idol_thermostat_types::Calibration,) ok flag bool, code coded __idol_thermostat_is_ClimateError => ();
3 calibrate 4, 4 __IDOL_THERMOSTAT_3_TYPES Thermostat_calibrate_ARGS Thermostat_calibrate_REPLY reading read_calibrate_msg take { r#type: u8, } (r#type: own u8,) (table: u16,offsets: [u8; 4],log: u8,current: __idol_thermostat_types::Calibration,) ok own u32;
4 mode 1, 0 __IDOL_THERMOSTAT_4_TYPES Thermostat_mode_ARGS Thermostat_mode_REPLY reading read_mode_msg take { } () plain primitive @u8 __idol_thermostat_is_Sensor;
5 limits 4, 0 __IDOL_THERMOSTAT_5_TYPES Thermostat_limits_ARGS Thermostat_limits_REPLY reading read_limits_msg take { } () plain own [i16; 2];
6 heartbeat 0, 0 __IDOL_THERMOSTAT_6_TYPES Thermostat_heartbeat_ARGS Thermostat_heartbeat_REPLY reading read_heartbeat_msg take { } () plain nothing ();
7 fault FAULT_REPLY_SIZE, 0 __IDOL_THERMOSTAT_7_TYPES Thermostat_fault_ARGS Thermostat_fault_REPLY reading read_fault_msg take { msg: u8, raw_rm: u8, } fits FAULT_REPLY_SIZE (msg: own u8,rm: primitive @u8 __idol_thermostat_is_Sensor,) ok own __idol_thermostat_types::Calibration => <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Calibration, __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD>>::Form, error own __idol_thermostat_is_FaultReport => <__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form;
8 swap SWAP_REPLY_SIZE, 0 __IDOL_THERMOSTAT_8_TYPES Thermostat_swap_ARGS Thermostat_swap_REPLY reading read_swap_msg try_take { inside: <__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::Form, raw_sure: u8, } fits SWAP_REPLY_SIZE (inside: own __idol_thermostat_is_Sensor,sure: flag bool,) ok own __idol_thermostat_is_Sensor => <__idol_thermostat_is_Sensor as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD>>::Form, error own __idol_thermostat_is_Doubt => <__idol_thermostat_is_Doubt as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt_PAYLOAD>>::Form;
9 prefer PREFER_REPLY_SIZE, 0 __IDOL_THERMOSTAT_9_TYPES Thermostat_prefer_ARGS Thermostat_prefer_REPLY reading read_prefer_msg try_take { sensor: <Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD>>::Form, count: <Option<__idol_thermostat_types::NonZeroU16> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e__PAYLOAD>>::Form, } fits PREFER_REPLY_SIZE (sensor: own Option<__idol_thermostat_types::Sensor>,count: own Option<__idol_thermostat_types::NonZeroU16>,) ok own Option<__idol_thermostat_types::Sensor> => <Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD>>::Form, code coded __idol_thermostat_is_ClimateError => ();
}
use core::num::NonZeroU16 as __idol_thermostat_use_NonZeroU16; // the interface: misspelt?
mod __idol_thermostat_types {
    pub(super) use {
        crate::Sensor, // the interface: misspelt, or no `use` here?
        crate::ClimateError, // the interface: misspelt, or no `use` here?
        crate::Celsius, // the interface: misspelt, or no `use` here?
        crate::Calibration, // the interface: misspelt, or no `use` here?
        crate::FaultReport, // the interface: misspelt, or no `use` here?
        crate::Doubt, // the interface: misspelt, or no `use` here?
        super::__idol_thermostat_use_NonZeroU16 as NonZeroU16,
    };
}

const _: fn(i16) -> __idol_thermostat_types::Celsius = crate::celsius; // the interface: `TryFrom` if it returns an `Option`
/// The operations of `Thermostat`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
#[derive(Hash)]
#[derive(::core::cmp::Ord)]
#[derive(PartialOrd)]
pub enum ThermostatOperation {
    read = 1,
    set = 2,
    calibrate = 3,
    mode = 4,
    limits = 5,
    heartbeat = 6,
    fault = 7,
    swap = 8,
    prefer = 9,
}

/// A server of `Thermostat` that answers in order.
pub trait InOrderThermostatImpl: ::idol_runtime::NotificationHandler {
    /// The only task whose messages are received now, if any.
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        ::core::option::Option::None
    }

    /// Called when the task that `recv_source` named has died.
    /// `recv_source` must name another afterwards.
    fn closed_recv_fail(&mut self) {
        ::core::panic!("the task that was waited for has died");
    }

    /// Reads the temperature of a sensor.
    ///
    /// Says "°C", ends no comment */, and runs no code:
    /// ```text
    /// let x = ;
    /// ```
    ///
    /// Operation 1 on the wire.
    fn read(
        &mut self,
        msg: &::userlib::RecvMessage,
        sensor: __idol_thermostat_types::Sensor,
    ) -> ::core::result::Result<i16, ::idol_runtime::RequestError<__idol_thermostat_types::ClimateError>>;

    /// Operation 2 on the wire.
    fn set(
        &mut self,
        msg: &::userlib::RecvMessage,
        target: __idol_thermostat_types::Celsius,
        limit: __idol_thermostat_types::Celsius,
        hold: bool,
        calibration: __idol_thermostat_types::Calibration,
    ) -> ::core::result::Result<bool, ::idol_runtime::RequestError<__idol_thermostat_types::ClimateError>>
    where
        __idol_thermostat_is_ClimateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 3 on the wire.
    fn calibrate(
        &mut self,
        msg: &::userlib::RecvMessage,
        r#type: u8,
        table: ::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u16]>, 64>,
        offsets: ::idol_runtime::Leased<::idol_runtime::RW, [u8; 4]>,
        log: ::idol_runtime::Leased<::idol_runtime::W, [u8]>,
        current: ::idol_runtime::Leased<::idol_runtime::W, __idol_thermostat_types::Calibration>,
    ) -> ::core::result::Result<u32, ::idol_runtime::RequestError<::core::convert::Infallible>>;

    /// Operation 4 on the wire.
    fn mode(
        &mut self,
        msg: &::userlib::RecvMessage,
    ) -> ::core::result::Result<__idol_thermostat_types::Sensor, ::idol_runtime::RequestError<::core::convert::Infallible>>;

    /// Operation 5 on the wire.
    fn limits(
        &mut self,
        msg: &::userlib::RecvMessage,
    ) -> ::core::result::Result<[i16; 2], ::idol_runtime::RequestError<::core::convert::Infallible>>;

    /// Operation 6 on the wire.
    fn heartbeat(
        &mut self,
        msg: &::userlib::RecvMessage,
    ) -> ::core::result::Result<(), ::idol_runtime::RequestError<::core::convert::Infallible>>;

    /// Operation 7 on the wire.
    fn fault(
        &mut self,
        msg_: &::userlib::RecvMessage,
        msg: u8,
        rm: __idol_thermostat_types::Sensor,
    ) -> ::core::result::Result<__idol_thermostat_types::Calibration, ::idol_runtime::RequestError<__idol_thermostat_types::FaultReport>>
    where
        __idol_thermostat_is_FaultReport: ::core::convert::From<::idol_runtime::ServerDeath>;

    /// Operation 8 on the wire.
    fn swap(
        &mut self,
        msg: &::userlib::RecvMessage,
        inside: __idol_thermostat_types::Sensor,
        sure: bool,
    ) -> ::core::result::Result<__idol_thermostat_types::Sensor, ::idol_runtime::RequestError<__idol_thermostat_types::Doubt>>
    where
        __idol_thermostat_is_Doubt: ::core::convert::From<::idol_runtime::ServerDeath>;

    /// Operation 9 on the wire.
    fn prefer(
        &mut self,
        msg: &::userlib::RecvMessage,
        sensor: Option<__idol_thermostat_types::Sensor>,
        count: Option<__idol_thermostat_types::NonZeroU16>,
    ) -> ::core::result::Result<Option<__idol_thermostat_types::Sensor>, ::idol_runtime::RequestError<__idol_thermostat_types::ClimateError>>;
}

#[cfg(any())] // The build script says `ServerStyle::InOrder`: implement `InOrderThermostatImpl`, or change it.
pub trait PipelinedThermostatImpl {}
#[cfg(any())] // The build script says `ServerStyle::InOrder`: implement `InOrderThermostatImpl`, or change it.
pub trait ThermostatReplies {}

// Each operation's longest message and longest reply, in bytes.
pub const READ_MSG_SIZE: usize = 1;
pub const READ_REPLY_SIZE: usize = 2;
pub const SET_MSG_SIZE: usize = ::core::mem::size_of::<Thermostat_set_ARGS>();
pub const SET_REPLY_SIZE: usize = 1;
pub const CALIBRATE_MSG_SIZE: usize = 1;
pub const CALIBRATE_REPLY_SIZE: usize = 4;
pub const MODE_MSG_SIZE: usize = 0;
pub const MODE_REPLY_SIZE: usize = 1;
pub const LIMITS_MSG_SIZE: usize = 0;
pub const LIMITS_REPLY_SIZE: usize = 4;
pub const HEARTBEAT_MSG_SIZE: usize = 0;
pub const HEARTBEAT_REPLY_SIZE: usize = 0;
pub const FAULT_MSG_SIZE: usize = 2;
pub const FAULT_REPLY_SIZE: usize = if ::core::mem::size_of::<<__idol_thermostat_types::Calibration as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Calibration, __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD>>::Form>() > ::core::mem::size_of::<<__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form>() { ::core::mem::size_of::<<__idol_thermostat_types::Calibration as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Calibration, __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD>>::Form>() } else { ::core::mem::size_of::<<__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form>() };
pub const SWAP_MSG_SIZE: usize = ::core::mem::size_of::<Thermostat_swap_ARGS>();
pub const SWAP_REPLY_SIZE: usize = if ::core::mem::size_of::<<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD>>::Form>() > ::core::mem::size_of::<<__idol_thermostat_is_Doubt as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt_PAYLOAD>>::Form>() { ::core::mem::size_of::<<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD>>::Form>() } else { ::core::mem::size_of::<<__idol_thermostat_is_Doubt as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt_PAYLOAD>>::Form>() };
pub const PREFER_MSG_SIZE: usize = ::core::mem::size_of::<Thermostat_prefer_ARGS>();
pub const PREFER_REPLY_SIZE: usize = ::core::mem::size_of::<<Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD>>::Form>();
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[READ_MSG_SIZE, SET_MSG_SIZE, CALIBRATE_MSG_SIZE, MODE_MSG_SIZE, LIMITS_MSG_SIZE, HEARTBEAT_MSG_SIZE, FAULT_MSG_SIZE, SWAP_MSG_SIZE, PREFER_MSG_SIZE]) + 1;

impl<__S: InOrderThermostatImpl> ::idol_runtime::Server<ThermostatOperation>
    for (::core::marker::PhantomData<ThermostatOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as InOrderThermostatImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as InOrderThermostatImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: ThermostatOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        use ::counters::Count as __Count;
        let __counted = &__THERMOSTAT_SERVER_COUNTERS;
        match __op {
            ThermostatOperation::read => (|| {
                let __Some(__args) = <Thermostat_read_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_SIZE };
                let __Some(__of_sensor) = <__idol_thermostat_is_Sensor as ::userlib::FromPrimitive>::from_u8(__args.raw_sensor)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderThermostatImpl>::read(&mut *self.1, __rm, __of_sensor) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.read.Ok);
                        ::userlib::sys_reply(__rm.sender, 0, <i16 as ::zerocopy::IntoBytes>::as_bytes(__value));
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::counted::<__idol_thermostat_is_ClimateError>(__error, &__counted.read.Err.Runtime),
                }
            })(),
            ThermostatOperation::set => (|| {
                if __incoming.len() != SET_MSG_SIZE { return __Answer::BAD_MESSAGE_SIZE }
                let __Some(__args) = <Thermostat_set_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_calibration) =
                    <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::arrive(__args.calibration)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderThermostatImpl>::set(&mut *self.1, __rm, <i16 as ::core::convert::Into<__idol_thermostat_types::Celsius>>::into(__args.raw_target), crate::celsius(__args.raw_limit), __args.raw_hold != 0, __of_calibration) {
                    __Ok(__value) => {
                        __Count::count(&(), &__counted.set.Ok);
                        ::userlib::sys_reply(__rm.sender, 0, &[__value as u8]);
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::counted::<__idol_thermostat_is_ClimateError>(__error, &__counted.set.Err.Runtime),
                }
            })(),
            ThermostatOperation::calibrate => (|| {
                let __Some(__args) = <Thermostat_calibrate_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_SIZE };
                let __Some(__of_table) = <::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u16]>, 64>>::read_only_slice(__rm.sender, 0)
                else { return __Answer::BAD_LEASE };
                let __Some(__of_offsets) = <::idol_runtime::Leased<::idol_runtime::RW, [u8; 4]>>::read_write(__rm.sender, 1)
                else { return __Answer::BAD_LEASE };
                let __Some(__of_log) = <::idol_runtime::Leased<::idol_runtime::W, [u8]>>::write_only_slice(__rm.sender, 2, ::core::option::Option::None)
                else { return __Answer::BAD_LEASE };
                let __Some(__of_current) = <::idol_runtime::Leased<::idol_runtime::W, __idol_thermostat_types::Calibration>>::write_only(__rm.sender, 3)
                else { return __Answer::BAD_LEASE };
                match <__S as InOrderThermostatImpl>::calibrate(&mut *self.1, __rm, __args.r#type, __of_table, __of_offsets, __of_log, __of_current) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.calibrate.Ok);
                        ::userlib::sys_reply(__rm.sender, 0, <u32 as ::zerocopy::IntoBytes>::as_bytes(__value));
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
            ThermostatOperation::mode => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                match <__S as InOrderThermostatImpl>::mode(&mut *self.1, __rm) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.mode);
                        ::userlib::sys_reply(__rm.sender, 0, <__idol_thermostat_is_Sensor as ::zerocopy::IntoBytes>::as_bytes(__value));
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
            ThermostatOperation::limits => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                match <__S as InOrderThermostatImpl>::limits(&mut *self.1, __rm) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.limits);
                        ::userlib::sys_reply(__rm.sender, 0, <[i16; 2] as ::zerocopy::IntoBytes>::as_bytes(__value));
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
            ThermostatOperation::heartbeat => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                match <__S as InOrderThermostatImpl>::heartbeat(&mut *self.1, __rm) {
                    __Ok(()) => {
                        __Count::count(&(), &__counted.heartbeat);
                        __Answer::succeed(__rm)
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
            ThermostatOperation::fault => (|| {
                let __Some(__args) = <Thermostat_fault_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_SIZE };
                let __Some(__of_rm) = <__idol_thermostat_is_Sensor as ::userlib::FromPrimitive>::from_u8(__args.raw_rm)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderThermostatImpl>::fault(&mut *self.1, __rm, __args.msg, __of_rm) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.fault.Ok);
                        <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Calibration, __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD>>::lend(__value, |__bytes| {
                            ::userlib::sys_reply(__rm.sender, 0, __bytes);
                        });
                        __Answer::SENT
                    }
                    __Err(__error) => match __error {
                        ::idol_runtime::RequestError::Runtime(ref __error) => {
                            <__idol_thermostat_is_FaultReport as __Count>::count(__error, &__counted.fault.Err.Runtime);
                            <__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport_PAYLOAD>>::lend(__error, |__bytes| {
                                ::userlib::sys_reply(__rm.sender, 1, __bytes);
                            });
                            __Answer::SENT
                        }
                        ::idol_runtime::RequestError::Fail(__error) => __Answer::refuse(__error),
                    },
                }
            })(),
            ThermostatOperation::swap => (|| {
                if __incoming.len() != SWAP_MSG_SIZE { return __Answer::BAD_MESSAGE_SIZE }
                let __Some(__args) = <Thermostat_swap_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_inside) =
                    <__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::arrive(__args.inside)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderThermostatImpl>::swap(&mut *self.1, __rm, __of_inside, __args.raw_sure != 0) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.swap.Ok);
                        <__idol_thermostat_is_Sensor as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD>>::lend(__value, |__bytes| {
                            ::userlib::sys_reply(__rm.sender, 0, __bytes);
                        });
                        __Answer::SENT
                    }
                    __Err(__error) => match __error {
                        ::idol_runtime::RequestError::Runtime(ref __error) => {
                            <__idol_thermostat_is_Doubt as __Count>::count(__error, &__counted.swap.Err.Runtime);
                            <__idol_thermostat_is_Doubt as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt_PAYLOAD>>::lend(__error, |__bytes| {
                                ::userlib::sys_reply(__rm.sender, 1, __bytes);
                            });
                            __Answer::SENT
                        }
                        ::idol_runtime::RequestError::Fail(__error) => __Answer::refuse(__error),
                    },
                }
            })(),
            ThermostatOperation::prefer => (|| {
                if __incoming.len() != PREFER_MSG_SIZE { return __Answer::BAD_MESSAGE_SIZE }
                let __Some(__args) = <Thermostat_prefer_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_sensor) =
                    <Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD>>::arrive(__args.sensor)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_count) =
                    <Option<__idol_thermostat_types::NonZeroU16> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e__PAYLOAD>>::arrive(__args.count)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderThermostatImpl>::prefer(&mut *self.1, __rm, __of_sensor, __of_count) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.prefer.Ok);
                        <Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD>>::lend(__value, |__bytes| {
                            ::userlib::sys_reply(__rm.sender, 0, __bytes);
                        });
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::counted::<__idol_thermostat_is_ClimateError>(__error, &__counted.prefer.Err.Runtime),
                }
            })(),
        }
    }

    fn refused(
        &mut self,
        __op: ThermostatOperation,
        __error: ::idol_runtime::ClientError,
    ) {
        use ::counters::Count as __Count;
        let __counted = &__THERMOSTAT_SERVER_COUNTERS;
        let __counted = match __op {
            ThermostatOperation::read => &__counted.read.Err.Fail,
            ThermostatOperation::set => &__counted.set.Err.Fail,
            ThermostatOperation::calibrate => &__counted.calibrate.Err.Fail,
            ThermostatOperation::mode => return,
            ThermostatOperation::limits => return,
            ThermostatOperation::heartbeat => return,
            ThermostatOperation::fault => &__counted.fault.Err.Fail,
            ThermostatOperation::swap => &__counted.swap.Err.Fail,
            ThermostatOperation::prefer => &__counted.prefer.Err.Fail,
        };
        __Count::count(&__error, __counted);
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum ThermostatEvent {
    read(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_thermostat_is_ClimateError>>),
    set(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_thermostat_is_ClimateError>>),
    calibrate(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<::core::convert::Infallible>>),
    mode,
    limits,
    heartbeat,
    fault(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_thermostat_is_FaultReport>>),
    swap(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_thermostat_is_Doubt>>),
    prefer(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_thermostat_is_ClimateError>>),
}

static __THERMOSTAT_SERVER_COUNTERS: <ThermostatEvent as ::counters::Count>::Counters =
    <ThermostatEvent as ::counters::Count>::NEW_COUNTERS;

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_Calibration != 0,
    "argument `calibration` of `set`: `crate::Calibration` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_Calibration != 0,
    "reply of `fault`: `crate::Calibration` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport != 0,
    "error of `fault`: `crate::FaultReport` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor != 0,
    "argument `inside` of `swap`: `crate::Sensor` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor != 0,
    "reply of `swap`: `crate::Sensor` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt != 0,
    "error of `swap`: `crate::Doubt` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_ != 0,
    "argument `sensor` of `prefer`: `Option<crate::Sensor>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e_ != 0,
    "argument `count` of `prefer`: `Option<core::num::NonZeroU16>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_ != 0,
    "reply of `prefer`: `Option<crate::Sensor>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

// The form in which each value travels.
const __IDOL_THERMOSTAT_RECEIVED_Calibration: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_Calibration: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_is_FaultReport>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_is_FaultReport>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__FaultReport_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_is_FaultReport>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Doubt>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_is_Doubt>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Doubt_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Doubt>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_: u8 = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::OWN | <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD: usize = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e_: u8 = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::NonZeroU16>>>::OWN | <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::NonZeroU16>>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_NonZeroU16_3e__PAYLOAD: usize = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::NonZeroU16>>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_: u8 = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::OWN | <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD: usize = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::PAYLOAD;

/// The forms in which values travel, chosen by their traits.
mod __idol_thermostat_wire {
pub struct Sent<T>(::core::marker::PhantomData<T>);
pub struct Received<T>(::core::marker::PhantomData<T>);
impl<T: ::zerocopy::IntoBytes + ::zerocopy::Immutable> Sent<T> {
pub const OWN: u8 = 3;
}
impl<T: ::zerocopy::TryFromBytes> Received<T> {
pub const OWN: u8 = 3;
}
impl<T> Sent<::core::option::Option<T>> {
pub const PAYLOAD: usize = ::core::mem::size_of::<T>();
}
impl<T> Received<::core::option::Option<T>> {
pub const PAYLOAD: usize = ::core::mem::size_of::<T>();
}
impl<T> Sent<::core::option::Option<T>>
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
pub const FLAGGED: u8 = 1;
}
impl<T: ::zerocopy::TryFromBytes> Received<::core::option::Option<T>> {
pub const FLAGGED: u8 = 1;
}
pub trait Otherwise {
const OWN: u8 = 0;
const PAYLOAD: usize = 0;
const FLAGGED: u8 = 0;
}
impl<T> Otherwise for Sent<T> {}
impl<T> Otherwise for Received<T> {}
#[derive(
::zerocopy_derive::FromBytes,
::zerocopy_derive::IntoBytes,
::zerocopy_derive::Immutable,
)]
#[repr(C, packed)]
pub struct Flagged<const PAYLOAD: usize> {
flag: u8,
value: [u8; PAYLOAD],
}
pub trait Departs<const WAY: u8, const PAYLOAD: usize> {
type Form;
fn depart(self) -> Self::Form;
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8]));
}
pub trait Arrives<const WAY: u8, const PAYLOAD: usize>:
::core::marker::Sized
{
type Form;
fn arrive(form: Self::Form) -> ::core::option::Option<Self>;
}
impl<T, const PAYLOAD: usize> Departs<3, PAYLOAD> for T
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
type Form = T;
#[inline(always)]
fn depart(self) -> T {
self
}
#[inline(always)]
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8])) {
send(::zerocopy::IntoBytes::as_bytes(self));
}
}
impl<T, const PAYLOAD: usize> Arrives<3, PAYLOAD> for T {
type Form = T;
#[inline(always)]
fn arrive(form: T) -> ::core::option::Option<T> {
::core::option::Option::Some(form)
}
}
impl<const PAYLOAD: usize> Flagged<PAYLOAD> {
fn of<T>(value: ::core::option::Option<&T>) -> Self
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
let value = value.and_then(|value| {
let bytes = ::zerocopy::IntoBytes::as_bytes(value);
<[u8; PAYLOAD] as ::zerocopy::FromBytes>::read_from_bytes(bytes)
.ok()
});
match value {
::core::option::Option::Some(value) => Self { flag: 1, value },
::core::option::Option::None => Self {
flag: 0,
value: [0; PAYLOAD],
},
}
}
}
impl<T, const PAYLOAD: usize> Departs<1, PAYLOAD>
for ::core::option::Option<T>
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
type Form = Flagged<PAYLOAD>;
fn depart(self) -> Flagged<PAYLOAD> {
Flagged::of(self.as_ref())
}
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8])) {
let form = Flagged::<PAYLOAD>::of(self.as_ref());
send(::zerocopy::IntoBytes::as_bytes(&form));
}
}
impl<T, const PAYLOAD: usize> Arrives<1, PAYLOAD>
for ::core::option::Option<T>
where
T: ::zerocopy::TryFromBytes,
{
type Form = Flagged<PAYLOAD>;
fn arrive(
form: Flagged<PAYLOAD>,
) -> ::core::option::Option<::core::option::Option<T>> {
match form.flag {
0 => ::core::option::Option::Some(::core::option::Option::None),
1 => {
let value = form.value;
<T as ::zerocopy::TryFromBytes>::try_read_from_bytes(&value)
.ok()
.map(::core::option::Option::Some)
}
_ => ::core::option::Option::None,
}
}
}
impl<T, const PAYLOAD: usize> Departs<0, PAYLOAD> for T {
type Form = ();
fn depart(self) {}
fn lend(&self, _: impl ::core::ops::FnOnce(&[u8])) {}
}
impl<T, const PAYLOAD: usize> Arrives<0, PAYLOAD> for T {
type Form = ();
fn arrive(_: ()) -> ::core::option::Option<T> {
::core::option::Option::None
}
}
}
use __idol_thermostat_wire::Otherwise as _;
}

/// The interface, as debuggers read it.
#[used]
#[cfg_attr(
    any(target_os = "none", target_os = "linux"),
    unsafe(link_section = ".idolatry")
)]
// One server a task: debuggers read one interface.
#[cfg_attr(
    target_os = "none",
    unsafe(export_name = "a task can hold only one Idol server")
)]
#[allow(clippy::all, unsafe_code)]
static __IDOL_THERMOSTAT_INTERFACE: [u8; 2208] = *b"\
Interface(name:\"Thermostat\",ops:{\n\
\"read\":(args:{\"sensor\":(type:\"crate::Sensor\",recv:FromPrimitive(\"u8\")),},reply:Result(ok:\"i16\",err:CLike(\"crate::ClimateError\")),idempotent:true,doc:\"Reads the temperature of a sensor.\\n\\nSays \\\"\xc2\xb0C\\\", ends no comment */, and runs no code:\\n```\\nlet x = ;\\n```\"),\n\
\"set\":(args:{\"target\":(type:\"crate::Celsius\",recv:From(\"i16\",None)),\"limit\":(type:\"crate::Celsius\",recv:From(\"i16\",None)),\"hold\":\"bool\",\"calibration\":\"crate::Calibration\",},reply:Result(ok:\"bool\",err:CLike(\"crate::ClimateError\"))),\n\
\"calibrate\":(args:{\"r#type\":\"u8\",},leases:{\"table\":(type:\"[u16]\",read:true,max_len:Some(64)),\"offsets\":(type:\"[u8; 4]\",read:true,write:true),\"log\":(type:\"[u8]\",write:true),\"current\":(type:\"crate::Calibration\",write:true),},reply:Result(ok:\"u32\",err:ServerDeath)),\n\
\"mode\":(args:{},reply:Simple((type:\"crate::Sensor\",recv:FromPrimitive(\"u8\"))),idempotent:true),\n\
\"limits\":(args:{},reply:Simple(\"[i16; 2]\"),idempotent:true),\n\
\"heartbeat\":(args:{},reply:Simple(\"()\"),idempotent:true),\n\
\"fault\":(args:{\"msg\":\"u8\",\"rm\":(type:\"crate::Sensor\",recv:FromPrimitive(\"u8\")),},reply:Result(ok:\"crate::Calibration\",err:Complex(\"crate::FaultReport\"))),\n\
\"swap\":(args:{\"inside\":\"crate::Sensor\",\"sure\":\"bool\",},reply:Result(ok:\"crate::Sensor\",err:Complex(\"crate::Doubt\"))),\n\
\"prefer\":(args:{\"sensor\":\"Option<crate::Sensor>\",\"count\":\"Option<core::num::NonZeroU16>\",},reply:Result(ok:\"Thermostat_prefer_REPLY\",err:CLike(\"crate::ClimateError\")),idempotent:true),\n\
},written:{\n\
\"set\":(args:{\"target\":(type:\"crate::Celsius\",recv:From(\"i16\",None)),\"limit\":(type:\"crate::Celsius\",recv:From(\"i16\",Some(\"crate::celsius\"))),\"hold\":\"bool\",\"calibration\":\"crate::Calibration\",},reply:Result(ok:\"bool\",err:CLike(\"crate::ClimateError\"))),\n\
\"calibrate\":(args:{\"type\":\"u8\",},leases:{\"table\":(type:\"[u16]\",read:true,max_len:Some(64)),\"offsets\":(type:\"[u8; 4]\",read:true,write:true),\"log\":(type:\"[u8]\",write:true),\"current\":(type:\"crate::Calibration\",write:true),},reply:Result(ok:\"u32\",err:ServerDeath)),\n\
\"prefer\":(args:{\"sensor\":\"Option<crate::Sensor>\",\"count\":\"Option<core::num::NonZeroU16>\",},reply:Result(ok:\"Option<crate::Sensor>\",err:CLike(\"crate::ClimateError\")),idempotent:true),\n\
},fingerprint:\"32c46961fcb0d592\")\n\
";
