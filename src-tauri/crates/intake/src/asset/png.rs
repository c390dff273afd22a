//! A PNG without its texts, times and EXIF, and without what follows its end.

use super::damaged;
use model::Result;

/// What is picture, or says how to show it; as the PNG specification, third edition, names its chunks.
const KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The width and height that it says it has.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let word = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((word(16)?, word(20)?))
}

/// The same picture, without its description of colours unless `profile`; and how many frames it says it has, 1 where it
/// stands still.
///
/// # Errors
/// `damaged-picture` where it is no PNG, or ends too early.
pub(super) fn clean(bytes: &[u8], profile: bool) -> Result<(Vec<u8>, usize)> {
    let short = || damaged("it ends too early");
    let mut out = bytes.get(..8).ok_or_else(short)?.to_vec();
    let (mut at, mut frames) = (8, 0);
    loop {
        let head = bytes.get(at..at + 8).ok_or_else(short)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = &head[4..8];
        let end = length
            .checked_add(12)
            .and_then(|whole| at.checked_add(whole))
            .ok_or_else(short)?;
        let chunk = bytes.get(at..end).ok_or_else(short)?;
        frames += usize::from(kind == b"fcTL");
        let kept = KEPT.iter().any(|kept| *kept == kind);
        if kept && (profile || kind != b"iCCP") {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Ok((out, frames.max(1)));
        }
        at = end;
    }
}
