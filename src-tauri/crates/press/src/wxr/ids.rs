//! Numbers for posts: the same for the same article in every export, since WordPress keeps them where it can.

use crate::print::Print;
use model::{ArticleId, Hash};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The number of each article and of each picture.
pub(super) struct Ids {
    articles: HashMap<ArticleId, u32>,
    assets: HashMap<Hash, u32>,
}

/// A number of 31 bits, not 0, that what is named is known by; the next free one where it is taken.
fn number(named: &str, taken: &mut BTreeSet<u32>) -> u32 {
    let hash = Hash::of(named.as_bytes()).0;
    let mut number = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) & 0x7fff_ffff;
    while number == 0 || !taken.insert(number) {
        number = (number + 1) & 0x7fff_ffff;
    }
    number
}

impl Ids {
    /// Of everything that prints. By the order of the ids and hashes, which no edition changes.
    pub(super) fn of(from: &Print) -> Self {
        let around = from.surroundings;
        let articles: BTreeSet<ArticleId> = around.articles.iter().map(|one| one.article).collect();
        let assets: BTreeMap<Hash, ()> = around.assets.iter().map(|one| (one.hash, ())).collect();
        let mut taken = BTreeSet::new();
        Self {
            articles: articles
                .into_iter()
                .map(|id| (id, number(&format!("article {id}"), &mut taken)))
                .collect(),
            assets: assets
                .into_keys()
                .map(|hash| (hash, number(&format!("asset {hash}"), &mut taken)))
                .collect(),
        }
    }

    /// An article's.
    pub(super) fn article(&self, id: ArticleId) -> u32 {
        self.articles.get(&id).copied().unwrap_or_default()
    }

    /// A picture's.
    pub(super) fn asset(&self, hash: Hash) -> u32 {
        self.assets.get(&hash).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::number;
    use std::collections::BTreeSet;

    #[test]
    fn a_number_is_the_same_each_time_and_no_two_are_one() {
        let mut taken = BTreeSet::new();
        let one = number("article a", &mut taken);
        assert_eq!(one, number("article a", &mut BTreeSet::new()));
        assert_eq!(number("article a", &mut taken), one + 1);
        assert!((1..1 << 31).contains(&one));
    }
}
