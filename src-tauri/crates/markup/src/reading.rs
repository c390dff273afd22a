//! A Markdown text as it is read: block by block, and where in the source each of its words stands; with its headings,
//! its links and its pictures. One reading, so that whoever looks for several things reads a long text once.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What stands in a block's text for what is no prose: code, a picture, an address.
pub const THING: char = '\u{fffc}';

/// A paragraph, a heading, a list's item, a table's cell: its words alone, without marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// The words; a line that is broken by hand ends with a line end.
    pub text: String,
    /// Whether it is a heading.
    pub heading: bool,
    runs: Vec<Run>,
}

/// A stretch of a block's text, and what it was written as.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: usize,
    source: Range<usize>,
    /// Whether it is shown as it is written.
    same: bool,
}

impl Block {
    /// Where in the source a range of the block's text stands, marks between its words included.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let run = |before: usize| self.runs.get(before.saturating_sub(1));
        let first = run(self.runs.partition_point(|run| run.text <= range.start));
        let last = run(self.runs.partition_point(|run| run.text < range.end));
        let (Some(first), Some(last)) = (first, last) else {
            return 0..0;
        };
        let start = if first.same {
            first.source.start + (range.start - first.text)
        } else {
            first.source.start
        };
        let end = if last.same {
            last.source.start + range.end.saturating_sub(last.text)
        } else {
            last.source.end
        };
        start..end.max(start)
    }

    fn push(&mut self, shown: &str, source: Range<usize>, same: bool) {
        let joins = |last: &Run| last.same && same && last.source.end == source.start;
        match self.runs.last_mut().filter(|last| joins(last)) {
            Some(last) => last.source.end = source.end,
            None => self.runs.push(Run {
                text: self.text.len(),
                source,
                same,
            }),
        }
        self.text.push_str(shown);
    }
}

/// A heading's level, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Of how many `#` it is.
    pub level: usize,
    /// Its place in the source, in bytes.
    pub range: Range<usize>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where to.
    pub to: String,
    /// Its place in the source, in bytes.
    pub range: Range<usize>,
}

/// A picture that is written as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its address, as it is written.
    pub address: String,
    /// What it shows.
    pub alt: String,
    /// Its place in the source, in bytes.
    pub range: Range<usize>,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reading {
    pub blocks: Vec<Block>,
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    pub pictures: Vec<Picture>,
    /// How many items each list has.
    pub lists: Vec<usize>,
}

/// Reads `markdown`.
#[must_use]
pub fn reading(markdown: &str) -> Reading {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.take(markdown, event, range);
    }
    reader.flush();
    reader.reading
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    block: Block,
    /// In how much there is whose words are not read.
    hidden: usize,
    /// The pictures that it is in, each by its place in the list.
    pictures: Vec<usize>,
    lists: Vec<usize>,
}

impl Reader {
    fn take(&mut self, markdown: &str, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                if let Some(picture) = self.pictures.last() {
                    if let Some(picture) = self.reading.pictures.get_mut(*picture) {
                        picture.alt.push_str(&text);
                    }
                } else if self.hidden == 0 {
                    let same = markdown.get(range.clone()) == Some(&*text);
                    self.block.push(&text, range, same);
                }
            }
            Event::Code(_) => self.thing(range),
            Event::SoftBreak => self.put(" ", range),
            Event::HardBreak => self.put("\n", range),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.put("\n", range);
            }
            _ => {}
        }
    }

    fn put(&mut self, shown: &str, range: Range<usize>) {
        if self.hidden == 0 && self.pictures.is_empty() {
            self.block.push(shown, range, false);
        }
    }

    fn thing(&mut self, range: Range<usize>) {
        let mut bytes = [0; 4];
        self.put(THING.encode_utf8(&mut bytes), range);
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.thing(range.clone());
                    self.hidden += 1;
                } else if self.hidden > 0 {
                    self.hidden += 1;
                }
                self.reading.links.push(Link {
                    to: dest_url.into_string(),
                    range,
                });
            }
            Tag::Image { dest_url, .. } => {
                self.pictures.push(self.reading.pictures.len());
                self.reading.pictures.push(Picture {
                    address: dest_url.into_string(),
                    alt: String::new(),
                    range,
                });
            }
            block => {
                self.flush();
                match block {
                    Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.hidden += 1,
                    Tag::Heading { level, .. } => {
                        self.block.heading = true;
                        let level = level as usize;
                        self.reading.headings.push(Heading { level, range });
                    }
                    Tag::List(_) => self.lists.push(0),
                    Tag::Item => self
                        .lists
                        .iter_mut()
                        .next_back()
                        .into_iter()
                        .for_each(|n| *n += 1),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Link => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Image => {
                self.pictures.pop();
                self.thing(range);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            block => {
                self.flush();
                if matches!(block, TagEnd::List(_)) {
                    self.reading.lists.extend(self.lists.pop());
                }
            }
        }
    }

    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.is_empty() {
            self.reading.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn words_are_read_without_marks_and_found_again_in_the_source() {
        let source = "# A *new* quay\n\nThe **old\none** &amp; [the plan](a/) `code` \\\"so\\\"\n\n- one\n- two\n";
        let read = reading(source);
        let texts: Vec<&str> = read
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(
            texts,
            [
                "A new quay",
                "The old one & the plan \u{fffc} \"so\"",
                "one",
                "two"
            ]
        );
        let place = |block: usize, words: &str| {
            let block = &read.blocks[block];
            let at = block.text.find(words).unwrap();
            &source[block.place(at..at + words.len())]
        };
        assert_eq!(place(0, "new quay"), "new* quay");
        assert_eq!(place(1, "old one"), "old\none");
        assert_eq!(place(1, "& the"), "&amp; [the");
        assert_eq!(place(1, "\"so\""), "\"so\\\"");
        assert_eq!(place(3, "two"), "two");
        assert_eq!(
            (read.headings[0].level, read.links[0].to.as_str()),
            (1, "a/")
        );
        assert_eq!(read.lists, [2]);
    }

    #[test]
    fn what_is_no_prose_is_one_sign() {
        let read = reading(
            "A <https://a.example/teh> ![The quay](asset:1) b\n\n    teh teh\n\n<p>teh</p>\n",
        );
        assert_eq!(read.blocks.len(), 1);
        assert_eq!(read.blocks[0].text, "A \u{fffc} \u{fffc} b");
        assert_eq!(read.pictures[0].alt, "The quay");
    }
}
