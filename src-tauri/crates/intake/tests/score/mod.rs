//! How much of a labelled page was found, field by field: precision and recall over the set. The labels are what a
//! person read in each page, with or without its markup.

use model::page::{PagePicture, SavedPage};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, path::PathBuf};

/// A text copy tells the day alone, since the time of machines is not in it: the letters of a day.
const DAY: usize = "2026-01-01".len();

/// The folder of the labelled pages.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/pages")
}

/// A page of the set.
pub struct Labelled {
    /// Its file's name without the ending.
    pub name: String,
    /// `html` or `txt`.
    pub kind: &'static str,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What a person read.
    pub wanted: Value,
}

/// All pages of the set, in the order of their names.
pub fn set() -> Vec<Labelled> {
    let mut all = vec![];
    for folder in [folder(), folder().join("layouts")] {
        let names = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = names
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some(name.strip_suffix(".expected.json")?.to_owned())
            })
            .collect();
        names.sort();
        for name in names {
            let label = fs::read(folder.join(format!("{name}.expected.json"))).unwrap_or_default();
            let wanted: Value = serde_json::from_slice(&label).unwrap_or_default();
            for kind in ["html", "txt"] {
                if let Ok(bytes) = fs::read(folder.join(format!("{name}.{kind}"))) {
                    all.push(Labelled {
                        name: name.clone(),
                        kind,
                        bytes,
                        wanted: wanted.clone(),
                    });
                }
            }
        }
    }
    all
}

/// How much was found of a field.
#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    /// Found and wanted.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Wanted.
    pub wanted: usize,
}

impl Score {
    /// The share of what was found that is right.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of what was wanted that was found.
    pub fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }
}

fn share(part: usize, of: usize) -> f64 {
    match of {
        0 => 1.0,
        _ => part as f64 / of as f64,
    }
}

/// The fields' scores over some pages.
pub type Scores = BTreeMap<&'static str, Score>;

/// Reads each page of `pages`, scores it, and calls `fault` with the name, the field, what was found and what was wanted.
pub fn score(
    pages: &[Labelled],
    mut fault: impl FnMut(&str, &str, &[String], &[String]),
) -> Scores {
    let mut scores = Scores::new();
    for one in pages {
        let file = format!("{}.{}", one.name, one.kind);
        let page = intake::saved_page::read(&file, &one.bytes).unwrap_or_default();
        for (field, found, wanted) in fields(&page, &one.wanted, one.kind == "html") {
            let right = common(&found, &wanted);
            let score = scores.entry(field).or_default();
            score.right += right;
            score.found += found.len();
            score.wanted += wanted.len();
            if right < found.len() || right < wanted.len() {
                fault(&file, field, &found, &wanted);
            }
        }
    }
    scores
}

/// The table that the bench prints.
pub fn table(scores: &Scores) -> String {
    let mut out = format!(
        "{:<22} {:>9} {:>7} {:>6}\n",
        "field", "precision", "recall", "n"
    );
    for (field, score) in scores {
        let (precision, recall) = (score.precision(), score.recall());
        out += &format!(
            "{field:<22} {precision:>9.3} {recall:>7.3} {:>6}\n",
            score.wanted
        );
    }
    out
}

