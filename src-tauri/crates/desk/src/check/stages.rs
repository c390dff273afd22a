//! What the stages of an article ask for beyond what the library does: a check that would only warn, or is off, or stands
//! before a later step alone, holds it up where a stage asks that it find nothing.

use super::{Gate, Kind};
use crate::review::next_route;
use model::{
    Result,
    article::{Content, Status, Workflow, folder, passed},
    settings::{Settings, Weight},
};
use store::{Db, article::Article};

/// The stages that a content has to pass still, and whether the first of them waits.
pub(super) struct Stages {
    workflow: Workflow,
    passed: usize,
    waits: bool,
}

impl Stages {
    /// Of `content` as the article's next head: in review by those that it was submitted under, else by those that it
    /// would be. None where it has nothing to pass, or no stage asks for a check.
    pub fn of(
        db: &Db,
        settings: &Settings,
        article: &Article,
        content: &Content,
    ) -> Result<Option<Self>> {
        let (id, cycle) = (article.id, article.cycle);
        let here = folder(&article.section) == folder(&content.section);
        let waits = article.status == Status::InReview && here;
        let workflow = if waits {
            store::route::of(db, id, cycle, &content.section)?
        } else {
            next_route(settings, &content.section)
        };
        if workflow.stages.iter().all(|stage| stage.checks.is_empty()) {
            return Ok(None);
        }
        let hash = content.hash()?;
        let done = matches!(article.status, Status::Approved | Status::Published);
        if done && hash == article.head {
            return Ok(None);
        }
        let given = store::verdict::list(db, id)?;
        let said = store::verdict::on(&given, hash, cycle);
        Ok(Some(Self {
            // Once all are passed, a confirmation goes by what the last one asks.
            passed: passed(&said, &workflow.names()).min(workflow.stages.len() - 1),
            workflow,
            waits,
        }))
    }

    /// What a check weighs before the stage that waits, or would be the first to, and which stage has it weigh so: the
    /// first that asks for it. None where none does, or where it blocks an approval anyway.
    pub fn asks(&self, kind: &Kind, weight: Weight) -> Option<(Weight, &str)> {
        if weight == Weight::Block && kind.from <= Gate::Approve {
            return None;
        }
        let left = &self.workflow.stages[self.passed..];
        let nth = left
            .iter()
            .position(|stage| stage.checks.contains(kind.code))?;
        let now = if self.waits && nth == 0 {
            Weight::Block
        } else if weight == Weight::Off {
            Weight::Warn
        } else {
            weight
        };
        Some((now, &left[nth].name))
    }
}
