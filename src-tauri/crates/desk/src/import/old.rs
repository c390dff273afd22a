//! Addresses besides its own from which an article's old site led to it: they lead to its page here.

use super::item::{Ready, Taker};
use model::{
    ArticleId, Result,
    archive::{Item, Stood},
    article::{folder, path, web_address},
    event::Event,
};
use press::site::{Own, is_own};
use std::{cell::RefCell, collections::HashMap};
use store::{Db, Txn, article::Article};

/// What became of them.
#[derive(Default)]
pub(super) struct Old {
    /// Those that lead to it from now on.
    pub led: Vec<String>,
    /// What there is to say of others.
    pub told: Vec<String>,
}

/// An article of an archive: its source and its headline.
type Whose = (String, String);

/// Where the articles of an archive were themselves, and where a look finds that readers would be led.
#[derive(Default)]
pub(super) struct Claims {
    own: HashMap<String, Whose>,
    /// Of a look alone: what the import itself would find in the library by then.
    foreseen: RefCell<HashMap<String, Whose>>,
}

impl Claims {
    /// An article of the archive was published at its own address there.
    pub(super) fn knows(&mut self, item: &Item, source: &str) {
        let address = item.address.as_deref().filter(|_| published(item));
        if let Some(path) = address.and_then(store::attested::path) {
            let whose = (source.to_owned(), item.title.clone());
            self.own.entry(path).or_insert(whose);
        }
    }

    /// The headline of another article of the archive whose own address this is, or to which a look already found that readers
    /// would be led from it.
    fn other(&self, path: &str, source: &str) -> Option<String> {
        let foreseen = self.foreseen.borrow();
        let found = self.own.get(path).or_else(|| foreseen.get(path));
        let (_, title) = found.filter(|(own, _)| own != source)?;
        Some(title.clone())
    }

    /// A look found that readers would be led to an article from here.
    fn foresees(&self, path: &str, item: &Item) {
        let whose = (item.source.clone(), item.title.clone());
        let mut foreseen = self.foreseen.borrow_mut();
        foreseen.entry(path.to_owned()).or_insert(whose);
    }
}

fn published(item: &Item) -> bool {
    item.stood == Stood::Published
}

/// The path that a whole address has below its host, or one from a site's root.
fn old_path(address: &str) -> Option<String> {
    let whole = match address.strip_prefix('/') {
        Some(path) => web_address(&format!("https://{path}")),
        None => web_address(address),
    };
    store::attested::path(address).filter(|_| whole)
}

/// What there is to say of an article's own address, from where it can't be led.
pub(super) fn own_told(db: &Db, article: ArticleId, item: &Item) -> Result<Vec<String>> {
    let address = item.address.as_deref().filter(|_| published(item));
    let address = address.filter(|address| web_address(address));
    let Some(path) = address.and_then(store::attested::path) else {
        return Ok(vec![]);
    };
    if is_own(&path, &folder(&item.section)) == Own::Always {
        let why = "Readers can’t be led from its old address, since the site has a page or a file of its own there";
        return Ok(vec![format!("{why}: /{path}")]);
    }
    Ok(match store::address::holders(db, &path, article)?.first() {
        Some(other) => vec![format!(
            "Its old address leads to another article, and goes on doing so: from /{path} readers come to “{}”",
            store::article::get(db, *other)?.title
        )],
        None => vec![],
    })
}

/// What would become of the old addresses of an article that is live at a `place`; a `look` is held against what it found before.
pub(super) fn foreseen(
    db: &Db,
    (article, place): (ArticleId, &str),
    ready: &Ready,
    (claims, look): (&Claims, bool),
) -> Result<Old> {
    let mut old = Old::default();
    let item = &ready.item;
    if !published(item) {
        return Ok(old);
    }
    let known = match item.aliases.as_slice() {
        [] => vec![],
        _ => store::address::of(db, article)?,
    };
    for address in &item.aliases {
        let Some(path) = old_path(address) else {
            let why = "Nothing can lead on from an old address of it";
            old.told.push(format!("{why}: {address}"));
            continue;
        };
        let mine = item.address.as_deref().and_then(store::attested::path);
        if path == place || known.contains(&path) || mine.as_ref() == Some(&path) {
            continue;
        }
        let other = match store::address::holders(db, &path, article)?.first() {
            Some(other) => Some(store::article::get(db, *other)?.title),
            None => claims.other(&path, &item.source),
        };
        if let Some(title) = other {
            let why = "An old address of it leads to another article, and goes on doing so";
            old.told
                .push(format!("{why}: from /{path} readers come to “{title}”"));
            continue;
        }
        match is_own(&path, &folder(&item.section)) {
            Own::Always => {
                let why = "Readers can’t be led from an old address of it, since the site has a page or a file of its own there";
                old.told.push(format!("{why}: /{path}"));
                continue;
            }
            Own::Perhaps => {
                let why = "Readers are led from an old address of it only while the site has no page of its own there";
                old.told.push(format!("{why}: /{path}"));
            }
            Own::Never => {}
        }
        if look {
            claims.foresees(&path, item);
        }
        old.led.push(address.clone());
    }
    if look {
        claims.foresees(place, item);
    }
    Ok(old)
}

/// Leads readers from the old addresses of an article to it, where it is live and a publisher takes it in.
pub(super) fn lead(txn: &Txn, by: &Taker<'_>, row: &Article, ready: &Ready) -> Result<Old> {
    let place = path(&row.section, &row.slug);
    let old = match row.live {
        Some(_) if by.publishes => foreseen(txn, (row.id, &place), ready, (by.claims, false))?,
        _ => Old::default(),
    };
    if !old.led.is_empty() {
        txn.append(Event::AddressesSet {
            article: row.id,
            addresses: old.led.clone(),
            at: txn.at(),
            lead: true,
        })?;
    }
    Ok(old)
}
