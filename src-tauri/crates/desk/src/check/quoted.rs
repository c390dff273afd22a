//! Quotations: where they stand in a text, when two are the same, and what of them an edit changed.

use super::{
    altered::{Altered, AlteredKind, LINES},
    quotes::{closes, goes_on},
};
use markup::{Pieces, reading::THING};
use std::{collections::HashMap, ops::Range};

/// So many quotations of an edit are told of at most, and each is held against so many before and after its place.
const QUOTES: usize = 200;
const NEAR: usize = 20;
/// So many that went from one paragraph are held against as many that came to another.
const FAR: usize = 40;
/// How many of the lines are headlines: what they quote is a choice, and leaving it out changes nobody's words.
const HEADLINES: usize = 2;

/// A quotation of an edit: the piece of the new text that it belongs to, past all of them where its own is gone.
struct Said {
    piece: usize,
    words: String,
    key: String,
}

/// The quotations of the piece `nth`: the places between their marks. Where one goes on in the next piece, which opens it
/// again, it ends with its piece.
pub(super) fn quotations(pieces: &[String], nth: usize) -> Vec<Range<usize>> {
    let text = &pieces[nth];
    let next = pieces.get(nth + 1).filter(|_| nth >= LINES);
    let mut out = vec![];
    let mut open: Option<(char, usize)> = None;
    let (mut before, mut endless) = (None, vec![]);
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let beside = (before.replace(sign), signs.peek().map(|(_, next)| *next));
        let past = at + sign.len_utf8();
        let anew = sign == '"' && leads(beside.0) && letter(beside.1);
        match open {
            Some((begun, from)) if ends(begun, sign, beside) && !anew => {
                if !text[from..at].trim().is_empty() {
                    out.push(from..at);
                }
                open = None;
            }
            // One that was never closed.
            Some(('"', _)) if anew => open = Some((sign, past)),
            None if opens(sign, beside) => open = Some((sign, past)),
            // An apostrophe looks the same, so there must be what ends it.
            None if opens_single(sign, beside) && !endless.contains(&sign) => {
                if ended(&text[past..], sign) {
                    open = Some((sign, past));
                } else {
                    endless.push(sign);
                }
            }
            _ => {}
        }
    }
    if let Some((begun, from)) = open
        && next.is_some_and(|next| goes_on(begun, next))
        && !text[from..].trim().is_empty()
    {
        out.push(from..text.len());
    }
    out
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

fn leads(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | ':' | THING))
}

/// Whether a double mark opens here; one behind a digit measures, one between letters makes an acronym.
fn opens(sign: char, (before, next): (Option<char>, Option<char>)) -> bool {
    match sign {
        '„' | '‟' | '“' | '«' | '»' | '「' | '『' | '〝' => true,
        '"' | '”' => !(before.is_some_and(char::is_numeric) || letter(before) && letter(next)),
        _ => false,
    }
}

fn opens_single(sign: char, (before, next): (Option<char>, Option<char>)) -> bool {
    matches!(sign, '‘' | '‚' | '‹' | '›' | '\'') && leads(before) && letter(next)
}

/// Whether what `begun` opened ends with `sign`.
fn ends(begun: char, sign: char, (before, next): (Option<char>, Option<char>)) -> bool {
    let over = !next.is_some_and(char::is_alphanumeric);
    match begun {
        '‘' => sign == '’' && over,
        '‚' => matches!(sign, '‘' | '’') && over,
        '\'' => sign == '\'' && over && !before.is_none_or(char::is_whitespace),
        '‹' => sign == '›',
        '›' => matches!(sign, '‹' | '›'),
        _ => closes(begun, sign),
    }
}

fn ended(text: &str, begun: char) -> bool {
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        if ends(begun, sign, (before.replace(sign), signs.peek().copied())) {
            return true;
        }
    }
    false
}

