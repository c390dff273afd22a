//! The queue, a comment in its thread, and one as the terminal prints it.

use super::{
    commenter,
    shown::{plainly, sender, shown},
    statement::statement,
};
use crate::{
    CommentRecord, CommentRow, CommentView, CommenterRecord, Desk, Hand, HistoryRow, Page, Tally,
    ThreadRow,
    hand::name_of,
    paging::{cursor, page},
};
use model::{
    CommenterId, Error, Result,
    comment::CommentState,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::HashMap;
use store::{
    Db,
    comment::{Comment, Filter, Where, Words},
};

/// How many comments above one are shown, and how many answers below it.
const THREAD: usize = 20;
const ANSWERS: u32 = 5;
/// How many characters are shown of what a comment answers, in a line.
const BEGINS: usize = 200;
/// How many of a commenter's other comments are shown.
const HISTORY: u32 = 12;
/// How many comments are looked at for those that are like one.
const ALIKE: usize = 32;

/// Which comments, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields, rename = "CommentFilter")]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct List {
    pub state: Option<CommentState>,
    /// That wait for a person: that nobody judged, and that a rule held.
    #[ts(as = "Option<bool>")]
    pub waiting: bool,
    pub article: Option<String>,
    /// Left where no article here is: they wait to be assigned.
    #[ts(as = "Option<bool>")]
    pub unplaced: bool,
    /// The comments of one commenter, by their id.
    pub commenter: Option<String>,
    /// In which the rules found this: a reason code.
    pub found: Option<String>,
    /// That say the same as a comment, or nearly, or link to the same place.
    pub like: Option<String>,
    /// That hold all of these words, the last perhaps unfinished.
    pub words: Option<String>,
    #[ts(as = "Option<bool>")]
    pub newest: bool,
    pub limit: Option<u32>,
    pub after: Option<String>,
}

impl List {
    /// As the store asks.
    pub(crate) fn filter(&self, db: &Db) -> Result<Filter> {
        let codes = super::pipeline::codes();
        if let Some(code) = self.found.as_deref()
            && !codes.contains(&code)
        {
            return Err(Error::usage(
                "unknown-finding",
                format!("The rules find nothing that is called “{code}”."),
            )
            .hint(format!("They find {}.", codes.join(", "))));
        }
        let article = match (&self.article, self.unplaced) {
            (Some(article), _) => Some(Where::Article(store::article::find(db, article)?.id)),
            (None, true) => Some(Where::Nowhere),
            (None, false) => None,
        };
        let commenter = self
            .commenter
            .as_deref()
            .map(|who| commenter::named(db, who).or_else(|none| gone(db, who, none)))
            .transpose()?;
        let prints = self
            .like
            .as_deref()
            .map(|like| Ok::<_, Error>(prints(&store::comment::find(db, like)?)))
            .transpose()?;
        Ok(Filter {
            state: self.state,
            waiting: self.waiting,
            article,
            commenter,
            code: self.found.clone(),
            prints,
            words: self.words.as_deref().map(sought).transpose()?,
            newest: self.newest,
            mark: None,
        })
    }
}

/// A commenter of whom nothing is left but what they sent.
fn gone(db: &Db, who: &str, none: Error) -> Result<CommenterId> {
    match who.parse() {
        Ok(id) if store::comment::forgotten(db, id)? => Ok(id),
        _ => Err(none),
    }
}

/// The words that are looked for. Signs alone are none, and are no filter that holds everything either.
fn sought(words: &str) -> Result<Words> {
    Words::of(words, true).ok_or_else(|| {
        Error::usage(
            "no-words",
            format!("There is no word in “{words}” that could be looked for."),
        )
        .hint("Look for letters or digits, or leave the words out for all comments.")
    })
}

/// What comments share one of that are like this one.
fn prints(comment: &Comment) -> Vec<i64> {
    let domains = markup::links::links(&comment.body)
        .into_iter()
        .map(|link| markup::likeness::domain(&link.domain));
    [markup::likeness::same(&comment.body)]
        .into_iter()
        .chain(markup::likeness::near(&comment.body))
        .chain(domains)
        .take(ALIKE)
        .collect()
}

