//! What Ghost exports: one JSON file, read twice, so that no more of it is held than the rows that its articles refer to.

mod body;
mod cards;
mod lexical;
mod mobiledoc;
mod post;
mod stream;
mod tables;
#[cfg(test)]
mod tests;

use super::{Each, Files, Found, common::left};
use model::{Error, Result, archive::Stood};
use std::collections::HashSet;
use stream::{At, Row};
use tables::Tables;

/// Reads every export that lies in the archive.
pub(super) fn read(files: &Files, exports: &[&str], each: &mut Each<'_>) -> Result<()> {
    let share = 1.0 / exports.len().max(1) as f64;
    for (nth, path) in exports.iter().enumerate() {
        let behind = share * nth as f64;
        let own = files.all.iter().find(|named| named.path == *path);
        let size = own.map_or(0, |named| named.size);
        export(files, path, size, &mut |found, part| {
            each(found, (behind + share * part).min(1.0))
        })?;
    }
    Ok(())
}

/// How many bytes are read between two words of how far it is.
const PART: u64 = 8 << 20;

fn behind(at: &At, size: u64) -> f64 {
    (at.read() as f64 / size.max(1) as f64).min(1.0)
}

fn export(files: &Files, path: &str, size: u64, each: &mut Each<'_>) -> Result<()> {
    let mut tables = Tables::default();
    let at = At::default();
    let mut told = 0;
    let first = walk(files, path, &at, &Tables::wants, &mut |row| {
        // Whoever waits sees that it goes on.
        if at.read() - told > PART {
            told = at.read();
            each(Found::Nothing, 0.5 * behind(&at, size))?;
        }
        tables.take(row)
    })?;
    for note in tables.notes() {
        each(note, 0.5)?;
    }
    let at = At::default();
    let (mut count, mut private, mut sections, mut paths) = (0_usize, 0_usize, false, false);
    let mut nowhere = 0_usize;
    let mut seen = HashSet::new();
    let posts = |table: &str| table == "posts";
    walk(files, path, &at, &posts, &mut |row| {
        let Row::Of(_, row) = row else { return Ok(()) };
        count += 1;
        paths |= tables.site.is_none() && row.contains(post::SITE);
        let part = 0.5 + 0.5 * behind(&at, size);
        let Some(fields) = tables::fields(row) else {
            let start: String = row.chars().take(300).collect();
            let why = "This row of an article can’t be read";
            return each(Found::Left(left(format!("post {count}"), start, why)), part);
        };
        let broken = at.replaced() && row.contains('\u{fffd}');
        let mut item = post::item(fields, &tables, files);
        if broken {
            item.stood = Stood::Draft;
            let why =
                "Bytes in it that are no text were replaced by \u{fffd}: it comes in as a draft";
            item.left.push(left("text", "", why));
        }
        private += usize::from(item.stood == Stood::Private);
        sections |= !item.section.is_empty();
        nowhere += usize::from(!item.aliases.is_empty());
        if !seen.insert(item.source.clone()) {
            let why = "An article by the same id came before it";
            let place = format!("{} ({count})", item.place);
            return each(Found::Left(left(place, item.title, why)), part);
        }
        each(Found::Item(Box::new(item)), part)
    })?;
    if let Some(why) = first {
        if count == 0 {
            let message = format!("{path} can’t be read: {why}.");
            return Err(Error::unreadable("broken-archive", message)
                .hint("It may have been cut off on its way here; copy it again."));
        }
        let why = format!(
            "The file can’t be read on from there, so what it says of authors and tags may be missing: {why}"
        );
        each(
            Found::Left(left(path, format!("after article {count}"), &why)),
            1.0,
        )?;
    }
    if private > 0 {
        let why = "These were for members, for those who paid, or sent as e-mails only: they come in as they were, not for everyone";
        each(Found::Note(left(path, private.to_string(), why)), 1.0)?;
    }
    if paths {
        let why = "The export does not say the site’s address: links to it and its pictures are paths from its top";
        each(Found::Note(left(path, post::SITE, why)), 1.0)?;
    }
    if nowhere > 0 {
        let why = "The export does not say the site’s address: readers are led from the path that each article had there, /name/, whatever the site was called";
        each(Found::Note(left(path, nowhere.to_string(), why)), 1.0)?;
    }
    if sections {
        let why = "An article’s first public tag is its section, as Ghost has it for its primary tag; the others are its tags, and those that begin with # are kept by name";
        each(Found::Note(left(path, "sections", why)), 1.0)?;
    }
    Ok(())
}

/// Goes through an export once; gives why not to its end, where that is so.
fn walk(
    files: &Files,
    path: &str,
    at: &At,
    wanted: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(Row<'_>) -> Result<()>,
) -> Result<Option<String>> {
    let mut ended = None;
    files.open_file(path, &mut |file| {
        ended = stream::read(file, at, wanted, take)?;
        Ok(())
    })?;
    Ok(ended)
}
