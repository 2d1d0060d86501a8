//! A reply that no message can hold.
hostility::stub!(large_reply, server);

fn main() {
    use idol_runtime::ServerOp;
    ArchiveOperation::fetch.shape();
}
