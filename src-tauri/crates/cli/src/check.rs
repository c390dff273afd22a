//! `copydesk check ID`.

use crate::{
    Outcome,
    out::{Ink, Out},
    session::Session,
};
use desk::article;
use model::Result;
use serde_json::json;

/// Prints the preflight report of an article.
///
/// # Errors
/// What the desk says.
pub fn run(article: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let id = article::read(
        &desk,
        &hand,
        article::Read {
            article: article.clone(),
            revision: None,
        },
    )?
    .id;
    let checks = article::check(&desk, &hand, article::CheckAsk { article })?;
    let ok = !checks.iter().any(|check| check.level == "block");
    if out.json {
        out.value(&json!({"article": id, "ok": ok, "checks": checks}))?;
    } else {
        for check in &checks {
            let (ink, word) = if check.level == "block" {
                (Ink::Red, "blocks")
            } else {
                (Ink::Yellow, "warns ")
            };
            let line = format!("  {}  [{}]", check.message, check.code);
            out.inked(&[(Some(ink), word), (None, &line)])?;
        }
        out.line(if ok {
            "Nothing blocks."
        } else {
            "It can't go on as it is."
        })?;
    }
    Ok(if ok { Outcome::Done } else { Outcome::Blocked })
}
