//! Other stages for a section. What is in review goes on under those that it was submitted under.

use crate::{Act, Desk, Hand, check, hand::find_person};
use model::{
    Error, Result,
    article::{Pass, Stage, Workflow, folder},
    event::Event,
    person::Role,
    settings::Settings,
};
use serde::Deserialize;
use store::Db;

/// A stage, and who may pass it: one role, or people by name or id. `checks` are the codes of those that must find nothing
/// for that.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct StageAsk {
    pub name: String,
    pub who: Vec<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub checks: Vec<String>,
}

/// Which section, and its stages; none for the usual one.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Set {
    pub section: String,
    pub stages: Vec<StageAsk>,
}

/// Sets the stages that what is submitted from now on in a section passes.
///
/// # Errors
/// `wrong-role`, `no-section`, `bad-workflow`, `no-such-person`, `ambiguous-person`, `can-not-review`, `no-such-check`,
/// `only-a-guess`; system errors.
pub fn set(desk: &Desk, hand: &Hand, ask: Set) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        let section = ask.section.trim().to_owned();
        if section.is_empty() {
            return Err(Error::usage("no-section", "Name the section."));
        }
        let was = store::person::settings(txn)?;
        let mut settings = was.clone();
        // However it was written before, it is the same section.
        settings
            .workflows
            .retain(|name, _| folder(name) != folder(&section));
        if !ask.stages.is_empty() {
            let stages = ask.stages.iter().map(|stage| read(txn, stage));
            let workflow = Workflow {
                stages: stages.collect::<Result<_>>()?,
            };
            settings.workflows.insert(section.clone(), workflow);
        }
        sane(txn, &settings)?;
        let undo = settings != was;
        let passed = settings.workflow(&section).cloned().unwrap_or_default();
        let passed = passed.names().join(", then ");
        if undo {
            txn.append(Event::SettingsSet {
                settings,
                was: Some(was),
            })?;
        }
        let words = format!("What is submitted in “{section}” passes {passed} from now on");
        Ok(Act { words, undo })
    })
}

fn read(db: &Db, ask: &StageAsk) -> Result<Stage> {
    let role = match ask.who.as_slice() {
        [one] => one.parse::<Role>().ok(),
        _ => None,
    };
    let pass = match role {
        Some(role) => Pass::Role(role),
        None => {
            let people = ask.who.iter().map(|who| Ok(find_person(db, who)?.id));
            Pass::People(people.collect::<Result<_>>()?)
        }
    };
    Ok(Stage {
        name: ask.name.trim().to_owned(),
        pass,
        checks: ask.checks.iter().cloned().collect(),
    })
}

/// Refuses stages that can't be gone through, that name people who could pass none, or that a guess would hold up.
pub(crate) fn sane(db: &Db, settings: &Settings) -> Result<()> {
    let people = store::person::list(db)?;
    for stage in settings.workflows.values().flat_map(|one| {
        one.sane().map_or_else(
            |error| vec![Err(error)],
            |()| one.stages.iter().map(Ok).collect(),
        )
    }) {
        let Stage { name, pass, checks } = stage?;
        checks.iter().try_for_each(|code| check::may_hold(code))?;
        let Pass::People(named) = pass else { continue };
        let able = people
            .iter()
            .any(|one| named.contains(&one.id) && one.holds(&[Role::Reviewer]));
        if !able {
            return Err(Error::refused(
                "can-not-review",
                format!("Nobody who is named for “{name}” is a reviewer."),
            )
            .hint("Name a reviewer, or give someone the role first."));
        }
    }
    Ok(())
}
