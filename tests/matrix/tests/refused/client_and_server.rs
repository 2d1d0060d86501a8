//! Both stubs of one interface in one module: the operations are in each.

matrix::stub!(first, client, uncounted);
matrix::stub!(first, server, uncounted);

fn main() {}
