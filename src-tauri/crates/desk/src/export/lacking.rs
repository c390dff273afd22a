//! What whoever takes a bundle in should know before: what WordPress' importer will make of it, and what a part lacks.

use super::{
    edition::{Edition, Printing},
    look,
    wanted::Wanted,
};
use crate::{Desk, Warning};
use model::{
    ArticleId, Hash, Result, Time,
    article::Content,
    bundle::{Part, Surroundings},
};
use press::{
    print::{Print, made},
    site::{Site, Unled, unled},
};
use std::collections::{BTreeMap, HashMap};
use store::Db;

/// Everything to know of the parts of an edition.
pub(super) fn warnings(
    desk: &Desk,
    db: &Db,
    (edition, around): (&Edition, &Surroundings),
    wanted: &Wanted,
) -> Result<Vec<Warning>> {
    let parts = &wanted.profile.parts;
    let mut out = vec![];
    if parts.contains(&Part::Site) {
        let sections = edition.printing.iter().map(|one| one.section.as_str());
        let site = Site::new(sections, []);
        out.extend(aside(&site));
        out.extend(old_addresses(desk, db, (edition, around), (wanted, &site))?);
    }
    if parts.contains(&Part::Wxr) {
        if around.base_url.is_empty() && !around.assets.is_empty() {
            out.push(Warning {
                code: "no-address".into(),
                part: Part::Wxr.name().into(),
                article: None,
                title: String::new(),
                words: "The site has no address in the settings: WordPress fetches pictures from the site, and so gets none."
                    .into(),
            });
        }
        out.extend(known(db, edition)?);
        out.extend(twins(edition));
    }
    Ok(out)
}

/// Pages of the site's own that stand elsewhere, since a section is called like their folder.
fn aside(site: &Site) -> Vec<Warning> {
    let all = site.aside().into_iter();
    all.map(|(section, wanted, is)| Warning {
        code: "folder-taken".into(),
        part: Part::Site.name().into(),
        article: None,
        title: section.to_owned(),
        words: format!(
            "The section “{section}” has the folder {wanted}/, where the site’s own pages would be: these are in {is}/, and readers \
             are led there from each old address that no page of the section has. Give the section another name to have them back."
        ),
    })
    .collect()
}

/// Old addresses from which no page leads on, since something else is there.
fn old_addresses(
    desk: &Desk,
    db: &Db,
    (edition, around): (&Edition, &Surroundings),
    (wanted, site): (&Wanted, &Site),
) -> Result<Vec<Warning>> {
    let mut old = edition.printing.iter().flat_map(|one| &one.moved_from);
    if !old.any(|old| site.may_have(old)) {
        return Ok(vec![]);
    }
    let theme = wanted.theme(desk, db)?;
    let head = |revision: Hash| match edition.heads.get(&revision) {
        Some(head) => Ok(Content::clone(head)),
        None => store::article::known_content(&desk.store.view()?.db(), revision),
    };
    let unled = unled(&Print {
        theme: &theme,
        surroundings: around,
        contents: &head,
        heads: None,
        html: &made,
        assets: &|hash| store::asset::read(desk.dir(), hash),
    })?;
    let printing = edition.printing.iter().map(|one| (one.article.id, one));
    let printing: HashMap<ArticleId, &Printing> = printing.collect();
    let all = unled.iter().filter_map(|one| {
        let printing = printing.get(&one.article)?;
        Some(Warning {
            part: Part::Site.name().into(),
            ..about(printing, "old-address-taken", not_led(one))
        })
    });
    Ok(all.collect())
}

fn not_led(one: &Unled) -> String {
    let old = &one.old;
    match one.by_host {
        false => format!(
            "Readers who come by its old address, /{old}, are not led to it: the site has a page or a file of its own there, or another article was there."
        ),
        true => format!(
            "No page leads to it from its old address, /{old}: a page or a file of the site, or another old address, is where that would be. \
             Hosts that read the list of what moved lead on from there."
        ),
    }
}

/// The importer knows a post again by its headline and its date, to the second. What it knows it leaves as it is, text and all;
/// what it does not know it adds.
fn known(db: &Db, edition: &Edition) -> Result<Vec<Warning>> {
    let mut out = vec![];
    for printing in &edition.printing {
        let Some(live) = printing
            .article
            .live
            .filter(|live| *live != printing.revision)
        else {
            continue;
        };
        let before = store::article::content(db, live)?;
        let given = store::verdict::list(db, printing.article.id)?;
        let date = look::date(db, printing.article.id, &before, &given)?;
        let same_title = before.title.trim() == printing.content_title.trim();
        let same_date = second(date) == second(printing.date);
        let (code, words) = match (same_title, same_date) {
            (true, true) => (
                "skipped",
                "Its text changed since the last release, its headline and date did not: a WordPress that has it keeps the old text."
                    .to_owned(),
            ),
            (false, _) => (
                "doubled",
                format!(
                    "Its headline was “{}” when it was last released: a WordPress that has it gets it a second time.",
                    before.title
                ),
            ),
            (true, false) => (
                "doubled",
                "Its date changed since the last release: a WordPress that has it gets it a second time.".to_owned(),
            ),
        };
        out.push(about(printing, code, words));
    }
    Ok(out)
}

/// Two articles with one headline and one date are one to the importer, which takes the first.
fn twins(edition: &Edition) -> Vec<Warning> {
    let mut first: BTreeMap<(&str, i64), ArticleId> = BTreeMap::new();
    let mut out = vec![];
    for printing in &edition.printing {
        let Some(date) = second(printing.date) else {
            continue;
        };
        let key = (printing.content_title.trim(), date);
        let one = *first.entry(key).or_insert(printing.article.id);
        if one != printing.article.id {
            let words = format!(
                "It has the headline and the date of {one}: WordPress takes the two for one and leaves this one out."
            );
            out.push(about(printing, "twins", words));
        }
    }
    out
}

/// A date as WordPress compares it.
fn second(date: Option<Time>) -> Option<i64> {
    date.map(|at| at.0.div_euclid(1000))
}

fn about(printing: &Printing, code: &str, words: String) -> Warning {
    Warning {
        code: code.into(),
        part: Part::Wxr.name().into(),
        article: Some(printing.article.id.to_string()),
        title: printing.content_title.clone(),
        words,
    }
}