/// How many of `found` are in `wanted`, each as often as it is there.
fn common(found: &[String], wanted: &[String]) -> usize {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for one in wanted {
        *left.entry(one).or_default() += 1;
    }
    let takes = |one: &&String| match left.get_mut(one.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    found.iter().filter(takes).count()
}

type Found = (&'static str, Vec<String>, Vec<String>);

/// What of a page was found and what was wanted, by field. What the label says nothing of is not scored; nor what a
/// text copy can't tell.
fn fields(page: &SavedPage, label: &Value, html: bool) -> Vec<Found> {
    let mut out = vec![];
    let mut one = |field, name: &str, found: &str| {
        if let Some(wanted) = label.get(name) {
            out.push((
                field,
                line(found),
                line(wanted.as_str().unwrap_or_default()),
            ));
        }
    };
    one("section", "section", &page.section);
    one("kicker", "kicker", &page.kicker);
    one("title", "title", &page.title);
    if html {
        one("standfirst", "standfirst", &page.standfirst);
        one(
            "language",
            "language",
            page.language.as_deref().unwrap_or_default(),
        );
    }
    for (field, name, found) in [
        ("published", "published", page.date),
        ("modified", "modified", page.modified),
    ] {
        if let Some(wanted) = label.get(name) {
            let found = found.map(|time| time.to_string()).unwrap_or_default();
            out.push(moments(field, &found, wanted, html));
        }
    }
    // Where nothing but its place tells the standfirst of a text copy, it is text as well.
    let (mut body, mut wanted) = (words(&page.body), words(said(label, "body")));
    if !html {
        body.extend(words(&page.standfirst));
        wanted.extend(words(said(label, "standfirst")));
    }
    out.push(("body", body, wanted));
    for (field, found) in [
        ("trail", &page.trail),
        ("related", &page.related),
        ("tags", &page.tags),
    ] {
        if let Some(wanted) = label.get(field) {
            let found = found.iter().flat_map(|text| line(text)).collect();
            out.push((field, found, strings(wanted)));
        }
    }
    out.extend(bylines(page, label));
    if html && let Some(wanted) = label.get("pictures") {
        out.extend(pictures(page, wanted));
    }
    out.extend(comments(page, label, html));
    out
}

fn bylines(page: &SavedPage, label: &Value) -> Vec<Found> {
    let wanted = || label["bylines"].as_array().into_iter().flatten();
    let names: Vec<String> = wanted().map(|one| said(one, "name").to_owned()).collect();
    let found = page
        .bylines
        .iter()
        .map(|byline| byline.name.clone())
        .collect();
    let roles = wanted().flat_map(|one| line(said(one, "role"))).collect();
    let mut out = vec![("byline", found, names)];
    let told = page.bylines.iter().flat_map(|byline| line(&byline.role));
    out.push(("byline role", told.collect(), roles));
    let published = wanted()
        .flat_map(|one| strings(&one["publications"]))
        .collect();
    let told = page
        .bylines
        .iter()
        .flat_map(|byline| byline.publications.clone());
    out.push(("byline publications", told.collect(), published));
    out
}

fn pictures(page: &SavedPage, label: &Value) -> Vec<Found> {
    let wanted: Vec<PagePicture> = serde_json::from_value(label.clone()).unwrap_or_default();
    let all = |told: &dyn Fn(&PagePicture) -> String| {
        let both = [&page.pictures, &wanted];
        let mut lists = both.map(|list| {
            list.iter()
                .map(told)
                .filter(|one| !one.is_empty())
                .collect()
        });
        (std::mem::take(&mut lists[0]), std::mem::take(&mut lists[1]))
    };
    // What is said of a picture counts for that picture alone.
    let with = |picture: &PagePicture, text: &str| match text {
        "" => String::new(),
        _ => format!("{} {}", picture.reference, text),
    };
    let mut out = vec![];
    let mut add = |field, (found, wanted)| out.push((field, found, wanted));
    add("picture", all(&|one| one.reference.clone()));
    add("picture alt", all(&|one| with(one, &one.alt)));
    add("picture caption", all(&|one| with(one, &one.caption)));
    add("picture credit", all(&|one| with(one, &one.credit)));
    add(
        "picture lead",
        all(&|one| with(one, if one.lead { "lead" } else { "" })),
    );
    out
}

fn comments(page: &SavedPage, label: &Value, html: bool) -> Vec<Found> {
    let wanted: Vec<&Value> = label["comments"].as_array().into_iter().flatten().collect();
    let key = |author: &str, body: &str| format!("{author}: {}", letters(body));
    let told = |at: usize| {
        let comment = &page.comments[at];
        key(&comment.author, &markup::plain(&comment.body))
    };
    let meant = |at: usize| key(said(wanted[at], "author"), said(wanted[at], "body"));
    let all = 0..page.comments.len();
    let mut out: Vec<Found> = vec![(
        "comment",
        all.clone().map(told).collect(),
        (0..wanted.len()).map(meant).collect(),
    )];
    let dates = wanted.iter().zip(0..).filter_map(|(one, at)| {
        let mut date = moment(one["created"].as_str()?);
        date.truncate(if html { usize::MAX } else { DAY });
        Some((format!("{} {date}", meant(at)), date.len()))
    });
    let (dates, lengths): (Vec<_>, Vec<_>) = dates.unzip();
    let found = all.clone().filter_map(|at| {
        let date = page.comments[at].created?.to_string();
        let length = lengths.get(at).copied().unwrap_or(date.len());
        Some(format!(
            "{} {}",
            told(at),
            date.get(..length).unwrap_or(&date)
        ))
    });
    out.push(("comment date", found.collect(), dates));
    if html {
        let found = all.filter_map(|at| {
            Some(format!(
                "{} < {}",
                told(page.comments[at].parent?),
                told(at)
            ))
        });
        let parents = (0..wanted.len()).filter_map(|at| {
            let parent = usize::try_from(wanted[at]["parent"].as_u64()?).ok()?;
            Some(format!("{} < {}", meant(parent), meant(at)))
        });
        out.push(("comment parent", found.collect(), parents.collect()));
    }
    out
}

fn said<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn strings(of: &Value) -> Vec<String> {
    let all = of.as_array().into_iter().flatten();
    all.filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}

/// A text on one line, or nothing.
fn line(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text)
        .filter(|text| !text.is_empty())
        .into_iter()
        .collect()
}

/// A moment as the record writes it; a label may tell no more than the day.
fn moment(text: &str) -> String {
    match text.parse::<model::Time>() {
        Ok(time) if text.len() > DAY => time.to_string(),
        _ => text.to_owned(),
    }
}

fn moments(field: &'static str, found: &str, wanted: &Value, html: bool) -> Found {
    let mut wanted = moment(wanted.as_str().unwrap_or_default());
    if !html && wanted.len() > DAY {
        wanted.truncate(DAY);
    }
    let found = match wanted.is_empty() {
        true => found,
        false => found.get(..wanted.len()).unwrap_or(found),
    };
    (field, line(found), line(&wanted))
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.flat_map(char::to_lowercase).collect()
}

/// The words of a Markdown text without its pictures; in scripts without spaces, the letters.
fn words(markdown: &str) -> Vec<String> {
    let text: Vec<&str> = markdown
        .split("\n\n")
        .filter(|block| !block.starts_with("!["))
        .collect();
    let mut out = vec![];
    for word in markup::plain(&text.join("\n\n")).split(|c: char| !c.is_alphanumeric()) {
        let wide = |c: char| ('\u{2e80}'..'\u{a000}').contains(&c);
        match word.chars().any(wide) {
            true => out.extend(word.chars().map(String::from)),
            false if word.is_empty() => {}
            false => out.push(word.to_lowercase()),
        }
    }
    out
}
