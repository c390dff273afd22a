//! The report: what the checks find, what it weighs, and what of it stands before a step.

use super::{ALL, Alarm, Gate, Kind, Look, stages::Stages, text_of};
use crate::{Check, Desk, Hand};
use model::{
    Error, Hash, PersonId, Result,
    article::Content,
    settings::{Settings, Weight},
};
use serde::Deserialize;
use std::{cell::OnceCell, collections::BTreeSet, ops::Range};
use store::{Db, article::Article};

/// How much of the text on either side belongs to a passage, in bytes: another comma there, and it is another passage.
const BESIDE: usize = 120;
/// Longest quote, in bytes; a passage itself may be longer.
const QUOTE: usize = 2_000;

/// Most alarms of one check that are listed: whoever mends those sees the next.
const LISTED: usize = 50;

/// Which article; its head, or what is being typed into it.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct CheckAsk {
    pub article: String,
    #[serde(default)]
    #[ts(optional)]
    pub content: Option<Content>,
}

/// What the checks say of an article.
///
/// # Errors
/// `no-such-article`, `too-long`; system errors.
pub fn check(desk: &Desk, hand: &Hand, ask: CheckAsk) -> Result<Vec<Check>> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let content = match ask.content {
            Some(mut content) => {
                crate::article::clean(&mut content)?;
                content
            }
            None => store::article::content(db, article.head)?,
        };
        findings_typed(db, &article, &content, hand.actor)
    })
}

/// What the checks say of `content` as the article's next head.
///
/// # Errors
/// System errors.
pub(crate) fn findings(db: &Db, article: &Article, content: &Content) -> Result<Vec<Check>> {
    findings_typed(db, article, content, None)
}

/// The same of what `typing` is typing.
///
/// # Errors
/// System errors.
pub(crate) fn findings_typed(
    db: &Db,
    article: &Article,
    content: &Content,
    typing: Option<PersonId>,
) -> Result<Vec<Check>> {
    let settings = store::person::settings(db)?;
    let stages = Stages::of(db, &settings, article, content)?;
    look(db, article, content, typing, (&settings, stages.as_ref()))
}

/// The report under these settings, and what these stages ask for besides.
fn look(
    db: &Db,
    article: &Article,
    content: &Content,
    typing: Option<PersonId>,
    (settings, stages): (&Settings, Option<&Stages>),
) -> Result<Vec<Check>> {
    let aside: BTreeSet<(String, Hash)> = store::aside::list(db, article.id)?
        .into_iter()
        .map(|one| (one.code, one.passage))
        .collect();
    let reading = markup::reading(&content.body);
    let look = Look {
        db,
        article,
        content,
        typing,
        reading: &reading,
        shown: OnceCell::new(),
    };
    let mut found = vec![];
    for kind in ALL {
        let usual = kind.weight(settings);
        let asked = stages.and_then(|stages| stages.asks(kind, usual));
        let weight = asked.map_or(usual, |(weight, _)| weight);
        if weight == Weight::Off {
            continue;
        }
        let mut places = Places::default();
        let mut listed = 0;
        for alarm in (kind.look)(&look)? {
            let stage = asked
                .filter(|_| !alarm.mild)
                .map(|(_, name)| name.to_owned());
            let check = Check {
                stage,
                ..entry(kind, weight, content, alarm, &mut places)
            };
            let passage = check.passage.as_ref().map(|passage| passage.parse());
            let put_aside = match passage.transpose()? {
                Some(passage) => aside.contains(&(check.code.clone(), passage)),
                None => false,
            };
            if put_aside {
                continue;
            }
            found.push(check);
            listed += 1;
            if listed == LISTED {
                break;
            }
        }
    }
    Ok(found)
}

