//! A text as an eye reads it: its characters in their order, each with the letters that it may stand for, without those
//! that nobody sees. What words are looked for in.

use crate::fold::{fold, unseen, unspaced};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Most characters of a text that are looked at; a comment as long as that is seldom one, and held for its length.
const LONGEST: usize = 100_000;
/// Most letters that one character may stand for.
const MOST: usize = 3;

/// One character of a text as an eye reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What it may stand for: first what it is, then what it looks like. None where it only parts words.
    letters: [char; MOST],
    count: u8,
    /// What it is, folded; a space for all that is one.
    pub sign: char,
    /// Where it stands in the text, in bytes.
    pub at: (u32, u32),
    /// It parts words, whatever else it may stand for.
    pub parts: bool,
    /// It is a word of its own.
    pub alone: bool,
    /// It hides a letter, as the star in “d*mn”.
    pub hides: bool,
    /// It is one more of the same letter, in a row of three or more.
    pub drawn: bool,
    /// It is a letter by itself, not a digit or a sign.
    pub letter: bool,
    /// It parts words or only their pieces: what Persian joins by an invisible character, others write as one or as two.
    pub soft: bool,
}

impl Unit {
    fn new(sign: char, at: Range<usize>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            letters: ['\0'; MOST],
            count: 0,
            sign: if sign.is_whitespace() { ' ' } else { sign },
            at: (place(at.start), place(at.end)),
            parts: true,
            alone: false,
            hides: false,
            drawn: false,
            letter: false,
            soft: false,
        }
    }

    fn add(&mut self, letter: char) {
        let count = usize::from(self.count);
        if count < MOST && !self.letters[..count].contains(&letter) {
            self.letters[count] = letter;
            self.count += 1;
        }
    }

    /// What it may stand for; the first is what it is.
    pub fn letters(&self) -> &[char] {
        &self.letters[..usize::from(self.count)]
    }

    /// Whether it may be a letter of a word.
    pub fn stands_for(&self) -> bool {
        self.count > 0 && !self.alone
    }
}

/// The characters of a text as an eye reads them.
pub fn units(text: &str) -> Vec<Unit> {
    let mut all: Vec<Unit> = Vec::with_capacity(text.len().min(LONGEST));
    let bytes = text.as_bytes();
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() && all.len() < LONGEST {
        if bytes[at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) {
            if !bytes[at].is_ascii_control() || bytes[at].is_ascii_whitespace() {
                all.push(unit(char::from(bytes[at].to_ascii_lowercase()), at..at + 1));
            }
            at += 1;
            continue;
        }
        let cluster = text[at..].graphemes(true).next().unwrap_or_default();
        let end = at + cluster.len().max(1);
        folded.clear();
        let arabic =
            |unit: &Unit| matches!(unit.sign, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}');
        let joins = cluster.ends_with('\u{200c}');
        for c in cluster.nfkd().filter(|c| !hidden(*c)) {
            fold(boxed(c), &mut folded);
        }
        for c in folded.nfc() {
            all.push(unit(c, at..end));
        }
        if joins && all.last().is_some_and(arabic) {
            let mut joint = Unit::new('\u{200c}', end - '\u{200c}'.len_utf8()..end);
            joint.soft = true;
            if let Some(last) = all.last_mut() {
                last.at.1 = joint.at.0;
            }
            all.push(joint);
        }
        at = end;
    }
    settle(&mut all);
    all
}

/// Whether a character is none that anybody sees, or only strikes a letter through; what moves the pen, as a line's end, is
/// seen.
fn hidden(c: char) -> bool {
    unseen(c) && !c.is_whitespace() || matches!(c, '\u{334}'..='\u{338}')
}

/// A letter in a box or a circle as the letter; those that Unicode itself does not take for one.
fn boxed(c: char) -> char {
    let nth = match u32::from(c) {
        code @ 0x1f150..=0x1f169 => code - 0x1f150,
        code @ 0x1f170..=0x1f189 => code - 0x1f170,
        code @ 0x1f1e6..=0x1f1ff => code - 0x1f1e6,
        _ => return c,
    };
    char::from_u32(u32::from('a') + nth).unwrap_or(c)
}

fn unit(c: char, at: Range<usize>) -> Unit {
    let mut unit = Unit::new(c, at);
    if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
        unit.parts = false;
        unit.letter = !c.is_ascii_digit();
        unit.alone = unspaced(c);
        unit.add(c);
    } else if c == '*' {
        unit.hides = true;
    }
    for like in looks_like(c).chars() {
        unit.add(like);
    }
    unit
}

