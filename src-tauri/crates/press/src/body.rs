//! Texts as the parts beside the site take them: plain safe HTML, its pictures where that part has them.

use crate::{
    site::{dated, fallback, rooted, words},
    xml::escaped,
};
use markup::Place;
use model::{
    Hash, Time,
    article::{Content, Correction, CorrectionKind, LeadImage},
    asset::{Asset, AssetFile, site_path},
    bundle::Surroundings,
};

/// The file of an asset that every program shows: the picture itself, or the widest of its variants that is no WebP.
pub(crate) fn shown(asset: &Asset) -> AssetFile {
    if asset.media.is_picture() {
        fallback(asset)
    } else {
        (asset.hash, asset.media)
    }
}

/// How wide and high that file is; none where it has no size of its own.
pub(crate) fn measures(asset: &Asset) -> Option<(u32, u32)> {
    let (hash, _) = shown(asset);
    let variant = asset.variants.iter().find(|variant| variant.hash == hash);
    let size = variant.map_or((asset.width, asset.height), |it| (it.width, it.height));
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// The picture at the top, where it is there and can be shown.
pub(crate) fn lead<'a>(
    content: &'a Content,
    around: &'a Surroundings,
) -> Option<(&'a LeadImage, &'a Asset)> {
    let lead = content.lead_image.as_ref()?;
    let asset = around.asset(lead.asset)?;
    asset.media.is_picture().then_some((lead, asset))
}

/// Where the site has a file; none where nobody knows where the site will be.
pub(crate) fn on_site(around: &Surroundings, file: AssetFile) -> Option<String> {
    (!around.base_url.is_empty()).then(|| format!("{}{}", around.base_url, site_path(file)))
}

/// The address of an article's page; none where nobody knows where the site will be.
pub(crate) fn address(around: &Surroundings, content: &Content) -> Option<String> {
    (!around.base_url.is_empty()).then(|| format!("{}{}", around.base_url, content.path()))
}

/// The safe HTML of a text with its files in place. `to` says where a file is; of a picture that is nowhere the words stay.
pub(crate) fn html(
    html: String,
    around: &Surroundings,
    to: &mut dyn FnMut(&Asset) -> Option<String>,
) -> String {
    let html = led(html, &around.base_url, true);
    if !html.contains("asset:") {
        return html;
    }
    let known = |asset: Hash| around.asset(asset);
    markup::place_assets(&html, &mut |place| match place {
        Place::Link { asset } => to(known(asset)?),
        Place::Picture {
            asset,
            alt,
            caption,
            alone,
        } => {
            let asset = known(asset).filter(|asset| asset.media.is_picture())?;
            let img = picture(asset, &to(asset)?, alt);
            Some(match (alone, caption) {
                (false, _) => img,
                (true, "") => format!("<figure>{img}</figure>"),
                (true, caption) => {
                    let caption = caption.replace('<', "&lt;").replace('>', "&gt;");
                    format!("<figure>{img}<figcaption>{caption}</figcaption></figure>")
                }
            })
        }
    })
}

/// Where a link that begins with a slash leads, from the site's root: what begins with the path of that is taken to be from the
/// host's. `root` is from the host's, with a slash on either side.
#[must_use]
pub fn from_root<'a>(link: &'a str, root: &str) -> &'a str {
    if let Some(rest) = link.strip_prefix(root) {
        return rest;
    }
    let front = link.strip_prefix(root.trim_end_matches('/'));
    let front = front.filter(|rest| rest.is_empty() || rest.starts_with(['?', '#', '"']));
    front.unwrap_or_else(|| link.get(1..).unwrap_or_default())
}