/// By what a quotation is known: what is said between other marks, with other spaces, dashes or apostrophes, or with the
/// stop inside the marks and not behind them, is said still.
pub(crate) fn key(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut space = false;
    for sign in words.chars() {
        if sign.is_whitespace() {
            space = !out.is_empty();
            continue;
        }
        let sign = match sign {
            '\u{ad}' | '\u{200b}' | '\u{2060}' => continue,
            '’' | '‘' | '‚' | '‹' | '›' | '"' | '“' | '”' | '„' | '‟' | '«' | '»' => {
                '\''
            }
            '‑' | '–' | '—' | '−' => '-',
            other => other,
        };
        if space && !matches!(sign, '?' | '!' | ':' | ';') {
            out.push(' ');
        }
        space = false;
        match sign {
            '…' => out.push_str("..."),
            '-' if out.ends_with('-') => {}
            _ => out.push(sign),
        }
    }
    out.truncate(out.trim_end_matches(['.', ',', ' ']).len());
    out
}

/// The words with one space between them.
fn spoken(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is quoted, by its keys, and how often each.
pub(crate) fn quoted(pieces: &[String]) -> HashMap<String, usize> {
    let mut all = HashMap::new();
    for nth in 0..pieces.len() {
        for at in quotations(pieces, nth) {
            *all.entry(key(&pieces[nth][at])).or_default() += 1;
        }
    }
    all
}

/// The text with one sign for what is quoted.
pub(super) fn without(text: &str, quoted: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for quote in quoted {
        out.push_str(&text[from..quote.start]);
        out.push(THING);
        from = quote.end;
    }
    out.push_str(&text[from..]);
    out
}

/// The quotations that an edit changed, freed of their marks or took out, each with the place in `new` of the piece where
/// it did; past all of them where the piece is gone.
pub(super) fn compare(old: &[String], new: &[String], pieces: &Pieces) -> Vec<(usize, Altered)> {
    let (mut gone, mut came) = differing(old, new, pieces);
    let mut out = paired(&mut gone, &mut came);
    // What stands outside the marks of a piece, read once for all that went from it.
    let (mut read, mut outside) = (new.len(), Outside::of(""));
    for before in gone.into_iter().flatten() {
        let piece = before.piece;
        if piece != read {
            let text = new
                .get(piece)
                .map(|text| without(text, &quotations(new, piece)));
            (read, outside) = (piece, Outside::of(&text.unwrap_or_default()));
        }
        let words = &before.words;
        let bare = if words.contains(' ') && outside.text.contains(words) {
            Some(words.clone())
        } else {
            outside.reworded(words)
        };
        let (before, after) = match bare {
            // The words are there still, and are said to be nobody's.
            Some(after) => (format!("“{words}”"), after),
            None if piece >= HEADLINES && is_said(words) => (words.clone(), String::new()),
            None => continue,
        };
        let kind = AlteredKind::Quote;
        out.push((
            piece,
            Altered {
                kind,
                before,
                after,
            },
        ));
    }
    out
}

/// Whether words are somebody's saying, and not a word that is held at arm's length.
pub(crate) fn is_said(words: &str) -> bool {
    // Where words are not parted, a few signs are many words.
    let unparted = |c: char| ('\u{3040}'..='\u{9fff}').contains(&c);
    words.contains(' ') || words.chars().filter(|c| unparted(*c)).count() > 4
}

/// The quotations that are not what they were: those of the old pieces, and those of the new. What only stands elsewhere,
/// or was parted otherwise, is none of them.
fn differing(
    old: &[String],
    new: &[String],
    pieces: &Pieces,
) -> (Vec<Option<Said>>, Vec<Option<Said>>) {
    let of = |texts: &[String], nth: usize, piece: usize| -> Vec<Said> {
        let places = quotations(texts, nth).into_iter().take(QUOTES);
        let words = places.map(|at| spoken(&texts[nth][at]));
        let all = words.map(|words| Said {
            piece,
            key: key(&words),
            words,
        });
        all.filter(|said| !said.key.is_empty()).collect()
    };
    let (mut gone, mut came) = (vec![], vec![]);
    for (was, is) in &pieces.changed {
        let (went, here) = apart(of(old, *was, *is), of(new, *is, *is));
        if letters(&went) != letters(&here) {
            gone.extend(went);
            came.extend(here);
        }
    }
    for was in &pieces.gone {
        gone.extend(of(old, *was, new.len()));
    }
    for is in &pieces.came {
        came.extend(of(new, *is, *is));
    }
    let (mut gone, came) = apart(gone, came);
    gone.truncate(QUOTES);
    let some = |all: Vec<Said>| all.into_iter().map(Some).collect();
    (some(gone), some(came))
}

/// Both without what both have.
fn apart(one: Vec<Said>, other: Vec<Said>) -> (Vec<Said>, Vec<Said>) {
    let mut there: HashMap<String, usize> = HashMap::new();
    for said in &other {
        *there.entry(said.key.clone()).or_default() += 1;
    }
    let mut both: HashMap<String, usize> = HashMap::new();
    let mut takes = |said: &Said| match there.get_mut(&said.key).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            *both.entry(said.key.clone()).or_default() += 1;
            false
        }
        None => true,
    };
    let one: Vec<Said> = one.into_iter().filter(|said| takes(said)).collect();
    let mut left = |said: &Said| match both.get_mut(&said.key).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    };
    let other = other.into_iter().filter(|said| left(said)).collect();
    (one, other)
}

