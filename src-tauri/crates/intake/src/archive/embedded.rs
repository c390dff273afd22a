//! Pictures that stand within a text as `data:` addresses: cut out before anything else looks at it, so that a picture of many
//! megabytes costs no more than to be decoded.

use super::common::left;
use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use model::archive::Item;

/// Most bytes of one.
const LIMIT: usize = 50 << 20;
/// Most of one article.
const MOST: usize = 1_000;

/// The text with the name of a file where each such picture was; the files are the item's then.
pub(super) fn cut_for(text: String, item: &mut Item) -> String {
    const MARK: &str = "data:image/";
    if !text.contains(MARK) {
        return text;
    }
    let mut out = String::with_capacity(text.len().min(1 << 20));
    let mut rest = text.as_str();
    let mut before = ' ';
    let mut unclosed = vec![];
    while let Some(at) = rest.find(MARK) {
        let (start, found) = rest.split_at(at);
        out.push_str(start);
        before = start.chars().last().unwrap_or(before);
        if !"\"'(<= \n".contains(before) {
            // It is amid words, which speak of it.
            out.push_str(MARK);
            before = '/';
            rest = found.get(MARK.len()..).unwrap_or_default();
            continue;
        }
        let end = match before {
            quote @ ('"' | '\'') if !unclosed.contains(&quote) => {
                let end = found.find(quote);
                // What no quote closes is not looked for again, however many there are.
                unclosed.extend(end.is_none().then_some(quote));
                end
            }
            '(' => found.find([')', ' ', '\n']),
            '<' => found.find('>'),
            _ => None,
        };
        let bare = |c: char| c.is_whitespace() || "<>\"".contains(c);
        let end = end.or_else(|| found.find(bare)).unwrap_or(found.len());
        // Within JSON the quote that closes it is guarded.
        let end = found
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches('\\')
            .len();
        let (address, after) = found.split_at(end);
        let whole = (item.files.len() < MOST).then(|| decoded(address));
        match whole.flatten() {
            Some((bytes, ending)) => out.push_str(&named(bytes, ending, item)),
            // Words about `data:image/…`, which hold none.
            None if address.len() < 40 && !"\"'(<".contains(before) => out.push_str(address),
            None => {
                let what: String = address.chars().take(60).collect();
                let why = "A picture in the text is damaged, of a sort that is not taken, or larger than 50 MB";
                item.left.push(left("text", format!("{what}…"), why));
            }
        }
        before = 'x';
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The bytes of a picture whose address holds it (`data:image/…`); none where it is damaged, of a sort that is not taken, or
/// larger than 50 MB.
#[must_use]
pub fn picture_within(address: &str) -> Option<Vec<u8>> {
    address
        .starts_with("data:image/")
        .then(|| decoded(address))
        .flatten()
        .map(|(bytes, _)| bytes)
}

/// The name by which the item has these bytes.
fn named(bytes: Vec<u8>, ending: &str, item: &mut Item) -> String {
    if let Some((name, _)) = item.files.iter().find(|(_, own)| *own == bytes) {
        return name.clone();
    }
    let name = format!("embedded-{}.{ending}", item.files.len() + 1);
    item.files.push((name.clone(), bytes));
    name
}

/// The bytes of an address that holds them, and the ending of such a file.
fn decoded(address: &str) -> Option<(Vec<u8>, &'static str)> {
    let (head, data) = address.strip_prefix("data:image/")?.split_once(',')?;
    let mut parts = head.split(';');
    let ending = match parts.next()?.to_ascii_lowercase().as_str() {
        "png" | "x-png" => "png",
        "jpeg" | "jpg" | "pjpeg" => "jpg",
        "gif" => "gif",
        "webp" => "webp",
        "svg+xml" => "svg",
        _ => return None,
    };
    if data.len() / 4 * 3 > LIMIT {
        return None;
    }
    let bytes = if parts.any(|part| part.trim().eq_ignore_ascii_case("base64")) {
        let config =
            GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b);
        // Mailers break the lines, and some programs write `+` and `/` as an address has them.
        let bytes = match data.bytes().all(plain) {
            true => GeneralPurpose::new(&base64::alphabet::STANDARD, config)
                .decode(data)
                .ok(),
            false => None,
        };
        bytes.or_else(|| {
            let data = super::files::percent_encoding_decoded(data);
            let data: Vec<u8> = data.bytes().filter(|b| plain(*b)).collect();
            let url_safe = data.iter().any(|b| b"-_".contains(b));
            let alphabet = match url_safe {
                true => base64::alphabet::URL_SAFE,
                false => base64::alphabet::STANDARD,
            };
            GeneralPurpose::new(&alphabet, config).decode(data).ok()
        })?
    } else {
        super::files::percent_encoding_decoded(data).into_bytes()
    };
    (!bytes.is_empty() && bytes.len() <= LIMIT).then_some((bytes, ending))
}

#[cfg(test)]
mod tests {
    use super::cut_for;
    use model::archive::Item;

    #[test]
    fn pictures_within_become_files_and_words_about_them_stay() {
        let mut item = Item::default();
        let text = "<img src=\"data:image/png;base64,AAEC\" alt=a> ![b](data:image/gif;base64,AAEC) \
                    ![c](data:image/jpeg;base64,AAED)\n[i]: <data:image/jpeg;base64,AA%45D>\n\
                    <img src='data:image/svg+xml,%3Csvg/%3E'> the address `data:image/png` says so \
                    <img src=\"data:image/png;base64,*\">";
        let text = cut_for(text.into(), &mut item);
        assert_eq!(
            text,
            "<img src=\"embedded-1.png\" alt=a> ![b](embedded-1.png) ![c](embedded-2.jpg)\n\
             [i]: <embedded-2.jpg>\n<img src='embedded-3.svg'> the address `data:image/png` says so <img src=\"\">"
        );
        assert_eq!(item.files.len(), 3);
        assert_eq!(item.files[2].1, b"<svg/>");
        assert_eq!(item.left.len(), 1);
    }
}