fn asked(db: &Db, ask: &List) -> Result<(Vec<Comment>, u32)> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let after = cursor(ask.after.as_deref())?;
    Ok((
        store::comment::list(db, &ask.filter(db)?, after, limit + 1)?,
        limit,
    ))
}

fn place(comment: &Comment) -> String {
    format!("{}~{}", comment.created, comment.id)
}

/// The headline of the article that a comment is on, or of the place at which it was left.
fn title_of(db: &Db, comment: &Comment) -> Result<String> {
    match comment.article {
        Some(article) => Ok(store::article::get(db, article)?.title),
        None => Ok(comment.place.clone().unwrap_or_default()),
    }
}

/// How much of a comment is looked at for its beginning, in bytes: its marks are not shown.
const LOOKED_AT: usize = 2_000;

/// The beginning of what a comment says, in one line and without the marks of its form; as it was sent where it is nothing else.
fn in_a_line(body: &str, most: usize) -> String {
    let part = body
        .get(..body.floor_char_boundary(LOOKED_AT))
        .unwrap_or_default();
    let line = |text: &str| -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(most).collect()
    };
    let said = line(&markup::said(part));
    match said.is_empty() {
        true => line(part),
        false => said,
    }
}

/// A page of comments, oldest first.
///
/// # Errors
/// `no-such-article`, `no-such-comment`, `no-such-commenter`, `no-words`, `bad-cursor`; system errors.
pub fn list(desk: &Desk, hand: &Hand, ask: List) -> Result<Page<CommentRow>> {
    desk.store.read(|db| {
        let (rows, limit) = asked(db, &ask)?;
        let people = store::person::list(db)?;
        let claims: HashMap<_, _> = store::comment::claims(db, hand.now)?.into_iter().collect();
        page(rows, limit, place, |comment| {
            Ok(CommentRow {
                claimed_by: claims
                    .get(&comment.id)
                    .filter(|person| Some(**person) != hand.actor)
                    .map(|person| name_of(&people, *person)),
                id: comment.id.to_string(),
                article: comment.article.map(|article| article.to_string()),
                article_title: title_of(db, &comment)?,
                author: sender(&comment.author),
                body: plainly(&in_a_line(&comment.body, 160)),
                created: comment.created.to_string(),
                state: comment.state,
                found: comment
                    .findings
                    .iter()
                    .map(|one| one.code.clone())
                    .collect(),
                newsroom: comment.newsroom,
            })
        })
    })
}

/// The same as records, for the terminal.
///
/// # Errors
/// As [`list`].
pub fn records(desk: &Desk, _: &Hand, ask: List) -> Result<Page<CommentRecord>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let (rows, limit) = asked(db, &ask)?;
        page(rows, limit, place, |comment| Ok(record(comment, &people)))
    })
}

/// Of which article; of all together without one.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Count {
    pub article: Option<String>,
}

/// How many comments there are in each state, and since when the oldest waits.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn count(desk: &Desk, _: &Hand, ask: Count) -> Result<Tally> {
    desk.store.read(|db| {
        let article = ask
            .article
            .as_deref()
            .map(|article| store::article::find(db, article))
            .transpose()?
            .map(|article| article.id);
        let (counts, waiting) = store::comment::tally(db, article)?;
        let oldest = Filter {
            waiting: true,
            article: article.map(Where::Article),
            ..Filter::default()
        };
        let oldest = store::comment::ids(db, &oldest, None, 1)?;
        Ok(Tally {
            states: numbers(&counts, String::new()),
            waiting: i32::try_from(waiting).unwrap_or(i32::MAX),
            mark: store::comment::mark(db)?,
            oldest: oldest.into_iter().next().map(|(_, at)| at),
        })
    })
}

/// Which comment.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Read {
    pub comment: String,
}

/// A comment as the terminal prints it.
///
/// # Errors
/// `no-such-comment`; system errors.
pub fn read(desk: &Desk, _: &Hand, ask: Read) -> Result<CommentRecord> {
    desk.store.read(|db| {
        Ok(record(
            store::comment::find(db, &ask.comment)?,
            &store::person::list(db)?,
        ))
    })
}

