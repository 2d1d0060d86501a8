//! What stubs tell the kernel of a laptop about their interface, so that traces
//! have names and values. Nothing of it is compiled for bare metal.
//!
//! The kernel gets one function, made of types that both sides know, and calls
//! it when a trace is read; see `serves` for how it gets there. What an
//! operation's types can do is asked of the compiler where they are known, in
//! the stub: a method of [`Of`] is there if the type has the trait, and else
//! the one of [`Otherwise`] by the same name, which gives nothing.

use core::fmt::{self, Debug, Write};
use core::marker::PhantomData;

use serde::de::DeserializeOwned;
use userlib::{FromPrimitive, TaskId};
use zerocopy::{FromBytes, TryFromBytes};

use crate::wire;

/// Tells the kernel that the current task serves the operations that `tell`
/// knows, a function that ends in [`told`].
///
/// The `userlib` of a laptop has a function `idol_serves` on its [`TaskId`];
/// Hubris's own has none, and then the call means the trait's: what a type has
/// itself comes first. So this asks nothing of a `userlib` that Hubris does
/// not document.
pub(crate) fn serves(tell: Tell) {
    #[allow(dead_code, reason = "unless `userlib` has no such function")]
    trait NoKernel {
        fn idol_serves(_: Tell) {}
    }
    impl NoKernel for TaskId {}

    TaskId::idol_serves(tell);
}

/// Tells the kernel that the current task has a client of `server`, which
/// knows operations; likewise.
pub fn asks(server: TaskId, tell: Tell) {
    #[allow(dead_code, reason = "unless `userlib` has no such function")]
    trait NoKernel {
        fn idol_is_asked(&self, _: Tell) {}
    }
    impl NoKernel for TaskId {}

    server.idol_is_asked(tell);
}

/// Operation, part, number of the part, bytes, and where the text goes.
pub type Tell = fn(u32, u8, u32, &[u8], &mut dyn Write) -> fmt::Result;

/// The text of a part, which the function of the operations makes.
pub fn told(
    part: u8,
    number: u32,
    bytes: &[u8],
    to: &mut dyn Write,
    operations: impl FnOnce(&mut Told<'_>),
) -> fmt::Result {
    let mut told = Told {
        part,
        number,
        bytes,
        to,
        begun: false,
        close: "",
        result: Ok(()),
    };
    operations(&mut told);
    told.end()
}

/// The operation's name.
const NAME: u8 = 0;
/// Names and values of the arguments, which are the bytes.
const ARGUMENTS: u8 = 1;
/// What a reply says; its code is the number, its body the bytes.
const REPLY: u8 = 2;
/// The name of the lease of this number.
const LEASE: u8 = 3;

/// The text in the making.
pub struct Told<'a> {
    part: u8,
    number: u32,
    /// Those that nothing has been read of yet.
    bytes: &'a [u8],
    to: &'a mut dyn Write,
    /// Whether something of the part has been told.
    begun: bool,
    /// What is yet to be written.
    close: &'static str,
    result: fmt::Result,
}

/// Reads a value at the start of bytes, and goes on behind it.
pub type Read<T> = fn(&mut &[u8]) -> Option<T>;

/// Writes a value.
pub type Text<T> = fn(&T, &mut dyn Write) -> fmt::Result;

