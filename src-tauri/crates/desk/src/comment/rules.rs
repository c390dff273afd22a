//! The rules for comments: shown, tried on what came in last, set.

use super::{
    judge::{self, Bench, rules},
    pipeline,
    shown::{plainly, sender},
};
use crate::{Act, Desk, Hand, RuleChange, RuleCount, RuleExample, RulesTried, RulesView};
use model::{
    Error, OpId, Result,
    comment::{CommentState, Rules},
    event::Event,
    person::Role,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::comment::Filter;

/// How many comments a trial looks at.
const TRIED: u32 = 10_000;
/// How many of those that would be otherwise are shown.
const EXAMPLES: usize = 50;
/// How many are looked at between two looks at whether to go on.
const AT_ONCE: u32 = 100;
/// Longest rules, in bytes.
const LONGEST: usize = 2 << 20;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct ShowRules {}

/// The rules as they are set, and the usual ones.
///
/// # Errors
/// System errors.
pub fn show_rules(desk: &Desk, _: &Hand, _: ShowRules) -> Result<RulesView> {
    desk.store.read(|db| {
        let set = store::comment::rules(db)?;
        Ok(RulesView {
            set: set.is_some(),
            rules: set.map_or_else(pipeline::usual, |(_, rules)| rules),
            usual: pipeline::usual(),
        })
    })
}

/// Which rules; those that are set without any.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct TryRules {
    pub rules: Option<Rules>,
    pub limit: Option<u32>,
}

/// What rules would do with the newest comments, beside what the rules do that are set, and what people decided. Nothing
/// changes by it.
///
/// # Errors
/// `wrong-role`, `bad-rules`, `cancelled`; system errors.
pub fn try_rules(desk: &Desk, hand: &Hand, ask: TryRules) -> Result<RulesTried> {
    desk.store.read(|db| {
        hand.must(db, &[Role::Moderator])?;
        let now = rules(db)?;
        let mut then = ask.rules.clone().unwrap_or_else(|| now.clone());
        sane(&mut then)?;
        let (now, then) = (Bench::new(db, &now, None)?, Bench::new(db, &then, None)?);
        let most = ask.limit.unwrap_or(TRIED).clamp(1, TRIED);
        let newest = Filter {
            newest: true,
            ..Filter::default()
        };
        let mut trial = Trial::default();
        let mut after: Option<(String, String)> = None;
        while trial.looked < most {
            if !hand.progress.step(trial.looked.into(), most.into()) {
                return Err(Error::refused(
                    "cancelled",
                    "Cancelled; nothing was changed.",
                ));
            }
            let key = after.as_ref().map(|(at, id)| (at.as_str(), id.as_str()));
            let page = store::comment::list(db, &newest, key, AT_ONCE.min(most - trial.looked))?;
            let Some(last) = page.last() else { break };
            after = Some((last.created.to_string(), last.id.to_string()));
            for comment in page {
                trial.looked += 1;
                if !comment.newsroom {
                    trial.look(
                        &comment,
                        now.judge(db, &comment)?,
                        then.judge(db, &comment)?,
                    );
                }
            }
        }
        hand.progress.step(most.into(), most.into());
        Ok(trial.told())
    })
}

/// What a trial saw so far.
#[derive(Default)]
struct Trial {
    looked: u32,
    moves: BTreeMap<(CommentState, CommentState), u32>,
    codes: BTreeMap<String, (u32, u32)>,
    /// Of those that people decided: how many, how many of them each set of rules would have let stand the same, and how
    /// many each would have left to a person.
    decided: u32,
    agree: (u32, u32),
    left: (u32, u32),
    examples: Vec<RuleExample>,
}

impl Trial {
    fn look(
        &mut self,
        comment: &store::comment::Comment,
        now: model::comment::Judgement,
        then: model::comment::Judgement,
    ) {
        *self.moves.entry((now.state, then.state)).or_default() += 1;
        let mut seen: Vec<&str> = vec![];
        for finding in &now.findings {
            if !seen.contains(&finding.code.as_str()) {
                seen.push(&finding.code);
                self.codes.entry(finding.code.clone()).or_default().0 += 1;
            }
        }
        seen.clear();
        for finding in &then.findings {
            if !seen.contains(&finding.code.as_str()) {
                seen.push(&finding.code);
                self.codes.entry(finding.code.clone()).or_default().1 += 1;
            }
        }
        if comment.decided_by.is_some() && comment.state != CommentState::Held {
            let refused = comment.state != CommentState::Published;
            let left = |state| state == CommentState::Pending;
            let agrees = |state| !left(state) && (state != CommentState::Published) == refused;
            self.decided += 1;
            self.agree.0 += u32::from(agrees(now.state));
            self.agree.1 += u32::from(agrees(then.state));
            self.left.0 += u32::from(left(now.state));
            self.left.1 += u32::from(left(then.state));
        }
        if now.state != then.state && self.examples.len() < EXAMPLES {
            self.examples.push(RuleExample {
                comment: comment.id.to_string(),
                author: sender(&comment.author),
                body: plainly(&comment.body.chars().take(200).collect::<String>()),
                now: now.state,
                then: then.state,
                found: then.findings.into_iter().map(|one| one.code).collect(),
                stands: comment.state,
            });
        }
    }

