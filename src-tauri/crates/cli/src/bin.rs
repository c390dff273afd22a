//! `copydesk bin …`.

use crate::{
    out::Out,
    outcome::Outcome,
    session::Session,
    table::{Table, moment},
};
use clap::{Args, Subcommand};
use desk::article;
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what is in the bin
    List(List),
    /// Take an article out of the bin
    Restore {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Delete articles in the bin for good [default: all that you may]
    Empty {
        /// The articles, by their ids or the beginnings of them
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub struct List {
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
    match command {
        Command::List(ask) => list(ask, session, out),
        Command::Restore { id } => crate::article::perform(
            id,
            Box::new(|desk, hand, article| {
                let ask = article::Bin {
                    article,
                    back: true,
                };
                article::bin(desk, hand, ask)
            }),
            session,
            out,
        ),
        Command::Empty { ids } => {
            let articles = (!ids.is_empty()).then_some(ids);
            session.act(out, |desk, hand| {
                article::empty(desk, hand, article::Empty { articles })
            })
        }
    }
}

fn list(ask: List, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = article::Binned {
        limit: ask.limit.map(Into::into),
        after: ask.after,
    };
    let page = article::binned(&desk, &hand, ask)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("The bin is empty.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["id", "status", "put there", "by", "title"]);
    for row in &page.items {
        table.row([
            &row.id,
            row.status.name(),
            &moment(&row.at),
            &row.by,
            &row.title,
        ]);
    }
    out.table(&table)?;
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}
