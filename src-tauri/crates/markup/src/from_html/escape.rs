//! Plain text as Markdown that shows it unchanged.

/// Plain text as Markdown that shows it unchanged.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(text, ' ', How::default(), &mut out);
    line_start(&out)
}

/// What else than usual is to be escaped.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How {
    /// It is within a link or names a picture.
    pub bracketed: bool,
    /// Whatever may mean something anywhere.
    pub all: bool,
}

/// Appends a text with what Markdown would take for its own escaped, and only that: a text full of needless backslashes is
/// hard to edit. `next` is what comes after it.
pub(super) fn push_escaped(text: &str, next: char, how: How, out: &mut String) {
    let telling = if how.all { &ALL_TELLING } else { &TELLING };
    let mut before = match out.chars().last() {
        None | Some('\n') => None,
        last => last,
    };
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| telling[usize::from(byte)]) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        before = plain.chars().last().or(before);
        let mut chars = from.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        let after = chars.next().unwrap_or(next);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let apart = before.is_some_and(char::is_whitespace) && after.is_whitespace();
        let special = match c {
            '*' => !apart || rest.trim().is_empty(),
            '_' => !(letter(before) && after.is_alphanumeric()),
            '`' | '[' | '~' => true,
            ']' => how.bracketed,
            '\\' => after.is_ascii_punctuation() || rest.is_empty(),
            '<' => rest.is_empty() || after.is_ascii_alphabetic() || "/!?".contains(after),
            '&' => entity(rest) || rest.is_empty(),
            '!' => rest.is_empty() && next == '[',
            _ => false,
        };
        if special || how.all {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out.push_str(rest);
}

/// Which bytes may mean something to Markdown within a line, and which may anywhere.
const TELLING: [bool; 256] = these(b"*_`[]~\\<&!");
const ALL_TELLING: [bool; 256] = these(b"*_`[]~\\<>&!#+-=|{}:^$@.");

const fn these(bytes: &[u8]) -> [bool; 256] {
    let mut all = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        all[bytes[at] as usize] = true;
        at += 1;
    }
    all
}

/// Whether what follows `&` makes it an entity.
pub(super) fn entity(after: &str) -> bool {
    let name = after
        .bytes()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    name > 0 && after.as_bytes().get(name) == Some(&b';')
}

/// Escapes what would make a heading, a quotation, a list or the rule of a table of a paragraph's beginning.
pub(super) fn line_start(text: &str) -> String {
    let hashes = text.bytes().take_while(|&b| b == b'#').count();
    let after = |n: usize| matches!(text.as_bytes().get(n), None | Some(b' ' | b'\t'));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rule = text.bytes().all(|b| b"-=:| ".contains(&b));
    if (1..=6).contains(&hashes) && after(hashes)
        || text.starts_with('>')
        || text.starts_with(['-', '+']) && after(1)
        || rule && !text.is_empty()
    {
        return format!("\\{text}");
    }
    if (1..=9).contains(&digits)
        && matches!(text.as_bytes().get(digits), Some(b'.' | b')'))
        && after(digits + 1)
    {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text.to_owned()
}
