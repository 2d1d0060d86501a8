//! Nothing: this package is its tests, which show that nothing a peer does
//! harms anyone.
