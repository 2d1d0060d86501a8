//! What is wrong with a file, as data until it is printed.
//!
//! The reader and [`check`](crate::check) push [`Diagnostic`]s and go on; a
//! [`Report`](crate::report::Report) holds all of them, sorted, with the text
//! that they are about.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// A stretch of a source text, in bytes.
#[derive(Copy, Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The stretch from one index into the text to another. Texts are shorter
    /// than 4 GiB, which [`Source`](crate::source::Source) makes sure of.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The stretch as a range of indices into the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Whether a diagnostic stops the generator.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// The kinds of diagnostics. The numbers are stable: errors from 101,
/// warnings from 201.
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u16)]
pub enum Code {
    /// The file cannot be read, or is too long.
    UnreadableFile = 101,
    /// The file is not UTF-8.
    NotUtf8 = 102,
    /// A character that begins nothing in RON.
    UnexpectedCharacter = 103,
    /// A string, a character or a comment without an end.
    Unterminated = 104,
    /// An escape that RON does not know.
    BadEscape = 105,
    /// One thing stands where another must.
    Syntax = 106,
    /// A bracket that is not closed, or not opened.
    UnbalancedBracket = 107,
    /// Brackets nested deeper than any interface needs.
    TooDeep = 108,
    /// An attribute other than `#![enable(...)]` of RON's extensions.
    BadAttribute = 109,
    /// A value of another kind than the key asks for.
    WrongKind = 110,
    /// A key that the language does not have.
    UnknownKey = 111,
    /// A key given twice.
    DuplicateKey = 112,
    /// A key that must be there.
    MissingKey = 113,
    /// A word that is none of those possible here.
    UnknownVariant = 114,
    /// A struct name that is not the one expected here.
    WrongStructName = 115,
    /// A number that does not fit.
    BadNumber = 116,
    /// A name that is not a Rust identifier.
    BadName = 120,
    /// A name that generated code cannot use.
    ReservedName = 121,
    /// An operation, argument or lease named twice.
    DuplicateName = 122,
    /// One name for an argument and a lease of one operation.
    ArgumentAndLease = 123,
    /// Two names that make one generated identifier.
    Collision = 124,
    /// Text that is not a Rust type.
    NotAType = 130,
    /// A type that borrows.
    Borrowed = 131,
    /// A type whose size is not known when compiling.
    Unsized = 132,
    /// A Rust type that cannot be sent.
    UnsuitableType = 133,
    /// A type nested deeper, or longer, than any interface needs.
    TypeTooDeep = 134,
    /// A conversion function that is not a path.
    BadFunction = 135,
    /// A lease that grants nothing.
    NoAccess = 140,
    /// `max_len` on a lease that is not a slice.
    MaxLenOnSized = 141,
    /// `max_len` of 0.
    MaxLenZero = 142,
    /// A slice of elements that take no memory.
    ZeroSizedElement = 143,
    /// More leases than a message can carry.
    TooManyLeases = 144,
    /// An idempotent operation with a lease both read and written.
    IdempotentReadWrite = 150,
    /// An idempotent operation that fails by the server's death.
    IdempotentServerDeath = 151,
    /// `recv` with an encoding that brings its own conversion.
    RecvNeedsZerocopy = 152,
    /// `FromPrimitive` of something that is not an integer.
    FromPrimitiveNotInteger = 153,
    /// A `Complex` error with `Ssmarshal`.
    ComplexSsmarshal = 154,
    /// A client would have no way to tell that the server died.
    DeathUntold = 155,
    /// A cursor that takes no place, or gives none.
    CursorShape = 156,
    /// An operation number that is 0 or more than 65,535.
    NumberOutOfRange = 160,
    /// Two operations of one number.
    NumberTwice = 161,
    /// More operations than there are numbers.
    TooManyOperations = 162,
    /// An operation of a number that the interface reserves.
    NumberReserved = 163,
    /// A number reserved twice.
    ReservedTwice = 164,
    /// A setting names an operation that the interface does not have.
    UnknownOperation = 170,
    /// A setting that this interface does not allow.
    UnfitSetting = 171,
    /// A file of levels that says something else than levels.
    BadLevels = 172,
    /// There is nowhere to write the stub.
    Unwritable = 180,
    /// A stub names a crate on which the package does not depend.
    MissingCrate = 181,
    /// An idempotent operation whose name says that repeating it changes
    /// something.
    MutatingName = 201,
    /// An integer whose width depends on the machine.
    MachineWord = 202,
    /// A slice that the server writes, of any length.
    UnboundedWrite = 203,
    /// The encoding `Ssmarshal`.
    Ssmarshal = 204,
    /// A type name without a path.
    UnqualifiedType = 205,
    /// An error larger than the value that debuggers expect.
    ErrorLargerThanValue = 206,
    /// Clients of this interface will be refused.
    ServerOnly = 207,
    /// An operation whose name says that it only reads, and which is not
    /// idempotent.
    ReadNotIdempotent = 208,
    /// An operation without `doc`. Not looked for unless
    /// [`Checks`](crate::check::Checks) ask for it.
    MissingDoc = 209,
    /// A comment that is to silence a warning, and does not.
    BadAllowance = 210,
    /// An operation whose number is far beyond the others.
    FarNumber = 211,
    /// A name that debuggers look up as another. Not looked for unless
    /// [`Checks`](crate::check::Checks) ask for it, like the two that follow.
    KeywordName = 212,
    /// An argument that debuggers cannot build.
    NotBuilt = 213,
    /// A reply or an error that debuggers do not show as what it is.
    NotShown = 214,
    /// An argument that says what a lease's length says.
    LengthTwice = 215,
    /// No client of this interface can be generated: what
    /// [`ServerOnly`](Self::ServerOnly) says of operations, said once.
    NoClient = 216,
    /// A type that goes by the name of one that servers of one style have.
    StyleCollision = 217,
    /// A setting lets no task call an operation.
    NobodyMayCall = 270,
}

