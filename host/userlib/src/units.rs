//! Physical quantities as newtypes over what sensors deliver.

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, PartialOrd)]
        pub struct $name(pub $inner);
    };
}

unit!(
    /// Temperature in degrees Celsius.
    Celsius, f32
);
unit!(
    /// Speed in revolutions per minute.
    Rpm, u16
);
unit!(
    /// Duty cycle of a pulse-width modulation, in per cent.
    PWMDuty, u8
);
unit!(
    /// Voltage in volts.
    Volts, f32
);
unit!(
    /// Current in amperes.
    Amperes, f32
);
unit!(
    /// Resistance in ohms.
    Ohms, f32
);
unit!(
    /// Power in watts.
    Watts, f32
);
