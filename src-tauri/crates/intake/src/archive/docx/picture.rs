//! Pictures, text boxes, and what else is drawn.

use super::{
    block::Block,
    line::{Picture, What},
    package::Target,
    tree::Node,
    walk::{Builder, choice},
};

/// What pictures' files end in that can be shown.
const SHOWN: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];

impl Builder<'_> {
    /// What is drawn, in the line or anchored to it.
    pub(super) fn drawn(&mut self, node: &Node, anchored: bool) {
        match &*node.name {
            "mc:AlternateContent" => {
                if let Some(chosen) = choice(node) {
                    chosen.nodes().for_each(|node| self.drawn(node, anchored));
                }
            }
            "w:txbxContent" => {
                let blocks = self.apart(&mut |builder| builder.blocks_in(node));
                self.after.extend(blocks);
            }
            "wp:inline" => self.shown(node, false),
            "wp:anchor" => self.shown(node, true),
            "w:object" => {
                self.left(
                    "",
                    "Something of another program stands within it, which is not read.",
                );
                self.drawn_in(node, anchored);
            }
            "pic:pic" | "a:graphic" => self.shown(node, anchored),
            "v:imagedata" => self.of_vml(node, ""),
            "v:rect" if matches!(node.get("o:hr"), Some("t" | "true" | "1")) => {
                self.after.push(Block::Rule);
            }
            "v:textpath" => {
                let text = node.get("string").unwrap_or_default();
                self.left(
                    text,
                    "It is lettering that is drawn, and not part of the text.",
                );
            }
            name if name.starts_with("v:") => {
                let alt = node.get("alt").unwrap_or_default();
                for inner in node.nodes() {
                    match &*inner.name {
                        "v:imagedata" => self.of_vml(inner, alt),
                        _ => self.drawn(inner, true),
                    }
                }
            }
            _ => self.drawn_in(node, anchored),
        }
    }

    fn drawn_in(&mut self, node: &Node, anchored: bool) {
        node.nodes().for_each(|node| self.drawn(node, anchored));
    }

    /// A drawing with its description: one picture or several, text boxes, or what can't be shown.
    fn shown(&mut self, node: &Node, anchored: bool) {
        let about = node.child("wp:docPr");
        let alt = about.and_then(|about| about.get("descr").filter(|alt| !alt.trim().is_empty()));
        let alt = alt.or_else(|| about?.get("title")).unwrap_or_default();
        let mut found = vec![];
        blips(node, &mut found);
        for blip in &found {
            let own = found.len() > 1;
            self.blip(blip, if own { "" } else { alt }, anchored);
        }
        self.boxes(node);
        for (name, what) in [("c:chart", "a chart"), ("dgm:relIds", "a diagram")] {
            if node.find(name).is_some() {
                self.left(alt, &format!("It is {what}, which is not read."));
            }
        }
    }

    /// Text boxes within.
    fn boxes(&mut self, node: &Node) {
        match &*node.name {
            "w:txbxContent" => self.drawn(node, true),
            "mc:AlternateContent" => {
                if let Some(chosen) = choice(node) {
                    self.boxes(chosen);
                }
            }
            _ => node.nodes().for_each(|node| self.boxes(node)),
        }
    }

    fn blip(&mut self, blip: &Node, alt: &str, anchored: bool) {
        let embedded = blip
            .get("r:embed")
            .and_then(|id| self.relations.get(id))
            .cloned();
        let vector = blip
            .find("asvg:svgBlip")
            .and_then(|svg| self.relations.get(svg.get("r:embed")?))
            .cloned();
        let linked = blip
            .get("r:link")
            .and_then(|id| self.relations.get(id))
            .cloned();
        let is_shown = |target: &Option<Target>| matches!(target, Some(Target::Within(path)) if can_be_shown(path));
        let target = match (is_shown(&embedded), is_shown(&vector)) {
            (false, true) => vector,
            _ => embedded.or(linked),
        };
        self.placed(target, alt, anchored);
    }

    fn of_vml(&mut self, node: &Node, alt: &str) {
        let target = node
            .get("r:id")
            .and_then(|id| self.relations.get(id))
            .cloned();
        let alt = match alt {
            "" => node.get("o:title").unwrap_or_default(),
            alt => alt,
        };
        self.placed(target, alt, false);
    }

    /// A picture at its place, where it is one that can be shown.
    fn placed(&mut self, target: Option<Target>, alt: &str, anchored: bool) {
        let address = match target {
            Some(Target::Within(path)) => match self.doc.package.path(&path) {
                Some(path) if can_be_shown(path) => path.to_owned(),
                Some(path) => {
                    let end = path.rsplit('.').next().unwrap_or_default().to_uppercase();
                    return self.left(
                        alt,
                        &format!(
                            "A picture ({path}) is in a format that no browser shows ({end})."
                        ),
                    );
                }
                None => return self.left(alt, &format!("A picture is missing: {path}.")),
            },
            Some(Target::Out(address))
                if address.starts_with("https://") || address.starts_with("http://") =>
            {
                address
            }
            Some(Target::Out(path)) => {
                return self.left(
                    alt,
                    &format!("A picture is not in the document, but at {path}."),
                );
            }
            Some(Target::Astray(path)) => {
                return self.left(
                    alt,
                    &format!("A picture’s path leads out of the document: {path}."),
                );
            }
            None => return self.left(alt, "A picture is missing."),
        };
        let alt: String = alt
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let picture = Picture {
            alt,
            address,
            caption: String::new(),
        };
        if anchored {
            self.after.push(Block::Picture(picture));
        } else {
            self.push(What::Picture(picture), 0);
        }
    }
}

/// Every picture of a drawing, of what stands in several forms only one.
fn blips<'n>(node: &'n Node, into: &mut Vec<&'n Node>) {
    match &*node.name {
        "a:blip" => into.push(node),
        "w:txbxContent" => {}
        "mc:AlternateContent" => {
            if let Some(chosen) = choice(node) {
                blips(chosen, into);
            }
        }
        _ => node.nodes().for_each(|node| blips(node, into)),
    }
}

fn can_be_shown(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    SHOWN.iter().any(|end| path.ends_with(end))
}
