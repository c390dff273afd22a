//! The pictures of a saved page: those in the folder that the browser put beside it, and those that it holds itself.

use super::{Read, pictures::Pictures};
use crate::Desk;
use intake::archive::{Files, picture_within};
use markup::{from_html::escape, readdressed};
use model::{Result, archive::Item, article::LeadImage, page::PagePicture};
use std::{collections::HashMap, path::Path};

/// Brings the pictures of a page into the library's folder; its text shows them from there then. What is not beside the page
/// keeps its address. Returns how many those are.
pub(super) fn bring(desk: &Desk, path: &Path, read: &mut Read, dry: bool) -> Result<usize> {
    let page = &mut read.page;
    if page.pictures.is_empty() {
        return Ok(0);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let own = match page
        .pictures
        .iter()
        .find_map(|one| beside(folder, &one.reference))
    {
        Some(files) => files?,
        None => Files::open(path)?,
    };
    let mut within = vec![];
    let mut written = HashMap::new();
    for (nth, one) in page.pictures.iter().enumerate() {
        let name = match picture_within(&one.reference) {
            Some(bytes) => {
                let name = format!("within-{nth}");
                within.push((name.clone(), bytes));
                name
            }
            None => one.reference.clone(),
        };
        if let Some(address) = &one.in_body {
            written.insert(address.clone(), name.clone());
        }
        written.insert(one.reference.clone(), name);
    }
    let mut item = Item {
        files: within,
        ..Item::default()
    };
    let mut pictures = Pictures::new(desk, &own, None, dry);
    pictures.begin(&mut item, None);
    page.body = readdressed(&page.body, &mut |address, picture| {
        picture
            .then(|| pictures.address(written.get(address)?, true))
            .flatten()
    });
    let lost = |one: &&PagePicture| {
        is_gone(one, page.address.is_some())
            && written
                .get(&one.reference)
                .is_none_or(|name| pictures.asset(name).is_none())
    };
    let gone: Vec<&PagePicture> = page.pictures.iter().filter(lost).collect();
    let said = below(&mut page.body, &gone);
    let lead = page.pictures.iter().find(|one| one.lead);
    read.lead = lead.and_then(|lead| {
        let asset = pictures.asset(written.get(&lead.reference)?)?;
        Some(LeadImage {
            asset,
            caption: lead.caption.clone(),
            credit: lead.credit.clone(),
            alt: lead.alt.clone(),
        })
    });
    // What is gone stays nowhere.
    let missing = pictures.missing().iter().map(|(_, n, _)| *n).sum::<u64>();
    let missing = missing.saturating_sub(gone.len() as u64);
    let (assets, _, problems) = pictures.end()?;
    read.assets = assets;
    read.problems = problems;
    if said > 0 {
        read.problems.push(format!(
            "What the page says below pictures that are gone stands in the text as lines, {} of them",
            crate::words::grouped(said)
        ));
    }
    Ok(usize::try_from(missing).unwrap_or(usize::MAX))
}

/// Whether a picture is nowhere once it is not beside the page: it has no address on the web, as what a browser saved has none.
fn is_gone(picture: &PagePicture, placed: bool) -> bool {
    let reference = picture.reference.as_str();
    let web = reference.contains(':') || reference.starts_with('/');
    !web && (!placed || reference.contains("_files/"))
}

/// Puts what stands below pictures that are gone in their places in the text: who made them, and what they showed. Returns how many
/// lines that are.
fn below(body: &mut String, gone: &[&PagePicture]) -> u64 {
    let mut lines = 0;
    if gone.is_empty() {
        return lines;
    }
    for shown in markup::reading(body).pictures.iter().rev() {
        let of = |one: &&&PagePicture| one.in_body.as_deref() == Some(shown.address.as_str());
        let Some(one) = gone.iter().find(of) else {
            continue;
        };
        let line = match (one.caption.trim(), one.credit.trim()) {
            ("", "") => continue,
            (caption, "") => caption.to_owned(),
            ("", credit) => credit.to_owned(),
            (caption, credit) => format!("{caption} ({credit})"),
        };
        let line = match one.alt.trim() {
            "" => line,
            alt if line.contains(alt) => line,
            alt => format!("{line} – {alt}"),
        };
        body.replace_range(
            shown.range.clone(),
            &format!("*{}*", escape(&line.replace('\n', " "))),
        );
        lines += 1;
    }
    lines
}

/// The folder beside a page in which a picture is, where there is one: nothing else of where the page lies is looked at.
fn beside(folder: &Path, reference: &str) -> Option<Result<Files>> {
    let reference = reference.strip_prefix("./").unwrap_or(reference);
    let (first, _) = reference.split_once('/')?;
    let first = first.replace("%20", " ");
    if first.is_empty() || first.contains([':', '\\']) || first.starts_with('.') {
        return None;
    }
    let at = folder.join(first);
    // What a link leads to was not given.
    let folder = std::fs::symlink_metadata(&at).is_ok_and(|known| known.is_dir());
    folder.then(|| Files::open(&at))
}
