//! The command `idol`.

fn main() -> std::process::ExitCode {
    idol_cli::main()
}
