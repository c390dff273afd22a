//! A new library.

use crate::{Desk, Hand, NewLibrary, person};
use model::{Result, event::Event, person::Role, settings::Settings};
use std::path::Path;
use store::Store;

/// Makes a library in `dir`, which is made where it is missing: settings, the newsroom's key, its first person; with
/// the sample newsroom where that is asked for.
///
/// # Errors
/// `library-exists`, `no-name`; system errors, and then nothing is left there.
pub fn create(dir: &Path, new: NewLibrary, hand: &Hand) -> Result<Desk> {
    let there = dir.exists();
    let desk = Desk::over(Store::create(dir)?);
    let made = fill(&desk, &new, hand);
    if let Err(error) = made {
        drop(desk);
        // A library without its beginning is worth nothing; the error that counts is the one before.
        for file in ["library.db", "library.db-wal", "library.db-shm"] {
            let _ = std::fs::remove_file(dir.join(file));
        }
        let _ = std::fs::remove_dir(dir.join("assets"));
        if !there {
            let _ = std::fs::remove_dir(dir);
        }
        return Err(error);
    }
    Ok(desk)
}

fn fill(desk: &Desk, new: &NewLibrary, hand: &Hand) -> Result<()> {
    let name = new.name.clone().unwrap_or_else(|| {
        if new.sample {
            "Harbour Weekly"
        } else {
            "Newsroom"
        }
        .to_owned()
    });
    desk.store
        .transact(None, hand.now, &|| hand.ids.id(), |txn| {
            let mut settings = Settings {
                name: person::cleaned(&name),
                four_eyes: !new.solo,
                ..Settings::default()
            };
            if new.sample {
                settings.base_url = "https://harbourweekly.example/".into();
                settings.comment_address = "https://harbourweekly.example/comments".into();
            }
            super::show::sane(&settings)?;
            txn.append(Event::SettingsSet {
                settings,
                was: None,
            })?;
            person::make_key(txn, hand, None)?;
            if !new.sample || new.person.is_some() {
                let first = new.person.as_deref().unwrap_or("Editor");
                person::make(txn, hand, first, Role::ALL.into_iter().collect())?;
            }
            Ok(())
        })?;
    if new.sample {
        super::sample::fill(desk, hand)
    } else {
        Ok(())
    }
}
