//! Bytes to clean lines, and lines to blocks.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of `bytes`: by byte order mark, by the page's own word, as UTF-8, else as Windows-1252. Line ends are
/// `\n`, no-break spaces are spaces, and what is invisible or turns the direction of what follows is gone.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let encoding = if Encoding::for_bom(bytes).is_some() {
        UTF_8
    } else if let Some(wide) = wide(bytes) {
        wide
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        declared(bytes).unwrap_or(WINDOWS_1252)
    };
    let (text, _, _) = encoding.decode(bytes);
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
            '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}' => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// UTF-16 without a mark: every other byte of its beginning is nought.
pub(crate) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(256) & !1];
    let noughts = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = start.len() / 2;
    match (noughts(0), noughts(1)) {
        (0, high) if half >= 8 && high * 10 >= half * 7 => Some(UTF_16LE),
        (high, 0) if half >= 8 && high * 10 >= half * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether so many bytes of a file's beginning are control characters that it is no text in any encoding.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(8_192)];
    let control =
        |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0xb | 0xc) || **b == 0x7f;
    let text = Encoding::for_bom(bytes).is_some() || wide(bytes).is_some();
    !text && start.iter().filter(control).count() * 50 > start.len()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let after = start.split("charset=").nth(1)?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
        .collect();
    // A page whose label can be read is in none of these.
    let fits = |encoding: &'static Encoding| encoding != UTF_8 && encoding.is_ascii_compatible();
    Encoding::for_label(label.as_bytes()).filter(|encoding| fits(encoding))
}

/// What the page's own markup says that a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Part {
    /// Nothing is said: a line of a text copy.
    #[default]
    Unknown,
    /// The headline.
    Headline,
    /// Within the article's text.
    Text,
    /// Beside the article's text.
    Outside,
    /// Among the comments.
    Remarks,
}

/// A block of text: a line of a text copy, or a paragraph of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Block {
    /// Where: `line 12`, or `div.box > p`.
    pub place: String,
    /// As plain text on one line.
    pub text: String,
    /// As Markdown.
    pub markdown: String,
    pub part: Part,
}

impl Block {
    /// A line of a text copy, from 1. A bullet makes an item of a list, everything else is text as it stands.
    fn line(number: usize, line: &str) -> Self {
        let text = squeeze(line);
        let item = text.strip_prefix(['•', '‣', '▪', '◦', '●', '–', '*', '·']);
        let markdown = match item.filter(|rest| rest.starts_with(' ')) {
            Some(rest) => format!("- {}", markup::from_html::escape(rest.trim())),
            None if numbered(&text) => match text.split_once(". ") {
                Some((number, rest)) => format!("{number}. {}", markup::from_html::escape(rest)),
                None => text.clone(),
            },
            None => markup::from_html::escape(&text),
        };
        Self {
            place: format!("line {number}"),
            text,
            markdown,
            part: Part::Unknown,
        }
    }
}

impl Block {
    /// The element that the block's own is in; nothing for a line of a text copy.
    pub fn within(&self) -> &str {
        self.place.split_once(" > ").map_or("", |(outer, _)| outer)
    }

    /// The block's lines as blocks.
    pub fn split(&self) -> Vec<Self> {
        let lines = self.markdown.split("\\\n");
        if self.part == Part::Unknown || lines.clone().nth(1).is_none() {
            return vec![self.clone()];
        }
        lines
            .map(|line| Self {
                text: squeeze(&markup::plain(line)),
                markdown: line.to_owned(),
                ..self.clone()
            })
            .collect()
    }
}

/// "1. First", but not "1986. The year".
pub(crate) fn numbered(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].starts_with(". ")
}

/// A text on one line, with single spaces.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that are not blank. Where a text has blank lines between paragraphs and is wrapped within them, each
/// paragraph is joined.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let all: Vec<&str> = text.lines().map(str::trim).collect();
    let wide = all.iter().any(|line| line.chars().count() > 120);
    let broken = all
        .windows(2)
        .filter(|two| wrapped(two[0]) && !two[1].is_empty())
        .count();
    let joins = !wide && broken >= 5 && all.iter().any(|line| line.is_empty());
    let mut out: Vec<Block> = vec![];
    let mut paragraph = String::new();
    let mut from = 0;
    for (index, line) in all.iter().enumerate() {
        if line.is_empty() {
            continue;
        }
        let goes_on = joins && index > 0 && wrapped(all[index - 1]) && continues(line);
        if goes_on && !paragraph.is_empty() {
            paragraph.push(' ');
            paragraph.push_str(line);
        } else {
            if !paragraph.is_empty() {
                out.push(Block::line(from, &paragraph));
            }
            paragraph = (*line).to_owned();
            from = index + 1;
        }
    }
    if !paragraph.is_empty() {
        out.push(Block::line(from, &paragraph));
    }
    out
}

/// A line that was broken for its length: of a width at which texts are wrapped, and not at the end of a sentence.
fn wrapped(line: &str) -> bool {
    let width = line.chars().count();
    (56..=120).contains(&width) && !ends_sentence(line)
}

/// Whether a line ends as a sentence does.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(|c: char| c.is_whitespace() || "”\"»“’')]›".contains(c));
    bare.ends_with(['.', '!', '?', '…', '؟', '۔', ':', '。'])
        || bare.ends_with(|c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
}

fn continues(line: &str) -> bool {
    line.chars()
        .next()
        .is_some_and(|c| !c.is_uppercase() && c.is_alphanumeric() || c == '(')
}

#[cfg(test)]
mod tests {
    use super::{blocks, decode};

    #[test]
    fn every_encoding_that_pages_are_saved_in_is_read() {
        let wide = |big: bool, mark: bool| -> Vec<u8> {
            let mut units: Vec<u16> = if mark { vec![0xfeff] } else { vec![] };
            units.extend("Am Kai, heute früh".encode_utf16());
            units
                .iter()
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect()
        };
        let one = b"Am Kai, heute fr\xfch".to_vec();
        let marked = "\u{feff}Am Kai, heute früh".as_bytes().to_vec();
        for bytes in [
            one,
            marked,
            wide(true, true),
            wide(false, true),
            wide(true, false),
            wide(false, false),
        ] {
            assert_eq!(decode(&bytes), "Am Kai, heute früh");
        }
    }

    #[test]
    fn line_ends_and_invisible_characters_of_any_sort_are_evened_out() {
        assert_eq!(
            decode("a\r\nb\rc\u{2028}d\u{a0}e\0\u{202e}\u{200b}f".as_bytes()),
            "a\nb\nc\nd ef"
        );
    }

    #[test]
    fn only_a_text_that_is_wrapped_is_joined() {
        let line = "the ferry that used to leave at noon now leaves an hour later than";
        let text = format!("{line}\n{line}\n{line}\n{line}\n{line}\n{line} before.\n\nNext.");
        assert_eq!(blocks(&text).len(), 2);
        assert_eq!(blocks(&format!("{line}\nخبر کوتاه\n\nNext.")).len(), 3);
    }
}
