//! The passage of an article that a comment seems to be about.

use crate::{fold::folded, plain};
use std::collections::{HashMap, HashSet};

/// Fewer letters than these make a word that says little.
const LETTERS: usize = 4;
/// Longest passage that is given, in characters.
const LONGEST: usize = 320;

/// The paragraph of `body` (Markdown) whose words `comment` takes up most, those more that few of its paragraphs have; none
/// where it takes up hardly any. In plain text.
#[must_use]
pub fn passage(body: &str, comment: &str) -> Option<String> {
    let said = telling(comment);
    if said.is_empty() {
        return None;
    }
    let blocks: Vec<(String, HashSet<String>)> = body
        .split("\n\n")
        .filter(|block| !block.trim_start().starts_with(['#', '[', '!', '|']))
        .map(plain)
        .filter(|text| !text.trim().is_empty())
        .map(|text| {
            let words = telling(&text);
            (text, words)
        })
        .collect();
    let mut often: HashMap<&str, f64> = HashMap::new();
    for word in blocks.iter().flat_map(|(_, words)| words) {
        *often.entry(word).or_default() += 1.0;
    }
    let worth = |words: &HashSet<String>| -> f64 {
        let shared = words.intersection(&said);
        shared.map(|word| 1.0 / often[word.as_str()]).sum()
    };
    let best = blocks
        .iter()
        .map(|(text, words)| (worth(words), text))
        .reduce(|best, one| if one.0 > best.0 { one } else { best })?;
    // One rare word in common is a chance; two are a subject.
    (best.0 >= 1.5).then(|| shortened(best.1))
}

fn telling(text: &str) -> HashSet<String> {
    folded(text)
        .split_whitespace()
        .filter(|word| word.chars().count() >= LETTERS || !word.is_ascii())
        .map(ToOwned::to_owned)
        .collect()
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::passage;

    const BODY: &str = "# Buses\n\nThe council met on Monday and spoke of the harbour.\n\n\
        The choir’s last bus home leaves at 23.40; since the night lines stopped, the altos walk.\n\n\
        A bridge will be painted green in the harbour.";

    #[test]
    fn the_paragraph_whose_words_are_taken_up_is_the_one() {
        let found = passage(
            BODY,
            "My mother is an alto and walks since the night lines stopped",
        )
        .unwrap();
        assert!(found.starts_with("The choir’s last bus"), "{found}");
    }

    #[test]
    fn a_word_that_is_everywhere_or_none_points_nowhere() {
        assert_eq!(passage(BODY, "Lovely harbour!"), None);
        assert_eq!(passage(BODY, "🙂"), None);
        assert_eq!(passage("", "Lovely harbour!"), None);
    }
}
