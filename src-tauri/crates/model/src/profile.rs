//! A profile of bundles: which parts one holds, and how they are made.

use crate::{article::web_address, bundle::Part};
use serde::{Deserialize, Serialize};

/// How a bundle is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Profile {
    /// What it is called: "Website and feeds".
    pub name: String,
    /// The parts, in their order.
    pub parts: Vec<Part>,
    /// Where the site will be, ending in `/`; empty for where the library's is.
    pub base_url: String,
    /// The theme's name; empty for the library's.
    pub theme: String,
    /// Only articles in these languages, BCP 47 tags; none for all.
    pub languages: Vec<String>,
    /// Whether readers' comments print, with the form for more.
    pub comments: bool,
    /// Whether the site has feeds.
    pub feeds: bool,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: String::new(),
            parts: vec![],
            base_url: String::new(),
            theme: String::new(),
            languages: vec![],
            comments: true,
            feeds: true,
        }
    }
}

impl Profile {
    /// The profile that is always there for a part, and has its name.
    #[must_use]
    pub fn of_part(part: Part) -> Self {
        Self {
            name: part.name().into(),
            parts: vec![part],
            ..Self::default()
        }
    }
}

/// Whether a site can be at this address: one on the web that ends in `/` and does not lead back up.
#[must_use]
pub fn site_address(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let dots = |part: &str| matches!(part.to_lowercase().replace("%2e", ".").as_str(), "." | "..");
    web_address(address)
        && address.ends_with('/')
        && host.chars().any(char::is_alphanumeric)
        && !host.contains(['@', '\\'])
        && !path.contains(['?', '#', '\\'])
        && !path.split('/').any(dots)
}

#[cfg(test)]
mod tests {
    use super::site_address;

    #[test]
    fn a_site_is_at_an_address_on_the_web_that_does_not_lead_back_up() {
        for good in [
            "https://gazette.example/",
            "http://localhost:8080/news/",
            "https://gazette.example/a..b/",
        ] {
            assert!(site_address(good), "{good}");
        }
        for bad in [
            "gazette.example/",
            "https://gazette.example",
            "https:///",
            "ftp://gazette.example/",
            "https://gazette.example/../",
            "https://gazette.example/a/%2E%2e/",
            "https://gazette.example/./",
            "https://gazette.example/?a=/",
            "https://gazette.example/#/",
            "https://a b/",
            "https://me@gazette.example/",
            "javascript:alert(1)/",
            "",
        ] {
            assert!(!site_address(bad), "{bad}");
        }
    }
}
