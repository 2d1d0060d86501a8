//! `serde` for what an `.idol` file says. Written out, not derived: what a
//! derive needs is more to compile than all else of this package.

mod read;
mod write;
