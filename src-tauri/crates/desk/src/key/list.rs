//! Whose key is sealed, and what there is to tell of one's own.

use super::open::seconds_left;
use crate::{Desk, Hand, KeyView, hand::name_of};
use model::{Result, bundle::Renewer};
use serde::Deserialize;
use store::signer;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Everyone's key, by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, hand: &Hand, _: List) -> Result<Vec<KeyView>> {
    desk.store.read(|db| {
        let minutes = store::person::settings(db)?.forget_after;
        desk.keys.forget_idle(hand.now, minutes);
        let people = store::person::list(db)?;
        let keys = people.iter().map(|person| {
            let key = store::person::key(db, Some(person.id))?;
            let signer = signer::get(db, person.id)?;
            Ok(KeyView {
                open: !key.sealed || desk.keys.secret(person.id, key.id).is_some(),
                sealed: key.sealed,
                made: key.made,
                later: signer.later,
                renewed: signer.renewed,
                wait: seconds_left(signer, hand.now),
                renewed_by: key.renewed.map(|renewed| Renewer {
                    person: renewed.by,
                    name: name_of(&people, renewed.by),
                    sealed: renewed.sealed,
                }),
                person: person.id.to_string(),
                name: person.name.clone(),
            })
        });
        keys.collect()
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Later {}

/// Leaves the offer to seal one's signature for later, or puts away the word that there is a new key.
///
/// # Errors
/// `no-person`; system errors.
pub fn later(desk: &Desk, hand: &Hand, _: Later) -> Result<()> {
    desk.store.local(|db| {
        let me = hand.me(db)?;
        let mut signer = signer::get(db, me.id)?;
        (signer.later, signer.renewed) = (true, false);
        signer::put(db, me.id, signer)
    })
}
