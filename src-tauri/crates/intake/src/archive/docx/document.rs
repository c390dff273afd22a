//! One document, from its package to an article.

use super::{
    block::Block,
    change::{Changes, View},
    head::{self, Head},
    is_open_document,
    lift::lift,
    names::is_monospaced,
    no_document,
    numbering::Numbering,
    package::{Package, Relations},
    properties::{Properties, one_line},
    remarks,
    styles::Styles,
    told::{Document, Told},
    tree::{self, Node},
    walk::Builder,
};
use crate::archive::Files;
use model::{
    Error, Result,
    archive::{Item, Stood},
    page::Leftover,
};
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

/// Most bytes of pictures that come with a document of a folder.
const PICTURES: u64 = 256 << 20;

/// Reads a document whose files anyone finds by their paths.
///
/// # Errors
/// `not-a-document`, `has-dtd`; system errors.
pub(super) fn read(files: &Files, path: &str) -> Result<Item> {
    let package = Package { files };
    let Some(main) = package.main()? else {
        return Err(match is_open_document(files) {
            true => no_document(
                &format!("{path} is called a Word document, but is one of LibreOffice (.odt)."),
                "Open it in LibreOffice, and save it as .docx.",
            ),
            false => no_document(
                &format!("{path} has no text in it: it is no Word document, or not all of one."),
                "Ask for it to be sent again.",
            ),
        });
    };
    let mut left = vec![];
    let properties = Properties::of(&package, &mut left)?;
    let relations = package.relations(&main)?;
    let comments = remarks::all(&package, &relations, &mut left)?;
    let document = known(&package, relations, path, &comments, &mut left)?;
    let told = RefCell::new(Told::default());
    let mut texts = Texts::new(&document, &told);
    let Some((xml, wrong)) = package.part(&main)? else {
        return Err(no_document(
            &format!("{path} has no text in it."),
            "Ask for it to be sent again.",
        ));
    };
    let stop = tree::each(&xml, Some("w:body"), &mut |node| texts.take(&node));
    let why = match stop {
        Some(tree::Stop::Dtd) => {
            return Err(Error::unreadable(
                "has-dtd",
                format!(
                    "{path} declares a document type of its own, which could make anything of it."
                ),
            )
            .hint("No program that writes documents does. Ask where it comes from."));
        }
        Some(tree::Stop::Broken(why)) => Some(why),
        None => wrong,
    };
    if let Some(why) = why {
        let why = format!("The text can’t be read on from here: {}.", wrong_of(&why));
        told.borrow_mut()
            .left(path, "the rest of the document", &why);
    }
    edges(&document, &told)?;
    macros(files, &told, path);
    let mut item = texts.item(&properties, path, &comments);
    left.append(&mut item.left);
    left.append(&mut told.into_inner().left);
    item.left = left;
    Ok(item)
}

fn wrong_of(why: &str) -> &str {
    why.trim_end_matches('.')
}

/// The same with its pictures as files of the article.
///
/// # Errors
/// As [`read`].
pub(super) fn with_pictures(files: &Files, path: &str) -> Result<Item> {
    let mut item = read(files, path)?;
    let mut left = PICTURES;
    let texts = [Some(&item.body), item.proposed.as_ref()];
    let named = |address: &str| texts.iter().flatten().any(|text| text.contains(address));
    let mut found = vec![];
    for file in &files.all {
        let address = super::line::address(&file.path);
        if !named(&format!("]({address}")) {
            continue;
        }
        let bytes = match file.size > left {
            true => Err(format!(
                "The pictures of one document may have {} MB together.",
                PICTURES >> 20
            )),
            false => match files.read(&file.path, left) {
                Ok(bytes) => Ok(bytes.unwrap_or_default()),
                Err(error) => Err(error.message),
            },
        };
        match bytes {
            Ok(bytes) => {
                left = left.saturating_sub(bytes.len() as u64);
                found.push((address, bytes));
            }
            Err(why) => item.left.push(Leftover {
                place: path.to_owned(),
                text: file.path.clone(),
                why: format!("A picture can’t be taken: {why}"),
            }),
        }
    }
    item.files = found;
    Ok(item)
}

/// Everything of a document that is read before its text.
fn known<'a>(
    package: &'a Package<'a>,
    relations: Relations,
    path: &str,
    comments: &[remarks::Comment],
    left: &mut Vec<Leftover>,
) -> Result<Document<'a>> {
    let mut tree = |sort: &str| match relations.sort(sort) {
        Some(path) => package.tree(path, left),
        None => Ok(None),
    };
    let styles = tree("styles")?
        .map(|root| Styles::of(&root))
        .unwrap_or_default();
    let numbering = tree("numbering")?
        .map(|root| Numbering::of(&root))
        .unwrap_or_default();
    let mut notes: [(HashMap<String, Node>, Relations); 2] = Default::default();
    for (nth, sort) in ["footnotes", "endnotes"].into_iter().enumerate() {
        let Some(root) = tree(sort)? else { continue };
        let Some(of) = notes.get_mut(nth) else {
            continue;
        };
        for node in root.kids {
            let tree::Kid::Node(node) = node else {
                continue;
            };
            if let (Some(id), None | Some("normal")) = (node.get("w:id"), node.get("w:type")) {
                of.0.insert(id.to_owned(), node);
            }
        }
        if let Some(path) = relations.sort(sort) {
            of.1 = package.relations(path)?;
        }
    }
    let base = styles
        .paragraph(None)
        .look
        .font
        .or_else(|| styles.base.font.clone());
    Ok(Document {
        place: path.to_owned(),
        package,
        code_fonts: !base.is_some_and(|font| is_monospaced(&font)),
        styles,
        numbering,
        relations,
        notes,
        remarks: comments
            .iter()
            .enumerate()
            .map(|(nth, comment)| (comment.id.clone(), nth))
            .collect(),
    })
}

