//! How many links there are, and whether they lead where earlier ones turned out to be spam.

use super::super::{Case, at, finding, links as links_of, rule};
use model::comment::{CommentState, Evidence, Finding};

/// Most places that one finding shows.
const MOST: usize = 20;
/// From how many refused comments on a domain is known.
const KNOWN: u32 = 2;

pub(super) fn links(case: &Case) -> Vec<Finding> {
    let all = links_of(case.comment.body);
    if all.is_empty() {
        return vec![];
    }
    let mut found = vec![];
    let rules = &case.rules.links;
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let reached = |from: u32| from > 0 && count >= from;
    let says = if reached(rules.spam_from) {
        Some(CommentState::Spam)
    } else {
        reached(rules.hold_from).then_some(CommentState::Held)
    };
    if let Some(says) = says {
        let detail = match count {
            1 => "It has a link.".to_owned(),
            count => format!("It has {count} links."),
        };
        let mut evidence: Vec<Evidence> =
            all.iter().take(MOST).map(|link| at(&link.range)).collect();
        evidence.push(rule("links"));
        found.push(finding("links", says, detail, evidence));
    }
    let bad = |domain: &str| {
        case.facts.domains.iter().any(|known| {
            known.domain == domain && known.refused >= KNOWN && known.refused > known.linked / 2
        })
    };
    let mut evidence: Vec<Evidence> = all
        .iter()
        .filter(|link| bad(&link.domain))
        .map(|link| at(&link.range))
        .take(MOST)
        .collect();
    if let Some(says) = rules.bad_domain.filter(|_| !evidence.is_empty()) {
        evidence.push(rule("bad-domain"));
        let detail = "It links a site that most earlier comments were refused with.";
        found.push(finding("bad-domain", says, detail, evidence));
    }
    found
}
