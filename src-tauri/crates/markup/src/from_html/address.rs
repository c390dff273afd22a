//! Where links and pictures lead to.

use super::{Converter, Keep};
use url::Url;

impl Converter {
    /// The address where following it runs nothing: http, https, mailto, tel, one of the library's own files, or one within
    /// the site. Absolute where the page's own address is known; none for a place within the page.
    pub(super) fn address(&self, address: &str) -> Option<String> {
        let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        if address.is_empty() || address.starts_with('#') {
            return None;
        }
        if crate::asset::named(&address).is_some() {
            return Some(address);
        }
        let scheme = address
            .split(['/', '?', '#'])
            .next()
            .and_then(|start| start.split_once(':'))
            .map(|(name, _)| name.to_lowercase());
        let safe = |name: &str| ["http", "https", "mailto", "tel"].contains(&name);
        if !scheme.as_deref().is_none_or(safe) {
            return None;
        }
        let whole = match &self.base {
            Some(base) if scheme.is_none() => base
                .join(&address)
                .ok()
                .filter(|url| safe(url.scheme()))
                .map_or(address, Url::into),
            _ => address,
        };
        let mut out = String::with_capacity(whole.len());
        for c in whole.chars() {
            // What its page would write otherwise is written so at once.
            let other = self.keep == Keep::All && !(c.is_ascii_alphanumeric() || plain(c));
            if c.is_whitespace() || "<>\\`|\"".contains(c) || other {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            } else {
                out.push(c);
            }
        }
        Some(out)
    }
}

/// Signs that stand in an address as they are.
fn plain(c: char) -> bool {
    "!#$%&'()*+,-./:;=?@_~".contains(c)
}

/// An address as the target of a link in Markdown.
pub(super) fn target(address: &str) -> String {
    let mut depth = 0_i32;
    let mut even = true;
    for c in address.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        even &= (0..8).contains(&depth);
    }
    even &= depth == 0;
    let mut out = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        let entity = c == '&' && super::escape::entity(&address[at + 1..]);
        if !even && matches!(c, '(' | ')') || entity {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
