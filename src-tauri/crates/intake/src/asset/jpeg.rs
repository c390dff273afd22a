//! A JPEG without its application data: EXIF, XMP, IPTC, thumbnails, comments, and whatever follows its end.

use super::damaged;
use model::Result;

const APP0: u8 = 0xe0;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

/// The same picture, its compressed data untouched. Kept of what is not picture: the colour profile, and how colours
/// are coded. Sections as ITU-T T.81, annex B, has them.
///
/// # Errors
/// `damaged-picture` where it is no JPEG, or ends too early.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let short = || damaged("it ends too early");
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xff, 0xd8]);
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (first, marker) = (
            *bytes.get(at).ok_or_else(short)?,
            *bytes.get(at + 1).ok_or_else(short)?,
        );
        if first != 0xff {
            return Err(damaged("a section begins without its mark"));
        }
        at += 2;
        if marker == 0xd9 {
            out.extend([0xff, 0xd9]);
            return Ok(out);
        }
        let length = bytes
            .get(at..at + 2)
            .map(|two| usize::from(u16::from_be_bytes([two[0], two[1]])))
            .ok_or_else(short)?;
        let segment = bytes
            .get(at..at + length)
            .filter(|segment| segment.len() >= 2)
            .ok_or_else(short)?;
        if let Some(kept) = kept(marker, segment) {
            out.extend([0xff, marker]);
            out.extend(kept);
        }
        at += length;
        if marker == 0xda {
            let scan = scan(bytes.get(at..).unwrap_or_default());
            out.extend(&bytes[at..at + scan]);
            at += scan;
        }
    }
}

/// What stays of a section, which begins with its length.
fn kept(marker: u8, segment: &[u8]) -> Option<Vec<u8>> {
    let body = &segment[2..];
    match marker {
        // The density, but not the thumbnail that may follow: it may show what was cropped away.
        APP0 if body.starts_with(b"JFIF\0") && body.len() >= 12 => {
            let mut short = vec![0, 16];
            short.extend(&body[..12]);
            short.extend([0, 0]);
            Some(short)
        }
        APP2 if body.starts_with(b"ICC_PROFILE\0") => Some(segment.to_vec()),
        APP14 if body.starts_with(b"Adobe") => Some(segment.to_vec()),
        // Other application data, and comments.
        APP0..=0xef | 0xfe => None,
        _ => Some(segment.to_vec()),
    }
}

/// How long the compressed data is that begins here: up to the next marker that is no restart and no stuffed zero.
fn scan(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}
