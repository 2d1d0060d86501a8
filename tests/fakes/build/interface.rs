//! Legal interfaces by chance, with every feature.

use std::fmt;

use crate::random::Random;

pub(crate) struct Interface {
    pub(crate) name: String,
    pub(crate) ops: Vec<Operation>,
    reserved: Vec<u16>,
}

pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) encoding: &'static str,
    number: Option<u16>,
    pub(crate) arguments: Vec<(String, Typed)>,
    pub(crate) leases: Vec<Lease>,
    pub(crate) ok: Typed,
    pub(crate) failure: Failure,
    idempotent: bool,
}

/// A type, and how its values are made of bytes.
#[derive(Copy, Clone)]
pub(crate) struct Typed {
    pub(crate) ty: &'static str,
    recv: &'static str,
}

pub(crate) struct Lease {
    pub(crate) name: String,
    pub(crate) ty: &'static str,
    pub(crate) read: bool,
    pub(crate) write: bool,
    max_len: Option<u32>,
}

#[derive(Copy, Clone, PartialEq)]
pub(crate) enum Failure {
    Simple,
    CLike,
    Complex,
    ServerDeath,
}

const fn own(ty: &'static str) -> Typed {
    Typed { ty, recv: "" }
}

const ZEROCOPY: &[Typed] = &[
    own("u8"),
    own("i16"),
    own("u32"),
    own("u64"),
    own("i128"),
    own("f32"),
    own("bool"),
    own("[u8; 5]"),
    own("[u16; 3]"),
    own("types::Pair"),
    own("types::Mode"),
    own("Option<types::Mode>"),
    own("Option<types::Pair>"),
    Typed {
        ty: "types::Color",
        recv: "FromPrimitive(\"u8\")",
    },
    Typed {
        ty: "types::Kelvin",
        recv: "From(\"u16\")",
    },
    Typed {
        ty: "types::Lumen",
        recv: "From(\"u32\", Some(\"types::lumen\"))",
    },
    Typed {
        ty: "types::Even",
        recv: "TryFrom(\"u16\")",
    },
    Typed {
        ty: "types::Even",
        recv: "TryFrom(\"u16\", Some(\"types::even\"))",
    },
];

const SERDE: &[Typed] = &[
    own("u8"),
    own("i32"),
    own("u64"),
    own("u128"),
    own("f64"),
    own("bool"),
    own("()"),
    own("[u8; 5]"),
    own("[types::Mode; 2]"),
    own("(u8, types::Pair)"),
    own("types::Pair"),
    own("types::Mode"),
    own("types::Remark"),
    own("types::Empty"),
    own("types::Wrapped"),
    own("Option<u16>"),
    own("Option<Option<types::Mode>>"),
    own("Option<types::Empty>"),
];

/// The format has no numbers of 128 bits, and stubs have buffers of twice the
/// memory, of which an `Option` of an `Option` may need more.
const NOT_IN_SSMARSHAL: &[&str] = &["u128", "Option<Option<types::Mode>>"];

const LENT: &[&str] = &[
    "[u8]",
    "[u16]",
    "[types::Pair]",
    "[[u8; 3]]",
    "u32",
    "types::Pair",
    "[u8; 4]",
];

/// Names that need care: keywords, and what stubs call things themselves.
const NAMES: &[&str] = &[
    "type",
    "match",
    "ok",
    "err",
    "fail",
    "answer",
    "msg",
    "server",
    "reply",
    "self_test",
    "x",
    "result",
    "client",
    "Value",
    "code",
];

impl Interface {
    pub(crate) fn random(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut number: u16 = 0;
        let mut ops = Vec::new();
        for index in 0..4 + random.below(4) {
            // Now and then a number is left out.
            number += 1 + u16::from(random.below(4) == 0) * 7;
            let mut op = Operation::random(&mut random, index);
            op.number = Some(number);
            ops.push(op);
        }
        let reserved = (1..number)
            .filter(|n| ops.iter().all(|op| op.number != Some(*n)))
            .take(random.below(3))
            .collect();
        Self {
            name: format!("Random{seed}"),
            ops,
            reserved,
        }
    }
}

