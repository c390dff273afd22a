//! XML element by element: no document types, no entities but XML's own, nothing held but the names of what is open. In an
//! element that holds a text of its own, markup is text: exports whose CDATA is broken lose nothing of it.

use super::{letters::LETTER, offer::unreadable, source::Source, torn};
use model::{Error, Result};
use quick_xml::{
    Reader,
    errors::SyntaxError,
    events::{BytesStart, Event},
};
use std::collections::VecDeque;

/// Deepest nesting.
const DEPTH: usize = 200;
/// Most bytes of an element's own text that are kept: far past any comment, short of what a post may hold.
const TEXT: usize = 2 << 20;

/// Elements that hold HTML or plain text, whatever stands in them.
const TEXTS: [&str; 9] = [
    "content:encoded",
    "excerpt:encoded",
    "description",
    "title",
    "wp:comment_content",
    "wp:meta_value",
    "wp:comment_author",
    "wp:category_description",
    "message",
];

/// The element that holds one of several records, each of which is whole where another is not.
pub(super) const ITEM: &str = "item";
/// How a section begins in which markup is text.
const SECTION: &str = "<![CDATA[";

/// What comes next.
pub(crate) enum Step {
    /// An element begins, by its name with its prefix.
    Open(String),
    /// One ends, by its name, with the text right within it.
    Close(String, String),
    /// The document ends.
    End,
}

/// A document that is being read.
pub(crate) struct Xml<'a> {
    reader: Reader<Source<'a>>,
    room: Vec<u8>,
    /// What is open, each with its text so far.
    open: Vec<(String, String)>,
    /// The attributes of the element that began last, by their names with their prefixes.
    attributes: Attributes,
    /// The element that began last has ended already.
    empty: bool,
    /// Most bytes of an element's own text that are kept.
    most: usize,
    /// Some of a text was longer.
    cut: bool,
    /// Where in the file the reader began.
    base: u64,
    some: bool,
    /// Something did not end as it began.
    torn: bool,
    /// Where in the text that is open the end of its item stands last: that, or letters of the text.
    ended: Option<usize>,
    /// What is found in a text that never ended: each step, with the attributes of what begins.
    again: VecDeque<(Step, Attributes)>,
    /// Some of what readers said was in such a text.
    lost: bool,
    /// It is such a text itself.
    part: bool,
}

/// The attributes of an element, by their names with their prefixes.
pub(super) type Attributes = Vec<(String, String)>;

impl<'a> Xml<'a> {
    pub(crate) fn new(source: Source<'a>) -> Self {
        let mut reader = Reader::from_reader(source.of_xml());
        let config = reader.config_mut();
        // Which end belongs to which beginning is looked at below: within a text none does.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        // Other programs' addresses are full of them.
        config.allow_dangling_amp = true;
        Self {
            reader,
            room: vec![],
            open: vec![],
            attributes: vec![],
            empty: false,
            most: TEXT,
            cut: false,
            base: 0,
            some: false,
            torn: false,
            ended: None,
            again: VecDeque::new(),
            lost: false,
            part: false,
        }
    }

    /// What was found in a text that never ended, which keeps texts of so many bytes.
    pub(super) fn of_part(source: Source<'a>, most: usize) -> Self {
        Self {
            part: true,
            ..Self::with_room(source, most)
        }
    }

    /// Goes on behind the next `mark`, as deep within as `within` says: past a record that can't be read. None where there is no
    /// such mark any more.
    ///
    /// # Errors
    /// System errors.
    pub(crate) fn behind(self, mark: &str, within: &[&str]) -> Result<Option<Self>> {
        let mut source = self.reader.into_inner();
        if !source.skip_past(mark.as_bytes())? {
            return Ok(None);
        }
        let base = source.consumed();
        let open = within
            .iter()
            .map(|name| ((*name).to_owned(), String::new()));
        Ok(Some(Self {
            open: open.collect(),
            base,
            some: true,
            ..Self::with_room(source, self.most)
        }))
    }

    /// Whether the end of some text was not kept since this was asked last.
    pub(crate) fn cut(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }

    /// Whether something within an item did not end as it began since this was asked last.
    pub(crate) fn torn(&mut self) -> bool {
        std::mem::take(&mut self.torn)
    }

    /// Whether some of what readers said stood in a text that never ended, and was passed over, since this was asked last.
    pub(crate) fn lost(&mut self) -> bool {
        std::mem::take(&mut self.lost)
    }

    /// The same that keeps longer texts.
    pub(crate) fn with_room(source: Source<'a>, most: usize) -> Self {
        Self {
            most,
            ..Self::new(source)
        }
    }

    /// In which line it is.
    pub(crate) fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    /// Whether the file is in UTF-8 although it says otherwise; said once.
    pub(crate) fn mislabelled(&mut self) -> bool {
        self.reader.get_mut().mislabelled()
    }

    /// Whether bytes that are no text were replaced since this was asked last.
    pub(crate) fn replaced(&mut self) -> bool {
        let up_to = self.base + self.reader.buffer_position();
        self.reader.get_mut().replaced(up_to)
    }

