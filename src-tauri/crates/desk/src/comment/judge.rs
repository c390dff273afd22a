//! The rules judge comments: what a comment's surroundings are is fetched, the pipeline says what it finds, and that becomes
//! an event. What a person decided is never judged again.

use super::{
    learn,
    pipeline::{self, Ban, Counts, Domain, Facts, Flood, Judge, Judged, Opinion, Repeat},
    stand::{change, decided_of},
};
use crate::{Desk, Hand, hand::PART};
use model::{
    ArticleId, CommentId, OpId, Result, Time,
    comment::{Changed, CommentState, Commenting, Decided, Judgement, Rules, Stand, What},
    person::Role,
};
use std::{cell::RefCell, collections::HashMap};
use store::{
    Db, Txn,
    comment::{Banned, Comment},
};

/// From which nearness on two texts are looked at, in hundredths; the phase has its own.
const NEAR: u32 = 60;
/// How many earlier comments are looked at for repeats.
const REPEATS: u32 = 30;
/// From how much earlier on than it arrived a comment's date is doubted, in milliseconds.
const LATE: i64 = 3_600_000;
/// How many domains of a comment are looked up.
const DOMAINS: usize = 10;

/// The rules as they are set; the usual ones where none were ever.
pub(crate) fn rules(db: &Db) -> Result<Rules> {
    Ok(store::comment::rules(db)?.map_or_else(pipeline::usual, |(_, rules)| rules))
}

/// Judges comments, in the order in which they are given, and writes what became of them in one event.
pub(crate) fn judge(txn: &Txn, hand: &Hand, ids: &[CommentId]) -> Result<()> {
    each(txn, hand, ids, true)
}

/// Writes what the rules find in comments that wait for a person whatever it is.
pub(crate) fn look(txn: &Txn, hand: &Hand, ids: &[CommentId]) -> Result<()> {
    each(txn, hand, ids, false)
}

/// Judges comments that are here as a part of the step `op`, in parts of it, with the rules made ready once; stops where it
/// is told to. Gives how many were judged.
pub(crate) fn in_parts(desk: &Desk, hand: &Hand, op: OpId, ids: &[CommentId]) -> Result<u64> {
    let (mut judged, all) = (0, ids.len() as u64);
    if ids.is_empty() {
        return Ok(judged);
    }
    let rules = desk.store.read(rules)?;
    let bench = desk
        .store
        .read(|db| Bench::new(db, &rules, Some(hand.now)))?;
    for part in ids.chunks(PART) {
        if !hand.progress.step(judged, all) {
            return Ok(judged);
        }
        desk.part(hand, op, |txn| {
            hand.must(txn, &[Role::Moderator])?;
            at_bench(txn, hand, &bench, part, true)
        })?;
        judged += part.len() as u64;
    }
    hand.progress.step(all, all);
    Ok(judged)
}

fn each(txn: &Txn, hand: &Hand, ids: &[CommentId], decide: bool) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rules = rules(txn)?;
    let bench = Bench::new(txn, &rules, Some(hand.now))?;
    at_bench(txn, hand, &bench, ids, decide)
}

fn at_bench(txn: &Txn, hand: &Hand, bench: &Bench, ids: &[CommentId], decide: bool) -> Result<()> {
    let mut changes = vec![];
    for id in ids {
        let comment = store::comment::find(txn, &id.to_string())?;
        let mut judgement = bench.judge(txn, &comment)?;
        if !decide {
            judgement.state = comment.state;
        }
        if let Some(changed) = becomes(hand, &comment, judgement)? {
            changes.push(changed);
        }
    }
    change(txn, What::Judged, None, changes)
}

/// What a comment becomes by what was found in it; none where that is nothing new.
fn becomes(hand: &Hand, comment: &Comment, judgement: Judgement) -> Result<Option<Changed>> {
    let reasons = judgement.reasons();
    let (state, findings) = (judgement.state, judgement.findings);
    if (state, &findings) == (comment.state, &comment.findings) {
        return Ok(None);
    }
    let mut changed = Changed {
        comment: comment.id,
        salt: String::new(),
        was: Stand {
            findings: Some(comment.findings.clone()),
            ..Stand::default()
        },
        now: Stand {
            findings: Some(findings),
            ..Stand::default()
        },
    };
    if comment.decided_by.is_none() && state != comment.state {
        changed.was.decided = Some(decided_of(comment)?);
        changed.now.decided = Some(Decided {
            state,
            reasons,
            by: None,
            at: Some(hand.now),
        });
    }
    Ok(Some(changed))
}

/// Rules ready to judge comments of a library.
pub(crate) struct Bench<'a> {
    rules: &'a Rules,
    judge: Judge<'a>,
    learned: Option<learn::Model>,
    /// When what it judges arrives; none where it is here already.
    arrived: Option<Time>,
    /// The languages of the articles that came up so far.
    languages: RefCell<HashMap<ArticleId, String>>,
}

impl<'a> Bench<'a> {
    /// Makes rules ready, with what was learned where that may speak.
    pub(crate) fn new(db: &Db, rules: &'a Rules, arrived: Option<Time>) -> Result<Self> {
        let learned = match rules.learned.hold_from {
            0 => None,
            _ => super::learned::ready(db, rules)?,
        };
        Ok(Self {
            rules,
            judge: Judge::new(rules),
            learned,
            arrived,
            languages: RefCell::default(),
        })
    }

