//! `copydesk comment …`.

use crate::{
    Outcome,
    article::more,
    files, import,
    out::Out,
    session::Session,
    table::{Table, moment},
};
use clap::{ArgGroup, Args, Subcommand};
use desk::{CommentRecord, CommentView, comment};
use model::{Result, comment::CommentState};
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List comments, oldest first
    List(List),
    /// Decide over comments
    Decide(Decide),
    /// Who decided over a comment, when, and why
    Explain { id: String },
    /// Take back your last decision
    Undo,
    /// Take in comments from a JSON lines file
    Import {
        file: String,
        /// Say what would come in, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write every comment to a JSON lines file
    Export { file: String },
}

#[derive(Debug, Args)]
pub struct List {
    /// pending, published, held, rejected or spam
    #[arg(long)]
    state: Option<CommentState>,
    /// Only those on this article
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("decision").required(true).args(["publish", "hold", "reject", "spam"])))]
pub struct Decide {
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Put them on the page
    #[arg(long)]
    publish: bool,
    /// Set them aside for another look
    #[arg(long)]
    hold: bool,
    /// Keep them off the page
    #[arg(long)]
    reject: bool,
    /// Keep them off the page as advertising or worse
    #[arg(long)]
    spam: bool,
    /// Why: hate, threat, harassment, sexual, spam, off-topic, personal-data, impersonation, misinformation,
    /// copyright, illegal or other
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
}

impl Decide {
    fn state(&self) -> CommentState {
        let chosen = [
            (self.publish, CommentState::Published),
            (self.hold, CommentState::Held),
            (self.reject, CommentState::Rejected),
            (self.spam, CommentState::Spam),
        ];
        chosen
            .iter()
            .find(|(is, _)| *is)
            .map_or(CommentState::Held, |(_, state)| *state)
    }
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List(ask) => list(ask, session, out),
        Command::Decide(ask) => decide(ask, session, out),
        Command::Explain { id } => explain(id, session, out),
        Command::Undo => {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            let done = comment::undo(&desk, &hand, comment::UndoDecision::default())?;
            if out.json {
                out.value(&done)?
            } else {
                out.line(done.words)?
            }
            Ok(Outcome::Done)
        }
        Command::Import { file, dry_run } => {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            let report = comment::import(
                &desk,
                &hand,
                comment::Import {
                    path: file,
                    dry_run,
                },
            )?;
            import::print(&report, dry_run, out)
        }
        Command::Export { file } => {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            let path = files::absolute(&file);
            let done = comment::export(&desk, &hand, comment::Export { path: file })?;
            if out.json {
                out.value(&json!({"path": path, "words": done.words}))?;
            } else {
                out.line(done.words)?;
            }
            Ok(Outcome::Done)
        }
    }
}

fn list(ask: List, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let List {
        state,
        article,
        limit,
        after,
    } = ask;
    let ask = comment::List {
        state,
        article,
        limit: limit.map(Into::into),
        after,
    };
    if out.json {
        out.value(&comment::records(&desk, &hand, ask)?)?;
        return Ok(Outcome::Done);
    }
    let page = comment::list(&desk, &hand, ask)?;
    let mut table = Table::new(["id", "state", "author", "sent", "article", "comment"]);
    for row in &page.items {
        let sent = moment(&row.created);
        table.row([
            &row.id,
            row.state.name(),
            &row.author,
            &sent,
            &row.article_title,
            &row.body,
        ]);
    }
    if table.is_empty() {
        out.line("No comments.")?
    } else {
        out.table(&table)?
    }
    more(page.next.as_deref(), out)?;
    Ok(Outcome::Done)
}

fn decide(ask: Decide, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let state = ask.state();
    let done = comment::decide(
        &desk,
        &hand,
        comment::Decide {
            comments: ask.ids.clone(),
            state,
            reason: ask.reason,
        },
    )?;
    if !out.json {
        out.line(done.words)?;
        return Ok(Outcome::Done);
    }
    let read = |comment| comment::read(&desk, &hand, comment::Read { comment });
    let comments = ask.ids.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    out.value(&json!({"words": done.words, "comments": comments}))?;
    Ok(Outcome::Done)
}

/// For scripts the comment as everywhere, with when and in which words it was decided.
fn explain(id: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let view = comment::show(
        &desk,
        &hand,
        comment::Show {
            comment: id.clone(),
        },
    )?;
    let words = sentence(&view);
    if out.json {
        let record = comment::read(&desk, &hand, comment::Read { comment: id })?;
        out.value(&Explained {
            record,
            comment: view.id,
            decided_at: view.decided_at,
            statement: view.statement,
            words,
        })?;
    } else {
        out.line(words)?;
        if !view.statement.is_empty() {
            out.line(format!("To the commenter: {}", view.statement))?;
        }
    }
    Ok(Outcome::Done)
}

/// A comment with what became of it, for scripts.
#[derive(serde::Serialize)]
struct Explained {
    #[serde(flatten)]
    record: CommentRecord,
    comment: String,
    decided_at: Option<String>,
    statement: String,
    words: String,
}

/// What became of a comment, and by whom, in a sentence.
fn sentence(view: &CommentView) -> String {
    let of = format!("The comment by {} on “{}”", view.author, view.article_title);
    let Some(who) = &view.decided_by else {
        return match view.state {
            CommentState::Pending => format!("{of} is pending: nobody has decided over it."),
            state => format!(
                "{of} is {}; it came that way, and nobody here has decided over it.",
                state.name()
            ),
        };
    };
    let when = view
        .decided_at
        .as_deref()
        .map(|at| format!(" on {} UTC", moment(at)))
        .unwrap_or_default();
    let reasons: Vec<String> = view
        .reasons
        .iter()
        .map(|reason| match reason.detail.as_str() {
            "" => reason.code.clone(),
            detail => format!("{} ({detail})", reason.code),
        })
        .collect();
    let why = if reasons.is_empty() {
        "no reason given".to_owned()
    } else {
        reasons.join(", ")
    };
    format!(
        "{of} is {}: {who} decided so{when}; {why}.",
        view.state.name()
    )
}