impl Code {
    /// Every code, in the order of their numbers.
    pub const ALL: &[Self] = &[
        Self::UnreadableFile,
        Self::NotUtf8,
        Self::UnexpectedCharacter,
        Self::Unterminated,
        Self::BadEscape,
        Self::Syntax,
        Self::UnbalancedBracket,
        Self::TooDeep,
        Self::BadAttribute,
        Self::WrongKind,
        Self::UnknownKey,
        Self::DuplicateKey,
        Self::MissingKey,
        Self::UnknownVariant,
        Self::WrongStructName,
        Self::BadNumber,
        Self::BadName,
        Self::ReservedName,
        Self::DuplicateName,
        Self::ArgumentAndLease,
        Self::Collision,
        Self::NotAType,
        Self::Borrowed,
        Self::Unsized,
        Self::UnsuitableType,
        Self::TypeTooDeep,
        Self::BadFunction,
        Self::NoAccess,
        Self::MaxLenOnSized,
        Self::MaxLenZero,
        Self::ZeroSizedElement,
        Self::TooManyLeases,
        Self::IdempotentReadWrite,
        Self::IdempotentServerDeath,
        Self::RecvNeedsZerocopy,
        Self::FromPrimitiveNotInteger,
        Self::ComplexSsmarshal,
        Self::DeathUntold,
        Self::CursorShape,
        Self::NumberOutOfRange,
        Self::NumberTwice,
        Self::TooManyOperations,
        Self::NumberReserved,
        Self::ReservedTwice,
        Self::UnknownOperation,
        Self::UnfitSetting,
        Self::BadLevels,
        Self::Unwritable,
        Self::MissingCrate,
        Self::MutatingName,
        Self::MachineWord,
        Self::UnboundedWrite,
        Self::Ssmarshal,
        Self::UnqualifiedType,
        Self::ErrorLargerThanValue,
        Self::ServerOnly,
        Self::ReadNotIdempotent,
        Self::MissingDoc,
        Self::BadAllowance,
        Self::FarNumber,
        Self::KeywordName,
        Self::NotBuilt,
        Self::NotShown,
        Self::LengthTwice,
        Self::NoClient,
        Self::StyleCollision,
        Self::NobodyMayCall,
    ];

    /// The number, as in `E0140`.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// Whether this kind stops the generator.
    pub fn severity(self) -> Severity {
        if self.number() < 200 {
            Severity::Error
        } else {
            Severity::Warning
        }
    }
}

/// `E0140`, `W0203`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.severity() {
            Severity::Error => 'E',
            Severity::Warning => 'W',
        };
        write!(f, "{letter}{:04}", self.number())
    }
}

/// A text that is no [`Code`].
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct NoSuchCode;

impl fmt::Display for NoSuchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no diagnostic has this code")
    }
}

impl std::error::Error for NoSuchCode {}

/// Reads what `Display` writes, in letters of either case.
impl FromStr for Code {
    type Err = NoSuchCode;

    fn from_str(text: &str) -> Result<Self, NoSuchCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.to_string().eq_ignore_ascii_case(text))
            .ok_or(NoSuchCode)
    }
}

/// One thing that is wrong, or worth a second look.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// What is wrong, in one line: lower case, without a full stop.
    pub message: String,
    /// The part of the interface that it is about, by name, as in
    /// ``operation `read`, lease `sink` ``. For interfaces that have no text
    /// to point at.
    pub place: String,
    /// The stretch of text that is wrong, where there is a text.
    pub span: Option<Span>,
    /// What to say about that stretch; may be empty.
    pub label: String,
    /// Other stretches that explain it.
    pub related: Vec<Label>,
    /// How to put it right.
    pub help: Option<String>,
    /// Whether it is a warning that [`levels`](crate::levels) make an error.
    pub denied: bool,
}

/// A stretch of text and what to say about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    /// The stretch.
    pub span: Span,
    /// What it is, as in `first declared here`.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic that so far only says what is wrong.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: String::new(),
            span: None,
            label: String::new(),
            related: Vec::new(),
            help: None,
            denied: false,
        }
    }

    /// Says where: the stretch, if there is a text, and what it is.
    #[must_use]
    pub fn at(mut self, span: Option<Span>, label: impl Into<String>) -> Self {
        self.span = span;
        self.label = label.into();
        self
    }

    /// Names the part of the interface that it is about.
    #[must_use]
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// Points at another stretch, if there is a text.
    #[must_use]
    pub fn related(
        mut self,
        span: Option<Span>,
        text: impl Into<String>,
    ) -> Self {
        if let Some(span) = span {
            self.related.push(Label {
                span,
                text: text.into(),
            });
        }
        self
    }

    /// Says how to put it right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it stops the generator.
    pub fn severity(&self) -> Severity {
        match self.denied {
            true => Severity::Error,
            false => self.code.severity(),
        }
    }
}
