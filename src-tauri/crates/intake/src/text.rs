//! From bytes to clean text, and small things one asks of a line.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text behind the bytes: by byte order mark, by the page's own `charset`, as UTF-8, or else as Windows-1252.
/// Lines end in `\n`; control characters are gone, and spaces that don't break are spaces.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (guess(bytes), bytes),
    };
    let (text, _, _) = encoding.decode(bytes);
    clean(&text)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // UTF-16 without a mark: every other byte of Latin text is zero.
    let start = &bytes[..bytes.len().min(400)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    if start.len() >= 8 && zeros(1) * 3 > start.len() {
        return UTF_16LE;
    }
    if start.len() >= 8 && zeros(0) * 3 > start.len() {
        return UTF_16BE;
    }
    let valid = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // The beginning of a file may end within a character.
        Err(cause) => cause.error_len().is_none(),
    };
    if valid(bytes) {
        return UTF_8;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', '>', ';', '/']).next().unwrap_or_default()
    });
    match named.and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) if encoding != UTF_8 => encoding,
        // A page that says UTF-8 and has a few bad bytes is still UTF-8.
        Some(_) => UTF_8,
        None if mostly_utf8(bytes) => UTF_8,
        None => WINDOWS_1252,
    }
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let bad = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    bad * 5 < wide
}

fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\u{a0}' | '\u{202f}' | '\u{2007}' => out.push(' '),
            '\u{feff}' | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The text with runs of white space as one space each.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most 200 characters of it.
pub(crate) fn excerpt(text: &str) -> String {
    flat(text).chars().take(200).collect()
}

/// Whether two lines say the same: letters and digits alone decide, whatever their case.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let a = letters(a);
    !a.is_empty() && a == letters(b)
}

/// Whether a line ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| matches!(c, '"' | '”' | '“' | '»' | '’' | '\'' | ')' | ']' | '*'));
    text.ends_with(['.', '!', '?', '…', '。', '؟', '۔'])
}

/// Whether a line is running text rather than a label, a headline or a name.
pub(crate) fn is_prose(text: &str) -> bool {
    let length = text.chars().count();
    length >= 160 || length >= 45 && ends_sentence(text)
}

/// Its number of words.
pub(crate) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether every letter that has a case is a capital, and there are some.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether it reads as a person's name: two to five words with capitals (in a script that has them), no digits.
pub(crate) fn is_name(text: &str) -> bool {
    const PARTICLES: [&str; 22] = [
        "van", "von", "der", "den", "de", "da", "do", "dos", "di", "del", "della", "la", "le", "bin", "ibn", "al", "el",
        "af", "av", "zu", "ter", "ten",
    ];
    let text = text.trim();
    let odd = |c: char| !(c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '‘' | '\u{200c}') || is_mark(c));
    if text.is_empty() || text.chars().count() > 60 || text.chars().any(odd) || !(2..=5).contains(&words(text)) {
        return false;
    }
    let ends_badly = text.ends_with('.') && text.rsplit(' ').next().is_some_and(|last| last.chars().count() > 3);
    let capital = |word: &str| {
        let first = word.trim_start_matches(['\'', '’', '‘']).chars().next();
        first.is_some_and(|c| !c.is_lowercase()) || word.starts_with("d'") || word.starts_with("d’")
    };
    let good = text.split(' ').all(|word| capital(word) || PARTICLES.contains(&word));
    good && !ends_badly && text.split(' ').next().is_some_and(|word| capital(word) || PARTICLES.contains(&word))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::{decode, is_name};

    #[test]
    fn any_encoding_is_read() {
        let latin = [b"<meta charset=iso-8859-1>".as_slice(), &[0xe9, b'x']].concat();
        assert_eq!(decode(&latin), "<meta charset=iso-8859-1>éx");
        assert_eq!(decode(&[0xff, 0xfe, b'a', 0, b'\r', 0, b'\n', 0]), "a\n");
        assert_eq!(decode(b"\xef\xbb\xbfa\0\xc2\xa0b\rc"), "a b\nc");
        assert_eq!(decode(&[b'a', 0x93, b'b', 0x94]), "a“b”");
    }

    #[test]
    fn names_are_told_from_prose() {
        for name in ["Mara Lindqvist", "Jo van der Velde", "P. J. O’Hara", "لیلا رستمی", "Ana María López"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["300 people came", "the harbour", "Mara", "Harbour street is closed", "It rained. Much"] {
            assert!(!is_name(other), "{other}");
        }
    }
}
