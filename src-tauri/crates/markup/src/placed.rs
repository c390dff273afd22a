//! Where in the source the words of a page stand, block by block: so that a passage of one is found in the other by its
//! place, and not by words that may stand elsewhere too.

use crate::{changes::blocks, html::page, marked::tokens};
use pulldown_cmark::{CowStr, Event};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A stretch of a block's words, and what of the source it is; both in UTF-16 units, as a window counts. Where one is
/// longer than the other, it is shown otherwise than it is written, and belongs together whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Stretch {
    /// Where it begins in the block's text.
    pub at: u32,
    /// How long it is there.
    pub length: u32,
    /// Where it begins in the source.
    pub from: u32,
    /// Where it ends there.
    pub to: u32,
}

/// A piece of text that the page gets from the source.
struct Spot {
    source: Range<usize>,
    length: usize,
}

/// The signs with which the spots are numbered begin here, in a plane that no script uses.
const FIRST: u32 = 0x10_0000;
/// How many of them there are.
const SIGNS: usize = 60_000;

/// The stretches of each block of the page that [`crate::article_html`] makes of `markdown`; none where it has signs in it
/// that are nobody's.
#[must_use]
pub fn placed(markdown: &str) -> Vec<Vec<Stretch>> {
    if markdown.chars().any(|sign| sign as u32 >= FIRST) {
        return vec![];
    }
    let mut spots: Vec<Spot> = vec![];
    let html = page(markdown, |event, range| {
        numbered(markdown, event, range, &mut spots)
    });
    let units = Units::of(markdown);
    blocks(&html)
        .into_iter()
        .map(|block| stretches(block, &spots, &units))
        .collect()
}

/// The event with the number of its spot before its words.
fn numbered<'a>(
    markdown: &str,
    event: Event<'a>,
    range: Range<usize>,
    spots: &mut Vec<Spot>,
) -> Event<'a> {
    let mut number = |source: Range<usize>, shown: &str| {
        let nth = spots.len();
        let length = shown.encode_utf16().count();
        spots.push(Spot { source, length });
        [nth / SIGNS, nth % SIGNS]
            .into_iter()
            .filter_map(|digit| char::from_u32(FIRST + u32::try_from(digit).ok()?))
            .collect::<String>()
    };
    match event {
        Event::Text(text) => {
            let number = number(range, &text);
            Event::Text(CowStr::from(format!("{number}{text}")))
        }
        Event::Code(text) => {
            let written = markdown.get(range.clone()).unwrap_or_default();
            let within = written.find(&*text).map(|at| range.start + at);
            let source = within.map_or(range, |start| start..start + text.len());
            let number = number(source, &text);
            Event::Code(CowStr::from(format!("{number}{text}")))
        }
        Event::Html(raw) => Event::Html(in_raw(&raw, range.start, number).into()),
        Event::InlineHtml(raw) => Event::InlineHtml(raw),
        other => other,
    }
}

/// Raw HTML with the numbers of the spots before the words between its tags.
fn in_raw(raw: &str, start: usize, mut number: impl FnMut(Range<usize>, &str) -> String) -> String {
    let mut out = String::with_capacity(raw.len() * 2);
    let mut at = 0;
    for piece in raw.split_inclusive('>') {
        let words = piece.find('<').unwrap_or(match piece.ends_with('>') {
            true => 0,
            false => piece.len(),
        });
        if !piece[..words].trim().is_empty() {
            out.push_str(&number(start + at..start + at + words, &piece[..words]));
        }
        out.push_str(piece);
        at += piece.len();
    }
    out
}

/// The stretches of one block of the numbered page.
fn stretches(block: &str, spots: &[Spot], units: &Units) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = vec![];
    let mut at = 0_usize;
    // The spot that one is in, and where it began.
    let mut open: Option<(&Spot, usize)> = None;
    let mut close = |open: &mut Option<(&Spot, usize)>, at: usize| {
        if let Some((spot, start)) = open.take()
            && let Some(stretch) = units.stretch(spot, start, at)
        {
            out.push(stretch);
        }
    };
    let mut high = None;
    for token in tokens(block) {
        if token.starts_with('<') {
            close(&mut open, at);
            continue;
        }
        for sign in unescaped(token) {
            let Some(digit) = (sign as u32).checked_sub(FIRST) else {
                at += sign.len_utf16();
                continue;
            };
            match high.take() {
                None => high = Some(digit as usize),
                Some(high) => {
                    close(&mut open, at);
                    let spot = spots.get(high * SIGNS + digit as usize);
                    open = spot.map(|spot| (spot, at));
                }
            }
        }
    }
    close(&mut open, at);
    out
}

