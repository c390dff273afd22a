//! `copydesk article submit`: and what of others' words was changed without a reason.

use super::many;
use crate::{
    others_words::{self, SHORT},
    out::Out,
    outcome::Outcome,
    session::Session,
};
use clap::{Args, ValueEnum};
use desk::{
    ArticleRecord, Desk, Hand, OthersWords,
    article::{self, ManyAct},
    review,
};
use model::{Error, Result};
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Submit {
    /// The articles, by their ids or the beginnings of them
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// What the change is, once the article is live; for one article [default: update]
    #[arg(long)]
    kind: Option<ChangeKind>,
    /// What was wrong and what replaced it: the public note of a correction or a clarification
    #[arg(long)]
    text: Option<String>,
    /// The day on which the review is due, as 2026-12-01; for one article
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Why you changed another’s quotation, name or number, by the letters and digits that name the change; once for each
    #[arg(long = "why", value_name = "CHANGE=REASON", value_parser = reason)]
    reasons: Vec<review::Because>,
}

fn reason(text: &str) -> Result<review::Because> {
    let (change, why) = text.split_once('=').ok_or_else(|| {
        Error::usage("no-reason", "Say which change, and why.")
            .hint("Write it as 1a2b3c4d=REASON; `copydesk review read` shows the changes.")
    })?;
    Ok(review::Because {
        change: change.trim().to_owned(),
        why: why.to_owned(),
    })
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ChangeKind {
    Update,
    Typo,
    Correction,
    Clarification,
}

impl From<ChangeKind> for article::SubmitKind {
    fn from(kind: ChangeKind) -> Self {
        match kind {
            ChangeKind::Update => Self::Update,
            ChangeKind::Typo => Self::Typo,
            ChangeKind::Correction => Self::Correction,
            ChangeKind::Clarification => Self::Clarification,
        }
    }
}

/// Submits, and says which changes of others' words lack a reason, with the command that gives it.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Submit, session: &Session, out: &mut Out) -> Result<Outcome> {
    if ask.ids.len() > 1 {
        let ids = ask.several()?;
        let done = many(ids.clone(), ManyAct::Submit, session, out)?;
        if !out.json {
            let desk = session.desk()?;
            let hand = session.hand(&desk)?;
            for id in ids {
                reasons_missing(&desk, &hand, &id, out)?;
            }
        }
        return Ok(done);
    }
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let id = ask.ids.concat();
    let done = article::submit(
        &desk,
        &hand,
        article::Submit {
            article: id.clone(),
            kind: ask.kind.map(ChangeKind::into),
            text: ask.text,
            due: ask.due,
            reasons: ask.reasons,
        },
    )?;
    if !out.json {
        out.line(done.words)?;
        reasons_missing(&desk, &hand, &id, out)?;
        return Ok(Outcome::Done);
    }
    let read = article::Read {
        article: id.clone(),
        revision: None,
    };
    let shown = article::read(&desk, &hand, read)?;
    let left = review::unexplained(&desk, &hand, review::Unexplained { article: id })?;
    out.value(&Submitted {
        article: shown,
        unexplained: left.changes,
    })?;
    Ok(Outcome::Done)
}

/// An article as it was submitted, and what lacks a reason.
#[derive(Serialize)]
struct Submitted {
    #[serde(flatten)]
    article: ArticleRecord,
    unexplained: Vec<OthersWords>,
}

/// Says which changes of others' words lack a reason; of what is no article, nothing.
fn reasons_missing(desk: &Desk, hand: &Hand, id: &str, out: &mut Out) -> Result<()> {
    let article = id.to_owned();
    let ask = review::Unexplained { article };
    let found = match review::unexplained(desk, hand, ask) {
        Err(error) if ["no-such-article", "ambiguous-id"].contains(&error.code.as_str()) => {
            return Ok(());
        }
        found => found?,
    };
    for one in found.changes {
        others_words::words(&one, out)?;
        let change = &one.change[..SHORT];
        out.line(format!(
            "            Say why: copydesk review why {id} {change} --why REASON"
        ))?;
    }
    Ok(())
}

impl Submit {
    /// The ids of several articles, of which no kind of change can be said.
    fn several(self) -> Result<Vec<String>> {
        let of_one = self.kind.is_some() || self.text.is_some() || self.due.is_some();
        if of_one || !self.reasons.is_empty() {
            return Err(Error::usage(
                "one-only",
                "A kind of change, a day or a reason is said of one article.",
            )
            .hint("Submit them one by one."));
        }
        Ok(self.ids)
    }
}
