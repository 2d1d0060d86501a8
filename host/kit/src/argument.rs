//! What a test expects of an argument: a value, a condition, or nothing.

/// What is expected of a value of type `T`.
pub enum Wanted<T> {
    /// This value, and what compares it.
    Value(T, fn(&T, &T) -> bool),
    /// What fulfils a condition.
    That(Box<dyn Fn(&T) -> bool + Send>),
    /// Anything.
    Any,
}

impl<T> Wanted<T> {
    /// Whether a value is what is expected.
    pub(crate) fn matches(&self, got: &T) -> bool {
        match self {
            Self::Value(value, equal) => equal(got, value),
            Self::That(condition) => condition(got),
            Self::Any => true,
        }
    }

    /// What is expected, as text.
    pub(crate) fn shown(&self, show: fn(&T) -> String) -> String {
        match self {
            Self::Value(value, _) => show(value),
            Self::That(_) => "that(..)".to_owned(),
            Self::Any => "_".to_owned(),
        }
    }
}

/// Anything that an argument of type `T` can be compared with: a value of it,
/// [`any`], or a condition, [`that`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which `{T}` is expected",
    note = "write a value, if `{T}` has `PartialEq`; a condition, \
            `kit::that(|value| ..)`; or `kit::any()`"
)]
pub trait Argument<T> {
    /// What is expected.
    fn wanted(self) -> Wanted<T>;
}

impl<T: PartialEq + Send + 'static> Argument<T> for T {
    fn wanted(self) -> Wanted<T> {
        Wanted::Value(self, T::eq)
    }
}

/// Whatever comes.
#[derive(Copy, Clone)]
pub struct Any;

/// Whatever comes is right.
pub fn any() -> Any {
    Any
}

impl<T> Argument<T> for Any {
    fn wanted(self) -> Wanted<T> {
        Wanted::Any
    }
}

/// A condition.
pub struct That<F>(pub(crate) F);

/// What comes is right if the condition says so.
pub fn that<T: ?Sized, F: Fn(&T) -> bool + Send + 'static>(
    condition: F,
) -> That<F> {
    That(condition)
}

impl<T, F: Fn(&T) -> bool + Send + 'static> Argument<T> for That<F> {
    fn wanted(self) -> Wanted<T> {
        Wanted::That(Box::new(self.0))
    }
}
