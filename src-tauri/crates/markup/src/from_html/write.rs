//! Lines as Markdown. Where Markdown's marks would not be read as such, an element stands for them, or none where a text may
//! hold no elements.

use super::{
    Keep,
    address::target,
    escape::{How, line_start, push_escaped},
    inline::attribute_value,
    shows::{Place, Wanted},
    spans::{Marks, OUT, SLANTED, STRONG, Span, What, Wrap, words},
};
use std::borrow::Cow;

/// How emphasis is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// By Markdown's own signs.
    Sign,
    /// As an element.
    Element,
    /// Not at all.
    None,
}

enum Token<'a> {
    Text(&'a str, bool),
    Written(Cow<'static, str>),
    /// Code between backticks, and its text.
    Code(String, &'a str),
    /// The beginning of what is marked, and where it ends.
    Open(usize, Marks),
    Close(usize, Marks),
}

/// A line as Markdown that shows it; its marks are left out where that can't be: the words matter more.
pub(super) fn written(spans: &[Span], keep: Keep, place: Place) -> String {
    let wanted = Wanted::of(spans, keep == Keep::All, place);
    let mut tokens = vec![];
    tokenise(spans, 0, false, keep, &mut tokens);
    let mut line = Line::new(&tokens, keep);
    line.decide();
    let text = line.render(false, place);
    if wanted.is_shown_by(&text) {
        return text;
    }
    if keep == Keep::All {
        line.how.fill(Mark::Element);
        let text = line.render(true, place);
        if wanted.is_shown_by(&text) {
            return text;
        }
    }
    plain(spans, keep, place)
}

/// The words alone.
fn plain(spans: &[Span], keep: Keep, place: Place) -> String {
    let mut text = String::new();
    words(spans, "\n", &mut text);
    let lines = text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let escaped = lines.map(|line| {
        let mut out = String::new();
        let how = How {
            bracketed: true,
            all: keep == Keep::All,
        };
        push_escaped(line, ' ', how, &mut out);
        match place {
            Place::Paragraph => line_start(&out),
            Place::Heading => out,
            Place::Cell => out.replace('|', "\\|"),
        }
    });
    let gap = if place == Place::Paragraph {
        "\\\n"
    } else {
        " "
    };
    escaped.collect::<Vec<_>>().join(gap)
}

fn tokenise<'a>(
    spans: &'a [Span],
    active: Marks,
    bracketed: bool,
    keep: Keep,
    out: &mut Vec<Token<'a>>,
) {
    let mut at = 0;
    while let Some(span) = spans.get(at) {
        let left = span.marks & !active;
        if left == 0 {
            token(span, bracketed, keep, out);
            at += 1;
            continue;
        }
        let run = |mark: Marks| {
            let rest = spans[at..].iter();
            rest.take_while(|span| span.marks & mark != 0).count()
        };
        let longest = [OUT, STRONG, SLANTED]
            .into_iter()
            .filter(|mark| left & mark != 0)
            .map(|mark| (run(mark), mark))
            .max_by_key(|(length, _)| *length);
        let Some((length, mark)) = longest else {
            return;
        };
        let open = out.len();
        out.push(Token::Open(0, mark));
        tokenise(&spans[at..at + length], active | mark, bracketed, keep, out);
        out.push(Token::Close(open, mark));
        out[open] = Token::Open(out.len() - 1, mark);
        at += length;
    }
}

fn token<'a>(span: &'a Span, bracketed: bool, keep: Keep, out: &mut Vec<Token<'a>>) {
    match &span.what {
        What::Text(text) => out.push(Token::Text(text, bracketed)),
        What::Break => out.push(Token::Written("\\\n".into())),
        What::Note(number) => out.push(Token::Written(format!("[^{number}]").into())),
        What::Code(text) => code(text, bracketed, keep, out),
        What::Image {
            alt,
            address,
            title,
        } => {
            let mut written = "![".to_owned();
            let how = How {
                bracketed: true,
                all: false,
            };
            push_escaped(alt, ']', how, &mut written);
            written.push_str(&format!("]({}{})", target(address), titled(title)));
            out.push(Token::Written(written.into()));
        }
        What::Within(Wrap::Link { address, title }, inner) => {
            out.push(Token::Written("[".into()));
            tokenise(inner, 0, true, keep, out);
            let end = format!("]({}{})", target(address), titled(title));
            out.push(Token::Written(end.into()));
        }
        What::Within(Wrap::Element { name, attributes }, inner) => {
            out.push(Token::Written(format!("<{name}{attributes}>").into()));
            tokenise(inner, 0, bracketed, keep, out);
            out.push(Token::Written(format!("</{name}>").into()));
        }
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    let mut out = " \"".to_owned();
    for (at, c) in title.char_indices() {
        let entity = c == '&' && super::escape::entity(&title[at + 1..]);
        if matches!(c, '"' | '\\') || entity {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Code between backticks that are longer than any run of them within.
fn code<'a>(text: &'a str, bracketed: bool, keep: Keep, out: &mut Vec<Token<'a>>) {
    // Backticks would run into those of the code before.
    if matches!(out.last(), Some(Token::Code(..))) {
        if keep != Keep::All {
            return out.push(Token::Text(text, bracketed));
        }
        out.push(Token::Written("<code>".into()));
        out.push(Token::Text(text, bracketed));
        return out.push(Token::Written("</code>".into()));
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let space = if fence.len() > 1 { " " } else { "" };
    let written = format!("{fence}{space}{text}{space}{fence}");
    out.push(Token::Code(written, text));
}

/// How many backticks at most stand in a row.
pub(super) fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// The tokens of a line, and how each mark among them is written.
struct Line<'t> {
    tokens: &'t [Token<'t>],
    keep: Keep,
    /// Of each token that opens: how.
    how: Vec<Mark>,
    /// Of each token of text: how much of its beginning and its end goes out of the marks around it.
    out: Vec<(usize, usize)>,
}

/// What stands beside a place in a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Space,
    Sign,
    Letter,
    /// It may be either of the last two, by whoever reads it.
    Unsure,
}

impl<'t> Line<'t> {
    fn new(tokens: &'t [Token<'t>], keep: Keep) -> Self {
        Self {
            tokens,
            keep,
            how: vec![Mark::Sign; tokens.len()],
            out: vec![(0, 0); tokens.len()],
        }
    }

    fn how(&self, at: usize) -> Mark {
        match self.tokens[at] {
            Token::Close(open, _) => self.how[open],
            _ => self.how[at],
        }
    }

    fn is_out(&self, at: usize) -> bool {
        matches!(self.tokens[at], Token::Open(_, OUT) | Token::Close(_, OUT))
    }

    /// What stands before a token, past marks that are none or run together with it.
    fn before(&self, at: usize) -> Beside {
        for other in (0..at).rev() {
            match &self.tokens[other] {
                Token::Text(text, _) => return beside(text.chars().last()),
                Token::Written(text) => return beside(text.chars().last()),
                Token::Code(..) => return Beside::Sign,
                Token::Open(_, mark) | Token::Close(_, mark) => match self.how(other) {
                    Mark::Element => return Beside::Sign,
                    Mark::Sign if self.is_out(at) != (*mark == OUT) => return Beside::Sign,
                    Mark::Sign | Mark::None => {}
                },
            }
        }
        Beside::Space
    }

    fn after(&self, at: usize) -> Beside {
        for other in at + 1..self.tokens.len() {
            match &self.tokens[other] {
                Token::Text(text, _) => return beside(text.chars().next()),
                Token::Written(text) if text.starts_with('\\') => return Beside::Space,
                Token::Written(text) => return beside(text.chars().next()),
                Token::Code(..) => return Beside::Sign,
                Token::Open(_, mark) | Token::Close(_, mark) => match self.how(other) {
                    Mark::Element => return Beside::Sign,
                    Mark::Sign if self.is_out(at) != (*mark == OUT) => return Beside::Sign,
                    Mark::Sign | Mark::None => {}
                },
            }
        }
        Beside::Space
    }

    /// Whether the signs of a mark would run into those of the one that ended right before it.
    fn runs_on(&self, open: usize) -> bool {
        let Some(before) = open.checked_sub(1) else {
            return false;
        };
        match (&self.tokens[before], &self.tokens[open]) {
            (Token::Close(other, one), Token::Open(_, two)) => {
                self.how[*other] == Mark::Sign && (*one == OUT) == (*two == OUT)
            }
            _ => false,
        }
    }

    fn decide(&mut self) {
        let mut changed = true;
        let mut rounds = 0;
        while changed && rounds < 6 {
            changed = false;
            rounds += 1;
            for at in 0..self.tokens.len() {
                let Token::Open(close, _) = self.tokens[at] else {
                    continue;
                };
                if self.how[at] == Mark::Sign && !self.reads(at, close) {
                    self.how[at] = match self.keep {
                        Keep::Words => Mark::None,
                        Keep::Sense | Keep::All => Mark::Element,
                    };
                    changed = true;
                }
            }
        }
    }

    /// Whether the signs at `open` and `close` would be read as what they are. Where punctuation keeps them from it, it may
    /// go out of what is marked, unless all is to be exact.
    fn reads(&mut self, open: usize, close: usize) -> bool {
        if self.runs_on(open) {
            return false;
        }
        let fits = |inner: Beside, outer: Beside| match inner {
            Beside::Space => false,
            Beside::Letter => true,
            Beside::Sign | Beside::Unsure => matches!(outer, Beside::Space | Beside::Sign),
        };
        let starts = fits(self.after(open), self.before(open));
        let ends = fits(self.before(close), self.after(close));
        if starts && ends || self.keep == Keep::All {
            return starts && ends;
        }
        let loose = |c: char| !c.is_alphanumeric();
        let lead = match self.tokens[open + 1] {
            Token::Text(text, _) if !starts => text.find(|c| !loose(c)),
            _ => starts.then_some(0),
        };
        let tail = match self.tokens[close - 1] {
            Token::Text(text, _) if !ends => {
                let kept = text.trim_end_matches(loose).len();
                (kept > 0).then_some(text.len() - kept)
            }
            _ => ends.then_some(0),
        };
        let (Some(lead), Some(tail)) = (lead, tail) else {
            return false;
        };
        self.out[open + 1].0 = lead;
        self.out[close - 1].1 = tail;
        true
    }

    fn render(&self, all: bool, place: Place) -> String {
        let mut out = String::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Text(text, bracketed) => {
                    let (lead, tail) = self.out[at];
                    let how = How {
                        bracketed: *bracketed || out.ends_with(']'),
                        all,
                    };
                    let part = &text[lead..text.len() - tail];
                    push_escaped(part, self.next(at, tail), how, &mut out);
                }
                Token::Written(text) if text.starts_with("\\\n") && place != Place::Paragraph => {
                    out.push_str(if self.keep == Keep::All { "<br>" } else { " " });
                }
                Token::Written(text) => {
                    out.push_str(text);
                    // What would make a footnote's text or a link of its mark.
                    let note = text.starts_with("[^");
                    let misread = matches!(self.tokens.get(at + 1), Some(Token::Text(next, _)) if next.starts_with([':', '(']));
                    if note && misread {
                        out.push('\\');
                    }
                }
                // The beginning of a link may be read before the code in it.
                Token::Code(_, text) if all => {
                    out.push_str("<code>");
                    let how = How {
                        bracketed: true,
                        all,
                    };
                    push_escaped(text, '<', how, &mut out);
                    out.push_str("</code>");
                }
                Token::Code(written, _) => out.push_str(written),
                Token::Open(_, mark) => {
                    if let Some(Token::Text(text, bracketed)) = self.tokens.get(at + 1)
                        && self.out[at + 1].0 > 0
                    {
                        let how = How {
                            bracketed: *bracketed,
                            all,
                        };
                        push_escaped(&text[..self.out[at + 1].0], 'x', how, &mut out);
                    }
                    out.push_str(signs(self.how[at], *mark, false));
                }
                Token::Close(open, mark) => {
                    out.push_str(signs(self.how[*open], *mark, true));
                    if let Token::Text(text, bracketed) = self.tokens[at - 1] {
                        let how = How { bracketed, all };
                        let from = text.len() - self.out[at - 1].1;
                        push_escaped(&text[from..], self.next(at, 0), how, &mut out);
                    }
                }
            }
        }
        match place {
            Place::Paragraph => out
                .split("\\\n")
                .map(|line| line_start(line.trim_matches(' ')))
                .collect::<Vec<_>>()
                .join("\\\n"),
            Place::Heading => closed(out.trim_matches(' ')),
            Place::Cell => out.trim_matches(' ').replace('|', "\\|"),
        }
    }

    /// The sign that comes after a token.
    fn next(&self, at: usize, held: usize) -> char {
        let next = match self.tokens.get(at + 1) {
            _ if held > 0 => None,
            Some(Token::Text(text, _)) => text.chars().next(),
            Some(Token::Written(text)) => text.chars().next(),
            Some(Token::Code(..)) => Some('`'),
            Some(Token::Open(_, mark) | Token::Close(_, mark)) => {
                match signs(self.how(at + 1), *mark, false).chars().next() {
                    None => Some('x'),
                    sign => sign,
                }
            }
            None => Some(' '),
        };
        next.unwrap_or('*')
    }
}

