//! What was read of a folder, as long as it is little: it is read for its names first, and need not be read again for its texts.

use intake::archive::{Each, Found};
use model::{Result, archive::Item};

/// Most bytes that are held.
const MOST: usize = 64 << 20;

/// All that was found, in its order, each with how much was behind it.
#[derive(Default)]
pub(super) struct Held {
    all: Vec<(Found, f64)>,
    bytes: usize,
    /// It was too much.
    over: bool,
}

impl Held {
    /// Holds one more; where that is too much, none at all.
    pub(super) fn hold(&mut self, found: Found, share: f64) {
        self.bytes = self.bytes.saturating_add(size(&found));
        self.over |= self.bytes > MOST;
        match self.over {
            true => self.all = vec![],
            false => self.all.push((found, share)),
        }
    }

    /// Whether all of it is held.
    pub(super) fn is_whole(&self) -> bool {
        !self.over
    }

    /// Gives all of it, as reading it again would.
    ///
    /// # Errors
    /// What `each` says.
    pub(super) fn read(&self, each: &mut Each<'_>) -> Result<()> {
        let mut all = self.all.iter();
        all.try_for_each(|(found, share)| each(found.clone(), *share))
    }
}

/// About how many bytes one takes.
fn size(found: &Found) -> usize {
    let one = size_of::<(Found, f64)>();
    one + match found {
        Found::Item(item) => size_of::<Item>() + bytes(item),
        Found::Left(left) | Found::Note(left) => {
            left.place.len() + left.text.len() + left.why.len()
        }
        Found::Nothing => 0,
    }
}

/// How many an article's texts and files have.
fn bytes(item: &Item) -> usize {
    /// What a text takes besides its letters.
    const TEXT: usize = size_of::<String>();
    let texts = [&item.body, &item.title, &item.standfirst, &item.place];
    let texts = texts.iter().map(|text| text.len()).sum::<usize>();
    let files = item.files.iter().map(|(_, bytes)| bytes.len() + TEXT);
    let meta = item.meta.iter();
    let meta = meta.map(|(name, text)| name.len() + text.len() + 2 * TEXT);
    let left = item.left.iter();
    let left = left.map(|one| one.place.len() + one.text.len() + one.why.len() + 3 * TEXT);
    let tags = item.tags.iter().map(|tag| tag.len() + TEXT);
    let lines = item.bylines.iter();
    let lines = lines.map(|line| line.name.len() + line.about.len() + 6 * TEXT);
    let all = files.chain(meta).chain(left).chain(tags).chain(lines);
    texts + item.proposed.as_deref().map_or(0, str::len) + all.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::{Held, MOST};
    use intake::archive::Found;
    use model::{Error, archive::Item};

    fn article(title: &str, bytes: usize) -> Found {
        Found::Item(Box::new(Item {
            title: title.into(),
            body: "x".repeat(bytes),
            ..Item::default()
        }))
    }

    #[test]
    fn what_is_held_is_given_as_often_as_it_is_read() {
        let mut held = Held::default();
        held.hold(article("one", 10), 0.5);
        held.hold(Found::Nothing, 0.75);
        held.hold(article("two", 10), 1.0);
        for _ in 0..2 {
            let mut read = vec![];
            let done = held.read(&mut |found, share| {
                if let Found::Item(item) = found {
                    read.push((item.title, share));
                }
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(read, [("one".to_owned(), 0.5), ("two".to_owned(), 1.0)]);
        }
        let no = || Error::usage("no", "No more.");
        assert_eq!(held.read(&mut |_, _| Err(no())), Err(no()));
    }

    #[test]
    fn of_what_is_too_much_nothing_is_held() {
        let mut held = Held::default();
        held.hold(article("one", MOST / 2), 0.5);
        assert!(held.is_whole());
        held.hold(article("two", MOST / 2), 1.0);
        held.hold(article("three", 1), 1.0);
        assert!(!held.is_whole() && held.all.is_empty());
    }
}
