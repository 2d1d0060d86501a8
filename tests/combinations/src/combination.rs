//! What an operation may be made of, and which of it is legal: the list that
//! the tests hold the runs against.
//!
//! [`Combination::verdict`] is written from the language's rules alone, so
//! that it can disagree with the generator.

use std::collections::BTreeSet;
use std::fmt;

/// Defines an enum of choices, with the word for each in names of operations.
macro_rules! dimension {
    ($doc:literal $name:ident { $($choice:ident = $word:literal),+ }) => {
        #[doc = $doc]
        #[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub enum $name { $($choice),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$choice),+];

            pub fn word(self) -> &'static str {
                match self { $(Self::$choice => $word),+ }
            }
        }
    };
}

dimension!("How values become bytes." Encoding {
    Zerocopy = "Zerocopy", Ssmarshal = "Ssmarshal", Hubpack = "Hubpack"
});
dimension!("How an operation fails." Kind {
    Simple = "simple", CLike = "clike", Complex = "complex",
    ServerDeath = "death"
});
dimension!("What the client does when the server dies." Retry {
    Once = "once", Idempotent = "idempotent"
});
dimension!("What the server may do with a lease." Access {
    Read = "r", Write = "w", ReadWrite = "rw"
});
dimension!("What is lent." Extent {
    Sized = "sized", Array = "array", Slice = "slice", Limited = "limited"
});
dimension!("What a value is, and how its receiver makes it." Strategy {
    Own = "own", Bool = "bool", FromPrimitive = "from_primitive",
    From = "from", FromFunction = "from_function"
});

/// An argument's or a reply's value; `None` for a reply of `()`.
pub type Answer = Option<Strategy>;

/// One operation, by what it is made of.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Combination {
    pub encoding: Encoding,
    pub kind: Kind,
    pub retry: Retry,
    pub lease: Option<(Access, Extent)>,
    pub argument: Strategy,
    pub answer: Answer,
}

/// Who may use a combination.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    Legal,
    /// A client could not be told that the server died.
    ServerOnly,
    Illegal,
}

impl Combination {
    /// Every encoding × kind × retry × lease × argument, legal or not, with
    /// answers taken in turn; and every encoding × kind × retry × answer.
    pub fn all() -> BTreeSet<Self> {
        let mut all = BTreeSet::new();
        for &encoding in Encoding::ALL {
            for &kind in Kind::ALL {
                for &retry in Retry::ALL {
                    let of = |lease, argument, answer| Self {
                        encoding,
                        kind,
                        retry,
                        lease,
                        argument,
                        answer,
                    };
                    let answers = answers();
                    // Those that the encoding has.
                    let turn: Vec<_> = answers
                        .iter()
                        .filter(|answer| !encoding.refuses(**answer))
                        .collect();
                    for (i, lease) in leases().into_iter().enumerate() {
                        for (j, &argument) in Strategy::ALL.iter().enumerate() {
                            let answer = *turn[(i + j) % turn.len()];
                            all.insert(of(lease, argument, answer));
                        }
                    }
                    for &answer in &answers {
                        all.insert(of(None, Strategy::Own, answer));
                    }
                }
            }
        }
        all
    }

    /// Every encoding × kind × retry, and nothing else varied.
    pub fn plain() -> impl Iterator<Item = Self> {
        Self::all().into_iter().filter(|c| {
            c.lease.is_none()
                && c.argument == Strategy::Own
                && c.answer == Some(Strategy::Own)
        })
    }

    pub fn verdict(&self) -> Verdict {
        let read_write = self
            .lease
            .is_some_and(|(access, _)| access == Access::ReadWrite);
        let idempotent = self.retry == Retry::Idempotent;
        if self.encoding.refuses(Some(self.argument))
            || self.encoding.refuses(self.answer)
            || self.kind == Kind::Complex
                && self.encoding == Encoding::Ssmarshal
            || idempotent && self.kind == Kind::ServerDeath
            || idempotent && read_write
        {
            Verdict::Illegal
        } else if self.kind == Kind::Simple && !idempotent {
            Verdict::ServerOnly
        } else {
            Verdict::Legal
        }
    }

    /// The operation's name, unlike that of any other of its encoding.
    pub fn name(&self) -> String {
        let lease = match self.lease {
            None => "no_lease".to_owned(),
            Some((access, extent)) => {
                format!("{}_{}", access.word(), extent.word())
            }
        };
        format!(
            "{}_{}_{lease}_{}_gives_{}",
            self.kind.word(),
            self.retry.word(),
            self.argument.word(),
            self.answer.map_or("unit", Strategy::word)
        )
    }
}

impl Encoding {
    /// Only Zerocopy converts what it receives.
    fn refuses(self, value: Answer) -> bool {
        let converted = match value {
            None | Some(Strategy::Own | Strategy::Bool) => false,
            Some(
                Strategy::FromPrimitive
                | Strategy::From
                | Strategy::FromFunction,
            ) => true,
        };
        converted && self != Self::Zerocopy
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.encoding.word(), self.name())
    }
}

fn leases() -> Vec<Option<(Access, Extent)>> {
    let mut leases = vec![None];
    for &access in Access::ALL {
        leases.extend(Extent::ALL.iter().map(|&e| Some((access, e))));
    }
    leases
}

fn answers() -> Vec<Answer> {
    let values = Strategy::ALL.iter().copied().map(Some);
    std::iter::once(None).chain(values).collect()
}
