//! The rules that a newsroom begins with: those of the model, with the lists of words that are shipped.

use model::comment::{ListKind, Rules, WordList};

/// The shipped lists, by the language of the articles under which they count; the one without counts everywhere.
const FILES: [(&str, &str); 14] = [
    ("", include_str!("../words/any.txt")),
    ("en", include_str!("../words/en.txt")),
    ("de", include_str!("../words/de.txt")),
    ("fr", include_str!("../words/fr.txt")),
    ("es", include_str!("../words/es.txt")),
    ("pt", include_str!("../words/pt.txt")),
    ("it", include_str!("../words/it.txt")),
    ("nl", include_str!("../words/nl.txt")),
    ("pl", include_str!("../words/pl.txt")),
    ("ru", include_str!("../words/ru.txt")),
    ("sv", include_str!("../words/sv.txt")),
    ("tr", include_str!("../words/tr.txt")),
    ("ar", include_str!("../words/ar.txt")),
    ("fa", include_str!("../words/fa.txt")),
];

/// The rules that a newsroom begins with. Shipped lists are called `usual-banned-en` and the like, `-any` where they count
/// everywhere.
#[must_use]
pub fn usual() -> Rules {
    let mut rules = Rules::default();
    for (language, text) in FILES {
        for (kind, name) in [(ListKind::Banned, "banned"), (ListKind::Suspect, "suspect")] {
            let suffix = if language.is_empty() { "any" } else { language };
            rules.lists.push(WordList {
                name: format!("usual-{name}-{suffix}"),
                language: language.into(),
                kind,
                words: words(text, name),
            });
        }
    }
    rules
}

/// The words of a part of a file: a word or a run of words a line, below the part's name in brackets.
fn words(text: &str, part: &str) -> Vec<String> {
    let head = format!("[{part}]");
    text.lines()
        .map(str::trim)
        .skip_while(|line| *line != head)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}
