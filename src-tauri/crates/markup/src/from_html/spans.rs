//! What stands within a paragraph, as it is gathered from elements: text with its marks, and what holds some of it.

/// What a stretch of text is marked as, one bit each.
pub(super) type Marks = u8;
pub(super) const STRONG: Marks = 1;
pub(super) const SLANTED: Marks = 2;
pub(super) const OUT: Marks = 4;

/// A stretch of a line, and which marks it has besides those of what holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub marks: Marks,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Text(String),
    Code(String),
    Break,
    /// The mark of a footnote.
    Note(usize),
    Image {
        alt: String,
        address: String,
        title: String,
    },
    Within(Wrap, Vec<Span>),
}

/// What holds a part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrap {
    Link {
        address: String,
        title: String,
    },
    /// An element that Markdown has no marks for, with its attributes as they are written.
    Element {
        name: &'static str,
        attributes: String,
    },
}

/// White space that runs together and goes at a line's edge, as browsers have it. A no-break space is none of it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Something that holds what is being gathered, once there is something in it.
struct Outer {
    id: usize,
    wrap: Wrap,
    /// The marks around it.
    marks: Marks,
}

/// A part of a line that is open.
struct Level {
    id: usize,
    wrap: Option<Wrap>,
    /// The marks that it has in its own line.
    own: Marks,
    /// The marks that are around all that is in it.
    base: Marks,
    spans: Vec<Span>,
}

impl Level {
    fn bottom() -> Self {
        Self {
            id: 0,
            wrap: None,
            own: 0,
            base: 0,
            spans: vec![],
        }
    }
}

/// Where a gatherer stood before it went into an element.
pub(super) struct Stand {
    path: usize,
    marks: Marks,
}

/// Lines on their way to paragraphs: white space is as a browser shows it, stands outside of marks, and what is empty is
/// left out.
pub(super) struct Gather {
    path: Vec<Outer>,
    marks: Marks,
    open: Vec<Level>,
    /// White space and line breaks since the last thing that shows.
    space: String,
    breaks: usize,
    /// Whether something stands on this line already.
    begun: bool,
    done: Vec<Vec<Span>>,
    ids: usize,
    /// Whether it is to be one paragraph, however many line breaks are in it.
    single: bool,
    /// How no-break spaces are taken.
    pub spaces: Spaces,
}

/// How spaces that do not break are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaces {
    /// As any other.
    Alike,
    /// As they are, but for those beside other white space, which editors make where someone types two.
    Alone,
    /// As they are.
    Kept,
}

/// How deep what holds a part of a line may lie; what is deeper is text alone.
const DEEPEST: usize = 12;

impl Gather {
    pub(super) fn new(single: bool, spaces: Spaces) -> Self {
        Self {
            path: vec![],
            marks: 0,
            open: vec![Level::bottom()],
            space: String::new(),
            breaks: 0,
            begun: false,
            done: vec![],
            ids: 0,
            single,
            spaces,
        }
    }

    /// Goes into something that marks or holds what is in it.
    pub(super) fn enter(&mut self, marks: Marks, wrap: Option<Wrap>) -> Stand {
        let stand = Stand {
            path: self.path.len(),
            marks: self.marks,
        };
        if let Some(wrap) = wrap.filter(|_| self.path.len() < DEEPEST) {
            self.ids += 1;
            self.path.push(Outer {
                id: self.ids,
                wrap,
                marks: self.marks,
            });
        }
        self.marks |= marks;
        stand
    }

    pub(super) fn leave(&mut self, stand: &Stand) {
        self.path.truncate(stand.path);
        self.marks = stand.marks;
    }

    /// Whether it is within a link.
    pub(super) fn links(&self) -> bool {
        let link = |outer: &Outer| matches!(outer.wrap, Wrap::Link { .. });
        self.path.iter().any(link)
    }

    /// Whether it is within an element by that name.
    pub(super) fn is_in(&self, wanted: &str) -> bool {
        let named =
            |outer: &Outer| matches!(outer.wrap, Wrap::Element { name, .. } if name == wanted);
        self.path.iter().any(named)
    }

    pub(super) fn text(&mut self, text: &str) {
        let all = self.spaces == Spaces::Alike;
        let soft = |c: char| all || is_space(c) || c.is_control();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                if !soft(c) {
                    self.space.push(c);
                } else if !self.space.ends_with(' ') && (self.begun || !self.space.is_empty()) {
                    self.space.push(' ');
                }
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let words = plain(rest);
            if words > 0 {
                let (words, after) = rest.split_at(words);
                rest = after;
                self.put(What::Text(words.to_owned()));
                continue;
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            let word: String = word.chars().filter(|c| !c.is_control()).collect();
            if !word.is_empty() {
                self.put(What::Text(word));
            }
        }
    }

