//! Routes in the kernel's own tables.