/// A heading's text with number signs at its end that would be taken for its own.
fn closed(text: &str) -> String {
    let mut text = text.to_owned();
    let before = text.trim_end_matches('#');
    let (last, escapes) = (
        before.len(),
        before.len() - before.trim_end_matches('\\').len(),
    );
    if text.ends_with('#') && escapes.is_multiple_of(2) {
        text.insert(last, '\\');
    }
    text
}

fn beside(c: Option<char>) -> Beside {
    match c {
        None => Beside::Space,
        Some(c) if c.is_whitespace() => Beside::Space,
        Some(c) if c.is_alphanumeric() => Beside::Letter,
        Some(c) if c.is_ascii_punctuation() || is_punctuation(c) => Beside::Sign,
        Some(_) => Beside::Unsure,
    }
}

/// Whether a sign beyond ASCII is punctuation by every reader.
fn is_punctuation(c: char) -> bool {
    matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '・' | '！' | '，' | '．' | '：' | '；' | '？'
        | '（' | '）' | '\u{ff5b}' | '\u{ff5d}' | '،' | '؛' | '؟' | '۔' | '״' | '׳' | '־')
}

fn signs(how: Mark, mark: Marks, closes: bool) -> &'static str {
    match (how, mark, closes) {
        (Mark::None, ..) => "",
        (Mark::Sign, STRONG, _) => "**",
        (Mark::Sign, SLANTED, _) => "*",
        (Mark::Sign, ..) => "~~",
        (Mark::Element, STRONG, false) => "<strong>",
        (Mark::Element, STRONG, true) => "</strong>",
        (Mark::Element, SLANTED, false) => "<em>",
        (Mark::Element, SLANTED, true) => "</em>",
        (Mark::Element, _, false) => "<del>",
        (Mark::Element, _, true) => "</del>",
    }
}

/// The text of an element in which white space counts, as HTML.
pub(super) fn verbatim(text: &str) -> String {
    attribute_value(text).replace("&quot;", "\"")
}
