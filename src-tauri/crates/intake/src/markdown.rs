//! A single Markdown file as an article.

use crate::lines;
use model::{Error, Result, article::Byline, page::SavedPage};

/// Reads a Markdown file: fields between `---` lines where there are some, `# Title` as the headline, the rest as the
/// text.
///
/// # Errors
/// `no-article` where there is no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<SavedPage> {
    let whole = lines::decode(bytes);
    let mut page = SavedPage::default();
    let mut rest = whole.trim_start();
    if let Some((fields, body)) = rest
        .strip_prefix("---\n")
        .and_then(|after| after.split_once("\n---\n"))
    {
        for (key, value) in fields.lines().filter_map(|line| line.split_once(':')) {
            let value = value.trim().trim_matches('"').to_owned();
            match key.trim() {
                "title" => page.title = value,
                "kicker" => page.kicker = value,
                "standfirst" => page.standfirst = value,
                "section" => page.section = value,
                "language" => page.language = Some(value),
                "tags" => page.tags = value.split(',').map(|tag| tag.trim().to_owned()).collect(),
                "byline" => page.bylines.push(Byline {
                    name: value,
                    ..Byline::default()
                }),
                _ => page.unrecognised.push(model::page::Leftover {
                    place: "front matter".into(),
                    text: key.trim().chars().take(200).collect(),
                    why: "This field is not known".into(),
                }),
            }
        }
        rest = body.trim_start();
    }
    if let Some(after) = rest.strip_prefix("# ") {
        let (title, body) = after.split_once('\n').unwrap_or((after, ""));
        if page.title.is_empty() {
            page.title = title.trim().to_owned();
        }
        rest = body;
    }
    page.body = rest.trim().to_owned();
    if page.title.is_empty() {
        page.title = name
            .rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .replace(['-', '_'], " ");
    }
    if page.body.is_empty() {
        return Err(Error::unreadable(
            "no-article",
            format!("There is no text in {name}."),
        ));
    }
    Ok(page)
}
