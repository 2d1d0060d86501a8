//! A value of each type that a counted call sends or answers with: all zero on
//! the wire where the type has such a value.

use super::cpa::{HostStartupOptions, OxideIdentity};
use super::hf::{
    ApobHash, HfDevSelect, HfMuxState, HfPersistentData, HfProtectMode,
};
use super::ignition::drv_ignition_api::{PortState, Request};
use super::sensor::SensorId;
use super::spi::CsState;
use super::sprot::{
    LifecycleState, RotIoStats, SlotId, SpIoStats, SprotIoStats, SprotStatus,
    SwitchDuration,
};
use super::sys::{IrqControl, Port};

/// Has a value for a call that is counted.
pub trait Sample {
    /// That value.
    fn sample() -> Self;
}

macro_rules! samples {
    ($($ty:ty = $value:expr;)*) => {$(
        impl Sample for $ty {
            fn sample() -> Self {
                $value
            }
        }
    )*};
}

samples! {
    () = ();
    bool = false;
    u8 = 0;
    u16 = 0;
    u32 = 0;
    u64 = 0;
    usize = 0;
    f32 = 0.0;
    CsState = CsState::NotAsserted;
    Port = Port::A;
    IrqControl = IrqControl::Check;
    SensorId = SensorId(0);
    HfMuxState = HfMuxState::SP;
    HfDevSelect = HfDevSelect::Flash0;
    HfProtectMode = HfProtectMode::ProtectSector0;
    HfPersistentData = HfPersistentData { dev_select: HfDevSelect::Flash0 };
    ApobHash = ApobHash::Sha256([0; 32]);
    SlotId = SlotId::A;
    SwitchDuration = SwitchDuration::Once;
    LifecycleState = LifecycleState::Unprogrammed;
    SprotStatus = SprotStatus {
        supported: 0,
        bootrom_crc32: 0,
        buffer_size: 0,
        version: 0,
    };
    SprotIoStats = SprotIoStats {
        rot: RotIoStats {
            rx_received: 0,
            rx_overrun: 0,
            tx_underrun: 0,
            rx_invalid: 0,
            tx_incomplete: 0,
        },
        sp: SpIoStats {
            tx_sent: 0,
            tx_errors: 0,
            rx_received: 0,
            rx_invalid: 0,
            retries: 0,
        },
    };
    OxideIdentity = OxideIdentity {
        part_number: [0; 11],
        revision: 0,
        serial: [0; 11],
    };
    HostStartupOptions = HostStartupOptions(0);
    PortState = PortState(0);
    Request = Request::SystemPowerOff;
}

impl<T: Sample + Copy, const N: usize> Sample for [T; N] {
    fn sample() -> Self {
        [T::sample(); N]
    }
}

impl<T: Sample, U: Sample> Sample for (T, U) {
    fn sample() -> Self {
        (T::sample(), U::sample())
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample() -> Self {
        Some(T::sample())
    }
}

impl<T: Sample, E> Sample for Result<T, E> {
    fn sample() -> Self {
        Ok(T::sample())
    }
}
