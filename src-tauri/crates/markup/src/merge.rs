//! Two people's changes of one text brought together, paragraph by paragraph.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// What became of a stretch of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Nobody changed it, or both in the same way.
    Same,
    /// Only I changed it.
    Mine,
    /// Only they changed it.
    Theirs,
    /// Both changed it, each otherwise: someone has to choose.
    Both,
}

/// A stretch of paragraphs, as it was and as each has it; empty where it is not there. Without the white space about
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Part {
    /// Whose change it is.
    pub kind: PartKind,
    /// What both began with.
    pub was: String,
    /// What I made of it.
    pub mine: String,
    /// What they made of it.
    pub theirs: String,
}

impl Part {
    /// The text that stands where nobody has to choose; mine where someone does.
    #[must_use]
    pub fn text(&self) -> &str {
        match self.kind {
            PartKind::Theirs => &self.theirs,
            _ => &self.mine,
        }
    }
}

/// Brings the changes of `mine` and `theirs` to `was` together: the parts of the text, in order. Paragraphs are parted
/// by blank lines, a fenced block is one; changes of neighbouring paragraphs do not touch each other, two insertions
/// at one place do.
#[must_use]
pub fn merge(was: &str, theirs: &str, mine: &str) -> Vec<Part> {
    let (base, my, their) = (paragraphs(was), paragraphs(mine), paragraphs(theirs));
    let (my_hunks, their_hunks) = (hunks(&base, &my), hunks(&base, &their));
    let mut out: Vec<Part> = vec![];
    let (mut at, mut m, mut t) = (0, 0, 0);
    while m < my_hunks.len() || t < their_hunks.len() {
        let group = next_group(&my_hunks[m..], &their_hunks[t..]);
        push(&mut out, PartKind::Same, &base[at..group.from]);
        let place = group.from..group.to;
        let mine_here = stretch(&base, &my, &my_hunks[m..m + group.mine], &place);
        let theirs_here = stretch(&base, &their, &their_hunks[t..t + group.theirs], &place);
        let kind = match (group.mine, group.theirs) {
            (_, 0) => PartKind::Mine,
            (0, _) => PartKind::Theirs,
            _ if mine_here == theirs_here => PartKind::Same,
            _ => PartKind::Both,
        };
        out.push(Part {
            kind,
            was: join(&base[group.from..group.to]),
            mine: join(&mine_here),
            theirs: join(&theirs_here),
        });
        (at, m, t) = (group.to, m + group.mine, t + group.theirs);
    }
    push(&mut out, PartKind::Same, &base[at..]);
    out
}

