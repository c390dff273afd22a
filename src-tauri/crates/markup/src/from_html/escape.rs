//! Plain text as Markdown that shows it unchanged.

/// Plain text as Markdown that shows it unchanged.
#[must_use]
pub fn escape(text: &str) -> String {
    line_start(&escape_inline(text))
}

/// Appends text with its white space as a browser shows it: runs are one space.
pub(super) fn push_text(text: &str, out: &mut String) {
    let mut flat = String::with_capacity(text.len());
    let mut space = out.is_empty() || out.ends_with([' ', '\u{1}']);
    for c in text.chars() {
        if c.is_whitespace() {
            if !space {
                flat.push(' ');
            }
            space = true;
        } else if !c.is_control() {
            flat.push(c);
            space = false;
        }
    }
    out.push_str(&escape_inline(&flat));
}

/// Escapes only what Markdown would take for its own: a text full of needless backslashes is hard to edit.
pub(super) fn escape_inline(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at
            .checked_sub(1)
            .and_then(|i| chars.get(i))
            .copied()
            .unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        // At the end of a text nobody knows what the next element begins with.
        let last = at + 1 == chars.len();
        let special = match c {
            '*' => last || at == 0 || !(before.is_whitespace() && after.is_whitespace()),
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '`' | '[' | '~' => true,
            '\\' => after.is_ascii_punctuation() || last,
            '<' => last || after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => last || after == '#' || after.is_ascii_alphabetic() && entity(&chars[at + 1..]),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn entity(after: &[char]) -> bool {
    let name = after
        .iter()
        .take(32)
        .take_while(|c| c.is_ascii_alphanumeric())
        .count();
    after.get(name) == Some(&';')
}

/// Escapes what would make a heading, a quotation or a list of a paragraph's beginning.
pub(super) fn line_start(text: &str) -> String {
    let hashes = text.bytes().take_while(|&b| b == b'#').count();
    let after = |n: usize| text.as_bytes().get(n).is_none_or(|&b| b == b' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rule = text.chars().all(|c| matches!(c, '-' | '=' | ' '));
    if (1..=6).contains(&hashes) && after(hashes)
        || text.starts_with('>')
        || text.starts_with(['-', '+']) && after(1)
        || rule
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
