//! What the supervisor asks of the kernel.

pub fn reinit_task(task: usize, start: bool) {
    unimplemented!()
}
