//! People: added, changed, listed.

use crate::{Act, Desk, Hand, hand::find_person};
use markup::fold::{folded, unseen};
use model::{
    Error, KeyId, PersonId, Result,
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Db, Txn};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A new person.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Add {
    pub name: String,
    pub roles: Vec<Role>,
}

/// Adds a person, with a key of their own.
///
/// # Errors
/// `wrong-role`, `no-name`, `name-taken`, `no-role`; system errors.
pub fn add(desk: &Desk, hand: &Hand, ask: Add) -> Result<Person> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        make(txn, hand, &ask.name, ask.roles.iter().copied().collect())
    })
}

/// Adds a person and makes their key.
pub(crate) fn make(txn: &Txn, hand: &Hand, name: &str, roles: BTreeSet<Role>) -> Result<Person> {
    let name = checked_name(txn, name, None)?;
    if roles.is_empty() {
        return Err(Error::usage("no-role", "A person needs at least one role."));
    }
    let person = PersonId(txn.id());
    txn.append(Event::PersonSet {
        person,
        name: name.clone(),
        roles: roles.clone(),
        was: None,
    })?;
    make_key(txn, hand, Some(person))?;
    Ok(Person {
        id: person,
        name,
        roles,
    })
}

/// Makes a key for a person, or for the newsroom; its private half stays in local rows.
pub(crate) fn make_key(txn: &Txn, hand: &Hand, person: Option<PersonId>) -> Result<()> {
    let secret = Zeroizing::new(hand.ids.secret());
    let key = KeyId(txn.id());
    let public = press::statement::public(&secret);
    store::person::keep_secret(txn, key, &secret)?;
    txn.append(Event::KeyMade {
        key,
        person,
        public,
        sealed: false,
        was: None,
        renewed: None,
        signed: None,
    })
}

/// The joiners, which some scripts need within a word. Nobody sees them, so no two names differ by them alone.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Most letters of a name.
pub(crate) const LONGEST: usize = 200;

/// A name as it is kept: without what nobody sees, and in one form.
pub(crate) fn cleaned(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let seen = |c: &char| JOINERS.contains(c) || !unseen(*c);
        let word: String = word.nfc().filter(seen).collect();
        word.trim_matches(JOINERS).to_owned()
    });
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// What two names that are taken for each other have in common.
fn alike(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !unseen(*c)).collect();
    match folded(&seen) {
        // Of signs alone.
        words if words.is_empty() => seen.to_lowercase(),
        words => words,
    }
}

/// Whether nobody else is called so, or so nearly that they would be taken for each other.
///
/// # Errors
/// System errors.
pub(crate) fn name_free(db: &Db, name: &str, not: Option<PersonId>) -> Result<bool> {
    let wanted = alike(name);
    let people = store::person::list(db)?;
    let mut others = people.iter().filter(|person| Some(person.id) != not);
    Ok(others.all(|person| alike(&person.name) != wanted))
}

/// Whether a name could be an id, or the beginning of one.
fn reads_as_id(name: &str) -> bool {
    let mut hex = name.chars().filter(|c| *c != '-');
    name.len() >= 8
        && name.contains(|c: char| c.is_ascii_digit())
        && hex.all(|c| c.is_ascii_hexdigit())
}

fn checked_name(txn: &Txn, name: &str, not: Option<PersonId>) -> Result<String> {
    let name = cleaned(name);
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(Error::usage(
            "no-name",
            "A person needs a name of at most 200 letters.",
        ));
    }
    if reads_as_id(&name) {
        return Err(Error::usage(
            "no-name",
            "A name that reads like an id would be taken for one.",
        ));
    }
    if !name_free(txn, &name, not)? {
        return Err(
            Error::refused("name-taken", format!("{name} works here already."))
                .hint("Give them a name that tells them apart."),
        );
    }
    Ok(name)
}

/// What to change of a person.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Set {
    pub person: String,
    pub name: Option<String>,
    pub roles: Option<Vec<Role>>,
}

/// Changes a person's name or roles. The last admin stays one.
///
/// # Errors
/// `wrong-role`, `no-such-person`, `name-taken`, `last-admin`; system errors.
pub fn set(desk: &Desk, hand: &Hand, ask: Set) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        let person = find_person(txn, &ask.person)?;
        let name = match &ask.name {
            Some(name) => checked_name(txn, name, Some(person.id))?,
            None => person.name.clone(),
        };
        let roles = ask.roles.as_ref().map_or_else(
            || person.roles.clone(),
            |roles| roles.iter().copied().collect(),
        );
        let admins = store::person::list(txn)?
            .iter()
            .filter(|p| p.id != person.id && p.holds(&[Role::Admin]))
            .count();
        if admins == 0 && !roles.contains(&Role::Admin) {
            return Err(Error::refused("last-admin", "Someone must stay admin.")
                .hint("Make another person admin first."));
        }
        txn.append(Event::PersonSet {
            person: person.id,
            name: name.clone(),
            roles,
            was: Some((person.name, person.roles)),
        })?;
        Ok(Act {
            words: format!("Changed {name}"),
            undo: true,
        })
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Who works here, by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<Person>> {
    desk.store.read(store::person::list)
}
