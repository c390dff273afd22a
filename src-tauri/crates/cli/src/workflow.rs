//! `copydesk library workflow …`.

use crate::{out::Out, outcome::Outcome, table::Table};
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
    /// Checks that must find nothing for a stage to be passed, by code; none for no more than what blocks anyway
    #[arg(long = "check", value_name = "NAME=CODE,CODE…", value_parser = checks, requires = "section",
        conflicts_with = "usual")]
    checks: Vec<(String, Vec<String>)>,
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
        who: parts(who),
        checks: vec![],
    })
}

fn checks(text: &str) -> Result<(String, Vec<String>)> {
    let (stage, codes) = text.split_once('=').ok_or_else(|| {
        Error::usage("bad-workflow", "Say which stage asks for which checks.")
            .hint("Write it as legal=no-credit,no-alt-text; `copydesk library checks` lists them.")
    })?;
    let codes = parts(codes).into_iter().filter(|code| !code.is_empty());
    Ok((stage.trim().to_owned(), codes.collect()))
}

fn parts(list: &str) -> Vec<String> {
    list.split(',').map(|one| one.trim().to_owned()).collect()
}

/// The stages as they shall be: those that were named, or else those that the section has, with the checks that were.
fn asked(ask: &mut Workflow, desk: &Desk, hand: &Hand) -> Result<Vec<workflow::StageAsk>> {
    let mut stages = std::mem::take(&mut ask.stages);
    let all = workflow::list(desk, hand, workflow::List::default())?;
    let of = all
        .into_iter()
        .find(|one| Some(&one.section) == ask.section.as_ref());
    let known: Vec<_> = of.into_iter().flat_map(|of| of.stages).map(again).collect();
    for stage in &mut stages {
        if let Some(same) = known.iter().find(|one| one.name == stage.name) {
            stage.checks.clone_from(&same.checks);
        }
    }
    if stages.is_empty() && !ask.usual {
        stages = known;
        if stages.is_empty() {
            stages.push(stage("desk=reviewer")?);
        }
    }
    for (name, codes) in std::mem::take(&mut ask.checks) {
        let stage = stages.iter_mut().find(|one| one.name == name);
        let stage = stage.ok_or_else(|| {
            Error::usage("bad-workflow", format!("There is no stage “{name}” here."))
                .hint("`copydesk library workflow` shows the stages of each section.")
        })?;
        stage.checks = codes;
    }
    Ok(stages)
}

fn again(stage: StageView) -> workflow::StageAsk {
    workflow::StageAsk {
        name: stage.name,
        who: match stage.role {
            Some(role) => vec![role.name().to_owned()],
            None => stage.people,
        },
        checks: stage.checks,
    }
}

/// Sets the stages of a section, or lists them.
///
/// # Errors
/// What the desk says.
pub fn run(mut ask: Workflow, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<Outcome> {
    let set = ask.usual || !ask.stages.is_empty() || !ask.checks.is_empty();
    if let (Some(section), true) = (ask.section.clone(), set) {
        let stages = asked(&mut ask, desk, hand)?;
        let ask = workflow::Set { section, stages };
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
    match stage.checks.as_slice() {
        [] => format!("{} ({who})", stage.name),
        checks => format!("{} ({who}; clean: {})", stage.name, checks.join(", ")),
    }
}
