//! What belongs to one kind of interface alone, decoded when it is asked for.

mod bond;
mod bridge;
mod macvlan;
mod tun;
mod vf;
mod vlan;
mod vrf;
mod vxlan;

pub use bond::*;
pub use bridge::*;
pub use macvlan::*;
pub use tun::*;
pub use vf::*;
pub use vlan::*;
pub use vrf::*;
pub use vxlan::*;

use netlink_packet_core::DecodeError;

use crate::error::NetError;
use crate::link::Info;

/// Something that belongs to one kind of interface.
pub trait OfKind: Sized {
    /// The kinds that have it.
    const KINDS: &[&str];
    /// Whether it is of the ports of such an interface.
    const IS_PORT: bool = false;

    /// Of the kind's attributes.
    ///
    /// # Errors
    ///
    /// If they are none.
    fn decode(attributes: &[u8]) -> Result<Self, DecodeError>;

    /// Of the payload of an interface's message.
    ///
    /// # Errors
    ///
    /// If it is of another kind, or none of an interface.
    fn of(payload: &[u8]) -> Result<Self, NetError> {
        let info = Info::of(payload)?;
        let (kind, data) = match Self::IS_PORT {
            true => (info.port_kind, info.port_data),
            false => (info.kind, info.data),
        };
        match Self::KINDS.iter().any(|known| known.as_bytes() == kind) {
            true => Ok(Self::decode(data)?),
            false => Err(NetError::OtherKind),
        }
    }
}

/// What all types of this interface derive.
macro_rules! wire {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$of:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(
            Copy, Clone, Debug, Default, PartialEq, serde::Serialize,
            serde::Deserialize, hubpack::SerializedSize, schemars::JsonSchema,
        )]
        pub struct $name {
            $($(#[$of])* pub $field: $type,)*
        }
    )*};
}

use wire;
