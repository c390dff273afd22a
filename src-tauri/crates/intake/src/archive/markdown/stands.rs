//! How a text of a folder stood there, and by what it is known again.

use super::layout::{Layout, Program};
use crate::{
    archive::common::{left, moment, site},
    front::{Front, Value},
};
use model::{
    Time,
    archive::{Item, Stood},
    page::Leftover,
};

/// Addresses that programs put into the settings of each new site, which name none.
const NONE: [&str; 9] = [
    "example.org",
    "example.com",
    "example.net",
    "localhost",
    "127.0.0.1",
    "0.0.0.0",
    "replace-this-with-your-hugo-site.com",
    "yoursite.com",
    "yourdomain.com",
];

/// By what a text is known again, and whether that is a name that texts of other folders have, too: `own` is its path in the
/// site.
pub(super) fn source(layout: &Layout, own: &str, front: &Front) -> (String, bool) {
    let base = layout.base.as_deref().map(site).unwrap_or_default();
    let host = base.split(['/', ':']).next().unwrap_or_default();
    if !host.is_empty() && !NONE.contains(&host) {
        return (format!("markdown:{base}:{own}"), false);
    }
    let id = front.get(&["id", "uid", "uuid", "guid"]);
    let id = id.map(Value::text).unwrap_or_default();
    // What is short, or a word, is a name.
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if id.len() >= 12 && id.len() <= 100 && digits >= 6 && id.chars().all(plain) {
        return (format!("markdown:#{id}"), false);
    }
    (format!("markdown:{own}"), true)
}

/// Where its page is: as it says itself, else where its site puts it.
pub(super) fn addressed(layout: &Layout, path: &str, front: &Front, item: &mut Item) {
    let Some(base) = layout.base.as_ref().filter(|_| item.address.is_none()) else {
        return;
    };
    let at = item
        .meta
        .iter()
        .position(|(name, value)| name == "url" && value.starts_with('/') && !value.contains(':'));
    if let Some(at) = at {
        let (_, url) = item.meta.remove(at);
        item.address = Some(format!("{base}{url}"));
        return;
    }
    let addresses = layout.addresses.as_ref();
    let page = addresses.and_then(|all| all.page(layout.within(path)?, front, item));
    if let Some(page) = page {
        item.address = Some(format!("{base}/{page}"));
    }
}

/// Addresses from which its site led to its page: those of front matter, which stay in the record besides.
pub(super) fn aliased(layout: &Layout, item: &mut Item) {
    // With others it is what a note is called, too.
    if !matches!(
        layout.program,
        Program::Hugo | Program::Zola | Program::Jekyll
    ) {
        return;
    }
    let said = item.meta.iter().filter(|(name, _)| name == "alias");
    let said: Vec<String> = said.map(|(_, alias)| alias.clone()).collect();
    for alias in said {
        match led_from(layout, &alias, item.address.as_deref()) {
            Some(address) if Some(&address) == item.address.as_ref() => {}
            Some(address) if item.aliases.contains(&address) => {}
            Some(address) => item.aliases.push(address),
            None => {
                let why = "It is kept, and nothing leads from it: it can’t be told where that was";
                item.left.push(left("alias", alias, why));
            }
        }
    }
}

/// The whole address of an alias, or that from the site's root; `own` is its page's.
fn led_from(layout: &Layout, alias: &str, own: Option<&str>) -> Option<String> {
    let base = layout.base.as_deref().unwrap_or(&layout.below);
    if alias.contains("://") || alias.starts_with("//") {
        let (there, here) = (site(alias), site(base));
        let within = there.strip_prefix(here.as_str())?.starts_with('/');
        return (within && !here.is_empty() && !alias.starts_with("//")).then(|| alias.to_owned());
    }
    if alias.contains(':') {
        return None;
    }
    if alias.starts_with('/') {
        return Some(format!("{base}{alias}"));
    }
    if layout.program != Program::Hugo {
        return Some(format!("{base}/{alias}"));
    }
    // Hugo's are beside the page.
    let (protocol, rest) = own?.split_once("://")?;
    let mut parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    parts.pop().filter(|_| !parts.is_empty())?;
    for part in alias.split('/') {
        match part {
            "." => {}
            ".." if parts.len() > 1 => drop(parts.pop()),
            ".." => return None,
            part => parts.push(part),
        }
    }
    Some(format!("{protocol}://{}", parts.join("/")))
}

/// How a text that is no draft stood on its site.
pub(super) fn stood(layout: &Layout, front: &Front, now: Option<Time>, item: &mut Item) -> Stood {
    let Some(at) = item.published else {
        return Stood::Draft;
    };
    if layout.program == Program::None {
        return Stood::Draft;
    }
    if let Some(why) = unseen(layout, front, now) {
        item.left.push(why);
        return Stood::Draft;
    }
    match now.is_some_and(|now| at > now) && !layout.future {
        true => Stood::Scheduled,
        false => Stood::Published,
    }
}

/// Why a text had no page, or has none any more.
fn unseen(layout: &Layout, front: &Front, now: Option<Time>) -> Option<Leftover> {
    let until = front.get(&["expirydate", "unpublishdate"]).map(Value::text);
    if let Some(until) = until.filter(|_| layout.program == Program::Hugo) {
        // Who doesn't know what time it is shows nothing that may be over.
        let over = moment(&until).is_some_and(|at| now.is_none_or(|now| at <= now));
        if over {
            let why = "It was to be taken off by then: it comes in as a draft";
            return Some(left("expiryDate", until, why));
        }
    }
    let builds = ["build", "_build"]
        .iter()
        .find_map(|name| front.get(&[name]));
    let renders = match layout.program {
        Program::Hugo => builds.and_then(|build| build.at("render")),
        Program::Zola => front.get(&["render"]),
        Program::Eleventy => front.get(&["permalink"]),
        _ => None,
    };
    let never = |value: &&Value| {
        value.is_false() || matches!(value.text().to_lowercase().as_str(), "never" | "link")
    };
    let headless = front
        .get(&["headless"])
        .filter(|_| layout.program == Program::Hugo);
    let hidden = renders
        .filter(|value| layout.program != Program::Eleventy || value.is_false())
        .filter(never)
        .or_else(|| headless.filter(|value| value.is_true()))?;
    let why = "It had no page of its own: it comes in as a draft";
    Some(left("build", hidden.text(), why))
}
