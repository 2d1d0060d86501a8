use idol_runtime::{Leased, R, W};

fn write_what_is_read_only(lease: Leased<R, u8>) -> Result<(), ()> {
    lease.write(1)
}

fn read_what_is_write_only(lease: Leased<W, [u8]>) -> Option<u8> {
    lease.read_at(0)
}

fn buffer_what_is_write_only(lease: Leased<W, [u8]>) {
    idol_runtime::LeaseBufReader::<_, 4>::from(lease);
}

fn lease_without_rights(_: Leased<u8, u8>) {}

fn main() {}