    /// What they make of a comment, by what was known when it was sent.
    pub(crate) fn judge(&self, db: &Db, comment: &Comment) -> Result<Judgement> {
        let private = store::comment::commenter(db, comment.commenter)?.unwrap_or_default();
        let language = match comment.article {
            Some(article) => self.language(db, article)?,
            None => String::new(),
        };
        let facts = self.facts(db, comment)?;
        Ok(self.judge.judge(
            &Judged {
                author: &comment.author,
                body: &comment.body,
                language: &language,
                created: comment.created,
                has_email: private.email.is_some(),
            },
            &facts,
        ))
    }

    fn language(&self, db: &Db, article: ArticleId) -> Result<String> {
        if let Some(known) = self.languages.borrow().get(&article) {
            return Ok(known.clone());
        }
        let head = store::article::get(db, article)?.head;
        let language = store::article::known_content(db, head)?.language;
        self.languages
            .borrow_mut()
            .insert(article, language.clone());
        Ok(language)
    }

    fn facts(&self, db: &Db, comment: &Comment) -> Result<Facts> {
        let mode = comment
            .article
            .map(|article| store::comment::commenting(db, article))
            .transpose()?
            .flatten();
        let address = store::comment::address(db, comment.id)?;
        let (ban, near) = self.bans(db, comment, address.as_deref())?;
        let before = (comment.created, comment.id);
        let minutes = i64::from(self.rules.floods.minutes) * 60_000;
        let since = Time(comment.created.0.saturating_sub(minutes));
        let (mut by_address, by_name) =
            store::comment::burst(db, address.as_deref(), comment.commenter, (since, before))?;
        // What says that it is old counts as what came just now, too.
        if let (Some(now), Some(address)) = (self.arrived, &address)
            && comment.source.starts_with(super::INBOX)
            && comment.created.0 < now.0.saturating_sub(LATE)
        {
            let since = Time(now.0.saturating_sub(minutes));
            by_address = by_address.max(store::comment::came(db, address, (since, now))?);
        }
        Ok(Facts {
            closed: mode == Some(Commenting::Closed),
            pre_moderated: mode == Some(Commenting::Premoderated),
            ban: ban.map(|banned| Ban {
                until: banned.ban.until,
            }),
            address_ban: near.then_some(Ban { until: None }),
            record: counts(&store::comment::record_before(
                db,
                comment.commenter,
                before,
            )?),
            repeats: self.repeats(db, comment, address.as_deref())?,
            flood: Flood {
                by_address,
                by_name,
            },
            domains: domains(db, comment)?,
            learned: self
                .learned
                .as_ref()
                .map(|model| opinion(model, &comment.body)),
        })
    }

    /// The bans that hold for it: as it arrives, whatever date it bears, or when it was sent.
    fn bans(
        &self,
        db: &Db,
        comment: &Comment,
        address: Option<&str>,
    ) -> Result<(Option<Banned>, bool)> {
        let at = |at| store::comment::bans_at(db, comment.commenter, address, at);
        let (sent, sent_near) = at(comment.created)?;
        match self.arrived {
            Some(now) if now > comment.created => {
                let (ban, near) = at(now)?;
                Ok((ban.or(sent), near || sent_near))
            }
            _ => Ok((sent, sent_near)),
        }
    }

    fn repeats(&self, db: &Db, comment: &Comment, address: Option<&str>) -> Result<Vec<Repeat>> {
        let days = i64::from(self.rules.repeats.days) * 86_400_000;
        let same = markup::likeness::same(&comment.body);
        let mut prints = vec![same];
        prints.extend(markup::likeness::near(&comment.body));
        if comment.body.trim().is_empty() || days == 0 {
            return Ok(vec![]);
        }
        let since = Time(comment.created.0.saturating_sub(days));
        let before = (comment.created, comment.id);
        let found = store::comment::alike(db, &prints, (since, before), REPEATS)?;
        let mut repeats = vec![];
        for one in found.iter().filter(|one| !one.newsroom) {
            // Other numbers alone make a text nearly the same, however many of its words they are.
            let words = || markup::likeness::nearness(&comment.body, &one.body);
            let nearness = match markup::likeness::same(&one.body) == same {
                true if one.body == comment.body => 100,
                true => words().max(99),
                false => words(),
            };
            if nearness < NEAR {
                continue;
            }
            let from = match address {
                Some(address) => store::comment::address(db, one.id)?.as_deref() == Some(address),
                None => false,
            };
            repeats.push(Repeat {
                comment: one.id,
                created: one.created,
                nearness,
                own: one.commenter == comment.commenter || from,
            });
        }
        Ok(repeats)
    }
}

fn counts(all: &[(CommentState, i64)]) -> Counts {
    let all: HashMap<CommentState, i64> = all.iter().copied().collect();
    let of = |state| {
        let n = all.get(&state).copied().unwrap_or_default();
        u32::try_from(n).unwrap_or(u32::MAX)
    };
    Counts {
        pending: of(CommentState::Pending),
        published: of(CommentState::Published),
        held: of(CommentState::Held),
        rejected: of(CommentState::Rejected),
        spam: of(CommentState::Spam),
    }
}

fn domains(db: &Db, comment: &Comment) -> Result<Vec<Domain>> {
    let mut names: Vec<String> = markup::links::links(&comment.body)
        .into_iter()
        .map(|link| link.domain)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .take(DOMAINS)
        .map(|domain| {
            let (linked, refused) =
                store::comment::domains(db, &domain, (comment.created, comment.id))?;
            Ok(Domain {
                domain,
                linked,
                refused,
            })
        })
        .collect()
}

fn opinion(model: &learn::Model, body: &str) -> Opinion {
    // Between 0 and 1 by what it is, so that nothing is cut off.
    let likelihood = (model.likelihood(body) * 100.0).round().clamp(0.0, 100.0) as u32;
    Opinion {
        likelihood,
        weighed: model.explain(body),
    }
}
