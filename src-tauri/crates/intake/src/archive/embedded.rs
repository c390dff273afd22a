//! Pictures that stand within a text as `data:` addresses: cut out before anything else looks at it, so that a picture of many
//! megabytes costs nothing; and what is embedded from elsewhere, of which the address stays.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};
use model::page::Leftover;

/// Largest picture, in bytes.
const LIMIT: usize = 50 << 20;
/// Most of one text.
const MOST: usize = 1_000;

/// Base64 as it is found: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The text with names in place of the pictures that stand in it, the pictures by their names, and what is said of those that
/// are none.
#[expect(clippy::type_complexity, reason = "three lists")]
pub(crate) fn cut(html: &str) -> (String, Vec<(String, Vec<u8>)>, Vec<Leftover>) {
    let mut out = String::with_capacity(html.len().min(1 << 20));
    let (mut files, mut problems): (Vec<(String, Vec<u8>)>, Vec<Leftover>) = (vec![], vec![]);
    let mut rest = html;
    while let Some(at) = rest.find("data:image/") {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail
            .find(|c: char| {
                matches!(c, '"' | '\'' | ')' | '>' | '<')
                    || c.is_whitespace() && c != '\n' && c != '\r'
            })
            .unwrap_or(tail.len());
        let (address, after) = tail.split_at(end);
        rest = after;
        match picture(address, files.len()) {
            Ok((name, bytes)) => {
                out.push_str(&name);
                files.push((name, bytes));
            }
            Err(why) => problems.push(Leftover {
                place: "text".into(),
                text: address.chars().take(60).collect(),
                why: why.into(),
            }),
        }
    }
    out.push_str(rest);
    (out, files, problems)
}

fn picture(address: &str, before: usize) -> Result<(String, Vec<u8>), &'static str> {
    if before >= MOST {
        return Err("There are more pictures in the text than are taken");
    }
    let (head, data) = address
        .split_once(',')
        .ok_or("A picture in the text has no data")?;
    let kind = head
        .trim_start_matches("data:image/")
        .split([';', '+'])
        .next()
        .unwrap_or_default();
    let kind = match kind {
        "jpeg" | "jpg" | "pjpeg" => "jpg",
        "png" | "gif" | "webp" => kind,
        "svg" => "svg",
        _ => return Err("A picture in the text is of a sort that is not taken"),
    };
    if data.len() / 4 * 3 > LIMIT {
        return Err("A picture in the text is larger than 50 MB");
    }
    let bytes = if head.ends_with(";base64") {
        let plain: Vec<u8> = data
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        LENIENT
            .decode(plain)
            .map_err(|_| "A picture in the text is damaged")?
    } else {
        crate::comments::field::unpercented(data).into_bytes()
    };
    Ok((format!("embedded-{}.{kind}", before + 1), bytes))
}

/// The text with a link in place of each frame from elsewhere that has an address.
pub(crate) fn framed(html: &str) -> String {
    let low = html.to_ascii_lowercase();
    if !low.contains("<iframe") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(found) = low.get(at..).and_then(|rest| rest.find("<iframe")) {
        let start = at + found;
        out.push_str(html.get(at..start).unwrap_or_default());
        let rest = html.get(start..).unwrap_or_default();
        let tag = rest.find('>').map_or(rest.len(), |end| end + 1);
        let whole = low
            .get(start..)
            .and_then(|rest| rest.find("</iframe>"))
            .map_or(tag, |end| end + 9);
        let source = ["src=\"", "src='"].iter().find_map(|mark| {
            let value = rest.get(..tag)?.split_once(mark)?.1;
            value.split(['"', '\'']).next()
        });
        let address = source.map(|source| match source.strip_prefix("//") {
            Some(bare) => format!("https://{bare}"),
            None => source.to_owned(),
        });
        if let Some(address) = address.filter(|address| address.starts_with("http")) {
            out.push_str(&format!("<p><a href=\"{address}\">{address}</a></p>"));
        }
        at = start + whole;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::{cut, framed};

    #[test]
    fn pictures_in_a_text_are_cut_out_and_what_is_none_is_named() {
        let html = "<p>a<img src=\"data:image/png;base64,aGVsbG8=\">b<img src='data:image/tiff;base64,AA=='></p>";
        let (text, files, problems) = cut(html);
        assert_eq!(text, "<p>a<img src=\"embedded-1.png\">b<img src=''></p>");
        assert_eq!(files, [("embedded-1.png".to_owned(), b"hello".to_vec())]);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn of_a_frame_the_address_stays() {
        let html = "a<iframe width=1 src=\"//v.example/1\"></iframe>b";
        assert_eq!(
            framed(html),
            "a<p><a href=\"https://v.example/1\">https://v.example/1</a></p>b"
        );
    }
}
