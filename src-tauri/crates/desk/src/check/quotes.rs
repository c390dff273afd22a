//! A quotation mark has no partner. Which mark opens and which closes differs from language to language („…“, “…”, ”…”,
//! « … », »…«, 「…」), and one sign may do both; so a mark is first told by what stands beside it, and only where that
//! says nothing by the sign. Single ones are left alone, since an apostrophe looks like one.

use super::{Alarm, Gate, Kind, Look, text_of};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "unpaired-quotes",
    name: "A quotation mark without its partner",
    certain: false,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

/// Most alarms of one text; past them something else is the matter with it.
const MOST: usize = 20;
/// How many paragraphs a quotation may go on without a mark before each.
const FAR: usize = 12;
/// How many letters of the text an alarm shows beside the mark.
const BESIDE: usize = 30;
/// Deepest nesting that is followed.
const DEPTH: usize = 16;

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let language = of.language();
    let mut found = vec![];
    for field in ["title", "standfirst"] {
        let text = text_of(of.content, field);
        found.extend(unpaired(&language, &[text]).into_iter().map(|(_, mark)| {
            let at = around(text, &mark);
            Alarm::at(field, at.clone(), message(&mark, &text[at]))
        }));
    }
    let texts: Vec<&str> = of.reading.blocks.iter().map(|b| b.text.as_str()).collect();
    for (block, mark) in unpaired(&language, &texts) {
        let at = around(texts[block], &mark);
        let message = message(&mark, &texts[block][at.clone()]);
        found.push(Alarm::at(
            "body",
            of.reading.blocks[block].place(at),
            message,
        ));
    }
    Ok(found)
}

fn message(mark: &Mark, words: &str) -> String {
    let words = words.trim();
    if mark.opens {
        format!("A quotation begins and does not end: {words}")
    } else {
        format!("A quotation ends that did not begin: {words}")
    }
}

/// The mark with the words that it begins or ends, so that a person finds it.
fn around(text: &str, mark: &Mark) -> std::ops::Range<usize> {
    let end = mark.at + mark.sign.len_utf8();
    if mark.opens {
        let Some((cut, _)) = text[end..].char_indices().nth(BESIDE) else {
            return mark.at..text.len();
        };
        // A word is shown whole or not at all, where the script parts words.
        let words = text[end..end + cut].rfind(char::is_whitespace);
        return mark.at..end + words.filter(|at| *at > 0).unwrap_or(cut);
    }
    let Some((cut, _)) = text[..mark.at].char_indices().rev().nth(BESIDE) else {
        return 0..end;
    };
    let words = text[cut..mark.at].find(char::is_whitespace);
    let start = words.map_or(cut, |at| cut + at);
    start + text[start..].len() - text[start..].trim_start().len()..end
}

/// A quotation mark in a text.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    sign: char,
    opens: bool,
}

/// What a mark does by what stands beside it.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// The marks without a partner, each with its text: at most one of each text, since one that is missing leaves others
/// alone behind it. Where a quotation goes on from one paragraph to the next, each may begin with a mark, and only the
/// last ends with one.
fn unpaired(language: &str, texts: &[&str]) -> Vec<(usize, Mark)> {
    let mut found: Vec<(usize, Mark)> = vec![];
    let mut going_on = None;
    for (nth, text) in texts.iter().enumerate() {
        let Some(mark) = first_unpaired(language, text, going_on.take()) else {
            continue;
        };
        if mark.opens
            && texts
                .get(nth + 1)
                .is_some_and(|next| goes_on(mark.sign, next))
        {
            going_on = Some(mark.sign);
            continue;
        }
        let begun = found
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, (block, _))| nth - block <= FAR)
            .find(|(_, (_, open))| !mark.opens && open.opens && closes(open.sign, mark.sign))
            .map(|(place, _)| place);
        match begun {
            // It ends what an earlier paragraph began.
            Some(begun) if begun + 1 == found.len() => {
                found.pop();
            }
            _ => found.push((nth, mark)),
        }
    }
    found.truncate(MOST);
    found
}

/// Whether the next paragraph begins with the mark again, or, as in French, with the one that will close.
pub(super) fn goes_on(sign: char, next: &str) -> bool {
    let first = next.trim_start().chars().next();
    first.is_some_and(|first| first == sign || sign == '«' && first == '»')
}

