//! The names that other people's code may call, listed in `idol.txt` and
//! `idol-runtime.txt`; here are only the tests that hold them.