    /// The attribute `id` of the element that began last, with or without a prefix.
    pub(crate) fn id(&mut self) -> Option<String> {
        let mut all = std::mem::take(&mut self.attributes).into_iter().rev();
        all.find(|(name, _)| name.rsplit(':').next() == Some("id"))
            .map(|(_, value)| value)
    }

    /// An attribute of the element that began last.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The attributes of the element that began last.
    pub(super) fn attributes(&self) -> Attributes {
        self.attributes.clone()
    }

    /// Whether the element that is open has `name` right above it.
    pub(crate) fn within(&self, name: &str) -> bool {
        self.open.last().is_some_and(|(above, _)| above == name)
    }

    /// The next step.
    ///
    /// # Errors
    /// `not-well-formed`, with the line; `has-dtd`; `too-large`.
    pub(crate) fn next(&mut self) -> Result<Step> {
        if std::mem::take(&mut self.empty)
            && let Some((name, text)) = self.open.pop()
        {
            return Ok(Step::Close(name, text));
        }
        loop {
            if let Some(step) = self.found() {
                return Ok(step);
            }
            self.room.clear();
            self.reader.get_mut().begin();
            let event = match self.reader.read_event_into(&mut self.room) {
                Ok(event) => event,
                Err(cause) => match self.unended(&cause) {
                    true => continue,
                    false => return Err(wrong(&cause, self.reader.get_ref().line())),
                },
            };
            let line = self.reader.get_ref().line();
            let text = self
                .open
                .last()
                .is_some_and(|(name, _)| TEXTS.contains(&name.as_str()));
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start)
                    if self.ended.is_some() && start.name().into_inner() == ITEM =>
                {
                    let begins = Step::Open(ITEM.to_owned());
                    self.over(Some(begins));
                }
                Event::Start(start) | Event::Empty(start) if text => {
                    let end = if empty { "/>" } else { ">" };
                    let raw: &str = &start;
                    for part in ["<", raw, end] {
                        self.cut |= keep(&mut self.open, part, self.most);
                    }
                }
                Event::Start(start) | Event::Empty(start) => {
                    let name = start.name().into_inner().to_owned();
                    let found = attributes(&start, line)?;
                    return self.opens(name, found, empty, line);
                }
                Event::End(end) => {
                    let name = end.name().into_inner().to_owned();
                    if let Some(step) = self.closes(&name, text, line)? {
                        return Ok(step);
                    }
                }
                Event::Text(text) => {
                    self.cut |= keep(&mut self.open, &text.into_inner(), self.most);
                }
                Event::CData(text) => {
                    self.cut |= keep(&mut self.open, &text.into_inner(), self.most);
                }
                Event::GeneralRef(named) => {
                    let named = format!("&{};", named.into_inner());
                    // What XML does not know is HTML's, or nobody's: its letters stay.
                    let said = quick_xml::escape::unescape(&named);
                    let said = said.as_deref().unwrap_or(&named);
                    self.cut |= keep(&mut self.open, said, self.most);
                }
                Event::Comment(said) if text => {
                    for part in ["<!--", &said.into_inner(), "-->"] {
                        self.cut |= keep(&mut self.open, part, self.most);
                    }
                }
                Event::DocType(_) => return Err(has_dtd()),
                Event::Eof if self.ended.is_some() => self.over(None),
                Event::Eof => return self.at_end(line),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// The document ends.
    fn at_end(&self, line: u64) -> Result<Step> {
        match self.open.last() {
            Some((name, _)) => Err(ill(line, &format!("it ends while <{name}> is open"))),
            None if !self.some => Err(ill(line, "it holds no element")),
            None => Ok(Step::End),
        }
    }

    /// The next of what was found in a text that never ended.
    fn found(&mut self) -> Option<Step> {
        let (step, attributes) = self.again.pop_front()?;
        match &step {
            Step::Open(name) => self.open.push((name.clone(), String::new())),
            Step::Close(name, _) => {
                let begun = self.open.iter().rposition(|(open, _)| open == name);
                self.open.truncate(begun.unwrap_or(self.open.len()));
                self.torn |= name == ITEM;
            }
            Step::End => {}
        }
        self.attributes = attributes;
        Some(step)
    }

    /// The text that is open ended with its item, unseen: what is said in it is found, and then comes `next`, which showed it.
    fn over(&mut self, next: Option<Step>) {
        let Some((name, mut text)) = self.open.last_mut().map(std::mem::take) else {
            return;
        };
        text.truncate(self.ended.take().unwrap_or(text.len()));
        let (rest, comments) = torn::rest(&name, &mut text);
        self.lost |= comments;
        // What readers wrote says nothing of anything else.
        let above = self.open.iter().rev().nth(1);
        let rest = rest.filter(|_| above.is_some_and(|(above, _)| above == ITEM));
        if let Some(open) = self.open.last_mut() {
            open.0.clone_from(&name);
        }
        let closed = [(Step::Close(name, text), vec![])];
        let rest = torn::steps(&rest.unwrap_or_default(), self.most);
        let again = closed.into_iter().chain(rest);
        self.again.extend(again);
        self.again.extend(next.map(|next| (next, vec![])));
    }

    /// Whether a section that the file never ends is in a text: all that is left of the file is that, and is read as it is.
    fn unended(&mut self, cause: &quick_xml::Error) -> bool {
        let never = matches!(cause, quick_xml::Error::Syntax(SyntaxError::UnclosedCData));
        let item = self.open.iter().any(|(open, _)| open == ITEM);
        let text = self
            .open
            .last()
            .is_some_and(|(name, _)| TEXTS.contains(&name.as_str()));
        if !never || !item || !text || self.part {
            return false;
        }
        let room = std::mem::take(&mut self.room);
        let said = String::from_utf8_lossy(&room);
        let said = said.strip_prefix(SECTION).unwrap_or(&said);
        let Some(end) = said.rfind("</item>") else {
            return false;
        };
        let (said, behind) = said.split_at(end);
        self.cut |= keep(&mut self.open, said, self.most);
        self.over(None);
        if behind.contains("</channel>") {
            let all = ["channel", "rss"].map(|name| Step::Close(name.to_owned(), String::new()));
            self.again.extend(all.map(|step| (step, vec![])));
        }
        true
    }

    /// An element begins, and ends at once where it is `empty`.
    fn opens(
        &mut self,
        name: String,
        attributes: Vec<(String, String)>,
        empty: bool,
        line: u64,
    ) -> Result<Step> {
        if self.open.len() >= DEPTH {
            let why = format!("its elements are more than {DEPTH} deep");
            return Err(ill(line, &why));
        }
        self.attributes = attributes;
        self.some = true;
        self.empty = empty;
        self.open.push((name.clone(), String::new()));
        Ok(Step::Open(name))
    }

    /// An element ends: the one that is open, or one that is part of its text. Within an item, what does not end as it began
    /// ends with what it stands in: the items behind it are whole.
    fn closes(&mut self, name: &str, text: bool, line: u64) -> Result<Option<Step>> {
        let item = self.open.iter().rposition(|(open, _)| open == ITEM);
        let begun = self.open.iter().rposition(|(open, _)| open == name);
        match self.open.last() {
            Some((open, _)) if open == name => {
                self.ended = None;
                let closed = self.open.pop();
                Ok(closed.map(|(name, text)| Step::Close(name, text)))
            }
            Some(_) if text && name == "channel" && self.ended.is_some() => {
                self.over(Some(Step::Close(name.to_owned(), String::new())));
                Ok(None)
            }
            // Whether it is a letter of the text, what follows shows.
            Some((_, said)) if text && (name != ITEM || item.is_none() || !self.part) => {
                if name == ITEM && item.is_some() {
                    self.ended = Some(said.len());
                }
                for part in ["</", name, ">"] {
                    self.cut |= keep(&mut self.open, part, self.most);
                }
                Ok(None)
            }
            Some(_) if item.is_some() && begun.is_none_or(|begun| Some(begun) >= item) => {
                self.torn = true;
                let Some(begun) = begun else {
                    return Ok(None);
                };
                self.open.truncate(begun + 1);
                let closed = self.open.pop();
                Ok(closed.map(|(name, text)| Step::Close(name, text)))
            }
            Some((open, _)) => Err(ill(line, &format!("</{name}> ends <{open}>"))),
            None => Err(ill(line, &format!("</{name}> ends nothing"))),
        }
    }
}

/// The attributes of an element, by their names with their prefixes.
fn attributes(start: &BytesStart<'_>, line: u64) -> Result<Vec<(String, String)>> {
    let mut all = vec![];
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|cause| ill(line, &cause.to_string()))?;
        let value = quick_xml::escape::unescape(&attribute.value);
        let value = match value {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.clone().into_owned(),
        };
        all.push((attribute.key.into_inner().to_owned(), value));
    }
    Ok(all)
}

