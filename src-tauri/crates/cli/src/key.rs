//! `copydesk key …`.

use crate::{out::Out, outcome::Outcome, session::Session, table::Table};
use clap::Subcommand;
use desk::key::{self, Newsroom, Revoke, Rotate};
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The newsroom’s keys, the present one first, and every key that was revoked
    List,
    /// Make another key for the newsroom: the one before names it, and signs nothing any more
    Rotate,
    /// Say of a key that it counts no more for what it signs from now on; where it is in use, another takes its place
    Revoke {
        /// Its id or a unique beginning of that, the name of whose key it is, or “newsroom”
        key: String,
        /// Why; everyone who has a bundle can read it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// Runs one of them.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List => list(session, out),
        Command::Rotate => session.act(out, |desk, hand| key::rotate(desk, hand, Rotate {})),
        Command::Revoke { key, reason } => session.act(out, |desk, hand| {
            key::revoke(desk, hand, Revoke { key, reason })
        }),
    }
}

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let ring = key::newsroom(&desk, &session.hand(&desk)?, Newsroom {})?;
    if out.json {
        out.value(&ring)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["key", "of", "id", "since", "what"]);
    for key in &ring.newsroom {
        let what = match (&key.revoked, key.present) {
            (Some(gone), _) => format!("revoked {}: {}", gone.at, gone.reason),
            (None, true) => "signs bundles".to_owned(),
            (None, false) => "signed bundles before".to_owned(),
        };
        table.row([&key.short, "the newsroom", &key.key, &key.made, &what]);
    }
    for gone in &ring.people {
        let what = format!("revoked: {}", gone.reason);
        table.row([&gone.short, &gone.name, &gone.key, &gone.at, &what]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}
