//! What stands within a paragraph: runs of text with their looks, links, fields, and what is anchored there.

use super::{
    change::View,
    line::{BOLD, CODE, ITALIC, Marks, STRIKE, SUB, SUP, Span, What},
    names::{Role, is_monospaced},
    package::Target,
    styles::Look,
    symbols,
    tree::{Node, WORDS},
    walk::{Builder, choice, text_span},
};
use std::rc::Rc;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// What it says to do.
    order: String,
    /// Its result is being read.
    shows: bool,
    link: Option<Rc<str>>,
    /// Words that stand where only its order should.
    words: String,
}

impl Builder<'_> {
    /// An element within a paragraph.
    pub(super) fn inline(&mut self, node: &Node) {
        match &*node.name {
            "w:r" => self.run(node),
            "w:hyperlink" => {
                let link = self.hyperlink(node);
                self.linked(link, node);
            }
            "w:fldSimple" => {
                let order = node.get("w:instr").unwrap_or_default().to_owned();
                let link = self.link_of_field(&order);
                self.linked(link, node);
            }
            "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference" => self.range(node),
            "w:sdt" => self.control(node, &mut Self::inline),
            "mc:AlternateContent" => {
                if let Some(chosen) = choice(node) {
                    self.inline_in(chosen);
                }
            }
            "m:oMath" | "m:oMathPara" => {
                let text = node.words();
                self.left(
                    &text,
                    "It is an equation, of which only the signs come, on one line.",
                );
                self.line.push(text_span(text));
            }
            "w:p" | "w:tbl" => self.block(node),
            "w:subDoc" => self.left("", "Another document stands within it, which is not read."),
            "w:pPr" | "w:rPr" | "w:sdtPr" | "w:smartTagPr" | "w:customXmlPr" | "w:proofErr"
            | "w:bookmarkStart" | "w:bookmarkEnd" | "w:fldData" => {}
            WORDS => {
                let text = node.text();
                self.left(
                    &text,
                    "It stood too deep, or in too much, and comes as plain words.",
                );
                self.line.push(text_span(text));
            }
            name => match self.view.shows(name) {
                Some(false) => self.hidden(node),
                _ => self.inline_in(node),
            },
        }
    }

    fn inline_in(&mut self, node: &Node) {
        node.nodes().for_each(|node| self.inline(node));
    }

    fn linked(&mut self, link: Option<Rc<str>>, node: &Node) {
        self.links.push(link);
        self.inline_in(node);
        self.links.pop();
    }

    /// Where a link leads.
    fn hyperlink(&self, node: &Node) -> Option<Rc<str>> {
        let target = node.get("r:id").and_then(|id| self.relations.get(id));
        match target {
            Some(Target::Out(address)) => {
                let anchor = node.get("w:anchor").filter(|anchor| !anchor.is_empty());
                match anchor {
                    Some(anchor) if !address.contains('#') => {
                        self.address(&format!("{address}#{anchor}"))
                    }
                    _ => self.address(address),
                }
            }
            Some(Target::Within(path) | Target::Astray(path)) => self.address(path),
            None => {
                if let Some(anchor) = node.get("w:anchor") {
                    return self.address(&format!("#{anchor}"));
                }
                None
            }
        }
    }

    /// An address that readers may follow; of any other the words stay.
    fn address(&self, address: &str) -> Option<Rc<str>> {
        let address = address.trim();
        let low = address.to_ascii_lowercase();
        if ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|start| low.starts_with(start))
        {
            return Some(address.into());
        }
        if low.starts_with("www.") {
            return Some(format!("https://{address}").into());
        }
        match address.starts_with('#') {
            true => self.left(
                "",
                "Links to other places of the same text lead nowhere here; their words stay.",
            ),
            false => self.left(
                address,
                "A link leads there, where no reader could follow; its words stay.",
            ),
        }
        None
    }

    fn link_of_field(&self, order: &str) -> Option<Rc<str>> {
        let words = words_of(order);
        if !words.first()?.eq_ignore_ascii_case("HYPERLINK") {
            return None;
        }
        let mut address = String::new();
        let mut rest = words.iter().skip(1);
        while let Some(word) = rest.next() {
            match word.as_str() {
                "\\l" => {
                    if let Some(anchor) = rest.next() {
                        address = format!("{address}#{anchor}");
                    }
                }
                "\\o" | "\\t" => {
                    rest.next();
                }
                word if word.starts_with('\\') => {}
                word if address.is_empty() => address = word.to_owned(),
                _ => {}
            }
        }
        self.address(&address)
    }

    /// Whether what comes is the order of a field, which nobody sees.
    fn is_order(&self) -> bool {
        self.fields.iter().any(|field| !field.shows)
    }

    /// The link that holds for what comes.
    fn link(&self) -> Option<Rc<str>> {
        let field = self
            .fields
            .iter()
            .rev()
            .find_map(|field| field.link.clone());
        field.or_else(|| self.links.iter().rev().flatten().next().cloned())
    }

    fn run(&mut self, node: &Node) {
        let look = self.look(node);
        let marks = self.marks(&look);
        if look.hidden == Some(true) {
            let text = node.words();
            if !text.is_empty() && !self.is_order() {
                self.left(&text, "It is hidden in the document.");
            }
            // What is hidden may still be a part of a field.
            node.nodes()
                .filter(|node| matches!(&*node.name, "w:fldChar" | "w:instrText"))
                .for_each(|node| self.piece(node, &look, marks));
            return;
        }
        node.nodes().for_each(|node| self.piece(node, &look, marks));
    }

    /// The look of a run, of its own and by its styles. A style that makes bold what is bold already makes it plain.
    fn look(&self, node: &Node) -> Look {
        let own = self
            .view
            .props(node, "w:rPr")
            .map(Look::of)
            .unwrap_or_default();
        let style = own
            .style
            .as_deref()
            .map(|id| self.doc.styles.text(id))
            .unwrap_or_default();
        let (around, base) = (&self.paragraph.look, &self.doc.styles.base);
        let toggled = |own: Option<bool>, get: &dyn Fn(&Look) -> Option<bool>| {
            let styled = get(around).unwrap_or(false) != get(&style).unwrap_or(false);
            Some(own.unwrap_or(styled || get(base).unwrap_or(false)))
        };
        let language = |at: usize| {
            [&own, &style, around, base]
                .into_iter()
                .find_map(|look| look.language.get(at).and_then(Clone::clone))
        };
        let code = style.is_code
            || self.paragraph.code_fonts
                && own
                    .font
                    .as_ref()
                    .or(style.font.as_ref())
                    .is_some_and(|font| is_monospaced(font));
        Look {
            bold: toggled(own.bold, &|look| look.bold),
            italic: toggled(own.italic, &|look| look.italic),
            strike: toggled(own.strike, &|look| look.strike),
            hidden: toggled(own.hidden, &|look| look.hidden),
            raised: own.raised.or(style.raised).or(around.raised),
            right_to_left: own.right_to_left.or(style.right_to_left),
            font: own.font.clone().or_else(|| style.font.clone()),
            language: [language(0), language(1), language(2)],
            style: None,
            is_code: code,
        }
    }

    /// The marks of a look. Where a paragraph is something by its style, only what differs from that is marked.
    fn marks(&self, look: &Look) -> Marks {
        let styled = !matches!(
            self.paragraph.role,
            Role::Text | Role::Bullet(_) | Role::Number(_)
        );
        let is = |own: Option<bool>, around: Option<bool>| {
            own.unwrap_or(false) != (styled && around.unwrap_or(false))
        };
        let around = &self.paragraph.look;
        let mut marks = 0;
        for (bit, is) in [
            (BOLD, is(look.bold, around.bold)),
            (ITALIC, is(look.italic, around.italic)),
            (STRIKE, is(look.strike, around.strike)),
            (SUB, look.raised == Some(-1)),
            (SUP, look.raised == Some(1)),
            (CODE, look.is_code),
        ] {
            marks |= if is { bit } else { 0 };
        }
        marks
    }

    /// A piece of a run.
    fn piece(&mut self, node: &Node, look: &Look, marks: Marks) {
        match &*node.name {
            "w:t" | "w:delText" => self.say(&node.text(), look, marks),
            "w:tab" | "w:ptab" => self.say(" ", look, marks),
            "w:noBreakHyphen" => self.say("\u{2011}", look, marks),
            "w:softHyphen" => self.say("\u{ad}", look, marks),
            "w:br" if matches!(node.get("w:type"), Some("page" | "column")) => {}
            "w:br" | "w:cr" => self.push(What::Break, marks),
            "w:sym" => {
                let font = node.get("w:font").unwrap_or_default();
                let code = node
                    .get("w:char")
                    .and_then(|code| u32::from_str_radix(code, 16).ok());
                match code.and_then(|code| symbols::unicode(font, code)) {
                    Some(sign) => self.say(&sign.to_string(), look, marks),
                    None => self.unknown(font, node.get("w:char").unwrap_or_default(), look, marks),
                }
            }
            "w:fldChar" => self.field(node.get("w:fldCharType").unwrap_or_default()),
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
                    field.order.push_str(&node.text());
                }
            }
            "w:footnoteReference" | "w:endnoteReference" => {
                let note = (
                    &*node.name == "w:endnoteReference",
                    node.get("w:id").unwrap_or_default().to_owned(),
                );
                self.note(note);
            }
            "w:commentReference" => self.range(node),
            "w:drawing" | "w:pict" | "w:object" => self.drawn(node, false),
            "mc:AlternateContent" => {
                if let Some(chosen) = choice(node) {
                    chosen
                        .nodes()
                        .for_each(|node| self.piece(node, look, marks));
                }
            }
            "w:ruby" => self.ruby(node),
            WORDS | "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" | "w:r" | "w:hyperlink" => {
                self.inline(node)
            }
            _ => {}
        }
    }

    /// The reading of a word stands behind it.
    fn ruby(&mut self, node: &Node) {
        if let Some(base) = node.child("w:rubyBase") {
            self.inline_in(base);
        }
        if let Some(above) = node.child("w:rt") {
            let text = above.words();
            if !text.is_empty() {
                self.line.push(text_span(format!("({text})")));
            }
        }
    }

    fn unknown(&mut self, font: &str, code: &str, look: &Look, marks: Marks) {
        self.left(
            &format!("{font} {code}"),
            "A sign of this font stands for nothing that is known; � stands in its place.",
        );
        self.say("\u{fffd}", look, marks);
    }

    /// Text as it stands.
    fn say(&mut self, text: &str, look: &Look, marks: Marks) {
        if self.is_order() {
            if let Some(field) = self.fields.last_mut() {
                field.words.push_str(text);
            }
            return;
        }
        let mut clean: String = text
            .chars()
            .filter_map(|c| match c {
                '\t' | '\n' | '\r' => Some(' '),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => None,
                c => Some(c),
            })
            .collect();
        if let Some(font) = look
            .font
            .as_deref()
            .filter(|font| symbols::is_symbolic(font))
        {
            let sign = |c: char| match c {
                '\u{f000}'..='\u{f0ff}' => symbols::unicode(font, u32::from(c)).unwrap_or(c),
                c => c,
            };
            clean = clean.chars().map(sign).collect();
        }
        self.count(&clean, look);
        self.push(What::Text(clean), marks);
    }

    /// Counts letters by the language that they are in.
    fn count(&self, text: &str, look: &Look) {
        if self.view == View::Before {
            return;
        }
        let letters = text.chars().filter(|c| c.is_alphabetic()).count() as u64;
        let far = text
            .chars()
            .any(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
        let at = match (look.right_to_left, far) {
            (Some(true), _) => 1,
            (_, true) => 2,
            _ => 0,
        };
        let named = look.language.get(at).and_then(Clone::clone);
        let named =
            named.filter(|named| !named.is_empty() && named != "x-none" && named.len() <= 35);
        if let Some(named) = named {
            *self.told.borrow_mut().languages.entry(named).or_default() += letters;
        }
    }

    pub(super) fn push(&mut self, what: What, marks: Marks) {
        if self.is_order() {
            return;
        }
        let link = match what {
            What::Note(_) | What::Break => None,
            _ => self.link(),
        };
        self.line.push(Span { marks, link, what });
    }

    /// A field begins, shows its result from here on, or ends.
    fn field(&mut self, what: &str) {
        match what {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                let order = self.fields.last().map(|field| field.order.clone());
                let link = order.and_then(|order| self.link_of_field(&order));
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                    field.link = link;
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else {
                    return;
                };
                let sort = words_of(&field.order)
                    .first()
                    .map(|word| word.to_uppercase());
                if !field.shows
                    && matches!(
                        sort.as_deref(),
                        Some("EQ" | "SYMBOL" | "ADVANCE" | "AUTOTEXT")
                    )
                {
                    self.left(
                        field.order.trim(),
                        "It is a field that shows nothing that is written down.",
                    );
                }
            }
            _ => {}
        }
    }

    /// A field whose order does not end in its paragraph has none: it would take in all that follows.
    pub(super) fn end_orders(&mut self) {
        if !self.is_order() {
            return;
        }
        for field in std::mem::take(&mut self.fields) {
            match field.shows {
                true => self.fields.push(field),
                false => self.left(
                    format!("{}{}", field.order, field.words).trim(),
                    "It belongs to a field that has no end.",
                ),
            }
        }
    }

    fn note(&mut self, note: (bool, String)) {
        let known = self.doc.notes.get(usize::from(note.0));
        if !known.is_some_and(|(notes, _)| notes.contains_key(&note.1)) {
            return self.left("", "A footnote’s text is missing.");
        }
        if self.is_order() {
            return;
        }
        let number = self.told.borrow_mut().label(&note);
        if !self.notes.iter().any(|(known, _)| *known == number) {
            self.notes.push((number, note));
        }
        self.push(What::Note(number), 0);
    }
}

/// The words of a field's order; what is between quotation marks is one.
fn words_of(order: &str) -> Vec<String> {
    let mut out = vec![];
    let mut word = String::new();
    let (mut quoted, mut some) = (false, false);
    for c in order.chars() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                some = true;
            }
            c if c.is_whitespace() && !quoted => {
                if some {
                    out.push(std::mem::take(&mut word));
                }
                some = false;
            }
            c => {
                word.push(c);
                some = true;
            }
        }
    }
    if some {
        out.push(word);
    }
    out
}
