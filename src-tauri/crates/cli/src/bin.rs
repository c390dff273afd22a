//! `copydesk bin …`.

use crate::{
    Outcome,
    out::Out,
    session::Session,
    table::{Table, moment},
};
use clap::Subcommand;
use desk::article;
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what is in the bin
    List,
    /// Take an article out of the bin
    Restore { id: String },
    /// Delete articles in the bin for good [default: all that you may]
    Empty {
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List => list(session, out),
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

fn list(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let rows = article::binned(&desk, &hand, article::Binned {})?;
    if out.json {
        // A page as every other list, though the bin is short enough for one.
        out.value(&desk::Page {
            items: rows,
            next: None,
        })?;
        return Ok(Outcome::Done);
    }
    if rows.is_empty() {
        out.line("The bin is empty.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["id", "status", "put there", "by", "title"]);
    for row in &rows {
        table.row([
            &row.id,
            row.status.name(),
            &moment(&row.at),
            &row.by,
            &row.title,
        ]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}
