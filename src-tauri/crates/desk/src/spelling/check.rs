//! Holding a text against a dictionary, and finding what a word may have been meant to be.

use super::{dictionaries::Loaded, language_of, text::each_word};
use crate::{Desk, Hand, Misspelt, Spelling};
use model::{Error, Result};
use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet},
    sync::mpsc,
    thread,
    time::Duration,
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest text that is checked at once, in bytes.
const LONGEST: usize = 8_000_000;
/// Most words that are told of at once: past that the text is in another language.
const MOST: usize = 5_000;
/// Longest word that suggestions are looked for, in characters: the work grows with it, and no word is so long.
const WORD: usize = 64;
/// Most suggestions for a word.
const SUGGESTIONS: usize = 8;
/// How long suggestions may take before there are none.
const PATIENCE: Duration = Duration::from_secs(2);

/// Texts to be checked, each Markdown by itself.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Check {
    /// The language's tag, such as `en-GB`.
    pub language: String,
    /// The article that they are of, whose own words are left alone.
    #[serde(default)]
    #[ts(optional)]
    pub article: Option<String>,
    pub paragraphs: Vec<String>,
}

/// The words that neither the dictionary nor the newsroom knows, in order, at most five thousand. A word that is
/// capitalised within a sentence is likely a name, and told of as one; not in German, which capitalises every noun.
///
/// # Errors
/// `too-long` for more than 8 MB, `no-such-article`; system errors. A language without a dictionary is none.
pub fn check(desk: &Desk, _: &Hand, ask: Check) -> Result<Spelling> {
    if ask.paragraphs.iter().map(String::len).sum::<usize>() > LONGEST {
        return Err(
            Error::refused("too-long", "The text is too long to be checked at once.")
                .hint("Check a part of it."),
        );
    }
    let language = language_of(&ask.language);
    let words = desk.store.read(|db| {
        let article = ask.article.as_deref();
        let article = article
            .map(|article| store::article::find(db, article))
            .transpose()?;
        store::word::known(db, &language, article.map(|article| article.id))
    })?;
    // From here on nothing of the library is needed, and so nobody waits for the check.
    let Some(dictionary) = desk.dictionaries.of(&ask.language) else {
        return Ok(Spelling {
            dictionary: None,
            words: vec![],
        });
    };
    let mut speller = Speller {
        dictionary: &dictionary,
        words: words.into_iter().collect(),
        script: script_of(&language),
        accents: language != "en",
        nouns: matches!(language.as_str(), "de" | "lb" | "nds" | "gsw"),
        seen: HashMap::new(),
    };
    let mut found = vec![];
    for (nth, paragraph) in (0..).zip(&ask.paragraphs) {
        speller.read(nth, paragraph, &mut found);
    }
    Ok(Spelling {
        dictionary: Some(dictionary.name.clone()),
        words: found,
    })
}

/// A word in a language.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Suggest {
    pub language: String,
    pub word: String,
}

/// What the word may have been meant to be, likeliest first, at most eight; none where finding out takes too long, or
/// for what is longer than any word.
///
/// # Errors
/// None so far.
pub fn suggest(desk: &Desk, _: &Hand, ask: Suggest) -> Result<Vec<String>> {
    if ask.word.chars().nth(WORD).is_some() {
        return Ok(vec![]);
    }
    let Some(dictionary) = desk.dictionaries.of(&ask.language) else {
        return Ok(vec![]);
    };
    let word = plain(&ask.word);
    let curly = ask.word.contains('’');
    let (tell, hear) = mpsc::channel();
    // The dictionary can't be stopped: its answer is waited for as long as a person would, and then left to come.
    let begun = thread::Builder::new().spawn(move || tell.send(dictionary.suggest(&word)));
    if begun.is_err() {
        return Ok(vec![]);
    }
    let mut found = hear.recv_timeout(PATIENCE).unwrap_or_default();
    if curly {
        for word in &mut found {
            *word = word.replace('\'', "’");
        }
    }
    found.truncate(SUGGESTIONS);
    Ok(found)
}

/// A word as dictionaries have it: composed, with a straight apostrophe, without what is only there for the line to break
/// or to stretch.
pub(super) fn plain(word: &str) -> String {
    word.nfc()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{2060}' | '\u{640}'))
        .map(|c| if matches!(c, '’' | 'ʼ') { '\'' } else { c })
        .collect()
}

/// What reads a text.
struct Speller<'a> {
    dictionary: &'a Loaded,
    words: HashSet<String>,
    script: Option<Script>,
    /// Whether an accent makes another word of it. English has it as one likes, and its dictionaries leave it out.
    accents: bool,
    /// Whether every noun of the language has a capital.
    nouns: bool,
    /// What was asked already: a text has few words, many times.
    seen: HashMap<String, bool>,
}

