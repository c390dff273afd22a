//! The language of the search: words, all of which must be there, the last perhaps unfinished; `"words in a row"`;
//! `-without`; and fields, `section:"City Hall"`. What looks like a field and is none, as `10:30`, is words.

use markup::{fold::folded, found::Term};
use model::{Error, PersonId, Result, Time, article::Status, comment::CommentState};
use std::{ops::Range, str::FromStr};
use store::{
    Db,
    search::{Ask, Either, Kind},
};

/// Longest question, in bytes.
const LONGEST: usize = 2000;

/// Most words and fields of one.
const MOST: usize = 32;

/// What a search narrows down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Section,
    Status,
    State,
    By,
    Before,
    After,
    Tag,
    Lang,
    Kind,
}

impl Field {
    pub(super) const ALL: [Self; 9] = [
        Self::Section,
        Self::Status,
        Self::State,
        Self::By,
        Self::Before,
        Self::After,
        Self::Tag,
        Self::Lang,
        Self::Kind,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Status => "status",
            Self::State => "state",
            Self::By => "by",
            Self::Before => "before",
            Self::After => "after",
            Self::Tag => "tag",
            Self::Lang => "lang",
            Self::Kind => "kind",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The field that someone may have meant by another name.
    fn meant(name: &str) -> Option<Self> {
        match name.to_lowercase().as_str() {
            "author" | "byline" | "writer" | "from" => return Some(Self::By),
            "since" => return Some(Self::After),
            "until" => return Some(Self::Before),
            "language" => return Some(Self::Lang),
            "type" => return Some(Self::Kind),
            _ => {}
        }
        let near = match name.chars().count() {
            0..=3 => return None,
            4..=5 => 1,
            _ => 2,
        };
        Self::ALL
            .into_iter()
            .find(|field| distance(&name.to_lowercase(), field.name()) <= near)
    }
}

/// A part of a question as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// Whether it is a thing to do without.
    pub not: bool,
    /// The name before the colon, where there is one and it means a field or nearly does.
    pub name: Option<&'a str>,
    pub text: &'a str,
    /// Whether it is in quotation marks.
    pub quoted: bool,
    /// Where it stands in the question.
    pub at: Range<usize>,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The parts of a question in their order.
pub(super) fn parts(query: &str) -> Vec<Part<'_>> {
    let mut found = vec![];
    let mut at = 0;
    while let Some(skip) = query[at..].find(|c: char| !is_space(c)) {
        let start = at + skip;
        let rest = &query[start..];
        let not = rest.len() > 1 && rest.starts_with('-') && !rest[1..].starts_with(is_space);
        let begin = start + usize::from(not);
        let word_end = end(query, begin, is_space);
        let word = &query[begin..word_end];
        let name = word
            .find(is_colon)
            .map(|colon| &word[..colon])
            .filter(|name| Field::named(name).or(Field::meant(name)).is_some());
        let value = begin
            + name.map_or(0, |name| {
                let colon = query[begin + name.len()..].chars().next();
                name.len() + colon.map_or(0, char::len_utf8)
            });
        let open = query[value..].chars().next().filter(|c| is_quote(*c));
        let (inner, next) = match open {
            Some(open) => {
                let inner = value + open.len_utf8();
                let close = end(query, inner, is_quote);
                let after = close + query[close..].chars().next().map_or(0, char::len_utf8);
                (inner..close, after)
            }
            None => (value..word_end, word_end),
        };
        found.push(Part {
            not,
            name,
            text: &query[inner],
            quoted: open.is_some(),
            at: start..next,
        });
        at = next;
    }
    found
}

/// Where what begins at `from` ends: before the first such character.
fn end(query: &str, from: usize, at: fn(char) -> bool) -> usize {
    query[from..].find(at).map_or(query.len(), |end| from + end)
}

