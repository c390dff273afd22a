//! Backups that nobody need think of.

use super::{DAY, folder, made, old};
use crate::{Act, Desk, Hand};
use model::{Error, Result, Time, person::Role};
use serde::Deserialize;
use std::path::Path;

/// How long one lasts while people work, and how soon it is tried again where it could not be made.
const EVERY: i64 = DAY / 4;
const AGAIN: i64 = DAY / 24;

/// Makes a backup where it is time for one and something was done since the last, and thins the older ones out; says whether one
/// was made or could not be. What keeps it from being made is kept for people to see, and it is tried again an hour later.
///
/// # Errors
/// System errors of the library itself.
pub fn unasked(desk: &Desk, hand: &Hand) -> Result<bool> {
    // Where other computers write, they make them.
    if desk.store.shared().is_some() || !is_due(desk, hand)? {
        return Ok(false);
    }
    let made = made::next_in_folder(desk, hand, false)
        .and_then(|dest| made::make(desk, hand, &dest, &made::Backup::default()))
        .and_then(|_| old::thin_out(desk, hand));
    let trouble = match &made {
        Err(error) if error.code != "cancelled" => serde_json::to_string(error).ok(),
        _ => None,
    };
    desk.store.local(|db| {
        let mut how = store::library::backing_up(db)?;
        (how.tried, how.trouble) = (Some(hand.now), trouble);
        store::library::set_backing_up(db, &how)
    })?;
    Ok(true)
}

/// Whether it is time for one. A clock that was set back makes nobody wait for the day that it showed before.
fn is_due(desk: &Desk, hand: &Hand) -> Result<bool> {
    let since = |at: Time| hand.now.0.abs_diff(at.0);
    desk.store.read(|db| {
        let how = store::library::backing_up(db)?;
        let rests = how.tried.is_some_and(|at| since(at) < AGAIN.unsigned_abs());
        if how.off || rests {
            return Ok(false);
        }
        let all = store::library::backups(db)?;
        let Some(last) = all.iter().rfind(|one| one.automatic) else {
            return Ok(true);
        };
        if since(last.at) < EVERY.unsigned_abs() {
            return Ok(false);
        }
        Ok(store::journal::newest_hash(db)? != last.newest
            || store::library::typed_since(db, last.at)?)
    })
}

/// Whether backups are made unasked, and where; what is not named stays.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Plan {
    pub on: Option<bool>,
    pub folder: Option<String>,
    /// They go beside the library, whatever folder is named.
    #[ts(as = "Option<bool>")]
    pub beside: bool,
}

/// Sets whether backups are made unasked, and where. It is a matter of this computer, so no entry of the journal.
///
/// # Errors
/// `wrong-role`, `inside-the-library`, `not-found`; system errors.
pub fn plan(desk: &Desk, hand: &Hand, ask: Plan) -> Result<Act> {
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Admin]))?;
    let chosen = match &ask.folder {
        Some(folder) if !ask.beside => {
            let path = Path::new(folder);
            let path = std::path::absolute(path).map_err(|cause| Error::io(path, &cause))?;
            crate::export::outside(desk, &path.join("backup"))?;
            if !path.is_dir() {
                return Err(Error::unreadable(
                    "not-found",
                    format!("There is no folder {}.", path.display()),
                )
                .hint("Make it first."));
            }
            Some(path.to_string_lossy().into_owned())
        }
        _ => None,
    };
    let how = desk.store.local(|db| {
        let mut how = store::library::backing_up(db)?;
        if let Some(on) = ask.on {
            how.off = !on;
        }
        if ask.beside || chosen.is_some() {
            how.folder = chosen;
        }
        // What was wrong may be no more: it is tried anew.
        (how.tried, how.trouble) = (None, None);
        store::library::set_backing_up(db, &how)?;
        Ok(how)
    })?;
    let words = if how.off {
        "Backups are made by hand alone".to_owned()
    } else {
        let folder = folder(desk, how.folder.as_deref());
        format!("Backups are made unasked, in {}", folder.display())
    };
    Ok(Act { words, undo: false })
}
