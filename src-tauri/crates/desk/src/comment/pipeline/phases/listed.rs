//! Words of the newsroom's lists, in the text and in the name that was given.

use super::super::{Case, at, finding, rule};
use model::comment::{Evidence, Finding, ListKind};
use std::collections::BTreeMap;

/// Most places that one finding shows.
const MOST: usize = 20;

pub(super) fn banned(case: &Case) -> Vec<Finding> {
    case.rules.banned.map_or_else(Vec::new, |says| {
        let detail = |count: usize| match count {
            1 => "It has a banned word.".to_owned(),
            count => format!("It has {count} banned words."),
        };
        listed(case, ListKind::Banned, "banned-word", says, detail)
    })
}

pub(super) fn suspect(case: &Case) -> Vec<Finding> {
    case.rules.suspect.map_or_else(Vec::new, |says| {
        let detail = |count: usize| match count {
            1 => "It has a suspect word.".to_owned(),
            count => format!("It has {count} suspect words."),
        };
        listed(case, ListKind::Suspect, "suspect-word", says, detail)
    })
}

/// One finding for each list of which words stand there, in the order of the lists.
fn listed(
    case: &Case,
    kind: ListKind,
    code: &str,
    says: model::comment::CommentState,
    detail: impl Fn(usize) -> String,
) -> Vec<Finding> {
    let mut lists: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
    let find = |text: &str| case.words.find(text, kind, case.comment.language);
    for hit in find(case.comment.body) {
        lists.entry(hit.list).or_default().push(at(&hit.at));
    }
    for hit in find(case.comment.author) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        lists.entry(hit.list).or_default().push(Evidence::Name {
            start: place(hit.at.start),
            end: place(hit.at.end),
        });
    }
    let one = |(list, mut evidence): (usize, Vec<Evidence>)| {
        let detail = detail(evidence.len());
        evidence.truncate(MOST);
        evidence.push(rule(case.words.name(list)));
        finding(code, says, detail, evidence)
    };
    lists.into_iter().map(one).collect()
}
