//! A page that a browser saved as a single file (MHTML): a message whose parts are the page and what it shows.

use crate::{archive::common::left, archive::prepared, asset};
use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use encoding_rs::Encoding;
use model::{asset::Media, page::SavedPage};
use std::collections::HashMap;

/// Most parts of a file, and how deep they may lie in each other.
const PARTS: usize = 5_000;
const DEEP: usize = 4;
/// Most bytes of a part's head.
const HEAD: usize = 64 << 10;
/// What the addresses of pictures begin with while the page is read: as those beside a page do.
const FOLDER: &str = "saved_files/";

/// A part of a message: what its head says, by names in small letters, and what follows it.
#[derive(Debug, Default)]
struct Part<'a> {
    head: HashMap<String, String>,
    bytes: &'a [u8],
}

/// A page, and the pictures that it holds.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// Its HTML.
    pub html: String,
    /// Where it was, as the browser says.
    pub address: Option<String>,
    /// The pictures: where each was, and its bytes.
    pictures: Vec<(String, Vec<u8>)>,
}

/// Whether a file is such a page, by how it begins.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    // Looked for before all of it is read as a head.
    let first = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let name = first.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_head =
        first.contains(&b':') && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_head && Part::of(start).sort() == "multipart/related"
}

/// Reads such a page; none where there is no page in it.
pub(crate) fn read(bytes: &[u8]) -> Option<Saved> {
    let whole = Part::of(bytes);
    let address = whole
        .get("snapshot-content-location")
        .or_else(|| whole.get("content-location"));
    let mut all = vec![];
    parts(&whole, 0, &mut all);
    let start = whole.said("start");
    let named = |part: &&Part<'_>| start.is_some() && part.get("content-id") == start.as_deref();
    let is_page =
        |part: &&Part<'_>| matches!(part.sort().as_str(), "text/html" | "application/xhtml+xml");
    let page = all.iter().filter(is_page).find(named);
    let page = page.or_else(|| all.iter().find(is_page))?;
    let mut saved = Saved {
        address: address
            .or_else(|| page.get("content-location"))
            .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
            .map(str::to_owned),
        ..Saved::default()
    };
    let mut known: HashMap<String, usize> = HashMap::new();
    for part in all.iter().filter(|part| !is_page(part)) {
        let bytes = part.decoded();
        if !asset::media(&bytes).is_ok_and(|media| media != Media::Pdf) {
            continue;
        }
        let place = part.get("content-location").unwrap_or_default();
        let id = part.get("content-id").unwrap_or_default();
        let id = format!("cid:{}", id.trim_matches(['<', '>']));
        for name in [place.to_owned(), id] {
            known.entry(name).or_insert(saved.pictures.len());
        }
        saved.pictures.push((place.to_owned(), bytes));
    }
    known.retain(|name, _| !matches!(name.as_str(), "" | "cid:"));
    saved.html = beside(&page.text(), &known);
    Some(saved)
}

/// The page with the picture that it holds for each address that names one.
fn beside(html: &str, known: &HashMap<String, usize>) -> String {
    let new = prepared::readdressed(html, &mut |address, picture| {
        // The page may not name what is made here.
        if address.starts_with(FOLDER) {
            return Some("#".to_owned());
        }
        let nth = known.get(address).filter(|_| picture)?;
        Some(format!("{FOLDER}{nth}/{}", name(address)))
    });
    new.unwrap_or_else(|| html.to_owned())
}

/// A picture's name at the end of its address, of plain letters.
fn name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', ':']).next().unwrap_or_default();
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
    name.chars().filter(plain).take(100).collect()
}

impl Saved {
    /// The page that was read of its HTML, with the pictures themselves in place of the addresses that they had meanwhile.
    pub(crate) fn shown(&self, mut page: SavedPage) -> SavedPage {
        let mut places: HashMap<String, String> = HashMap::new();
        for (nth, picture) in page.pictures.iter_mut().enumerate() {
            let number = picture.reference.strip_prefix(FOLDER);
            let number = number.and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
            let Some((place, bytes)) = number.and_then(|number| self.pictures.get(number)) else {
                continue;
            };
            let sort = asset::media(bytes).map_or("x", |media| media.extension());
            let sort = match sort {
                "jpg" => "jpeg",
                "svg" => "svg+xml",
                sort => sort,
            };
            let data = base64::engine::general_purpose::STANDARD.encode(bytes);
            picture.reference = format!("data:image/{sort};base64,{data}");
            let web = place.starts_with("https://") || place.starts_with("http://");
            let new = match web && !place.contains([' ', '(', ')', '<', '>', '\\', '"']) {
                true => place.clone(),
                false => format!("#picture-{}", nth + 1),
            };
            if let Some(old) = picture.in_body.replace(new.clone()) {
                places.insert(old, new);
            }
        }
        if !places.is_empty() {
            page.body =
                markup::readdressed(&page.body, &mut |address, _| places.get(address).cloned());
        }
        // What is left over names where it was.
        for one in &mut page.unrecognised {
            if one.text.contains(FOLDER) {
                *one = left(&one.place, one.text.replace(FOLDER, ""), &one.why);
            }
        }
        page
    }
}