/// All that is said, letter by letter, with questions and the signs before and within words and numbers: the same, where a speech was parted by
/// who says it, or joined.
fn letters(all: &[Said]) -> String {
    let mut out = String::new();
    for said in all {
        let mut signs = said.key.chars().peekable();
        while let Some(sign) = signs.next() {
            let leads = signs.peek().is_some_and(|next| next.is_alphanumeric());
            let says = sign.is_alphanumeric() || matches!(sign, '?' | '!');
            if says || !sign.is_whitespace() && leads {
                out.push(sign);
            }
        }
    }
    out
}

/// Which of what went became which of what came: within a piece first, then anywhere.
fn paired(gone: &mut [Option<Said>], came: &mut [Option<Said>]) -> Vec<(usize, Altered)> {
    let mut out = vec![];
    let mut first = 0;
    while first < came.len() {
        let piece = came[first].as_ref().map(|said| said.piece);
        let of = |all: &[Option<Said>], from: usize| {
            let is = |one: &Option<Said>| one.as_ref().map(|said| said.piece) == piece;
            let start = all[from..]
                .iter()
                .position(is)
                .map_or(all.len(), |at| from + at);
            start..start + all[start..].iter().take_while(|one| is(one)).count()
        };
        let (here, there) = (of(came, first), of(gone, 0));
        first = here.end.max(first + 1);
        let only = here.len() == 1 && there.len() == 1;
        let least = if only { 0.0 } else { 0.3 };
        pair(&mut gone[there], &mut came[here], least, &mut out);
    }
    let (far, to) = (gone.len().min(FAR), came.len().min(FAR));
    pair(&mut gone[..far], &mut came[..to], 0.5, &mut out);
    out
}

/// Takes from both those of which one became the other: they share at least so much of their words.
fn pair(
    gone: &mut [Option<Said>],
    came: &mut [Option<Said>],
    least: f32,
    out: &mut Vec<(usize, Altered)>,
) {
    for (nth, slot) in came.iter_mut().enumerate() {
        let Some(after) = slot.as_ref() else { continue };
        let near = nth.saturating_sub(NEAR).min(gone.len())..(nth + NEAR).min(gone.len());
        let best = near
            .filter_map(|at| Some((at, likeness(&gone[at].as_ref()?.words, &after.words))))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((at, alike)) = best
            && alike >= least
            && let Some(before) = gone[at].take()
            && let Some(after) = slot.take()
        {
            let altered = Altered {
                kind: AlteredKind::Quote,
                before: before.words,
                after: after.words,
            };
            out.push((after.piece, altered));
        }
    }
}

