//! What became of each paragraph of a text in a later one, and one of them brought back.

use crate::{
    changes::{Words, pairs},
    merge::{join, paragraphs},
};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// How much of its words a paragraph must share with one that stands elsewhere to have become that.
const ELSEWHERE: f32 = 0.5;
/// Most paragraphs that are held against those of another place.
const HELD: usize = 200;

/// What became of a paragraph: its place in the later text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// It stands there, where it stood.
    Same(usize),
    /// It stands elsewhere, as it was.
    Moved,
    /// It reads otherwise, where it stood or elsewhere.
    Changed {
        at: usize,
        elsewhere: bool,
    },
    Gone,
}

/// Why a paragraph can't be brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotBroughtBack {
    /// The old text has only so many paragraphs.
    NoSuch(usize),
    /// It stands in the new text, where it stood or elsewhere.
    StillThere,
}

/// The paragraphs of `old` that `new` does not have as they were, wherever it has them, each with its place in `old`.
#[must_use]
pub fn gone(old: &str, new: &str) -> Vec<(usize, String)> {
    let (before, after) = (paragraphs(old), paragraphs(new));
    let all = became(&before, &after).into_iter().enumerate();
    all.filter(|(_, became)| matches!(became, Became::Changed { .. } | Became::Gone))
        .map(|(at, _)| (at, before[at].to_owned()))
        .collect()
}

/// `new` with the paragraph at place `nth` of `old` brought back: for what it became, or else behind the paragraph that it
/// stood behind.
///
/// # Errors
/// That there is no such paragraph, or that it is still there.
pub fn bring_back(old: &str, new: &str, nth: usize) -> Result<String, NotBroughtBack> {
    let (before, mut after) = (paragraphs(old), paragraphs(new));
    let all = became(&before, &after);
    match all.get(nth) {
        None => return Err(NotBroughtBack::NoSuch(before.len())),
        Some(Became::Same(_) | Became::Moved) => return Err(NotBroughtBack::StillThere),
        Some(Became::Changed { at, .. }) => after[*at] = before[nth],
        Some(Became::Gone) => {
            let stands = |one: &Became| match one {
                Became::Same(at)
                | Became::Changed {
                    at,
                    elsewhere: false,
                } => Some(*at),
                _ => None,
            };
            let behind = all[..nth].iter().rev().find_map(stands);
            let place = behind.map_or_else(
                || all[nth..].iter().find_map(stands).unwrap_or(after.len()),
                |at| at + 1,
            );
            after.insert(place, before[nth]);
        }
    }
    Ok(join(&after) + "\n")
}

fn became(before: &[&str], after: &[&str]) -> Vec<Became> {
    let mut all = vec![Became::Gone; before.len()];
    let mut regions = vec![];
    for op in capture_diff_slices(Algorithm::Patience, before, after) {
        let (was, is) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            was.zip(is)
                .for_each(|(was, is)| all[was] = Became::Same(is));
        } else {
            regions.push((was.collect::<Vec<_>>(), is.collect::<Vec<_>>()));
        }
    }
    // What stands elsewhere as it was became nothing else.
    let mut elsewhere: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (region, (_, is)) in regions.iter().enumerate().rev() {
        for (at, place) in is.iter().enumerate().rev() {
            elsewhere
                .entry(after[*place])
                .or_default()
                .push((region, at));
        }
    }
    let mut taken = vec![];
    for (was, _) in &mut regions {
        was.retain(|was| {
            let found = elsewhere.get_mut(before[*was]).and_then(Vec::pop);
            if let Some((region, at)) = found {
                taken.push((region, at));
                all[*was] = Became::Moved;
            }
            found.is_none()
        });
    }
    taken.sort_unstable();
    for (region, at) in taken.into_iter().rev() {
        regions[region].1.remove(at);
    }
    changed(before, after, regions, &mut all);
    all
}

