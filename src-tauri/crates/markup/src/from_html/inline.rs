//! What stands within a paragraph: emphasis, links, images, code and line breaks.

use super::{
    BREAK, Converter, Piece, SKIPPED,
    escape::{escape_inline, push_text},
    pieces,
    styled::marks_item,
};
use scraper::{ElementRef, Node};
use url::Url;

impl Converter {
    pub(super) fn inline(&self, element: ElementRef<'_>) -> String {
        let mut out = String::new();
        self.inline_children(element, &mut out);
        out
    }

    fn inline_children(&self, element: ElementRef<'_>, out: &mut String) {
        for piece in pieces(element) {
            match piece {
                Piece::Text(text) => push_text(text, out),
                Piece::Element(inner) => self.inline_element(inner, out),
            }
        }
    }

    pub(super) fn inline_element(&self, element: ElementRef<'_>, out: &mut String) {
        match element.value().name() {
            name if SKIPPED.contains(&name) => {}
            _ if self.styled && marks_item(element) => {}
            "br" => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push(BREAK);
            }
            "code" | "kbd" | "samp" | "tt" => code(element, out),
            "a" => self.link(element, out),
            "img" => self.image(element, out),
            "q" => {
                out.push('“');
                self.inline_children(element, out);
                out.push('”');
            }
            _ => match self.marks(element).as_slice() {
                [] => self.inline_children(element, out),
                [within @ .., last] => {
                    let mut inner = self.inline(element);
                    for mark in within {
                        let mut held = String::new();
                        self.wrapped(element, &inner, mark, &mut held);
                        let lead = inner.starts_with(char::is_whitespace);
                        inner = if lead { format!(" {held}") } else { held };
                    }
                    self.wrapped(element, &inner, last, out);
                }
            },
        }
    }

    /// Marks `inner`, which is what is in `element`, with the spaces around it left outside: `**bold **` would not be bold. Nor is
    /// `**bold,**next`: where a mark would stand between punctuation and a letter, the punctuation goes out too.
    fn wrapped(&self, element: ElementRef<'_>, inner: &str, mark: &str, out: &mut String) {
        let outside = |c: char| c.is_whitespace() || c == BREAK;
        let text = inner.trim_matches(outside);
        let (start, end) = inner.split_once(text).unwrap_or_default();
        space(start, out);
        // Marks would run into those right before them: `**a****b**` is one emphasis with stars in it.
        if let Some(last) = out.chars().last().filter(|c| "*`~".contains(*c))
            && (text.starts_with(last) || mark.starts_with(last))
        {
            element.text().for_each(|plain| push_text(plain, out));
            return space(end, out);
        }
        let glued = |c: char| !c.is_whitespace() && !c.is_ascii_punctuation();
        let mut core = text;
        if out.ends_with(glued) {
            core = core.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
        if end.is_empty() && follows(element).is_none_or(glued) {
            core = core.trim_end_matches(|c: char| !c.is_alphanumeric());
        }
        // What a backslash guards, and marks that belong together, must not be cut apart.
        let cut = text.len() != core.len() && text.contains(['\\', '*', '`', '[', ']', '~', '<']);
        let plain = cut
            || core.is_empty()
            || core.contains([BREAK, '~'])
            || core.ends_with('\\')
            || !nests(core, mark);
        match text.split_once(core).filter(|_| !plain) {
            Some((before, after)) => {
                out.push_str(&format!("{before}{mark}{core}{mark}{after}"));
            }
            None => out.push_str(text),
        }
        space(end, out);
    }

    fn link(&self, element: ElementRef<'_>, out: &mut String) {
        if let Some(mark) = self.note_mark(element) {
            out.push_str(&mark);
            return;
        }
        let inner = self.inline(element);
        let outside = |c: char| c.is_whitespace() || c == BREAK;
        let text = inner.trim_matches(outside);
        let (start, end) = inner.split_once(text).unwrap_or_default();
        if self.leads_back(element) {
            return;
        }
        let address = element.attr("href").and_then(|href| self.address(href));
        match address {
            Some(address)
                if !(text.is_empty()
                    || text.contains("](")
                    || text.contains('`') && text.contains(']')) =>
            {
                space(start, out);
                // `!` before a link would make an image of it.
                if out.ends_with('!') {
                    out.insert(out.len() - 1, '\\');
                }
                let text = text.replace("\\]", "]").replace(']', "\\]");
                out.push_str(&format!("[{text}]({address})"));
                space(end, out);
            }
            _ => out.push_str(&inner),
        }
    }

    /// The arrow from a footnote back into the text.
    pub(super) fn leads_back(&self, link: ElementRef<'_>) -> bool {
        if self.is_target(link) {
            return true;
        }
        let arrow = |c: char| "↩↑\u{fe0e}\u{fe0f}".contains(c) || c.is_whitespace();
        let text: String = link.text().collect();
        link.attr("href").is_some_and(|href| href.starts_with('#'))
            && !text.trim().is_empty()
            && text.chars().all(arrow)
    }

    fn image(&self, element: ElementRef<'_>, out: &mut String) {
        // Pages that load pictures late keep the real address beside a stand-in.
        let sources = [
            "src",
            "data-src",
            "data-lazy-src",
            "data-original",
            "data-srcset",
            "srcset",
        ];
        let found = sources
            .iter()
            .filter_map(|name| element.attr(name).map(|value| (name, value)))
            .find_map(|(name, value)| match name.ends_with("srcset") {
                true => self.address(value.split_whitespace().next()?),
                false => self.address(value),
            });
        let Some(address) = found else {
            return;
        };
        let tiny = |name| {
            element
                .attr(name)
                .is_some_and(|size| matches!(size.trim(), "0" | "1"))
        };
        if !tiny("width") && !tiny("height") {
            let alt = element
                .attr("alt")
                .unwrap_or_default()
                .replace(char::is_control, " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let alt = escape_inline(&alt).replace(']', "\\]");
            out.push_str(&format!("![{alt}]({address})"));
        }
    }

    /// The address where following it runs nothing: http, https, mailto, tel, or one within the site. Absolute where
    /// the page's own address is known; none for a place within the page.
    fn address(&self, address: &str) -> Option<String> {
        let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        if address.is_empty() || address.starts_with('#') {
            return None;
        }
        let scheme = address
            .split(['/', '?', '#'])
            .next()
            .and_then(|start| start.split_once(':'))
            .map(|(name, _)| name.to_lowercase());
        let safe = |name: &str| ["http", "https", "mailto", "tel"].contains(&name);
        if !scheme.as_deref().is_none_or(safe) {
            return None;
        }
        let whole = match &self.base {
            Some(base) if scheme.is_none() => base
                .join(&address)
                .ok()
                .filter(|url| safe(url.scheme()))
                .map_or(address, Url::into),
            _ => address,
        };
        let mut out = String::with_capacity(whole.len());
        for c in whole.chars() {
            match c {
                ' ' => out.push_str("%20"),
                '(' => out.push_str("%28"),
                ')' => out.push_str("%29"),
                '<' => out.push_str("%3C"),
                '>' => out.push_str("%3E"),
                '\\' => out.push_str("%5C"),
                _ => out.push(c),
            }
        }
        Some(out)
    }
}

