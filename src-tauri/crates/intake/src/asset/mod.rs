//! Pictures and attachments in: recognised by what they hold, measured before they are unpacked, and kept without
//! what their camera or program wrote into them, so that no one learns from a picture where its source stood.

mod gif;
mod jpeg;
mod png;
mod raster;
mod recognise;
mod variants;
mod webp;

use markup::svg::damaged;
use model::{
    Error, Hash, Result,
    asset::{Asset, Media, Variant},
};

/// Largest file that is taken, in bytes.
pub const LIMIT: u64 = 50 << 20;

/// A file that may be kept, and the files beside it.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What is known of it.
    pub asset: Asset,
    /// The bytes of each file that it is kept as, in the order of [`Asset::files`].
    pub files: Vec<Vec<u8>>,
}

/// Takes a picture or a PDF in. `name` is the file's name, which must not say that it is another sort than it is; it
/// may be empty. A PDF is kept as it is, with what its maker wrote into it.
///
/// # Errors
/// `empty-file`, `file-too-large`, `picture-too-large`, `too-many-frames`, `unknown-format`, `format-refused`,
/// `mislabelled`, `damaged-picture`, `unsafe-drawing`.
pub fn take(name: &str, bytes: &[u8]) -> Result<Taken> {
    fits(bytes.len() as u64)?;
    let media = recognise::media(name, bytes)?;
    let (clean, width, height, variants) = match media {
        Media::Pdf => (pdf(bytes)?, 0, 0, vec![]),
        Media::Svg => {
            let drawing = markup::svg::clean(bytes)?;
            (drawing.bytes, drawing.width, drawing.height, vec![])
        }
        raster => raster::take(raster, bytes)?,
    };
    let hash = Hash::of(&clean);
    let asset = Asset {
        hash,
        media,
        size: clean.len() as u64,
        width,
        height,
        variants: variants.iter().map(Variant::from).collect(),
    };
    let files = std::iter::once(clean)
        .chain(variants.into_iter().map(|made| made.bytes))
        .collect();
    Ok(Taken { asset, files })
}

/// What sort of file these bytes are.
///
/// # Errors
/// `unknown-format`, `format-refused`.
pub fn media(bytes: &[u8]) -> Result<Media> {
    recognise::media("", bytes)
}

/// Refuses a file of `size` bytes that is empty or too large, so that it need not be read.
///
/// # Errors
/// `empty-file`, `file-too-large`.
pub fn fits(size: u64) -> Result<()> {
    if size == 0 {
        return Err(
            Error::unreadable("empty-file", "The file is empty.").hint("Save or copy it again.")
        );
    }
    if size > LIMIT {
        return Err(Error::refused(
            "file-too-large",
            format!(
                "The file has {} MB; at most {} MB can be kept.",
                size.div_ceil(1 << 20),
                LIMIT >> 20
            ),
        )
        .hint("Save a smaller copy of it."));
    }
    Ok(())
}

/// A PDF that is whole, as far as its two ends say.
fn pdf(bytes: &[u8]) -> Result<Vec<u8>> {
    let tail = bytes.get(bytes.len().saturating_sub(2048)..);
    let ends = tail.is_some_and(|tail| tail.windows(5).any(|end| end == b"%%EOF"));
    if ends {
        return Ok(bytes.to_vec());
    }
    Err(damaged("it ends too early"))
}

#[cfg(test)]
mod tests;
