//! Texts as the parts beside the site take them: plain safe HTML, its pictures where that part has them.

use crate::{
    site::{dated, fallback, words},
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
