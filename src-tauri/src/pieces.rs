//! What changed of a text, instead of the text: what one types goes over the bridge many times a second, and almost all
//! of it did so the time before. Each side names the texts that it sends; a piece names the one that it changes.

use model::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// A text, as what it has in place of a stretch of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The name of this text.
    pub name: String,
    /// The name of the earlier one; empty where `with` is the whole text.
    pub of: String,
    /// Where the stretch begins, in UTF-16 units, as a page counts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What is there instead.
    pub with: String,
}

/// The newest text of each command with its name, in one direction.
#[derive(Debug, Default)]
pub struct Last(Mutex<BTreeMap<&'static str, (String, String)>>);

/// Both directions of the bridge.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The content that the page asked with.
    pub asked: Last,
    /// What it was answered.
    pub answered: Last,
}

impl Last {
    /// The text that a piece stands for; it is the newest of its command from now on.
    ///
    /// # Errors
    /// `not-held` where it changes another text than the newest, or none that it can: it has to be sent whole.
    pub fn take(&self, command: &'static str, piece: Piece) -> Result<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = if piece.of.is_empty() {
            piece.with
        } else {
            all.get(command)
                .filter(|(name, _)| *name == piece.of)
                .and_then(|(_, old)| changed(old, &piece))
                .ok_or_else(|| {
                    Error::usage("not-held", "What this changes is not the newest text.")
                        .hint("It has to be sent whole.")
                })?
        };
        all.insert(command, (piece.name, text.clone()));
        Ok(text)
    }

    /// A new text of a command as a piece, for who has the text named `had`; whole for who has another.
    pub fn give(&self, command: &'static str, had: &str, text: String) -> Piece {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.get(command);
        let number = last.and_then(|(name, _)| name.parse::<u64>().ok());
        let name = number.unwrap_or_default().wrapping_add(1).to_string();
        let piece = match last {
            Some((of, old)) if of == had => change(of, old, name.clone(), &text),
            _ => Piece {
                name: name.clone(),
                of: String::new(),
                from: 0,
                to: 0,
                with: text.clone(),
            },
        };
        all.insert(command, (name, text));
        piece
    }
}

/// The one stretch that makes `text` of `old`.
fn change(of: &str, old: &str, name: String, text: &str) -> Piece {
    let same = |(a, b): &(char, char)| a == b;
    let width = |it: &mut dyn Iterator<Item = (char, char)>| -> (usize, usize) {
        it.fold((0, 0), |(bytes, units), (c, _)| {
            (bytes + c.len_utf8(), units + c.len_utf16())
        })
    };
    let (start, from) = width(&mut old.chars().zip(text.chars()).take_while(same));
    let (left, rest) = (
        old.get(start..).unwrap_or_default(),
        text.get(start..).unwrap_or_default(),
    );
    let (end, _) = width(&mut left.chars().rev().zip(rest.chars().rev()).take_while(same));
    let gone = left.get(..left.len() - end).unwrap_or_default();
    Piece {
        name,
        of: of.to_owned(),
        from,
        to: from + gone.encode_utf16().count(),
        with: rest.get(..rest.len() - end).unwrap_or_default().to_owned(),
    }
}

/// What a piece makes of the text that it changes; none where its places are not places in it.
fn changed(old: &str, piece: &Piece) -> Option<String> {
    let (from, rest) = split(old, piece.from)?;
    let (_, to) = split(rest, piece.to.checked_sub(piece.from)?)?;
    Some([from, &piece.with, to].concat())
}

/// A text in two at a place in UTF-16 units; none past its end or within a character.
fn split(text: &str, units: usize) -> Option<(&str, &str)> {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= units {
            return (passed == units).then(|| text.split_at(at));
        }
        passed += c.len_utf16();
    }
    (passed == units).then_some((text, ""))
}

#[cfg(test)]
mod tests {
    use super::{Last, Piece, changed};

    fn piece(name: &str, of: &str, from: usize, to: usize, with: &str) -> Piece {
        Piece {
            name: name.into(),
            of: of.into(),
            from,
            to,
            with: with.into(),
        }
    }

    #[test]
    fn what_is_given_in_pieces_is_taken_whole() {
        let (here, there) = (Last::default(), Last::default());
        let texts = [
            "",
            "a",
            "ab",
            "b",
            "bäb",
            "b😀b",
            "b😁b",
            "😁",
            "bb",
            "bbb",
            "bb",
            "",
            "سلام",
            "سلام دنیا",
        ];
        let mut had = String::new();
        for text in texts {
            let given = here.give("preview", &had, text.into());
            assert_eq!(given.of, had);
            had.clone_from(&given.name);
            assert_eq!(there.take("preview", given).unwrap(), text);
        }
    }

    #[test]
    fn only_what_changed_is_sent() {
        let here = Last::default();
        let text = "The bus left. ".repeat(1000);
        here.give("preview", "", text.clone());
        let given = here.give("preview", "1", text.replacen("bus", "ferry", 1));
        assert_eq!(given, piece("2", "1", 4, 7, "ferry"));
    }

    #[test]
    fn what_changes_another_text_has_to_come_whole() {
        let here = Last::default();
        let refused = |piece| here.take("preview", piece).unwrap_err().code;
        assert_eq!(refused(piece("2", "1", 0, 0, "a")), "not-held");
        here.take("preview", piece("1", "", 0, 0, "a😀")).unwrap();
        assert_eq!(refused(piece("2", "0", 0, 0, "a")), "not-held");
        // Within a character, past the end, backwards.
        for (from, to) in [(2, 3), (0, 4), (3, 1)] {
            assert_eq!(
                refused(piece("2", "1", from, to, "")),
                "not-held",
                "{from} {to}"
            );
        }
        // And a refused one changed nothing.
        assert_eq!(
            here.take("preview", piece("2", "1", 0, 1, "b")).unwrap(),
            "b😀"
        );
    }

    #[test]
    fn a_piece_may_stand_at_either_end() {
        assert_eq!(changed("ab", &piece("", "", 2, 2, "c")).unwrap(), "abc");
        assert_eq!(changed("ab", &piece("", "", 0, 0, "c")).unwrap(), "cab");
        assert_eq!(changed("", &piece("", "", 0, 0, "c")).unwrap(), "c");
    }
}