/// An alarm as a report has it.
fn entry(
    kind: &Kind,
    weight: Weight,
    content: &Content,
    alarm: Alarm,
    places: &mut Places,
) -> Check {
    let text = text_of(content, alarm.field);
    let level = match weight {
        Weight::Block if !alarm.mild => "block",
        _ => "warn",
    };
    let quote = alarm.at.clone().and_then(|at| text.get(at));
    let passage = (!kind.certain)
        .then(|| passage(kind.code, text, alarm.at.clone(), &alarm.beside).to_string());
    let utf16 = alarm
        .at
        .map(|at| (places.of(text, at.start), places.of(text, at.end)));
    Check {
        code: kind.code.into(),
        level: level.into(),
        message: alarm.message,
        field: alarm.field.into(),
        quote: quote.map(|quote| cut(quote, QUOTE).to_owned()),
        start: utf16.map(|(start, _)| start),
        end: utf16.map(|(_, end)| end),
        passage,
        explain: alarm.explain.map(|change| change.to_string()),
        stage: None,
    }
}

/// By what a passage is known again: the check, its words, those beside them, and what elsewhere it is about.
fn passage(code: &str, text: &str, at: Option<Range<usize>>, elsewhere: &str) -> Hash {
    let at = at.unwrap_or(0..text.len());
    let whole = |from: usize, up: bool| {
        let mut from = from.min(text.len());
        while !text.is_char_boundary(from) {
            from = if up { from + 1 } else { from - 1 };
        }
        from
    };
    let from = whole(at.start.saturating_sub(BESIDE), true);
    let to = whole(at.end + BESIDE, false);
    // Not beyond its paragraph: what is done to the next one, or that one comes, is no matter of this.
    let from = text[from..at.start]
        .rfind("\n\n")
        .map_or(from, |end| from + end + 2);
    let to = text[at.end..to].find("\n\n").map_or(to, |end| at.end + end);
    let mut words = [
        code,
        "\n",
        &text[at.clone()],
        "\n",
        text[from..to].trim_end_matches('\n'),
    ]
    .concat();
    if !elsewhere.is_empty() {
        words = [&words, "\n", elsewhere].concat();
    }
    Hash::of(words.as_bytes())
}

/// The beginning of a text, at most so many bytes.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Counts in UTF-16 units, as the window does, going on from the place before.
#[derive(Default)]
struct Places {
    bytes: usize,
    units: u32,
}

impl Places {
    fn of(&mut self, text: &str, at: usize) -> u32 {
        if at < self.bytes {
            *self = Self::default();
        }
        let more = text.get(self.bytes..at).unwrap_or_default();
        let more = u32::try_from(more.encode_utf16().count()).unwrap_or(u32::MAX);
        self.units = self.units.saturating_add(more);
        self.bytes = at;
        self.units
    }
}

/// Refuses a step while something blocks it, and says what. The stage that waits has a say where it is to be passed.
///
/// # Errors
/// The first blocking check's code; system errors.
pub(crate) fn passes(db: &Db, article: &Article, content: &Content, gate: Gate) -> Result<()> {
    let settings = store::person::settings(db)?;
    let stages = match gate {
        Gate::Approve => Stages::of(db, &settings, article, content)?,
        Gate::Submit | Gate::Export => None,
    };
    let found = look(db, article, content, None, (&settings, stages.as_ref()))?;
    let blocking: Vec<&Check> = found.iter().filter(|one| blocks(one, gate)).collect();
    let Some(first) = blocking.first() else {
        return Ok(());
    };
    let what = match gate {
        Gate::Submit => "submitted",
        Gate::Approve => "approved",
        Gate::Export => "printed",
    };
    let mut said: Vec<String> = blocking.iter().map(|one| sentence(one)).collect();
    said.dedup();
    let more = match said.len().saturating_sub(3) {
        0 => String::new(),
        n => format!(" And {n} more."),
    };
    said.truncate(3);
    Err(Error::refused(
        &first.code,
        format!("{}{more} It can’t be {what} yet.", said.join(" ")),
    )
    .hint("The checks show each with its place: F8, or `copydesk check`."))
}

/// Whether an entry of a report stands before a step.
pub(crate) fn blocks(check: &Check, gate: Gate) -> bool {
    let by_stage = check.stage.is_some() && gate == Gate::Approve;
    let from = |kind: &Kind| kind.code == check.code && kind.from <= gate;
    check.level == "block" && (by_stage || ALL.iter().any(from))
}

/// What an entry says where it holds something up: with the stage that asks for it, where that is one.
pub(crate) fn sentence(check: &Check) -> String {
    match &check.stage {
        Some(stage) => format!("{} “{stage}” asks for this.", check.message),
        None => check.message.clone(),
    }
}
