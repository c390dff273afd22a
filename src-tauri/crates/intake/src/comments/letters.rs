//! Which `<` of a file begin nothing and are letters: “I <3 you”, “a < b”, “a <b then”. Programs that escape nothing write
//! them, and taken for tags they would take in all that follows.

/// What stands for such a letter, in one byte as it does, until its text is read: no XML may hold it.
pub(crate) const LETTER: char = '\u{1}';
/// What that is in a file which holds it all the same.
const OTHER: u8 = 2;
/// Longest tag that is looked through for its end.
const TAG: usize = 64 << 10;

/// Where in a file the reading is.
#[derive(Debug, Default, Clone, Copy)]
enum Amid {
    #[default]
    Text,
    /// Something in which no tag is, up to its end.
    Closed(&'static str),
}

/// Looks a file through, piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    amid: Amid,
}

/// What a `<` begins.
enum Begins {
    /// A tag, which ends before this place.
    Tag(usize),
    Letter,
    /// What follows says it.
    Unknown,
}

impl Letters {
    /// Puts what stands for a letter where one is; up to where it is certain what is what. At the file's end all is.
    pub(crate) fn mark(&mut self, bytes: &mut [u8], ended: bool) -> usize {
        for byte in bytes.iter_mut().filter(|byte| **byte == 1) {
            *byte = OTHER;
        }
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            if let Amid::Closed(end) = self.amid {
                let Some(found) = find(rest, end.as_bytes()) else {
                    let certain = rest.len().saturating_sub(end.len() - 1);
                    return if ended { bytes.len() } else { at + certain };
                };
                at += found + end.len();
                self.amid = Amid::Text;
                continue;
            }
            let Some(found) = rest.iter().position(|byte| *byte == b'<') else {
                return bytes.len();
            };
            at += found;
            let rest = bytes.get(at..).unwrap_or_default();
            let closed = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")];
            if let Some((start, end)) = closed
                .iter()
                .find(|(start, _)| rest.starts_with(start.as_bytes()))
            {
                self.amid = Amid::Closed(end);
                at += start.len();
                continue;
            }
            if !ended && rest.len() < 9 && rest.get(1).is_none_or(|byte| *byte == b'!') {
                return at;
            }
            match begins(rest) {
                Begins::Tag(length) => at += length,
                Begins::Unknown if ended || rest.len() > TAG => at += rest.len(),
                Begins::Unknown => return at,
                Begins::Letter => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = LETTER as u8;
                    }
                    at += 1;
                }
            }
        }
    }
}

/// What the `<` begins that stands first.
fn begins(bytes: &[u8]) -> Begins {
    let named = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80 || b"_:".contains(&byte);
    match (bytes.get(1), bytes.get(2)) {
        (Some(b'!'), _) => return Begins::Tag(2),
        (Some(b'/'), Some(byte)) if named(*byte) => {}
        (Some(b'/') | None, None) => return Begins::Unknown,
        (Some(byte), _) if named(*byte) => {}
        _ => return Begins::Letter,
    }
    let (mut quote, mut before) = (None, 0);
    for (nth, byte) in bytes.iter().enumerate().skip(1) {
        let ends = bytes.get(nth + 1) == Some(&b'/');
        match (byte, quote) {
            (b'<', None) => return Begins::Letter,
            (b'<', Some(_)) if ends => return Begins::Letter,
            (b'>', None) => return Begins::Tag(nth + 1),
            (b'"' | b'\'', None) if before == b'=' => quote = Some(*byte),
            (byte, Some(open)) if *byte == open => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    Begins::Unknown
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let at = from + rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(part) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    fn marked(text: &str, piece: usize) -> String {
        let mut letters = Letters::default();
        let (mut held, mut out) = (vec![], vec![]);
        let all: Vec<&[u8]> = text.as_bytes().chunks(piece).collect();
        for (nth, some) in all.iter().enumerate() {
            held.extend_from_slice(some);
            let certain = letters.mark(&mut held, nth + 1 == all.len());
            out.extend(held.drain(..certain));
        }
        assert!(held.is_empty());
        String::from_utf8(out).unwrap().replace('\u{1}', "&lt;")
    }

    #[test]
    fn what_begins_no_tag_is_a_letter_in_pieces_of_any_size() {
        for (text, wanted) in [
            ("<t>I <3 you</t>", "<t>I &lt;3 you</t>"),
            ("<t>a < b</t>", "<t>a &lt; b</t>"),
            ("<t>a<b then</t>", "<t>a&lt;b then</t>"),
            ("<t>a<b \"then</t>", "<t>a&lt;b \"then</t>"),
            ("<t>a<b c=\"then</t>", "<t>a&lt;b c=\"then</t>"),
            ("<t>broken </3</t>", "<t>broken &lt;/3</t>"),
            ("<t a='x < y > z'>1<</t>", "<t a='x < y > z'>1&lt;</t>"),
            (
                "<t><![CDATA[a < b <3]]> <3</t>",
                "<t><![CDATA[a < b <3]]> &lt;3</t>",
            ),
            ("<?x a < b?><!-- <3 --><t/>", "<?x a < b?><!-- <3 --><t/>"),
            ("<!DOCTYPE x><möwe/>", "<!DOCTYPE x><möwe/>"),
            ("<t>a\u{1}b<", "<t>a\u{2}b<"),
        ] {
            for piece in 1..=text.len() {
                assert_eq!(marked(text, piece), wanted, "by {piece}");
            }
        }
    }

    #[test]
    fn what_nothing_ends_takes_no_time() {
        for part in [
            "<",
            "<a ",
            "<a b=\"",
            "<a b='<a b=\"",
            "</",
            "<![CDATA[",
            "<!--",
            "<a b=\"</a",
        ] {
            marked(&part.repeat(100_000), 1 << 15);
        }
    }
}
