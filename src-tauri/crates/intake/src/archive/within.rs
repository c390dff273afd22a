//! Where addresses of a site lead within its archive: to which of its articles, or to the page of which file.

use super::{common::site, files::percent_encoding_decoded};
use model::archive::Lead;
use std::collections::HashMap;

/// What a page is asked for by that says which one it is.
const ASKED: [&str; 3] = ["p=", "page_id=", "attachment_id="];

/// What is known by addresses: whole ones, or from the site's root.
#[derive(Debug, Default)]
pub struct Within(HashMap<String, Lead>);

impl Within {
    /// What stands at an address. Where two say so, it is the first.
    pub fn put(&mut self, address: &str, lead: Lead) {
        if let Some((path, query)) = parts(address)
            && !path.is_empty()
        {
            self.0.entry(format!("{path}{query}")).or_insert(lead);
        }
    }

    /// Where a link leads that stands on the page with the address `page` of the site whose address is `own`, if anybody knows
    /// that.
    #[must_use]
    pub fn find(&self, own: Option<&str>, page: Option<&str>, address: &str) -> Option<&Lead> {
        if self.0.is_empty() {
            return None;
        }
        let beside = page.and_then(|page| beside(own, page, address));
        let address = beside.as_deref().unwrap_or(address);
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
        let bare = (whole != own).then(String::new);
        let asked = query.trim_start_matches('?').split('&');
        let asked = asked
            .filter(|asked| ASKED.iter().any(|name| asked.starts_with(name)))
            .take(ASKED.len())
            .map(|asked| format!("?{asked}"));
        let mut all = [query.clone()].into_iter().chain(asked).chain(bare);
        all.find_map(|query| {
            let found = self.0.get(&format!("{whole}{query}"));
            found.or_else(|| self.0.get(&format!("{}{query}", below?)))
        })
    }

    /// Where a link in a text leads, written down once.
    pub(super) fn note(
        &self,
        (own, page): (Option<&str>, Option<&str>),
        address: &str,
        leads: &mut Vec<(String, Lead)>,
    ) {
        if let Some(lead) = self.find(own, page, address)
            && !leads.iter().any(|(known, _)| known == address)
        {
            leads.push((address.to_owned(), lead.clone()));
        }
    }
}

/// The whole address of a link that is written from the page on which it stands (`../quay/`); what asks the site for one of its
/// pages (`?p=7`) asks its front page. None where it is written otherwise.
fn beside(own: Option<&str>, page: &str, address: &str) -> Option<String> {
    let address = address.trim();
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let first = bare.split('/').next().unwrap_or_default();
    if address.is_empty() || address.starts_with(['/', '#']) || first.contains(':') {
        return None;
    }
    let asks = address.split('#').next().unwrap_or_default();
    if let Some(query) = asks.strip_prefix("index.php?").or(asks.strip_prefix('?')) {
        let asked = query
            .split('&')
            .any(|one| ASKED.iter().any(|name| one.starts_with(name)));
        return asked.then(|| format!("https://{}/?{query}", own.map_or(String::new(), site)));
    }
    let (protocol, rest) = page.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let mut steps: Vec<&str> = rest.split('/').collect();
    // What is behind the last slash is the page itself.
    if steps.len() > 1 {
        steps.pop();
    }
    for step in bare.split('/') {
        match step {
            "." | "" => {}
            ".." if steps.len() > 1 => drop(steps.pop()),
            ".." => return None,
            step => steps.push(step),
        }
    }
    let query = address.get(bare.len()..).unwrap_or_default();
    Some(format!("{protocol}://{}{query}", steps.join("/")))
}

/// An address without protocol, port, fragment and the slash at its end, and what it is asked for; none where it is no page's of
/// a site.
fn parts(address: &str) -> Option<(String, String)> {
    let address = address.trim();
    let web = ["https://", "http://"].iter().any(|start| {
        let begins = address.get(..start.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(start))
    });
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
    // The front page by its file's name.
    let path = path.strip_suffix("/index.php").unwrap_or(&path);
    let (host, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    let host = [":443", ":80"]
        .iter()
        .find_map(|port| host.strip_suffix(port))
        .unwrap_or(host);
    Some((percent_encoding_decoded(&format!("{host}{rest}")), query))
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
        put("https://a.example/blog/2024/möwe/", "gull");
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
            ("HTTPS://A.EXAMPLE:443/blog/2024/café", Some("café")),
            ("http://a.example:80/blog/?p=7", Some("seven")),
            ("https://a.example:8080/blog/?p=7", None),
            ("https://a.example/blog/index.php?p=7", Some("seven")),
            ("/blog/?p=7&preview=true", Some("seven")),
            ("/blog/?preview=true&p=7#y", Some("seven")),
            ("/blog/?p=8&preview=true", None),
            ("/blog/2024/m%C3%B6we", Some("gull")),
        ] {
            let wanted = wanted.map(|name| Lead::Article(name.into()));
            let found = within.find(own, None, address).cloned();
            assert_eq!(found, wanted, "{address}");
        }
        let page = Some("https://a.example/blog/2024/bell/");
        for (address, wanted) in [
            ("../caf%c3%a9/#more", Some("café")),
            ("../möwe", Some("gull")),
            ("../../quay/", Some("quay")),
            ("?p=7", Some("seven")),
            ("?p=7&preview=true#top", Some("seven")),
            ("index.php?p=7", Some("seven")),
            ("?s=quay", None),
            ("../../../../../quay", None),
            ("mailto:p@a.example", None),
            ("#top", None),
            ("", None),
        ] {
            let wanted = wanted.map(|name| Lead::Article(name.into()));
            let found = within.find(own, page, address).cloned();
            assert_eq!(found, wanted, "{address}");
        }
        let nowhere = within.find(None, None, "/quay/?x=1#y");
        assert_eq!(nowhere, Some(&Lead::Article("quay".into())));
        assert_eq!(within.find(None, None, "/"), None);
    }
}
