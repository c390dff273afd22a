//! Where the pages of a site's texts are, so that links that are written by their addresses lead to them: by the address of each,
//! and by those from which the site led to it.

use super::{
    Reader, is_list,
    layout::{Layout, Program, TEXT},
    paths::{self, Paths},
};
use crate::{
    archive::{Files, common::decoded, within::Within},
    front::{self, Front, Value},
};
use model::{
    Result, Time,
    archive::{Item, Lead},
};

/// All of a site; nothing of a folder that no program makes a site of.
///
/// # Errors
/// System errors.
pub(super) fn of(files: &Files, now: Option<Time>, layout: &Layout) -> Result<Within> {
    let mut within = Within::default();
    if !matches!(
        layout.program,
        Program::Hugo | Program::Zola | Program::Jekyll
    ) {
        return Ok(within);
    }
    // Without an address of the site, they are those from its root.
    let mut layout = layout.clone();
    let below = layout.below.clone();
    layout.base.get_or_insert(below);
    let paths = Paths::new(files, &layout);
    let reader = Reader::new(&paths, now, Within::default());
    let texts = files.all.iter().map(|named| named.path.as_str());
    let texts = texts.filter(|path| paths::is_text(path) && layout.holds(path) && !is_list(path));
    let mut aliases = vec![];
    for path in texts {
        // What is wrong with it is said when it is read.
        let Ok(Some(bytes)) = files.read(path, TEXT) else {
            continue;
        };
        let text = decoded(&bytes);
        let (front, _) = front::split(&text);
        if !front.there {
            continue;
        }
        let mut item = Item::default();
        let whole = front.clone();
        front::take(front, &mut item, &|address| address.to_owned());
        reader.named(path, &reader.placed(path), &whole, &mut item);
        for address in item.address.into_iter().chain(page(&layout, path, &whole)) {
            within.put(&address, Lead::Article(path.to_owned()));
        }
        aliases.extend(item.aliases.into_iter().map(|alias| (alias, path)));
    }
    // Where a page is comes before where one was.
    for (alias, path) in aliases {
        within.put(&alias, Lead::Article(path.to_owned()));
    }
    Ok(within)
}

/// The path of the text whose page is at an address of the site.
pub(super) fn at<'a>(within: &'a Within, layout: &Layout, address: &str) -> Option<&'a str> {
    match within.find(layout.base.as_deref(), None, address)? {
        Lead::Article(path) => Some(path),
        Lead::File(_) => None,
    }
}

/// Where Jekyll puts a page that is no post.
fn page(layout: &Layout, path: &str, front: &Front) -> Option<String> {
    let own = path.strip_prefix(layout.root.as_str())?;
    if layout.program != Program::Jekyll || own.contains("_posts/") || own.starts_with('_') {
        return None;
    }
    let base = layout.base.as_deref().unwrap_or_default();
    let said = front
        .get(&["permalink"])
        .map(Value::text)
        .unwrap_or_default();
    if said.starts_with('/') && !said.contains(':') {
        return Some(format!("{base}{said}"));
    }
    let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
    Some(format!("{base}/{stem}.html"))
}
