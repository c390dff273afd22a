//! Pictures of pixels: measured, cleaned, turned upright, and made narrower.

use super::{damaged, gif, jpeg, png, variants, webp};
use image::{
    DynamicImage, ImageDecoder, Limits,
    codecs::{gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};
use model::{Error, Result, asset::Media};
use std::io::Cursor;

/// Longest side, in pixels.
const SIDE: u32 = 30_000;
/// Most pixels; a phone's camera makes up to 108 million.
const PIXELS: u64 = 120_000_000;
/// Most pixels of all frames of a moving picture together.
const MOVING: u64 = 400_000_000;
/// Most bytes that a decoder may take beside the picture itself.
const MEMORY: u64 = 1 << 30;
/// Most bytes that what is said beside the picture may unpack to before it is looked at: a megabyte of it can hold a thousand.
const BESIDE: u64 = 64 << 20;
/// Most bytes of a description of colours; the largest in use have half of that.
const PROFILE: usize = 4 << 20;

/// A cleaned picture, its width and height, and its variants.
type Upright = (Vec<u8>, u32, u32, Vec<variants::Made>);

/// Takes a picture in; its metadata goes, after what it says of which side is up was done.
///
/// # Errors
/// `picture-too-large`, `too-many-frames`, `damaged-picture`.
pub(super) fn take(media: Media, bytes: &[u8]) -> Result<Upright> {
    let (clean, frames) = match media {
        Media::Jpeg => (jpeg::clean(bytes)?, 1),
        Media::Png => {
            // What it says of itself first: a decoder takes room for a line of it at once.
            if let Some((width, height)) = png::size(bytes) {
                no_more_than_fits(width, height)?;
            }
            let profile = decoder(media, bytes)?.icc_profile().ok().flatten();
            png::clean(bytes, profile.is_some_and(|one| one.len() <= PROFILE))?
        }
        Media::Webp => webp::clean(bytes)?,
        _ => gif::clean(bytes)?,
    };
    let (width, height) = measured(media, &clean, frames)?;
    // A hint; a picture whose hint can't be read is shown as it lies.
    let turn = decoder(media, bytes)?
        .orientation()
        .unwrap_or(Orientation::NoTransforms);
    let mut picture = unpacked(media, &clean)?;
    if frames > 1 {
        // It moves: at other widths it would stand still.
        return Ok((clean, width, height, vec![]));
    }
    picture.apply_orientation(turn);
    let clean = if turn == Orientation::NoTransforms {
        clean
    } else {
        variants::encoded(&picture, media)?
    };
    let made = if media == Media::Gif {
        vec![]
    } else {
        variants::of(&picture, media)?
    };
    Ok((clean, picture.width(), picture.height(), made))
}

/// Its width and height, refused where they are too much to be unpacked.
fn measured(media: Media, bytes: &[u8], frames: usize) -> Result<(u32, u32)> {
    let (width, height) = decoder(media, bytes)?.dimensions();
    let pixels = no_more_than_fits(width, height)?;
    if frames as u64 * pixels > MOVING {
        return Err(Error::refused(
            "too-many-frames",
            format!(
                "The picture moves through {frames} frames, which is more than can be unpacked."
            ),
        )
        .hint("Save a shorter or smaller copy."));
    }
    Ok((width, height))
}

/// How many pixels; refused where they are none, or too many to be unpacked.
fn no_more_than_fits(width: u32, height: u32) -> Result<u64> {
    let pixels = u64::from(width) * u64::from(height);
    if width == 0 || height == 0 {
        return Err(damaged("it has no pixels"));
    }
    if width > SIDE || height > SIDE || pixels > PIXELS {
        return Err(Error::refused(
            "picture-too-large",
            format!(
                "The picture has {width} by {height} pixels, which is more than can be unpacked."
            ),
        )
        .hint(format!(
            "Save a smaller copy: at most {} million pixels, and {SIDE} on a side.",
            PIXELS / 1_000_000
        )));
    }
    Ok(pixels)
}

fn decoder(media: Media, bytes: &[u8]) -> Result<Box<dyn ImageDecoder + '_>> {
    let from = Cursor::new(bytes);
    Ok(match media {
        Media::Jpeg => Box::new(JpegDecoder::new(from).map_err(damaged)?),
        Media::Png => {
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(BESIDE);
            Box::new(PngDecoder::with_limits(from, limits).map_err(damaged)?)
        }
        Media::Webp => Box::new(WebPDecoder::new(from).map_err(damaged)?),
        _ => Box::new(GifDecoder::new(from).map_err(damaged)?),
    })
}

/// The picture unpacked, in the colours of the web.
fn unpacked(media: Media, bytes: &[u8]) -> Result<DynamicImage> {
    let mut decoder = decoder(media, bytes)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(damaged)?;
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    Ok(variants::in_colours_of_the_web(picture, profile.as_deref()))
}