/// How much of their words two quotations share, from 0 to 1.
fn likeness(one: &str, other: &str) -> f32 {
    let mut left: HashMap<&str, usize> = HashMap::new();
    let (mut words, mut shared) = (0_usize, 0_usize);
    for word in other.split_whitespace() {
        *left.entry(word).or_default() += 1;
        words += 1;
    }
    for word in one.split_whitespace() {
        words += 1;
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    2.0 * shared as f32 / words.max(1) as f32
}

/// A text without what it quotes, and its words as they are held against others.
struct Outside {
    text: String,
    /// A number for each word that it has, and which of them stand in it, one after the other: a long text is held against many
    /// quotations.
    numbers: HashMap<String, usize>,
    known: Vec<usize>,
}

impl Outside {
    fn of(text: &str) -> Self {
        let text = spoken(text);
        let mut numbers = HashMap::new();
        let number = |word: &str| {
            let next = numbers.len();
            *numbers.entry(known_by(word)).or_insert(next)
        };
        Self {
            known: text.split(' ').map(number).collect(),
            numbers,
            text,
        }
    }

    /// The stretch that has most of the words that were quoted, where it has nearly all of them.
    fn reworded(&self, quoted: &str) -> Option<String> {
        // How many of each word are sought; none of those that were not quoted.
        let mut sought: Vec<Option<i64>> = vec![None; self.numbers.len()];
        let mut length = 0;
        for word in quoted.split(' ') {
            length += 1;
            if let Some(number) = self.numbers.get(&known_by(word)) {
                *sought[*number].get_or_insert(0) += 1;
            }
        }
        if length < 3 {
            return None;
        }
        // A window as long as the quotation goes over the text; `best` is how many words it shares at most, and where.
        let (mut shared, mut best) = (0, (0, 0));
        for (nth, one) in self.known.iter().enumerate() {
            if let Some(left) = &mut sought[*one] {
                shared += i64::from(*left > 0);
                *left -= 1;
            }
            if let Some(past) = nth.checked_sub(length)
                && let Some(left) = &mut sought[self.known[past]]
            {
                *left += 1;
                shared -= i64::from(*left > 0);
            }
            if shared > best.0 {
                best = (shared, nth);
            }
        }
        let from = (best.1 + 1).saturating_sub(length);
        let is = |at: &usize| sought[self.known[*at]].is_some();
        let (start, end) = ((from..=best.1).find(is)?, (from..=best.1).rev().find(is)?);
        let alike = 2.0 * best.0 as f32 / (length + end + 1 - start) as f32;
        let words = self.text.split(' ').skip(start).take(end + 1 - start);
        let found = words.collect::<Vec<_>>().join(" ");
        let found = found.trim_matches(|c: char| !c.is_alphanumeric());
        (alike >= 0.6 && !found.contains(THING)).then(|| found.to_owned())
    }
}

/// A word without its punctuation, in small letters.
fn known_by(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::altered::altered;
    use std::fmt::Write;

    #[test]
    fn what_was_quoted_is_found_in_a_paragraph_as_long_as_a_book() {
        let mut before = String::new();
        let mut after = String::new();
        for nth in 0..200 {
            let said = format!("the bell of {nth} rang at noon and nobody of the {nth} heard it");
            write!(before, "“{said}” they said. ").unwrap();
            // Without its marks, and with another word.
            write!(after, "{} they said. ", said.replace("noon", "ten")).unwrap();
        }
        let filler = (0..130_000).fold(String::new(), |mut all, nth| {
            write!(all, "w{} ", nth % 9_000).unwrap();
            all
        });
        let piece = |text: String| [vec![String::new(); 4], vec![text]].concat();
        let (before, after) = (piece(before + &filler), piece(after + &filler));
        let told = altered(&before, &after, "en");
        assert_eq!(told.len(), 200);
        assert_eq!(
            told[7].before,
            "“the bell of 7 rang at noon and nobody of the 7 heard it”"
        );
        assert_eq!(
            told[7].after,
            "the bell of 7 rang at ten and nobody of the 7 heard it"
        );
    }
}