/// Safe HTML whose links from the site's root lead there wherever that is on its host; `whole` with the host, for whoever shows
/// the text elsewhere. What begins with the path of the root is taken to be from the host's.
pub(crate) fn led(html: String, base: &str, whole: bool) -> String {
    let root = rooted(base);
    if base.is_empty() || (root == "/" && !whole) || !html.contains(" href=\"/") {
        return html;
    }
    let host = match whole {
        true => base.strip_suffix(root.as_str()).unwrap_or_default(),
        false => "",
    };
    let (mut out, mut rest) = (String::with_capacity(html.len() + 64), html.as_str());
    // A `<` is nowhere but where a tag begins.
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let mut quoted = false;
        let end = tag.find(|letter| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        });
        let (tag, after) = tag.split_at(end.unwrap_or(tag.len()));
        rest = after;
        const HREF: &str = " href=\"";
        let link = tag
            .find(HREF)
            .and_then(|at| tag.split_at_checked(at + HREF.len()));
        match link {
            Some((start, link)) if link.starts_with('/') && !link.starts_with("//") => {
                out.push_str(start);
                out.push_str(host);
                out.push_str(&root);
                out.push_str(from_root(link, &root));
            }
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    out
}

/// An `img`; `alt` is escaped already.
pub(crate) fn picture(asset: &Asset, src: &str, alt: &str) -> String {
    let size = measures(asset).map_or_else(String::new, |(width, height)| {
        format!(" width=\"{width}\" height=\"{height}\"")
    });
    format!("<img src=\"{src}\" alt=\"{alt}\"{size}>")
}

/// What was wrong, as one reads it: what it is, its day, its words.
pub(crate) fn correction(
    one: &Correction,
    around: &Surroundings,
    language: &str,
) -> (&'static str, String, String) {
    let words = words(language);
    let kind = match one.kind {
        CorrectionKind::Correction => words.correction,
        CorrectionKind::Clarification => words.clarification,
    };
    (
        kind,
        dated(one.at, around, language).human,
        one.text.clone(),
    )
}

/// When an article was published or last corrected.
pub(crate) fn updated(content: &Content, date: Option<Time>) -> Option<Time> {
    content.corrected().max(date)
}

/// The corrections as paragraphs of HTML.
pub(crate) fn corrections(content: &Content, around: &Surroundings) -> String {
    let mut out = String::new();
    for one in &content.corrections {
        let (kind, day, text) = correction(one, around, &content.language);
        let text = escaped(&text);
        out.push_str(&format!("\n<p><strong>{kind}</strong>, {day}: {text}</p>"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::led;

    #[test]
    fn a_link_from_the_root_leads_to_where_the_site_is() {
        let html = "<p>\"<a href=\"/x\" no\" <a title=\"a > b\" href=\"/town/kran/\">Kran</a> <a href=\"//b.example/\">b</a> \
                    <a href=\"/paper/here/\">here</a> <a href=\"#fn1\">1</a> <a href=\"https://c.example/town/\">c</a></p>";
        let html = html.replace("<a href=\"/x\" no", "&lt;a href=\"/x\" no");
        let at = |base: &str, whole: bool| led(html.clone(), base, whole);
        assert_eq!(at("", true), html);
        assert_eq!(at("https://new.example/", false), html);
        let paper = html.replace("\"/town/", "\"/paper/town/");
        assert_eq!(at("https://new.example/paper/", false), paper);
        let whole = paper.replace("\"/paper/", "\"https://new.example/paper/");
        assert_eq!(at("https://new.example/paper/", true), whole);
        for (front, rest) in [
            ("/paper", ""),
            ("/paper?x", "?x"),
            ("/paper#x", "#x"),
            ("/papers", "papers"),
        ] {
            let link = |to: &str| format!("<p><a href=\"{to}\">Front</a></p>");
            let is = led(link(front), "https://new.example/paper/", false);
            assert_eq!(is, link(&format!("/paper/{rest}")));
        }
        let whole = html.replace(" href=\"/town/", " href=\"https://new.example/town/");
        let whole = whole.replace(" href=\"/paper/", " href=\"https://new.example/paper/");
        assert_eq!(at("https://new.example/", true), whole);
    }
}