/// What stands at the edges of pages is no part of the text; it is told.
fn edges(document: &Document<'_>, told: &RefCell<Told>) -> Result<()> {
    for sort in ["header", "footer"] {
        for path in document.relations.all(sort).take(100) {
            let root = document.package.tree(path, &mut vec![])?;
            let words = root.map(|root| one_line(&root.words())).unwrap_or_default();
            if words.chars().any(char::is_alphabetic) {
                let why = format!("It is a page’s {sort}, which is no part of the text.");
                told.borrow_mut().left(&document.place, &words, &why);
            }
        }
    }
    Ok(())
}

fn macros(files: &Files, told: &RefCell<Told>, path: &str) {
    let found = files
        .all
        .iter()
        .find(|named| named.path.ends_with("vbaProject.bin"));
    if let Some(found) = found {
        told.borrow_mut().left(
            path,
            &found.path,
            "It is a program within the document (macros), which is never taken.",
        );
    }
}

/// Both texts of a document, as they are made.
struct Texts<'a> {
    before: Builder<'a>,
    after: Builder<'a>,
    changes: Changes,
    told: &'a RefCell<Told>,
}

impl<'a> Texts<'a> {
    fn new(document: &'a Document<'a>, told: &'a RefCell<Told>) -> Self {
        Self {
            before: Builder::new(document, told, View::Before),
            after: Builder::new(document, told, View::After),
            changes: Changes::default(),
            told,
        }
    }

    fn take(&mut self, node: &Node) {
        self.changes.count(node);
        self.before.block(node);
        self.after.block(node);
    }

    fn item(self, properties: &Properties, path: &str, comments: &[remarks::Comment]) -> Item {
        let named = properties.headline();
        let (head, marked) = ended(self.before, named);
        let (new_head, proposed) = ended(self.after, named);
        let (body, places) = lift(&marked);
        let (proposed, _) = lift(&proposed);
        let mut meta = self.changes.told();
        for (what, was, is) in [
            ("proposed headline", &head.title, &new_head.title),
            (
                "proposed standfirst",
                &head.standfirst,
                &new_head.standfirst,
            ),
            (
                "proposed byline",
                &head.bylines.join(", "),
                &new_head.bylines.join(", "),
            ),
        ] {
            if was != is {
                meta.push((what.to_owned(), is.clone()));
            }
        }
        if let Some(title) = named.filter(|title| *title != head.title) {
            meta.push(("title in its properties".into(), title.to_owned()));
        }
        meta.extend(
            head.date
                .iter()
                .map(|date| ("dated".to_owned(), date.clone())),
        );
        meta.extend(properties.meta.iter().cloned());
        let places: HashMap<usize, usize> =
            places.into_iter().map(|(at, place)| (place, at)).collect();
        let mut elsewhere = HashMap::new();
        for taken in &head.taken {
            let (words, places) = lift(taken);
            for (_, place) in places {
                elsewhere.insert(place / 3, words.clone());
            }
        }
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        Item {
            source: properties.source(path),
            weak: properties.is_weak(),
            place: path.to_owned(),
            sort: "document".into(),
            stood: Stood::Draft,
            title: if head.title.is_empty() {
                stem.to_owned()
            } else {
                head.title.clone()
            },
            standfirst: head.standfirst.clone(),
            remarks: remarks::placed(comments, &places, &elsewhere),
            proposed: (proposed != body).then_some(proposed),
            body,
            tags: properties.keywords.clone(),
            language: self.told.borrow().language(),
            bylines: head::bylines(&head.bylines),
            changed: properties.modified,
            meta,
            ..Item::default()
        }
    }
}

/// The head and the body of a text, with its footnotes.
fn ended(mut builder: Builder<'_>, named: Option<&str>) -> (Head, String) {
    builder.close();
    let mut blocks = std::mem::take(&mut builder.blocks);
    let head = head::take(&mut blocks, named);
    let mut gone: HashSet<usize> = HashSet::new();
    let mut notes: Vec<(usize, Vec<Block>)> = vec![];
    let mut at = 0;
    // Notes may have notes.
    while let Some((number, note)) = builder.notes.get(at).cloned() {
        at += 1;
        let Some((all, relations)) = builder.doc.notes.get(usize::from(note.0)) else {
            continue;
        };
        let Some(node) = all.get(&note.1).filter(|_| gone.insert(number)) else {
            continue;
        };
        let outer = std::mem::replace(&mut builder.relations, relations);
        let found = builder.apart(&mut |builder| builder.blocks_in(node));
        builder.relations = outer;
        notes.push((number, found));
    }
    notes.sort_by_key(|(number, _)| *number);
    (head, head::body(blocks, &notes))
}
