//! Sealing a key, and what follows from it. A key that lay open can have been copied, so sealing makes a new one: the old
//! one's private half is deleted, and what it signed stays valid. So does taking the passphrase off.

use super::{Passphrase, Secret, envelope::Envelope, open::unlock, sealed};
use crate::{
    Act, Desk, Hand,
    hand::{find_person, name_of},
};
use model::{
    Error, KeyId, PersonId, Result,
    event::{Event, Renewed},
    person::{Person, Role},
};
use serde::Deserialize;
use store::{Txn, signer};
use zeroize::Zeroizing;

/// The passphrase, and whose key where that is said: one's own.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Seal {
    #[ts(type = "string")]
    pub passphrase: Passphrase,
    #[ts(optional)]
    pub person: Option<String>,
}

/// Seals one's own signature: makes a new key that opens with the passphrase alone.
///
/// # Errors
/// `not-yours`, `sealed-already`, `short-passphrase`; system errors.
pub fn seal(desk: &Desk, hand: &Hand, ask: Seal) -> Result<Act> {
    let free = |db: &store::Db| {
        let me = mine(db, hand, ask.person.as_deref())?;
        match store::person::key(db, Some(me.id))?.sealed {
            true => Err(
                Error::refused("sealed-already", "Your signature is sealed already.")
                    .hint("You can change its passphrase."),
            ),
            false => Ok(me),
        }
    };
    desk.store.read(free)?;
    ask.passphrase.must_do()?;
    let secret = Zeroizing::new(hand.ids.secret());
    let envelope = Envelope::seal(&ask.passphrase, &secret, hand.ids)?;
    let (me, key) = desk.act(hand, |txn| {
        let me = free(txn)?;
        let key = replace(txn, me.id, &secret, Some(&envelope), None)?;
        Ok((me, key))
    })?;
    desk.keys.hold(me.id, key, secret, hand.now);
    Ok(desk.swept("Sealed your signature"))
}

/// The passphrase that it opens with.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Unseal {
    #[ts(type = "string")]
    pub passphrase: Passphrase,
    #[ts(optional)]
    pub person: Option<String>,
}

/// Takes the passphrase off one's own signature: makes a new key that needs none.
///
/// # Errors
/// `not-yours`, `not-sealed`, and as [`open`](super::open); system errors.
pub fn unseal(desk: &Desk, hand: &Hand, ask: Unseal) -> Result<Act> {
    let me = desk.store.read(|db| guarded(db, hand, &ask.person))?;
    unlock(desk, hand, &me, &ask.passphrase)?;
    let secret = Zeroizing::new(hand.ids.secret());
    desk.act(hand, |txn| {
        guarded(txn, hand, &ask.person)?;
        replace(txn, me.id, &secret, None, None)
    })?;
    desk.keys.forget(me.id);
    Ok(desk.swept("Took the passphrase off your signature"))
}

/// The passphrase as it is, and as it shall be.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Change {
    #[ts(type = "string")]
    pub passphrase: Passphrase,
    #[ts(type = "string")]
    pub new: Passphrase,
    #[ts(optional)]
    pub person: Option<String>,
}

/// Changes the passphrase of one's own signature: makes a new key that opens with the new one. A copy of the library holds
/// the key before, which opens with the passphrase before; here that signs nothing any more.
///
/// # Errors
/// `not-yours`, `not-sealed`, `short-passphrase`, `changed-meanwhile`, and as [`open`](super::open); system errors.
pub fn change(desk: &Desk, hand: &Hand, ask: Change) -> Result<Act> {
    let me = desk.store.read(|db| guarded(db, hand, &ask.person))?;
    ask.new.must_do()?;
    let opened = unlock(desk, hand, &me, &ask.passphrase)?;
    let secret = Zeroizing::new(hand.ids.secret());
    let envelope = Envelope::seal(&ask.new, &secret, hand.ids)?;
    let key = desk.act(hand, |txn| {
        if store::person::key(txn, Some(me.id))?.id != opened.id {
            return Err(
                Error::refused("changed-meanwhile", "Your key was replaced meanwhile.")
                    .hint("Try again."),
            );
        }
        replace(txn, me.id, &secret, Some(&envelope), None)
    })?;
    desk.keys.hold(me.id, key, secret, hand.now);
    Ok(desk.swept("Changed your passphrase; you have a new key"))
}

/// Whose.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Renew {
    pub person: String,
}

/// Makes a new key, without a passphrase, for someone who lost theirs. Where an admin is sealed, only a sealed one does. The
/// only admin may do so for themselves without their passphrase, since nobody else could. The new key says who made it, and
/// so does each that follows from it.
///
/// # Errors
/// `wrong-role`, `no-such-person`, `sealed`, `not-sealed`; system errors.
pub fn renew(desk: &Desk, hand: &Hand, ask: Renew) -> Result<Act> {
    let lost = |db: &store::Db, whom: &Person| -> Result<bool> {
        let mut others = store::person::list(db)?.into_iter();
        let another = others.any(|person| person.id != whom.id && person.holds(&[Role::Admin]));
        Ok(!another && hand.actor == Some(whom.id))
    };
    let alone = desk.store.read(|db| {
        hand.must(db, &[Role::Admin])?;
        lost(db, &find_person(db, &ask.person)?)
    })?;
    if !alone {
        desk.admit(hand)?;
    }
    let secret = Zeroizing::new(hand.ids.secret());
    let whom = desk.step(hand, |txn| {
        let me = hand.must(txn, &[Role::Admin])?;
        let whom = find_person(txn, &ask.person)?;
        let shown = desk.shows(txn, &me)?;
        if !shown && !lost(txn, &whom)? {
            sealed_admins(txn, &me)?;
        }
        let own = whom.id == me.id;
        let proven = own && (shown || !store::person::key(txn, Some(me.id))?.sealed);
        let renewed = (!proven).then_some(Renewed {
            by: me.id,
            sealed: shown,
        });
        replace(txn, whom.id, &secret, None, renewed)?;
        let mut signer = signer::get(txn, whom.id)?;
        signer.renewed = !own;
        signer::put(txn, whom.id, signer)?;
        Ok(whom)
    })?;
    desk.keys.forget(whom.id);
    Ok(desk.swept(&format!("Made a new key for {}", whom.name)))
}

