//! What else the newsroom has on what an article is about, proposed from its text, with the words that say so.

use crate::{Desk, Hand, Proposal};
use markup::fold;
use model::{Result, article::Content};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::search::Word;

/// Most articles that are proposed.
const PROPOSED: usize = 6;
/// Most that are looked at for them, those that share most first.
const CANDIDATES: usize = 100;
/// Most words that give the reason.
const REASONS: usize = 4;
/// Words of a text that are looked at, those that stand in it most first.
const LOOKED_AT: usize = 300;
/// Fewer letters rarely name a thing.
const SHORTEST: usize = 4;
/// How much a word of the headline, kicker, standfirst or tags counts beside one of the text.
const ABOVE: f64 = 3.0;

/// Which article, with what is being typed; its head where that is none.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Related {
    pub article: String,
    #[serde(default)]
    pub content: Option<Content>,
}

/// The articles that share most of what tells this one from the others, best first; not those that it names already.
///
/// # Errors
/// `no-such-article`, `too-long`; system errors.
pub fn related(desk: &Desk, _: &Hand, ask: Related) -> Result<Vec<Proposal>> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let content = match ask.content {
            Some(mut content) => {
                super::clean(&mut content)?;
                content
            }
            None => store::article::content(db, article.head)?,
        };
        let (shown, words): (Vec<String>, Vec<Word>) = words_of(&content).into_iter().unzip();
        let named: BTreeSet<_> = content
            .related
            .iter()
            .filter_map(|related| related.article)
            .chain(content.translations.iter().copied())
            .collect();
        let mut all = vec![];
        // Two words of the running text say little; one that stands above it says what an article is about.
        let above = |at: &usize| {
            words
                .get(*at)
                .is_some_and(|word| word.weight >= ABOVE.ln_1p())
        };
        for shared in store::search::related(db, article.id, &words, CANDIDATES)? {
            let telling = shared.words.len() > 2 || shared.words.iter().any(above);
            if !telling || named.contains(&shared.article) || all.len() == PROPOSED {
                continue;
            }
            let other = store::article::get(db, shared.article)?;
            let words = shared.words.iter().take(REASONS);
            all.push(Proposal {
                id: other.id.to_string(),
                title: other.title,
                section: other.section,
                status: other.status,
                words: words.filter_map(|at| shown.get(*at).cloned()).collect(),
            });
        }
        Ok(all)
    })
}

/// The words of an article as they are written, and as they are looked up: those that stand in it most first.
fn words_of(content: &Content) -> Vec<(String, Word)> {
    let above = [&content.kicker, &content.title, &content.standfirst];
    let above = above.into_iter().chain(&content.tags).cloned();
    let above = above.collect::<Vec<_>>().join("\n");
    let mut found: BTreeMap<String, (String, f64)> = BTreeMap::new();
    for (text, each) in [(above, ABOVE), (markup::unguided(&content.body), 1.0)] {
        for (folded, written) in named(&text) {
            found.entry(folded).or_insert((written, 0.0)).1 += each;
        }
    }
    let mut all: Vec<(String, Word)> = found
        .into_iter()
        .map(|(text, (written, times))| {
            let weight = times.ln_1p();
            (written, Word { text, weight })
        })
        .collect();
    all.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight));
    all.truncate(LOOKED_AT);
    all
}

/// Words that may name a thing, folded and as written: of some length; of scripts without spaces each two signs that
/// stand together.
fn named(text: &str) -> Vec<(String, String)> {
    let tokens = fold::tokens(text);
    let mut all = vec![];
    let mut before: Option<&fold::Token> = None;
    for token in &tokens {
        let written = |from: usize| text.get(from..token.at.end).unwrap_or_default().to_owned();
        let single =
            |token: &fold::Token| token.text.chars().count() == 1 && !token.text.is_ascii();
        if single(token) {
            if let Some(last) = before.filter(|last| single(last) && last.at.end == token.at.start)
            {
                all.push((
                    format!("{} {}", last.text, token.text),
                    written(last.at.start),
                ));
            }
        } else if !token.joined
            && token.text.chars().count() >= SHORTEST
            && !token.text.chars().all(|c| c.is_ascii_digit())
        {
            all.push((token.text.clone(), written(token.at.start)));
        }
        before = Some(token);
    }
    all
}
