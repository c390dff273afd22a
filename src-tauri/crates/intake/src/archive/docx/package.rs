//! The parts of a document's package, and what leads from one to another. Nothing leads out of it.

use super::tree::{self, Node};
use crate::archive::Files;
use model::{Result, page::Leftover};
use std::{collections::HashMap, io::Read};

/// Largest part that is read whole.
const PART: usize = 96 << 20;

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// To a part of the package, by its path.
    Within(String),
    /// To an address.
    Out(String),
    /// Out of the package, by a path.
    Astray(String),
}

/// A relation of a part.
#[derive(Debug)]
struct Relation {
    /// The last word of its type.
    sort: String,
    target: Target,
}

/// What leads on from a part, by the relations' ids.
#[derive(Debug, Default)]
pub(super) struct Relations(HashMap<String, Relation>, Vec<String>);

impl Relations {
    pub(super) fn get(&self, id: &str) -> Option<&Target> {
        self.0.get(id).map(|relation| &relation.target)
    }

    /// The first part of a sort.
    pub(super) fn sort<'s>(&'s self, sort: &'s str) -> Option<&'s str> {
        self.all(sort).next()
    }

    /// Every part of a sort, in order.
    pub(super) fn all<'s>(&'s self, sort: &'s str) -> impl Iterator<Item = &'s str> {
        self.1.iter().filter_map(move |id| {
            let relation = self.0.get(id)?;
            match &relation.target {
                Target::Within(path) if relation.sort == sort => Some(path.as_str()),
                _ => None,
            }
        })
    }
}

/// A document's package.
pub(super) struct Package<'a> {
    pub(super) files: &'a Files,
}

impl Package<'_> {
    /// Whether there is a file by this path, whatever its case.
    pub(super) fn path(&self, path: &str) -> Option<&str> {
        let all = &self.files.all;
        if let Ok(at) = all.binary_search_by(|named| named.path.as_str().cmp(path)) {
            return all.get(at).map(|named| named.path.as_str());
        }
        let found = all
            .iter()
            .find(|named| named.path.eq_ignore_ascii_case(path));
        found.map(|named| named.path.as_str())
    }

    /// The text of a part as far as it can be read, and what is wrong with the rest.
    pub(super) fn part(&self, path: &str) -> Result<Option<(String, Option<String>)>> {
        let Some(path) = self.path(path) else {
            return Ok(None);
        };
        let mut bytes = vec![];
        let mut wrong = None;
        let opened = self.files.open_file(path, &mut |file| {
            let mut room = vec![0; 1 << 16];
            loop {
                match file.read(&mut room) {
                    Ok(0) => break,
                    Ok(read) => bytes.extend_from_slice(&room[..read]),
                    Err(cause) => {
                        wrong = Some(cause.to_string());
                        break;
                    }
                }
                if bytes.len() > PART {
                    bytes.truncate(PART);
                    wrong = Some(format!("it is larger than {} MB", PART >> 20));
                    break;
                }
            }
            Ok(())
        });
        if let Err(error) = opened {
            wrong = Some(error.message);
        }
        Ok(Some((decode(&bytes), wrong)))
    }

    /// A part as a tree; a fault of it is left with why, and what came before stands.
    pub(super) fn tree(&self, path: &str, left: &mut Vec<Leftover>) -> Result<Option<Node>> {
        let Some((xml, wrong)) = self.part(path)? else {
            return Ok(None);
        };
        let mut found = None;
        let stop = tree::each(&xml, None, &mut |node| {
            found.get_or_insert(node);
        });
        let why = match stop {
            Some(tree::Stop::Dtd) => {
                found = None;
                Some("it declares a document type".to_owned())
            }
            Some(tree::Stop::Broken(why)) => Some(why),
            None => wrong,
        };
        if let Some(why) = why {
            left.push(Leftover {
                place: path.to_owned(),
                text: String::new(),
                why: format!("This part of the document can’t be read whole: {why}."),
            });
        }
        Ok(found)
    }

    /// The relations of a part; of the package itself for an empty path.
    pub(super) fn relations(&self, path: &str) -> Result<Relations> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let at = match folder {
            "" => format!("_rels/{name}.rels"),
            folder => format!("{folder}/_rels/{name}.rels"),
        };
        let at = if path.is_empty() { "_rels/.rels" } else { &at };
        let mut out = Relations::default();
        let Some((xml, _)) = self.part_with_dot(at)? else {
            return Ok(out);
        };
        let Some(root) = tree::whole(&xml) else {
            return Ok(out);
        };
        for relation in root.nodes() {
            let (Some(id), Some(target)) = (relation.get("Id"), relation.get("Target")) else {
                continue;
            };
            let sort = relation.get("Type").unwrap_or_default();
            let sort = sort.rsplit('/').next().unwrap_or_default().to_owned();
            let target = match relation.get("TargetMode") {
                Some("External") => Target::Out(target.trim().to_owned()),
                _ => within(folder, target),
            };
            out.1.push(id.to_owned());
            out.0.insert(id.to_owned(), Relation { sort, target });
        }
        Ok(out)
    }

    /// `_rels/.rels` begins with a dot, as what is hidden does, and is no file of the archive's list.
    fn part_with_dot(&self, path: &str) -> Result<Option<(String, Option<String>)>> {
        if !path.ends_with("/.rels") {
            return self.part(path);
        }
        let mut bytes = vec![];
        let read = self.files.open_file(path, &mut |file| {
            let _ = file.take(1 << 20).read_to_end(&mut bytes);
            Ok(())
        });
        Ok(read.is_ok().then(|| (decode(&bytes), None)))
    }

    /// Where the text of the document is.
    pub(super) fn main(&self) -> Result<Option<String>> {
        let named = self.relations("")?;
        let main = named.sort("officeDocument").map(ToOwned::to_owned);
        let main = main.filter(|path| self.path(path).is_some());
        Ok(main.or_else(|| self.path("word/document.xml").map(ToOwned::to_owned)))
    }
}

/// A path that a part in `folder` leads to.
fn within(folder: &str, target: &str) -> Target {
    let target = target.trim();
    let decoded = percent_decoded(target);
    let (start, rest) = match decoded.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (folder, decoded.as_str()),
    };
    if decoded.contains([':', '\\']) {
        return Target::Astray(target.to_owned());
    }
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Target::Astray(target.to_owned());
                }
            }
            part => parts.push(part),
        }
    }
    Target::Within(parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| Some(char::from(*after.get(at)?).to_digit(16)? as u8);
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                rest = &after[2..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The bytes of a part as text: UTF-8, or UTF-16 by its mark.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Some(wide) = crate::lines::wide(bytes) {
        return wide.decode(bytes).0.into_owned();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Target, within};

    #[test]
    fn a_relation_leads_within_the_package_or_astray() {
        let inside = |path: &str| Target::Within(path.to_owned());
        let astray = |path: &str| Target::Astray(path.to_owned());
        for (target, at) in [
            ("media/image1.png", inside("word/media/image1.png")),
            ("/word/media/a%20b.png", inside("word/media/a b.png")),
            ("../docProps/core.xml", inside("docProps/core.xml")),
            ("../../etc/passwd", astray("../../etc/passwd")),
            ("..\\x.png", astray("..\\x.png")),
            ("file:///C:/x.png", astray("file:///C:/x.png")),
        ] {
            assert_eq!(within("word", target), at, "{target}");
        }
    }
}