impl Told<'_> {
    /// The operation's name, and those of its leases, as Rust writes them.
    pub fn operation(&mut self, name: &str, leases: &[&str]) {
        let told = match self.part {
            NAME => Some(&name),
            LEASE => leases.get(self.number as usize),
            _ => None,
        };
        if let Some(name) = told {
            self.name(name);
            self.begun = true;
        }
    }

    /// Whether the value of this argument is wanted.
    pub fn argument(&mut self, name: &str) -> bool {
        let wanted = self.part == ARGUMENTS;
        if wanted {
            let before = if self.begun { ", " } else { "" };
            self.write(before);
            self.name(name);
            self.write(": ");
            self.begun = true;
        }
        wanted
    }

    /// Whether the value of an operation that cannot fail is wanted.
    pub fn plain(&mut self) -> bool {
        self.answer(self.number == 0, "", "")
    }

    /// Whether the value is wanted.
    pub fn ok(&mut self) -> bool {
        self.answer(self.number == 0, "Ok(", ")")
    }

    /// Whether the error is wanted that travels as its bytes.
    pub fn error(&mut self) -> bool {
        self.answer(self.number == 1, "Err(", ")")
    }

    /// Whether the error is wanted that is the return code.
    pub fn code(&mut self) -> bool {
        self.answer(self.number != 0, "Err(", ")")
    }

    fn answer(&mut self, is_it: bool, open: &str, close: &'static str) -> bool {
        let wanted = self.part == REPLY && is_it && !self.begun;
        if wanted {
            self.write(open);
            self.close = close;
            self.begun = true;
        }
        wanted
    }

    /// A value that takes no bytes.
    pub fn nothing(&mut self) {
        self.write("()");
    }

    /// A value, as far as its type can be read and written.
    pub fn value<T>(&mut self, read: Option<Read<T>>, text: Option<Text<T>>) {
        let before = self.bytes;
        let mut left = before;
        match (read.and_then(|read| read(&mut left)), text) {
            (Some(value), Some(text)) => {
                self.bytes = left;
                self.attempt(|to| text(&value, to));
            }
            (Some(_), None) => {
                let taken = before.len().saturating_sub(left.len());
                self.bytes = left;
                self.raw(before.get(..taken).unwrap_or_default());
            }
            (None, _) => {
                self.bytes = &[];
                self.raw(before);
            }
        }
    }

    /// A `bool` in a byte of its own.
    pub fn flag(&mut self) {
        self.value(
            Some(|bytes: &mut &[u8]| Some(own::<u8>(bytes)? != 0)),
            Some(|value: &bool, to: &mut dyn Write| write!(to, "{value}")),
        );
    }

    /// An integer.
    pub fn integer<N: Integer>(&mut self) {
        self.value(
            Some(own::<N>),
            Some(|value: &N, to: &mut dyn Write| write!(to, "{value:?}")),
        );
    }

    /// A value that travels as an integer.
    pub fn primitive<N: Integer, T>(
        &mut self,
        from: Option<fn(i128) -> Option<T>>,
        text: Option<Text<T>>,
    ) {
        let mut left = self.bytes;
        let value = own::<N>(&mut left).and_then(|it| from?(it.wide()));
        match (value, text) {
            (Some(value), Some(text)) => {
                self.bytes = left;
                self.attempt(|to| text(&value, to));
            }
            _ => self.integer::<N>(),
        }
    }

    /// An error that is the return code.
    pub fn coded<T>(
        &mut self,
        from: Option<fn(u32) -> Option<T>>,
        text: Option<Text<T>>,
    ) {
        let code = self.number;
        match (from.and_then(|from| from(code)), text) {
            (Some(value), Some(text)) => self.attempt(|to| text(&value, to)),
            _ => self.attempt(|to| write!(to, "{code}")),
        }
    }

    /// Bytes of which no more is known.
    fn raw(&mut self, bytes: &[u8]) {
        self.attempt(|to| write!(to, "{bytes:02x?}"));
    }

    /// A name, which Rust writes with `r#` where it is a keyword.
    fn name(&mut self, name: &str) {
        self.write(name.strip_prefix("r#").unwrap_or(name));
    }

    fn write(&mut self, text: &str) {
        self.attempt(|to| to.write_str(text));
    }

    fn attempt(&mut self, write: impl FnOnce(&mut dyn Write) -> fmt::Result) {
        if self.result.is_ok() {
            self.result = write(self.to);
        }
    }

    /// An error if there was nothing to tell, or bytes are left that nothing
    /// tells of.
    fn end(mut self) -> fmt::Result {
        let holds_a_value = matches!(self.part, ARGUMENTS | REPLY);
        let is_told = self.begun || self.part == ARGUMENTS;
        if !is_told || holds_a_value && !self.bytes.is_empty() {
            return Err(fmt::Error);
        }
        self.write(self.close);
        self.result
    }
}

/// The types of an operation, of the static that debuggers read.
pub trait Known {
    /// The arguments' own.
    type Arguments;
    /// What is returned where it succeeds.
    type Ok;
    /// What is returned where it fails, or `()`.
    type Error;
}

impl<A, R, T, O, E, B> Known for PhantomData<(A, R, T, O, (E, B))> {
    type Arguments = T;
    type Ok = O;
    type Error = E;
}

impl<A, R, T, O, E, B, L> Known for PhantomData<(A, R, T, O, (E, B), L)> {
    type Arguments = T;
    type Ok = O;
    type Error = E;
}

/// Gives the types of functions of so many parameters besides the first.
macro_rules! of_functions {
    ($($name:ident($($ty:ident),*);)*) => {
        $(
            /// What can be done with the types of a client's method.
            pub fn $name<C, $($ty,)* R>(
                _: impl Fn(&C, $($ty),*) -> R,
            ) -> ($(Of<$ty>,)* Of<R>,) {
                ($(Of::<$ty>::NEW,)* Of::NEW,)
            }
        )*
    };
}

of_functions! {
    of_0();
    of_1(A0);
    of_2(A0, A1);
    of_3(A0, A1, A2);
    of_4(A0, A1, A2, A3);
}