    /// A line break.
    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
        self.space.clear();
        self.begun = false;
    }

    /// The edge of a block within a line.
    pub(super) fn edge(&mut self) {
        let breaks = self.breaks.max(1);
        self.line_break();
        self.breaks = breaks;
    }

    /// Takes in what shows.
    pub(super) fn put(&mut self, what: What) {
        let empty = |level: &Level| level.spans.is_empty();
        let mut started = !self.open.iter().all(empty);
        if started && self.breaks > 1 && !self.single {
            self.end();
            started = false;
        }
        let kept = self.open[1..]
            .iter()
            .zip(&self.path)
            .take_while(|(level, outer)| level.id == outer.id)
            .count();
        while self.open.len() > kept + 1 {
            self.close();
        }
        self.gap(started);
        for at in kept..self.path.len() {
            let outer = &self.path[at];
            let base = self.open.last().map_or(0, |level| level.base);
            let level = Level {
                id: outer.id,
                wrap: Some(outer.wrap.clone()),
                own: outer.marks & !base,
                base: outer.marks | base,
                spans: vec![],
            };
            self.open.push(level);
        }
        let marks = self.marks;
        if let Some(level) = self.open.last_mut() {
            push(&mut level.spans, marks & !level.base, what);
        }
        self.begun = true;
    }

    /// Puts the white space between what was and what comes where both are.
    fn gap(&mut self, started: bool) {
        let depth = self.open.len() - 1;
        let around = self.path.get(depth).map_or(self.marks, |outer| outer.marks);
        let Some(level) = self.open.last_mut() else {
            return;
        };
        let next = around & !level.base;
        let marks = level.spans.last().map_or(0, |last| last.marks & next);
        let breaks = std::mem::take(&mut self.breaks);
        for _ in 0..if started { breaks } else { 0 } {
            level.spans.push(Span {
                marks,
                what: What::Break,
            });
        }
        let mut space = std::mem::take(&mut self.space);
        if self.spaces == Spaces::Alone {
            if !self.begun {
                space.clear();
            } else if space.contains(' ') {
                space = " ".into();
            }
        }
        if !space.is_empty() {
            push(&mut level.spans, marks, What::Text(space));
        }
    }

    fn close(&mut self) {
        let Some(level) = self.open.pop() else {
            return;
        };
        let (Some(wrap), Some(outer)) = (level.wrap, self.open.last_mut()) else {
            return;
        };
        outer.spans.push(Span {
            marks: level.own,
            what: within(wrap, level.spans),
        });
    }

    fn end(&mut self) {
        while self.open.len() > 1 {
            self.close();
        }
        if let Some(bottom) = self.open.first_mut() {
            let spans = std::mem::take(&mut bottom.spans);
            if !spans.is_empty() {
                self.done.push(spans);
            }
        }
        self.breaks = 0;
    }

    /// The paragraphs up to here; what comes next begins another one.
    pub(super) fn flush(&mut self) -> Vec<Vec<Span>> {
        self.end();
        self.space.clear();
        self.begun = false;
        std::mem::take(&mut self.done)
    }
}

/// How many bytes of a text that begins with a word are words with one space between them, which show as they are.
fn plain(text: &str) -> usize {
    let (mut whole, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            // The second of two, of which one shows.
            ' ' if end < at => return whole,
            ' ' => whole = end,
            c if c.is_whitespace() => return end,
            c if c.is_control() => return whole,
            c => end = at + c.len_utf8(),
        }
    }
    end
}

/// What holds `spans`; code that is text alone is Markdown's.
fn within(wrap: Wrap, mut spans: Vec<Span>) -> What {
    if matches!(wrap, Wrap::Element { name: "code", .. })
        && let [
            Span {
                marks: 0,
                what: What::Text(text),
            },
        ] = spans.as_mut_slice()
    {
        return What::Code(std::mem::take(text));
    }
    What::Within(wrap, spans)
}

fn push(spans: &mut Vec<Span>, marks: Marks, what: What) {
    if let What::Text(text) = &what
        && let Some(last) = spans.last_mut().filter(|last| last.marks == marks)
        && let What::Text(before) = &mut last.what
    {
        before.push_str(text);
        return;
    }
    spans.push(Span { marks, what });
}

/// The words of a line alone, each line break as `gap`.
pub(super) fn words(spans: &[Span], gap: &str, out: &mut String) {
    for span in spans {
        match &span.what {
            What::Text(text) | What::Code(text) => out.push_str(text),
            What::Break => out.push_str(gap),
            What::Note(number) => out.push_str(&format!("[^{number}]")),
            What::Image { .. } => {}
            What::Within(_, inner) => words(inner, gap, out),
        }
    }
}
