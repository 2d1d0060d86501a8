//! Short texts and addresses: bytes on the wire, text for people.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

/// A name of the kernel's, of an interface or a kind: up to 16 bytes, zeros
/// behind them.
#[derive(
    Copy, Clone, Default, Eq, PartialEq, Deserialize, hubpack::SerializedSize,
)]
pub struct Name([u8; 16]);

impl Name {
    /// Of bytes up to a zero; what is longer is cut.
    pub fn new(bytes: &[u8]) -> Self {
        let mut name = [0; 16];
        for (to, from) in name
            .iter_mut()
            .zip(bytes.iter().take_while(|byte| **byte != 0))
        {
            *to = *from;
        }
        Self(name)
    }

    /// Without the zeros.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.split(|byte| *byte == 0).next().unwrap_or(&[])
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.as_bytes()))
    }
}

/// A hardware address: `len` bytes of it are some.
#[derive(
    Copy, Clone, Default, Eq, PartialEq, Deserialize, hubpack::SerializedSize,
)]
pub struct Mac {
    bytes: [u8; 20],
    len: u8,
}

/// What [`Mac`] is on the wire.
#[derive(Serialize)]
struct MacBytes {
    bytes: [u8; 20],
    len: u8,
}

impl Mac {
    /// Of up to 20 bytes, which those of InfiniBand have; more are cut.
    pub fn new(from: &[u8]) -> Self {
        let mut bytes = [0; 20];
        let len = from.len().min(bytes.len());
        for (to, from) in bytes.iter_mut().zip(from) {
            *to = *from;
        }
        let len = len as u8;
        Self { bytes, len }
    }

    /// The bytes that it has.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len.into()).unwrap_or(&self.bytes)
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.as_bytes().iter().enumerate() {
            let colon = if at == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02x}")?;
        }
        Ok(())
    }
}

/// An address of either family.
#[derive(Copy, Clone, Eq, PartialEq, Deserialize, hubpack::SerializedSize)]
pub enum Ip {
    /// IPv4.
    V4([u8; 4]),
    /// IPv6.
    V6([u8; 16]),
}

/// What [`Ip`] is on the wire.
#[derive(Serialize)]
enum IpBytes {
    V4([u8; 4]),
    V6([u8; 16]),
}

impl Ip {
    /// Of the bytes that the kernel gives, if they are an address.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        match bytes.len() {
            4 => Some(Self::V4(bytes.try_into().ok()?)),
            16 => Some(Self::V6(bytes.try_into().ok()?)),
            _ => None,
        }
    }
}

impl From<IpAddr> for Ip {
    fn from(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => address.into(),
        }
    }
}

impl From<Ipv4Addr> for Ip {
    fn from(address: Ipv4Addr) -> Self {
        Self::V4(address.octets())
    }
}

impl From<Ipv6Addr> for Ip {
    fn from(address: Ipv6Addr) -> Self {
        Self::V6(address.octets())
    }
}

impl From<Ip> for IpAddr {
    fn from(address: Ip) -> Self {
        match address {
            Ip::V4(octets) => Ipv4Addr::from(octets).into(),
            Ip::V6(octets) => Ipv6Addr::from(octets).into(),
        }
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IpAddr::from(*self).fmt(f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match to.is_human_readable() {
            true => to.collect_str(self),
            false => to.serialize_newtype_struct("Name", &self.0),
        }
    }
}

impl Serialize for Mac {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { bytes, len } = *self;
        match to.is_human_readable() {
            true => to.collect_str(self),
            false => MacBytes { bytes, len }.serialize(to),
        }
    }
}

impl Serialize for Ip {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (to.is_human_readable(), *self) {
            (true, _) => to.collect_str(self),
            (false, Self::V4(octets)) => IpBytes::V4(octets).serialize(to),
            (false, Self::V6(octets)) => IpBytes::V6(octets).serialize(to),
        }
    }
}

macro_rules! text {
    ($($name:ident $schema:tt)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

text! {
    Name { "type": "string", "description": "A name of the kernel's." }
    Mac {
        "type": "string",
        "pattern": "^([0-9a-f]{2}(:[0-9a-f]{2})*)?$",
        "description": "A hardware address.",
    }
    Ip { "type": "string", "description": "An address of IPv4 or IPv6." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_what_they_can_hold() {
        assert_eq!(Name::new(b"lo\0x").to_string(), "lo");
        assert_eq!(Name::new(&[b'a'; 20]).to_string(), "a".repeat(16));
        assert_eq!(Mac::new(&[1, 0xab]).to_string(), "01:ab");
        assert_eq!(Mac::new(&[0; 40]).as_bytes().len(), 20);
        assert_eq!(Ip::new(&[10, 0, 0, 1]).unwrap().to_string(), "10.0.0.1");
        assert_eq!(Ip::new(&[10, 0, 0]), None);
    }

    #[test]
    fn the_wire_has_bytes_and_people_have_text() {
        let ip = Ip::from(Ipv6Addr::LOCALHOST);
        let value = (Name::new(b"eth0"), Mac::new(&[2; 6]), ip);
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(text, r#"["eth0","02:02:02:02:02:02","::1"]"#);
        let mut bytes = [0; 64];
        let len = hubpack::serialize(&mut bytes, &value).unwrap();
        assert_eq!(len, 16 + 21 + 17);
        let (back, _) = hubpack::deserialize(&bytes).unwrap();
        assert_eq!(value, back);
    }
}
