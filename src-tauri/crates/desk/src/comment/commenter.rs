//! Who sends comments: found, banned, forgotten.

use super::{
    read::numbers,
    shown::shown,
    traces::{Traces, without},
};
use crate::{Act, CommenterView, Desk, Forgotten, Hand, Page, words::grouped};
use model::{
    CommentId, CommenterId, Error, Hash, Result, Time,
    comment::{Ban, Changed, REASONS, Reason, Stand, Text},
    event::Event,
    person::Role,
};
use serde::Deserialize;
use std::collections::HashSet;
use store::{
    Db, Txn,
    comment::{Comment, Commenter, Filter, Said, Taken, Words},
    library::Backup,
};

/// Whom: by a part of the name, of the e-mail or of the address; or those who are banned.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct CommenterList {
    pub holds: Option<String>,
    #[ts(as = "Option<bool>")]
    pub banned: bool,
    pub limit: Option<u32>,
    pub after: Option<String>,
}

/// A page of those who sent comments.
///
/// # Errors
/// `wrong-role`: they are for moderators alone; system errors.
pub fn commenters(desk: &Desk, hand: &Hand, ask: CommenterList) -> Result<Page<CommenterView>> {
    desk.admit(hand)?;
    desk.store.read(|db| {
        hand.must(db, &[Role::Moderator])?;
        let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
        let rows = store::comment::commenters_with(
            db,
            ask.holds.as_deref().unwrap_or_default().trim(),
            ask.banned.then_some(hand.now),
            ask.after.as_deref().unwrap_or_default(),
            limit + 1,
        )?;
        crate::paging::page(
            rows,
            limit,
            |(id, _)| id.to_string(),
            |(id, private)| view(db, hand, id, Some(private)),
        )
    })
}

/// Whom: by id, or a unique beginning of one, or by the id of a comment of theirs.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Whom {
    pub commenter: String,
}

/// Who sent comments, with what became of them.
///
/// # Errors
/// `wrong-role`, `no-such-commenter`; system errors.
pub fn commenter(desk: &Desk, hand: &Hand, ask: Whom) -> Result<CommenterView> {
    desk.admit(hand)?;
    desk.store.read(|db| {
        hand.must(db, &[Role::Moderator])?;
        let id = named(db, &ask.commenter)?;
        view(db, hand, id, store::comment::commenter(db, id)?)
    })
}

fn view(
    db: &Db,
    hand: &Hand,
    id: CommenterId,
    private: Option<Commenter>,
) -> Result<CommenterView> {
    let (counts, since) = store::comment::record(db, id)?;
    let private = private.unwrap_or_default();
    let banned = store::comment::ban(db, id)?
        .filter(|banned| banned.ban.until.is_none_or(|until| until > hand.now));
    Ok(CommenterView {
        id: id.to_string(),
        name: shown(&private.name),
        email: private.email,
        address: private.address,
        site: private.site,
        record: numbers(&counts, since),
        reason: banned
            .as_ref()
            .map(|banned| banned.ban.reason.clone())
            .filter(|reason| !reason.is_empty()),
        banned: banned.map(|banned| {
            banned
                .ban
                .until
                .map_or_else(String::new, |until| until.to_string())
        }),
        forgotten: store::comment::forgotten(db, id)?,
    })
}

/// The commenter of this id, or of the comment of this id.
pub(super) fn named(db: &Db, named: &str) -> Result<CommenterId> {
    if let Some(id) = store::comment::commenter_like(db, named)? {
        return Ok(id);
    }
    let none = || {
        Error::unreadable(
            "no-such-commenter",
            format!("There is no commenter {named}."),
        )
        .hint("`copydesk commenter list` shows them; the id of a comment stands for who sent it.")
    };
    let comment = store::comment::find(db, named).map_err(|_| none())?;
    if comment.newsroom {
        return Err(none());
    }
    Ok(comment.commenter)
}

/// Whom, for how many days (none for good; 0 lifts a ban), and why, by a reason's code.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct BanAsk {
    pub commenter: String,
    #[serde(default)]
    #[ts(optional)]
    pub days: Option<u32>,
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Longest ban that is no ban for good, in days.
const DAYS: u32 = 3660;

