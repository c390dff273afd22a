//! Words as the search sees them: letters and diacritics folded, digits of every script alike, and scripts that put
//! no spaces between words split by character, so that a phrase finds a word of two. One function for what is
//! searched and what is asked.

use std::ops::Range;
use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};
use unicode_segmentation::UnicodeSegmentation;

/// Longest word that is told apart, in characters; a longer one counts by its beginning.
pub const LONGEST: usize = 64;

/// A word of a text, or one character of a script without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded.
    pub text: String,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// Whether it is its neighbours once more, written as one: Persian joins the parts of a word by an invisible
    /// character which some leave out and others write as a space.
    pub joined: bool,
}

/// The words of a text in their order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut folder = Folder::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Nearly all of most texts: a character that is followed by none of its marks.
        if bytes[at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) {
            if bytes[at].is_ascii_alphanumeric() {
                folder.letter(char::from(bytes[at].to_ascii_lowercase()), at..at + 1);
            } else {
                folder.end_of_word();
            }
            at += 1;
            continue;
        }
        let cluster = text[at..].graphemes(true).next().unwrap_or_default();
        folder.cluster(at, cluster);
        at += cluster.len().max(1);
    }
    folder.end_of_word();
    folder.done
}

/// The words of a text, one space between each two, as an index keeps them; joined ones stand at the end, where they
/// are in no phrase's way.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut joined = vec![];
    let put = |out: &mut String, word: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    };
    // No word reaches over a space, and nearly all of most texts is letters that stand for themselves.
    for piece in text.split_ascii_whitespace() {
        if piece.is_ascii() {
            for word in piece.split(|c: char| !c.is_ascii_alphanumeric()) {
                let word = word.get(..LONGEST).unwrap_or(word);
                if !word.is_empty() {
                    put(&mut out, word);
                    let start = out.len() - word.len();
                    if let Some(word) = out.get_mut(start..) {
                        word.make_ascii_lowercase();
                    }
                }
            }
            continue;
        }
        for token in tokens(piece) {
            match token.joined {
                true => joined.push(token.text),
                false => put(&mut out, &token.text),
            }
        }
    }
    for word in joined {
        put(&mut out, &word);
    }
    out
}

/// What is being read.
#[derive(Default)]
struct Folder {
    done: Vec<Token>,
    text: String,
    at: Range<usize>,
    /// Where among `done` the parts of a word that is joined by the invisible character begin.
    parts: Option<usize>,
}

impl Folder {
    /// Takes one character as a reader sees it, with its marks.
    fn cluster(&mut self, at: usize, cluster: &str) {
        let end = at + cluster.len();
        let mut unit = String::new();
        for c in cluster.nfkd() {
            if c == '\u{200c}' {
                self.unit(&unit, at..end);
                unit.clear();
                self.end_of_part();
            } else if !invisible(c) {
                fold(c, &mut unit);
            }
        }
        self.unit(&unit, at..end);
    }

    /// Takes the folded letters of one character; what holds no letter parts words.
    fn unit(&mut self, unit: &str, at: Range<usize>) {
        let mut part = String::new();
        for c in unit.nfc() {
            let mark = is_combining_mark(c);
            if mark && part.is_empty() {
                continue;
            }
            if !mark && (unspaced(c) || part.starts_with(unspaced)) {
                self.flush(&mut part, &at);
            }
            if mark || c.is_alphanumeric() {
                part.push(c);
            } else {
                self.flush(&mut part, &at);
                self.end_of_word();
            }
        }
        self.flush(&mut part, &at);
    }

    /// Adds letters to the word; one of a script without spaces is a word of its own.
    fn flush(&mut self, part: &mut String, at: &Range<usize>) {
        let own = part.starts_with(unspaced);
        if own {
            self.end_of_word();
        }
        for c in part.drain(..) {
            self.letter(c, at.clone());
        }
        if own {
            self.end_of_word();
        }
    }