/// Who decided on a comment, and when: here, or else in the library that it came from.
pub(crate) fn decided(comment: &Comment, people: &[Person]) -> (Option<String>, Option<String>) {
    let by = comment.decided_by.map(|by| name_of(people, by));
    match &comment.decided_there {
        Some(there) if by.is_none() && comment.decided_at.is_none() => {
            (there.by.clone(), there.at.map(|at| at.to_string()))
        }
        _ => (by, comment.decided_at.clone()),
    }
}

pub(crate) fn record(comment: Comment, people: &[Person]) -> CommentRecord {
    CommentRecord {
        decided_by: decided(&comment, people).0,
        id: comment.id.to_string(),
        article: comment.article.map(|article| article.to_string()),
        parent: comment.parent.map(|parent| parent.to_string()),
        author: shown(&comment.author),
        created: comment.created.to_string(),
        body: comment.body,
        state: comment.state,
        reasons: comment.reasons,
        findings: comment.findings,
        original: comment.original,
        place: comment.place,
        newsroom: comment.newsroom,
    }
}

/// Which comment.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub comment: String,
}

/// A comment with what it answers and what answers it, the passage that it is about, why it waits, and its commenter's
/// record; what is private of them for moderators alone.
///
/// # Errors
/// `no-such-comment`; system errors.
pub fn show(desk: &Desk, hand: &Hand, ask: Show) -> Result<CommentView> {
    desk.store.read(|db| {
        let comment = store::comment::find(db, &ask.comment)?;
        let people = store::person::list(db)?;
        let me = hand
            .actor
            .and_then(|actor| people.iter().find(|person| person.id == actor));
        let moderates = me.is_some_and(|me| me.holds(&[Role::Moderator]));
        let private = match moderates {
            true => store::comment::commenter(db, comment.commenter)?.unwrap_or_default(),
            false => store::comment::Commenter::default(),
        };
        let address = match moderates {
            true => store::comment::address(db, comment.id)?,
            false => None,
        };
        let holder = store::comment::claims(db, hand.now)?
            .into_iter()
            .find(|(id, person)| *id == comment.id && Some(*person) != hand.actor);
        let (bans, _) = store::comment::bans_at(db, comment.commenter, None, hand.now)?;
        let (article_title, passage) = stands_under(db, &comment)?;
        let (decided_by, decided_at) = decided(&comment, &people);
        Ok(CommentView {
            article_title,
            passage,
            email: private.email,
            site: private.site,
            address,
            html: markup::comment_html(&comment.body),
            thread: thread(db, &comment)?,
            answers: answers(db, &comment)?,
            record: commenters_record(db, &comment)?,
            history: history(db, &comment)?,
            statement: statement(comment.state, &comment.reasons),
            id: comment.id.to_string(),
            article: comment.article.map(|article| article.to_string()),
            place: comment.place.clone(),
            author: sender(&comment.author),
            commenter: comment.commenter.to_string(),
            banned: bans.map(|banned| {
                banned
                    .ban
                    .until
                    .map_or_else(String::new, |until| until.to_string())
            }),
            forgotten: store::comment::forgotten(db, comment.commenter)?,
            commenting: comment
                .article
                .map(|article| store::comment::commenting(db, article))
                .transpose()?
                .flatten(),
            claimed_by: holder.map(|(_, person)| name_of(&people, person)),
            created: comment.created.to_string(),
            state: comment.state,
            reasons: comment.reasons,
            findings: super::shown::findings(
                db,
                &comment.findings,
                &comment.body,
                &comment.author,
            )?,
            pieces: super::shown::pieces(&comment.findings, &comment.body),
            decided_by,
            decided_at,
            original: comment.original,
            newsroom: comment.newsroom,
            seen: comment.last_op,
            body: comment.body,
        })
    })
}

/// Under which headline a comment stands, and the passage of the article that it seems to be about.
fn stands_under(db: &Db, comment: &Comment) -> Result<(String, Option<String>)> {
    let Some(article) = comment.article else {
        return Ok((comment.place.clone().unwrap_or_default(), None));
    };
    let row = store::article::get(db, article)?;
    let content = store::article::content(db, row.live.unwrap_or(row.head))?;
    Ok((row.title, markup::passage(&content.body, &comment.body)))
}