/// The signs of a token of a serialised page.
fn unescaped(token: &str) -> impl Iterator<Item = char> + '_ {
    const ESCAPES: [(&str, char); 5] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{a0}'),
    ];
    let mut rest = token;
    std::iter::from_fn(move || {
        let escape = ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape));
        let (length, sign) = match escape {
            Some((escape, sign)) => (escape.len(), *sign),
            None => {
                let sign = rest.chars().next()?;
                (sign.len_utf8(), sign)
            }
        };
        rest = &rest[length..];
        Some(sign)
    })
}

/// Places of a text in UTF-16 units: how many there are before every so manieth byte.
struct Units<'a> {
    text: &'a str,
    before: Vec<(usize, usize)>,
}

/// How many bytes lie between two places that are known.
const STEP: usize = 1024;

impl<'a> Units<'a> {
    fn of(text: &'a str) -> Self {
        let (mut before, mut units) = (vec![(0, 0)], 0);
        for (at, sign) in text.char_indices() {
            if at >= before.len() * STEP {
                before.push((at, units));
            }
            units += sign.len_utf16();
        }
        Self { text, before }
    }

    fn at(&self, byte: usize) -> Option<u32> {
        let known = self.before.partition_point(|(at, _)| *at <= byte);
        let (at, units) = self.before[known.saturating_sub(1)];
        let rest = self.text.get(at..byte)?.encode_utf16().count();
        u32::try_from(units + rest).ok()
    }

    fn stretch(&self, spot: &Spot, start: usize, end: usize) -> Option<Stretch> {
        Some(Stretch {
            at: u32::try_from(start).ok()?,
            length: u32::try_from((end - start).min(spot.length)).ok()?,
            from: self.at(spot.source.start)?,
            to: self.at(spot.source.end)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::placed;
    use crate::{article_html, changes::blocks, marked::tokens};

    /// What each stretch shows, and what it is written as.
    fn pairs(markdown: &str) -> Vec<(String, String)> {
        let html = article_html(markdown);
        let source: Vec<u16> = markdown.encode_utf16().collect();
        let all = placed(markdown);
        assert_eq!(all.len(), blocks(&html).len(), "{html}");
        let mut out = vec![];
        for (block, stretches) in blocks(&html).into_iter().zip(all) {
            let shown: String = tokens(block)
                .into_iter()
                .filter(|token| !token.starts_with('<'))
                .flat_map(super::unescaped)
                .collect();
            let shown: Vec<u16> = shown.encode_utf16().collect();
            for one in stretches {
                let (at, length) = (one.at as usize, one.length as usize);
                out.push((
                    String::from_utf16(&shown[at..at + length]).unwrap(),
                    String::from_utf16(&source[one.from as usize..one.to as usize]).unwrap(),
                ));
            }
        }
        out
    }

    fn written(markdown: &str) -> Vec<String> {
        let all = pairs(markdown).into_iter();
        all.map(|(shown, written)| match shown == written {
            true => shown,
            false => format!("{shown} = {written}"),
        })
        .collect()
    }

    #[test]
    fn words_of_the_page_are_known_by_their_place_in_the_source() {
        assert_eq!(
            written("See [the map](https://maps.example/Berlin) of 𝔅erlin, *all* of\n`it`."),
            ["See ", "the map", " of 𝔅erlin, ", "all", " of", "it", "."]
        );
        assert_eq!(
            written("# One\n\n- a &amp; b\n- c \\* d\n\n> e\n"),
            ["One", "a ", "& = &amp;", " b", "c ", "* d", "e"]
        );
        assert_eq!(
            written("<div>one <b>two</b></div>\n\n![alt](a.png) three\n"),
            ["one ", "two", " three"]
        );
        assert!(placed("\u{100001} x").is_empty());
    }

    #[test]
    fn no_words_are_known_by_the_place_of_others() {
        let text = "A <b>c</b> d <script>e</script> f\n\n<style>\ng\n</style>\n\n| h | i |\n|---|---|\n| j | k |\n\n\
                    It was so.[^1] &copy; \"l\" — m\n\n[^1]: The annex.\n\n    code & more\n\n<p\nclass=\"n\">\no &lt; p\n</p>\n";
        for (shown, written) in pairs(text) {
            let plain = written.replace("&copy;", "©").replace("&lt;", "<");
            assert_eq!(shown.trim(), plain.trim(), "{shown} = {written}");
        }
    }
}
