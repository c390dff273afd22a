//! TextBundle and TextPack: a text with what it shows in a folder of its own, alone or many of them, as Bear and Ulysses make them.

use super::{
    Each, Files, Found,
    common::{FOREIGN, clean, decoded, first_words, foreign, keep, left, moment},
    embedded, prepared, rewrite,
};
use crate::front::{self, Value};
use model::{
    Result,
    archive::{Item, Stood},
};
use std::collections::HashSet;

/// Most bytes of a text.
const TEXT: u64 = 64 << 20;
/// Most bytes of a file that comes along with its text, and of all of them.
const FILE: u64 = 50 << 20;
const TOGETHER: u64 = 500 << 20;

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
    let mut count = texts.len();
    let all = texts.len().max(1) as f64;
    for (nth, path) in texts.iter().enumerate() {
        let part = (nth + 1) as f64 / all;
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
            item.weak = true;
        }
        each(found, part)?;
    }
    let packs = files.all.iter().map(|named| named.path.as_str());
    for path in packs.filter(|path| path.to_lowercase().ends_with(".textpack")) {
        for found in packed(files, path)? {
            count += usize::from(matches!(found, Found::Item(_)));
            each(found, 1.0)?;
        }
    }
    let why = "A bundle does not say whether its text came out anywhere: all come in as drafts";
    each(Found::Note(left("bundle", count.to_string(), why)), 1.0)
}

/// What is in a TextPack that lies in a folder among others: what its text shows comes along with it.
fn packed(files: &Files, path: &str) -> Result<Vec<Found>> {
    let at = files.at.join(path);
    let refused = |why: &str| vec![Found::Left(left(path, "", why))];
    if !at.is_file() {
        let why =
            "A TextPack within another archive is not opened: unpack it, and take its folder in";
        return Ok(refused(why));
    }
    let inner = match Files::open(&at) {
        Ok(inner) if !inner.is_alone() => inner,
        Ok(_) => return Ok(refused("It is no TextPack")),
        Err(why) => return Ok(refused(&why.to_string())),
    };
    let mut out = vec![];
    let texts = inner.all.iter().map(|named| named.path.as_str());
    for text in texts.filter(|path| is_text(path)) {
        let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found = bundle(&inner, folder, text)?;
        match &mut found {
            Found::Item(item) => {
                item.place = format!("{path}: {text}");
                if item.source == format!("textbundle:{}", name(&inner, folder)) {
                    item.source = format!("textbundle:{path}");
                }
                shown(&inner, item);
            }
            Found::Left(one) => one.place = format!("{path}: {text}"),
            _ => {}
        }
        out.push(found);
    }
    if out.is_empty() {
        out = refused("There is no text in it");
    }
    Ok(out)
}

/// Takes the files that an article shows with it.
fn shown(inner: &Files, item: &mut Item) {
    let mut room = TOGETHER;
    for named in &inner.all {
        let lead = item.lead.as_ref().map(|lead| lead.address.as_str());
        if !item.body.contains(&named.path) && lead != Some(named.path.as_str()) {
            continue;
        }
        match inner.read(&named.path, FILE.min(room)) {
            Ok(Some(bytes)) => {
                room = room.saturating_sub(bytes.len() as u64);
                item.files.push((named.path.clone(), bytes));
            }
            Ok(None) => {}
            Err(why) => item
                .left
                .push(left(named.path.as_str(), "", &why.to_string())),
        }
    }
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
        weak: true,
        sort: "text".into(),
        stood: Stood::Draft,
        ..Item::default()
    };
    let sort = info(files, folder, &mut item);
    let text = decoded(&bytes);
    if foreign(&bytes).is_some() {
        item.left.push(left(path, "", FOREIGN));
    }
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
            let why = format!("It can’t be read: {why}");
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
            item.weak = false;
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

#[cfg(test)]
mod tests {
    use crate::archive::{Archive, Found};
    use model::archive::{Item, Stood};
    use std::{
        fs::File,
        io::Write,
        path::{Path, PathBuf},
    };

