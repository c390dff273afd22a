//! The same picture at other widths, encoded once, when it comes in, and on one thread: an encoder's bytes change with
//! how many it has.

use super::damaged;
use image::{
    DynamicImage, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
    imageops,
};
use model::{
    Hash, Result,
    asset::{Media, Variant},
};
use moxcms::{ColorProfile, Layout, TransformOptions};

/// The widths, in pixels, for a phone, a column and a wide screen of twice the density.
const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Quality of what is kept in place of an original that had to be turned, from 1 to 100.
const TURNED: u8 = 92;
/// Quality of variants as JPEG, from 1 to 100.
const JPEG: u8 = 82;
/// Quality of variants as WebP, from 0 to 100.
const WEBP: f32 = 80.0;

/// A variant with its bytes.
#[derive(Debug, Clone)]
pub(super) struct Made {
    media: Media,
    width: u32,
    height: u32,
    pub(super) bytes: Vec<u8>,
}

impl From<&Made> for Variant {
    fn from(made: &Made) -> Self {
        Self {
            hash: Hash::of(&made.bytes),
            media: made.media,
            width: made.width,
            height: made.height,
        }
    }
}

/// The variants of a picture that was kept as `media`, narrowest first; each as WebP and as what every program can
/// show: JPEG, or PNG where it is see-through.
///
/// # Errors
/// `damaged-picture`, where an encoder fails.
pub(super) fn of(picture: &DynamicImage, media: Media) -> Result<Vec<Made>> {
    let plain = if picture.color().has_alpha() {
        Media::Png
    } else {
        Media::Jpeg
    };
    let (width, height) = (picture.width(), picture.height());
    let mut made = vec![];
    let mut widest = picture.clone();
    for target in WIDTHS
        .into_iter()
        .rev()
        .skip_while(|target| *target >= width)
    {
        let tall = scaled(height, target, width);
        // From the next wider one: a picture of 100 million pixels is gone through once.
        widest = widest.resize_exact(target, tall, imageops::FilterType::CatmullRom);
        made.push(encode(&widest, plain)?);
        made.push(encode(&widest, Media::Webp)?);
    }
    made.reverse();
    if width <= WIDTHS[2] {
        // At its own width it is there already where it was kept as one of the two.
        for other in [Media::Webp, plain]
            .into_iter()
            .filter(|other| *other != media)
        {
            made.push(encode(picture, other)?);
        }
    }
    Ok(made)
}

fn scaled(side: u32, by: u32, of: u32) -> u32 {
    let scaled = (u64::from(side) * u64::from(by) + u64::from(of) / 2) / u64::from(of.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

fn encode(picture: &DynamicImage, media: Media) -> Result<Made> {
    let bytes = match media {
        Media::Webp => webp(picture),
        Media::Png => png(picture)?,
        _ => jpeg(picture, JPEG)?,
    };
    Ok(Made {
        media,
        width: picture.width(),
        height: picture.height(),
        bytes,
    })
}

/// A picture that had to be turned, in its own format.
///
/// # Errors
/// `damaged-picture`, where an encoder fails.
pub(super) fn encoded(picture: &DynamicImage, media: Media) -> Result<Vec<u8>> {
    match media {
        Media::Jpeg => jpeg(picture, TURNED),
        Media::Webp => Ok(webp(picture)),
        _ => png(picture),
    }
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>> {
    let mut out = vec![];
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(&picture.to_rgb8())
        .map_err(damaged)?;
    Ok(out)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut out = vec![];
    let encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    let pixels = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    };
    encoder
        .write_image(
            pixels.as_bytes(),
            pixels.width(),
            pixels.height(),
            pixels.color().into(),
        )
        .map_err(damaged)?;
    Ok(out)
}

fn webp(picture: &DynamicImage) -> Vec<u8> {
    let (width, height) = (picture.width(), picture.height());
    if picture.color().has_alpha() {
        let pixels = picture.to_rgba8();
        webp::Encoder::from_rgba(&pixels, width, height)
            .encode(WEBP)
            .to_vec()
    } else {
        let pixels = picture.to_rgb8();
        webp::Encoder::from_rgb(&pixels, width, height)
            .encode(WEBP)
            .to_vec()
    }
}

/// The same in sRGB, which is what a picture without a profile is taken for. One whose profile can't be read, or is
/// of other colours than red, green and blue, stays as it is.
pub(super) fn in_colours_of_the_web(picture: DynamicImage, profile: Option<&[u8]>) -> DynamicImage {
    let Some(profile) = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok()) else {
        return picture;
    };
    if picture.color().channel_count() < 3 || profile.color_space != moxcms::DataColorSpace::Rgb {
        return picture;
    }
    let has_alpha = picture.color().has_alpha();
    let layout = if has_alpha { Layout::Rgba } else { Layout::Rgb };
    let options = TransformOptions::default();
    let Ok(transform) =
        profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, options)
    else {
        return picture;
    };
    let mut pixels = if has_alpha {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    };
    let before = pixels.as_bytes().to_vec();
    let after = match &mut pixels {
        DynamicImage::ImageRgba8(rgba) => &mut **rgba,
        DynamicImage::ImageRgb8(rgb) => &mut **rgb,
        _ => return picture,
    };
    if transform.transform(&before, after).is_ok() {
        pixels
    } else {
        picture
    }
}
