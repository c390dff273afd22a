//! A comment with all that is known of it, and what became of it, in words.

use crate::{out::Out, outcome::Outcome, session::Session, table::moment};
use desk::{CommentRecord, CommentView, comment};
use model::{Result, comment::CommentState};

pub(super) fn show(id: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let view = comment::show(&desk, &hand, comment::Show { comment: id })?;
    if out.json {
        out.value(&view)?;
        return Ok(Outcome::Done);
    }
    out.line(format!("{}  {}", view.id, view.state.name()))?;
    let on = match (&view.article, &view.place) {
        (Some(_), _) => format!("on “{}”", view.article_title),
        (None, place) => format!("left at {}", place.as_deref().unwrap_or("no place")),
    };
    out.line(format!(
        "{}, {} UTC, {on}",
        view.author,
        moment(&view.created)
    ))?;
    for (name, value) in [
        ("e-mail", &view.email),
        ("address", &view.address),
        ("site", &view.site),
    ] {
        if let Some(value) = value {
            out.line(format!("{name}: {value}"))?;
        }
    }
    if let Some(passage) = &view.passage {
        out.line(format!("\n  “{passage}”"))?;
    }
    for above in &view.thread {
        out.line(format!(
            "  {} ({}) said before: {}",
            above.author,
            above.state.name(),
            above.begins
        ))?;
    }
    let said: String = view.pieces.iter().map(piece).collect();
    out.line(format!("\n{said}\n"))?;
    if let Some(original) = &view.original {
        out.line(format!(
            "Edited by the newsroom; as it was sent: {original}\n"
        ))?;
    }
    for line in found(&view) {
        out.line(line)?;
    }
    let record = &view.record;
    out.line(format!(
        "Of them: {} published, {} held, {} rejected, {} spam, {} pending",
        record.published, record.held, record.rejected, record.spam, record.pending
    ))?;
    Ok(Outcome::Done)
}

/// A piece of a comment, with what can't be seen in it named.
fn piece(piece: &desk::Piece) -> String {
    match piece.unseen {
        true => format!("‹{}›", piece.text),
        false => piece.text.clone(),
    }
}

/// What was found in a comment, a line each, with what shows it.
fn found(view: &CommentView) -> Vec<String> {
    view.findings
        .iter()
        .map(|finding| {
            let words: Vec<String> = finding
                .words
                .iter()
                .map(|found| match found.weight {
                    Some(weight) => {
                        format!("“{}” {:+.1}", found.words, f64::from(weight) / 100.0)
                    }
                    None => format!("“{}”", found.words),
                })
                .collect();
            let comments = finding
                .comments
                .iter()
                .map(|one| format!("comment {}", one.id));
            let rules = finding.rules.iter().map(|rule| format!("rule {rule}"));
            let shown: Vec<String> = words.into_iter().chain(rules).chain(comments).collect();
            let detail = match shown.is_empty() {
                true => finding.detail.clone(),
                false => {
                    let sentence = finding.detail.trim_end_matches('.');
                    format!("{sentence}: {}", shown.join(", "))
                }
            };
            format!("{} says {}: {detail}", finding.code, finding.says.name())
        })
        .collect()
}

/// For scripts the comment as everywhere, with when and in which words it was decided.
pub(super) fn explain(id: String, session: &Session, out: &mut Out) -> Result<Outcome> {
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
            shown: view.findings,
            words,
        })?;
    } else {
        out.line(words)?;
        for line in found(&view) {
            out.line(line)?;
        }
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
    /// What was found, with the very words.
    shown: Vec<desk::FindingView>,
    words: String,
}

/// What became of a comment, and by whom, in a sentence.
fn sentence(view: &CommentView) -> String {
    let of = format!("The comment by {} on “{}”", view.author, view.article_title);
    let Some(who) = &view.decided_by else {
        return match view.state {
            CommentState::Pending => format!("{of} is pending: nobody has decided on it."),
            state if !view.reasons.is_empty() => format!(
                "{of} is {} by a rule of the newsroom: {}.",
                state.name(),
                whys(view)
            ),
            state => format!(
                "{of} is {}; it came that way, and nobody here has decided on it.",
                state.name()
            ),
        };
    };
    let when = view
        .decided_at
        .as_deref()
        .map(|at| format!(" on {} UTC", moment(at)))
        .unwrap_or_default();
    let why = whys(view);
    format!(
        "{of} is {}: {who} decided so{when}; {why}.",
        view.state.name()
    )
}

/// The reasons of what became of a comment.
fn whys(view: &CommentView) -> String {
    let reasons: Vec<String> = view
        .reasons
        .iter()
        .map(|reason| match reason.detail.trim_end_matches('.') {
            "" => reason.code.clone(),
            detail => format!("{} ({detail})", reason.code),
        })
        .collect();
    match reasons.is_empty() {
        true => "no reason given".to_owned(),
        false => reasons.join(", "),
    }
}