/// Refuses `me`, who did not show by a passphrase that it is them, where an admin is sealed.
pub(super) fn sealed_admins(db: &store::Db, me: &Person) -> Result<()> {
    let is_sealed = |person: &Person| {
        store::person::key(db, Some(person.id))
            .map(|key| person.holds(&[Role::Admin]) && key.sealed)
    };
    if is_sealed(me)? {
        return Err(sealed(&me.name));
    }
    for admin in store::person::list(db)? {
        if is_sealed(&admin)? {
            return Err(Error::refused(
                "not-sealed",
                "Only an admin who has sealed their own signature makes a new key here.",
            )
            .hint(format!("Seal yours first, or ask {}.", admin.name)));
        }
    }
    Ok(())
}

/// Whoever acts, where that is who is named.
fn mine(db: &store::Db, hand: &Hand, named: Option<&str>) -> Result<Person> {
    let me = hand.me(db)?;
    if let Some(named) = named {
        let other = find_person(db, named)?;
        if other.id != me.id {
            return Err(Error::refused(
                "not-yours",
                format!("Only {} can do that with their own signature.", other.name),
            )
            .hint("An admin can make a new key for them."));
        }
    }
    Ok(me)
}

/// The same, where their key is sealed.
fn guarded(db: &store::Db, hand: &Hand, named: &Option<String>) -> Result<Person> {
    let me = mine(db, hand, named.as_deref())?;
    if store::person::key(db, Some(me.id))?.sealed {
        return Ok(me);
    }
    Err(Error::refused("not-sealed", "Your signature has no passphrase.").hint("Seal it with one."))
}

/// Another key for `person`, sealed or not; the one before can sign nothing any more. It says who made it anew; where that
/// is nobody, who made the one that it follows from.
pub(super) fn replace(
    txn: &Txn,
    person: PersonId,
    secret: &Secret,
    sealed: Option<&Envelope>,
    renewed: Option<Renewed>,
) -> Result<KeyId> {
    let was = store::person::key(txn, Some(person))?;
    let key = KeyId(txn.id());
    signer::retire(txn, was.id)?;
    match sealed {
        Some(envelope) => signer::keep_sealed(txn, key, &envelope.kept()?)?,
        None => store::person::keep_secret(txn, key, secret)?,
    }
    let mut signer = signer::get(txn, person)?;
    (signer.wrong, signer.renewed) = (0, false);
    signer::put(txn, person, signer)?;
    txn.append(Event::KeyMade {
        key,
        person: Some(person),
        public: press::statement::public(secret),
        sealed: sealed.is_some(),
        was: Some(was.id),
        renewed: renewed.or(was.renewed),
        signed: None,
    })?;
    Ok(key)
}

/// How often it is tried to empty the write-ahead file, while one waits.
const TRIES: u32 = 10;

impl Desk {
    /// Says what was done, once the rows that were deleted are gone from the library's files too, and where they are not. It is done
    /// whatever becomes of those.
    pub(super) fn swept(&self, words: &str) -> Act {
        let mut words = words.to_owned();
        words.push_str(match self.store.sweep(TRIES) {
            Ok(true) => "",
            Ok(false) => {
                ". The key before leaves the library’s file as soon as no other Copydesk reads it"
            }
            Err(_) => {
                ". The key before is still in the library’s file, which could not be written on: it leaves it when the library is \
                 opened next, with room on the disk"
            }
        });
        if !store::journal::left(self.dir()).is_ok_and(|left| left.is_empty()) {
            words.push_str(&format!(
                ". {}, beside the library, may still hold the key before: delete it once you need it no more",
                store::journal::BEFORE
            ));
        }
        Act { words, undo: false }
    }
}

/// Whose key was replaced, in words; none for a first one, which goes without saying.
pub(crate) fn words(db: &store::Db, event: &Event) -> Option<String> {
    match event {
        Event::KeyRevoked { key, reason } => {
            let key = store::person::key_by_id(db, *key).ok()?;
            let people = store::person::list(db).ok()?;
            let whose = key.person.map_or_else(
                || "the newsroom".to_owned(),
                |person| name_of(&people, person),
            );
            return Some(format!("revoked a key of {whose}: {reason}"));
        }
        Event::KeyMade {
            person: None,
            was: Some(_),
            ..
        } => return Some("made a new key for the newsroom".to_owned()),
        _ => {}
    }
    let Event::KeyMade {
        person: Some(person),
        sealed,
        was: Some(was),
        renewed,
        ..
    } = event
    else {
        return None;
    };
    let people = store::person::list(db).ok()?;
    let name = name_of(&people, *person);
    if !sealed {
        return Some(format!("made a new key for {name}, without a passphrase"));
    }
    if store::person::key_by_id(db, *was).ok()?.sealed {
        return Some(format!("changed the passphrase of {name}"));
    }
    let anew = renewed.map(|renewed| {
        let by = name_of(&people, renewed.by);
        format!(", whose key {by} had made anew")
    });
    Some(format!(
        "sealed the signature of {name}{}",
        anew.unwrap_or_default()
    ))
}
