//! What happened, in numbers: all that is said of requests, so that no word of a reader is ever in a log.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// How often each thing happened.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    of: BTreeMap<&'static str, u64>,
    said: bool,
}

impl Tally {
    /// Counts one more of it.
    pub fn count(&self, code: &'static str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.of.entry(code).or_default() += 1;
        counts.said = false;
    }

    /// A line of all, where something was counted since the last.
    pub fn news(&self) -> Option<String> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.of.is_empty() || counts.said {
            return None;
        }
        counts.said = true;
        let parts: Vec<_> = counts
            .of
            .iter()
            .map(|(code, count)| format!("{code} {count}"))
            .collect();
        Some(parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_line_is_said_once() {
        let tally = Tally::default();
        assert_eq!(tally.news(), None);
        for code in ["kept", "too-many", "kept"] {
            tally.count(code);
        }
        assert_eq!(tally.news().unwrap(), "kept 2, too-many 1");
        assert_eq!(tally.news(), None);
    }
}
