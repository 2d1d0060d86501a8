//! What `idol lsp` is told.

use clap::Args;

/// How an editor is served.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Speak over standard input and output, which is the only way
    #[arg(long)]
    pub stdio: bool,
    /// Tell matters of style too, as `idol check --pedantic` does
    #[arg(long)]
    pub pedantic: bool,
    /// Tell at each operation what changed on the wire since this revision of
    /// git; what an editor sets counts more
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub against: String,
}

const AFTER_HELP: &str = "\
Examples:
  idol lsp                       as an editor starts it
  idol lsp --against origin/main compare with what others have

Editors start it, and speak the Language Server Protocol to it. How each is told
to is in docs/src/guide/editor.md, and the settings themselves are in `editors`.

An editor may send `against`, a revision of git, and `pedantic` as options of
its initialization.

Exit codes:
  0  the editor said that it is done
  1  it went away without
  2  it does not speak the protocol";
