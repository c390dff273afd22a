//! Whether two texts are one, before and after an edit.

use std::collections::HashSet;

/// Most words of a text that are looked at.
const WORDS: usize = 5_000;

/// Whether two plain texts are likely the same one, before and after somebody worked on it: at least a third of the pairs of
/// words that follow each other in the shorter one stand in the other, too. Words alone would not tell: all texts of a language
/// have many in common.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (pairs(one), pairs(other));
    let shared = one.intersection(&other).count();
    match one.len().min(other.len()) {
        // Too little to judge by.
        0..3 => one == other,
        least => shared * 3 >= least,
    }
}

/// Each word with the one behind it, in small letters; the last with none.
fn pairs(text: &str) -> HashSet<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(str::to_lowercase)
        .collect();
    let next = words.iter().skip(1).map(String::as_str).chain([""]);
    let all = words.iter().zip(next);
    all.map(|(word, next)| format!("{word} {next}")).collect()
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn an_edit_leaves_a_text_itself_and_another_one_is_another() {
        let text = "The ferry leaves at noon from the old quay, and the last boat sails at ten.";
        for edited in [
            text.to_owned(),
            text.replace("noon", "one"),
            format!("{text} It was late twice in May, said the harbour office."),
            "The ferry leaves at noon from the old quay.".to_owned(),
        ] {
            assert!(alike(text, &edited), "{edited}");
        }
        for other in [
            "The market was full, and the mayor came at noon with the band of the town.",
            "",
            "At ten",
        ] {
            assert!(!alike(text, other), "{other}");
        }
        assert!(!alike(
            "Text of Ana about the harbour.",
            "Text of Bo about a murder."
        ));
        assert!(alike("", "") && alike("One", "one!"));
    }
}
