//! Both stubs of two interfaces, in a module each.

mod first_client {
    matrix::stub!(first, client, uncounted);
}
mod first_server {
    matrix::stub!(first, server, uncounted);
}
mod second_client {
    matrix::stub!(second, client, uncounted);
}
mod second_server {
    matrix::stub!(second, server, uncounted);
}

fn main() {
    assert_eq!(first_server::INCOMING_SIZE, 1);
    assert_eq!(second_server::INCOMING_SIZE, 1);
    assert_eq!(first_client::FirstOperation::ping as u16, 1);
    assert_eq!(second_client::SecondOperation::pong as u16, 1);
}
