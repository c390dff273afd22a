//! Paragraphs and what else stands below one another, and how it is written in Markdown.

use super::{
    lift::lift,
    line::{Picture, escaped},
    names::Role,
    numbering::Marker,
};

/// Something that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph of any role, in Markdown and as plain words.
    Text {
        role: Role,
        markdown: String,
        plain: String,
    },
    Item(Item),
    Picture(Picture),
    /// A table, or what else is Markdown already; alone where it holds blocks of its own.
    Whole(String),
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) level: usize,
    pub(super) marker: Marker,
    /// Which list it is of.
    pub(super) list: String,
    pub(super) markdown: String,
}

impl Block {
    /// Whether a cell of a plain table can hold it.
    pub(super) fn is_line(&self) -> bool {
        matches!(
            self,
            Self::Text {
                role: Role::Text
                    | Role::Title
                    | Role::Subtitle
                    | Role::Heading(_)
                    | Role::Caption
                    | Role::Author
                    | Role::Date
                    | Role::Contents,
                ..
            } | Self::Picture(_)
        )
    }
}

/// Blocks as one text. `top` is the level of its highest headings.
pub(super) fn join(blocks: &[Block], top: u8) -> String {
    let mut out: Vec<String> = vec![];
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let run =
            |is: &dyn Fn(&Block) -> bool| blocks[at..].iter().take_while(|one| is(one)).count();
        let mut taken = 1;
        match block {
            Block::Item(_) => {
                taken = run(&|one| matches!(one, Block::Item(_)));
                out.push(lists(&items(&blocks[at..at + taken])));
            }
            Block::Text {
                role: Role::Quote, ..
            } => {
                taken = run(&|one| {
                    matches!(
                        one,
                        Block::Text {
                            role: Role::Quote,
                            ..
                        }
                    )
                });
                let inner: Vec<&str> = texts(&blocks[at..at + taken]).collect();
                out.push(prefixed(&inner.join("\n\n"), "> ", "> "));
            }
            Block::Text {
                role: Role::Code, ..
            } => {
                taken = run(&|one| {
                    matches!(
                        one,
                        Block::Text {
                            role: Role::Code,
                            ..
                        }
                    )
                });
                let inner: Vec<&str> = texts(&blocks[at..at + taken]).collect();
                out.push(fenced(&inner.join("\n")));
            }
            Block::Text {
                role: Role::Heading(level),
                markdown,
                ..
            } => {
                out.push(heading(*level, top, markdown));
            }
            Block::Text {
                role: Role::Title,
                markdown,
                ..
            } => out.push(heading(1, top, markdown)),
            Block::Text { markdown, .. } => out.push(markdown.clone()),
            Block::Picture(picture) => out.push(picture.markdown()),
            Block::Whole(whole) => out.push(whole.clone()),
            Block::Rule => out.push("* * *".into()),
        }
        at += taken.max(1);
    }
    out.retain(|part| !part.is_empty());
    out.join("\n\n")
}

fn texts(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().filter_map(|block| match block {
        Block::Text { markdown, .. } => Some(markdown.as_str()),
        _ => None,
    })
}

fn items(blocks: &[Block]) -> Vec<&Item> {
    let items = blocks.iter().filter_map(|block| match block {
        Block::Item(item) => Some(item),
        _ => None,
    });
    items.collect()
}

/// The level of the highest headings, so that those of a text begin at the second.
pub(super) fn top(blocks: &[Block]) -> u8 {
    let levels = blocks.iter().filter_map(|block| match block {
        Block::Text {
            role: Role::Heading(level),
            ..
        } => Some(*level),
        Block::Text {
            role: Role::Title, ..
        } => Some(1),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

fn heading(level: u8, top: u8, line: &str) -> String {
    let level = usize::from((level.saturating_sub(top) + 2).clamp(2, 6));
    let mut line = line.to_owned();
    // Number signs at a heading's end would be taken for its own.
    if lift(&line).0.ends_with('#')
        && let Some(last) = line.rfind('#')
    {
        let before = line[..=last].trim_end_matches('#');
        let start = before.len();
        // One that is escaped already is none of them.
        let escapes = start - before.trim_end_matches('\\').len();
        if escapes.is_multiple_of(2) {
            line.insert(start, '\\');
        }
    }
    format!("{} {line}", "#".repeat(level))
}

/// Code between fences that are longer than any run of backticks within it.
fn fenced(text: &str) -> String {
    let (mut longest, mut run) = (2, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence}\n{text}\n{fence}")
}

/// Items one below another, the deeper ones within those before them.
fn lists(items: &[&Item]) -> String {
    let mut out = String::new();
    let mut before: Option<(&Item, char)> = None;
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let deeper = items[at + 1..]
            .iter()
            .take_while(|one| one.level > item.level)
            .count();
        let inner = &items[at + 1..at + 1 + deeper];
        let bullet = matches!(item.marker, Marker::Bullet);
        // Another list right below one of its kind has another sign, or they would be one.
        let same = before.filter(|(one, _)| matches!(one.marker, Marker::Bullet) == bullet);
        let sign = match same {
            Some((one, sign)) if one.list == item.list || bullet => sign,
            Some((_, ')')) | None if !bullet => '.',
            Some(_) if !bullet => ')',
            _ => '-',
        };
        let marker = match item.marker {
            Marker::Bullet => format!("{sign} "),
            Marker::Number(number) | Marker::Other(number) => {
                format!("{}{sign} ", number.min(999_999_999))
            }
        };
        let mut text = item.markdown.clone();
        if let Some(first) = inner.first() {
            // Only a list that begins with one may follow a line directly.
            let direct = matches!(
                first.marker,
                Marker::Bullet | Marker::Number(1) | Marker::Other(1)
            );
            text.push_str(if direct && !text.is_empty() {
                "\n"
            } else {
                "\n\n"
            });
            text.push_str(&lists(inner));
        }
        if let Some((one, other)) = before {
            let goes_on = one.list == item.list && other == sign;
            out.push_str(if goes_on || bullet && same.is_some() {
                "\n"
            } else {
                "\n\n"
            });
        }
        out.push_str(&prefixed(&text, &marker, &" ".repeat(marker.len())));
        before = Some((item, sign));
        at += 1 + deeper;
    }
    out
}

/// A text each of whose lines begins with something.
pub(super) fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let prefix = if number == 0 { first } else { rest };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    if text.is_empty() {
        out.push_str(first.trim_end());
    }
    out
}

/// Captions go to the pictures that they stand below, else above.
pub(super) fn caption(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = vec![];
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let Block::Text {
            role: Role::Caption,
            plain,
            ..
        } = &block
        else {
            out.push(block);
            continue;
        };
        let free = |picture: &Picture| picture.caption.is_empty();
        match (out.last_mut(), blocks.peek_mut()) {
            (Some(Block::Picture(picture)), _) | (_, Some(Block::Picture(picture)))
                if free(picture) =>
            {
                picture.caption.clone_from(plain);
            }
            _ => out.push(block),
        }
    }
    out
}

/// A footnote's text.
pub(super) fn note(number: usize, blocks: &[Block]) -> String {
    let text = join(blocks, top(blocks));
    let text = match text.as_str() {
        "" => escaped("…", false),
        _ => text,
    };
    prefixed(&text, &format!("[^{number}]: "), "    ")
}
