//! What a text leads to and what it shows, and what became of that: links and pictures, which a reader of changed words
//! would not see.

use crate::reading;
use serde::{Deserialize, Serialize};

/// A link or a picture that leads to, or shows, something else than it did; or came, or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Retargeted {
    /// Whether it is a picture.
    pub picture: bool,
    /// The words of the link, or what the picture is said to show.
    pub words: String,
    /// Where it led; none where it is new.
    pub from: Option<String>,
    /// Where it leads; none where it is gone.
    pub to: Option<String>,
}

/// What of the links and pictures of two Markdown texts is not the same in both, in the order of the new text and then
/// of the old. Two with the same words are one that changed.
#[must_use]
pub fn retargeted(from: &str, to: &str) -> Vec<Retargeted> {
    let mut out = vec![];
    for picture in [false, true] {
        let mut old = targets(from, picture);
        let mut new = targets(to, picture);
        new.retain(|one| match old.iter().position(|other| other == one) {
            Some(at) => {
                old.remove(at);
                false
            }
            None => true,
        });
        for (words, to) in new {
            let from = old.iter().position(|(same, _)| *same == words);
            let from = from.map(|at| old.remove(at).1);
            let to = Some(to);
            out.push(Retargeted {
                picture,
                words,
                from,
                to,
            });
        }
        out.extend(old.into_iter().map(|(words, from)| Retargeted {
            picture,
            words,
            from: Some(from),
            to: None,
        }));
    }
    out
}

/// Each link with its words and its address, or each picture with what it shows.
fn targets(markdown: &str, pictures: bool) -> Vec<(String, String)> {
    let read = reading(markdown);
    if pictures {
        let all = read.pictures.into_iter();
        return all.map(|one| (one.alt, one.address)).collect();
    }
    read.links
        .into_iter()
        .map(|link| {
            let written = &markdown[link.range];
            let words = written
                .strip_prefix('[')
                .and_then(|rest| {
                    rest.find("](")
                        .or_else(|| rest.find(']'))
                        .map(|end| &rest[..end])
                })
                .map_or_else(|| link.to.clone(), ToOwned::to_owned);
            (words, link.to)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::retargeted;

    #[test]
    fn an_address_that_changed_under_the_same_words_is_told() {
        let from = "See [the plan](https://a.example/) and <https://b.example/>.";
        let to = "See [the plan](https://c.example/) and [more](https://b.example/).";
        let told: Vec<_> = retargeted(from, to)
            .into_iter()
            .map(|one| (one.words, one.from, one.to))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                (
                    "the plan".into(),
                    some("https://a.example/"),
                    some("https://c.example/")
                ),
                ("more".into(), None, some("https://b.example/")),
                (
                    "https://b.example/".into(),
                    some("https://b.example/"),
                    None
                ),
            ]
        );
        assert!(retargeted(to, to).is_empty());
    }

    #[test]
    fn a_picture_that_is_another_one_is_told() {
        let told = retargeted("![The quay](a.png)", "![The quay](b.png)");
        assert_eq!((told.len(), told[0].picture), (1, true));
    }
}
