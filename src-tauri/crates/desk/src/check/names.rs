//! A name is spelled in two ways: Meyer and Meier, Müller and Muller, Youtube and YouTube. A guess, since there may be
//! two of them. It looks at capitalised words within sentences, and tells two names from two spellings by what stands
//! beside them; word endings are left alone, since names are inflected.

use super::{
    Alarm, Gate, Kind, Look,
    words::{Word, words},
};
use model::{Result, settings::Weight};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub(super) const CHECK: Kind = Kind {
    code: "name-two-ways",
    name: "A name spelled in two ways",
    certain: false,
    usual: Weight::Warn,
    from: Gate::Submit,
    look,
};

/// Most alarms of one text; past them something else is the matter with it.
const MOST: usize = 20;
/// Spellings of one name that are held against each other.
const SPELLINGS: usize = 12;
/// The shortest name, and the shortest that is compared letter by letter.
const SHORT: usize = 3;
const LONG_ENOUGH: usize = 5;
/// A word that is longer is no name.
const LONGEST: usize = 24;

/// Where nouns are capitalised: there only a name of two words is known to be one.
pub(super) const NOUNS: [&str; 2] = ["de", "lb"];

/// Where a name stands: in which block, in which of its words.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: usize,
    word: usize,
}

/// The names of a text.
#[derive(Default)]
struct Names<'a> {
    /// Each name with its places, in order.
    single: BTreeMap<&'a str, Vec<Place>>,
    /// Names of two words, each with the place of its first.
    pairs: BTreeMap<(&'a str, &'a str), Vec<Place>>,
    /// What also stands in small letters: then it is an ordinary word.
    small: BTreeSet<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "a check may fail")]
fn look(of: &Look) -> Result<Vec<Alarm>> {
    let blocks: Vec<Vec<Word>> = of.reading.blocks.iter().map(|b| words(&b.text)).collect();
    let names = names(of, &blocks);
    let mut seen = BTreeSet::new();
    let mut found = vec![];
    let nouns = NOUNS.contains(&of.language().as_str());
    let mut all = in_pairs(&names);
    if !nouns {
        all.extend(alike(&names));
        all.extend(alone(&names));
    }
    for (one, other) in all {
        let count = |name: &str| names.single.get(name).map_or(0, Vec::len);
        // The rarer one is likelier the slip; of two as frequent, the later.
        let (slip, usual) = if count(one) < count(other)
            || count(one) == count(other) && first(&names, one) > first(&names, other)
        {
            (one, other)
        } else {
            (other, one)
        };
        if !seen.insert((slip, usual)) {
            continue;
        }
        let Some(place) = names.single.get(slip).and_then(|places| places.first()) else {
            continue;
        };
        let word = &blocks[place.block][place.word];
        let at = of.reading.blocks[place.block].place(word.range.clone());
        let message = format!("“{slip}” here, “{usual}” elsewhere: one name in two spellings?");
        found.push(Alarm {
            beside: usual.to_owned(),
            ..Alarm::at("body", at, message)
        });
    }
    found.truncate(MOST);
    Ok(found)
}

fn first(names: &Names, name: &str) -> (usize, usize) {
    let places = names.single.get(name).and_then(|places| places.first());
    places.map_or((0, 0), |place| (place.block, place.word))
}

fn names<'a>(of: &'a Look, blocks: &[Vec<Word<'a>>]) -> Names<'a> {
    let mut names = Names::default();
    for (block, all) in blocks.iter().enumerate() {
        let Block { text, heading } = Block::of(of, block);
        for (word, one) in all.iter().enumerate() {
            if !one.capital() {
                names.small.insert(one.text.to_lowercase());
            }
            if heading || !is_name(one) {
                continue;
            }
            let name = bare(one.text);
            let before = word.checked_sub(1).map(|before| &all[before]);
            let within =
                before.is_some_and(|before| goes_on(&text[before.range.end..one.range.start]));
            let place = Place { block, word };
            if within {
                names.single.entry(name).or_default().push(place);
            }
            if let Some(before) = before
                && is_name(before)
                && &text[before.range.end..one.range.start] == " "
            {
                let place = Place {
                    block,
                    word: word - 1,
                };
                names
                    .pairs
                    .entry((bare(before.text), name))
                    .or_default()
                    .push(place);
                if !within_sentence(all, word - 1, text) {
                    names
                        .single
                        .entry(bare(before.text))
                        .or_default()
                        .push(place);
                }
            }
        }
    }
    names
}

/// A block's text, and whether it is a heading: there every word may be capitalised.
struct Block<'a> {
    text: &'a str,
    heading: bool,
}

impl<'a> Block<'a> {
    fn of(of: &'a Look, nth: usize) -> Self {
        let block = &of.reading.blocks[nth];
        Self {
            text: &block.text,
            heading: block.heading,
        }
    }
}

