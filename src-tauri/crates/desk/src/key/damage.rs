//! Whether the private halves of keys that lie here are still those that the journal knows the public halves of.

use super::envelope::Envelope;
use crate::hand::name_of;
use model::{KeyId, Result, bundle::Fault, person::Person};
use store::{Db, person::Key, signer};
use zeroize::Zeroizing;

/// A private half that is damaged.
struct Damaged {
    /// What its row says of which key it is.
    id: String,
    sealed: bool,
    /// That key, where there is such a one.
    key: Option<Key>,
    kept: Zeroizing<Vec<u8>>,
}

/// Every private half that is damaged, as a check tells it. Of a sealed one nobody knows the public half without its passphrase:
/// it is held against its own sum.
///
/// # Errors
/// System errors.
pub(crate) fn faults(db: &Db) -> Result<Vec<Fault>> {
    let people = store::person::list(db)?;
    let said = "is damaged, and signs nothing. A backup has it, or an admin makes a new one.";
    let all = damaged(db)?.into_iter();
    Ok(all.map(|one| one.told(said, &people)).collect())
}

fn damaged(db: &Db) -> Result<Vec<Damaged>> {
    let mut found = vec![];
    signer::halves(db, |id, sealed, kept| {
        let key = id.parse().ok().map(|id| store::person::key_by_id(db, id));
        let key = match key {
            Some(Ok(key)) => Some(key),
            Some(Err(error)) if error.code != "no-key" => return Err(error),
            _ => None,
        };
        if !key.as_ref().is_some_and(|key| is_its(key, sealed, kept)) {
            found.push(Damaged {
                id: id.to_owned(),
                sealed,
                key,
                kept: Zeroizing::new(kept.to_vec()),
            });
        }
        Ok(())
    })?;
    Ok(found)
}

/// What a repair did with private halves that are damaged.
#[derive(Default)]
pub(crate) struct Mended {
    /// Those that sign nothing any more, and are here no longer.
    pub lost: Vec<Fault>,
    /// Those of which one bit was turned, and is turned back.
    pub mended: Vec<Fault>,
}

/// Turns the one bit back that makes a private half what it should be. One for which there is none is deleted, since it signs
/// nothing; the file from before the repair holds it still.
///
/// # Errors
/// System errors.
pub(crate) fn mend(db: &Db) -> Result<Mended> {
    let people = store::person::list(db)?;
    let mut done = Mended::default();
    for one in damaged(db)? {
        match one.turned_back() {
            Some((key, kept)) => {
                signer::keep_half(db, key, one.sealed, &kept)?;
                done.mended.push(one.told("was brought back.", &people));
            }
            None => {
                signer::drop_half(db, &one.id, one.sealed)?;
                let said =
                    "was damaged, and is lost. A backup has it, or an admin makes a new one.";
                done.lost.push(one.told(said, &people));
            }
        }
    }
    Ok(done)
}

/// Whether this is what is to be kept of a key.
fn is_its(key: &Key, sealed: bool, kept: &[u8]) -> bool {
    if sealed != key.sealed {
        return false;
    }
    if sealed {
        return Envelope::is_whole(kept);
    }
    let mut secret = Zeroizing::new([0; 32]);
    hex::decode_to_slice(kept, &mut *secret).is_ok()
        && press::statement::public(&secret) == key.public
}

impl Damaged {
    /// Of which key it is, and what it was before one of its bits was turned; none where that makes nothing of it.
    fn turned_back(&self) -> Option<(KeyId, String)> {
        let key = self.key.as_ref().filter(|key| key.sealed == self.sealed)?;
        let mut kept = self.kept.clone();
        (0..kept.len() * 8).find_map(|bit| {
            kept[bit / 8] ^= 1 << (bit % 8);
            let text = std::str::from_utf8(&kept).ok();
            let found = text
                .filter(|_| is_its(key, self.sealed, &kept) && self.is_proven(&kept))
                .map(|text| (key.id, text.to_owned()));
            kept[bit / 8] ^= 1 << (bit % 8);
            found
        })
    }

    /// Whether something says that this is what was sealed: what an older program sealed can be read in many ways.
    fn is_proven(&self, kept: &[u8]) -> bool {
        !self.sealed || serde_json::from_slice::<Envelope>(kept).is_ok_and(|one| one.is_summed())
    }

    fn told(&self, said: &str, people: &[Person]) -> Fault {
        let whose = match &self.key {
            None => "somebody whose name is damaged".to_owned(),
            Some(Key { person: None, .. }) => "the newsroom".to_owned(),
            Some(Key {
                person: Some(person),
                ..
            }) => name_of(people, *person),
        };
        let table = if self.sealed { "l_sealed" } else { "l_secret" };
        Fault {
            path: format!("{table}/{}", self.id),
            kind: "local".into(),
            detail: format!("The private key of {whose} {said}"),
        }
    }
}
