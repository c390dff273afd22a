//! Styles: what each makes of a paragraph or a stretch of text, whatever language its name is in.

use super::{
    names::{self, Role},
    tree::Node,
};
use std::collections::HashMap;

/// How often a style may be based on another.
const CHAIN: usize = 24;

/// How a stretch of text looks, as far as that matters here. What nobody says is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) strike: Option<bool>,
    /// -1 below the line, 1 above it.
    pub(super) raised: Option<i8>,
    pub(super) hidden: Option<bool>,
    pub(super) right_to_left: Option<bool>,
    pub(super) font: Option<String>,
    /// Of Latin letters, of what runs from right to left, of Chinese and its neighbours.
    pub(super) language: [Option<String>; 3],
    pub(super) style: Option<String>,
    pub(super) is_code: bool,
}

impl Look {
    /// Of `w:rPr`.
    pub(super) fn of(node: &Node) -> Self {
        let mut look = Self::default();
        let strike = [node.child("w:strike"), node.child("w:dstrike")];
        look.strike = strike
            .into_iter()
            .flatten()
            .map(is_on)
            .reduce(|a, b| a || b);
        look.bold = node.child("w:b").map(is_on);
        look.italic = node.child("w:i").map(is_on);
        look.hidden = node.child("w:vanish").map(is_on);
        look.right_to_left = node.child("w:rtl").map(is_on);
        look.raised = node.val_of("w:vertAlign").map(|align| match align {
            "subscript" => -1,
            "superscript" => 1,
            _ => 0,
        });
        if let Some(fonts) = node.child("w:rFonts") {
            let font = fonts.get("w:ascii").or_else(|| fonts.get("w:hAnsi"));
            look.font = font.map(ToOwned::to_owned);
        }
        if let Some(language) = node.child("w:lang") {
            look.language = ["w:val", "w:bidi", "w:eastAsia"]
                .map(|name| language.get(name).map(ToOwned::to_owned));
        }
        look.style = node.val_of("w:rStyle").map(ToOwned::to_owned);
        look
    }

    /// This over what is below it.
    fn over(&self, below: &Self) -> Self {
        let language = |at: usize| {
            let own = self.language.get(at).and_then(Clone::clone);
            own.or_else(|| below.language.get(at).and_then(Clone::clone))
        };
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            strike: self.strike.or(below.strike),
            raised: self.raised.or(below.raised),
            hidden: self.hidden.or(below.hidden),
            right_to_left: self.right_to_left.or(below.right_to_left),
            font: self.font.clone().or_else(|| below.font.clone()),
            language: [language(0), language(1), language(2)],
            style: None,
            is_code: self.is_code || below.is_code,
        }
    }
}

/// Whether a switch is on, where it is named.
pub(super) fn is_on(node: &Node) -> bool {
    !matches!(node.val(), Some("0" | "false" | "off" | "none"))
}

/// A style with all that it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) role: Role,
    pub(super) look: Look,
    /// Which list it makes an item of, and how deep.
    pub(super) list: (Option<String>, Option<usize>),
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    /// Of paragraphs that name none.
    plain: Style,
    /// What holds where no style says anything.
    pub(super) base: Look,
}

impl Styles {
    /// Of the part with styles.
    pub(super) fn of(root: &Node) -> Self {
        let named: HashMap<&str, &Node> = root
            .nodes()
            .filter(|node| &*node.name == "w:style")
            .filter_map(|node| Some((node.get("w:styleId")?, node)))
            .collect();
        let all: HashMap<String, Style> = named
            .keys()
            .map(|id| ((*id).to_owned(), resolved(id, &named)))
            .collect();
        let plain = root.nodes().find(|node| {
            &*node.name == "w:style"
                && node.get("w:type") == Some("paragraph")
                && matches!(node.get("w:default"), Some("1" | "true" | "on"))
        });
        let plain = plain
            .and_then(|node| all.get(node.get("w:styleId")?))
            .cloned();
        let base = root
            .child("w:docDefaults")
            .and_then(|node| node.child("w:rPrDefault")?.child("w:rPr"))
            .map(Look::of);
        Self {
            all,
            plain: plain.unwrap_or_default(),
            base: base.unwrap_or_default(),
        }
    }

    /// The style of a paragraph.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Style {
        let Some(id) = id else {
            return self.plain.clone();
        };
        self.all.get(id).cloned().unwrap_or_else(|| Style {
            // What is named and not there is known by its id alone.
            role: names::role(id).unwrap_or_default(),
            ..Style::default()
        })
    }

    /// The look of a style for stretches of text.
    pub(super) fn text(&self, id: &str) -> Look {
        match self.all.get(id) {
            Some(style) => style.look.clone(),
            None => named(id, Look::default()),
        }
    }
}

/// A style with what it is based on, the nearest first.
fn resolved(id: &str, named: &HashMap<&str, &Node>) -> Style {
    let mut out = Style::default();
    let mut role = None;
    let mut outline = None;
    let mut at = Some(id);
    for _ in 0..CHAIN {
        let Some(node) = at.and_then(|id| named.get(id)) else {
            break;
        };
        let id = at.unwrap_or_default();
        let name = node.val_of("w:name").unwrap_or_default();
        let is_text = node.get("w:type") == Some("character");
        let mut look = node.child("w:rPr").map(Look::of).unwrap_or_default();
        if is_text {
            look = self::named(id, self::named(name, look));
        } else {
            role = role
                .or_else(|| names::role(name))
                .or_else(|| names::role(id));
            if let Some(props) = node.child("w:pPr") {
                outline = outline.or_else(|| outline_of(props));
                let (list, level) = list_of(props);
                out.list.0 = out.list.0.take().or(list);
                out.list.1 = out.list.1.or(level);
            }
        }
        out.look = out.look.over(&look);
        at = node.val_of("w:basedOn");
    }
    let heading = outline
        .filter(|level| *level < 9)
        .map(|level| Role::Heading(level + 1));
    // What is like any text is a heading where it stands so in the document's outline.
    let role = role.filter(|role| heading.is_none() || *role != Role::Text);
    out.role = role.or(heading).unwrap_or_default();
    out
}

/// `w:outlineLvl` of a paragraph's properties.
pub(super) fn outline_of(props: &Node) -> Option<u8> {
    props.val_of("w:outlineLvl")?.parse().ok()
}

/// Which list a paragraph's properties name, and how deep.
pub(super) fn list_of(props: &Node) -> (Option<String>, Option<usize>) {
    let list = props.child("w:numPr");
    let level = list.and_then(|list| list.val_of("w:ilvl")?.parse().ok());
    let id = list.and_then(|list| list.val_of("w:numId"));
    (id.map(ToOwned::to_owned), level)
}

/// What styles of these names are even where a document does not say how they look.
fn named(name: &str, mut look: Look) -> Look {
    match names::key(name).as_str() {
        "strong" | "fett" | "élevé" | "lev" | "bold" => look.bold = look.bold.or(Some(true)),
        "emphasis" | "hervorhebung" | "accentuation" | "italic" | "énfasis" | "enfasi" => {
            look.italic = look.italic.or(Some(true));
        }
        key if names::is_code(key) => look.is_code = true,
        _ => {}
    }
    look
}
