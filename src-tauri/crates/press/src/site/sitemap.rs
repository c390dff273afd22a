//! What crawlers are told: every page of the site, with the day on which it last changed, and who may look.

use super::{archive, index::Index, list::List, picture::escaped};
use crate::print::{Job, Print, Sink};
use model::{Result, bundle::BundleKind};
use std::{fmt::Write, io};

/// Most addresses in one file, as sitemaps.org has it.
const ADDRESSES: usize = 50_000;

/// A page's address from the site's root, and when it last changed.
type Place = (String, Option<String>);

/// Where these are, from the site's root, of a site with so many lists.
pub(super) fn paths(from: &Print, index: &Index, lists: usize) -> Vec<String> {
    let mut out = vec!["robots.txt".to_owned()];
    if mapped(from) {
        let folders = match from.theme.has(archive::TEMPLATE) {
            true => archive::folders(index).count(),
            false => 0,
        };
        let files = (index.entries.len() + lists + folders).div_ceil(ADDRESSES);
        out.push("sitemap.xml".into());
        out.extend((1..=files).map(|number| format!("sitemap-{number}.xml")));
    }
    out
}

/// Whether there are maps.
fn mapped(from: &Print) -> bool {
    !from.surroundings.base_url.is_empty() && from.surroundings.kind != BundleKind::Proof
}

/// The maps, their index, and `robots.txt`. Without knowing where the site is there are no maps, since they say it; a proof has none.
pub(super) fn job<'a>(from: &'a Print<'a>, index: &'a Index, lists: &[List]) -> Job<'a> {
    let mut places: Vec<Place> = vec![];
    let base = &from.surroundings.base_url;
    let proof = from.surroundings.kind == BundleKind::Proof;
    let mapped = mapped(from);
    if mapped {
        let day = |at: Option<model::Time>| at.map(|at| at.to_string());
        let newest = day(index.entries.iter().filter_map(|entry| entry.updated).max());
        places.extend(index.entries.iter().map(|entry| {
            let folder = entry.path.trim_end_matches("index.html");
            (folder.to_owned(), day(entry.updated))
        }));
        let front = |folder: &str| newest.clone().filter(|_| folder.is_empty());
        places.extend(
            lists
                .iter()
                .map(|list| (list.folder.clone(), front(&list.folder))),
        );
        if from.theme.has(archive::TEMPLATE) {
            places.extend(archive::folders(index).map(|folder| (folder, None)));
        }
    }
    Box::new(move |sink| {
        if mapped {
            maps(sink, base, &places, ADDRESSES)?;
        }
        let robots = match (proof, mapped) {
            (true, _) => "User-agent: *\nDisallow: /\n".to_owned(),
            (false, true) => format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"),
            (false, false) => "User-agent: *\nAllow: /\n".to_owned(),
        };
        sink.put("site/robots.txt", robots.as_bytes())
    })
}

const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// Maps of so many places each, and the index that names them.
fn maps(sink: &dyn Sink, base: &str, places: &[Place], each: usize) -> Result<()> {
    let base = escaped(base);
    let mut all = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex {SPACE}>\n");
    for (some, number) in places.chunks(each).zip(1..) {
        let name = format!("sitemap-{number}.xml");
        sink.stream(&format!("site/{name}"), &mut |out| {
            map(out, &base, some).map_err(|cause| model::Error::io(name.as_ref(), &cause))
        })?;
        // Writing into a text does not fail.
        let _ = write!(all, "<sitemap><loc>{base}{name}</loc>");
        if let Some(newest) = some.iter().filter_map(|(_, day)| day.as_ref()).max() {
            let _ = write!(all, "<lastmod>{newest}</lastmod>");
        }
        all.push_str("</sitemap>\n");
    }
    all.push_str("</sitemapindex>\n");
    sink.put("site/sitemap.xml", all.as_bytes())
}

fn map(out: &mut dyn io::Write, base: &str, places: &[Place]) -> io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset {SPACE}>"
    )?;
    for (folder, day) in places {
        write!(out, "<url><loc>{base}{folder}</loc>")?;
        if let Some(day) = day {
            write!(out, "<lastmod>{day}</lastmod>")?;
        }
        writeln!(out, "</url>")?;
    }
    writeln!(out, "</urlset>")
}

#[cfg(test)]
mod tests {
    use super::maps;
    use crate::print::Sink;
    use model::Result;
    use std::{collections::BTreeMap, io::Write, sync::Mutex};

    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<String, String>>);

    impl Sink for Kept {
        fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            self.0.lock().unwrap().insert(path.into(), text);
            Ok(())
        }

        fn stream(
            &self,
            path: &str,
            fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
        ) -> Result<()> {
            let mut bytes = vec![];
            fill(&mut bytes)?;
            self.put(path, &bytes)
        }
    }

    #[test]
    fn a_file_holds_as_many_addresses_as_it_may_and_the_index_names_all_files() {
        let kept = Kept::default();
        let places: Vec<_> = (0..5).map(|n| (format!("town/{n}/"), None)).collect();
        maps(&kept, "https://gazette.example/", &places, 2).unwrap();
        let files = kept.0.into_inner().unwrap();
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "site/sitemap-1.xml",
                "site/sitemap-2.xml",
                "site/sitemap-3.xml",
                "site/sitemap.xml"
            ]
        );
        assert_eq!(files["site/sitemap-3.xml"].matches("<loc>").count(), 1);
        assert!(files["site/sitemap.xml"].contains("https://gazette.example/sitemap-3.xml"));
    }
}