/// Whether `closing` ends what `opening` began, in some language.
pub(super) fn closes(opening: char, closing: char) -> bool {
    match opening {
        '"' => closing == '"',
        '„' | '‟' => matches!(closing, '“' | '”' | '"'),
        '“' => closing == '”',
        '”' => closing == '”',
        '«' => closing == '»',
        '»' => matches!(closing, '«' | '»'),
        '「' => closing == '」',
        '『' => closing == '』',
        '〝' => matches!(closing, '〞' | '〟'),
        _ => false,
    }
}

/// The first mark of one text that is alone. Where a quotation goes on from the text before, the mark at the beginning
/// opens, be it the one that will close.
fn first_unpaired(language: &str, text: &str, going_on: Option<char>) -> Option<Mark> {
    let mut open: Vec<Mark> = vec![];
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let beside = (before, next);
        before = Some(sign);
        if let Some(begun) = going_on.filter(|_| text[..at].trim().is_empty() && sign == '»') {
            open.push(Mark {
                at,
                sign: begun,
                opens: true,
            });
            continue;
        }
        let Some(side) = side(language, sign, beside) else {
            continue;
        };
        let top = open.last().map(|mark| mark.sign);
        let ends = top.is_some_and(|top| closes(top, sign));
        let opens = match side {
            Side::Opens => true,
            Side::Closes => false,
            Side::Either => !ends && !matches!(sign, '”' | '」' | '』' | '〞' | '〟'),
        };
        let mark = Mark { at, sign, opens };
        if opens {
            if open.len() < DEPTH {
                open.push(mark);
            }
        } else if let Some(partner) = open.iter().rposition(|one| closes(one.sign, sign)) {
            if let Some(alone) = open.get(partner + 1) {
                return Some(*alone);
            }
            open.truncate(partner);
        } else if !measures(sign, beside.0) && !arrow(language, sign, beside) {
            return Some(mark);
        }
    }
    open.into_iter().next()
}

/// What a sign does here; none where it is no quotation mark.
fn side(language: &str, sign: char, (before, next): (Option<char>, Option<char>)) -> Option<Side> {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match sign {
        '„' | '‟' | '「' | '『' | '〝' => return Some(Side::Opens),
        '」' | '』' | '〞' | '〟' => return Some(Side::Closes),
        '"' if language == "he" || language == "yi" => {
            // Between letters it makes an acronym.
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            if letter(before) && letter(next) {
                return None;
            }
        }
        '“' | '”' | '"' => {}
        '«' | '»' => {
            if arrow(language, sign, (before, next)) {
                return None;
            }
            // French sets a space within.
            if space(before) && space(next) {
                return Some(if sign == '«' {
                    Side::Opens
                } else {
                    Side::Closes
                });
            }
        }
        _ => return None,
    }
    let leads = |c: Option<char>| {
        space(c)
            || c.is_some_and(|c| matches!(c, '(' | '[' | '{' | '—' | '–' | '‘' | '¿' | '¡' | '/'))
    };
    let trails = |c: Option<char>| {
        space(c)
            || c.is_some_and(|c| {
                matches!(
                    c,
                    ')' | ']'
                        | '}'
                        | '.'
                        | ','
                        | ';'
                        | ':'
                        | '!'
                        | '?'
                        | '…'
                        | '—'
                        | '–'
                        | '’'
                        | '،'
                        | '؛'
                        | '؟'
                        | '/'
                )
            })
    };
    Some(match (leads(before), trails(next)) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    })
}

/// Whether a mark behind a digit stands for inches, seconds or minutes.
fn measures(sign: char, before: Option<char>) -> bool {
    matches!(sign, '"' | '”') && before.is_some_and(char::is_numeric)
}

/// Whether a guillemet with space on both sides is an arrow, as in "Next »": it is a quotation mark so only where the
/// language sets one within.
fn arrow(language: &str, sign: char, (before, next): (Option<char>, Option<char>)) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    matches!(sign, '«' | '»')
        && space(before)
        && space(next)
        && !matches!(language, "fr" | "fa" | "ar" | "ur" | "ckb" | "hy" | "vi")
}
