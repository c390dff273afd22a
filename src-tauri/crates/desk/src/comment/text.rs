//! What is kept of what a reader sent: of a text, and of a name.

/// Longest text of a comment, in characters, by whatever way it comes.
pub(crate) const LONGEST: usize = intake::comments::LONGEST;

/// What a text may hold: no signs that no text holds, no more than the limit.
pub(crate) fn cleaned(body: &str) -> String {
    body.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(LONGEST)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A name is one line, whatever it came with.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect()
}
