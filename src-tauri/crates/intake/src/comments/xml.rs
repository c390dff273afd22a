//! XML element by element: no document types, no entities but XML's own, nothing held but the names of what is open.

use super::{offer::unreadable, source::Source};
use model::{Error, Result};
use quick_xml::{Reader, events::Event};

/// Deepest nesting.
const DEPTH: usize = 200;
/// Most bytes of an element's own text that are kept: far past any comment, short of what a post may hold.
const TEXT: usize = 2 << 20;

/// What comes next.
pub(super) enum Step {
    /// An element begins, by its name with its prefix.
    Open(String),
    /// One ends, by its name, with the text right within it.
    Close(String, String),
    /// The document ends.
    End,
}

/// A document that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<Source<'a>>,
    room: Vec<u8>,
    /// What is open, each with its text so far.
    open: Vec<(String, String)>,
    /// The attribute `id` of the element that began last, with or without a prefix.
    id: Option<String>,
    some: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // Other programs' addresses are full of them.
        config.allow_dangling_amp = true;
        Self {
            reader,
            room: vec![],
            open: vec![],
            id: None,
            some: false,
        }
    }

    /// In which line it is.
    pub(super) fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    /// Whether bytes that are no text were replaced since this was asked last.
    pub(super) fn replaced(&mut self) -> bool {
        let up_to = self.reader.buffer_position();
        self.reader.get_mut().replaced(up_to)
    }

    /// The attribute `id` of the element that began last.
    pub(super) fn id(&mut self) -> Option<String> {
        self.id.take()
    }

    /// Whether the element that is open has `name` right above it.
    pub(super) fn within(&self, name: &str) -> bool {
        self.open.last().is_some_and(|(above, _)| above == name)
    }

    /// The next step.
    ///
    /// # Errors
    /// `not-well-formed`, with the line; `has-dtd`; `too-large`.
    pub(super) fn next(&mut self) -> Result<Step> {
        loop {
            self.room.clear();
            self.reader.get_mut().begin();
            let event = match self.reader.read_event_into(&mut self.room) {
                Ok(event) => event,
                Err(cause) => return Err(wrong(&cause, self.reader.get_ref().line())),
            };
            match event {
                Event::Start(start) => {
                    let line = self.reader.get_ref().line();
                    if self.open.len() >= DEPTH {
                        let why = format!("its elements are more than {DEPTH} deep");
                        return Err(ill(line, &why));
                    }
                    self.id = None;
                    for attribute in start.attributes() {
                        let attribute = attribute.map_err(|cause| ill(line, &cause.to_string()))?;
                        if attribute.key.local_name().into_inner() == "id" {
                            let id = quick_xml::escape::unescape(&attribute.value);
                            self.id = Some(match id {
                                Ok(id) => id.into_owned(),
                                Err(_) => attribute.value.into_owned(),
                            });
                        }
                    }
                    let name = start.name().into_inner().to_owned();
                    self.some = true;
                    self.open.push((name.clone(), String::new()));
                    return Ok(Step::Open(name));
                }
                Event::End(_) => {
                    if let Some((name, text)) = self.open.pop() {
                        return Ok(Step::Close(name, text));
                    }
                }
                Event::Text(text) => keep(&mut self.open, &text.into_inner()),
                Event::CData(text) => keep(&mut self.open, &text.into_inner()),
                Event::GeneralRef(named) => {
                    let named = format!("&{};", named.into_inner());
                    // What XML does not know is HTML's, or nobody's: its letters stay.
                    let said = quick_xml::escape::unescape(&named);
                    keep(&mut self.open, said.as_deref().unwrap_or(&named));
                }
                Event::DocType(_) => {
                    return Err(unreadable(
                        "has-dtd",
                        "The file declares a document type of its own, which could make anything of it.",
                    )
                    .hint("Exports have none. Take the line that begins with <!DOCTYPE out if you trust the file."));
                }
                Event::Eof => {
                    let line = self.reader.get_ref().line();
                    return match self.open.last() {
                        Some((name, _)) => {
                            Err(ill(line, &format!("it ends while <{name}> is open")))
                        }
                        None if !self.some => Err(ill(line, "it holds no element")),
                        None => Ok(Step::End),
                    };
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

/// Adds to the text of what is open, as far as anyone needs it.
fn keep(open: &mut [(String, String)], said: &str) {
    if let Some((_, text)) = open.last_mut()
        && text.len() + said.len() <= TEXT
    {
        text.push_str(said);
    } else if let Some((_, text)) = open.last_mut() {
        let room = TEXT.saturating_sub(text.len());
        let end = (0..=room.min(said.len()))
            .rev()
            .find(|at| said.is_char_boundary(*at))
            .unwrap_or(0);
        text.push_str(&said[..end]);
    }
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
