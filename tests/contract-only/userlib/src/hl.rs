//! What tasks do with time.

pub fn sleep_for(milliseconds: u64) {
    unimplemented!()
}

pub fn sleep_until(time: u64) {
    unimplemented!()
}
