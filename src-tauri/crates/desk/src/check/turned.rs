//! A mark that nobody sees turns the direction of what is read: “live” reads as “evil”.

use super::{Alarm, Gate, Kind, Look, text_of};
use markup::turned::turns;
use model::{Result, article::Content, settings::Weight};
use std::ops::Range;

pub(super) const CHECK: Kind = Kind {
    code: "direction-mark",
    name: "Hidden marks that turn the direction of reading",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let mut found = vec![];
    for (field, name) in [
        ("title", "headline"),
        ("kicker", "kicker"),
        ("standfirst", "standfirst"),
        ("body", "text"),
    ] {
        let text = text_of(of.content, field);
        if let Some(mark) = text.chars().find(|c| turns(*c)) {
            let alarm = Alarm::of(field, message(name, mark));
            let at = beside(text);
            found.push(Alarm { at, ..alarm });
        } else if field == "body" {
            found.extend(named(of));
        }
    }
    for (field, name, texts) in others(of.content) {
        let mark = texts
            .iter()
            .flat_map(|text| text.chars())
            .find(|c| turns(*c));
        found.extend(mark.map(|mark| Alarm::of(field, message(name, mark))));
    }
    Ok(found)
}

fn message(name: &str, mark: char) -> String {
    format!(
        "In the {name} a hidden mark turns the direction of reading (U+{:04X}): delete it, or type the words anew.",
        u32::from(mark)
    )
}

/// The word at the first mark, without the mark: it is shown, and would turn what stands beside it.
fn beside(text: &str) -> Option<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || turns(c);
    let from = text.find(turns)?;
    let behind = text[from..].trim_start_matches(turns);
    let start = text.len() - behind.len();
    let end = start + behind.find(ends).unwrap_or(behind.len());
    if end > start {
        return Some(start..end);
    }
    let before = text[..from].rsplit(ends).next().unwrap_or_default();
    (!before.is_empty()).then(|| from - before.len()..from)
}

/// A mark that the text has by its number, as HTML writes it.
fn named(of: &Look) -> Option<Alarm> {
    of.reading.blocks.iter().find_map(|block| {
        let (at, mark) = block.text.char_indices().find(|(_, c)| turns(*c))?;
        let place = block.place(at..at + mark.len_utf8());
        Some(Alarm::at("body", place, message("text", mark)))
    })
}

/// The other fields that print words: the field, what it is called, and the words.
fn others(content: &Content) -> [(&'static str, &'static str, Vec<&str>); 10] {
    let lead = content.lead_image.iter();
    let bylines = content.bylines.iter().flat_map(|one| {
        let all = [&one.name, &one.role, &one.about];
        all.into_iter().chain(&one.publications)
    });
    let corrections = content.corrections.iter();
    let related = content.related.iter();
    [
        ("section", "section", vec![&content.section]),
        (
            "tags",
            "tags",
            content.tags.iter().map(String::as_str).collect(),
        ),
        ("bylines", "byline", bylines.map(String::as_str).collect()),
        (
            "lead-image",
            "lead image’s caption",
            lead.clone().map(|lead| lead.caption.as_str()).collect(),
        ),
        (
            "lead-image",
            "lead image’s credit",
            lead.clone().map(|lead| lead.credit.as_str()).collect(),
        ),
        (
            "lead-image",
            "lead image’s description",
            lead.map(|lead| lead.alt.as_str()).collect(),
        ),
        (
            "search_title",
            "headline for search engines",
            vec![&content.search_title],
        ),
        (
            "search_description",
            "description for search engines",
            vec![&content.search_description],
        ),
        (
            "corrections",
            "corrections",
            corrections.map(|one| one.text.as_str()).collect(),
        ),
        (
            "related",
            "headline of an article to read next",
            related.map(|one| one.title.as_str()).collect(),
        ),
    ]
}
