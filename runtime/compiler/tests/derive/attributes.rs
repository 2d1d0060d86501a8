use idol_derive::IdolError;

#[derive(IdolError)]
enum Twice {
    #[idol(server_death)]
    Died = 1,
    #[idol(server_death)]
    Restarted = 2,
}

#[derive(IdolError)]
enum SameTwice {
    #[idol(server_death, server_death)]
    Died = 1,
}

#[derive(IdolError)]
#[idol(server_death)]
enum OnTheEnum {
    Died = 1,
}

#[derive(IdolError)]
enum Unknown {
    #[idol(sever_death)]
    Died = 1,
    #[idol()]
    Restarted = 2,
    #[idol]
    Gone = 3,
}

fn main() {}