    fn letter(&mut self, c: char, at: Range<usize>) {
        if self.text.is_empty() {
            self.at = at.clone();
        }
        self.at.end = at.end;
        if self.text.len() < 4 * LONGEST && self.text.chars().count() < LONGEST {
            self.text.push(c);
        }
    }

    fn end_of_token(&mut self) {
        if !self.text.is_empty() {
            self.done.push(Token {
                text: std::mem::take(&mut self.text),
                at: self.at.clone(),
                joined: false,
            });
        }
    }

    /// The invisible character within a word: its parts are words, and it is one.
    fn end_of_part(&mut self) {
        let before = self.done.len();
        self.end_of_token();
        if self.done.len() > before {
            self.parts.get_or_insert(before);
        }
    }

    fn end_of_word(&mut self) {
        self.end_of_token();
        let Some(first) = self.parts.take() else {
            return;
        };
        if let [start, .., end] = &self.done[first..] {
            let at = start.at.start..end.at.end;
            let text: String = self.done[first..]
                .iter()
                .flat_map(|part| part.text.chars())
                .take(LONGEST)
                .collect();
            self.done.push(Token {
                text,
                at,
                joined: true,
            });
        }
    }
}

/// Adds what one decomposed character is to the search: nothing, itself, or what it is taken for.
pub fn fold(c: char, to: &mut String) {
    if is_combining_mark(c) {
        // Accents, vowel points and the like go. What makes another letter of its base stays: the marks of й, ў and ї,
        // the voicing of kana, the vowel signs and nuktas of Indic scripts.
        let letter = match c {
            '\u{306}' => to.ends_with(['и', 'у']),
            '\u{308}' => to.ends_with('і'),
            _ => canonical_combining_class(c) < 10 && !matches!(c, '\u{20dd}'..='\u{20e4}'),
        };
        if letter {
            to.push(c);
        }
        return;
    }
    if let Some(zero) = zero(c) {
        let digit = (u32::from(c) - zero) as u8;
        to.push(char::from(b'0' + digit));
        return;
    }
    for c in c.to_lowercase() {
        match c {
            'ß' => to.push_str("ss"),
            'æ' => to.push_str("ae"),
            'œ' => to.push_str("oe"),
            'þ' => to.push_str("th"),
            'ø' => to.push('o'),
            'ł' => to.push('l'),
            'đ' | 'ð' => to.push('d'),
            'ħ' => to.push('h'),
            'ŧ' => to.push('t'),
            'ı' => to.push('i'),
            'ς' => to.push('σ'),
            // Farsi, Urdu and Arabic write one letter by several characters.
            'ى' | 'ی' | 'ې' | 'ے' => to.push('ي'),
            'ک' | 'ڪ' => to.push('ك'),
            'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => to.push('ه'),
            'ٱ' => to.push('ا'),
            // Tatweel only draws a word out.
            'ـ' => {}
            // Katakana as hiragana.
            'ァ'..='ヶ' => to.extend(char::from_u32(u32::from(c) - 0x60)),
            c => to.push(c),
        }
    }
}

/// The place of zero among the digits that `c` is one of.
fn zero(c: char) -> Option<u32> {
    const ZEROS: [u32; 18] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
    ];
    let c = u32::from(c);
    ZEROS
        .into_iter()
        .find(|zero| (*zero..*zero + 10).contains(&c))
}

