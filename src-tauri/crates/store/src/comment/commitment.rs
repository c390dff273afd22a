//! What the journal holds of commenters' private rows: a hash over each, which tells nothing without the row's salt. So a row
//! that was damaged is found, and the journal still says nothing of anyone.

use super::{Commenter, commenters, kept};
use crate::{Db, error::sql};
use model::{
    CommenterId, Hash, Result, Time,
    bundle::Fault,
    event::{Entry, Event},
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

impl Commenter {
    /// What the journal says of this row: the SHA-256 of salt, name, e-mail and site.
    ///
    /// # Errors
    /// `internal`, where it has no form in JSON, which no row lacks.
    pub fn commitment(&self) -> Result<String> {
        Ok(self.hash(true)?.to_string())
    }

    /// The same; without the site as the first programs wrote it, which kept none.
    fn hash(&self, site: bool) -> Result<Hash> {
        let mut said = vec![
            self.salt.as_str(),
            &self.name,
            self.email.as_deref().unwrap_or_default(),
        ];
        if site {
            said.push(self.site.as_deref().unwrap_or_default());
        }
        Ok(Hash::of(&model::canonical(&said)?))
    }

    /// Whether there is something to hold it against: its salt goes when something private of it is erased.
    fn is_salted(&self) -> bool {
        !["", "-"].contains(&self.salt.as_str())
    }
}

/// A row that nothing in the journal has spoken for yet.
struct Open {
    hashes: [Option<Hash>; 2],
    /// When something of theirs came in last.
    seen: Option<Time>,
    /// Whether something of theirs came in just then.
    came: bool,
}

/// Of a comment as it came in, what is read here.
#[derive(Deserialize)]
struct Came {
    commenter: CommenterId,
    commitment: String,
}

/// The commenters whose rows are not what the journal holds a hash of: by their ids as the rows say them. `seen` is told of each
/// entry that was looked at, and may stop it.
///
/// # Errors
/// What `seen` returns; what the journal or a text of it can't be read for; system errors.
pub(crate) fn damaged(db: &Db, seen: &dyn Fn() -> Result<()>) -> Result<Vec<String>> {
    let (mut open, mut damaged) = (HashMap::new(), vec![]);
    commenters(db, |id, row| {
        if row.is_salted() {
            let early = row.site.is_none().then(|| row.hash(false)).transpose()?;
            let one = Open {
                hashes: [Some(row.hash(true)?), early],
                seen: row.seen.parse().ok(),
                came: false,
            };
            match id.parse::<CommenterId>() {
                Ok(id) => drop(open.insert(id, one)),
                Err(_) => damaged.push(id.to_owned()),
            }
        }
        Ok(())
    })?;
    let mut banned = HashSet::new();
    let mut asked = db
        .conn
        .prepare("SELECT bytes FROM journal WHERE kind IN ('comments-taken', 'commenter-banned') ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        seen()?;
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        let Entry { at, event, .. } = Entry::from_bytes(&bytes)?;
        match event {
            Event::CommentsTaken { records, .. } => {
                speak(&mut open, at, &db.blob(kept(db, records)?)?)?;
            }
            Event::CommenterBanned { commenter, .. } => drop(banned.insert(commenter)),
            _ => {}
        }
    }
    // Programs before this one gave whoever was banned their e-mail back with a salt that the journal knows nothing of, where
    // they came again under another name: of those nothing came in when they were seen last.
    open.retain(|id, one| one.came || !banned.contains(id));
    damaged.extend(open.into_keys().map(|id| id.to_string()));
    damaged.sort_unstable();
    Ok(damaged)
}

/// Takes out of `open` whoever a text of the journal speaks for.
fn speak(open: &mut HashMap<CommenterId, Open>, at: Time, text: &[u8]) -> Result<()> {
    for came in serde_json::from_slice::<Vec<Came>>(text).map_err(super::taken::unread)? {
        let Some(one) = open.get_mut(&came.commenter) else {
            continue;
        };
        one.came |= one.seen == Some(at);
        let said: Option<Hash> = came.commitment.parse().ok();
        if said.is_some() && one.hashes.contains(&said) {
            open.remove(&came.commenter);
        }
    }
    Ok(())
}

/// Every commenter's private row that is damaged, as a check tells it.
///
/// # Errors
/// As [`damaged`].
pub(crate) fn faults(db: &Db, seen: &dyn Fn() -> Result<()>) -> Result<Vec<Fault>> {
    let told = |id| {
        Fault {
        path: format!("l_commenter/{id}"),
        kind: "local".into(),
        detail: "Who sent comments under this number is not who the journal holds a hash of: their name, e-mail or site is damaged."
            .into(),
    }
    };
    Ok(damaged(db, seen)?.into_iter().map(told).collect())
}

/// Takes the salts from rows that are damaged, as when something of them was erased: a repair told of them, and nobody is told
/// the same at every check from then on.
///
/// # Errors
/// System errors.
pub(crate) fn let_be(db: &Db, damaged: &[String]) -> Result<()> {
    for id in damaged {
        db.conn
            .prepare_cached(
                "UPDATE l_commenter SET salt = iif(email IS NULL, '-', '') WHERE id = ?1",
            )
            .map_err(sql)?
            .execute([id])
            .map_err(sql)?;
    }
    Ok(())
}
