//! What no rule took: nothing that a browser shows of a page is dropped.

use super::walk::lines;
use crate::text::key;
use model::page::{Leftover, SavedPage};
use scraper::ElementRef;
use std::collections::HashMap;

type Letters = HashMap<char, i64>;

/// Sets aside the lines of which no field has the letters, as often as the page shows them: first those that are missing
/// whole; where letters of others stand in several fields and hide that, those that are no line of any field either.
pub(super) fn keep(root: ElementRef<'_>, page: &mut SavedPage) {
    let mut shown = lines(root);
    let mut missing = Letters::new();
    for line in &shown {
        add(&mut missing, line, 1);
    }
    let mut known: HashMap<String, usize> = HashMap::new();
    for text in kept(page) {
        add(&mut missing, &text, -1);
        for line in text.lines() {
            *known.entry(key(line)).or_default() += 1;
        }
    }
    missing.retain(|_, count| *count > 0);
    for whole in [true, false] {
        let mut found = vec![];
        for line in shown {
            let mut own = Letters::new();
            add(&mut own, &line, 1);
            let lacks = |(letter, count): (&char, &i64)| {
                let left = missing.get(letter).copied().unwrap_or(0);
                if whole { left >= *count } else { left > 0 }
            };
            let lost = if missing.is_empty() || own.is_empty() {
                false
            } else if whole {
                own.iter().all(lacks)
            } else {
                let times = known.entry(key(&line)).or_default();
                let new = *times == 0;
                *times = times.saturating_sub(1);
                new && own.iter().any(lacks)
            };
            if !lost {
                found.push(line);
                continue;
            }
            add(&mut missing, &line, -1);
            missing.retain(|_, count| *count > 0);
            page.unrecognised.push(Leftover {
                place: "the page".into(),
                text: line,
                why: "It is in no part of the page that is known".into(),
            });
        }
        shown = found;
    }
}

fn add(letters: &mut Letters, text: &str, times: i64) {
    for c in text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
    {
        *letters.entry(c).or_default() += times;
    }
}

/// All that was read of a page, in whatever field.
fn kept(page: &SavedPage) -> Vec<String> {
    let mut all = vec![
        page.section.clone(),
        page.kicker.clone(),
        page.title.clone(),
        page.standfirst.clone(),
    ];
    // The words of a picture are told in the record of pictures.
    let text: Vec<&str> = page
        .body
        .split("\n\n")
        .filter(|block| !block.starts_with("!["))
        .collect();
    all.push(markup::plain(&text.join("\n\n")));
    for one in &page.bylines {
        all.extend([one.name.clone(), one.role.clone(), one.about.clone()]);
        all.extend(one.publications.iter().cloned());
    }
    all.extend(
        page.related
            .iter()
            .chain(&page.tags)
            .chain(&page.furniture)
            .cloned(),
    );
    for one in &page.comments {
        all.extend([one.author.clone(), markup::plain(&one.body)]);
    }
    all.extend(
        page.pictures
            .iter()
            .flat_map(|one| [one.caption.clone(), one.credit.clone()]),
    );
    all.extend(page.unrecognised.iter().map(|left| left.text.clone()));
    all
}