impl Speller<'_> {
    fn read(&mut self, paragraph: i32, text: &str, found: &mut Vec<Misspelt>) {
        let (mut bytes, mut units) = (0, 0);
        let mut place = |at: usize| {
            units += text[bytes..at].encode_utf16().count();
            bytes = at;
            i32::try_from(units).unwrap_or(i32::MAX)
        };
        each_word(text, |word| {
            let known = found.len() >= MOST || self.knows(word.text);
            if known || word.joined {
                return known;
            }
            let capital = word.text.starts_with(char::is_uppercase);
            found.push(Misspelt {
                paragraph,
                from: place(word.at),
                to: place(word.at + word.text.len()),
                word: word.text.to_owned(),
                name: capital && !word.starts && !self.nouns,
            });
            false
        });
    }

    fn knows(&mut self, word: &str) -> bool {
        if let Some(known) = self.seen.get(word) {
            return *known;
        }
        let known = self.is_foreign(word) || self.is_right(&plain(word));
        self.seen.insert(word.to_owned(), known);
        known
    }

    /// A word in another script than the language's is another language's: no dictionary here speaks of it.
    fn is_foreign(&self, word: &str) -> bool {
        let written = word.chars().find_map(script);
        self.script.is_some() && written.is_some() && written != self.script
    }

    fn is_right(&self, word: &str) -> bool {
        if self.has(word) {
            return true;
        }
        if let Some(owner) = word.strip_suffix("'s").or(word.strip_suffix('\''))
            && self.has(owner)
        {
            return true;
        }
        // Persian joins words without a space between, and dictionaries have some of them in parts.
        if word.contains('\u{200c}') {
            return word
                .split('\u{200c}')
                .all(|part| part.is_empty() || self.has(part));
        }
        let bare: String = if self.accents {
            word.chars().filter(|c| !is_vowel_sign(*c)).collect()
        } else {
            word.nfd().filter(|c| !is_combining_mark(*c)).collect()
        };
        bare != word && self.has(&bare)
    }

    /// Whether the dictionary or the newsroom has the word; one that the newsroom has in small letters may be capitalised.
    fn has(&self, word: &str) -> bool {
        self.dictionary.has(word)
            || self.words.contains(word)
            || word.starts_with(char::is_uppercase) && self.words.contains(&word.to_lowercase())
    }
}

/// Arabic vowel signs, which texts have or leave out and dictionaries leave out.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Scripts that tell a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Other,
}

fn script(c: char) -> Option<Script> {
    c.is_alphabetic().then_some(match c {
        '\0'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => Script::Arabic,
        _ => Script::Other,
    })
}

/// The script of a language; none where it has several, or one that is not told apart here.
fn script_of(language: &str) -> Option<Script> {
    Some(match language {
        "el" => Script::Greek,
        "ru" | "uk" | "be" | "bg" | "mk" | "mn" => Script::Cyrillic,
        "he" | "yi" => Script::Hebrew,
        "ar" | "fa" | "ur" | "ps" | "ckb" | "ug" | "sd" => Script::Arabic,
        "sr" | "az" | "uz" | "kk" | "ky" | "tg" | "tk" | "ku" | "bs" => return None,
        "hi" | "mr" | "ne" | "bn" | "gu" | "pa" | "ta" | "te" | "kn" | "ml" | "si" | "th"
        | "lo" | "my" | "km" | "ka" | "hy" | "am" | "ti" | "bo" | "dz" | "ko" | "ja" | "zh" => {
            Script::Other
        }
        _ => Script::Latin,
    })
}

#[cfg(test)]
mod tests {
    use super::{Speller, script_of};
    use crate::spelling::dictionaries::Loaded;
    use std::collections::HashMap;

    /// The words of `text` that are misspelt by a dictionary of these words.
    fn misspelt(language: &str, dictionary: &str, text: &str) -> Vec<String> {
        let lines = dictionary.split_whitespace().collect::<Vec<_>>();
        let dic = format!("{}\n{}\n", lines.len(), lines.join("\n"));
        let dictionary = spellbook::Dictionary::new("SET UTF-8\n", &dic).unwrap();
        let name = language.to_owned();
        let mut speller = Speller {
            dictionary: &Loaded {
                name,
                parts: vec![dictionary],
            },
            words: [].into(),
            script: script_of(language),
            accents: language != "en",
            nouns: false,
            seen: HashMap::new(),
        };
        let mut found = vec![];
        speller.read(0, text, &mut found);
        found.into_iter().map(|word| word.word).collect()
    }

    #[test]
    fn persian_is_read_with_its_joiners_vowel_signs_and_stretched_letters() {
        let dictionary = "می خواهم کتاب خانه";
        assert_eq!(
            misspelt("fa", dictionary, "می‌خواهم کتاب‌خانه کِتاب کتـــاب"),
            [""; 0]
        );
        assert_eq!(misspelt("fa", dictionary, "می‌خوهم Harbour"), ["می‌خوهم"]);
    }

    #[test]
    fn a_letter_is_the_same_in_one_piece_or_two() {
        assert_eq!(
            misspelt("fr", "café", "cafe\u{301} caf\u{e9} ca\u{ad}fé"),
            [""; 0]
        );
    }
}
