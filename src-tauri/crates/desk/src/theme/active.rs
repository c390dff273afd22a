//! The theme that pages are printed by.

use crate::Desk;
use model::{
    Error, Hash, Result,
    theme::{Look, NewsroomTheme},
};
use press::theme::{Logo, SETTINGS, Settings, Theme};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::Db;

/// What a profile calls the theme that comes with the program.
pub const PROGRAMS: &str = "copydesk";

/// The theme that was made ready last, and the hash of its text; none for the program's.
pub(crate) type Kept = Mutex<Option<(Option<Hash>, Arc<Theme>)>>;

/// Refuses a name that no theme has.
///
/// # Errors
/// `no-such-theme`.
pub(crate) fn known(name: &str) -> Result<()> {
    if ["", PROGRAMS].contains(&name) {
        return Ok(());
    }
    Err(
        Error::usage("no-such-theme", format!("There is no theme “{name}”."))
            .hint("Leave the theme out for the library’s; the program’s is “copydesk”."),
    )
}

/// The theme that a profile names: the library's own, or the program's where it has none, by an empty name; the program's by
/// [`PROGRAMS`].
///
/// # Errors
/// `no-such-theme`, `bad-theme`; system errors.
pub fn active(desk: &Desk, db: &Db, name: &str) -> Result<Arc<Theme>> {
    known(name)?;
    let wanted = if name.is_empty() {
        store::theme::hash(db)?
    } else {
        None
    };
    desk.ready(db, wanted)
}

impl Desk {
    /// The theme with this hash, or the program's: made once and kept, since making one reads every template.
    fn ready(&self, db: &Db, wanted: Option<Hash>) -> Result<Arc<Theme>> {
        let mut kept = self.theme.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((hash, theme)) = kept.as_ref()
            && *hash == wanted
        {
            return Ok(Arc::clone(theme));
        }
        let theme = match store::theme::get(db)? {
            Some((hash, own)) if Some(hash) == wanted => assembled(self, db, &own)?,
            _ => Theme::builtin()?,
        };
        let theme = Arc::new(theme);
        *kept = Some((wanted, Arc::clone(&theme)));
        Ok(theme)
    }
}

/// A newsroom's theme made ready to print by.
///
/// # Errors
/// `bad-theme`; system errors.
pub(super) fn assembled(desk: &Desk, db: &Db, theme: &NewsroomTheme) -> Result<Theme> {
    let mut files = theme.bytes();
    if theme.look != Look::default() {
        let logo = logo(desk, db, theme.look.logo, &mut files)?;
        files.insert(SETTINGS.into(), Settings::bytes(theme.look.clone(), logo)?);
    }
    Theme::over(files)
}

/// The logo, its file among the theme's. One whose picture is gone is none: the newsroom's name stands there then.
fn logo(
    desk: &Desk,
    db: &Db,
    logo: Option<Hash>,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Option<Logo>> {
    let Some(hash) = logo else { return Ok(None) };
    let Some(kept) = store::asset::get(db, hash)? else {
        return Ok(None);
    };
    let asset = kept.asset;
    let Ok(bytes) = store::asset::read(desk.dir(), hash) else {
        return Ok(None);
    };
    let (name, logo) = Logo::of(asset.media, asset.width, asset.height);
    files.insert(name, bytes);
    Ok(Some(logo))
}
