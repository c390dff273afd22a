//! What is shown of something that was found: its passage in the text as it is written, never as it is indexed.

use crate::{Hit, Mark, Quoted};
use markup::found::{Passage, Term, passage, places};
use model::{Error, Result, article::Content, person::Role};
use std::ops::Range;
use store::{
    Db,
    search::{Found, Kind},
};

/// How long a passage is, in bytes of Latin text.
const WIDTH: usize = 160;

pub(super) fn hit(db: &Db, found: Found, terms: &[Term]) -> Result<Hit> {
    let mut hit = Hit {
        kind: found.kind.name().to_owned(),
        id: found.id.clone(),
        article: found.article.map(|article| article.to_string()),
        title: String::new(),
        title_marks: vec![],
        snippet: String::new(),
        marks: vec![],
        status: None,
        state: None,
        section: String::new(),
        at: found.at.clone(),
        passage: None,
    };
    let mut head = None;
    if let Some(article) = found.article {
        let row = store::article::get(db, article)?;
        head = Some(row.head);
        hit.title = row.title;
        hit.section = row.section;
        hit.status = Some(row.status);
    }
    let shown = match (found.kind, head) {
        (Kind::Article, Some(head)) => {
            let content = store::article::content(db, head)?;
            hit.passage = quoted(&content.body, places(&content.body, terms).first());
            of_article(&content, terms)
        }
        (Kind::Note, Some(head)) => {
            let content = store::article::content(db, head)?;
            let note = store::note::find(db, &found.id)?;
            // A reply is about the passage of the note that it answers.
            let first = note.thread.unwrap_or(note.id).to_string();
            let place = store::place::of(db, note.article, head, &first)?;
            hit.passage = quoted(&content.body, place.as_ref());
            first_with_marks([&note.text, &note.anchor.quote], terms)
        }
        (Kind::Comment, _) => {
            let comment = store::comment::find(db, &found.id)?;
            hit.state = Some(comment.state);
            passage(&comment.body, terms, WIDTH)
        }
        _ => {
            let person = store::person::list(db)?
                .into_iter()
                .find(|person| person.id.to_string() == found.id)
                .ok_or_else(|| {
                    Error::damaged("damaged", "The search names someone who is not here.")
                })?;
            hit.title = person.name;
            let roles: Vec<&str> = person.roles.iter().copied().map(Role::name).collect();
            passage(&roles.join(", "), terms, WIDTH)
        }
    };
    hit.title_marks = marks(&hit.title, &places(&hit.title, terms));
    hit.marks = marks(&shown.text, &shown.marks);
    hit.snippet = shown.text;
    Ok(hit)
}

/// Of an article its text where the words are there, else what stands above it, else how it begins.
fn of_article(content: &Content, terms: &[Term]) -> Passage {
    let names: Vec<&str> = content
        .bylines
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let around = [
        content.kicker.as_str(),
        &content.standfirst,
        &content.section,
        &content.tags.join(", "),
        &names.join(", "),
    ];
    let around: Vec<&str> = around.into_iter().filter(|text| !text.is_empty()).collect();
    let above = around.join(" · ");
    first_with_marks([&markup::plain(&content.body), &above], terms)
}

/// The passage of the first of two texts that has what was found, or of the first that has any words.
fn first_with_marks(texts: [&str; 2], terms: &[Term]) -> Passage {
    let first = passage(texts[0], terms, WIDTH);
    if !first.marks.is_empty() {
        return first;
    }
    let second = passage(texts[1], terms, WIDTH);
    let better = !second.marks.is_empty() || first.text.is_empty();
    if better { second } else { first }
}

/// Stretches in UTF-16 units, which the window counts in.
fn marks(text: &str, places: &[Range<usize>]) -> Vec<Mark> {
    let (mut at, mut units) = (0, 0);
    let mut to = |place: usize| {
        units += units_of(&text[at..place]);
        at = place;
        units
    };
    places
        .iter()
        .map(|place| Mark {
            start: to(place.start),
            end: to(place.end),
        })
        .collect()
}

fn units_of(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn quoted(body: &str, place: Option<&Range<usize>>) -> Option<Quoted> {
    place.map(|place| Quoted {
        quote: body[place.clone()].to_owned(),
        start: units_of(&body[..place.start]),
    })
}
