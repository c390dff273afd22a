//! What holds for every command: the options that may stand anywhere, and the environment that stands in for them.

use clap::Args;
use std::path::PathBuf;

/// What may stand anywhere on the line.
#[derive(Debug, Args)]
#[command(next_help_heading = "For every command")]
pub struct Global {
    /// The library’s folder [default: COPYDESK_LIBRARY, or else your own data folder’s copydesk/library]
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    // Not named `person`: a command's own argument of that name would be taken for it.
    /// Who acts, by name or id [default: COPYDESK_PERSON, or else the library’s only person]
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub actor: Option<String>,
    /// Print one JSON value instead of text for people
    #[arg(long, global = true)]
    pub json: bool,
    /// A file whose first line is the passphrase of who acts, where they sealed their signature; - for standard input
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// A variable of the environment; an empty one is as good as none.
#[expect(
    clippy::disallowed_methods,
    reason = "the terminal is where the environment is read"
)]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