fn within_sentence(all: &[Word], word: usize, text: &str) -> bool {
    word.checked_sub(1)
        .is_some_and(|before| goes_on(&text[all[before].range.end..all[word].range.start]))
}

/// Whether a sentence goes on over what stands between two words.
fn goes_on(between: &str) -> bool {
    matches!(between, " " | ", ")
}

/// A capitalised word that is not all capitals.
pub(super) fn is_name(word: &Word) -> bool {
    let letters = word.text.chars().count();
    word.capital()
        && (SHORT..=LONGEST).contains(&letters)
        && word.text.chars().any(char::is_lowercase)
        && !word.text.contains(char::is_numeric)
}

/// A name without a genitive's `’s`.
pub(super) fn bare(name: &str) -> &str {
    let end = name.find(['\'', '’']).filter(|end| {
        let rest = &name[*end..];
        *end >= SHORT && rest.chars().count() <= 2
    });
    &name[..end.unwrap_or(name.len())]
}

/// Names of two words of which one is the same and the other nearly so.
fn in_pairs<'a>(names: &Names<'a>) -> Vec<(&'a str, &'a str)> {
    let mut beside: BTreeMap<(bool, &str), Vec<&'a str>> = BTreeMap::new();
    for (one, other) in names.pairs.keys() {
        beside.entry((true, one)).or_default().push(other);
        beside.entry((false, other)).or_default().push(one);
    }
    let ordinary = |name: &str| names.small.contains(&name.to_lowercase());
    let mut found = vec![];
    for ((_, same), mut all) in beside {
        if ordinary(same) {
            continue;
        }
        all.retain(|one| !ordinary(one) && names.single.contains_key(one));
        found.extend(near(&all));
    }
    found
}

/// Single names that differ in accents or in inner capitals alone.
fn alike<'a>(names: &Names<'a>) -> Vec<(&'a str, &'a str)> {
    let mut folded: HashMap<String, Vec<&'a str>> = HashMap::new();
    for name in names.single.keys() {
        if name.chars().count() > SHORT && !names.small.contains(&name.to_lowercase()) {
            folded.entry(fold(name)).or_default().push(name);
        }
    }
    let mut found: Vec<_> = folded
        .into_values()
        .flat_map(|all| {
            all.windows(2)
                .map(|two| (two[0], two[1]))
                .collect::<Vec<_>>()
        })
        .collect();
    found.sort_unstable();
    found
}

/// A name that stands alone, nearly that of someone who is named in full.
fn alone<'a>(names: &Names<'a>) -> Vec<(&'a str, &'a str)> {
    let mut full: BTreeSet<&str> = BTreeSet::new();
    let mut last: BTreeSet<&str> = BTreeSet::new();
    for (one, other) in names.pairs.keys() {
        full.extend([*one, *other]);
        last.insert(other);
    }
    let ordinary = |name: &str| names.small.contains(&name.to_lowercase());
    let all: Vec<&str> = names
        .single
        .keys()
        .copied()
        .filter(|name| !ordinary(name))
        .collect();
    near(&all)
        .into_iter()
        .filter(|(one, other)| {
            let lone = |one: &str, other: &str| !full.contains(one) && last.contains(other);
            let starts = one.chars().next() == other.chars().next();
            starts && (lone(one, other) || lone(other, one))
        })
        .collect()
}

/// Without case and accents.
fn fold(name: &str) -> String {
    let plain = name.nfd().filter(|c| !is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect()
}

/// The pairs of `all` that are one letter apart, but for their ends. Names that become one when a letter is left out of
/// each are told by that, so that none is held against every other.
fn near<'a>(all: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut without: HashMap<String, Vec<usize>> = HashMap::new();
    let folded: Vec<String> = all.iter().map(|name| fold(name)).collect();
    for (nth, folded) in folded.iter().enumerate() {
        if folded.chars().count() < LONG_ENOUGH {
            continue;
        }
        let mut keys = BTreeSet::from([folded.clone()]);
        for (at, c) in folded.char_indices() {
            keys.insert(format!("{}{}", &folded[..at], &folded[at + c.len_utf8()..]));
        }
        for key in keys {
            let same = without.entry(key).or_default();
            if same.len() < SPELLINGS {
                same.push(nth);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for same in without.into_values() {
        for (nth, one) in same.iter().enumerate() {
            pairs.extend(same[nth + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut found = BTreeSet::new();
    for (one, other) in pairs {
        if one_apart(&folded[one], &folded[other]) && all[one] != all[other] {
            found.insert((all[one].min(all[other]), all[one].max(all[other])));
        }
    }
    found.into_iter().collect()
}

/// Whether two words differ in one letter, and not at their ends; or in accents alone.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let pairs = || one.iter().zip(&other);
    let start = pairs().take_while(|(a, b)| a == b).count();
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    let apart = long - (start + end).min(short);
    // What differs in its last letters is one name inflected, not two.
    one == other || apart <= 1 && long - short <= 1 && end >= 1
}