/// Reads a question; none where it asks for nothing.
pub(super) fn read(db: &Db, me: Option<PersonId>, query: &str) -> Result<Option<Ask>> {
    if query.len() > LONGEST {
        return Err(Error::usage(
            "query-too-long",
            "That is more than can be looked for at once.",
        )
        .hint("A few words or a sentence are enough."));
    }
    let parts = parts(query);
    if parts.len() > MOST {
        return Err(Error::usage(
            "too-many-words",
            format!("More than {MOST} words can’t be looked for at once."),
        )
        .hint("Put a sentence into quotation marks: it is looked for as it stands."));
    }
    let mut ask = Ask::default();
    let mut asked = false;
    for part in parts {
        if let Some(name) = part.name {
            let field = Field::named(name).ok_or_else(|| unknown(name))?;
            narrow(db, me, &mut ask, field, &part)?;
            asked = true;
            continue;
        }
        let typing = !part.quoted && !part.not && part.at.end == query.len();
        if let Some(term) = Term::new(part.text, typing) {
            let terms = if part.not {
                &mut ask.none
            } else {
                &mut ask.all
            };
            terms.push(term);
            asked = true;
        }
    }
    Ok(asked.then_some(ask))
}

fn unknown(name: &str) -> Error {
    let meant = Field::meant(name).map_or("section", Field::name);
    Error::usage(
        "unknown-field",
        format!("“{name}:” is nothing to search by."),
    )
    .hint(format!(
        "Did you mean {meant}: ? To look for it as words, put it into quotation marks."
    ))
}

/// Adds what a field asks for.
fn narrow(db: &Db, me: Option<PersonId>, ask: &mut Ask, field: Field, part: &Part) -> Result<()> {
    let text = part.text.trim();
    let name = folded(text);
    if name.is_empty() {
        return Err(Error::usage(
            "no-value",
            format!("What “{}:” should be is missing.", field.name()),
        )
        .hint(format!(
            "Write it right behind the colon: {}",
            example(field)
        )));
    }
    let not = part.not;
    match field {
        Field::Section => add(&mut ask.sections, not, name),
        Field::Tag => add(&mut ask.tags, not, name),
        Field::Status => add(
            &mut ask.status,
            not,
            choice(text, &Status::ALL.map(Status::name))?,
        ),
        Field::State => {
            // As the window calls what is pending.
            let text = if name == "waiting" { "pending" } else { text };
            add(
                &mut ask.states,
                not,
                choice(text, &CommentState::ALL.map(CommentState::name))?,
            );
        }
        Field::Kind => {
            let text = text.strip_suffix('s').unwrap_or(text);
            let text = if text == "people" { "person" } else { text };
            add(
                &mut ask.kinds,
                not,
                choice(text, &Kind::ALL.map(Kind::name))?,
            );
        }
        Field::Lang => add(&mut ask.languages, not, language(text)?),
        Field::By => {
            let by = if not { &mut ask.not_by } else { &mut ask.by };
            by.push(people(db, me, name)?);
        }
        Field::Before | Field::After => {
            let zone = store::person::settings(db)?.time_zone;
            let at = moment(text, &zone)?.to_string();
            // Not before a day is from that day on.
            if (field == Field::Before) == not {
                let later = ask.from.take().map_or(at.clone(), |from| from.max(at));
                ask.from = Some(later);
            } else {
                let earlier = ask.until.take().map_or(at.clone(), |until| until.min(at));
                ask.until = Some(earlier);
            }
        }
    }
    Ok(())
}

