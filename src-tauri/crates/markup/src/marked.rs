//! HTML in pieces, as a change of it is written: tags, words and the space between them, and marks around what differs.

/// HTML that is being written, with at most one mark open, and only around text.
pub(crate) struct Marked<'a> {
    out: &'a mut String,
    open: Option<String>,
}

impl<'a> Marked<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        Self { out, open: None }
    }

    /// A token, marked where it is a word or a picture.
    pub(crate) fn put(&mut self, token: &str, mark: Option<&str>) {
        if token.starts_with('<') && !is_picture(token) {
            self.tag(token);
        } else {
            self.word(token, mark);
        }
    }

    fn word(&mut self, word: &str, mark: Option<&str>) {
        // White space between blocks' elements needs no mark; within one it keeps the mark that is open.
        if self.open.as_deref() != mark && !(word.trim().is_empty() && mark.is_some()) {
            self.end();
            if let Some(mark) = mark {
                self.out.push('<');
                self.out.push_str(mark);
                self.out.push('>');
                self.open = Some(mark.to_owned());
            }
        }
        self.out.push_str(word);
    }

    pub(crate) fn tag(&mut self, tag: &str) {
        self.end();
        self.out.push_str(tag);
    }

    pub(crate) fn end(&mut self) {
        if let Some(mark) = self.open.take() {
            self.out.push_str("</");
            self.out.push_str(&mark);
            self.out.push('>');
        }
    }
}

/// Tags, words and the white space between them, one after the other.
pub(crate) fn tokens(html: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let end = if first == '<' {
            tag_end(rest)
        } else if first.is_whitespace() {
            rest.find(|c: char| !c.is_whitespace())
        } else {
            rest.find(|c: char| c == '<' || c.is_whitespace())
        };
        let (token, left) = rest.split_at(end.unwrap_or(rest.len()));
        out.push(token);
        rest = left;
    }
    out
}

/// Where the tag that `html` begins with ends; a `>` within quotes is none.
fn tag_end(html: &str) -> Option<usize> {
    let mut quoted = false;
    html.char_indices().find_map(|(at, c)| {
        if c == '"' {
            quoted = !quoted;
        }
        (c == '>' && !quoted).then_some(at + 1)
    })
}

/// The name of the element that `html` begins with; empty where it is a text.
pub(crate) fn name(html: &str) -> &str {
    if !html.starts_with('<') {
        return "";
    }
    let from = html.trim_start_matches(['<', '/']);
    let end = from
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(from.len());
    &from[..end]
}

pub(crate) fn is_picture(token: &str) -> bool {
    token.starts_with("<img")
}
