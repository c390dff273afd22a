//! The sample newsroom: a week of a fictional harbour town's paper, made by the same actions as everything else.

use crate::{Desk, Hand, Quiet, article, byline, comment, export, person, review};
use model::{
    Error, PersonId, Result, Time,
    comment::{CommentState, Sent},
    event::Origin,
    person::Role,
};
use serde::Deserialize;
use std::collections::BTreeMap;

macro_rules! articles {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../../sample/", $name, ".md")))),*] };
}

const ARTICLES: [(&str, &str); 14] = articles![
    "01-ferry-winter-timetable",
    "02-library-roof",
    "03-dredging-the-basin",
    "04-night-market",
    "05-night-buses",
    "06-school-sea-wall",
    "07-market-hall-heating",
    "08-swimming-lessons",
    "09-allotments-water",
    "10-mill-lane-bakery",
    "11-lighthouse-logbooks",
    "12-bandar-book-week",
    "13-moewen-am-hafen",
    "14-quay-parking",
];

#[derive(Deserialize)]
struct Staff {
    name: String,
    roles: Vec<Role>,
    #[serde(default)]
    role: String,
    #[serde(default)]
    publications: Vec<String>,
    #[serde(default)]
    about: String,
}

#[derive(Deserialize)]
struct Remark {
    key: String,
    article: String,
    parent: Option<String>,
    author: String,
    email: Option<String>,
    #[serde(default)]
    address: Option<String>,
    hours_ago: i64,
    body: String,
    state: CommentState,
    reason: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

const HOUR: i64 = 3_600_000;

/// Fills a new library with the sample newsroom.
pub(super) fn fill(desk: &Desk, hand: &Hand) -> Result<()> {
    let broken = |cause: serde_json::Error| {
        Error::damaged("sample", format!("The sample can’t be read: {cause}."))
    };
    let staff: Vec<Staff> =
        serde_json::from_str(include_str!("../../sample/people.json")).map_err(broken)?;
    let remarks: Vec<Remark> =
        serde_json::from_str(include_str!("../../sample/comments.json")).map_err(broken)?;
    let people = desk
        .store
        .transact(None, hand.now, &|| hand.ids.id(), |txn| {
            staff
                .iter()
                .map(|one| person::make(txn, hand, &one.name, one.roles.iter().copied().collect()))
                .collect::<Result<Vec<_>>>()
        })?;
    let who = |role: Role, nth: usize| {
        let mut able = people.iter().filter(|person| person.roles.contains(&role));
        able.nth(nth)
            .or_else(|| people.iter().find(|person| person.roles.contains(&role)))
            .map(|person| person.id)
    };
    let before = hand.now.0 - (ARTICLES.len() as i64 + 1) * 11 * HOUR;
    profiles(desk, &acting(hand, who(Role::Writer, 0), before), staff)?;
    let mut made = BTreeMap::new();
    for (index, (name, text)) in ARTICLES.iter().enumerate() {
        let fields = front(text);
        let at = hand.now.0 - (ARTICLES.len() - index) as i64 * 11 * HOUR;
        let byline = fields
            .0
            .get("byline")
            .map(String::as_str)
            .unwrap_or_default();
        let author = people
            .iter()
            .find(|person| person.name == byline)
            .map(|person| person.id);
        let writer = author.filter(|id| {
            people
                .iter()
                .any(|p| p.id == *id && p.holds(article::WRITERS))
        });
        let as_writer = acting(hand, writer.or(who(Role::Writer, 0)), at);
        let id = write(desk, &as_writer, &fields)?;
        let reviewers = (who(Role::Reviewer, index % 2), at);
        step(desk, hand, &id, &fields.0, reviewers, &as_writer)?;
        made.insert(name[..2].to_owned(), id);
    }
    release(desk, hand, &made, who(Role::Publisher, 0))?;
    comments(desk, hand, &made, remarks, who(Role::Moderator, 0))
}

/// Keeps the byline of everyone who is more than a name to readers.
fn profiles(desk: &Desk, hand: &Hand, staff: Vec<Staff>) -> Result<()> {
    let mut known = staff.into_iter().filter(|one| !one.role.is_empty());
    known.try_for_each(|one| {
        let titles = one.publications.iter();
        let titles = titles.map(|title| title.trim_matches(['“', '”', '"']).to_owned());
        let save = byline::Save {
            name: Some(one.name),
            role: Some(one.role),
            publications: Some(titles.collect()),
            about: Some(one.about),
            ..byline::Save::default()
        };
        byline::save(desk, hand, save).map(drop)
    })
}

fn acting<'a>(hand: &Hand<'a>, actor: Option<PersonId>, at: i64) -> Hand<'a> {
    Hand {
        actor,
        now: Time(at),
        ids: hand.ids,
        progress: &Quiet,
        passphrases: None,
    }
}

/// The fields at the top of an article's file, and its text.
type Filed<'a> = (BTreeMap<String, String>, &'a str);

/// The lines between `---` and the text after them.
fn front(text: &str) -> Filed<'_> {
    let rest = text.strip_prefix("---\n").unwrap_or(text);
    let (head, body) = rest.split_once("\n---\n").unwrap_or(("", rest));
    let fields = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect();
    (fields, body.trim_start())
}

