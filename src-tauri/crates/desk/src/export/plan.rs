//! What an export would print and hold back.

use super::edition::{edition, newsroom_key, surroundings};
use crate::{Desk, Hand, Plan, PlanArticle, hand::name_of};
use model::{Result, bundle::BundleKind};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct PlanAsk {}

/// What a release would print, what it would hold back and why.
///
/// # Errors
/// System errors.
pub fn plan(desk: &Desk, _: &Hand, _: PlanAsk) -> Result<Plan> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let mut edition = edition(db, BundleKind::Release)?;
        edition.hold_broken(desk.dir());
        let around = surroundings(db, BundleKind::Release, &edition)?;
        let approvers: BTreeSet<String> = edition
            .printing
            .iter()
            .flat_map(|printing| &printing.approvals)
            .map(|given| name_of(&people, given.verdict.person))
            .collect();
        let comments: usize = around
            .articles
            .iter()
            .map(|placed| placed.comments.len())
            .sum();
        Ok(Plan {
            articles: edition
                .printing
                .iter()
                .map(|printing| PlanArticle {
                    id: printing.article.id.to_string(),
                    title: printing.content_title.clone(),
                    section: printing.article.section.clone(),
                    revision: printing.revision.to_string(),
                    what: match printing.article.live {
                        None => "new",
                        Some(live) if live == printing.revision => "same",
                        Some(_) => "changed",
                    }
                    .into(),
                    status: printing.article.status,
                })
                .collect(),
            held: edition.held,
            live_printed: edition.live_printed,
            approvers: approvers.into_iter().collect(),
            four_eyes: store::person::settings(db)?.four_eyes,
            key: newsroom_key(db)?.short(),
            comments: i32::try_from(comments).unwrap_or(i32::MAX),
        })
    })
}