/// When a day, a month or a year begins in the newsroom's time zone, or a moment.
fn moment(text: &str, zone: &str) -> Result<Time> {
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = match text.len() {
        4 if digits => format!("{text}-01-01"),
        7 if digits => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Time::written(&day, zone).map_err(|error| {
        error.hint("Write a day as 2026-11-23, a month as 2026-11, a year as 2026.")
    })
}

fn add<T>(to: &mut Either<T>, not: bool, what: T) {
    if not { &mut to.not } else { &mut to.any }.push(what);
}

/// One of a fixed set of names, by its name or as it is written in the window; where it is none, the nearest is named.
fn choice<T: FromStr<Err = Error>>(text: &str, names: &[&str]) -> Result<T> {
    let name = text.to_lowercase().replace([' ', '_'], "-");
    name.parse().map_err(|error: Error| {
        let near = names
            .iter()
            .map(|one| {
                let parts = one.split('-').chain([*one]);
                let far = parts.map(|part| distance(&name, part)).min();
                (far.unwrap_or(usize::MAX), one)
            })
            .min()
            .filter(|(far, one)| name.len() > 3 && (*far <= 2 || one.contains(name.as_str())));
        let hint = error.hint.clone().unwrap_or_default();
        match near {
            Some((_, near)) => error.hint(format!("Did you mean {near}? {hint}")),
            None => error,
        }
    })
}

/// A BCP 47 tag, or its beginning.
fn language(text: &str) -> Result<String> {
    let sound = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if text.len() <= 35 && text.split('-').all(sound) {
        return Ok(text.to_lowercase());
    }
    Err(
        Error::usage("bad-language", format!("“{text}” is not a language."))
            .hint("Write it as its code: en, fa, zh-Hant."),
    )
}

/// Whom a folded name means: bylines that hold it, and the people who are called so.
fn people(db: &Db, me: Option<PersonId>, name: String) -> Result<(String, Vec<PersonId>)> {
    if name == "me" && me.is_none() {
        return Err(Error::usage(
            "no-person",
            "“by:me” is whoever asks, and nobody is named who does.",
        )
        .hint("Name a person with --as, or set COPYDESK_PERSON."));
    }
    let all = store::person::list(db)?;
    if let Some(me) = all.iter().find(|one| name == "me" && Some(one.id) == me) {
        return Ok((folded(&me.name), vec![me.id]));
    }
    let called = |one: &&model::person::Person| {
        format!(" {}", folded(&one.name)).contains(&format!(" {name}"))
    };
    let ids = all.iter().filter(called).map(|one| one.id).collect();
    Ok((name, ids))
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Section => "section:\"City Hall\"",
        Field::Status => "status:draft",
        Field::State => "state:pending",
        Field::By => "by:\"Marta Lind\" or by:me",
        Field::Before => "before:2026-11-23",
        Field::After => "after:2026-11",
        Field::Tag => "tag:harbour",
        Field::Lang => "lang:en",
        Field::Kind => "kind:note",
    }
}

/// How many letters must be changed, added, left out or swapped with their neighbour to make one word of another.
fn distance(one: &str, other: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().take(40).collect(), other.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::parts;

    /// The parts of a question, each as `-name:[text]`.
    fn read(query: &str) -> String {
        let one = |part: super::Part| {
            let not = if part.not { "-" } else { "" };
            let name = part.name.map(|name| format!("{name}:")).unwrap_or_default();
            format!("{not}{name}[{}]", part.text)
        };
        parts(query)
            .into_iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_question_is_words_phrases_and_fields() {
        for (query, seen) in [
            ("ferry  quay", "[ferry] [quay]"),
            ("\"the last ferry\" quay", "[the last ferry] [quay]"),
            ("“the last ferry”", "[the last ferry]"),
            ("\"not closed", "[not closed]"),
            ("-ferry -\"old quay\" - -", "-[ferry] -[old quay] [-] [-]"),
            ("SECTION:\"City Hall\" x", "SECTION:[City Hall] [x]"),
            ("-status:draft", "-status:[draft]"),
            ("by:", "by:[]"),
            (
                "https://gazette.example 10:30 Re:plan",
                "[https://gazette.example] [10:30] [Re:plan]",
            ),
            ("sectoin:x author:y", "sectoin:[x] author:[y]"),
            ("section：体育", "section:[体育]"),
            ("a\0b\u{7}c", "[a] [b] [c]"),
            ("", ""),
        ] {
            assert_eq!(read(query), seen, "{query}");
        }
    }
}