fn write(desk: &Desk, hand: &Hand, fields: &Filed) -> Result<String> {
    let field = |name: &str| fields.0.get(name).cloned();
    let new = article::New {
        title: field("title").unwrap_or_default(),
        kicker: field("kicker"),
        standfirst: field("standfirst"),
        section: field("section"),
        language: field("language"),
        body: Some(fields.1.to_owned()),
        bylines: vec![],
        tags: field("tags")
            .unwrap_or_default()
            .split(',')
            .map(|tag| tag.trim().to_owned())
            .collect(),
        template: None,
    };
    let language = new.language.clone().unwrap_or_else(|| "en".into());
    desk.act(hand, |txn| {
        hand.must(txn, article::WRITERS)?;
        let id = model::ArticleId(txn.id());
        let mut content = model::article::Content::new(id, &language);
        content.title = new.title.clone();
        content.kicker = new.kicker.clone().unwrap_or_default();
        content.standfirst = new.standfirst.clone().unwrap_or_default();
        content.section = new.section.clone().unwrap_or_default();
        content.body = new.body.clone().unwrap_or_default();
        content.tags = new
            .tags
            .iter()
            .filter(|tag| !tag.is_empty())
            .cloned()
            .collect();
        content.bylines = fields
            .0
            .get("byline")
            .map(|name| byline::of(txn, name, &[]))
            .transpose()?
            .into_iter()
            .collect();
        article::make(txn, content, None, Origin::Made)?;
        Ok(id.to_string())
    })
}

/// Takes an article as far as its file says.
fn step(
    desk: &Desk,
    hand: &Hand,
    id: &str,
    fields: &BTreeMap<String, String>,
    (reviewer, at): (Option<PersonId>, i64),
    writer: &Hand,
) -> Result<()> {
    let status = fields.get("status").map(String::as_str).unwrap_or("draft");
    if status == "draft" {
        return Ok(());
    }
    article::submit(
        desk,
        writer,
        article::Submit {
            article: id.to_owned(),
            kind: None,
            text: None,
            due: None,
            reasons: vec![],
        },
    )?;
    let reviewing = acting(hand, reviewer, at + 2 * HOUR);
    match status {
        "in-review" => {}
        "changes-requested" => {
            let note = fields
                .get("note")
                .cloned()
                .unwrap_or_else(|| "Please look at the figures again.".into());
            review::request_changes(
                desk,
                &reviewing,
                review::RequestChanges {
                    article: id.to_owned(),
                    note,
                    revision: None,
                },
            )?;
        }
        _ => {
            review::approve(
                desk,
                &reviewing,
                review::Approve {
                    article: id.to_owned(),
                    ..review::Approve::default()
                },
            )?;
        }
    }
    Ok(())
}

/// What the files call published is released; the one called withdrawn is, and then withdrawn.
fn release(
    desk: &Desk,
    hand: &Hand,
    made: &BTreeMap<String, String>,
    publisher: Option<PersonId>,
) -> Result<()> {
    let publishing = acting(hand, publisher, hand.now.0 - 6 * HOUR);
    let wanted = |statuses: &[&str]| -> Vec<&String> {
        ARTICLES
            .iter()
            .filter(|(_, text)| {
                front(text)
                    .0
                    .get("status")
                    .is_some_and(|status| statuses.contains(&status.as_str()))
            })
            .filter_map(|(name, _)| made.get(&name[..2]))
            .collect()
    };
    export::release_sample(desk, &publishing, &wanted(&["published", "withdrawn"]))?;
    for id in wanted(&["withdrawn"]) {
        let reason = "The plan that it describes was dropped.".to_owned();
        article::withdraw(
            desk,
            &publishing,
            article::Withdraw {
                article: id.clone(),
                reason,
            },
        )?;
    }
    Ok(())
}

fn comments(
    desk: &Desk,
    hand: &Hand,
    made: &BTreeMap<String, String>,
    remarks: Vec<Remark>,
    moderator: Option<PersonId>,
) -> Result<()> {
    let mut decided = vec![];
    let mut all = vec![];
    for remark in remarks {
        let Some(article) = made.get(&remark.article) else {
            continue;
        };
        let source = format!("sample:{}", remark.key);
        if remark.state != CommentState::Pending {
            decided.push((
                source.clone(),
                remark.state,
                remark.reason.clone(),
                remark.text.clone(),
            ));
        }
        all.push(comment::New {
            article: Some(article.parse()?),
            place: None,
            source,
            parent: remark.parent.map(|parent| format!("sample:{parent}")),
            own: None,
            original: None,
            decided: None,
            only_new: true,
            file: None,
            sent: Sent {
                author: remark.author,
                email: remark.email,
                address: remark.address,
                created: Some(Time(hand.now.0 - remark.hours_ago * HOUR)),
                body: remark.body,
                state: (remark.state != CommentState::Pending).then_some(CommentState::Pending),
                ..Sent::default()
            },
        });
    }
    let moderating = acting(hand, moderator, hand.now.0 - 3 * HOUR);
    desk.act(&moderating, |txn| comment::take(txn, &moderating, all))?;
    for (source, state, reason, text) in decided {
        let Some(id) = desk
            .store
            .read(|db| store::comment::by_source(db, &source))?
        else {
            continue;
        };
        comment::decide(
            desk,
            &moderating,
            comment::Decide {
                comments: vec![id.to_string()],
                all: None,
                except: vec![],
                state,
                reason,
                text,
                seen: None,
                mark: None,
            },
        )?;
    }
    Ok(())
}
