//! `unwrap` without formatting.

/// Like `unwrap`, but the panic carries no value and needs no `Debug`, so
/// that no formatting code is linked for it.
pub trait UnwrapLite {
    /// What is inside.
    type Output;

    /// Takes out the value.
    ///
    /// # Panics
    ///
    /// If there is none.
    fn unwrap_lite(self) -> Self::Output;
}

impl<T> UnwrapLite for Option<T> {
    type Output = T;

    #[track_caller]
    #[inline(always)]
    fn unwrap_lite(self) -> T {
        match self {
            Some(value) => value,
            None => panic!(),
        }
    }
}

impl<T, E> UnwrapLite for Result<T, E> {
    type Output = T;

    #[track_caller]
    #[inline(always)]
    fn unwrap_lite(self) -> T {
        match self {
            Ok(value) => value,
            Err(_) => panic!(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UnwrapLite;

    #[test]
    fn a_present_value_is_taken_out() {
        assert_eq!(Some(4).unwrap_lite(), 4);
        assert_eq!(Ok::<_, ()>(5).unwrap_lite(), 5);
    }

    #[test]
    #[should_panic(expected = "explicit panic")]
    fn an_absent_value_panics() {
        None::<u8>.unwrap_lite();
    }

    #[test]
    #[should_panic(expected = "explicit panic")]
    fn an_error_panics_without_debug() {
        struct Opaque;
        Err::<(), _>(Opaque).unwrap_lite();
    }
}
