//! What an export would print and hold back.

use super::{
    edition::{Edition, Printing, edition, newsroom_public, surroundings},
    lacking::warnings,
    wanted::{Wanted, Which},
};
use crate::{Desk, Hand, Plan, PlanArticle, hand::name_of};
use model::{ArticleId, Result};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Of which bundle; `rest` asks for what could print beside it, too.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct PlanAsk {
    #[serde(flatten)]
    #[ts(flatten)]
    pub which: Which,
    #[ts(optional, as = "Option<bool>")]
    pub rest: bool,
}

/// What an export would print, what it would hold back and why, and what to know before.
///
/// # Errors
/// `no-such-edition`, `no-such-profile`, `part-not-built`; system errors.
pub fn plan(desk: &Desk, _: &Hand, ask: PlanAsk) -> Result<Plan> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let wanted = ask.which.find(db)?;
        let kind = ask.which.kind();
        let mut chosen = edition(db, kind, &wanted)?;
        chosen.hold_broken(desk.dir());
        let around = surroundings(db, kind, &chosen, &wanted)?;
        let rest = if ask.rest {
            edition(db, kind, &Wanted::everything(db)?)?
        } else {
            Edition::default()
        };
        let within: BTreeSet<ArticleId> =
            chosen.printing.iter().map(|one| one.article.id).collect();
        let approvers: BTreeSet<String> = chosen
            .printing
            .iter()
            .flat_map(|printing| &printing.approvals)
            .map(|given| name_of(&people, given.verdict.person))
            .collect();
        let imported = chosen.printing.iter().filter(|one| one.imported.is_some());
        let imported = imported.count();
        let approved = chosen.printing.iter();
        let approved = approved.filter(|one| one.imported.is_none() && !one.approvals.is_empty());
        let approved = approved.count();
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let comments: usize = around
            .articles
            .iter()
            .map(|placed| placed.comments.len())
            .sum();
        Ok(Plan {
            warnings: warnings(desk, db, (&chosen, &around), &wanted)?,
            articles: chosen.printing.iter().map(shown).collect(),
            rest: rest
                .printing
                .iter()
                .filter(|one| !within.contains(&one.article.id))
                .map(shown)
                .collect(),
            held: chosen.held,
            live_printed: chosen.live_printed,
            approvers: approvers.into_iter().collect(),
            approved: count(approved),
            imported: count(imported),
            others_speak: chosen.printing.is_empty() && wanted.others_speak(db, kind)?,
            four_eyes: store::person::settings(db)?.four_eyes,
            key: newsroom_public(db)?.short(),
            comments: count(comments),
            base_url: around.base_url,
            profile: wanted.profile.name,
        })
    })
}

fn shown(printing: &Printing) -> PlanArticle {
    PlanArticle {
        id: printing.article.id.to_string(),
        title: printing.content_title.clone(),
        section: printing.section.clone(),
        tags: printing.tags.clone(),
        language: printing.language.clone(),
        date: printing.date.map(|date| date.to_string()),
        page: printing.page.clone(),
        revision: printing.revision.to_string(),
        what: match printing.article.live {
            None => "new",
            Some(live) if live == printing.revision => "same",
            Some(_) => "changed",
        }
        .into(),
        status: printing.article.status,
    }
}
