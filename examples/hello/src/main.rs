mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod server {
    include!(concat!(env!("OUT_DIR"), "/server.rs"));
}

struct Adder;

impl idol_runtime::NoNotifications for Adder {}

impl server::InOrderAdderImpl for Adder {
    fn add(
        &mut self,
        _: &userlib::RecvMessage,
        a: u32,
        b: u32,
    ) -> Result<u32, idol_runtime::RequestError<std::convert::Infallible>> {
        Ok(a.wrapping_add(b))
    }
}

fn main() {
    let mut system = kernel::System::new();
    let adder = system.task("adder", 1, || idol_runtime::serve!(server, Adder));
    system.task("user", 2, move || {
        let adder = client::Adder::from(adder);
        println!("2 + 3 = {:?}", adder.add(2, 3));
    });
    println!("{}", system.run());
    println!("\nWhat went over the wire:\n{}", system.trace());
}
