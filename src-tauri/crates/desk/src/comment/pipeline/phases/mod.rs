//! The phases, each with one job: a function from what may be looked at to what it finds.

mod bans;
mod first;
mod floods;
mod learned;
mod length;
mod links;
mod listed;
mod open;
mod personal;
mod record;
mod repeats;
mod shouting;

use super::Case;
use model::comment::Finding;

type Phase = fn(&Case) -> Vec<Finding>;

/// The phases in their order, each with the codes that it may give.
pub(super) const PHASES: [(&[&str], Phase); 13] = [
    (&["closed", "pre-moderated"], open::open),
    (&["banned"], bans::bans),
    (&["banned-word"], listed::banned),
    (&["suspect-word"], listed::suspect),
    (&["links", "bad-domain"], links::links),
    (&["repeat"], repeats::repeats),
    (&["flood"], floods::floods),
    (&["first-comment"], first::first),
    (&["record"], record::record),
    (&["shouting"], shouting::shouting),
    (&["length"], length::length),
    (&["personal-data"], personal::personal),
    (&["learned"], learned::learned),
];

/// Every code that a rule may give as its reason, in the order of the phases.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    PHASES
        .iter()
        .flat_map(|(codes, _)| codes.iter().copied())
        .collect()
}