/// Whether a character is none that anybody sees: a control, a mark of direction, a joiner, a filler. By it two words that
/// look alike could be told apart.
#[must_use]
pub fn unseen(c: char) -> bool {
    c.is_control()
        || invisible(c)
        || matches!(c,
            '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200c}'
            | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// What is not seen and parts nothing: marks of direction, soft hyphens, joiners, choices of glyph.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200d}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character is of a script that puts no spaces between words, or whose particles cling to words: Han, kana,
/// Hangul, Thai, Lao, Khmer, Burmese, Yi.
#[must_use]
pub fn unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x2e80..=0x2fdf
        | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3040..=0x31bf | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf | 0xa960..=0xa97f | 0xac00..=0xd7ff
        | 0xf900..=0xfaff | 0x1b000..=0x1b16f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::{folded, tokens};

    #[test]
    fn letters_are_folded_and_scripts_without_spaces_split() {
        for (text, words) in [
            ("The Café, at 10:30", "the cafe at 10 30"),
            ("Straße GROẞ Łódź Ærø", "strasse gross lodz aero"),
            ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
            ("Ёлка йод Київ", "елка йод київ"),
            ("كِتَابٌ أحمد إلى آسيا مؤتمر", "كتاب احمد الي اسيا موتمر"),
            ("کیک", "كيك"),
            ("مدرسة طـــويل", "مدرسه طويل"),
            ("می‌رود خانه", "مي رود خانه ميرود"),
            ("۱۲۳ ٤٥ ４２ m²", "123 45 42 m2"),
            ("北京市 AI技术", "北 京 市 ai 技 术"),
            ("ラーメン ｶﾞｽ", "ら ー め ん が す"),
            ("서울에서", "서 울 에 서"),
            ("e\u{301}te\u{301} и\u{306}", "ete й"),
            ("साफ़ पानी", "साफ़ पानी"),
            ("don\u{2019}t co\u{ad}op", "don t coop"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(folded(text), words, "{text}");
        }
    }

    #[test]
    fn decomposed_text_folds_as_composed_text_does() {
        use unicode_normalization::UnicodeNormalization;
        for text in ["서울", "Ёлка й", "café", "がんばる", "أحمد", "ที่นี่"]
        {
            let apart: String = text.nfd().collect();
            assert_eq!(folded(&apart), folded(text), "{text}");
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "«Café» می‌رود";
        let seen: Vec<_> = tokens(text)
            .into_iter()
            .map(|token| (text[token.at].to_owned(), token.joined))
            .collect();
        let expected = [
            ("Café", false),
            ("می‌", false),
            ("رود", false),
            ("می‌رود", true),
        ];
        let plain = |word: &str| word.trim_end_matches('\u{200c}').to_owned();
        assert_eq!(
            seen.iter()
                .map(|(word, joined)| (plain(word), *joined))
                .collect::<Vec<_>>(),
            expected.map(|(word, joined)| (plain(word), joined))
        );
    }

    #[test]
    fn a_word_without_end_counts_by_its_beginning() {
        let long = "x".repeat(1_000_000);
        assert_eq!(folded(&long), "x".repeat(64));
    }

    #[test]
    fn what_is_folded_piece_by_piece_is_folded_as_one() {
        let whole = |text: &str| {
            let all = tokens(text);
            let of = |joined: bool| {
                let those = all.iter().filter(move |token| token.joined == joined);
                those.map(|token| token.text.as_str())
            };
            of(false).chain(of(true)).collect::<Vec<_>>().join(" ")
        };
        let pieces = [
            "Quay-side",
            "it\u{2019}s",
            "\u{301}",
            "e",
            "\u{301}a",
            "\u{200c}",
            "می\u{200c}رود",
            "x\u{200c}",
            "北京",
            "\u{ad}",
            "AI技",
            "ß",
            "a1",
            "\u{1f3fd}",
            "👍",
            "\u{93e}",
            "я\u{306}",
            "\u{fe0f}",
            "—",
        ];
        for one in pieces {
            for gap in [" ", "", "\t", "\r\n", "\u{a0}", "\u{3000}", "\u{c}", "  "] {
                for other in pieces {
                    for end in ["", " z", "\u{301} z"] {
                        let text = format!("{one}{gap}{other}{end}");
                        assert_eq!(folded(&text), whole(&text), "{text:?}");
                    }
                }
            }
        }
        let long = "ABC".repeat(40);
        assert_eq!(folded(&long), whole(&long));
    }
}
