//! What the verdicts on one content are worth together.

use crate::{PersonId, VerdictId, signed::Say};
use std::collections::BTreeSet;

/// One verdict on the content in question, within the present cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its id.
    pub id: VerdictId,
    /// Who gave it.
    pub person: PersonId,
    /// What it says.
    pub say: Say,
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
    /// Approved, but what these people saved has nobody else's yes yet.
    Unconfirmed(BTreeSet<PersonId>),
    /// Approved, by these verdicts.
    Approved(Vec<VerdictId>),
}

/// What `verdicts`, oldest first, all on one content and of one cycle, are worth. With `four_eyes`, whatever anyone
/// saved needs the yes of someone else; an approval and its confirmations count together. The newest word counts.
#[must_use]
pub fn standing(verdicts: &[Verdict], four_eyes: bool) -> Standing {
    let after_no = verdicts
        .iter()
        .rposition(|v| v.say == Say::RequestChanges)
        .map_or(0, |no| no + 1);
    let said = &verdicts[after_no..];
    if !said.iter().any(|v| v.say == Say::Approve) {
        return if after_no > 0 {
            Standing::SentBack
        } else {
            Standing::Open
        };
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
    use super::{Standing, Verdict, standing};
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
            contributors: saved.iter().map(|n| person(*n)).collect(),
        }
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
}