/// White space at the edge of an element, outside of its marks.
fn space(edge: &str, out: &mut String) {
    if edge.contains(BREAK) {
        out.extend(edge.chars().filter(|c| *c == BREAK));
    } else if !edge.is_empty() && !out.is_empty() && !out.ends_with([' ', BREAK]) {
        out.push(' ');
    }
}

/// Whether `core`, which may begin or end with marks of its own, is still read as it is meant between two `mark`s.
fn nests(core: &str, mark: &str) -> bool {
    let bare = core.trim_matches('*');
    let start = core.len() - core.trim_start_matches('*').len();
    let end = core.len() - core.trim_end_matches('*').len();
    let other = 3_usize.saturating_sub(mark.len());
    match (start, end) {
        (0, 0) => true,
        (n, 0) | (0, n) => n == other,
        (a, b) => a == other && b == other && !bare.contains('*'),
    }
}

/// The character right after `element` in its paragraph, where it is plain to see.
fn follows(element: ElementRef<'_>) -> Option<char> {
    match element.next_sibling() {
        Some(next) => match next.value() {
            Node::Text(text) => text.chars().next(),
            // Marks of its own may come first there, but not before white space.
            _ => ElementRef::wrap(next)?
                .text()
                .find_map(|text| text.chars().next())
                .filter(|first| first.is_whitespace()),
        },
        None => {
            let parent = element.parent().and_then(ElementRef::wrap)?;
            super::is_block(parent.value().name()).then_some(' ')
        }
    }
}

/// Code between backticks that are longer than any run of them within.
fn code(element: ElementRef<'_>, out: &mut String) {
    let text: String = element
        .text()
        .collect::<String>()
        .replace(char::is_control, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if text.is_empty() {
        return;
    }
    // Backticks would run into those of the code before.
    if out.ends_with('`') {
        return out.push_str(&escape_inline(&text));
    }
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    out.push_str(&format!("{fence}{space}{text}{space}{fence}"));
}