impl Operation {
    fn random(random: &mut Random, index: usize) -> Self {
        let encoding = random.one_of(&["Zerocopy", "Hubpack", "Ssmarshal"]);
        let types = match encoding {
            "Zerocopy" => ZEROCOPY.to_vec(),
            "Ssmarshal" => SERDE
                .iter()
                .filter(|it| !NOT_IN_SSMARSHAL.contains(&it.ty))
                .copied()
                .collect(),
            _ => SERDE.to_vec(),
        };
        let types = types.as_slice();
        let failure = match encoding {
            "Ssmarshal" => random.one_of(&[
                Failure::Simple,
                Failure::CLike,
                Failure::ServerDeath,
            ]),
            _ => random.one_of(&[
                Failure::Simple,
                Failure::CLike,
                Failure::Complex,
                Failure::ServerDeath,
            ]),
        };
        // A client must be told of death, or ask again.
        let idempotent = match failure {
            Failure::Simple => true,
            Failure::ServerDeath => false,
            Failure::CLike | Failure::Complex => random.flip(),
        };
        let leases = (0..random.below(4))
            .map(|i| Lease::random(random, i, idempotent))
            .collect();
        let ok = match random.below(4) {
            0 => own("()"),
            _ => random.one_of(types),
        };
        Self {
            name: format!("{}_{index}", random.one_of(NAMES)),
            encoding,
            number: None,
            arguments: Self::arguments(random, types),
            leases,
            ok,
            failure,
            idempotent,
        }
    }

    fn arguments(random: &mut Random, types: &[Typed]) -> Vec<(String, Typed)> {
        let mut arguments: Vec<(String, Typed)> = Vec::new();
        // More than a tuple of a message holds, now and then.
        let count = match random.below(12) {
            0 => 8 + random.below(10),
            _ => random.below(5),
        };
        for i in 0..count {
            let name = random.one_of(NAMES);
            let name = match arguments.iter().any(|(old, _)| old == name) {
                true => format!("{name}{i}"),
                false => name.to_owned(),
            };
            arguments.push((name, random.one_of(types)));
        }
        arguments
    }
}

impl Lease {
    fn random(random: &mut Random, index: usize, idempotent: bool) -> Self {
        let ty = random.one_of(LENT);
        // What is written again must be the same as before.
        let access = random.below(if idempotent { 2 } else { 3 });
        let is_slice = ty.starts_with('[') && !ty.contains("; 4");
        Self {
            name: format!("lease_{index}"),
            ty,
            read: access != 1,
            write: access != 0,
            max_len: (is_slice && random.flip()).then_some(9),
        }
    }

    /// The type that a server in order gets.
    pub(crate) fn leased(&self) -> String {
        let rights = match (self.read, self.write) {
            (true, true) => "RW",
            (true, false) => "R",
            (false, _) => "W",
        };
        let ty = self.ty;
        let leased =
            format!("idol_runtime::Leased<idol_runtime::{rights}, {ty}>");
        match self.max_len {
            None => leased,
            Some(max) => format!("idol_runtime::LenLimit<{leased}, {max}>"),
        }
    }

    /// The type of an element, if it is a slice.
    pub(crate) fn element(&self) -> Option<&'static str> {
        if self.ty == "[u8; 4]" {
            return None;
        }
        self.ty.strip_prefix('[')?.strip_suffix(']')
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Interface(\n    name: \"{}\",", self.name)?;
        if !self.reserved.is_empty() {
            writeln!(f, "    reserved: {:?},", self.reserved)?;
        }
        writeln!(f, "    ops: {{")?;
        for op in &self.ops {
            write!(f, "{op}")?;
        }
        writeln!(f, "    }},\n)")
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.recv {
            "" => write!(f, "{:?}", self.ty),
            recv => write!(f, "(type: {:?}, recv: {recv})", self.ty),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "        {:?}: (", self.name)?;
        if let Some(number) = self.number {
            writeln!(f, "            number: {number},")?;
        }
        writeln!(f, "            encoding: {},", self.encoding)?;
        writeln!(f, "            idempotent: {},", self.idempotent)?;
        writeln!(f, "            args: {{")?;
        for (name, typed) in &self.arguments {
            writeln!(f, "                {name:?}: {typed},")?;
        }
        writeln!(f, "            }},\n            leases: {{")?;
        for lease in &self.leases {
            let Lease {
                name,
                ty,
                read,
                write,
                max_len,
            } = lease;
            write!(f, "                {name:?}: (type: {ty:?}, ")?;
            write!(f, "read: {read}, write: {write}")?;
            if let Some(max_len) = max_len {
                write!(f, ", max_len: {max_len}")?;
            }
            writeln!(f, "),")?;
        }
        writeln!(f, "            }},")?;
        let err = match self.failure {
            Failure::Simple => {
                writeln!(f, "            reply: Simple({}),", self.ok)?;
                return writeln!(f, "        ),");
            }
            Failure::CLike => "CLike(\"types::Code\")",
            Failure::Complex => "Complex(\"types::Report\")",
            Failure::ServerDeath => "ServerDeath",
        };
        writeln!(f, "            reply: Result(ok: {}, err: {err}),", self.ok)?;
        writeln!(f, "        ),")
    }
}