/// Adds to the text of what is open, as far as anyone needs it; whether something of it had no room.
fn keep(open: &mut [(String, String)], said: &str, most: usize) -> bool {
    let Some((_, text)) = open.last_mut() else {
        return false;
    };
    let room = most.saturating_sub(text.len());
    let end = (0..=room.min(said.len()))
        .rev()
        .find(|at| said.is_char_boundary(*at))
        .unwrap_or(0);
    for (nth, part) in said[..end].split(LETTER).enumerate() {
        text.push_str(if nth > 0 { "<" } else { "" });
        text.push_str(part);
    }
    end < said.len()
}

fn has_dtd() -> Error {
    unreadable(
        "has-dtd",
        "The file declares a document type of its own, which could make anything of it.",
    )
    .hint("Exports have none. Take the line that begins with <!DOCTYPE out if you trust the file.")
}

fn ill(line: u64, why: &str) -> Error {
    unreadable(
        "not-well-formed",
        format!("The file is no well-formed XML: in line {line}, {why}."),
    )
    .hint("It may have been cut off on its way here; export it again.")
}

fn wrong(cause: &quick_xml::Error, line: u64) -> Error {
    match cause {
        quick_xml::Error::Io(cause) => super::source::failed(cause),
        other => ill(line, &other.to_string()),
    }
}
