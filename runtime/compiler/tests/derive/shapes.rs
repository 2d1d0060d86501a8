use idol_derive::IdolError;

#[derive(IdolError)]
struct Structure;

#[derive(IdolError)]
union Union {
    bytes: [u8; 4],
}

#[derive(IdolError)]
enum Empty {}

#[derive(IdolError)]
enum Generic<const N: usize> {
    Failed = 1,
}

#[derive(IdolError)]
#[repr(u8)]
enum Fields {
    Tuple(u8) = 1,
    Named { reason: u8 } = 2,
}

fn main() {}
