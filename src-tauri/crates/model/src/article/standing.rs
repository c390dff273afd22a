//! What the verdicts on one content are worth together.

use crate::{PersonId, VerdictId, signed::Say};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One verdict on the content in question, within the present cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Its id.
    pub id: VerdictId,
    /// Who gave it.
    pub person: PersonId,
    /// What it says.
    pub say: Say,
    /// The stage that it passes, by name; none for what was said before stages had names.
    pub stage: Option<String>,
    /// Who had saved text since the live revision when it was given.
    pub contributors: Vec<PersonId>,
}

/// Where a content stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody said anything, or a confirmation without an approval.
    Open,
    /// The newest word is a request for changes.
    SentBack,
    /// So many stages are passed, and not all.
    Passed(usize),
    /// Approved, but what these people saved has nobody else's yes yet.
    Unconfirmed(BTreeSet<PersonId>),
    /// Approved, by these verdicts.
    Approved(Vec<VerdictId>),
}

/// Those of `verdicts`, oldest first, that follow the newest request for changes; and whether there is one.
fn since_no(verdicts: &[Verdict]) -> (&[Verdict], bool) {
    let no = verdicts.iter().rposition(|v| v.say == Say::RequestChanges);
    (&verdicts[no.map_or(0, |no| no + 1)..], no.is_some())
}

/// How many of `stages`, from the first on, are passed by `verdicts`, oldest first: each by an approval that names it, and
/// was given once those before it were. One that names no stage passes the first.
#[must_use]
pub fn passed(verdicts: &[Verdict], stages: &[String]) -> usize {
    let mut passed = 0;
    for yes in since_no(verdicts)
        .0
        .iter()
        .filter(|v| v.say == Say::Approve)
    {
        let of_next = match (&yes.stage, stages.get(passed)) {
            (Some(named), Some(next)) => named == next,
            (None, Some(_)) => passed == 0,
            (_, None) => stages.is_empty() && passed == 0,
        };
        passed += usize::from(of_next);
    }
    passed
}

/// What `verdicts`, oldest first, all on one content and of one cycle, are worth where `stages` are to be passed (one
/// without a name where there are none). With `four_eyes`, whatever anyone saved needs the yes of someone else; the
/// approvals of all stages and the confirmations count together. The newest word counts.
#[must_use]
pub fn standing(verdicts: &[Verdict], four_eyes: bool, stages: &[String]) -> Standing {
    let (said, after_no) = since_no(verdicts);
    let passed = passed(verdicts, stages);
    if passed == 0 && after_no && !said.iter().any(|v| v.say == Say::Approve) {
        return Standing::SentBack;
    }
    if passed == 0 {
        return Standing::Open;
    }
    if passed < stages.len() {
        return Standing::Passed(passed);
    }
    let saved: BTreeSet<PersonId> = said
        .iter()
        .flat_map(|v| v.contributors.iter().copied())
        .collect();
    let alone: BTreeSet<PersonId> = saved
        .into_iter()
        .filter(|saver| !said.iter().any(|v| v.person != *saver))
        .collect();
    if four_eyes && !alone.is_empty() {
        return Standing::Unconfirmed(alone);
    }
    Standing::Approved(said.iter().map(|v| v.id).collect())
}

#[cfg(test)]
mod tests {
    use super::{Standing, Verdict, standing as of_stages};
    use crate::{PersonId, VerdictId, signed::Say};
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn verdict(id: u128, who: u128, say: Say, saved: &[u128]) -> Verdict {
        Verdict {
            id: VerdictId(Uuid::from_u128(id)),
            person: person(who),
            say,
            stage: None,
            contributors: saved.iter().map(|n| person(*n)).collect(),
        }
    }

    fn standing(verdicts: &[Verdict], four_eyes: bool) -> Standing {
        of_stages(verdicts, four_eyes, &["desk".to_owned()])
    }

    const WRITER: u128 = 1;
    const REVIEWER: u128 = 2;

    #[test]
    fn a_reviewer_approves_what_a_writer_saved() {
        let said = [verdict(1, REVIEWER, Say::Approve, &[WRITER])];
        assert!(matches!(standing(&said, true), Standing::Approved(ids) if ids.len() == 1));
    }

    #[test]
    fn a_reviewers_own_change_waits_for_the_writers_confirmation() {
        let mut said = vec![verdict(1, REVIEWER, Say::Approve, &[WRITER, REVIEWER])];
        assert_eq!(
            standing(&said, true),
            Standing::Unconfirmed(BTreeSet::from([person(REVIEWER)]))
        );
        assert!(matches!(standing(&said, false), Standing::Approved(_)));
        said.push(verdict(2, WRITER, Say::Confirm, &[WRITER, REVIEWER]));
        assert!(matches!(standing(&said, true), Standing::Approved(ids) if ids.len() == 2));
    }

    #[test]
    fn nobody_approves_their_own_text_alone() {
        let said = [
            verdict(1, WRITER, Say::Approve, &[WRITER]),
            verdict(2, WRITER, Say::Confirm, &[WRITER]),
        ];
        assert!(matches!(standing(&said, true), Standing::Unconfirmed(_)));
    }

    #[test]
    fn the_newest_word_counts() {
        let mut said = vec![verdict(1, REVIEWER, Say::Approve, &[WRITER])];
        said.push(verdict(2, 3, Say::RequestChanges, &[WRITER]));
        assert_eq!(standing(&said, true), Standing::SentBack);
        said.push(verdict(3, REVIEWER, Say::Approve, &[WRITER]));
        assert!(matches!(standing(&said, true), Standing::Approved(ids) if ids.len() == 1));
    }

    #[test]
    fn a_confirmation_alone_approves_nothing() {
        assert_eq!(
            standing(&[verdict(1, 3, Say::Confirm, &[WRITER])], true),
            Standing::Open
        );
    }

    fn passes(id: u128, who: u128, stage: &str) -> Verdict {
        Verdict {
            stage: Some(stage.to_owned()),
            ..verdict(id, who, Say::Approve, &[WRITER])
        }
    }

    #[test]
    fn the_second_stage_is_passed_after_the_first_alone() {
        let stages = ["desk".to_owned(), "legal".to_owned()];
        let of = |said: &[Verdict]| of_stages(said, true, &stages);
        let (desk, legal) = (passes(1, REVIEWER, "desk"), passes(2, 3, "legal"));
        assert_eq!(of(std::slice::from_ref(&desk)), Standing::Passed(1));
        assert_eq!(of(std::slice::from_ref(&legal)), Standing::Open);
        assert_eq!(of(&[legal.clone(), desk.clone()]), Standing::Passed(1));
        assert!(matches!(
            of(&[desk.clone(), legal.clone()]),
            Standing::Approved(_)
        ));
        let no = verdict(3, 3, Say::RequestChanges, &[WRITER]);
        assert_eq!(of(&[desk.clone(), legal, no.clone()]), Standing::SentBack);
        assert_eq!(of(&[no, desk]), Standing::Passed(1));
    }

    #[test]
    fn what_names_no_stage_passes_the_first_and_no_other() {
        let said = [verdict(1, REVIEWER, Say::Approve, &[WRITER])];
        let stages = ["desk".to_owned(), "legal".to_owned()];
        assert_eq!(of_stages(&said, true, &stages), Standing::Passed(1));
        let twice = [said[0].clone(), said[0].clone()];
        assert_eq!(of_stages(&twice, true, &stages), Standing::Passed(1));
    }
}
