//! Who is called upon in a note: `@` and the name of someone who works here, whole or only the first.

use crate::{PersonId, person::Person};

/// Whom a text calls upon, each once, and the names in it that nobody here answers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Those who work here.
    pub people: Vec<PersonId>,
    /// The words behind an `@` that are nobody's name.
    pub nobody: Vec<String>,
    /// The first names that more than one is called by.
    pub several: Vec<String>,
}

/// Reads the names behind each `@` of a text. What stands within a word, as in an e-mail address, is none.
#[must_use]
pub fn mentioned(text: &str, people: &[Person]) -> Mentioned {
    let mut found = Mentioned::default();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '@') {
            continue;
        }
        let rest = &text[at + 1..];
        let word = first_word(rest);
        if word.is_empty() {
            continue;
        }
        let whole = people
            .iter()
            .filter(|person| begins(rest, &person.name))
            .max_by_key(|person| person.name.chars().count());
        let called = |word: &str| -> Vec<&Person> {
            let first = |person: &&Person| {
                person
                    .name
                    .split(' ')
                    .next()
                    .is_some_and(|name| same(name, word))
            };
            people.iter().filter(first).collect()
        };
        let mut first = called(word);
        if first.is_empty() {
            first = called(before_apostrophe(word));
        }
        match (whole, first.as_slice()) {
            (Some(person), _) | (None, &[person]) => once(&mut found.people, person.id),
            (None, []) => once(&mut found.nobody, word.to_owned()),
            (None, _) => once(&mut found.several, word.to_owned()),
        }
    }
    found
}

fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// What stands before the first character that is no part of a name.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['-', '\'', '’'])
}

/// Whose it is: “Ida” of “Ida’s”.
fn before_apostrophe(word: &str) -> &str {
    word.split(['\'', '’']).next().unwrap_or(word)
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether a text begins with the name, whatever its case, and no other word goes on from there.
fn begins(text: &str, name: &str) -> bool {
    let letters = name.chars().count();
    let end = text
        .char_indices()
        .nth(letters)
        .map_or(text.len(), |(end, _)| end);
    let mut after = text[end..].chars();
    let goes_on = match after.next() {
        Some('-') => after.next().is_some_and(char::is_alphanumeric),
        next => next.is_some_and(char::is_alphanumeric),
    };
    same(&text[..end], name) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::{Mentioned, mentioned};
    use crate::{PersonId, person::Person};
    use std::collections::BTreeSet;
    use uuid::Uuid;

    const NAMES: [&str; 5] = [
        "Ida Brandt",
        "Ida Brandt-Holm",
        "Åsa Öberg",
        "Wim Writer",
        "张伟",
    ];

    /// Who is called upon, by name; then who is nobody, then the names of several.
    fn read(text: &str) -> [Vec<String>; 3] {
        let person = |(nth, name): (usize, &&str)| Person {
            id: PersonId(Uuid::from_u128(nth as u128)),
            name: (*name).to_owned(),
            roles: BTreeSet::new(),
        };
        let people: Vec<Person> = NAMES.iter().enumerate().map(person).collect();
        let Mentioned {
            people: ids,
            nobody,
            several,
        } = mentioned(text, &people);
        let name = |id: &PersonId| {
            people
                .iter()
                .find(|one| one.id == *id)
                .unwrap()
                .name
                .clone()
        };
        [ids.iter().map(name).collect(), nobody, several]
    }

    #[test]
    fn a_name_is_read_whole_or_by_the_first_whatever_its_case() {
        for (text, who) in [
            ("@Ida Brandt, which quay?", "Ida Brandt"),
            ("@Ida Brandt-Holm knows", "Ida Brandt-Holm"),
            ("Ask @wim writer.", "Wim Writer"),
            ("(@WIM)", "Wim Writer"),
            ("@Wim’s note, @Wim Writer's desk", "Wim Writer"),
            ("@Ida Brandt – or who?", "Ida Brandt"),
            ("@Wimmer", ""),
            ("@åsa öberg?", "Åsa Öberg"),
            ("请 @张伟 看", "张伟"),
        ] {
            let [found, nobody, _] = read(text);
            assert_eq!(found.join(", "), who, "{text}");
            assert_eq!(nobody.is_empty(), !who.is_empty(), "{text}: {nobody:?}");
        }
    }

    #[test]
    fn who_is_called_twice_is_named_once_and_an_address_calls_nobody() {
        assert_eq!(read("@Wim, and again @Wim Writer")[0], ["Wim Writer"]);
        assert_eq!(
            read("write to wim@example.org or @ noon, @@Wim"),
            [vec![], vec![], vec![] as Vec<String>]
        );
    }

    #[test]
    fn a_name_of_nobody_or_of_several_is_told_apart() {
        assert_eq!(
            read("@Nils, @Nils and @Wim"),
            [vec!["Wim Writer"], vec!["Nils"], vec![]]
        );
        assert_eq!(
            read("@Ida, which? @Ida Brandt-Lind?"),
            [vec![], vec![], vec!["Ida"]]
        );
    }
}
