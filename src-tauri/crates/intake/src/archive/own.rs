//! What Copydesk wrote itself, as the record of an archive: a library's export and a bundle hold the same texts.

use model::{
    ArticleId, Hash,
    archive::{Item, Picture, Stood},
    article::{Byline, Content},
};

/// What an article is known by, wherever it is met.
pub(super) fn source(article: ArticleId) -> String {
    format!("copydesk:{article}")
}

/// A text as an article of an archive. `path` gives where in the archive the file of a hash is.
pub(super) fn item(content: &Content, path: &dyn Fn(Hash) -> Option<String>) -> Item {
    let place = |hash: Hash| path(hash).unwrap_or_else(|| format!("assets/{hash}"));
    Item {
        source: source(content.article),
        place: format!("article {}", content.article),
        sort: "article".into(),
        stood: Stood::Draft,
        slug: some(&content.slug),
        title: content.title.clone(),
        kicker: content.kicker.clone(),
        standfirst: content.standfirst.clone(),
        body: placed(&content.body, &place),
        section: content.section.clone(),
        tags: content.tags.clone(),
        language: some(&content.language),
        bylines: content
            .bylines
            .iter()
            .map(|byline| Byline {
                picture: None,
                ..byline.clone()
            })
            .collect(),
        portraits: content
            .bylines
            .iter()
            .filter_map(|byline| Some((byline.name.clone(), place(byline.picture?))))
            .collect(),
        published: content.date,
        embargo: content.embargo,
        lead: content.lead_image.as_ref().map(|lead| Picture {
            address: place(lead.asset),
            alt: lead.alt.clone(),
            caption: lead.caption.clone(),
            credit: lead.credit.clone(),
        }),
        search_title: content.search_title.clone(),
        search_description: content.search_description.clone(),
        canonical: content.canonical.clone(),
        related: content
            .related
            .iter()
            .map(|related| related.title.clone())
            .collect(),
        translations: content.translations.iter().copied().map(source).collect(),
        corrections: content.corrections.clone(),
        ..Item::default()
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A body whose pictures and attachments have their places in the archive as addresses.
pub(super) fn placed(body: &str, place: &dyn Fn(Hash) -> String) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("asset:") {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let after = &after["asset:".len()..];
        let hash = after.get(..64).and_then(|hash| hash.parse().ok());
        match hash {
            Some(hash) => {
                out.push_str(&place(hash));
                rest = &after[64..];
            }
            None => {
                out.push_str("asset:");
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::placed;

    #[test]
    fn what_names_a_file_names_its_place_and_words_stay() {
        let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        let body = format!("![A quay](asset:{hash} \"At noon\")\n\nNo asset: there. asset:é");
        assert_eq!(
            placed(&body, &|hash| format!("assets/{hash}")),
            format!("![A quay](assets/{hash} \"At noon\")\n\nNo asset: there. asset:é")
        );
    }
}
