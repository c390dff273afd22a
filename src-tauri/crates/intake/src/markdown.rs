//! A single Markdown file as an article.

use crate::{archive::common::decoded, front, lines};
use model::{Error, Result, archive::Item, page::Leftover, page::SavedPage};

/// Reads a Markdown file: front matter where there is some, `# Title` as the headline, the rest as the text.
///
/// # Errors
/// `no-article` where there is no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<SavedPage> {
    let whole = decoded(bytes);
    let (fields, body) = front::split(&whole);
    let mut item = Item::default();
    front::take(fields, &mut item, &|address| address.to_owned());
    item.body = body.trim().to_owned();
    headline(&mut item);
    if item.title.is_empty() {
        item.title = name
            .rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .replace(['-', '_'], " ");
    }
    if item.body.is_empty() {
        return Err(
            Error::unreadable("no-article", format!("There is no text in {name}."))
                .hint("Save it with its text, or choose another file."),
        );
    }
    Ok(page(item))
}

/// Takes `# Title` from the text's beginning, where it is the headline.
pub(crate) fn headline(item: &mut Item) {
    let body = item.body.trim_start_matches('\n');
    let Some(after) = body.strip_prefix("# ") else {
        return;
    };
    let (line, rest) = after.split_once('\n').unwrap_or((after, ""));
    let title = lines::squeeze(&markup::plain(line.trim_end_matches([' ', '#'])));
    if item.title.is_empty() && !title.is_empty() {
        item.title.clone_from(&title);
    }
    // What the front matter calls otherwise is a heading of the text.
    if item.title == title {
        item.body = rest.trim().to_owned();
    }
}

fn page(item: Item) -> SavedPage {
    let mut unrecognised = item.left;
    let unknown = |(name, value): (String, String)| Leftover {
        place: "front matter".into(),
        text: format!("{name}: {value}"),
        why: "This field is not known".into(),
    };
    unrecognised.extend(item.meta.into_iter().map(unknown));
    if let Some(lead) = item.lead {
        unrecognised.push(Leftover {
            place: "front matter".into(),
            text: lead.address,
            why: "A picture beside a single file is not taken".into(),
        });
    }
    if !item.search_description.is_empty() {
        unrecognised.push(Leftover {
            place: "front matter".into(),
            text: item.search_description,
            why: "A description beside a standfirst is not taken".into(),
        });
    }
    SavedPage {
        address: item.address.or(item.canonical),
        section: item.section,
        kicker: item.kicker,
        title: item.title,
        standfirst: item.standfirst,
        body: item.body,
        language: item.language,
        date: item.published,
        bylines: item.bylines,
        related: item.related,
        tags: item.tags,
        unrecognised,
        ..SavedPage::default()
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_file_says_what_it_is_in_front_or_in_its_first_heading() {
        let page = read("the-quay.md", b"---\ntitle: The quay\ntags: [ports, \"the sea\"]\nbyline: Ana Li\ndate: 2024-05-01\nmood: calm\n---\n# The quay\n\n## Below\n\nWords.\n").unwrap();
        assert_eq!(
            (page.title.as_str(), page.body.as_str()),
            ("The quay", "## Below\n\nWords.")
        );
        assert_eq!(page.tags, ["ports", "the sea"]);
        assert_eq!(page.bylines[0].name, "Ana Li");
        assert!(page.date.is_some());
        assert_eq!(page.unrecognised[0].text, "mood: calm");
        let page = read(
            "the-quay.md",
            b"---\ntitle: The quay\n---\n# Another\n\nWords.\n",
        )
        .unwrap();
        assert_eq!(page.body, "# Another\n\nWords.");
        let page = read("the-quay.md", b"# It opens #\nWords.\n").unwrap();
        assert_eq!(
            (page.title.as_str(), page.body.as_str()),
            ("It opens", "Words.")
        );
        assert_eq!(read("the-quay.md", b"Words.\n").unwrap().title, "the quay");
        assert!(read("x.md", b"---\ntitle: x\n---\n").is_err());
    }
}
