//! `copydesk commenter …`.

use crate::{out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{ArgGroup, Args, Subcommand};
use desk::{CommenterView, Page, comment};
use model::Result;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Those who sent comments; for moderators alone
    List {
        /// Whose name, e-mail or address holds this
        holds: Option<String>,
        /// Only those who are banned
        #[arg(long)]
        banned: bool,
        /// How many at most
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        limit: Option<u16>,
        /// The cursor that the page before ended with
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Who sent comments, with what became of them; the id of a comment stands for who sent it
    Show {
        /// The commenter, by their id or the beginning of it
        id: String,
    },
    /// Ban a commenter, or lift their ban
    Ban(Ban),
    /// Forget a commenter: everything private, and what they could be known by in their own comments. For good
    Forget {
        /// The commenter, by their id or the beginning of it
        id: String,
        /// The words of their comments, too
        #[arg(long)]
        texts: bool,
    },
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("length").required(true).args(["days", "for_good", "lift"])))]
pub struct Ban {
    /// The commenter, by their id or the beginning of it
    id: String,
    /// For so many days, up to 3,660; 0 lifts it
    #[arg(long)]
    days: Option<u32>,
    /// For good
    #[arg(long)]
    for_good: bool,
    /// Not any more
    #[arg(long)]
    lift: bool,
    /// Why: one of the reasons of a decision
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    match command {
        Command::List {
            holds,
            banned,
            limit,
            after,
        } => {
            let page = comment::commenters(
                &desk,
                &hand,
                comment::CommenterList {
                    holds,
                    banned,
                    limit: limit.map(Into::into),
                    after,
                },
            )?;
            listed(&page, out)?;
        }
        Command::Show { id } => {
            let one = comment::commenter(&desk, &hand, comment::Whom { commenter: id })?;
            shown(&one, out)?;
        }
        Command::Ban(ask) => {
            let days = match (ask.lift, ask.for_good) {
                (true, _) => Some(0),
                (false, true) => None,
                (false, false) => ask.days,
            };
            let done = comment::set_ban(
                &desk,
                &hand,
                comment::BanAsk {
                    commenter: ask.id,
                    days,
                    reason: ask.reason,
                },
            )?;
            return out.act(&done);
        }
        Command::Forget { id, texts } => {
            let told = comment::forget(
                &desk,
                &hand,
                comment::Forget {
                    commenter: id,
                    texts,
                },
            )?;
            if out.json {
                out.value(&told)?;
                return Ok(Outcome::Done);
            }
            out.line(format!(
                "{}; {} private entries erased, {} texts of the journal kept anew without them.",
                told.words, told.private, told.texts
            ))?;
            for left in &told.left {
                out.line(format!("  {left}"))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn listed(page: &Page<CommenterView>, out: &mut Out) -> Result<()> {
    if out.json {
        return out.value(page);
    }
    let mut table = Table::new(["id", "name", "e-mail", "address", "comments", "banned"]);
    for one in &page.items {
        let (email, address) = (
            one.email.clone().unwrap_or_default(),
            one.address.clone().unwrap_or_default(),
        );
        let (record, banned) = (record(one), banned_words(one));
        table.row([
            &one.id,
            one.name.as_str(),
            &email,
            &address,
            &record,
            &banned,
        ]);
    }
    if table.is_empty() {
        out.line("Nobody.")?;
    } else {
        out.table(&table)?;
    }
    out.more(page.next.as_deref())
}

fn shown(one: &CommenterView, out: &mut Out) -> Result<()> {
    if out.json {
        return out.value(one);
    }
    out.line(format!("{}  {}", one.id, one.name))?;
    for (name, value) in [
        ("e-mail", &one.email),
        ("address", &one.address),
        ("site", &one.site),
    ] {
        if let Some(value) = value {
            out.line(format!("{name}: {value}"))?;
        }
    }
    out.line(record(one))?;
    let banned = banned_words(one);
    if !banned.is_empty() {
        out.line(format!("banned {banned}"))?;
    }
    Ok(())
}

fn record(one: &CommenterView) -> String {
    let record = &one.record;
    let all = [
        (record.published, "published"),
        (record.held, "held"),
        (record.rejected, "rejected"),
        (record.spam, "spam"),
        (record.pending, "pending"),
    ];
    let all: Vec<String> = all
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}"))
        .collect();
    all.join(", ")
}

fn banned_words(one: &CommenterView) -> String {
    match one.banned.as_deref() {
        None => String::new(),
        Some("") => "for good".into(),
        Some(until) => format!("until {}", crate::table::moment(until)),
    }
}
