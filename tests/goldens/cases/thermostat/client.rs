// The client of `Thermostat`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_thermostat_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_thermostat_client_prelude::*;
const _: fn() = || _ = sys_send;

use ::idol_runtime::client_items as __idol_thermostat_alone_in_its_module; // interface.idol:3: A `mod` of its own for each side.
__idol_thermostat_alone_in_its_module! { client "Thermostat" "interface.idol:3: " Thermostat __idol_thermostat_proofs {
[SENT: T: ::zerocopy::IntoBytes + ::zerocopy::Immutable]
[CODE: T: ::core::convert::TryFrom<u32>]
[COUNTED: T: ::counters::Count]
[PRIMITIVE: T: ::userlib::FromPrimitive]
[DEATH: T: ::core::convert::From<::idol_runtime::ServerDeath>]
__idol_thermostat_is_Sensor = __idol_thermostat_types::Sensor:
SENT "interface.idol:8: argument `sensor` of `read`: `crate::Sensor` is to derive zerocopy's `IntoBytes` and `Immutable`",
PRIMITIVE "interface.idol:36: reply of `mode`: `crate::Sensor` is to derive `userlib::FromPrimitive`",
;
__idol_thermostat_is_ClimateError = __idol_thermostat_types::ClimateError:
CODE "interface.idol:10: error of `read`: `crate::ClimateError` is to derive `idol_derive::IdolError`",
COUNTED "interface.idol:10: error of `read`: `crate::ClimateError` is to derive `counters::Count`, or build the stub without counters",
;
__idol_thermostat_is_Celsius = __idol_thermostat_types::Celsius:
SENT "interface.idol:15: argument `target` of `set`: `crate::Celsius` is to derive zerocopy's `IntoBytes` and `Immutable`",
;
__idol_thermostat_is_FaultReport = __idol_thermostat_types::FaultReport:
DEATH "interface.idol:54: error of `fault`: `crate::FaultReport` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
COUNTED "interface.idol:54: error of `fault`: `crate::FaultReport` is to derive `counters::Count`, or build the stub without counters",
;
__idol_thermostat_is_Doubt = __idol_thermostat_types::Doubt:
DEATH "interface.idol:60: error of `swap`: `crate::Doubt` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
COUNTED "interface.idol:60: error of `swap`: `crate::Doubt` is to derive `counters::Count`, or build the stub without counters",
;
} {
size __idol_thermostat_is_Sensor = u8: "interface.idol:8: argument `sensor` of `read`: `crate::Sensor` travels as `u8`, but the two differ in size";
size __idol_thermostat_is_Celsius = i16: "interface.idol:15: argument `target` of `set`: `crate::Celsius` travels as `i16`, but the two differ in size";
} {
1 read (sensor: primitive @u8,) () ok own, code coded;
2 set (target: integer @i16,limit: integer @i16,hold: flag,calibration: own,) () ok flag, code coded;
3 calibrate (r#type: own,) (table,offsets,log,current,) ok own;
4 mode () () plain primitive @u8;
5 limits () () plain own;
6 heartbeat () () plain nothing;
7 fault (msg: own,rm: primitive @u8,) () ok own, error own;
8 swap (inside: own,sure: flag,) () ok own, error own;
9 prefer (sensor: own,count: own,) () ok own, code coded;
}
use core::num::NonZeroU16 as __idol_thermostat_use_NonZeroU16; // interface.idol:66: misspelt?
mod __idol_thermostat_types {
    pub(super) use {
        crate::Sensor, // interface.idol:8: misspelt, or no `use` here?
        crate::ClimateError, // interface.idol:10: misspelt, or no `use` here?
        crate::Celsius, // interface.idol:15: misspelt, or no `use` here?
        crate::Calibration, // interface.idol:21: misspelt, or no `use` here?
        crate::FaultReport, // interface.idol:54: misspelt, or no `use` here?
        crate::Doubt, // interface.idol:60: misspelt, or no `use` here?
        super::__idol_thermostat_use_NonZeroU16 as NonZeroU16,
    };
}

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

/// A client of a server of `Thermostat`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Thermostat {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl Thermostat {
    /// Reads the temperature of a sensor.
    ///
    /// Says "°C", ends no comment */, and runs no code:
    /// ```text
    /// let x = ;
    /// ```
    ///
    /// Operation 1 on the wire, sent again until the server answers.
    pub fn read(&self, sensor: __idol_thermostat_types::Sensor) -> ::core::result::Result<i16, __idol_thermostat_types::ClimateError> {
        let __call: __idol_thermostat_is_Sensor = sensor;
        let mut __reply = <i16 as ::zerocopy::FromZeros>::new_zeroed();
        let (__code, __len) = __idol_thermostat_send_message_reply_again(&self.server, ThermostatOperation::read as u16, ::zerocopy::IntoBytes::as_bytes(&__call), ::zerocopy::IntoBytes::as_mut_bytes(&mut __reply));
        if __code != 0 || __len != 2 { return ::core::result::Result::Err(__idol_thermostat_error_1(&self.server, __code, &__THERMOSTAT_CLIENT_COUNTERS.read.Err)) }
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.read.Ok);
        ::core::result::Result::Ok(__reply)
    }

    /// Operation 2 on the wire, sent once: the server's death is an error.
    pub fn set(&self, target: __idol_thermostat_types::Celsius, limit: __idol_thermostat_types::Celsius, hold: bool, calibration: __idol_thermostat_types::Calibration) -> ::core::result::Result<bool, __idol_thermostat_types::ClimateError> {
        let __call = __idol_thermostat_packed_4::<__idol_thermostat_is_Celsius, __idol_thermostat_is_Celsius, _, _>(target, limit, hold as u8, <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Calibration, __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD>>::depart(calibration));
        let mut __reply = [0; 1];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), ThermostatOperation::set as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_thermostat_error_1(&self.server, __code, &__THERMOSTAT_CLIENT_COUNTERS.set.Err)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else { __idol_thermostat_server_broke_protocol() };
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.set.Ok);
        ::core::result::Result::Ok(__value != 0)
    }

    /// Operation 3 on the wire, sent once: the server's death is an error.
    ///
    /// # Panics
    ///
    /// If `table` has more than 64 elements.
    #[cfg_attr(not(target_os = "none"), track_caller)]
    pub fn calibrate(&self, r#type: u8, table: &[u16], offsets: &mut [u8; 4], log: &mut [u8], current: &mut __idol_thermostat_types::Calibration) -> ::core::result::Result<u32, ::idol_runtime::ServerDeath> {
        if table.len() > 64 { __idol_thermostat_lease_too_long("lease `table` of `calibrate`") }
        let __call = r#type;
        let mut __reply = <u32 as ::zerocopy::FromZeros>::new_zeroed();
        let (__code, __len) = ::userlib::sys_send(self.server.get(), ThermostatOperation::calibrate as u16, ::zerocopy::IntoBytes::as_bytes(&__call), ::zerocopy::IntoBytes::as_mut_bytes(&mut __reply), &[::userlib::Lease::read_only(::zerocopy::IntoBytes::as_bytes(table)), ::userlib::Lease::read_write(::zerocopy::IntoBytes::as_mut_bytes(offsets)), ::userlib::Lease::write_only(log), ::userlib::Lease::write_only(::zerocopy::IntoBytes::as_mut_bytes(current))]);
        if __code != 0 || __len != 4 { return ::core::result::Result::Err(__idol_thermostat_error_2(&self.server, __code, &__THERMOSTAT_CLIENT_COUNTERS.calibrate.Err)) }
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.calibrate.Ok);
        ::core::result::Result::Ok(__reply)
    }

    /// Operation 4 on the wire, sent again until the server answers.
    pub fn mode(&self) -> __idol_thermostat_types::Sensor {
        let mut __reply = [0; 1];
        let (_, __len) = __idol_thermostat_send_reply_again(&self.server, ThermostatOperation::mode as u16, &mut __reply);
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else { __idol_thermostat_server_broke_protocol() };
        let ::core::option::Option::Some(__value) =
            <__idol_thermostat_is_Sensor as ::userlib::FromPrimitive>::from_u8(__value)
        else { __idol_thermostat_server_broke_protocol() };
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.mode);
        __value
    }

    /// Operation 5 on the wire, sent again until the server answers.
    pub fn limits(&self) -> [i16; 2] {
        let mut __reply = <[i16; 2] as ::zerocopy::FromZeros>::new_zeroed();
        let (_, __len) = __idol_thermostat_send_reply_again(&self.server, ThermostatOperation::limits as u16, ::zerocopy::IntoBytes::as_mut_bytes(&mut __reply));
        if __len != 4 { __idol_thermostat_server_broke_protocol() }
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.limits);
        __reply
    }

    /// Operation 6 on the wire, sent again until the server answers.
    pub fn heartbeat(&self) -> () {
        let _ = __idol_thermostat_send_again(&self.server, ThermostatOperation::heartbeat as u16);
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.heartbeat);
    }

    /// Operation 7 on the wire, sent once: the server's death is an error.
    pub fn fault(&self, msg: u8, rm: __idol_thermostat_types::Sensor) -> ::core::result::Result<__idol_thermostat_types::Calibration, __idol_thermostat_types::FaultReport> {
        let __call = __idol_thermostat_packed_2::<_, __idol_thermostat_is_Sensor>(msg, rm);
        let mut __reply = [0; if ::core::mem::size_of::<<__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::Form>() > ::core::mem::size_of::<<__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form>() { ::core::mem::size_of::<<__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::Form>() } else { ::core::mem::size_of::<<__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form>() }];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), ThermostatOperation::fault as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code == 0 {
            let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
                .map(<<__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
            else { __idol_thermostat_server_broke_protocol() };
            let ::core::option::Option::Some(__value) =
                <__idol_thermostat_types::Calibration as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Calibration, __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD>>::arrive(__value)
            else { __idol_thermostat_server_broke_protocol() };
            ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.fault.Ok);
            return ::core::result::Result::Ok(__value);
        }
        let __error = if __idol_thermostat_learn(&self.server, __code) {
            <__idol_thermostat_is_FaultReport as ::core::convert::From<
                ::idol_runtime::ServerDeath,
            >>::from(::idol_runtime::ServerDeath)
        } else {
            let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
                .map(<<__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport_PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
            else { __idol_thermostat_server_broke_protocol() };
            let ::core::option::Option::Some(__value) =
                <__idol_thermostat_is_FaultReport as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport_PAYLOAD>>::arrive(__value)
            else { __idol_thermostat_server_broke_protocol() };
            __value
        };
        ::counters::Count::count(&__error, &__THERMOSTAT_CLIENT_COUNTERS.fault.Err);
        ::core::result::Result::Err(__error)
    }

    /// Operation 8 on the wire, sent once: the server's death is an error.
    pub fn swap(&self, inside: __idol_thermostat_types::Sensor, sure: bool) -> ::core::result::Result<__idol_thermostat_types::Sensor, __idol_thermostat_types::Doubt> {
        let __call = __idol_thermostat_packed_2(<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD>>::depart(inside), sure as u8);
        let mut __reply = [0; if ::core::mem::size_of::<<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::Form>() > ::core::mem::size_of::<<__idol_thermostat_is_Doubt as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt_PAYLOAD>>::Form>() { ::core::mem::size_of::<<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::Form>() } else { ::core::mem::size_of::<<__idol_thermostat_is_Doubt as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt_PAYLOAD>>::Form>() }];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), ThermostatOperation::swap as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code == 0 {
            let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
                .map(<<__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
            else { __idol_thermostat_server_broke_protocol() };
            let ::core::option::Option::Some(__value) =
                <__idol_thermostat_is_Sensor as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD>>::arrive(__value)
            else { __idol_thermostat_server_broke_protocol() };
            ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.swap.Ok);
            return ::core::result::Result::Ok(__value);
        }
        let __error = if __idol_thermostat_learn(&self.server, __code) {
            <__idol_thermostat_is_Doubt as ::core::convert::From<
                ::idol_runtime::ServerDeath,
            >>::from(::idol_runtime::ServerDeath)
        } else {
            let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
                .map(<<__idol_thermostat_is_Doubt as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt_PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
            else { __idol_thermostat_server_broke_protocol() };
            let ::core::option::Option::Some(__value) =
                <__idol_thermostat_is_Doubt as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt, __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt_PAYLOAD>>::arrive(__value)
            else { __idol_thermostat_server_broke_protocol() };
            __value
        };
        ::counters::Count::count(&__error, &__THERMOSTAT_CLIENT_COUNTERS.swap.Err);
        ::core::result::Result::Err(__error)
    }

    /// Operation 9 on the wire, sent again until the server answers.
    pub fn prefer(&self, sensor: Option<__idol_thermostat_types::Sensor>, count: Option<__idol_thermostat_types::NonZeroU16>) -> ::core::result::Result<Option<__idol_thermostat_types::Sensor>, __idol_thermostat_types::ClimateError> {
        let __call = __idol_thermostat_packed_2(<Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD>>::depart(sensor), <Option<__idol_thermostat_types::NonZeroU16> as __idol_thermostat_wire::Departs<__IDOL_THERMOSTAT_SENT_Option_3c_NonZeroU16_3e_, __IDOL_THERMOSTAT_SENT_Option_3c_NonZeroU16_3e__PAYLOAD>>::depart(count));
        let mut __reply = [0; ::core::mem::size_of::<<Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD>>::Form>()];
        let (__code, __len) = __idol_thermostat_send_message_reply_again(&self.server, ThermostatOperation::prefer as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply);
        if __code != 0 { return ::core::result::Result::Err(__idol_thermostat_error_1(&self.server, __code, &__THERMOSTAT_CLIENT_COUNTERS.prefer.Err)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<<Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
        else { __idol_thermostat_server_broke_protocol() };
        let ::core::option::Option::Some(__value) =
            <Option<__idol_thermostat_types::Sensor> as __idol_thermostat_wire::Arrives<__IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_, __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD>>::arrive(__value)
        else { __idol_thermostat_server_broke_protocol() };
        ::counters::Count::count(&(), &__THERMOSTAT_CLIENT_COUNTERS.prefer.Ok);
        ::core::result::Result::Ok(__value)
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Thermostat::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

#[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
struct __idol_thermostat_packed_2<__0, __1>(__0, __1);

#[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
struct __idol_thermostat_packed_4<__0, __1, __2, __3>(__0, __1, __2, __3);

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum ThermostatEvent {
    read(#[count(children)] ::core::result::Result<(), __idol_thermostat_is_ClimateError>),
    set(#[count(children)] ::core::result::Result<(), __idol_thermostat_is_ClimateError>),
    calibrate(#[count(children)] ::core::result::Result<(), ::idol_runtime::ServerDeath>),
    mode,
    limits,
    heartbeat,
    fault(#[count(children)] ::core::result::Result<(), __idol_thermostat_is_FaultReport>),
    swap(#[count(children)] ::core::result::Result<(), __idol_thermostat_is_Doubt>),
    prefer(#[count(children)] ::core::result::Result<(), __idol_thermostat_is_ClimateError>),
}

static __THERMOSTAT_CLIENT_COUNTERS: <ThermostatEvent as ::counters::Count>::Counters =
    <ThermostatEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
#[cold]
fn __idol_thermostat_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<__idol_thermostat_is_ClimateError as ::counters::Count>::Counters,
) -> __idol_thermostat_is_ClimateError {
    let __dead = __idol_thermostat_learn(__server, __code);
    let __error = match <__idol_thermostat_is_ClimateError as ::core::convert::TryFrom<u32>>::try_from(__code) {
        ::core::result::Result::Ok(__error) if __code != 0 => __error,
        _ if __dead => __idol_thermostat_error_cannot_express_death(),
        _ => __idol_thermostat_server_broke_protocol(),
    };
    ::counters::Count::count(&__error, __counted);
    __error
}

/// The error that a return code is.
#[cold]
fn __idol_thermostat_error_2(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<::idol_runtime::ServerDeath as ::counters::Count>::Counters,
) -> ::idol_runtime::ServerDeath {
    if !__idol_thermostat_learn(__server, __code) {
        __idol_thermostat_server_broke_protocol();
    }
    ::counters::Count::count(&::idol_runtime::ServerDeath, __counted);
    ::idol_runtime::ServerDeath
}

/// Sends a request once.
fn __idol_thermostat_send_message_reply<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __to: u32,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, __outgoing, __incoming.as_mut(), &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_thermostat_send_message_reply_again<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_thermostat_send_message_reply(__to, __outgoing, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Sends a request once.
fn __idol_thermostat_send_reply(
    __to: u32,
    __incoming: &mut [u8],
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), __incoming, &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_thermostat_send_reply_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __incoming: &mut [u8],
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_thermostat_send_reply(__to, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Sends a request once.
fn __idol_thermostat_send(
    __to: u32,
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), ::zerocopy::IntoBytes::as_mut_bytes(&mut [0_u32; 0]), &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_thermostat_send_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_thermostat_send(__to);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_thermostat_learn(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
) -> bool {
    let __dead = ::userlib::extract_new_generation(__code);
    let ::core::option::Option::Some(__generation) = __dead else {
        return false;
    };
    __server.set(::userlib::TaskId::for_index_and_gen(
        __server.get().index(),
        __generation,
    ));
    true
}

/// Ends the task: a lease is longer than allowed.
#[cfg(not(target_os = "none"))]
#[cold]
#[inline(never)]
#[track_caller]
fn __idol_thermostat_lease_too_long(__which: &str) -> ! {
    ::core::panic!("Thermostat: {__which} is longer than allowed")
}

#[cfg(target_os = "none")]
#[inline(always)]
fn __idol_thermostat_lease_too_long(_: &str) -> ! {
    #[cold]
    #[inline(never)]
    fn __idol_thermostat_lease_too_long() -> ! {
        ::userlib::sys_panic(b"L")
    }
    __idol_thermostat_lease_too_long()
}

/// Ends the task: the server broke the protocol.
#[cold]
#[inline(never)]
fn __idol_thermostat_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Thermostat: the server broke the protocol");
}

/// Ends the task: the server died, which its error type cannot express.
#[cold]
#[inline(never)]
fn __idol_thermostat_error_cannot_express_death() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"D");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Thermostat: the server died, which its error type cannot express");
}

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_Calibration != 0,
    "interface.idol:21: argument `calibration` of `set`: `crate::Calibration` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_Calibration != 0,
    "interface.idol:53: reply of `fault`: `crate::Calibration` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport != 0,
    "interface.idol:54: error of `fault`: `crate::FaultReport` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor != 0,
    "interface.idol:59: argument `inside` of `swap`: `crate::Sensor` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor != 0,
    "interface.idol:60: reply of `swap`: `crate::Sensor` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt != 0,
    "interface.idol:60: error of `swap`: `crate::Doubt` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_ != 0,
    "interface.idol:65: argument `sensor` of `prefer`: `Option<crate::Sensor>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_SENT_Option_3c_NonZeroU16_3e_ != 0,
    "interface.idol:66: argument `count` of `prefer`: `Option<core::num::NonZeroU16>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_ != 0,
    "interface.idol:69: reply of `prefer`: `Option<crate::Sensor>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

// The form in which each value travels.
const __IDOL_THERMOSTAT_SENT_Calibration: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_Calibration_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_types::Calibration>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_Calibration: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_Calibration_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_types::Calibration>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_is_FaultReport>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_is_FaultReport>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__FaultReport_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_is_FaultReport>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor: u8 = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::OWN | <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_____idol__thermostat__is__Sensor_PAYLOAD: usize = <__idol_thermostat_wire::Sent<__idol_thermostat_is_Sensor>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Sensor_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_is_Sensor>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt: u8 = <__idol_thermostat_wire::Received<__idol_thermostat_is_Doubt>>::OWN | <__idol_thermostat_wire::Received<__idol_thermostat_is_Doubt>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_____idol__thermostat__is__Doubt_PAYLOAD: usize = <__idol_thermostat_wire::Received<__idol_thermostat_is_Doubt>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e_: u8 = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::OWN | <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_Option_3c_Sensor_3e__PAYLOAD: usize = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::Sensor>>>::PAYLOAD;
const __IDOL_THERMOSTAT_SENT_Option_3c_NonZeroU16_3e_: u8 = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::NonZeroU16>>>::OWN | <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::NonZeroU16>>>::FLAGGED;
const __IDOL_THERMOSTAT_SENT_Option_3c_NonZeroU16_3e__PAYLOAD: usize = <__idol_thermostat_wire::Sent<Option<__idol_thermostat_types::NonZeroU16>>>::PAYLOAD;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e_: u8 = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::OWN | <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::FLAGGED;
const __IDOL_THERMOSTAT_RECEIVED_Option_3c_Sensor_3e__PAYLOAD: usize = <__idol_thermostat_wire::Received<Option<__idol_thermostat_types::Sensor>>>::PAYLOAD;

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

// For debuggers.
const _: () = {
    struct Thermostat_CLIENT_32c46961fcb0d592;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Thermostat_CLIENT_32c46961fcb0d592> =
        ::core::marker::PhantomData;
};
}
