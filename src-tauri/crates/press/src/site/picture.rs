//! Pictures on pages: at the width that a reader's screen needs, from files beside the pages.

use markup::Place;
use model::{
    Hash,
    article::{Content, LeadImage},
    asset::{Asset, AssetFile, Media, Variant, site_path},
    bundle::Surroundings,
};
use serde::Serialize;

/// How wide a picture is shown: as wide as the text, which is at most 40rem with its margins, or as the screen.
const SIZES: &str = "(min-width: 40rem) 38rem, 100vw";
/// How wide the picture of the article is that leads a page.
const LEADING: &str = "(min-width: 60rem) 42rem, 100vw";
/// How wide the picture of another listed article is.
const LISTED: &str = "(min-width: 60rem) 22rem, (min-width: 40rem) 50vw, 100vw";
/// How wide an author's picture is shown.
const PORTRAIT: &str = "5.5rem";
/// Widest original that is offered to screens beside its variants, in pixels.
const WIDEST: u32 = 1600;

/// The picture at the top of an article, as the theme shows it.
#[derive(Serialize)]
pub(crate) struct LeadForm<'a> {
    /// HTML.
    picture: String,
    caption: &'a str,
    credit: &'a str,
}

/// The picture at the top of `content`, where it has one that is there.
pub(crate) fn lead<'a>(
    content: &'a Content,
    root: &str,
    surroundings: &Surroundings,
) -> Option<LeadForm<'a>> {
    let lead = content.lead_image.as_ref()?;
    let asset = surroundings.asset(lead.asset)?;
    asset.media.is_picture().then(|| LeadForm {
        picture: picture(asset, root, &escaped(&lead.alt), false, SIZES),
        caption: &lead.caption,
        credit: &lead.credit,
    })
}

/// The picture of an article that a page lists, small or as its lead, where it has one that is there.
pub(crate) fn listed(
    lead: &LeadImage,
    root: &str,
    surroundings: &Surroundings,
    leads: bool,
) -> Option<String> {
    let asset = surroundings.asset(lead.asset)?;
    let sizes = if leads { LEADING } else { LISTED };
    asset
        .media
        .is_picture()
        .then(|| picture(asset, root, &escaped(&lead.alt), !leads, sizes))
}

/// Where the file of a lead image is that other sites may show, from the site's root.
pub(crate) fn address(lead: &LeadImage, surroundings: &Surroundings) -> Option<String> {
    let asset = surroundings.asset(lead.asset)?;
    let shown = matches!(
        asset.media,
        Media::Jpeg | Media::Png | Media::Webp | Media::Gif
    );
    shown.then(|| site_path(fallback(asset)))
}

/// An article's body as HTML, its pictures and attachments in place.
pub(crate) fn body(html: String, root: &str, surroundings: &Surroundings) -> String {
    if !html.contains("asset:") {
        return shown(html);
    }
    let known = |asset: Hash| surroundings.asset(asset);
    shown(markup::place_assets(&html, &mut |place| match place {
        Place::Link { asset } => {
            known(asset).map(|asset| format!("{root}{}", site_path((asset.hash, asset.media))))
        }
        Place::Picture {
            asset,
            alt,
            caption,
            alone,
        } => {
            let asset = known(asset).filter(|asset| asset.media.is_picture())?;
            let shown = picture(asset, root, alt, true, SIZES);
            Some(match (alone, caption) {
                (false, _) => shown,
                (true, "") => format!("<figure>{shown}</figure>"),
                (true, caption) => {
                    let caption = caption.replace('<', "&lt;").replace('>', "&gt;");
                    format!("<figure>{shown}<figcaption>{caption}</figcaption></figure>")
                }
            })
        }
    }))
}