/// The text that parts make, with `chosen` for each of them; it ends as texts do, with one line break.
#[must_use]
pub fn join_parts<'a>(parts: &'a [Part], chosen: impl Fn(&'a Part) -> &'a str) -> String {
    let texts: Vec<&str> = parts
        .iter()
        .map(chosen)
        .filter(|text| !text.is_empty())
        .collect();
    let mut out = texts.join("\n\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Paragraphs `from..to` of the base are replaced by `with.0..with.1` of the changed text.
#[derive(Debug, Clone, Copy)]
struct Hunk {
    from: usize,
    to: usize,
    with: (usize, usize),
}

/// A stretch of the base that hunks of one or both sides change together, and how many of each.
struct Group {
    from: usize,
    to: usize,
    mine: usize,
    theirs: usize,
}

/// What changes `base` into `changed`. As many paragraphs for as many are a change of each.
fn hunks(base: &[&str], changed: &[&str]) -> Vec<Hunk> {
    let mut out = vec![];
    for op in capture_diff_slices(Algorithm::Myers, base, changed) {
        let (old, new) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Replace { .. } if old.len() == new.len() => {
                out.extend(old.zip(new).map(|(from, with)| Hunk {
                    from,
                    to: from + 1,
                    with: (with, with + 1),
                }));
            }
            _ => out.push(Hunk {
                from: old.start,
                to: old.end,
                with: (new.start, new.end),
            }),
        }
    }
    out
}

/// The next change of either side, with all that touches it.
fn next_group(mine: &[Hunk], theirs: &[Hunk]) -> Group {
    let before = |one: &Hunk, other: &Hunk| (one.from, one.to) <= (other.from, other.to);
    let first = match (mine.first(), theirs.first()) {
        (Some(one), Some(other)) => {
            if before(one, other) {
                *one
            } else {
                *other
            }
        }
        (Some(one), None) | (None, Some(one)) => *one,
        (None, None) => Hunk {
            from: 0,
            to: 0,
            with: (0, 0),
        },
    };
    let mut group = Group {
        from: first.from,
        to: first.to,
        mine: 0,
        theirs: 0,
    };
    loop {
        let touches = |hunk: Option<&Hunk>| {
            hunk.is_some_and(|hunk| {
                hunk.from < group.to || (hunk.from == group.from && hunk.to == group.to)
            })
        };
        if touches(mine.get(group.mine)) {
            group.to = group.to.max(mine[group.mine].to);
            group.mine += 1;
        } else if touches(theirs.get(group.theirs)) {
            group.to = group.to.max(theirs[group.theirs].to);
            group.theirs += 1;
        } else {
            return group;
        }
    }
}

/// What a side has in the place of these paragraphs of the base.
fn stretch<'a>(
    base: &[&'a str],
    texts: &[&'a str],
    hunks: &[Hunk],
    place: &Range<usize>,
) -> Vec<&'a str> {
    let (mut out, mut at) = (vec![], place.start);
    for hunk in hunks {
        out.extend_from_slice(&base[at..hunk.from]);
        out.extend_from_slice(&texts[hunk.with.0..hunk.with.1]);
        at = hunk.to;
    }
    out.extend_from_slice(&base[at..place.end]);
    out
}

fn push(out: &mut Vec<Part>, kind: PartKind, paragraphs: &[&str]) {
    if paragraphs.is_empty() {
        return;
    }
    let text = join(paragraphs);
    out.push(Part {
        kind,
        was: text.clone(),
        mine: text.clone(),
        theirs: text,
    });
}

pub(crate) fn join(paragraphs: &[&str]) -> String {
    paragraphs.join("\n\n")
}

/// The paragraphs of a Markdown text: what blank lines part, with a fenced block as one.
pub(crate) fn paragraphs(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut end, mut at) = (vec![], None, 0, 0);
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| bare.starts_with(mark));
        if bare.is_empty() && fence.is_none() {
            if let Some(from) = start.take() {
                out.push(&text[from..end]);
            }
        } else {
            start = start.or(Some(at));
            end = at + line.trim_end_matches(['\n', '\r']).len();
            fence = match (fence, mark) {
                (None, mark) => mark,
                (Some(open), Some(mark)) if open == mark => None,
                (open, _) => open,
            };
        }
        at += line.len();
    }
    if let Some(from) = start {
        out.push(&text[from..end]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Part, PartKind, join_parts, merge, paragraphs};
    use proptest::{collection::vec, prelude::*};

    const BASE: &str = "The boats left.\n\nThe quay was empty.\n\nThe lamp burned.\n";

    fn clean(parts: &[Part]) -> bool {
        parts.iter().all(|part| part.kind != PartKind::Both)
    }

    fn merged(was: &str, theirs: &str, mine: &str) -> Option<String> {
        let parts = merge(was, theirs, mine);
        clean(&parts).then(|| join_parts(&parts, Part::text))
    }

    #[test]
    fn changes_of_neighbouring_paragraphs_are_brought_together() {
        let theirs = BASE.replace("empty", "full");
        let mine = BASE.replace("burned", "went out") + "\nNobody saw it.\n";
        assert_eq!(
            merged(BASE, &theirs, &mine).as_deref(),
            Some("The boats left.\n\nThe quay was full.\n\nThe lamp went out.\n\nNobody saw it.\n")
        );
    }

    #[test]
    fn two_changes_of_one_paragraph_are_both_shown_and_neither_wins() {
        let parts = merge(
            BASE,
            &BASE.replace("empty", "full"),
            &BASE.replace("empty", "wet").replace("left", "came"),
        );
        let both: Vec<_> = parts
            .iter()
            .filter(|part| part.kind == PartKind::Both)
            .map(|part| (part.was.as_str(), part.mine.as_str(), part.theirs.as_str()))
            .collect();
        assert_eq!(
            both,
            [(
                "The quay was empty.",
                "The quay was wet.",
                "The quay was full."
            )]
        );
        assert!(parts.iter().any(|part| part.mine == "The boats came."));
    }

    #[test]
    fn two_insertions_at_one_place_and_an_edit_of_what_went_touch_each_other() {
        let (one, other) = (format!("{BASE}\nOne.\n"), format!("{BASE}\nAnother.\n"));
        assert_eq!(merged(BASE, &one, &other), None);
        assert_eq!(merged(BASE, &one, &one), Some(one));
        let without = BASE.replace("The quay was empty.\n\n", "");
        assert_eq!(merged(BASE, &without, &BASE.replace("empty", "wet")), None);
    }

    #[test]
    fn a_fenced_block_is_one_paragraph() {
        let text = "Before.\n\n```\none\n\ntwo\n```\n\n\nAfter.";
        assert_eq!(
            paragraphs(text),
            ["Before.", "```\none\n\ntwo\n```", "After."]
        );
        assert_eq!(paragraphs("\n \n"), Vec::<&str>::new());
    }

    /// Few words, so that the same paragraph comes twice and edits collide.
    fn text() -> impl Strategy<Value = String> {
        vec(
            prop_oneof!["[ab]{1,2}", Just("```\nx\n\ny\n```".to_owned())],
            0..8,
        )
        .prop_map(|all| all.join("\n\n"))
    }

    proptest! {
        #[test]
        fn who_alone_changes_a_text_has_it_as_they_made_it(was in text(), now in text()) {
            let all = |text: &str| paragraphs(text).join("\n\n");
            for (theirs, mine) in [(&now, &was), (&was, &now), (&now, &now)] {
                let merged = merged(&was, theirs, mine).expect("nothing touches");
                prop_assert_eq!(all(&merged), all(&now));
            }
        }

        #[test]
        fn it_is_the_same_whoever_comes_first(was in text(), one in text(), other in text()) {
            prop_assert_eq!(merged(&was, &one, &other), merged(&was, &other, &one));
        }

        #[test]
        fn no_paragraph_of_either_is_lost(was in text(), theirs in text(), mine in text()) {
            let parts = merge(&was, &theirs, &mine);
            let of = |side: fn(&Part) -> &str| paragraphs(&join_parts(&parts, side)).join("|");
            prop_assert_eq!(of(|part| part.mine.as_str()), paragraphs(&mine).join("|"));
            prop_assert_eq!(of(|part| part.theirs.as_str()), paragraphs(&theirs).join("|"));
            prop_assert_eq!(of(|part| part.was.as_str()), paragraphs(&was).join("|"));
        }

        #[test]
        fn edits_of_different_paragraphs_always_come_together(owners in vec(0_u8..3, 1..12)) {
            let make = |editor: u8| {
                let one = |(at, owner): (usize, &u8)| {
                    if *owner == editor { format!("changed {at} by {editor}") } else { format!("paragraph {at}") }
                };
                owners.iter().enumerate().map(one).collect::<Vec<_>>().join("\n\n")
            };
            let expected = owners.iter().enumerate().map(|(at, owner)| match owner {
                0 => format!("paragraph {at}"),
                editor => format!("changed {at} by {editor}"),
            }).collect::<Vec<_>>().join("\n\n") + "\n";
            let base = make(3);
            prop_assert_eq!(merged(&base, &make(1), &make(2)), Some(expected));
        }
    }
}
