//! What is done with comments one by one: edited, answered, claimed, assigned; the inbox; the file that they go into.

use super::{Command, Written};
use crate::{files, import, out::Out, outcome::Outcome, session::Session, table::Table};
use desk::comment;
use model::Result;
use serde_json::json;

/// What is one call of the desk and a line.
pub(super) fn act(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let done = match command {
        Command::Count { article } => return count(article, session, out),
        Command::Undo => comment::undo(&desk, &hand, comment::UndoDecision::default())?,
        Command::Edit(ask) => {
            let text = ask.words()?;
            comment::edit(
                &desk,
                &hand,
                comment::Edit {
                    comment: ask.id,
                    text,
                },
            )?
        }
        Command::Reply(ask) => return reply(ask, session, out),
        Command::Claim { id } => {
            let holder = comment::claim(&desk, &hand, comment::Claim { comment: id })?;
            if out.json {
                out.value(&json!({"claimed_by": holder}))?;
            } else if let Some(holder) = holder {
                out.line(format!("{holder} has it in front of them."))?;
            }
            return Ok(Outcome::Done);
        }
        Command::Places => {
            let page = comment::places(&desk, &hand, comment::Places::default())?;
            return places(&page, out);
        }
        Command::Assign { place, article } => {
            comment::assign(&desk, &hand, comment::Assign { place, article })?
        }
        Command::Mode { article, mode } => {
            comment::set_commenting(&desk, &hand, comment::CommentingAsk { article, mode })?
        }
        Command::Export {
            file,
            format,
            private,
        } => {
            let path = files::absolute(&file);
            let done = comment::export(
                &desk,
                &hand,
                comment::Export {
                    path: file,
                    format,
                    private,
                },
            )?;
            session.machine.finish();
            if out.json {
                out.value(&json!({"path": path, "words": done.words}))?;
                return Ok(Outcome::Done);
            }
            done
        }
        _ => return Ok(Outcome::Done),
    };
    session.machine.finish();
    out.act(&done)
}

fn places(page: &desk::Page<desk::PlaceView>, out: &mut Out) -> Result<Outcome> {
    if out.json {
        out.value(page)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["place", "comments", "headline", "could be"]);
    for row in &page.items {
        let proposed: Vec<String> = row
            .proposed
            .iter()
            .map(|one| format!("{} ({})", one.title, one.id))
            .collect();
        let (n, proposed) = (row.comments.to_string(), proposed.join(", "));
        table.row([&row.place, n.as_str(), &row.title, &proposed]);
    }
    if table.is_empty() {
        out.line("Every comment is on an article that is here.")?;
    } else {
        out.table(&table)?;
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

pub(super) fn inbox(
    dir: Option<String>,
    (take, none): (bool, bool),
    session: &Session,
    out: &mut Out,
) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    if take {
        let report = comment::take_inbox(&desk, &hand, comment::TakeInbox { folder: dir })?;
        return import::print(&report, false, out);
    }
    if dir.is_some() || none {
        let done = comment::set_inbox(&desk, &hand, comment::SetInbox { folder: dir })?;
        return out.act(&done);
    }
    let view = comment::show_inbox(&desk, &hand, comment::ShowInbox::default())?;
    if out.json {
        out.value(&view)?;
        return Ok(Outcome::Done);
    }
    match &view.folder {
        None => out.line("No folder is watched. `copydesk comment inbox DIR` names one.")?,
        Some(folder) => out.line(format!("{folder}: {} waiting", view.waiting))?,
    }
    if let Some(trouble) = &view.trouble {
        out.line(trouble)?;
    }
    for file in &view.aside {
        out.line(format!("  set aside: {file}"))?;
    }
    Ok(Outcome::Done)
}

fn count(article: Option<String>, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let tally = comment::count(&desk, &hand, comment::Count { article })?;
    if out.json {
        out.value(&tally)?;
        return Ok(Outcome::Done);
    }
    let states = &tally.states;
    for (name, n) in [
        ("pending", states.pending),
        ("published", states.published),
        ("held", states.held),
        ("rejected", states.rejected),
        ("spam", states.spam),
        ("waiting", tally.waiting),
    ] {
        out.line(format!("{name:<10}{n}"))?;
    }
    Ok(Outcome::Done)
}

fn reply(ask: Written, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let text = ask.words()?;
    let id = comment::reply(
        &desk,
        &hand,
        comment::Reply {
            comment: ask.id,
            text,
        },
    )?;
    if out.json {
        out.value(&comment::read(&desk, &hand, comment::Read { comment: id })?)?;
    } else {
        out.line(id)?;
        out.line("It is published with the comment that it answers.")?;
    }
    Ok(Outcome::Done)
}
