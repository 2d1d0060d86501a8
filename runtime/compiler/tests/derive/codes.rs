use idol_derive::IdolError;

const ZERO: isize = 0;
const LAST: isize = 0xFFFF;

#[derive(IdolError)]
enum ImplicitZero {
    Success,
    Other,
}

#[derive(IdolError)]
enum ExplicitZero {
    Success = 0,
}

#[derive(IdolError)]
enum TooBig {
    Last = 0xFFFF,
    Beyond,
    Far = 0x1_0002,
}

#[derive(IdolError)]
enum Negative {
    Minus = -1,
}

#[derive(IdolError)]
enum Evaluated {
    Zero = ZERO,
}

#[derive(IdolError)]
enum Counted {
    Last = LAST,
    Beyond,
}

fn main() {}
