//! `copydesk library workflow …`.

use crate::{Outcome, out::Out, table::Table};
use clap::Args;
use desk::{Desk, Hand, StageView, workflow};
use model::{Error, Result};

#[derive(Debug, Args)]
pub struct Workflow {
    /// Whose stages to set [default: list those of every section]
    section: Option<String>,
    /// A stage, and who may pass it: a role, or reviewers by name; once for each, in order
    #[arg(long = "stage", value_name = "NAME=WHO,WHO…", value_parser = stage, requires = "section")]
    stages: Vec<workflow::StageAsk>,
    /// One stage, which any reviewer may pass
    #[arg(long, requires = "section", conflicts_with = "stages")]
    usual: bool,
}

fn stage(text: &str) -> Result<workflow::StageAsk> {
    let (name, who) = text.split_once('=').ok_or_else(|| {
        Error::usage("bad-workflow", "Say who may pass the stage.")
            .hint("Write a stage as desk=reviewer, or as legal=NAME,NAME.")
    })?;
    Ok(workflow::StageAsk {
        name: name.trim().to_owned(),
        who: who.split(',').map(|who| who.trim().to_owned()).collect(),
    })
}

/// Sets the stages of a section, or lists them.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Workflow, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<Outcome> {
    let set = ask.usual || !ask.stages.is_empty();
    if let (Some(section), true) = (&ask.section, set) {
        let ask = workflow::Set {
            section: section.clone(),
            stages: ask.stages,
        };
        let done = workflow::set(desk, hand, ask)?;
        if !out.json {
            out.line(done.words)?;
            return Ok(Outcome::Done);
        }
    }
    let mut all = workflow::list(desk, hand, workflow::List::default())?;
    if let Some(section) = &ask.section {
        all.retain(|one| one.section == *section);
    }
    if out.json {
        out.value(&all)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["section", "stages"]);
    for one in &all {
        let stages: Vec<String> = one.stages.iter().map(words).collect();
        table.row([&one.section, &stages.join(", then ")]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}

fn words(stage: &StageView) -> String {
    let who = match stage.role {
        Some(role) => role.name().to_owned(),
        None => stage.names.join(" or "),
    };
    format!("{} ({who})", stage.name)
}