fn thread_row(found: &Comment) -> ThreadRow {
    ThreadRow {
        id: found.id.to_string(),
        author: sender(&found.author),
        html: markup::comment_html(&found.body),
        begins: begins(&found.body),
        created: found.created.to_string(),
        state: found.state,
    }
}

/// How a comment begins, in a line.
fn begins(body: &str) -> String {
    let line = in_a_line(body, BEGINS + 1);
    match line.char_indices().nth(BEGINS) {
        Some((at, _)) => format!("{}…", plainly(line[..at].trim_end())),
        None => plainly(&line),
    }
}

/// What the comment answers, outermost first.
fn thread(db: &Db, comment: &Comment) -> Result<Vec<ThreadRow>> {
    let mut above = vec![];
    let mut parent = comment.parent;
    while let (Some(id), true) = (parent, above.len() < THREAD) {
        let Ok(found) = store::comment::find(db, &id.to_string()) else {
            break;
        };
        parent = found.parent;
        above.push(thread_row(&found));
    }
    above.reverse();
    Ok(above)
}

/// What answers the comment, oldest first.
fn answers(db: &Db, comment: &Comment) -> Result<Vec<ThreadRow>> {
    let below = store::comment::answers(db, comment.id, ANSWERS)?;
    Ok(below.iter().map(thread_row).collect())
}

/// The other comments of whoever sent this one, newest first.
fn history(db: &Db, comment: &Comment) -> Result<Vec<HistoryRow>> {
    if comment.newsroom {
        return Ok(vec![]);
    }
    let theirs = Filter {
        commenter: Some(comment.commenter),
        newest: true,
        ..Filter::default()
    };
    store::comment::list(db, &theirs, None, HISTORY + 1)?
        .into_iter()
        .filter(|one| one.id != comment.id)
        .take(HISTORY as usize)
        .map(|one| {
            Ok(HistoryRow {
                id: one.id.to_string(),
                article_title: title_of(db, &one)?,
                body: plainly(&in_a_line(&one.body, 120)),
                created: one.created.to_string(),
                state: one.state,
                reason: one.reasons.first().map(|reason| reason.code.clone()),
            })
        })
        .collect()
}

fn commenters_record(db: &Db, comment: &Comment) -> Result<CommenterRecord> {
    let (counts, since) = store::comment::record(db, comment.commenter)?;
    Ok(numbers(&counts, since))
}

/// How many there are in each state, and since when.
pub(crate) fn numbers(counts: &[(CommentState, i64)], since: String) -> CommenterRecord {
    let of = |state| {
        counts
            .iter()
            .find(|(s, _)| *s == state)
            .map_or(0, |(_, n)| i32::try_from(*n).unwrap_or(i32::MAX))
    };
    CommenterRecord {
        published: of(CommentState::Published),
        held: of(CommentState::Held),
        rejected: of(CommentState::Rejected),
        spam: of(CommentState::Spam),
        pending: of(CommentState::Pending),
        since,
    }
}

/// Which comment one has in front of one; none to let go of the one before.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Claim {
    pub comment: Option<String>,
}

/// Takes a comment upon oneself for a minute, so that nobody else decides on it meanwhile, and lets go of the one before.
/// Gives who has it, where someone else does.
///
/// # Errors
/// `wrong-role`, `no-such-comment`; system errors.
pub fn claim(desk: &Desk, hand: &Hand, ask: Claim) -> Result<Option<String>> {
    if desk.store.shared().is_some() {
        // Nobody decides where the library is only read: there is nothing to keep from others.
        return Ok(None);
    }
    desk.store.local(|db| {
        let me = hand.must(db, &[Role::Moderator])?;
        let Some(comment) = &ask.comment else {
            store::comment::let_go(db, me.id)?;
            return Ok(None);
        };
        let comment = store::comment::find(db, comment)?;
        if store::comment::claim(db, comment.id, me.id, hand.now)? {
            return Ok(None);
        }
        let people = store::person::list(db)?;
        let claims = store::comment::claims(db, hand.now)?;
        Ok(claims
            .into_iter()
            .find(|(id, _)| *id == comment.id)
            .map(|(_, person)| name_of(&people, person)))
    })
}