/// The same without the pictures that have no address and the links that have no words, neither of which anyone could see;
/// a picture of which nobody says what it shows is an ornament.
fn shown(html: String) -> String {
    if !(html.contains("<img") || html.contains("></a>")) {
        return html;
    }
    let (mut out, mut rest) = (String::with_capacity(html.len()), html.as_str());
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        if !(tag.starts_with("<img") || tag.starts_with("<a ")) {
            out.push_str(before);
            out.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        }
        let mut quoted = false;
        let end = tag.find(|letter| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        });
        let (tag, after) = tag.split_at(end.map_or(tag.len(), |end| end + 1));
        out.push_str(before);
        let wordless = tag.starts_with("<a ") && after.starts_with("</a>");
        if wordless {
            rest = after.strip_prefix("</a>").unwrap_or(after);
            continue;
        }
        // No quote stands in a value but as its name.
        match tag.strip_prefix("<img") {
            Some(rest) if !rest.contains(" src=\"") => {}
            Some(rest) if !rest.contains(" alt=\"") => {
                out.push_str("<img alt=\"\"");
                out.push_str(rest);
            }
            _ => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// An author's picture, small, where it is there; it shows whom it stands beside.
pub(crate) fn portrait(
    asset: Hash,
    name: &str,
    root: &str,
    surroundings: &Surroundings,
) -> Option<String> {
    let asset = surroundings.asset(asset)?;
    asset
        .media
        .is_picture()
        .then(|| picture(asset, root, &escaped(name), true, PORTRAIT))
}

/// `alt` is escaped already; `sizes` says how wide it is shown.
fn picture(asset: &Asset, root: &str, alt: &str, later: bool, sizes: &str) -> String {
    let size = if asset.width > 0 && asset.height > 0 {
        format!(" width=\"{}\" height=\"{}\"", asset.width, asset.height)
    } else {
        String::new()
    };
    let later = if later { " loading=\"lazy\"" } else { "" };
    let (src, kind) = (fallback(asset), fallback(asset).1);
    let src = format!("{root}{}", site_path(src));
    let plain = offered(asset, kind, root);
    let set = if plain.contains(',') {
        format!(" srcset=\"{plain}\" sizes=\"{sizes}\"")
    } else {
        String::new()
    };
    let img = format!("<img src=\"{src}\"{set} alt=\"{alt}\"{size}{later} decoding=\"async\">");
    let webp = offered(asset, Media::Webp, root);
    if kind == Media::Webp || webp.is_empty() {
        return img;
    }
    format!(
        "<picture><source type=\"image/webp\" srcset=\"{webp}\" sizes=\"{sizes}\">{img}</picture>"
    )
}

/// The file that every program can show: the widest variant that is no WebP, else the picture itself.
pub(crate) fn fallback(asset: &Asset) -> AssetFile {
    let plain = |variant: &&Variant| variant.media != Media::Webp;
    match asset.variants.iter().rev().find(plain) {
        Some(widest) if asset.media == Media::Webp || asset.width > WIDEST => {
            (widest.hash, widest.media)
        }
        _ => (asset.hash, asset.media),
    }
}

/// The files of one sort with their widths, as `srcset` has them, narrowest first.
fn offered(asset: &Asset, media: Media, root: &str) -> String {
    let variants = asset
        .variants
        .iter()
        .map(|variant| (variant.hash, variant.media, variant.width));
    let itself = (asset.width > 0 && asset.width <= WIDEST).then_some((
        asset.hash,
        asset.media,
        asset.width,
    ));
    let files: Vec<String> = variants
        .chain(itself)
        .filter(|(_, sort, _)| *sort == media)
        .map(|(hash, sort, width)| format!("{root}{} {width}w", site_path((hash, sort))))
        .collect();
    files.join(", ")
}

/// A text as HTML's text or attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{SIZES, picture};
    use model::{
        Hash,
        asset::{Asset, Media, Variant, site_path},
    };

    fn asset(media: Media, width: u32, variants: &[(Media, u32)]) -> Asset {
        let hash = |width: u32, media: Media| Hash::of(format!("{width}{media:?}").as_bytes());
        Asset {
            hash: hash(width, media),
            media,
            size: 1,
            width,
            height: width / 2,
            variants: variants
                .iter()
                .map(|(media, width)| Variant {
                    hash: hash(*width, *media),
                    media: *media,
                    width: *width,
                    height: width / 2,
                })
                .collect(),
        }
    }

    #[test]
    fn a_wide_photograph_is_offered_at_the_widths_that_were_made_of_it() {
        use Media::{Jpeg, Webp};
        let wide = asset(
            Jpeg,
            4000,
            &[(Webp, 480), (Jpeg, 480), (Webp, 1600), (Jpeg, 1600)],
        );
        let file = |n: usize| site_path((wide.variants[n].hash, wide.variants[n].media));
        assert_eq!(
            picture(&wide, "../../", "The quay", true, SIZES),
            format!(
                "<picture><source type=\"image/webp\" srcset=\"../../{} 480w, ../../{} 1600w\" sizes=\"(min-width: \
                 40rem) 38rem, 100vw\"><img src=\"../../{}\" srcset=\"../../{} 480w, ../../{} 1600w\" sizes=\"(min-width: \
                 40rem) 38rem, 100vw\" alt=\"The quay\" width=\"4000\" height=\"2000\" loading=\"lazy\" \
                 decoding=\"async\"></picture>",
                file(0),
                file(2),
                file(3),
                file(1),
                file(3)
            )
        );
    }

    #[test]
    fn what_moves_or_is_drawn_in_lines_is_shown_as_it_is() {
        for media in [Media::Gif, Media::Svg] {
            let one = asset(media, 300, &[]);
            let html = picture(&one, "", "x", false, SIZES);
            assert!(
                html.starts_with("<img src=\"assets/") && !html.contains("srcset"),
                "{html}"
            );
        }
    }
}
