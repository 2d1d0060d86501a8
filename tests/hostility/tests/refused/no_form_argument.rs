//! A type that has no form of bytes, seen from a client.

pub struct Opinion(String);

hostility::stub!(no_form_argument, client);

fn main() {}
