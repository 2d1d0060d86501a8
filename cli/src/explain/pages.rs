//! What each code means, at length: a page of Markdown for every one, with a
//! wrong example and a right one. The tests run the examples: on the wrong one
//! the generator says this code and no other, on the right one nothing.

use idol::diagnostic::Code;

/// The pages, each in the file that is named like its code.
macro_rules! page {
    ($code:expr, { $($name:ident $file:literal)* }) => {
        match $code {
            $(Code::$name => {
                include_str!(concat!($file, ".md"))
            })*
        }
    };
}

/// A page of Markdown about a kind: its title, what the rule is for, and two
/// examples, a wrong one after the line `Wrong:` and a right one after
/// `Right:`. Lines are at most 80 characters long, those of examples apart.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol_cli::explain::explanation;
///
/// let page = explanation(Code::NoAccess);
/// assert!(page.starts_with("# E0140: a lease that grants nothing\n"));
/// ```
pub fn explanation(code: Code) -> &'static str {
    page!(code, {
        UnreadableFile "E0101"
        NotUtf8 "E0102"
        UnexpectedCharacter "E0103"
        Unterminated "E0104"
        BadEscape "E0105"
        Syntax "E0106"
        UnbalancedBracket "E0107"
        TooDeep "E0108"
        BadAttribute "E0109"
        WrongKind "E0110"
        UnknownKey "E0111"
        DuplicateKey "E0112"
        MissingKey "E0113"
        UnknownVariant "E0114"
        WrongStructName "E0115"
        BadNumber "E0116"
        BadName "E0120"
        ReservedName "E0121"
        DuplicateName "E0122"
        ArgumentAndLease "E0123"
        Collision "E0124"
        NotAType "E0130"
        Borrowed "E0131"
        Unsized "E0132"
        UnsuitableType "E0133"
        TypeTooDeep "E0134"
        BadFunction "E0135"
        NoAccess "E0140"
        MaxLenOnSized "E0141"
        MaxLenZero "E0142"
        ZeroSizedElement "E0143"
        TooManyLeases "E0144"
        IdempotentReadWrite "E0150"
        IdempotentServerDeath "E0151"
        RecvNeedsZerocopy "E0152"
        FromPrimitiveNotInteger "E0153"
        ComplexSsmarshal "E0154"
        DeathUntold "E0155"
        CursorShape "E0156"
        NumberOutOfRange "E0160"
        NumberTwice "E0161"
        TooManyOperations "E0162"
        NumberReserved "E0163"
        ReservedTwice "E0164"
        UnknownOperation "E0170"
        UnfitSetting "E0171"
        BadLevels "E0172"
        Unwritable "E0180"
        MissingCrate "E0181"
        MutatingName "W0201"
        MachineWord "W0202"
        UnboundedWrite "W0203"
        Ssmarshal "W0204"
        UnqualifiedType "W0205"
        ErrorLargerThanValue "W0206"
        ServerOnly "W0207"
        ReadNotIdempotent "W0208"
        MissingDoc "W0209"
        BadAllowance "W0210"
        FarNumber "W0211"
        KeywordName "W0212"
        NotBuilt "W0213"
        NotShown "W0214"
        LengthTwice "W0215"
        NoClient "W0216"
        StyleCollision "W0217"
        NobodyMayCall "W0270"
    })
}

/// What a kind is, in a line: lower case, without a full stop.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol_cli::explain::title;
///
/// assert_eq!(title(Code::NoAccess), "a lease that grants nothing");
/// ```
pub fn title(code: Code) -> &'static str {
    let heading = explanation(code).lines().next().unwrap_or_default();
    heading.split_once(": ").map_or(heading, |(_, title)| title)
}

/// A code as a word, which its page begins with.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol_cli::explain::word;
///
/// assert_eq!(word(Code::NoAccess), "E0140");
/// ```
pub fn word(code: Code) -> &'static str {
    let heading = explanation(code).strip_prefix("# ").unwrap_or_default();
    heading.split_once(':').map_or("", |(word, _)| word)
}