    fn told(self) -> RulesTried {
        let changed = self
            .moves
            .iter()
            .filter(|((now, then), _)| now != then)
            .map(|(_, n)| n)
            .sum();
        RulesTried {
            looked: self.looked,
            changed,
            moves: self
                .moves
                .into_iter()
                .map(|((now, then), n)| RuleChange { now, then, n })
                .collect(),
            codes: self
                .codes
                .into_iter()
                .map(|(code, (now, then))| RuleCount { code, now, then })
                .collect(),
            decided: self.decided,
            agrees_now: self.agree.0,
            agrees_then: self.agree.1,
            left_now: self.left.0,
            left_then: self.left.1,
            examples: self.examples,
        }
    }
}

/// The rules that shall hold; the usual ones without any. `waiting` has them judge what waits already.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SetRules {
    pub rules: Option<Rules>,
    #[ts(as = "Option<bool>")]
    pub waiting: bool,
}

/// Sets the rules for what comes in from now on.
///
/// # Errors
/// `wrong-role`, `bad-rules`, `cancelled`; system errors.
pub fn set_rules(desk: &Desk, hand: &Hand, ask: SetRules) -> Result<Act> {
    let op = OpId(hand.ids.id());
    let mut wanted = ask.rules.clone().unwrap_or_else(pipeline::usual);
    sane(&mut wanted)?;
    let changed = desk.part(hand, op, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let was = match store::comment::rules(txn)? {
            Some((was, _)) => was,
            // So that undo comes back to the usual ones.
            None => txn.keep(&model::canonical(&pipeline::usual())?, true)?,
        };
        let rules = txn.keep(&model::canonical(&wanted)?, true)?;
        if rules == was {
            return Ok(false);
        }
        txn.append(Event::RulesSet {
            rules,
            was: Some(was),
        })?;
        Ok(true)
    })?;
    let mut judged = 0_u64;
    if ask.waiting {
        let filter = Filter {
            state: Some(CommentState::Pending),
            ..Filter::default()
        };
        let mut waiting = vec![];
        desk.store.read(|db| {
            waiting = store::comment::ids(db, &filter, None, u32::MAX)?;
            Ok(())
        })?;
        let ids: Vec<_> = waiting.into_iter().map(|(id, _)| id).collect();
        judged = judge::in_parts(desk, hand, op, &ids)?;
    }
    let words = match (changed, judged) {
        (false, 0) => "The rules are so already".to_owned(),
        (_, 0) => "Changed the rules".to_owned(),
        (_, n) => format!(
            "Changed the rules; they judged {} that waited",
            crate::words::grouped(n)
        ),
    };
    Ok(Act {
        words,
        undo: changed || judged > 0,
    })
}

/// Refuses rules that could do nothing or never end; tidies the lists.
fn sane(rules: &mut Rules) -> Result<()> {
    let bad = |message: String| Err(Error::usage("bad-rules", message));
    let says = [
        rules.banned,
        rules.suspect,
        rules.first,
        rules.personal,
        rules.bans,
        rules.links.bad_domain,
    ];
    if says.contains(&Some(CommentState::Pending)) {
        return bad("A rule says published, held, rejected or spam.".into());
    }
    let shares = [
        ("record.hold-share", rules.record.hold_share),
        ("shouting.share", rules.shouting.share),
        ("learned.hold-from", rules.learned.hold_from),
    ];
    if let Some((name, _)) = shares.iter().find(|(_, share)| *share > 100) {
        return bad(format!("{name} is a share: at most 100."));
    }
    let days = [
        ("repeats.days", rules.repeats.days, 3660),
        ("floods.minutes", rules.floods.minutes, 10_080),
    ];
    if let Some((name, _, most)) = days.iter().find(|(_, value, most)| value > most) {
        return bad(format!("{name} is at most {most}."));
    }
    let mut names = std::collections::BTreeSet::new();
    for list in &mut rules.lists {
        list.name = super::text::one_line(&list.name);
        if list.name.is_empty() || !names.insert(list.name.to_lowercase()) {
            return bad("Each list of words needs a name of its own.".into());
        }
        if !list.language.is_empty() && !model::article::language_tag(&list.language) {
            return bad(format!("The language of “{}” is not known.", list.name));
        }
        for word in &mut list.words {
            *word = super::text::one_line(word);
        }
        list.words
            .retain(|word| !word.trim_end_matches('*').trim().is_empty());
    }
    if model::canonical(rules)?.len() > LONGEST {
        return bad("The lists are too long: at most 2 MB.".into());
    }
    Ok(())
}
