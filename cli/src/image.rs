//! placeholder
use clap::Args;
use crate::console::Console;
use crate::outcome::{Failure, Outcome};
/// x
#[derive(Args, Debug)]
pub struct Arguments {}
/// x
pub fn run(_: &Arguments, _: &mut Console) -> Result<Outcome, Failure> { Ok(Outcome::Fine) }