/// The parts of a message that are none themselves, in their order.
fn parts<'a>(whole: &Part<'a>, deep: usize, all: &mut Vec<Part<'a>>) {
    let bound = whole.said("boundary").filter(|bound| !bound.is_empty());
    let Some(bound) = bound.filter(|_| deep < DEEP) else {
        return;
    };
    let mark = format!("--{bound}");
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in whole.bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix(mark.as_bytes()) else {
            continue;
        };
        let rest = rest.trim_ascii();
        if !matches!(rest, b"" | b"--") {
            continue;
        }
        if let Some(from) = begun.replace(at) {
            one(whole.bytes, (from, start), deep, all);
        }
        if rest == b"--" {
            return;
        }
    }
    // Cut off: what there is of the last one.
    if let Some(from) = begun {
        one(whole.bytes, (from, at), deep, all);
    }
}

fn one<'a>(bytes: &'a [u8], (from, to): (usize, usize), deep: usize, all: &mut Vec<Part<'a>>) {
    let part = Part::of(bytes.get(from..to).unwrap_or_default());
    match part.sort().starts_with("multipart/") {
        true => parts(&part, deep + 1, all),
        false if all.len() < PARTS => all.push(part),
        false => {}
    }
}

impl<'a> Part<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut head: HashMap<String, String> = HashMap::new();
        let mut last = String::new();
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            at += line.len();
            let text = String::from_utf8_lossy(line);
            let bare = text.trim_end();
            if bare.is_empty() || at > HEAD {
                break;
            }
            if bare.starts_with([' ', '\t']) {
                // A long line goes on in the next one.
                if let Some(value) = head.get_mut(&last) {
                    value.push(' ');
                    value.push_str(bare.trim_start());
                }
            } else if let Some((name, value)) = bare.split_once(':') {
                last = name.trim().to_ascii_lowercase();
                head.insert(last.clone(), value.trim().to_owned());
            }
        }
        let bytes = bytes.get(at..).unwrap_or_default();
        Self { head, bytes }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.head.get(name).map(String::as_str)
    }

    /// What it is, in small letters.
    fn sort(&self) -> String {
        let said = self.get("content-type").unwrap_or_default();
        let sort = said.split(';').next().unwrap_or_default();
        sort.trim().to_ascii_lowercase()
    }

    /// What is said of its sort besides: the mark between its parts, its encoding.
    fn said(&self, name: &str) -> Option<String> {
        let mut rest = self.get("content-type")?;
        while let Some((_, after)) = rest.split_once(';') {
            let (own, value) = after.split_once('=')?;
            let value = value.trim_start();
            let (value, behind) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => value.split_at(value.find(';').unwrap_or(value.len())),
            };
            if own.trim().eq_ignore_ascii_case(name) {
                return Some(value.trim().to_owned());
            }
            rest = behind;
        }
        None
    }

    /// What it holds, whatever carried it.
    fn decoded(&self) -> Vec<u8> {
        let how = self.get("content-transfer-encoding").unwrap_or_default();
        match how.to_ascii_lowercase().as_str() {
            "base64" => {
                let plain = |b: &u8| b.is_ascii_alphanumeric() || b"+/".contains(b);
                let bytes: Vec<u8> = self.bytes.iter().copied().filter(plain).collect();
                let config = GeneralPurposeConfig::new()
                    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
                    .with_decode_allow_trailing_bits(true);
                let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
                engine.decode(bytes).unwrap_or_default()
            }
            "quoted-printable" => unquoted(self.bytes),
            _ => self.bytes.to_vec(),
        }
    }

    /// The same as text.
    fn text(&self) -> String {
        let bytes = self.decoded();
        let named = self.said("charset");
        let named = named.and_then(|label| Encoding::for_label(label.as_bytes()));
        // What reads as UTF-8 is that, whatever it is called.
        match named.filter(|_| std::str::from_utf8(&bytes).is_err()) {
            Some(named) => crate::lines::decode(named.decode(&bytes).0.as_bytes()),
            None => crate::lines::decode(&bytes),
        }
    }
}

/// Bytes of which some are written as `=3D`, and whose lines are broken behind a `=`.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        let digit = |nth: usize| char::from(*after.get(nth)?).to_digit(16);
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            out.extend(u8::try_from(high * 16 + low));
            rest = after.get(2..).unwrap_or_default();
            continue;
        }
        // Spaces may have come behind it on the way.
        let spaces = after
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\r'));
        let end = spaces.take(1_000).count();
        match after.get(end) {
            Some(b'\n') => rest = after.get(end + 1..).unwrap_or_default(),
            None => {}
            _ => out.push(b'='),
        }
    }
    out
}

#[cfg(test)]
mod tests;
