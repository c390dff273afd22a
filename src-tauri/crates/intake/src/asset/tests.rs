//! What comes in, what is left behind, and what is refused.

use super::{LIMIT, fits, take};
use image::{
    DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::{gif::GifEncoder, png::PngEncoder, webp::WebPEncoder},
};
use model::asset::Media;
use std::io::Cursor;

/// What no kept byte may say.
const SECRET: &[u8] = b"48.20N Anna's flat";

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Red to the left, blue to the right.
fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [200, 0, 0]
        } else {
            [0, 0, 200]
        })
    })
    .into()
}

fn see_through(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([10, 90, 40, ((x + y) % 256) as u8])
    })
    .into()
}

/// An EXIF block: which side is up (1 to 8, tag 0x0112), then the secret.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0, 0, 0, 0, 0]);
    out.extend(SECRET);
    out
}

/// A JPEG as a camera writes it: a thumbnail, EXIF, a comment, and a film behind its end.
fn photograph(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = written(picture, ImageFormat::Jpeg);
    let segment = |marker: u8, body: Vec<u8>| {
        let mut out = vec![0xff, marker];
        out.extend((body.len() as u16 + 2).to_be_bytes());
        out.extend(body);
        out
    };
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xe0, [b"JFXX\0\x10", SECRET].concat()));
    out.extend(segment(
        0xe1,
        [b"Exif\0\0".to_vec(), exif(orientation)].concat(),
    ));
    out.extend(segment(0xed, SECRET.to_vec()));
    out.extend(segment(0xfe, SECRET.to_vec()));
    out.extend(&plain[2..]);
    out.extend(SECRET);
    out
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photograph_keeps_its_pixels_and_loses_what_the_camera_wrote() {
    let raw = photograph(&halves(64, 40), 1);
    assert!(holds(&raw, SECRET), "or the test proves nothing");
    let taken = take("DSC_0042.JPG", &raw).unwrap();
    assert!(taken.files.iter().all(|file| !holds(file, SECRET)));
    assert_eq!(
        image::load_from_memory(&taken.files[0]).unwrap(),
        image::load_from_memory(&raw).unwrap(),
        "not one pixel is another"
    );
    let again = take("", &taken.files[0]).unwrap();
    assert_eq!(again.asset, taken.asset, "nothing is left to remove");
}

#[test]
fn a_photograph_taken_upright_stands_upright() {
    let taken = take("", &photograph(&halves(64, 40), 6)).unwrap();
    assert_eq!((taken.asset.width, taken.asset.height), (40, 64));
    let picture = image::load_from_memory(&taken.files[0]).unwrap().to_rgb8();
    let (top, bottom) = (picture.get_pixel(20, 5), picture.get_pixel(20, 58));
    assert!(top[0] > 150 && bottom[2] > 150, "{top:?} {bottom:?}");
    assert!(taken.files.iter().all(|file| !holds(file, SECRET)));
}

#[test]
fn other_pictures_lose_their_notes_too() {
    let chunk = |name: &[u8], body: &[u8]| {
        [&(body.len() as u32).to_be_bytes(), name, body, &[0; 4]].concat()
    };
    let mut png = written(&see_through(30, 20), ImageFormat::Png);
    png.splice(
        33..33,
        chunk(b"tEXt", SECRET)
            .into_iter()
            .chain(chunk(b"eXIf", &exif(1))),
    );
    png.extend(SECRET);

    let mut gif = vec![];
    let frame = image::Frame::new(see_through(30, 20).to_rgba8());
    GifEncoder::new(&mut gif).encode_frame(frame).unwrap();
    let end = gif.len() - 1;
    let mut comment = vec![0x21, 0xfe, SECRET.len() as u8];
    comment.extend(SECRET);
    comment.push(0);
    gif.splice(end..end, comment);
    gif.extend(SECRET);

    let mut webp = vec![];
    let mut encoder = WebPEncoder::new_lossless(&mut webp);
    image::ImageEncoder::set_exif_metadata(&mut encoder, exif(1)).unwrap();
    encoder
        .encode(
            &see_through(30, 20).to_rgba8(),
            30,
            20,
            image::ExtendedColorType::Rgba8,
        )
        .unwrap();

    for (raw, media) in [(png, Media::Png), (gif, Media::Gif), (webp, Media::Webp)] {
        assert!(holds(&raw, SECRET), "{media:?}: or the test proves nothing");
        let taken = take("", &raw).unwrap();
        assert_eq!((taken.asset.media, taken.asset.width), (media, 30));
        assert!(
            taken.files.iter().all(|file| !holds(file, SECRET)),
            "{media:?}"
        );
    }
}

