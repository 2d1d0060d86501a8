//! `idol explain`: what a code means, with a wrong and a right example.