    fn place(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("copydesk-tb-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn items(at: &Path) -> (Vec<Item>, Vec<String>) {
        let archive = Archive::open(at).unwrap().unwrap();
        let (mut items, mut left) = (vec![], vec![]);
        archive
            .read(&mut |found, _| {
                match found {
                    Found::Item(item) => items.push(*item),
                    Found::Left(one) => left.push(one.place),
                    _ => {}
                }
                Ok(())
            })
            .unwrap();
        (items, left)
    }

    fn pack(at: &Path, files: &[(&str, &str)]) {
        let mut zip = zip::ZipWriter::new(File::create(at).unwrap());
        for (path, text) in files {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*path, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    const INFO: &str = r#"{"version": 2, "type": "net.daringfireball.markdown", "transient": false,
        "creatorURL": "file:///Applications/Bear.app", "creatorIdentifier": "net.shinyfrog.bear",
        "sourceURL": "https://from.example/", "net.shinyfrog.bear": {"uniqueIdentifier": "ABC-123-DEF", "pinned": 0}}"#;
    const TEXT: &str = "# The quay\n#ports\n\n==One== ![a](assets/a%20b.png) ![b](b.png)\n";

    #[test]
    fn a_pack_is_read_with_what_its_program_says() {
        let dir = place("pack");
        let at = dir.join("Quay.textpack");
        pack(
            &at,
            &[
                ("Content.textbundle/info.json", INFO),
                ("Content.textbundle/text.markdown", TEXT),
                ("Content.textbundle/assets/a b.png", "x"),
                ("Content.textbundle/assets/b.png", "x"),
            ],
        );
        let (all, _) = items(&at);
        let item = &all[0];
        assert_eq!(
            (item.title.as_str(), item.stood),
            ("The quay", Stood::Draft)
        );
        assert_eq!(item.source, "textbundle:ABC-123-DEF");
        assert_eq!(item.tags, ["ports"]);
        assert_eq!(
            item.body,
            "#ports\n\n<mark>One</mark> ![a](<Content.textbundle/assets/a b.png>) ![b](Content.textbundle/assets/b.png)"
        );
        assert!(
            item.meta
                .contains(&("sourceURL".into(), "https://from.example/".into()))
        );
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn folders_of_bundles_and_of_packs_are_read_one_by_one() {
        let dir = place("many");
        for name in ["A", "B"] {
            let bundle = dir.join(format!("{name}.textbundle"));
            std::fs::create_dir_all(bundle.join("assets")).unwrap();
            std::fs::write(bundle.join("info.json"), "{").unwrap();
            std::fs::write(
                bundle.join("text.html"),
                "<p>Words <b>of</b> it</p><img src=\"assets/a.png\">",
            )
            .unwrap();
            std::fs::write(bundle.join("assets/a.png"), "x").unwrap();
        }
        pack(
            &dir.join("C.textpack"),
            &[
                ("info.json", "{\"version\": 2}"),
                ("text.md", TEXT),
                ("assets/a b.png", "y"),
            ],
        );
        std::fs::write(dir.join("D.textpack"), "PK\x03\x04 cut off").unwrap();
        let (all, left) = items(&dir);
        let titles: Vec<(&str, &str)> = all
            .iter()
            .map(|item| (item.source.as_str(), item.title.as_str()))
            .collect();
        assert_eq!(
            titles,
            [
                ("textbundle:A.textbundle", "A"),
                ("textbundle:B.textbundle", "B"),
                ("textbundle:C.textpack", "The quay"),
            ]
        );
        assert!(
            all[0].body.contains("Words **of** it")
                && all[0].body.contains("](A.textbundle/assets/a.png)"),
            "{}",
            all[0].body
        );
        assert_eq!(all[0].left[0].place, "A.textbundle/info.json");
        assert_eq!(all[2].files, [("assets/a b.png".to_owned(), b"y".to_vec())]);
        assert_eq!(left, ["D.textpack"]);
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_bundles_name_alone_is_weak() {
        let dir = place("weak");
        std::fs::create_dir_all(dir.join("Note.textbundle")).unwrap();
        std::fs::write(dir.join("Note.textbundle/text.md"), "# Note\n\nOne.").unwrap();
        std::fs::write(dir.join("Note.textbundle/info.json"), "{}").unwrap();
        assert!(items(&dir).0.iter().all(|item| item.weak));
        std::fs::write(dir.join("Note.textbundle/info.json"), INFO).unwrap();
        let (items, _) = items(&dir);
        assert!(items[0].source.ends_with("ABC-123-DEF") && !items[0].weak);
    }
}
