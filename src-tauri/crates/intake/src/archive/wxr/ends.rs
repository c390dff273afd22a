//! Where in a text something ends: each mark is looked for once, however many things nothing closes.

use std::collections::HashMap;

/// A mark whose places are asked for in a text's order.
pub(super) struct Mark<'a> {
    text: &'a str,
    mark: &'static str,
    /// Where it stands next; none where it does not any more.
    next: Option<usize>,
    /// From where that was looked for.
    from: usize,
}

impl<'a> Mark<'a> {
    pub(super) fn new(text: &'a str, mark: &'static str) -> Self {
        Self {
            text,
            mark,
            next: text.find(mark),
            from: 0,
        }
    }

    /// Where it stands from a place on. What is asked for before an earlier question is looked for anew.
    pub(super) fn after(&mut self, from: usize) -> Option<usize> {
        let found = |from: usize| Some(from + self.text.get(from..)?.find(self.mark)?);
        if from < self.from || self.next.is_some_and(|next| next < from) {
            self.next = found(from);
        }
        self.from = from;
        self.next
    }
}

/// The ends of elements or codes, by their names in small letters: where each begins, in the text's order.
pub(super) struct Ends(HashMap<String, Vec<usize>>);

impl Ends {
    /// Of those that begin with `open`, `</` or `[/`, and end with `close` right behind the name.
    pub(super) fn of(text: &str, open: &str, close: char) -> Self {
        let mut all: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, _) in text.match_indices(open) {
            let rest = text.get(at + open.len()..).unwrap_or_default();
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let length = rest.find(|c: char| !plain(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at(length);
            if length > 0 && length <= 100 && after.starts_with(close) {
                all.entry(name.to_ascii_lowercase()).or_default().push(at);
            }
        }
        Self(all)
    }

    /// Where the first end of a name begins from a place on.
    pub(super) fn after(&self, name: &str, from: usize) -> Option<usize> {
        let all = self
            .0
            .get(name)
            .or_else(|| self.0.get(&name.to_ascii_lowercase()))?;
        all.get(all.partition_point(|at| *at < from)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ends, Mark};

    #[test]
    fn ends_are_found_from_any_place_on() {
        let text = "[/a] [/b][/A] [/a x]";
        let ends = Ends::of(text, "[/", ']');
        assert_eq!(ends.after("a", 0), Some(0));
        assert_eq!(ends.after("a", 1), Some(9));
        assert_eq!(ends.after("a", 10), None);
        let mut mark = Mark::new(text, "]");
        assert_eq!(mark.after(0), Some(3));
        assert_eq!(mark.after(4), Some(8));
        assert_eq!(mark.after(2), Some(3));
        assert_eq!(mark.after(100), None);
    }
}