/// The letters that a character is taken for at a glance.
fn looks_like(c: char) -> &'static str {
    match c {
        '0' => "oо",
        '1' => "il",
        '2' => "z",
        '3' => "eз",
        '4' => "aч",
        '5' => "s",
        '6' => "bб",
        '7' => "t",
        '8' => "b",
        '9' => "g",
        '@' => "aа",
        '$' => "s",
        '€' => "e",
        '!' => "i",
        '|' => "li",
        '+' => "t",
        '£' => "l",
        '¥' => "y",
        '¢' => "c",
        // Cyrillic and Greek.
        'а' | 'α' | 'ɑ' | 'ᴀ' | 'ꭺ' => "aа",
        'в' | 'β' | 'ʙ' | 'ь' => "b",
        'с' | 'ϲ' | 'ᴄ' | 'ς' => "cс",
        'ԁ' | 'ᴅ' | 'ɗ' => "d",
        'е' | 'ε' | 'ᴇ' | 'ɛ' | 'ə' => "eе",
        'ꜰ' | 'ƒ' => "f",
        'ɡ' | 'ɢ' | 'ց' => "g",
        'н' | 'ʜ' | 'һ' => "hн",
        'і' | 'ι' | 'ɪ' | 'ɩ' | 'ı' => "iі",
        'ј' | 'ᴊ' => "jј",
        'к' | 'κ' | 'ᴋ' => "kк",
        'ʟ' | 'ӏ' | 'ⅼ' => "l",
        'м' | 'μ' | 'ᴍ' => "mм",
        'η' => "nh",
        'п' | 'ɴ' => "n",
        'о' | 'ο' | 'ᴏ' | 'σ' | 'օ' => "oо",
        'р' | 'ρ' | 'ᴘ' => "pр",
        'ԛ' => "q",
        'ʀ' | 'г' => "rг",
        'ѕ' | 'ꜱ' => "s",
        'т' | 'τ' | 'ᴛ' => "tт",
        'ᴜ' | 'υ' | 'ս' => "u",
        'ν' | 'ᴠ' | 'ѵ' => "v",
        'ԝ' | 'ω' | 'ᴡ' | 'ш' => "w",
        'х' | 'χ' => "xх",
        'у' | 'γ' | 'ʏ' => "yу",
        'ᴢ' | 'ζ' => "z",
        // Latin ones within a word of Cyrillic.
        'a' => "а",
        'b' => "в",
        'c' => "с",
        'e' => "е",
        'h' => "н",
        'i' => "і",
        'k' => "к",
        'm' => "м",
        'o' => "о",
        'p' => "р",
        't' => "т",
        'x' => "х",
        'y' => "у",
        _ => "",
    }
}

/// What only the neighbours tell: signs that stand for letters within words alone, letters drawn out, digits at a word's end.
fn settle(all: &mut [Unit]) {
    let letter = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.letter);
    for at in 0..all.len() {
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        let after = all.get(at + 1);
        if all[at].hides {
            let starred = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.letter || unit.hides);
            all[at].hides = starred(before) && starred(after);
        } else if all[at].parts && all[at].count > 0 {
            let touches = !before.is_none_or(|unit| unit.parts && unit.count == 0)
                || !after.is_none_or(|unit| unit.parts && unit.count == 0);
            if !touches {
                all[at].count = 0;
            }
        } else if !all[at].parts && !all[at].letter {
            // “Casino77” is the word and a number, “v1agra” is one word.
            let digit = |unit: Option<&Unit>| unit.is_some_and(|unit| !unit.parts && !unit.letter);
            all[at].parts = digit(before) || digit(after) || !letter(before) || !letter(after);
        }
    }
    mark_drawn(all);
}

/// Marks the letters that only draw a word out, as in “freeee”.
fn mark_drawn(all: &mut [Unit]) {
    let mut start = 0;
    while start < all.len() {
        let first = all[start].letters().first().copied();
        let same = |unit: &Unit| first.is_some() && unit.letters().first().copied() == first;
        let length = 1 + all[start + 1..]
            .iter()
            .take_while(|unit| same(unit))
            .count();
        if length >= 3 && !all[start].alone {
            for unit in &mut all[start + 1..start + length] {
                unit.drawn = true;
            }
        }
        start += length;
    }
}

#[cfg(test)]
mod tests {
    use super::units;

    /// What is seen, by the last letter that each character may stand for (what it looks like), or a space.
    fn read(text: &str) -> String {
        let shown = |unit: super::Unit| unit.letters().first().copied().unwrap_or(' ');
        units(text).into_iter().map(shown).collect()
    }

    #[test]
    fn what_nobody_sees_is_gone_and_forms_are_letters() {
        assert_eq!(read("Fr\u{200b}e\u{202e}e"), "free");
        assert_eq!(read("ＦＲＥＥ 𝐟𝐫𝐞𝐞 ⓕⓡⓔⓔ 🅵🆁🅴🅴"), "free free free free");
        assert_eq!(read("Café\nÉté"), "cafe ete");
    }

    #[test]
    fn what_looks_alike_is_both() {
        let seen = units("с");
        assert_eq!(seen[0].letters(), ['с', 'c']);
        assert!(units("v1agra")[1].letters().contains(&'i'));
        assert!(!units("v1agra")[1].parts && units("casino77")[6].parts);
    }

    #[test]
    fn every_character_knows_its_place() {
        for text in ["ﷺ x", "e\u{301}a", "\u{0}a\u{7f}", "👩‍👩‍👧 é", "ﬁne"] {
            for unit in units(text) {
                assert!(
                    text.get(unit.at.0 as usize..unit.at.1 as usize)
                        .is_some_and(|part| !part.is_empty())
                );
            }
        }
    }
}
