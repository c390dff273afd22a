//! People: added, changed, listed.

use crate::{Act, Desk, Hand, hand::find_person};
use model::{
    Error, KeyId, PersonId, Result,
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Txn;
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
    })
}

fn checked_name(txn: &Txn, name: &str, not: Option<PersonId>) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
        return Err(Error::usage(
            "no-name",
            "A person needs a name of at most 200 letters.",
        ));
    }
    let taken = |p: &Person| p.name.to_lowercase() == name.to_lowercase() && Some(p.id) != not;
    if store::person::list(txn)?.iter().any(taken) {
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
