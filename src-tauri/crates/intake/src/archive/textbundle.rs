//! TextBundle and TextPack: a text with what it shows in a folder of its own, alone or many of them, as Bear and Ulysses make them.

use super::{
    Each, Files, Found,
    common::{clean, first_words, keep, left, moment},
    embedded, prepared, rewrite,
};
use crate::{
    front::{self, Value},
    lines,
};
use model::{
    Result,
    archive::{Item, Stood},
};
use std::collections::HashSet;

/// Most bytes of a text, and of a TextPack within an archive.
const TEXT: u64 = 64 << 20;

/// Reads every bundle that lies in the archive.
pub(super) fn read(files: &Files, each: &mut Each<'_>) -> Result<()> {
    let texts: Vec<&str> = files
        .all
        .iter()
        .map(|named| named.path.as_str())
        .filter(|path| is_text(path))
        .collect();
    let mut names = HashSet::new();
    let mut folders = HashSet::new();
    let count = files.all.len().max(1) as f64;
    for (nth, path) in texts.iter().enumerate() {
        let part = (nth + 1) as f64 / count;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !folders.insert(folder) {
            let why = "There is another text in the same bundle, which is the article";
            each(Found::Left(left(*path, "", why)), part)?;
            continue;
        }
        let mut found = bundle(files, folder, path)?;
        if let Found::Item(item) = &mut found
            && !names.insert(item.source.clone())
        {
            item.source = format!("textbundle:{path}");
        }
        each(found, part)?;
    }
    for named in &files.all {
        let low = named.path.to_lowercase();
        if low.ends_with(".textpack") {
            let why = "A TextPack within another archive is not opened: unpack it, and take its folder in";
            each(Found::Left(left(named.path.as_str(), "", why)), 1.0)?;
        }
    }
    let why = "A bundle does not say whether its text came out anywhere: all come in as drafts";
    each(
        Found::Note(left("bundle", texts.len().to_string(), why)),
        1.0,
    )
}

/// Whether it is the text of a bundle.
fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let end = name.strip_prefix("text.");
    end.is_some_and(|end| {
        [
            "md", "markdown", "mdown", "txt", "text", "html", "htm", "fountain",
        ]
        .contains(&end)
    })
}

fn bundle(files: &Files, folder: &str, path: &str) -> Result<Found> {
    let bytes = match files.read(path, TEXT) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Found::Left(left(path, "", "It is not there"))),
        Err(why) => return Ok(Found::Left(left(path, "", &why.to_string()))),
    };
    let mut item = Item {
        place: path.to_owned(),
        source: format!("textbundle:{}", name(files, folder)),
        sort: "text".into(),
        stood: Stood::Draft,
        ..Item::default()
    };
    let sort = info(files, folder, &mut item);
    let text = lines::decode(&bytes);
    let at = |address: &str| found(files, folder, address);
    let low = path.to_lowercase();
    if low.ends_with(".html") || low.ends_with(".htm") || sort == "public.html" {
        item.body = prepared::markdown(text, &mut item, &mut |address, _| at(address));
    } else {
        let (front, body) = front::split(&text);
        let draft = front::take(front, &mut item, &|address| {
            at(address).unwrap_or_else(|| address.to_owned())
        });
        let _ = draft;
        let text = embedded::cut_for(body.to_owned(), &mut item);
        let text = bears(text, &mut item);
        item.body = rewrite::markdown(text, &mut item, &mut |address, _| at(address));
    }
    item.body = clean(item.body.trim());
    crate::markdown::headline(&mut item);
    if let Some(at) = item.published.take() {
        keep(&mut item, "date", &at.to_string());
    }
    if item.title.is_empty() {
        item.title = match titled(folder) {
            "" | "Content" => first_words(&item.body),
            name => clean(name),
        };
    }
    if item.body.is_empty() {
        return Ok(Found::Left(left(path, "", "There is no text in it")));
    }
    Ok(Found::Item(Box::new(item)))
}

/// The name of a bundle: its folder's, or, where it is the whole archive, the archive's.
fn name(files: &Files, folder: &str) -> String {
    let own = files.at.file_name().unwrap_or_default().to_string_lossy();
    match folder {
        "" => own.into_owned(),
        // Some programs nest it once more under a name that is always the same.
        folder if titled(folder) == "Content" && !folder.contains('/') => own.into_owned(),
        folder => folder.to_owned(),
    }
}

/// A bundle's folder as a headline.
fn titled(folder: &str) -> &str {
    let last = folder.rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".textbundle").unwrap_or(last)
}

/// The path of a file that an address in a bundle's text is about.
fn found(files: &Files, folder: &str, address: &str) -> Option<String> {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    if bare.is_empty() || bare.contains(':') || bare.starts_with('/') {
        return None;
    }
    let decoded = super::files::percent_encoding_decoded(bare);
    let base = match folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let name = decoded.trim_start_matches("./");
    // Bear and Ulysses name a picture without its folder.
    [format!("{base}{name}"), format!("{base}assets/{name}")]
        .into_iter()
        .find(|path| files.all.binary_search_by(|own| own.path.cmp(path)).is_ok())
}

/// What `info.json` says; the sort of the text.
fn info(files: &Files, folder: &str, item: &mut Item) -> String {
    let path = match folder {
        "" => "info.json".to_owned(),
        folder => format!("{folder}/info.json"),
    };
    let bytes = match files.read(&path, 1 << 20) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return String::new(),
        Err(why) => {
            item.left.push(left(path, "", &why.to_string()));
            return String::new();
        }
    };
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(why) => {
            let text = String::from_utf8_lossy(&bytes);
            let why = format!("It can't be read: {why}");
            item.left.push(left(path, clean(&text), &why));
            return String::new();
        }
    };
    let sort = value.said(&["type"]);
    let Value::Map(fields) = value else {
        return sort;
    };
    for (name, value) in fields {
        match name.as_str() {
            "type" | "version" | "transient" | "flatExtension" => {}
            "sourceURL" => {
                let address = value.text();
                // On the web it is where the text came from; a file's says where it lay on someone's machine.
                if address.starts_with("https://") || address.starts_with("http://") {
                    keep(item, "sourceURL", &address);
                }
            }
            _ => {
                for (name, text) in value.scalars(name) {
                    own(item, &name, &text);
                }
            }
        }
    }
    sort
}

/// A field of a program's own: `net.shinyfrog.bear.uniqueIdentifier` and its like.
fn own(item: &mut Item, name: &str, text: &str) {
    let low = name.to_lowercase();
    let last = low.rsplit('.').next().unwrap_or_default();
    match last {
        // By which its program knows it for good.
        "uniqueidentifier" | "identifier" | "uuid" | "note-id" if text.len() >= 8 => {
            item.source = format!("textbundle:{text}");
        }
        "modificationdate" | "modified" => {
            item.changed = moment(text);
        }
        _ => {}
    }
    keep(item, name, text);
}

/// Bear's habits: tags among the words, marks as `==words==` or `::words::`, the size of a picture in a comment behind it.
fn bears(text: String, item: &mut Item) -> String {
    super::markdown::shared(text, item)
}
