//! Whose forms are taken: those of the newsroom's own site, as far as browsers say where a form stood.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use model::{Error, Result};
use url::Url;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origin of a published site: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(String);

impl Site {
    /// Reads an origin such as `https://example.org`.
    ///
    /// # Errors
    /// `bad-site` for anything else: another scheme, a path, a name and password.
    pub fn new(text: &str) -> Result<Self> {
        let bad = || {
            Error::usage("bad-site", format!("“{text}” is not the origin of a site."))
                .hint("Write it without a path, as https://example.org.")
        };
        let found = Url::parse(text).map_err(|_| bad())?;
        let bare = matches!(found.scheme(), "http" | "https")
            && matches!(found.path(), "" | "/")
            && found.query().is_none()
            && found.fragment().is_none()
            && found.username().is_empty()
            && found.password().is_none();
        if !bare || found.host_str().is_none_or(str::is_empty) {
            return Err(bad());
        }
        Ok(Self(found.origin().ascii_serialization()))
    }

    /// As browsers write it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }

    fn holds(&self, address: &Url) -> bool {
        matches!(address.scheme(), "http" | "https")
            && address.origin().ascii_serialization() == self.0
    }
}

/// The sites whose forms are taken; every form where there is none.
#[derive(Debug, Default)]
pub(crate) struct Sites(pub Vec<Site>);

impl Sites {
    /// Whether a comment with these headers may come from a form of ours: `Origin` says it; where that is absent, then
    /// `Referer`; where both are, `Sec-Fetch-Site`; and where a browser says nothing at all, it may.
    pub fn take(&self, headers: &HeaderMap) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let fetch = one(headers, &FETCH_SITE);
        if headers.contains_key(header::ORIGIN) {
            // A page that tells nobody where it is says "null". Where it shares its origin with the receiver, it is the
            // site's own, since no other page has that.
            let shares =
                fetch == Some("same-origin") && one(headers, &header::ORIGIN) == Some("null");
            return shares || self.allowed(headers).is_some();
        }
        if headers.contains_key(header::REFERER) {
            return one(headers, &header::REFERER).is_some_and(|from| self.hold(from));
        }
        match fetch {
            Some(site) => matches!(site, "same-origin" | "none"),
            None => !headers.contains_key(FETCH_SITE),
        }
    }

    /// The origin that a script may read the answer at.
    pub fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = one(headers, &header::ORIGIN)?;
        let known = self.0.iter().any(|site| site.0 == origin);
        known.then(|| HeaderValue::from_str(origin).ok()).flatten()
    }

    /// Whether an address is on one of them.
    pub fn hold(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|address| self.0.iter().any(|site| site.holds(&address)))
    }
}

/// A header that is there once.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    if all.next().is_some() {
        return None;
    }
    first.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::{Site, Sites};
    use axum::http::{HeaderMap, HeaderValue};

    fn take(lines: &[(&'static str, &'static str)]) -> bool {
        let sites = Sites(vec![Site::new("https://example.org/").unwrap()]);
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        sites.take(&headers)
    }

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        let origin = |text: &str| Site::new(text).map(|site| site.0).ok();
        assert_eq!(
            origin("HTTPS://Example.ORG:443").unwrap(),
            "https://example.org"
        );
        assert_eq!(
            origin("http://localhost:8080/").unwrap(),
            "http://localhost:8080"
        );
        assert_eq!(
            origin("https://bücher.example").unwrap(),
            "https://xn--bcher-kva.example"
        );
        for bad in [
            "example.org",
            "https://example.org/news",
            "ftp://example.org",
            "https://a:b@example.org",
            "null",
            "",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_browser_says_of_where_the_form_stood_decides() {
        assert!(take(&[]));
        assert!(take(&[("origin", "https://example.org")]));
        assert!(take(&[
            ("origin", "https://example.org"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(take(&[("referer", "https://example.org/town/a/")]));
        assert!(take(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(take(&[("sec-fetch-site", "none")]));
        for refused in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "http://example.org")],
            &[
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            &[("origin", "https://example.org:444")],
            &[("origin", "https://example.org.evil.example")],
            &[
                ("origin", "https://evil.example"),
                ("referer", "https://example.org/"),
            ],
            &[
                ("origin", "https://example.org"),
                ("origin", "https://example.org"),
            ],
            &[("referer", "https://evil.example/?https://example.org/")],
            &[("referer", "https://example.org@evil.example/")],
            &[("referer", "not an address")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none"), ("sec-fetch-site", "none")],
        ] {
            assert!(!take(refused), "{refused:?}");
        }
        assert!(Sites::default().take(&HeaderMap::new()));
    }
}
