//! Completing a section, a tag, a byline or a language from those that the library has.

use crate::{Desk, Hand, Term};
use model::Result;
use serde::{Deserialize, Serialize};
use store::article::Filed;

/// How many are proposed at most.
const PROPOSED: usize = 20;

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the variants are named after what they are")]
pub enum TermKind {
    Section,
    Tag,
    Byline,
    Language,
}

/// What kind, and the part of it that was typed; empty for any.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Terms {
    pub kind: TermKind,
    pub text: String,
}

/// The terms of the library that hold what was typed, in whatever case: first those that begin with it, then by how
/// often they are used.
///
/// # Errors
/// System errors.
pub fn terms(desk: &Desk, _: &Hand, ask: Terms) -> Result<Vec<Term>> {
    let typed = ask.text.trim().to_lowercase();
    let used = desk.store.read(|db| match ask.kind {
        TermKind::Section => store::article::sections(db),
        TermKind::Tag => store::article::filed(db, Filed::Tag),
        TermKind::Byline => store::article::filed(db, Filed::Byline),
        TermKind::Language => store::article::filed(db, Filed::Language),
    })?;
    let mut found: Vec<(bool, Term)> = used
        .into_iter()
        .filter_map(|(name, articles)| {
            let at = name.to_lowercase().find(&typed)?;
            Some((at > 0, Term { name, articles }))
        })
        .collect();
    found.sort_by_key(|(within, _)| *within);
    Ok(found
        .into_iter()
        .take(PROPOSED)
        .map(|(_, term)| term)
        .collect())
}
