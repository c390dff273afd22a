//! Bytes to clean lines.

use encoding_rs::{Encoding, UTF_8};

/// The text of `bytes`: by byte order mark, by the page's own word, as UTF-8, else as Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let encoding = if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        declared(bytes).unwrap_or(encoding_rs::WINDOWS_1252)
    };
    let (text, _, _) = encoding.decode(bytes);
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(['\0', '\u{feff}'], "")
        .replace(['\u{a0}', '\u{202f}'], " ")
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let after = start.split("charset=").nth(1)?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// A block of text with the line that it begins at, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub line: usize,
    pub text: String,
}

/// The lines that are not blank. Where a text has blank lines between paragraphs and is wrapped within them, each
/// paragraph is joined.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let all: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut out: Vec<Block> = vec![];
    for (index, line) in all.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let goes_on = index > 0
            && out.last().is_some_and(|last| {
                !all[index - 1].trim().is_empty()
                    && wrapped(all[index - 1])
                    && last.text.chars().count() > 55
                    && continues(line)
            });
        match out.last_mut() {
            Some(last) if goes_on => {
                last.text.push(' ');
                last.text.push_str(line.trim());
            }
            _ => out.push(Block {
                line: index + 1,
                text: line.trim().to_owned(),
            }),
        }
    }
    out
}

/// A line that was broken for its length: of a width at which texts are wrapped, and not at the end of a sentence.
fn wrapped(line: &str) -> bool {
    let width = line.chars().count();
    (56..=100).contains(&width)
        && !line
            .trim_end()
            .ends_with(['.', '!', '?', ':', '”', '"', '»', '…'])
}

fn continues(line: &str) -> bool {
    line.trim_start().chars().next().is_some_and(|c| {
        c.is_lowercase() || c.is_numeric() || c == '(' || !c.is_uppercase() && c.is_alphabetic()
    })
}
