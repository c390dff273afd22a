//! Where addresses of a site lead within its archive: to which of its articles, or to the page of which file.

use super::{common::site, files::percent_encoding_decoded};
use model::archive::Lead;
use std::collections::HashMap;

/// What is known by addresses: whole ones, or from the site's root.
#[derive(Debug, Default)]
pub(super) struct Within(HashMap<String, Lead>);

impl Within {
    /// What stands at an address. Where two say so, it is the first.
    pub fn put(&mut self, address: &str, lead: Lead) {
        if let Some((path, query)) = parts(address)
            && !path.is_empty()
        {
            self.0.entry(format!("{path}{query}")).or_insert(lead);
        }
    }

    /// Where a link leads that stands on a page of the site whose address is `own`, if anybody knows that.
    pub fn find(&self, own: Option<&str>, address: &str) -> Option<&Lead> {
        if self.0.is_empty() {
            return None;
        }
        let own = own.map(site).unwrap_or_default();
        let host = own.split('/').next().unwrap_or_default();
        let (path, query) = parts(address)?;
        let whole = match path.starts_with('/') || path.is_empty() {
            true => format!("{host}{path}"),
            false => path,
        };
        // From the site's root.
        let below = whole.strip_prefix(own.as_str());
        let below = below.filter(|below| below.starts_with('/'));
        // What a page is asked for besides changes nothing; the front page may show another one by it.
        let bare = if whole == own { None } else { Some("") };
        [Some(query.as_str()), bare]
            .into_iter()
            .flatten()
            .find_map(|query| {
                let found = self.0.get(&format!("{whole}{query}"));
                found.or_else(|| self.0.get(&format!("{}{query}", below?)))
            })
    }

    /// Where a link in a text leads, written down once.
    pub fn note(&self, own: Option<&str>, address: &str, leads: &mut Vec<(String, Lead)>) {
        if let Some(lead) = self.find(own, address)
            && !leads.iter().any(|(known, _)| known == address)
        {
            leads.push((address.to_owned(), lead.clone()));
        }
    }
}

/// An address without protocol, fragment and the slash at its end, and what it is asked for; none where it is no page's of a site.
fn parts(address: &str) -> Option<(String, String)> {
    let address = address.trim();
    let web = address.starts_with("https://") || address.starts_with("http://");
    if !(web || address.starts_with('/')) {
        return None;
    }
    let bare = address.split('#').next().unwrap_or_default();
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let query = match query {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let path = match path.starts_with('/') && !path.starts_with("//") {
        true => path.trim_end_matches('/').to_owned(),
        false => site(path),
    };
    Some((percent_encoding_decoded(&path), query))
}

#[cfg(test)]
mod tests {
    use super::Within;
    use model::archive::Lead;

    #[test]
    fn a_link_leads_to_what_stands_there_however_it_is_written() {
        let mut within = Within::default();
        let mut put = |address: &str, name: &str| within.put(address, Lead::Article(name.into()));
        put("https://a.example/blog/2024/caf%c3%a9/", "café");
        put("https://a.example/blog/?p=7", "seven");
        put("https://a.example/blog/", "front");
        put("/quay", "quay");
        put("", "none");
        let own = Some("https://a.example/blog");
        for (address, wanted) in [
            ("http://www.A.example/blog/2024/café", Some("café")),
            ("//a.example/blog/2024/caf%C3%A9/#more", Some("café")),
            ("/blog/2024/café/?utm_source=x#y", Some("café")),
            ("https://a.example/blog/?p=7", Some("seven")),
            ("https://a.example/blog?p=7", Some("seven")),
            ("https://a.example/blog/#top", Some("front")),
            ("https://a.example/blog/?s=quay", None),
            ("https://a.example/blog/quay/", Some("quay")),
            ("https://a.example/quay/", None),
            ("/quay/", None),
            ("https://b.example/blog/quay/", None),
            ("2024/café", None),
            ("mailto:a@a.example", None),
            ("#top", None),
        ] {
            let wanted = wanted.map(|name| Lead::Article(name.into()));
            assert_eq!(within.find(own, address).cloned(), wanted, "{address}");
        }
        let nowhere = within.find(None, "/quay/?x=1#y");
        assert_eq!(nowhere, Some(&Lead::Article("quay".into())));
        assert_eq!(within.find(None, "/"), None);
    }
}
