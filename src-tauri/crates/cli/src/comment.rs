//! `copydesk comment …`.

mod acts;
mod said;

use crate::{
    files, import,
    out::Out,
    outcome::Outcome,
    session::Session,
    table::{Table, moment},
};
use clap::{ArgGroup, Args, Subcommand};
use desk::comment;
use model::{Result, comment::CommentState};
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List comments, oldest first
    List(List),
    /// A comment with its thread, what was found in it, and who sent it
    Show {
        /// The comment, by its id or the beginning of it
        id: String,
    },
    /// How many there are in each state
    Count {
        /// Only those on this article
        #[arg(long, value_name = "ID")]
        article: Option<String>,
    },
    /// Decide on comments: those named, or all that a filter holds
    Decide(Decide),
    /// Who or which rule decided on a comment, when, and why
    Explain {
        /// The comment, by its id or the beginning of it
        id: String,
    },
    /// Take back what you did last at the queue: a decision, an edit, a ban, an answer
    Undo,
    /// Have a comment say something else; what it said as it was sent is kept
    Edit(Written),
    /// Answer a comment under the newsroom’s name; it is published with the comment that it answers
    Reply(Written),
    /// Keep a comment from other moderators for a minute, or let go of it
    Claim {
        /// The comment, by its id or the beginning of it; none to let go
        id: Option<String>,
    },
    /// The places at which comments were left that are no article here
    Places,
    /// Say which article a place is
    Assign {
        /// The place, as `copydesk comment places` lists it
        place: String,
        /// The article, by its id or the beginning of it; none to take the comments off theirs
        article: Option<String>,
    },
    /// Open the comments on an article, have each wait for a person, or close them
    Mode {
        /// The article, by its id or the beginning of it
        article: String,
        /// open, premoderated or closed
        mode: String,
    },
    /// The folder in which comments arrive: show it, name it, take in what is there
    Inbox {
        /// Name this folder
        dir: Option<String>,
        /// Take in what arrived and delete its files
        #[arg(long)]
        take: bool,
        /// Watch no folder any more
        #[arg(long, conflicts_with_all = ["dir", "take"])]
        none: bool,
    },
    /// Take in comments: WordPress, Disqus, Remark42, CSV, JSON lines, a saved page, or a folder of files
    Import {
        /// The file or folder
        file: String,
        /// Say what would come in, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write every comment to a file for the newsroom
    Export {
        /// The file to write
        #[arg(value_parser = files::target)]
        file: String,
        /// wxr, jsonl or csv [default: by the file’s name]
        #[arg(long)]
        format: Option<String>,
        /// With e-mails, network addresses and sites
        #[arg(long)]
        private: bool,
    },
}

/// Which comments.
#[derive(Debug, Args)]
pub struct Which {
    /// pending, published, held, rejected or spam
    #[arg(long)]
    state: Option<CommentState>,
    /// Only those that wait for a person: pending, or held by a rule
    #[arg(long, conflicts_with = "state")]
    waiting: bool,
    /// Only those on this article
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Only those on no article that is here
    #[arg(long)]
    unplaced: bool,
    /// Only those of this commenter
    #[arg(long, value_name = "ID")]
    commenter: Option<String>,
    /// Only those in which the rules found this
    #[arg(long, value_name = "CODE")]
    found: Option<String>,
    /// Only those that say nearly the same as this comment, or link to the same place
    #[arg(long, value_name = "ID")]
    like: Option<String>,
    /// Only those with these words
    #[arg(long, allow_hyphen_values = true)]
    words: Option<String>,
}

impl Which {
    fn list(self) -> comment::List {
        comment::List {
            state: self.state,
            waiting: self.waiting,
            article: self.article,
            unplaced: self.unplaced,
            commenter: self.commenter,
            found: self.found,
            like: self.like,
            words: self.words,
            ..comment::List::default()
        }
    }
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    which: Which,
    /// The newest first
    #[arg(long)]
    newest: bool,
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
    /// The comments, by their ids or the beginnings of them
    #[arg(
        required_unless_present = "all",
        conflicts_with_all = ["all", "Which"],
        value_name = "ID"
    )]
    ids: Vec<String>,
    /// All that the filter holds
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    which: Which,
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
    /// Why it is held, rejected or spam: hate, threat, harassment, sexual, spam, off-topic, personal-data, impersonation, misinformation,
    /// copyright, illegal or other
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    /// The reason in words, as the commenter would read it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["text", "file", "as_sent"])))]
pub struct Written {
    /// The comment, by its id or the beginning of it
    id: String,
    /// What it says
    #[arg(long, allow_hyphen_values = true)]
    text: Option<String>,
    /// A file that says it
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// What it said as it was sent
    #[arg(long)]
    as_sent: bool,
}

impl Written {
    fn words(&self) -> Result<String> {
        match (&self.text, &self.file) {
            (Some(text), _) => Ok(text.clone()),
            (None, Some(file)) => files::text(file),
            (None, None) => Ok(String::new()),
        }
    }
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
        Command::Explain { id } => said::explain(id, session, out),
        Command::Show { id } => said::show(id, session, out),
        Command::Import { file, dry_run } => {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            let report = comment::import(
                &desk,
                &hand,
                comment::Import {
                    path: file,
                    dry_run,
                    whole: out.json,
                },
            )?;
            session.machine.finish();
            import::print(&report, dry_run, out)
        }
        Command::Inbox { dir, take, none } => acts::inbox(dir, (take, none), session, out),
        other => acts::act(other, session, out),
    }
}

fn list(ask: List, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = comment::List {
        newest: ask.newest,
        limit: ask.limit.map(Into::into),
        after: ask.after,
        ..ask.which.list()
    };
    if out.json {
        out.value(&comment::records(&desk, &hand, ask)?)?;
        return Ok(Outcome::Done);
    }
    let page = comment::list(&desk, &hand, ask)?;
    let mut table = Table::new([
        "id", "state", "author", "sent", "article", "found", "comment",
    ]);
    for row in &page.items {
        let (sent, found) = (moment(&row.created), row.found.join(", "));
        table.row([
            &row.id,
            row.state.name(),
            &row.author,
            &sent,
            &row.article_title,
            &found,
            &row.body,
        ]);
    }
    if table.is_empty() {
        out.line("No comments.")?
    } else {
        out.table(&table)?
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

fn decide(ask: Decide, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let state = ask.state();
    let ids = ask.ids.clone();
    let done = comment::decide(
        &desk,
        &hand,
        comment::Decide {
            comments: ids.clone(),
            all: ask.all.then(|| ask.which.list()),
            except: vec![],
            state,
            reason: ask.reason,
            text: ask.text,
            seen: None,
            mark: None,
        },
    )?;
    session.machine.finish();
    if !out.json {
        out.line(done.words)?;
        return Ok(Outcome::Done);
    }
    let read = |comment| comment::read(&desk, &hand, comment::Read { comment });
    let comments = ids.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    out.value(&json!({"words": done.words, "comments": comments}))?;
    Ok(Outcome::Done)
}
