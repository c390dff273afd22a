//! A word stands twice in a row, as it does where a sentence was rewritten. A guess: some words do. It looks only at
//! languages in which doubling a word is no part of grammar.

use super::{
    Alarm, Gate, Kind, Look,
    words::{Word, words},
};
use model::{Result, settings::Weight};

pub(super) const CHECK: Kind = Kind {
    code: "repeated-word",
    name: "A word twice in a row",
    certain: false,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

/// Most alarms of one text; past them something else is the matter with it.
const MOST: usize = 20;

/// The languages that are looked at, each with the words that rightly stand twice in it.
const TWICE: [(&str, &str); 18] = [
    (
        "en",
        "that had very so really many much far long bye ha no yes now there blah knock tut boo win",
    ),
    (
        "de",
        "die der das den dem sie sehr viel so ja nein nach lange weit ganz",
    ),
    ("fr", "nous vous très si oui non si petit tout bien peu"),
    ("es", "muy sí no poco casi bien"),
    ("pt", "muito sim não pouco quase"),
    (
        "it",
        "piano via man molto quasi ben sì no mano poco così pian",
    ),
    ("nl", "die dat zij heel zo ja nee ver er"),
    ("sv", "det som så mycket ja nej den för om på i av till"),
    ("da", "det der så meget ja nej den for"),
    ("nb", "det som så mye ja nei den for"),
    ("nn", "det som så mykje ja nei den for"),
    ("fi", "niin hyvin"),
    ("pl", "bardzo tak nie się"),
    ("cs", "velmi tak ne se"),
    ("ru", "очень да нет так еле чуть"),
    ("uk", "дуже так ні ледь"),
    ("ro", "foarte da nu"),
    ("ca", "molt sí no"),
];

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let language = of.language();
    let Some((_, twice)) = TWICE.iter().find(|(tag, _)| *tag == language) else {
        return Ok(vec![]);
    };
    let right: Vec<&str> = twice.split(' ').collect();
    let mut found = vec![];
    for field in ["title", "standfirst"] {
        let text = super::text_of(of.content, field);
        let places = doubled(text, &right).into_iter();
        found.extend(places.map(|at| alarm(field, at.clone(), &text[at])));
    }
    for block in &of.reading.blocks {
        for at in doubled(&block.text, &right) {
            found.push(alarm("body", block.place(at.clone()), &block.text[at]));
        }
        if found.len() >= MOST {
            found.truncate(MOST);
            break;
        }
    }
    Ok(found)
}

fn alarm(field: &'static str, at: std::ops::Range<usize>, words: &str) -> Alarm {
    Alarm::at(field, at, format!("“{words}”: a word stands twice."))
}

/// Where a word stands twice with nothing but space between. Three times and more is meant so; and so are numbers, single
/// signs, and names: Sing Sing.
fn doubled(text: &str, right: &[&str]) -> Vec<std::ops::Range<usize>> {
    let all = words(text);
    let mut found = vec![];
    let mut run = 1;
    for (nth, word) in all.iter().enumerate() {
        let next = all.get(nth + 1);
        if next.is_some_and(|next| again(text, word, next)) {
            run += 1;
            continue;
        }
        if run == 2
            && let Some(first) = nth.checked_sub(1).and_then(|first| all.get(first))
            && !(first.capital() && word.capital())
            && !right.contains(&word.text.to_lowercase().as_str())
        {
            found.push(first.range.start..word.range.end);
        }
        run = 1;
    }
    found
}

fn again(text: &str, word: &Word, next: &Word) -> bool {
    let between = &text[word.range.end..next.range.start];
    word.text.chars().all(char::is_alphabetic)
        && (word.text.len() > 1 || word.text.eq_ignore_ascii_case("a"))
        && between.chars().all(|c| c.is_whitespace() && c != '\n')
        && word.text.len() == next.text.len()
        && word.text.to_lowercase() == next.text.to_lowercase()
}
