//! The file of a task, wherever it was found.

/// A task's file.
pub(super) struct File {
    /// What the task is called: its file's name.
    pub(super) name: String,
    /// Where it is, for people.
    pub(super) place: String,
    pub(super) bytes: Vec<u8>,
    /// The size of its stack in bytes, if a description says it.
    pub(super) stack: Option<u64>,
}
