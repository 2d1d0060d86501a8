//! Names on the bus.

/// First part of what is ours on the bus.
pub(super) const ROOT: &str = "idol";

/// The interface of objects that describe themselves.
pub(super) const INTROSPECTABLE: &str = "org.freedesktop.DBus.Introspectable";

// The errors that D-Bus has.

pub(super) const FAILED: &str = "org.freedesktop.DBus.Error.Failed";
pub(super) const INVALID_ARGS: &str = "org.freedesktop.DBus.Error.InvalidArgs";
pub(super) const LIMITS: &str = "org.freedesktop.DBus.Error.LimitsExceeded";
pub(super) const UNKNOWN_METHOD: &str =
    "org.freedesktop.DBus.Error.UnknownMethod";
pub(super) const UNKNOWN_OBJECT: &str =
    "org.freedesktop.DBus.Error.UnknownObject";