/// The type of an argument of this name, which what follows says.
pub fn named<T>(_: &str) -> Of<T> {
    Of::NEW
}

/// What is lent, in code that nobody runs.
pub fn lent<T>(name: &str) -> T {
    unreachable!("nobody lends {name}")
}

/// What can be done with values of a type, as far as it has the traits.
pub struct Of<T>(PhantomData<T>);

impl<T> Of<T> {
    /// The only value.
    pub const NEW: Self = Self(PhantomData);

    /// Says that this is the type of a value, in code that nobody runs.
    pub fn is(&self, _: T) {}

    /// A value, in code that nobody runs.
    pub fn some(&self) -> T {
        lent("")
    }

    /// What an operation that cannot fail returns is its value.
    pub fn plain(&self) -> &Self {
        self
    }

    /// From bytes that only the server can read.
    pub fn unknown(&self) -> Option<Read<T>> {
        None
    }
}

impl<T, E> Of<Result<T, E>> {
    /// The value.
    pub fn ok(&self) -> Of<T> {
        Of::NEW
    }

    /// The error, which travels as its bytes.
    pub fn error(&self) -> Of<E> {
        Of::NEW
    }

    /// The error, which is the return code.
    pub fn code(&self) -> Of<E> {
        Of::NEW
    }
}

fn own<T: TryFromBytes>(bytes: &mut &[u8]) -> Option<T> {
    let (value, left) = bytes.split_at_checked(size_of::<T>())?;
    *bytes = left;
    T::try_read_from_bytes(value).ok()
}

impl<T: Debug> Of<T> {
    /// As `Debug` writes it.
    pub fn text(&self) -> Option<Text<T>> {
        Some(|value, to| write!(to, "{value:?}"))
    }
}

impl<T: TryFromBytes> Of<T> {
    /// From its own bytes.
    pub fn own(&self) -> Option<Read<T>> {
        Some(own::<T>)
    }
}

impl<T: TryFromBytes> Of<Option<T>> {
    /// From a flag and the payload's bytes, which are there in any case.
    pub fn flagged(&self) -> Option<Read<Option<T>>> {
        Some(|bytes| {
            let flag = own::<u8>(bytes)?;
            let (value, left) = bytes.split_at_checked(size_of::<T>())?;
            *bytes = left;
            match flag {
                0 => Some(None),
                1 => T::try_read_from_bytes(value).ok().map(Some),
                _ => None,
            }
        })
    }
}

impl<T: DeserializeOwned> Of<T> {
    /// From hubpack's format.
    pub fn hubpack(&self) -> Option<Read<T>> {
        Some(|bytes| {
            let (value, left) = wire::hubpack::deserialize(bytes).ok()?;
            *bytes = left;
            Some(value)
        })
    }

    /// From ssmarshal's format.
    pub fn ssmarshal(&self) -> Option<Read<T>> {
        Some(|bytes| {
            let (value, left) = wire::ssmarshal::deserialize(bytes).ok()?;
            *bytes = left;
            Some(value)
        })
    }
}

impl<T: FromPrimitive> Of<T> {
    /// From an integer.
    pub fn by_integer(&self) -> Option<fn(i128) -> Option<T>> {
        Some(|integer| match i64::try_from(integer) {
            Ok(integer) => T::from_i64(integer),
            Err(_) => T::from_u64(u64::try_from(integer).ok()?),
        })
    }
}

impl<T: TryFrom<u32>> Of<T> {
    /// From a return code.
    pub fn by_code(&self) -> Option<fn(u32) -> Option<T>> {
        Some(|code| T::try_from(code).ok())
    }
}

/// What [`Of`] gives of types without the traits.
#[expect(missing_docs, reason = "the methods are those of `Of`")]
pub trait Otherwise<T> {
    fn text(&self) -> Option<Text<T>> {
        None
    }
    fn own(&self) -> Option<Read<T>> {
        None
    }
    fn flagged(&self) -> Option<Read<T>> {
        None
    }
    fn hubpack(&self) -> Option<Read<T>> {
        None
    }
    fn ssmarshal(&self) -> Option<Read<T>> {
        None
    }
    fn by_integer(&self) -> Option<fn(i128) -> Option<T>> {
        None
    }
    fn by_code(&self) -> Option<fn(u32) -> Option<T>> {
        None
    }
}

impl<T> Otherwise<T> for Of<T> {}

/// An integer that travels as its own bytes.
pub trait Integer: FromBytes + Debug {
    /// Its value. Of a `u128` half of them wrap.
    fn wide(self) -> i128;
}

macro_rules! integers {
    ($($name:ident)*) => {
        $(impl Integer for $name {
            fn wide(self) -> i128 {
                self as i128
            }
        })*
    };
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
