//! What came in before with another part of the same archive, so that links lead to it, too: by the addresses that articles had
//! there, and by the paths of their files.

use super::item::Record;
use intake::archive::{Within, decoded, joined};
use model::{
    Result,
    archive::{Item, Lead},
};
use store::Db;

/// What articles of the library are known by where they come from.
#[derive(Default)]
pub(super) struct Known {
    /// Their addresses there; read once somebody asks.
    within: Option<Within>,
    // Of the article that is being made ready:
    source: String,
    place: String,
    page: Option<String>,
}

impl Known {
    /// Begins with an article.
    pub(super) fn begin(&mut self, item: &Item) {
        self.source.clone_from(&item.source);
        self.place.clone_from(&item.place);
        self.page.clone_from(&item.address);
    }

    /// The source of the article to whose page a link within its site leads; none where nobody knows it, or the link leads
    /// elsewhere.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn at(&mut self, db: &Db, address: &str) -> Result<Option<String>> {
        let Some(page) = self.page.clone().filter(|_| is_page(address)) else {
            return Ok(None);
        };
        let Some(site) = host(&page) else {
            return Ok(None);
        };
        if host(address).is_some_and(|other| !is_same(other, site)) {
            return Ok(None);
        }
        if self.within.is_none() {
            self.within = Some(all(db)?);
        }
        // A site of WordPress may be below its host's root.
        let below = self.source.strip_prefix("wxr:");
        let below = below.and_then(|rest| rest.rsplit_once(':'));
        let own = format!("https://{}", below.map_or(site, |(site, _)| site));
        let within = self.within.as_ref();
        let found = within.and_then(|within| within.find(Some(&own), Some(&page), address));
        Ok(match found {
            Some(Lead::Article(source)) => Some(source.clone()),
            _ => None,
        })
    }

    /// The source that the text has to which a path leads from the text of the article: none where that is known by no path.
    /// Where another archive has a text of this name, too, nobody can say which one it is.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn text(&self, db: &Db, path: &str) -> Result<Option<String>> {
        let mut tails = std::iter::once(self.place.as_str()).chain(
            self.place
                .match_indices('/')
                .filter_map(|(at, _)| self.place.get(at + 1..)),
        );
        let named = |tail: &&str| {
            let before = self.source.strip_suffix(*tail);
            before.is_some_and(|before| before.starts_with("markdown:") && before.ends_with(':'))
        };
        let Some(own) = tails.find(named) else {
            return Ok(None);
        };
        let archive = self.source.strip_suffix(own).unwrap_or_default();
        let root = self.place.strip_suffix(own).unwrap_or_default();
        let folder = self.place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = joined(folder, &decoded(path));
        let Some(found) = found.as_deref().and_then(|path| path.strip_prefix(root)) else {
            return Ok(None);
        };
        let source = format!("{archive}{found}");
        let other = store::article::by_source(db, &format!("{source}~2"))?;
        Ok(match store::article::by_source(db, &source)? {
            Some(id) if other.is_none() && !store::article::get(db, id)?.binned => Some(source),
            _ => None,
        })
    }
}

/// Whether it may be the address of a page.
fn is_page(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') || host(address).is_some()
}

/// The host of a whole address.
fn host(address: &str) -> Option<&str> {
    let (protocol, rest) = match address.strip_prefix("//") {
        Some(rest) => ("https", rest),
        None => address.split_once("://")?,
    };
    let web = protocol.eq_ignore_ascii_case("https") || protocol.eq_ignore_ascii_case("http");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    web.then_some(host).filter(|host| !host.is_empty())
}

/// Whether two hosts are one site's.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |host: &str| {
        let low = host.to_lowercase();
        let low = [":443", ":80"]
            .iter()
            .find_map(|port| low.strip_suffix(port).map(str::to_owned))
            .unwrap_or(low);
        low.strip_prefix("www.").map_or(low.clone(), str::to_owned)
    };
    bare(one) == bare(other)
}

/// The addresses of all that came in from elsewhere.
fn all(db: &Db) -> Result<Within> {
    let mut within = Within::default();
    for hash in store::attested::records(db)? {
        let text = store::attested::text(db, hash)?;
        // One of a later program says more than this one knows.
        let Ok(record) = serde_json::from_slice::<Record>(&text) else {
            continue;
        };
        let lead = || Lead::Article(record.source.clone());
        if let Some(address) = &record.address {
            within.put(address, lead());
        }
        for alias in &record.aliases {
            let here = record.address.as_deref().and_then(host);
            match (host(alias), here) {
                (Some(_), _) => within.put(alias, lead()),
                (None, Some(host)) if alias.starts_with('/') => {
                    within.put(&format!("https://{host}{alias}"), lead());
                }
                _ => {}
            }
        }
        // WordPress shows each of its pages by its number, too.
        if let Some((site, number)) = record
            .source
            .strip_prefix("wxr:")
            .and_then(|rest| rest.rsplit_once(':'))
            && !number.is_empty()
            && number.bytes().all(|digit| digit.is_ascii_digit())
        {
            for name in ["p", "page_id"] {
                within.put(&format!("https://{site}/?{name}={number}"), lead());
            }
        }
    }
    Ok(within)
}
