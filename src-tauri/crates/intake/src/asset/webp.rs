//! A WebP without its EXIF and XMP, and without what follows its end.

use super::damaged;
use model::Result;

/// What is picture, or says how to show it; as the WebP container specification names its chunks.
const KEPT: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// The flags in `VP8X` that say that there are EXIF and XMP.
const ABOUT: u8 = 0b0000_1100;

/// The same picture, and how many frames it has; 1 where it stands still.
///
/// # Errors
/// `damaged-picture` where it is no WebP, or ends too early.
pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, usize)> {
    let short = || damaged("it ends too early");
    let size = bytes
        .get(4..8)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
        .ok_or_else(short)?;
    let inside = bytes
        .get(12..size.checked_add(8).ok_or_else(short)?)
        .ok_or_else(short)?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut frames = 0;
    for chunk in chunks(inside) {
        let (kind, body) = chunk.ok_or_else(short)?;
        if !KEPT.contains(&kind) {
            continue;
        }
        let mut body = body.to_vec();
        match kind {
            b"VP8X" => {
                if let Some(flags) = body.first_mut() {
                    *flags &= !ABOUT;
                }
            }
            b"ANMF" => {
                frames += 1;
                body = frame(&body).ok_or_else(short)?;
            }
            _ => {}
        }
        put(&mut out, kind, &body);
    }
    let size = u32::try_from(out.len() - 8).map_err(damaged)?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Ok((out, frames.max(1)))
}

/// A frame without chunks of unknown sorts.
fn frame(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = body.get(..16)?.to_vec();
    for chunk in chunks(body.get(16..)?) {
        let (kind, inside) = chunk?;
        if matches!(kind, b"ALPH" | b"VP8 " | b"VP8L") {
            put(&mut out, kind, inside);
        }
    }
    Some(out)
}

fn put(out: &mut Vec<u8>, kind: &[u8], body: &[u8]) {
    out.extend(kind);
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

/// The chunks within, by name; none in place of one that ends too early, which is the last.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Option<(&[u8; 4], &[u8])>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let read = (|| {
            let kind: &[u8; 4] = rest.get(..4)?.try_into().ok()?;
            let size: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
            let end = (u32::from_le_bytes(size) as usize).checked_add(8)?;
            let body = rest.get(8..end)?;
            rest = rest.get(end + body.len() % 2..).unwrap_or_default();
            Some((kind, body))
        })();
        if read.is_none() {
            rest = &[];
        }
        Some(read)
    })
}
