//! The vectors of an interface, and the file that they are compared with.

use super::difference::difference;
use super::operation::OperationVectors;
use crate::interface::Interface;

/// The version of the form that files of vectors have.
pub const VERSION: u32 = 1;

/// The vectors of an interface.
pub struct Vectors {
    pub(super) interface: &'static str,
    pub(super) operations: Vec<OperationVectors>,
}

impl Vectors {
    /// Those of an interface, without operations yet. Called by generated
    /// code.
    pub fn new<I: Interface>() -> Self {
        Self {
            interface: I::NAME,
            operations: Vec::new(),
        }
    }

    /// Adds an operation. Called by generated code.
    pub fn push(&mut self, operation: OperationVectors) {
        self.operations.push(operation);
    }

    /// What one stub made that the other does not read as the same value.
    pub fn wrong(&self) -> Vec<String> {
        let of = |op: &OperationVectors| op.wrong().to_vec();
        self.operations.iter().flat_map(of).collect()
    }

    /// Compares with a committed file, whose path is relative to the package.
    /// With the variable `IDOL_BLESS` it is written instead.
    ///
    /// # Panics
    ///
    /// If one stub does not read what the other writes, or the file is another
    /// or cannot be read or written.
    #[track_caller]
    pub fn check(&self, file: &str) {
        let wrong = self.wrong();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let new = self.to_string();
        if std::env::var_os("IDOL_BLESS").is_some() {
            if let Err(error) = std::fs::write(file, new) {
                panic!("cannot write `{file}`: {error}");
            }
            return;
        }
        let old = match std::fs::read_to_string(file) {
            Ok(old) => old,
            Err(error) => {
                panic!("cannot read `{file}`: {error}; IDOL_BLESS=1 writes it")
            }
        };
        if let Some(difference) = difference(&old, &new) {
            panic!(
                "`{file}` is not what the stubs say, which IDOL_BLESS=1 \
                 writes\n{difference}"
            );
        }
    }
}