/// Bans a commenter, or lifts their ban. What they send while it lasts becomes what the rules say.
///
/// # Errors
/// `wrong-role`, `no-such-commenter`, `unknown-reason`, `bad-length`; system errors.
pub fn set_ban(desk: &Desk, hand: &Hand, ask: BanAsk) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let id = named(txn, &ask.commenter)?;
        let reason = ask.reason.clone().unwrap_or_default();
        if !reason.is_empty() && !REASONS.contains(&reason.as_str()) {
            return Err(
                Error::usage("unknown-reason", format!("“{reason}” is not a reason."))
                    .hint(format!("Reasons are {}.", REASONS.join(", "))),
            );
        }
        if ask.days.is_some_and(|days| days > DAYS) {
            return Err(Error::usage(
                "bad-length",
                "A ban lasts for 1 to 3,660 days, or for good.",
            )
            .hint("Ban them for good (`--for-good`), or lift a ban (`--lift`)."));
        }
        let now = match ask.days {
            Some(0) => None,
            days => Some(Ban {
                until: days
                    .map(|days| Time(hand.now.0.saturating_add(i64::from(days) * 86_400_000))),
                reason,
            }),
        };
        let was = store::comment::ban(txn, id)?.map(|banned| banned.ban);
        let private = store::comment::commenter(txn, id)?.unwrap_or_default();
        let name = shown(&private.name);
        if now == was {
            return Ok(Act {
                words: match now {
                    None => format!("{name} is not banned"),
                    Some(_) => format!("{name} is banned so already"),
                },
                undo: false,
            });
        }
        let words = match (&now, ask.days) {
            (None, _) => format!("Lifted the ban of {name}"),
            (_, None) => format!("Banned {name} for good"),
            (_, Some(1)) => format!("Banned {name} for a day"),
            (_, Some(days)) => format!("Banned {name} for {days} days"),
        };
        txn.append(Event::CommenterBanned {
            commenter: id,
            now,
            was,
        })?;
        if ask.days == Some(0) {
            store::comment::unmark(txn, id)?;
        }
        Ok(Act { words, undo: true })
    })
}

/// Whom to forget; with `texts` the words of their comments go, too.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Forget {
    pub commenter: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub texts: bool,
}

/// Forgets a commenter under every name that they gave with one e-mail: names, e-mail, addresses and sites go, with what the
/// journal's commitments could be opened by, and so do all of these where they stand in their own comments; with `texts` all
/// their words. A ban goes on, by a mark. What they
/// sent is known again by its source, and brings nothing back. It can't be taken back.
///
/// # Errors
/// `wrong-role`, `no-such-commenter`, `forgotten-already`; system errors.
pub fn forget(desk: &Desk, hand: &Hand, ask: Forget) -> Result<Forgotten> {
    let mut told = desk.act(hand, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let id = named(txn, &ask.commenter)?;
        let Some(private) = store::comment::commenter(txn, id)? else {
            return Err(Error::refused(
                "forgotten-already",
                "Nothing is known of them any more.",
            ));
        };
        // Who has the same e-mail is the same person under another name.
        let mut names = store::comment::with_email_of(txn, &private)?;
        names.retain(|(other, _)| *other != id);
        names.insert(0, (id, private));
        let mut told = forget_all(txn, hand, &names, ask.texts)?;
        told.left.extend(set_aside(txn)?);
        Ok(told)
    })?;
    // It is done, whatever becomes of the files.
    told.left.extend(match store::library::forget_repair(desk.dir()) {
        Ok(false) => None,
        Ok(true) => Some("The copy of the library from before its last repair was deleted.".to_owned()),
        Err(_) => Some("The copy of the library from before its last repair could not be deleted: delete it by hand.".to_owned()),
    });
    let scrubbed = desk.store.scrub();
    told.swept = matches!(scrubbed, Ok(true));
    told.left.extend(match scrubbed {
        Ok(true) => None,
        Ok(false) => Some("Somebody has the library open: what was deleted leaves its files once they close it.".to_owned()),
        Err(_) => Some("What was deleted may still stand in the library’s files, which could not be written on just now.".to_owned()),
    });
    let words = match told.comments {
        1 => "Forgot who sent 1 comment".into(),
        n => format!(
            "Forgot who sent {} comments",
            grouped(u64::try_from(n).unwrap_or_default())
        ),
    };
    told.words = format!("{words}{}", told.words);
    Ok(told)
}

/// Files of the inbox that could not be read may hold anybody's comments.
fn set_aside(db: &Db) -> Result<Option<String>> {
    let Some(folder) = store::comment::inbox(db)? else {
        return Ok(None);
    };
    let aside = std::path::Path::new(&folder).join(super::inbox::ASIDE);
    let files = super::import::files_in(&aside).unwrap_or_default().len();
    Ok((files > 0).then(|| {
        format!(
            "{files} files that could not be read are in {}; look whether one is theirs.",
            aside.display()
        )
    }))
}

/// What is said beside what was forgotten where a ban goes on.
const BANNED: &str = "; their ban goes on, by a mark of their e-mail or address that nobody reads";

