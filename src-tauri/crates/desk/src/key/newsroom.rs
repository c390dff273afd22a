//! The newsroom's key: the one that signs bundles now, those before it, and keys that count no more.
//!
//! A new key is named by the one before it, whose private half then goes. A key that was revoked is replaced first, where it
//! was still in use, so that what signs is never a revoked one.

use super::seal::{replace, sealed_admins};
use crate::{Act, Desk, Hand, KeyringView, NewsroomKeyView, RevokedView, hand::find_person};
use model::{
    Error, KeyId, Result, Time,
    bundle::{ChainLink, Revoked},
    event::{Event, Renewed},
    person::Role,
    signed::Succession,
};
use press::{minisign::PublicKey, statement};
use serde::Deserialize;
use store::{Db, Txn, person::Key, signer};
use zeroize::Zeroizing;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Newsroom {}

/// The newsroom's keys, the present one first, and every revoked key of its people.
///
/// # Errors
/// System errors.
pub fn newsroom(desk: &Desk, _: &Hand, _: Newsroom) -> Result<KeyringView> {
    desk.store.read(|db| {
        let revoked = revoked(db)?;
        let (of_newsroom, of_people): (Vec<_>, Vec<_>) =
            revoked.iter().partition(|one| one.person.is_none());
        let mut keys = store::person::keys_of_newsroom(db)?;
        keys.reverse();
        let keys = keys.into_iter().enumerate().map(|(at, (key, named))| {
            let gone = of_newsroom.iter().find(|one| one.key == key.id);
            NewsroomKeyView {
                key: key.id.to_string(),
                short: short(&key.public),
                made: key.made,
                present: at == 0,
                named: named.is_some(),
                revoked: gone.map(|one| shown(one)),
                public: key.public,
            }
        });
        Ok(KeyringView {
            newsroom: keys.collect(),
            people: of_people.into_iter().map(shown).collect(),
        })
    })
}

/// What the newsroom signed with: its present key first, then those before it.
///
/// # Errors
/// System errors.
pub(crate) fn own(db: &Db) -> Result<Vec<PublicKey>> {
    let keys = store::person::keys_of_newsroom(db)?;
    let newest_first = keys.iter().rev();
    newest_first
        .map(|(key, _)| PublicKey::from_hex(&key.public))
        .collect()
}

fn short(public: &str) -> String {
    PublicKey::from_hex(public).map_or_else(|_| String::new(), |key| key.short())
}

fn shown(one: &Revoked) -> RevokedView {
    RevokedView {
        key: one.key.to_string(),
        name: one.name.clone(),
        short: short(&one.public),
        at: one.at.to_string(),
        reason: one.reason.clone(),
    }
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Rotate {}

/// Makes another key for the newsroom. The one before names it, and signs nothing any more.
///
/// # Errors
/// `wrong-role`, `no-secret`; system errors.
pub fn rotate(desk: &Desk, hand: &Hand, _: Rotate) -> Result<Act> {
    let secret = Zeroizing::new(hand.ids.secret());
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        another(txn, &secret)
    })?;
    Ok(desk.swept("Made a new key for the newsroom; the one before names it"))
}

/// Another key for the newsroom, named by the one before, whose private half goes.
fn another(txn: &Txn, secret: &Zeroizing<[u8; 32]>) -> Result<()> {
    let was = store::person::key(txn, None)?;
    let old = Zeroizing::new(store::person::secret(txn, was.id)?);
    let public = statement::public(secret);
    let says = Succession {
        from: was.public,
        to: public.clone(),
        at: txn.at(),
    };
    let signed = statement::succeed(&old, &says)?;
    let key = KeyId(txn.id());
    signer::retire(txn, was.id)?;
    store::person::keep_secret(txn, key, secret)?;
    txn.append(Event::KeyMade {
        key,
        person: None,
        public,
        sealed: false,
        was: Some(was.id),
        renewed: None,
        signed: Some(signed),
    })
}

/// Which key, and why: everyone who has a bundle can read it.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Revoke {
    /// Its id or a unique beginning of that, the name of whose present key it is, or `newsroom`.
    pub key: String,
    pub reason: String,
}