/// Pairs what differs with what it became: in the same region first, then wherever it is.
fn changed(
    before: &[&str],
    after: &[&str],
    regions: Vec<(Vec<usize>, Vec<usize>)>,
    all: &mut [Became],
) {
    let (mut left, mut came) = (vec![], vec![]);
    for (was, mut is) in regions {
        let olds: Vec<&str> = was.iter().map(|at| before[*at]).collect();
        let news: Vec<&str> = is.iter().map(|at| after[*at]).collect();
        let pairs = pairs(&olds, &news);
        for (from, to) in &pairs {
            all[was[*from]] = Became::Changed {
                at: is[*to],
                elsewhere: false,
            };
        }
        for (_, to) in pairs.into_iter().rev() {
            is.remove(to);
        }
        left.extend(was.into_iter().filter(|was| all[*was] == Became::Gone));
        came.extend(is);
    }
    came.truncate(HELD);
    let mut came: Vec<(usize, Words)> = came
        .into_iter()
        .map(|is| (is, Words::of(after[is])))
        .collect();
    for was in left.into_iter().take(HELD) {
        let words = Words::of(before[was]);
        let best = came
            .iter()
            .enumerate()
            .map(|(nth, (_, other))| (nth, words.likeness(other)))
            .filter(|(_, alike)| *alike >= ELSEWHERE)
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((nth, _)) = best {
            let (at, _) = came.remove(nth);
            all[was] = Became::Changed {
                at,
                elsewhere: true,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NotBroughtBack, bring_back, gone};
    use crate::merge::paragraphs;
    use proptest::{collection::vec, prelude::*};

    const BASE: &str = "The boats left.\n\nThe quay was empty.\n\nThe lamp burned.\n";

    fn places(old: &str, new: &str) -> Vec<usize> {
        gone(old, new).into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn a_paragraph_comes_back_alone_to_where_it_stood() {
        let now = "The boats came.\n\nThe lamp burned.\n";
        assert_eq!(places(BASE, now), [0, 1]);
        assert_eq!(
            bring_back(BASE, now, 1).as_deref(),
            Ok("The boats came.\n\nThe quay was empty.\n\nThe lamp burned.\n")
        );
        let changed = BASE.replace("empty", "full");
        assert_eq!(bring_back(BASE, &changed, 1).as_deref(), Ok(BASE));
        assert_eq!(bring_back(BASE, BASE, 7), Err(NotBroughtBack::NoSuch(3)));
        assert_eq!(bring_back(BASE, BASE, 2), Err(NotBroughtBack::StillThere));
        let (first, all) = ("The lamp burned.\n", [0, 1]);
        assert_eq!(places(BASE, first), all);
        assert_eq!(
            bring_back(BASE, first, 0).as_deref(),
            Ok("The boats left.\n\nThe lamp burned.\n")
        );
        assert_eq!(bring_back("One.\n", "", 0).as_deref(), Ok("One.\n"));
    }

    #[test]
    fn what_only_moved_is_there_and_what_was_changed_as_well_is_put_in_its_place() {
        for [alpha, beta, gamma, other, delta] in [
            ["Alpha", "Beta", "Gamma 17", "Gamma 18", "Delta"],
            [
                "Alpha opens the text.",
                "Beta goes on with it.",
                "Gamma has 17 boats in it.",
                "Gamma has 18 boats in it.",
                "Delta closes the text.",
            ],
        ] {
            let old = [alpha, beta, gamma, delta].join("\n\n");
            let new = [alpha, other, delta, beta].join("\n\n");
            assert_eq!(places(&old, &new), [2]);
            for there in [0, 1, 3] {
                assert_eq!(
                    bring_back(&old, &new, there),
                    Err(NotBroughtBack::StillThere)
                );
            }
            let back = [alpha, gamma, delta, beta].join("\n\n") + "\n";
            assert_eq!(bring_back(&old, &new, 2), Ok(back));
        }
    }

    #[test]
    fn one_that_something_else_stands_for_is_put_in_and_takes_nothing_away() {
        let new = "The boats left.\n\nNobody spoke of money any more.\n\nThe lamp burned.\n";
        assert_eq!(
            bring_back(BASE, new, 1).as_deref(),
            Ok(
                "The boats left.\n\nThe quay was empty.\n\nNobody spoke of money any more.\n\nThe lamp burned.\n"
            )
        );
        let twice = "Yes.\n\nNo.\n\nYes.\n";
        assert_eq!(places(twice, "Yes.\n\nNo.\n"), [2]);
    }

    /// Few words, so that the same paragraph comes twice.
    fn text() -> impl Strategy<Value = String> {
        vec("[a-c]{1}( [a-c]){0,2}", 0..8).prop_map(|all| all.join("\n\n"))
    }

    proptest! {
        #[test]
        fn what_comes_back_is_there_once_more_and_everything_else_but_what_it_became(old in text(), new in text()) {
            let (before, after) = (paragraphs(&old), paragraphs(&new));
            for (nth, text) in gone(&old, &new) {
                let back = bring_back(&old, &new, nth).unwrap_or_default();
                let back = paragraphs(&back);
                let count = |all: &[&str]| all.iter().filter(|one| **one == text).count();
                prop_assert_eq!(count(&back), count(&after) + 1);
                prop_assert!(count(&back) <= count(&before));
                prop_assert!((after.len()..=after.len() + 1).contains(&back.len()));
                let lost = after.iter().filter(|one| !back.contains(one)).count();
                prop_assert!(lost <= 1);
            }
        }
    }
}
