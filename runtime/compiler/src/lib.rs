//! Nothing: this package is its tests, which show what the compiler accepts of
//! the uses of `idol-runtime`, and what it says about the others.
