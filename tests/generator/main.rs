//! What settings and rare input make of the generated text.

mod embedded;
mod goldens;
mod heads;
mod settings;
mod text;
mod unused;
