//! A link within the site leads to no page: neither an article has that address, nor had one that still leads on.

use super::{Alarm, Gate, Kind, Look};
use model::{
    Result,
    article::{Status, slug, web_address},
    settings::Weight,
};

pub(super) const CHECK: Kind = Kind {
    code: "dead-link",
    name: "Links within the site that lead nowhere",
    certain: true,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

fn look(of: &Look) -> Result<Vec<Alarm>> {
    let base = store::person::settings(of.db)?.base_url;
    let mut found = vec![];
    for link in &of.reading.links {
        if let Some(path) = inside(&link.to, &base, &of.content.path())
            && let Some(why) = no_page(of, &path)?
        {
            let message = format!("The link {} leads to {why}.", link.to);
            found.push(Alarm::at("body", link.range.clone(), message));
        }
    }
    for related in &of.content.related {
        let Some(id) = related.article else { continue };
        let why = match store::article::get(of.db, id) {
            Ok(other) if other.binned => "is not there",
            Ok(other) if other.live.is_some() || other.status == Status::Approved => continue,
            Ok(_) => "is neither out nor approved: readers see nothing of it",
            Err(_) => "is not there",
        };
        let message = format!("“{}”, named as related, {why}.", related.title);
        found.push(Alarm::of("related", message));
    }
    Ok(found)
}

/// The path within the site that a link on the page at `here` leads to; none where it leads elsewhere, or within the
/// page, or to a file.
fn inside(to: &str, base: &str, here: &str) -> Option<String> {
    let to = to.trim();
    let to = to.split(['#', '?']).next().unwrap_or_default();
    let after_host = base.split_once("://").map_or("", |(_, rest)| rest);
    let root = after_host.find('/').map_or("/", |at| &after_host[at..]);
    let (from, rest) = if !base.is_empty() && to.starts_with(base) {
        ("", &to[base.len()..])
    } else if to.is_empty() || web_address(to) || to.starts_with("//") || has_scheme(to) {
        return None;
    } else if to.starts_with('/') {
        ("", press::from_root(to, root))
    } else {
        (here, to)
    };
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." | "index.html" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let file = parts.last().is_some_and(|last| last.contains('.'));
    (!file).then(|| parts.join("/"))
}

fn has_scheme(to: &str) -> bool {
    to.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    })
}

/// Why the site has no page there, and would have none if it came out now; none where it has: its front page, a section's, that
/// of an article that is out or approved, or an old place of one.
fn no_page(of: &Look, path: &str) -> Result<Option<String>> {
    let nowhere = || Some("no page of the site".to_owned());
    let (section, name) = match path.rsplit_once('/') {
        None if path.is_empty() => return Ok(None),
        None => {
            let sections = store::article::section_names(of.db)?;
            let is = path == "news" || sections.iter().any(|one| slug(one) == path);
            return Ok(if is { None } else { nowhere() });
        }
        Some(parts) => parts,
    };
    let whole = format!("{section}/{name}/");
    if of.content.path() == whole
        || !store::address::holders(of.db, &whole, of.id())?.is_empty()
        || store::address::of(of.db, of.id())?.contains(&whole)
    {
        return Ok(None);
    }
    let mut why = nowhere();
    for other in store::article::by_slug(of.db, name, None)? {
        let row = store::article::get(of.db, other)?;
        for revision in row.live.into_iter().chain([row.head]) {
            let content = store::article::content(of.db, revision)?;
            if content.path() != whole {
                continue;
            }
            if row.live.is_some() || row.status == Status::Approved {
                return Ok(None);
            }
            why = Some(format!(
                "“{}”, which is neither out nor approved: readers find no page there",
                content.title
            ));
        }
    }
    Ok(why)
}
