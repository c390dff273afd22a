//! Every section with its stages.

use crate::{Desk, Hand, StageView, WorkflowView, hand::name_of};
use model::{
    Result,
    article::{Pass, Stage, Workflow, folder},
    person::Person,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every section that articles are in or that has stages of its own, by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<WorkflowView>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let mut own = store::person::settings(db)?.workflows;
        // Sections of one folder are one, by the name that its stages were set under.
        let named = store::article::section_names(db)?.into_iter();
        let named = named.filter(|section| !section.trim().is_empty());
        let mut sections: BTreeMap<String, String> =
            named.map(|name| (folder(&name), name)).collect();
        sections.extend(own.keys().map(|name| (folder(name), name.clone())));
        let mut sections: Vec<String> = sections.into_values().collect();
        sections.sort();
        Ok(sections
            .into_iter()
            .map(|section| {
                let set = own.remove(&section);
                WorkflowView {
                    own: set.is_some(),
                    stages: stages(&set.unwrap_or_default(), &people),
                    section,
                }
            })
            .collect())
    })
}

fn stages(workflow: &Workflow, people: &[Person]) -> Vec<StageView> {
    let view = |stage: &Stage| {
        let (role, named) = match &stage.pass {
            Pass::Role(role) => (Some(*role), vec![]),
            Pass::People(named) => (None, named.iter().copied().collect()),
        };
        StageView {
            name: stage.name.clone(),
            role,
            checks: stage.checks.iter().cloned().collect(),
            names: named.iter().map(|id| name_of(people, *id)).collect(),
            people: named.iter().map(ToString::to_string).collect(),
        }
    };
    workflow.stages.iter().map(view).collect()
}
