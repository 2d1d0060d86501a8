//! Two servers in one module: each says how large its buffer must be.

matrix::stub!(first, server, uncounted);
matrix::stub!(second, server, uncounted);

fn main() {}
