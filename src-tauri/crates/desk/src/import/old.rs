//! Addresses besides its own from which an article's old site led to it: they lead to its page here.

use super::item::{Ready, Taker};
use model::{
    ArticleId, Result,
    archive::Stood,
    article::{path, web_address},
    event::Event,
};
use store::{Db, Txn, article::Article};

/// What became of them.
#[derive(Default)]
pub(super) struct Old {
    /// Those that lead to it from now on.
    pub led: Vec<String>,
    /// What there is to say of others.
    pub told: Vec<String>,
}

/// What would become of the old addresses of an article that is live at a `place`.
pub(super) fn foreseen(db: &Db, (article, place): (ArticleId, &str), ready: &Ready) -> Result<Old> {
    let mut old = Old::default();
    if ready.item.stood != Stood::Published || ready.item.aliases.is_empty() {
        return Ok(old);
    }
    let known = store::address::of(db, article)?;
    for address in &ready.item.aliases {
        let whole = match address.strip_prefix('/') {
            Some(path) => web_address(&format!("https://{path}")),
            None => web_address(address),
        };
        let Some(path) = store::attested::path(address).filter(|_| whole) else {
            old.told.push(format!(
                "Nothing can lead on from an old address of it, {address}"
            ));
            continue;
        };
        if path == place || known.contains(&path) {
            continue;
        }
        match store::address::holders(db, &path, article)?.first() {
            Some(other) => old.told.push(format!(
                "An old address of it, {path}, leads to {other} here, and goes on to"
            )),
            None => old.led.push(address.clone()),
        }
    }
    Ok(old)
}

/// Leads readers from the old addresses of an article to it, where it is live and a publisher takes it in.
pub(super) fn lead(txn: &Txn, by: &Taker<'_>, row: &Article, ready: &Ready) -> Result<Old> {
    let place = path(&row.section, &row.slug);
    let old = match row.live {
        Some(_) if by.publishes => foreseen(txn, (row.id, &place), ready)?,
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
