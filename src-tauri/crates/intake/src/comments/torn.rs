//! A text in an export that never ends, since its section or its element does not: it takes in what is said behind it. What that
//! is, is read again.

use super::{
    source::Source,
    xml::{Attributes, ITEM, Step, Xml},
};

/// How what stands behind a text in an item begins, where the text's own end is missing.
const BEHIND: [&str; 9] = [
    "<wp:",
    "<content:encoded",
    "<excerpt:encoded",
    "<description>",
    "<category ",
    "<dc:creator>",
    "<guid",
    "<link>",
    "<pubDate>",
];
/// A comment of a reader.
const COMMENT: &str = "wp:comment";

/// Takes from a text what stands behind its end; and whether readers' comments are in that.
pub(super) fn rest(name: &str, text: &mut String) -> (Option<String>, bool) {
    let end = format!("</{name}>");
    // Behind a text of an article stand these alone; what else looks like an element is said in it.
    let marks = match name.ends_with(":encoded") {
        true => &BEHIND[..3],
        false => &BEHIND[..],
    };
    let behind = marks.iter().filter_map(|mark| text.find(mark));
    let Some(at) = behind.chain(text.find(&end)).min() else {
        return (None, false);
    };
    let rest = text.split_off(at);
    let rest = rest.strip_prefix(&end).unwrap_or(&rest);
    (
        Some(rest.to_owned()),
        rest.contains(&format!("<{COMMENT}>")),
    )
}

/// What is said in the rest of an item, and up to its end. Readers' comments are passed over: of what they wrote, nothing shows any more
/// where it ended, and so who wrote what stands behind it.
pub(super) fn steps(rest: &str, most: usize) -> Vec<(Step, Attributes)> {
    // What stands for other signs was read already.
    let whole = rest.replace('&', "&amp;").replace("<![CDATA[", "");
    let whole = format!("<{ITEM}>{whole}</{ITEM}>");
    let mut bytes = whole.as_bytes();
    let mut out = vec![];
    let (mut first, mut comment) = (true, false);
    if let Ok(source) = Source::new(&mut bytes) {
        let mut xml = Xml::of_part(source, most);
        while let Ok(step) = xml.next() {
            match &step {
                Step::End => break,
                Step::Open(name) => comment |= name == COMMENT,
                Step::Close(name, _) if name == ITEM => comment = false,
                Step::Close(..) => {}
            }
            let ends = matches!(&step, Step::Close(name, _) if name == COMMENT);
            if !comment && !std::mem::take(&mut first) {
                out.push((step, xml.attributes()));
            }
            comment &= !ends;
        }
    }
    let closed = out
        .last()
        .is_some_and(|(last, _)| matches!(last, Step::Close(name, _) if name == ITEM));
    if !closed {
        out.push((Step::Close(ITEM.to_owned(), String::new()), vec![]));
    }
    out
}
