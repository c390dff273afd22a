//! Which checks there are, and what each weighs in this library.

use super::{ALL, Kind};
use crate::{CheckKind, Desk, Hand};
use model::{
    Error, Result,
    settings::{Settings, Weight},
};
use serde::Deserialize;
use store::Db;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Kinds {}

/// Every check, with what its alarms weigh.
///
/// # Errors
/// System errors.
pub fn kinds(desk: &Desk, _: &Hand, _: Kinds) -> Result<Vec<CheckKind>> {
    let settings = desk.store.read(store::person::settings)?;
    let kinds = ALL.iter().map(|kind| CheckKind {
        code: kind.code.into(),
        name: kind.name.into(),
        weight: kind.weight(&settings),
        usual: kind.usual,
        guess: !kind.certain,
    });
    Ok(kinds.collect())
}

impl Kind {
    /// What its alarms weigh. A guess never blocks, whatever was set before it was one.
    pub(super) fn weight(&self, settings: &Settings) -> Weight {
        match settings.checks.get(self.code) {
            Some(Weight::Block) if !self.certain => Weight::Warn,
            Some(set) => *set,
            None => self.usual,
        }
    }
}

/// What the alarms of a check weigh here.
///
/// # Errors
/// `no-such-check`; system errors.
pub(crate) fn weighs(db: &Db, code: &str) -> Result<Weight> {
    Ok(kind(code)?.weight(&store::person::settings(db)?))
}

/// The check of this code.
pub(super) fn kind(code: &str) -> Result<&'static Kind> {
    ALL.iter().find(|kind| kind.code == code).ok_or_else(|| {
        Error::usage("no-such-check", format!("There is no check “{code}”."))
            .hint("`copydesk library checks` lists them.")
    })
}

/// Refuses a check that no stage may ask for: there is none such, or it is a guess.
///
/// # Errors
/// `no-such-check`, `only-a-guess`.
pub(crate) fn may_hold(code: &str) -> Result<()> {
    let kind = kind(code)?;
    if kind.certain {
        return Ok(());
    }
    Err(Error::refused(
        "only-a-guess",
        format!("“{}” is a guess, and can hold up no stage.", kind.name),
    )
    .hint("It warns as it is; `copydesk library checks` says which are guesses."))
}

/// Refuses weights of checks that there are not, and a guess that should block; leaves out what is as usual.
///
/// # Errors
/// `no-such-check`, `only-a-guess`.
pub(crate) fn sane(settings: &mut Settings) -> Result<()> {
    for (code, weight) in &settings.checks {
        let kind = kind(code)?;
        if !kind.certain && *weight == Weight::Block {
            return Err(Error::refused(
                "only-a-guess",
                format!("“{}” is a guess, and can only warn.", kind.name),
            )
            .hint("Set it to warn or off."));
        }
    }
    settings
        .checks
        .retain(|code, weight| kind(code).is_ok_and(|kind| kind.usual != *weight));
    Ok(())
}