/// Forgets someone under all of their names. Each of their comments is cleaned of every one.
fn forget_all(
    txn: &Txn,
    hand: &Hand,
    names: &[(CommenterId, Commenter)],
    all: bool,
) -> Result<Forgotten> {
    let mut addresses = vec![];
    let mut theirs = HashSet::new();
    for (id, _) in names {
        addresses.extend(store::comment::addresses_of(txn, *id)?);
        theirs.extend(all_of(txn, *id)?.iter().map(|one| one.id));
    }
    let traces = Traces::of(names.iter().map(|(_, private)| private), addresses);
    let mut told = Forgotten {
        comments: 0,
        texts: 0,
        private: 0,
        swept: false,
        left: left_over(txn, &theirs, names)?,
        words: String::new(),
    };
    for (id, private) in names {
        let banned = store::comment::mark_forgotten(txn, (*id, private), hand.now, &hand.salt())?;
        if banned {
            told.words = BANNED.into();
        }
        let (comments, texts, rows) = forget_one(txn, *id, (&traces, all), banned)?;
        let plus = |to: &mut i32, n: usize| {
            *to = to.saturating_add(i32::try_from(n).unwrap_or(i32::MAX));
        };
        plus(&mut told.comments, comments);
        plus(&mut told.texts, texts);
        plus(&mut told.private, rows);
    }
    Ok(told)
}

/// Forgets one name of someone; gives how many comments, texts and private rows that was.
fn forget_one(
    txn: &Txn,
    id: CommenterId,
    (traces, all): (&Traces, bool),
    banned: bool,
) -> Result<(usize, usize, usize)> {
    let theirs = all_of(txn, id)?;
    let said: Vec<Said> = theirs
        .iter()
        .map(|one| Said {
            comment: one.id,
            body: without(&one.body, traces, all),
            original: one.original.as_ref().map(|text| without(text, traces, all)),
            reasons: reasons_without(one.reasons.clone(), traces),
        })
        .collect();
    let (texts, ids) = redacted(txn, id, traces, all)?;
    let said = txn.keep(&model::canonical(&said)?, true)?;
    let erased = store::comment::forget_private(txn, id, &ids, banned)?;
    let rewritten = texts.len();
    txn.append(Event::CommenterForgotten {
        commenter: id,
        texts,
        said,
        comments: u32::try_from(theirs.len()).unwrap_or(u32::MAX),
        banned,
    })?;
    Ok((theirs.len(), rewritten, erased))
}

fn all_of(db: &Db, id: CommenterId) -> Result<Vec<Comment>> {
    let filter = Filter {
        commenter: Some(id),
        ..Filter::default()
    };
    store::comment::list(db, &filter, None, u32::MAX)
}

/// Texts that were kept anew, what the journal names and what is there; and all that someone ever sent.
type Redacted = (Vec<(Hash, Hash)>, HashSet<CommentId>);

/// Keeps the journal's texts anew without someone: which were named, and which are kept in their place. Gives the ids of all
/// that they ever sent, too.
fn redacted(txn: &Txn, id: CommenterId, traces: &Traces, all: bool) -> Result<Redacted> {
    let mut texts = vec![];
    let ids = store::comment::texts_about(txn, id, |was, text| {
        let now = match text {
            store::comment::Text::Taken(records) => {
                let records: Vec<Taken> = records
                    .into_iter()
                    .map(|mut one| {
                        if one.commenter == id {
                            one.body = without(&one.body, traces, all);
                            one.original = one.original.map(|text| without(&text, traces, all));
                            one.findings.clear();
                            one.reasons = reasons_without(one.reasons, traces);
                        }
                        one
                    })
                    .collect();
                txn.keep(&model::canonical(&records)?, true)?
            }
            store::comment::Text::Changed(records, ids) => {
                let records: Vec<Changed> = records
                    .into_iter()
                    .map(|mut one| {
                        if ids.contains(&one.comment) {
                            emptied(&mut one.was, traces, all);
                            emptied(&mut one.now, traces, all);
                        }
                        one
                    })
                    .collect();
                txn.keep(&model::canonical(&records)?, true)?
            }
        };
        if now != was {
            texts.push((was, now));
        }
        Ok(())
    })?;
    Ok((texts, ids))
}

fn reasons_without(mut reasons: Vec<Reason>, traces: &Traces) -> Vec<Reason> {
    for reason in &mut reasons {
        reason.detail = without(&reason.detail, traces, false);
    }
    reasons
}