#[test]
fn a_wide_picture_is_made_narrower_once_in_two_formats() {
    let raw = written(&halves(2000, 1000), ImageFormat::Jpeg);
    let taken = take("", &raw).unwrap();
    let made: Vec<_> = taken
        .asset
        .variants
        .iter()
        .map(|variant| (variant.width, variant.height, variant.media))
        .collect();
    assert_eq!(
        made,
        [480, 960, 1600]
            .map(|width| [
                (width, width / 2, Media::Webp),
                (width, width / 2, Media::Jpeg)
            ])
            .concat()
    );
    assert_eq!(
        take("", &raw).unwrap().asset,
        taken.asset,
        "the same bytes again"
    );
}

#[test]
fn what_shows_through_stays_so() {
    let taken = take("", &written(&see_through(600, 300), ImageFormat::Png)).unwrap();
    for file in &taken.files {
        assert!(image::load_from_memory(file).unwrap().color().has_alpha());
    }
    let sorts: Vec<_> = taken
        .asset
        .variants
        .iter()
        .map(|v| (v.width, v.media))
        .collect();
    assert_eq!(
        sorts,
        [(480, Media::Webp), (480, Media::Png), (600, Media::Webp)]
    );
}

/// The code with which a file is refused; `taken` where it is not.
fn refusal(name: &str, bytes: &[u8]) -> String {
    take(name, bytes).map_or_else(|error| error.code, |_| "taken".into())
}

/// The first bytes of a PNG that says it has `width` by `height` pixels.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = written(&halves(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

/// The checksum of a PNG's chunk (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 * (sum & 1))
        })
    })
}

#[test]
fn what_is_not_what_it_should_be_is_refused_with_its_reason() {
    let jpeg = written(&halves(300, 200), ImageFormat::Jpeg);
    let png = written(&halves(300, 200), ImageFormat::Png);
    let brand = |brand: &[u8]| [b"\0\0\0\x20ftyp", brand, b"\0\0\0\0mif1miaf"].concat();
    for (what, name, bytes, code) in [
        ("nothing", "a.jpg", vec![], "empty-file"),
        ("an AVIF", "a.avif", brand(b"avif"), "format-refused"),
        ("a HEIC", "IMG_1.HEIC", brand(b"heic"), "format-refused"),
        (
            "a TIFF",
            "a.tif",
            b"II*\0\x08\0\0\0".to_vec(),
            "format-refused",
        ),
        (
            "a text called a picture",
            "a.jpg",
            b"The ferry is late.".to_vec(),
            "unknown-format",
        ),
        (
            "a page called a picture",
            "a.png",
            b"<html><svg></svg>".to_vec(),
            "unknown-format",
        ),
        ("a PNG called a JPEG", "a.jpg", png, "mislabelled"),
        ("a picture called a PDF", "a.pdf", jpeg, "mislabelled"),
    ] {
        assert_eq!(refusal(name, &bytes), code, "{what}");
    }
    assert_eq!(fits(200 << 20).unwrap_err().code, "file-too-large");
    assert_eq!(fits(LIMIT), Ok(()));
}

#[test]
fn a_description_of_colours_past_all_measure_is_left_out_before_it_is_unpacked() {
    for (length, stays) in [(3000, true), (5 << 20, false), (200 << 20, false)] {
        let mut png = vec![];
        let mut to = PngEncoder::new(&mut png);
        image::ImageEncoder::set_icc_profile(&mut to, vec![7; length]).unwrap();
        halves(8, 8).write_with_encoder(to).unwrap();
        let taken = take("a.png", &png).unwrap();
        let kept = taken.files.iter().any(|file| holds(file, b"iCCP"));
        assert_eq!(kept, stays, "{length}");
    }
}

#[test]
fn what_is_damaged_or_too_large_is_refused_with_its_reason() {
    let jpeg = written(&halves(300, 200), ImageFormat::Jpeg);
    let png = written(&halves(300, 200), ImageFormat::Png);
    for (what, name, bytes, code) in [
        (
            "half a JPEG",
            "a.jpg",
            jpeg[..jpeg.len() / 2].to_vec(),
            "damaged-picture",
        ),
        (
            "a JPEG without its end",
            "a.jpg",
            jpeg[..jpeg.len() - 2].to_vec(),
            "damaged-picture",
        ),
        (
            "half a PNG",
            "a.png",
            png[..png.len() / 2].to_vec(),
            "damaged-picture",
        ),
        (
            "a PNG's first bytes",
            "a.png",
            png[..8].to_vec(),
            "damaged-picture",
        ),
        (
            "a bomb",
            "a.png",
            claims(65_535, 65_535),
            "picture-too-large",
        ),
        (
            "a hair",
            "a.png",
            claims(2_000_000_000, 1),
            "picture-too-large",
        ),
        ("no width", "a.png", claims(0, 10), "damaged-picture"),
        (
            "a GIF's first bytes",
            "a.gif",
            b"GIF89a".to_vec(),
            "damaged-picture",
        ),
        (
            "a WebP of nothing",
            "a.webp",
            b"RIFF\x04\0\0\0WEBP".to_vec(),
            "damaged-picture",
        ),
        (
            "half a PDF",
            "a.pdf",
            b"%PDF-1.7\n1 0 obj".to_vec(),
            "damaged-picture",
        ),
        (
            "a whole PDF",
            "a.pdf",
            b"%PDF-1.7\n1 0 obj\n%%EOF\n".to_vec(),
            "taken",
        ),
    ] {
        assert_eq!(refusal(name, &bytes), code, "{what}");
    }
}

