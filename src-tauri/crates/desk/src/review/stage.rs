//! Where an article stands among the stages that it was submitted under.

use model::{
    Result,
    article::{Stage, Status, Verdict, Workflow, passed},
    person::Person,
    settings::Settings,
    signed::Say,
};
use store::{Db, article::Article, verdict::Given};

/// The workflow of an article's head, and what is said of it.
pub(crate) struct Place {
    pub workflow: Workflow,
    /// How many stages are passed, from the first on.
    pub passed: usize,
    said: Vec<Verdict>,
}

impl Place {
    pub(crate) fn of(db: &Db, article: &Article) -> Result<Self> {
        Self::by(db, article, &store::verdict::list(db, article.id)?)
    }

    pub(crate) fn by(db: &Db, article: &Article, given: &[Given]) -> Result<Self> {
        let workflow = store::route::of(db, article.id, article.cycle, &article.section)?;
        let said = store::verdict::on(given, article.head, article.cycle);
        Ok(Self {
            passed: passed(&said, &workflow.names()),
            workflow,
            said,
        })
    }

    /// The stage that waits, where there are more than one; and none once all are passed.
    pub(crate) fn named(&self) -> Option<&Stage> {
        let several = self.workflow.stages.len() > 1;
        self.workflow.stages.get(self.passed).filter(|_| several)
    }

    /// Whether `person` may pass the stage that waits.
    pub(crate) fn allows(&self, person: &Person) -> bool {
        self.workflow
            .waiting(self.passed)
            .is_some_and(|stage| stage.allows(person))
    }

    /// The ids of those who may.
    pub(crate) fn reviewers(&self, people: &[Person]) -> Vec<String> {
        let able = people.iter().filter(|person| self.allows(person));
        able.map(|person| person.id.to_string()).collect()
    }

    /// Refuses who may not pass the stage that waits.
    pub(crate) fn must_allow(&self, person: &Person) -> Result<()> {
        match self.workflow.waiting(self.passed) {
            Some(stage) => stage.must_allow(person),
            None => Ok(()),
        }
    }

    /// Whether `person` has passed the stage that waits already, and someone else's yes is missing.
    pub(crate) fn said_already(&self, person: &Person) -> bool {
        let no = self.said.iter().rposition(|v| v.say == Say::RequestChanges);
        let stage = self.workflow.waiting(self.passed).map(|stage| &stage.name);
        self.passed == self.workflow.stages.len()
            && self.said[no.map_or(0, |no| no + 1)..].iter().any(|v| {
                v.person == person.id
                    && v.say == Say::Approve
                    && (v.stage.is_none() || v.stage.as_ref() == stage)
            })
    }
}

/// The stages that an article passes which is submitted in this section now.
pub(crate) fn next_route(settings: &Settings, section: &str) -> Workflow {
    settings.workflow(section).cloned().unwrap_or_default()
}

/// The stage that an article in review waits for, where there are more than one.
pub(crate) fn stage_that_waits(db: &Db, article: &Article) -> Result<Option<String>> {
    if article.status != Status::InReview {
        return Ok(None);
    }
    let place = Place::of(db, article)?;
    Ok(place.named().map(|stage| stage.name.clone()))
}