fn emptied(stand: &mut Stand, traces: &Traces, all: bool) {
    if let Some(Text { body, original }) = &mut stand.text {
        *body = without(body, traces, all);
        *original = original.take().map(|text| without(&text, traces, all));
    }
    if let Some(findings) = &mut stand.findings {
        findings.clear();
    }
    if let Some(decided) = &mut stand.decided {
        decided.reasons = reasons_without(std::mem::take(&mut decided.reasons), traces);
    }
}

/// What forgetting can't do by itself: others who name them, and backups that hold them.
fn left_over(
    db: &Db,
    theirs: &HashSet<CommentId>,
    names: &[(CommenterId, Commenter)],
) -> Result<Vec<String>> {
    let mut left = vec![];
    let mut others = HashSet::new();
    for (_, private) in names {
        let words = Words::of(&private.name, false).filter(|_| private.name.chars().count() >= 3);
        if words.is_some() {
            let naming = Filter {
                words,
                ..Filter::default()
            };
            let naming = store::comment::ids(db, &naming, None, 100)?.into_iter();
            others.extend(naming.map(|(id, _)| id).filter(|id| !theirs.contains(id)));
        }
    }
    match others.len() {
        0 => {}
        1 => left.push(
            "1 comment of somebody else has words of that name in it; look for it under Comments."
                .into(),
        ),
        n => left.push(format!(
            "{n} comments of others have words of that name in them; look for them under Comments."
        )),
    }
    left.extend(in_backups(&store::library::backups(db)?));
    Ok(left)
}

/// Which backups hold them, and until when.
fn in_backups(all: &[Backup]) -> Vec<String> {
    let day = |one: &Backup| Time(one.at.0 + i64::from(one.days) * 86_400_000);
    let mut left = vec![];
    for one in all.iter().filter(|one| !one.automatic) {
        let until = match one.days {
            0 => "until somebody deletes it".to_owned(),
            _ => format!("until {}", day(one).day("UTC")),
        };
        left.push(format!("The backup in {} holds them {until}.", one.path));
    }
    let unasked: Vec<&Backup> = all.iter().filter(|one| one.automatic).collect();
    let (Some(newest), n) = (unasked.last(), unasked.len()) else {
        return left;
    };
    let until = match unasked.iter().all(|one| one.days > 0) {
        true => unasked.iter().map(|one| day(one)).max(),
        false => None,
    };
    let until = until.map_or_else(
        || "the last of them for about a year".to_owned(),
        |day| format!("the last of them until {}", day.day("UTC")),
    );
    let folder = std::path::Path::new(&newest.path).parent();
    let folder = folder.map_or_else(String::new, |folder| folder.display().to_string());
    left.push(match n {
        1 => format!("A backup in {folder} that was made unasked holds them, {until}."),
        _ => {
            format!("{n} backups that were made unasked, as those in {folder}, hold them, {until}.")
        }
    });
    left
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Erase {}

/// Erases what is private of commenters and older than the settings say, and deletes the backups of this library that are
/// past their day. Whoever opens the library asks for it; nobody needs a role, since it is the library's own rule.
///
/// # Errors
/// System errors.
pub fn erase(desk: &Desk, hand: &Hand, _: Erase) -> Result<u32> {
    if desk.store.shared().is_some() {
        return Ok(0);
    }
    let settings = desk.store.read(store::person::settings)?;
    let mut erased = 0;
    if settings.keep_private_days > 0 {
        let days = i64::from(settings.keep_private_days) * 86_400_000;
        let before = Time(hand.now.0.saturating_sub(days));
        while desk.store.read(|db| store::comment::has_due(db, before))? {
            if erased == 0 {
                // A copy from before a repair still has all of it. It goes first: whoever is killed between two parts finds
                // nothing due when the rest is done.
                store::library::forget_repair(desk.dir())?;
            } else {
                desk.store.breathe();
            }
            erased += desk
                .store
                .transact(None, hand.now, &|| hand.ids.id(), |txn| {
                    let key = hand.salt();
                    store::comment::mark_banned(txn, (before, hand.now), &key)?;
                    let count = store::comment::erase_due(txn, before)?;
                    let count = u32::try_from(count).unwrap_or(u32::MAX);
                    txn.append(Event::PrivateErased { before, count })?;
                    Ok(count)
                })?;
        }
    }
    if erased > 0 {
        // It is done, whatever becomes of the log.
        desk.store.sweep(5).unwrap_or(false);
    }
    if desk
        .store
        .read(|db| store::comment::has_free_mark(db, hand.now))?
    {
        desk.store
            .local(|db| store::comment::unmark_free(db, hand.now))?;
    }
    crate::library::expire_backups(desk, hand)?;
    Ok(erased)
}
