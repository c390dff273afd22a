//! What no rule took: nothing that a browser shows of a page is dropped.

use super::walk::lines;
use model::page::{Leftover, SavedPage};
use scraper::ElementRef;
use std::collections::HashMap;

type Letters = HashMap<char, i64>;

/// Sets aside the lines of which no field has the letters, as often as the page shows them.
pub(super) fn keep(root: ElementRef<'_>, page: &mut SavedPage) {
    let shown = lines(root);
    let mut missing = Letters::new();
    for line in &shown {
        add(&mut missing, line, 1);
    }
    for text in kept(page) {
        add(&mut missing, &text, -1);
    }
    missing.retain(|_, count| *count > 0);
    for line in shown {
        if missing.is_empty() {
            return;
        }
        let mut own = Letters::new();
        add(&mut own, &line, 1);
        let lost = !own.is_empty()
            && own
                .iter()
                .all(|(letter, count)| missing.get(letter).is_some_and(|left| left >= count));
        if lost {
            add(&mut missing, &line, -1);
            missing.retain(|_, count| *count > 0);
            page.unrecognised.push(Leftover {
                place: "the page".into(),
                text: line,
                why: "It is in no part of the page that is known".into(),
            });
        }
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
