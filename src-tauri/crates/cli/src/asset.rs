//! `copydesk asset …`.

use crate::{
    files,
    out::Out,
    outcome::Outcome,
    session::Session,
    table::{Table, moment, short},
};
use clap::{Args, Subcommand};
use desk::{AssetView, asset};
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a picture or a PDF; prints how to write it in a text
    Add {
        /// A picture, or a PDF that is given to be downloaded
        file: String,
        /// What it shows, for those who don’t see it
        #[arg(long, value_name = "T", default_value = "")]
        alt: String,
    },
    /// List pictures and attachments, newest first
    List(List),
    /// Say what a picture shows
    Describe {
        /// Which one, by its hash or the beginning of it
        hash: String,
        /// What it shows, for those who don’t see it
        #[arg(long, value_name = "T")]
        alt: String,
    },
    /// Take a picture that nothing shows off the list
    Remove {
        /// Which one, by its hash or the beginning of it
        hash: String,
    },
}

#[derive(Debug, Args)]
pub struct List {
    /// Only those that nothing shows
    #[arg(long)]
    unused: bool,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    match command {
        Command::Add { file, alt } => {
            let path = files::absolute(file).to_string_lossy().into_owned();
            let view = asset::add(&desk, &hand, asset::Add { path, alt })?;
            if out.json {
                out.value(&view)?;
            } else {
                out.line(&view.markdown)?;
                view.notice.iter().try_for_each(|notice| out.line(notice))?;
            }
        }
        Command::List(ask) => {
            let page = asset::list(
                &desk,
                &hand,
                asset::List {
                    unused: ask.unused,
                    limit: ask.limit.map(Into::into),
                    after: ask.after,
                },
            )?;
            if out.json {
                out.value(&page)?;
            } else {
                rows(&page.items, out)?;
                out.more(page.next.as_deref())?;
            }
        }
        Command::Describe { hash, alt } => {
            let act = asset::describe(&desk, &hand, asset::Describe { asset: hash, alt })?;
            out.act(&act)?;
        }
        Command::Remove { hash } => {
            let act = asset::remove(&desk, &hand, asset::Remove { asset: hash })?;
            out.act(&act)?;
        }
    }
    Ok(Outcome::Done)
}

fn rows(rows: &[AssetView], out: &mut Out) -> Result<()> {
    if rows.is_empty() {
        return out.line("No pictures.");
    }
    let mut table = Table::new([
        "hash", "sort", "pixels", "added", "name", "used in", "shows",
    ]);
    for row in rows {
        let used = match row.uses.as_slice() {
            [] if row.used => "a draft".to_owned(),
            [] => "–".to_owned(),
            [one] => one.title.clone(),
            many => format!("{} articles", many.len()),
        };
        table.row([
            short(&row.hash),
            row.media.extension(),
            &format!("{} × {}", row.width, row.height),
            &moment(&row.added),
            &row.name,
            &used,
            &row.alt,
        ]);
    }
    out.table(&table)
}
