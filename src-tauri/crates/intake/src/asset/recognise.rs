//! What sort of file it is, by its first bytes; the name may only agree.

use model::{Error, Result, asset::Media};

/// Sorts that are recognised to be refused, and what helps.
const REFUSED: [(&str, &[&[u8]]); 4] = [
    ("an AVIF picture", &[b"avif", b"avis"]),
    (
        "a HEIC picture",
        &[
            b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1",
        ],
    ),
    ("a TIFF picture", &[b"II*\0", b"MM\0*"]),
    ("a BMP picture", &[b"BM"]),
];

/// The sort of file.
///
/// # Errors
/// `format-refused` for one that is known and not taken, `unknown-format`, `mislabelled` where the name says another.
pub(super) fn media(name: &str, bytes: &[u8]) -> Result<Media> {
    let found = by_content(bytes)?;
    if let Some(said) = by_name(name)
        && said != found
    {
        return Err(Error::refused(
            "mislabelled",
            format!(
                "The file’s name says {}, and it is {}.",
                said.word(),
                found.word()
            ),
        )
        .hint(format!(
            "If that is what it should be, let its name end in .{}.",
            found.extension()
        )));
    }
    Ok(found)
}

fn by_content(bytes: &[u8]) -> Result<Media> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Media::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Media::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Media::Webp);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Ok(Media::Gif);
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(Media::Pdf);
    }
    refused(bytes)?;
    if is_svg(bytes) {
        return Ok(Media::Svg);
    }
    Err(Error::refused(
        "unknown-format",
        "The file is no picture that Copydesk knows, and no PDF.",
    )
    .hint("Save it as JPEG, PNG, WebP, GIF, SVG or PDF."))
}

fn refused(bytes: &[u8]) -> Result<()> {
    let brand = (bytes.get(4..8) == Some(b"ftyp"))
        .then(|| bytes.get(8..12))
        .flatten();
    let known = REFUSED.iter().find(|(_, marks)| {
        marks.iter().any(|mark| {
            brand == Some(*mark)
                || (mark.len() < 4 || mark.contains(&b'*')) && bytes.starts_with(mark)
        })
    });
    match known {
        None => Ok(()),
        Some((what, _)) => Err(Error::refused(
            "format-refused",
            format!("The file is {what}, which many readers’ programs can’t show."),
        )
        .hint("Save it as JPEG or PNG.")),
    }
}

/// Text whose first element is `svg`, behind declarations and comments.
fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let text = String::from_utf8_lossy(start);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.to_ascii_lowercase().starts_with("<!doctype svg") {
            // A subset of its own may hold entities: the cleaning refuses it.
            if rest
                .split('>')
                .next()
                .is_some_and(|doctype| doctype.contains('['))
            {
                "]>"
            } else {
                ">"
            }
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else {
            return false;
        };
        rest = after.trim_start();
    }
    rest.strip_prefix("<svg")
        .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
}

fn by_name(name: &str) -> Option<Media> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => Media::Jpeg,
        "png" => Media::Png,
        "webp" => Media::Webp,
        "gif" => Media::Gif,
        "svg" => Media::Svg,
        "pdf" => Media::Pdf,
        _ => return None,
    })
}
