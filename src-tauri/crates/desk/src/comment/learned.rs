//! What the newsroom's own decisions teach: learned anew where enough was decided since, kept here, measured before it
//! speaks.

use super::{judge::rules, learn};
use crate::{Desk, Hand, LearnedView};
use model::{
    Result, Time,
    comment::{CommentState, Rules},
    person::Role,
};
use serde::{Deserialize, Serialize};
use store::{Db, comment::Learned};

/// How many of the newest decisions it learns from.
const MOST: u32 = 50_000;
/// How many decisions there must be since it learned last, and how many hundredths of those it saw, before it learns again.
const SINCE: i64 = 25;
const SHARE: i64 = 5;

/// What was learned, where it may speak under these rules.
pub(crate) fn ready(db: &Db, rules: &Rules) -> Result<Option<learn::Model>> {
    let Some(kept) = store::comment::learned(db)? else {
        return Ok(None);
    };
    if kept.since != since(rules) {
        return Ok(None);
    }
    let Ok(measured) = serde_json::from_str::<learn::Measured>(&kept.measured) else {
        return Ok(None);
    };
    if !learn::ready(&measured.at(rules.learned.hold_from)) {
        return Ok(None);
    }
    Ok(learn::Model::from_bytes(&kept.model).ok())
}

fn since(rules: &Rules) -> String {
    rules
        .learned
        .since
        .map(|since| since.to_string())
        .unwrap_or_default()
}

/// Texts and whether they were refused, and how many decisions there were in all.
type Decided = (Vec<(String, bool)>, i64);

/// The decisions to learn from, oldest first: the text, and whether it was refused. What is held is decided by nobody yet.
fn decisions(db: &Db, since: Option<Time>) -> Result<Decided> {
    let (all, n) = store::comment::decided_since(db, since, MOST)?;
    let decided = all
        .into_iter()
        .filter(|one| !one.body.is_empty())
        .filter_map(|one| match one.state {
            CommentState::Published => Some((one.body, false)),
            CommentState::Rejected | CommentState::Spam => Some((one.body, true)),
            _ => None,
        })
        .collect();
    Ok((decided, n))
}

/// Whether to learn even where hardly anything was decided since.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Learn {
    #[ts(as = "Option<bool>")]
    pub anew: bool,
}

/// Learns from the newsroom's own decisions, where enough were made since it did, and says how well it does: what it would
/// have done with decisions that it was not trained on.
///
/// # Errors
/// `wrong-role`; system errors.
pub fn learn_now(desk: &Desk, hand: &Hand, ask: Learn) -> Result<LearnedView> {
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let (measured, rules) = keep_up(desk, ask.anew)?;
    Ok(view(&measured.at(rules.learned.hold_from)))
}

/// Learns where enough was decided since it did, or anyway; gives how well it does, and by which rules.
pub(crate) fn keep_up(desk: &Desk, anew: bool) -> Result<(learn::Measured, Rules)> {
    let (rules, current, changed) = desk.store.read(|db| {
        let rules = rules(db)?;
        let kept = store::comment::learned(db)?.filter(|kept| kept.since == since(&rules));
        let current = kept.and_then(|kept| {
            let told = serde_json::from_str::<Told>(&kept.measured).ok()?;
            Some((kept.seen, told))
        });
        let mut changed = 0;
        if let Some((seen, told)) = &current {
            let all = store::comment::count_decided(db, rules.learned.since)?;
            changed = (all - seen).abs();
            if changed < enough(*seen) {
                // As many as before can be others: decided otherwise, or taken back and decided again.
                changed = changed.max(store::comment::changed_since(db, told.entry)?);
            }
        }
        Ok((rules, current, changed))
    })?;
    let measured = match current {
        Some((seen, told)) if changed < enough(seen) && !anew => told.measured,
        _ => learn_anew(desk, &rules)?,
    };
    Ok((measured, rules))
}

/// How many decisions have to be new or others before it learns again.
fn enough(seen: i64) -> i64 {
    SINCE.max(seen * SHARE / 100)
}

/// How well it does, as it is kept; and up to which entry of the journal it knows what was decided.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    #[serde(flatten)]
    measured: learn::Measured,
    #[serde(default)]
    entry: i64,
}

fn learn_anew(desk: &Desk, rules: &Rules) -> Result<learn::Measured> {
    let ((decided, seen), entry) = desk.store.read(|db| {
        let (entry, _) = store::journal::newest(db)?;
        Ok((decisions(db, rules.learned.since)?, entry))
    })?;
    let measured = learn::measure(&decided, rules.learned.hold_from);
    let mut model = learn::Model::new();
    for (text, refused) in &decided {
        model.learn(text, *refused);
    }
    let kept = Learned {
        since: since(rules),
        seen,
        // A megabyte, which is not written where there is nothing in it.
        model: match decided.is_empty() {
            true => vec![],
            false => model.to_bytes(),
        },
        measured: serde_json::to_string(&Told {
            measured: measured.clone(),
            entry,
        })
        .map_err(|cause| model::Error::system("json", cause.to_string()))?,
    };
    // Where the library is only read, it is worked out again each time.
    if desk.store.shared().is_none() {
        desk.store
            .local(|db| store::comment::keep_learned(db, &kept))?;
    }
    Ok(measured)
}

fn view(measured: &learn::Measured) -> LearnedView {
    LearnedView {
        seen: measured.seen,
        published: measured.published,
        refused: measured.refused,
        trained_on: measured.trained_on,
        held_out: measured.held_out,
        precision: measured.held.precision(),
        recall: measured.held.recall(),
        held: measured.held,
        thresholds: measured.thresholds.clone(),
        silent: learn::silent(measured),
    }
}
