//! Pictures and other files that articles show: what is known of one from its bytes.

use crate::Hash;
use serde::{Deserialize, Serialize};

/// What sort of file an asset is; in JSON its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub enum Media {
    /// A photograph, most often.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A drawing or a screenshot, most often.
    #[serde(rename = "image/png")]
    Png,
    /// Either.
    #[serde(rename = "image/webp")]
    Webp,
    /// A drawing, may move.
    #[serde(rename = "image/gif")]
    Gif,
    /// A drawing in lines.
    #[serde(rename = "image/svg+xml")]
    Svg,
    /// A document; an attachment, never shown as a picture.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl Media {
    /// Its media type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
        }
    }

    /// What its files' names end in, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }

    /// What people call it, with its article.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "a JPEG picture",
            Self::Png => "a PNG picture",
            Self::Webp => "a WebP picture",
            Self::Gif => "a GIF picture",
            Self::Svg => "an SVG drawing",
            Self::Pdf => "a PDF",
        }
    }

    /// Whether it can be shown on a page.
    #[must_use]
    pub fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

/// The same picture at another width or in another format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The SHA-256 of its bytes, by which it is kept.
    pub hash: Hash,
    /// JPEG or PNG, or WebP.
    pub media: Media,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A file that articles may show, as it is kept: without what its camera wrote into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// The SHA-256 of its bytes, which is its name everywhere.
    pub hash: Hash,
    /// What sort of file.
    pub media: Media,
    /// In bytes.
    pub size: u64,
    /// In pixels; 0 where it has no size of its own.
    pub width: u32,
    /// In pixels; 0 where it has no size of its own.
    pub height: u32,
    /// The same at other widths, narrowest first, made when it came in.
    pub variants: Vec<Variant>,
}

/// A file of an asset, as a bundle names it: its hash and its sort.
pub type AssetFile = (Hash, Media);

impl Asset {
    /// The narrowest of its files: enough to tell it by.
    #[must_use]
    pub fn narrowest(&self) -> Hash {
        self.variants
            .first()
            .map_or(self.hash, |variant| variant.hash)
    }

    /// Every file that it is kept as: itself, then its variants.
    pub fn files(&self) -> impl Iterator<Item = AssetFile> {
        let variants = self.variants.iter();
        std::iter::once((self.hash, self.media))
            .chain(variants.map(|variant| (variant.hash, variant.media)))
    }
}

/// The name of a file in a bundle, from the site's root.
#[must_use]
pub fn site_path((hash, media): AssetFile) -> String {
    format!("assets/{hash}.{}", media.extension())
}
