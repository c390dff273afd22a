//! The library's settings, people and counts.

use crate::{Act, Desk, Hand, LibraryView, article, check, person, workflow};
use model::{
    Error, Result,
    article::{Status, web_address},
    comment::REASONS,
    event::Event,
    person::Role,
    settings::{Settings, Weight},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::Txn;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Show {}

/// The library: settings, people, counts, the newsroom's public key.
///
/// # Errors
/// System errors.
pub fn show(desk: &Desk, hand: &Hand, _: Show) -> Result<LibraryView> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let (articles, review) = store::article::counts(db)?;
        let settings = store::person::settings(db)?;
        let today = hand.now.day(&settings.time_zone);
        let count = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(LibraryView {
            path: desk.dir().display().to_string(),
            settings,
            me: hand
                .actor
                .and_then(|actor| people.iter().find(|person| person.id == actor).cloned()),
            review: count(review),
            again: count(store::article::to_look_at_again(db, today)?),
            pending: count(store::comment::waiting(db, None)?),
            articles: count(articles),
            newsroom_key: crate::export::newsroom_public(db)?.file(),
            version: env!("CARGO_PKG_VERSION").into(),
            reasons: REASONS.map(str::to_owned).to_vec(),
            sections: store::article::section_names(db)?,
            shared: super::synced::view(desk),
            backup_trouble: super::backups::trouble(&store::library::backing_up(db)?),
            people,
        })
    })
}

/// What shall be otherwise; what is not named stays as it is, whoever has changed it meanwhile.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SettingsChange {
    pub name: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub four_eyes: Option<bool>,
    pub base_url: Option<String>,
    pub comment_address: Option<String>,
    pub forget_after: Option<u32>,
    pub keep_private_days: Option<u32>,
    pub keep_backup_days: Option<u32>,
    /// The checks that shall weigh something else, by their codes.
    #[ts(optional, as = "Option<BTreeMap<String, Weight>>")]
    pub checks: BTreeMap<String, Weight>,
}

impl SettingsChange {
    fn apply(self, to: &mut Settings) {
        fn put<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        put(&mut to.name, self.name.as_deref().map(person::cleaned));
        put(&mut to.language, self.language);
        put(&mut to.time_zone, self.time_zone);
        put(&mut to.four_eyes, self.four_eyes);
        put(&mut to.base_url, self.base_url);
        put(&mut to.comment_address, self.comment_address);
        put(&mut to.forget_after, self.forget_after);
        put(&mut to.keep_private_days, self.keep_private_days);
        put(&mut to.keep_backup_days, self.keep_backup_days);
        to.checks.extend(self.checks);
    }
}

/// Which settings shall be otherwise.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Set {
    pub settings: SettingsChange,
}

/// Changes settings.
///
/// # Errors
/// `wrong-role`, `bad-setting`, `no-such-check`, `only-a-guess`; system errors.
pub fn set(desk: &Desk, hand: &Hand, ask: Set) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        let was = store::person::settings(txn)?;
        let mut settings = was.clone();
        ask.settings.clone().apply(&mut settings);
        sane(&settings)?;
        check::sane(&mut settings)?;
        workflow::sane(txn, &settings)?;
        if was == settings {
            return Ok(Act {
                words: "The settings are already so".into(),
                undo: false,
            });
        }
        let four_eyes = was.four_eyes != settings.four_eyes;
        txn.append(Event::SettingsSet {
            settings,
            was: Some(was),
        })?;
        if four_eyes {
            approvals_follow(txn)?;
        }
        Ok(Act {
            words: "Changed the settings".into(),
            undo: true,
        })
    })
}

/// How many eyes an approval needs has changed: what stands approved by the new rule is, and what does not is in
/// review again. What is live stays so.
pub(super) fn approvals_follow(txn: &Txn) -> Result<()> {
    let mut changed = vec![];
    store::article::each(txn, |row| {
        if !matches!(row.status, Status::Approved | Status::InReview) {
            return Ok(());
        }
        let status = article::reckoned(txn, &row, (row.head, row.status), None)?;
        if status != row.status {
            changed.push((row.id, row.status, status));
        }
        Ok(())
    })?;
    changed.into_iter().try_for_each(|(article, was, status)| {
        txn.append(Event::StatusSet {
            article,
            status,
            was,
            because: "four-eyes".into(),
        })
    })
}

/// For how many days what is private, or a backup, is kept at most.
pub(crate) const MOST_DAYS: u32 = 3660;

/// They are kept for more days than can be.
pub(crate) fn too_many_days() -> Error {
    Error::usage("bad-setting", "That is longer than ten years.")
        .hint("Write it in days; 0 is for ever.")
}

/// Refuses settings that would make pages or addresses that can't be.
pub(crate) fn sane(settings: &Settings) -> Result<()> {
    let bad = |what: &str, hint: &str| Err(Error::usage("bad-setting", what).hint(hint));
    let name = person::cleaned(&settings.name);
    if name.is_empty() || name.chars().count() > person::LONGEST {
        return bad(
            "The newsroom needs a name of at most 200 letters.",
            "It is printed on every page.",
        );
    }
    if !settings.base_url.is_empty() {
        super::address::site(&settings.base_url)?;
    }
    if !settings.comment_address.is_empty() && !web_address(&settings.comment_address) {
        return bad(
            "The comment form’s address is no web address.",
            "Write it as https://example.org/comments.",
        );
    }
    if !(1..=24 * 60).contains(&settings.forget_after) {
        return bad(
            "A signature is forgotten after a minute at the soonest, and a day at the latest.",
            "Write it in minutes: 15 is usual.",
        );
    }
    if settings.keep_private_days > MOST_DAYS || settings.keep_backup_days > MOST_DAYS {
        return Err(too_many_days());
    }
    if !press::time_zone_known(&settings.time_zone) {
        return bad(
            "That time zone is not known.",
            "Write it as Europe/Stockholm or UTC.",
        );
    }
    if !model::article::language_tag(&settings.language) {
        return bad("That language is not known.", "Write it as en, de or fa.");
    }
    Ok(())
}