#[test]
fn every_cut_and_every_changed_byte_ends_in_an_answer() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let whole = written(&see_through(24, 16).to_rgb8().into(), format);
        for at in 0..whole.len() {
            let cut = take("", &whole[..at]);
            assert!(cut.is_err(), "{format:?} cut at {at} of {}", whole.len());
            let mut changed = whole.clone();
            changed[at] ^= 0xff;
            // Some changes are another good picture: it is enough that none breaks off.
            drop(take("", &changed));
        }
    }
}

#[test]
fn a_drawing_keeps_its_lines_and_loses_what_acts_or_reaches_out() {
    let drawing = r##"<?xml version="1.0"?><!-- by Anna -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  viewBox="0 0 120 80.4" onload="alert(1)" inkscape:export-filename="/home/anna/flat.png">
<metadata>Anna</metadata><script>alert(2)</script><title>Anna</title>
<style>.a{fill:url(#g)}</style><style>@import "https://example.org/x.css";</style>
<style>.b{fill:u\72l(https://example.org/x)}</style>
<linearGradient id="g"><stop offset="0"/></linearGradient>
<image href="https://example.org/x.png"/><foreignObject><body onload="alert(3)"/></foreignObject>
<a href="javascript:alert(4)"><path d="M0 0h9"/></a>
<path class="a" d="M1 2 L3 4" onclick="alert(5)" style="background:url(https://example.org/y)"/>
<use href="https://example.org/x.svg#a"/><use href="#g"/><animate onbegin="alert(6)"/>
<text>Tide &amp; time &#60;now&#62;</text></svg>"##;
    let taken = take("tide.svg", drawing.as_bytes()).unwrap();
    assert_eq!((taken.asset.width, taken.asset.height), (120, 80));
    let kept = String::from_utf8(taken.files[0].clone()).unwrap();
    for gone in [
        "alert",
        "example.org",
        "Anna",
        "anna",
        "script",
        "import",
        "on",
        "<image",
        "<a ",
        "<!--",
    ] {
        assert!(!kept.contains(gone), "{gone}: {kept}");
    }
    for stays in [
        "M1 2 L3 4",
        "fill:url(#g)",
        "Tide &amp; time &lt;now&gt;",
        "id=\"g\"",
        "href=\"#g\"",
    ] {
        assert!(kept.contains(stays), "{stays}: {kept}");
    }
    assert_eq!(
        take("", kept.as_bytes()).unwrap().asset.hash,
        taken.asset.hash
    );
}

#[test]
fn drawings_that_could_do_harm_are_refused() {
    let open = r#"<svg xmlns="http://www.w3.org/2000/svg">"#;
    let bomb = format!(
        r##"{open}<g id="a"><path d="M0 0"/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/></svg>"##
    );
    let deep = format!("{open}{}{}</svg>", "<g>".repeat(300), "</g>".repeat(300));
    let many = format!("{open}{}</svg>", "<g/>".repeat(100_001));
    let entities =
        r#"<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>"#;
    for (what, drawing, code) in [
        ("a bomb of uses", bomb.as_str(), "unsafe-drawing"),
        ("a bomb of entities", entities, "unsafe-drawing"),
        (
            "an entity of nobody",
            "<svg><text>&who;</text></svg>",
            "unsafe-drawing",
        ),
        ("too deep", deep.as_str(), "picture-too-large"),
        ("too many", many.as_str(), "picture-too-large"),
        ("cut off", "<svg><g>", "damaged-picture"),
        ("crossed", "<svg><g></svg></g>", "damaged-picture"),
        ("two drawings", "<svg/><svg/>", "damaged-picture"),
    ] {
        assert_eq!(refusal("a.svg", drawing.as_bytes()), code, "{what}");
    }
}