/// Says of a key that it counts no more for what it signs since. Where it is in use, another takes its place.
///
/// # Errors
/// `wrong-role`, `no-reason`, `no-such-key`, `ambiguous-key`, `revoked-already`, and as
/// [`renew`](super::renew); system errors.
pub fn revoke(desk: &Desk, hand: &Hand, ask: Revoke) -> Result<Act> {
    let reason = ask.reason.trim();
    let secret = Zeroizing::new(hand.ids.secret());
    let key = desk.act(hand, |txn| {
        let me = hand.must(txn, &[Role::Admin])?;
        if reason.is_empty() {
            return Err(Error::usage("no-reason", "Say why the key is revoked.")
                .hint("Everyone who verifies a bundle can read it."));
        }
        let key = find(txn, &ask.key)?;
        if store::person::revoked(txn)?
            .iter()
            .any(|one| one.key == key.id)
        {
            return Err(Error::refused(
                "revoked-already",
                "That key was revoked already.",
            ));
        }
        if store::person::key(txn, key.person)?.id == key.id {
            match key.person {
                None => another(txn, &secret)?,
                Some(person) => {
                    let proven = desk.shows(txn, &me)?;
                    if !proven {
                        sealed_admins(txn, &me)?;
                    }
                    let renewed = Renewed {
                        by: me.id,
                        sealed: proven,
                    };
                    replace(txn, person, &secret, None, Some(renewed))?;
                    let mut signer = signer::get(txn, person)?;
                    signer.renewed = person != me.id;
                    signer::put(txn, person, signer)?;
                }
            }
        }
        txn.append(Event::KeyRevoked {
            key: key.id,
            reason: reason.to_owned(),
        })?;
        Ok(key)
    })?;
    if let Some(person) = key.person {
        desk.keys.forget(person);
    }
    Ok(desk.swept("Revoked the key"))
}

/// The key that is meant.
fn find(db: &Db, named: &str) -> Result<Key> {
    let named = named.trim();
    if named.eq_ignore_ascii_case("newsroom") {
        if find_person(db, named).is_ok() {
            return Err(Error::usage(
                "ambiguous-key",
                "Somebody here is called “newsroom”, too.",
            )
            .hint("Name the person by their id, as `copydesk person list` has it, or the newsroom’s key by its own, as `copydesk key list` has it."));
        }
        return store::person::key(db, None);
    }
    let mut found = store::person::keys_beginning(db, named)?;
    if found.is_empty() {
        // As the window, a verification and the first column of the list name it; with the space or without.
        let digits = |text: &str| text.replace(' ', "");
        found = store::person::every_key(db)?;
        found.retain(|key| {
            let short = short(&key.public);
            !short.is_empty() && digits(&short).eq_ignore_ascii_case(&digits(named))
        });
    }
    match (found.pop(), found.pop()) {
        (Some(key), None) => Ok(key),
        (Some(_), Some(_)) => Err(Error::usage(
            "ambiguous-key",
            format!("More than one key begins with “{named}”."),
        )
        .hint("Give more of its id.")),
        (None, _) => match find_person(db, named) {
            Ok(person) => store::person::key(db, Some(person.id)),
            Err(_) => Err(
                Error::usage("no-such-key", format!("There is no key “{named}”."))
                    .hint("`copydesk key list` shows them all."),
            ),
        },
    }
}

/// The newsroom's keys before, each of which named the next, oldest first.
pub(crate) fn chain(db: &Db) -> Result<Vec<ChainLink>> {
    let keys = store::person::keys_of_newsroom(db)?;
    let links = keys.windows(2).filter_map(|two| {
        let [(was, _), (key, named)] = two else {
            return None;
        };
        let signature = named.clone()?;
        Some((was, key, signature))
    });
    links
        .map(|(was, key, signature)| {
            Ok(ChainLink {
                says: Succession {
                    from: was.public.clone(),
                    to: key.public.clone(),
                    at: key.made.parse()?,
                },
                signature,
            })
        })
        .collect()
}

/// Every key that was revoked, the first one first. What it signed before in this library stands, and so none is said to be revoked at
/// a moment that is before one of those: the clock may have been wrong at either.
pub(crate) fn revoked(db: &Db) -> Result<Vec<Revoked>> {
    let people = store::person::list(db)?;
    let newsroom = store::person::settings(db)?.name;
    let all = store::person::revoked(db)?.into_iter().map(|one| {
        let key = store::person::key_by_id(db, one.key)?;
        let signed = store::person::last_signed(db, one.key)?;
        let name = match key.person {
            None => newsroom.clone(),
            Some(person) => crate::hand::name_of(&people, person),
        };
        Ok(Revoked {
            key: one.key,
            person: key.person,
            name,
            public: key.public,
            at: signed.map_or(one.at, |last| one.at.max(Time(last.0 + 1))),
            reason: one.reason,
        })
    });
    all.collect()
}
