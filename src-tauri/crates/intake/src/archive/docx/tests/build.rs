//! Documents, put together from the XML of their parts.

use crate::archive::{Archive, Found};
use model::{Result, archive::Item};
use std::{
    io::{Cursor, Write},
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A document.
#[derive(Clone)]
pub(super) struct Doc {
    parts: Vec<(String, Vec<u8>)>,
    relations: Vec<String>,
}

/// What begins every part.
pub(super) fn root(name: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:{name} xmlns:w=\"{W}\" xmlns:r=\"{R}\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\">{inner}</w:{name}>"
    )
}

impl Doc {
    /// Of the elements of its body.
    pub(super) fn new(body: &str) -> Self {
        Self::of(&root(
            "document",
            &format!("<w:body>{body}<w:sectPr/></w:body>"),
        ))
    }

    /// Of its whole text.
    pub(super) fn of(document: &str) -> Self {
        Self {
            parts: vec![("word/document.xml".into(), document.as_bytes().to_vec())],
            relations: vec![],
        }
    }

    /// With another part that its text has a relation to.
    pub(super) fn part(self, sort: &str, path: &str, inner: &str) -> Self {
        let id = format!("rId-{path}");
        self.raw(&format!("word/{path}"), inner.as_bytes())
            .relation(&id, sort, path, false)
    }

    /// With a file.
    pub(super) fn raw(mut self, path: &str, bytes: &[u8]) -> Self {
        self.parts.push((path.to_owned(), bytes.to_vec()));
        self
    }

    /// With a relation of its text.
    pub(super) fn relation(mut self, id: &str, sort: &str, target: &str, out: bool) -> Self {
        let mode = if out { " TargetMode=\"External\"" } else { "" };
        self.relations.push(format!(
            "<Relationship Id=\"{id}\" Type=\"{R}/{sort}\" Target=\"{target}\"{mode}/>"
        ));
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        let mut write = |path: &str, bytes: &[u8]| {
            zip.start_file(path, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        };
        let relations =
            |inner: &str| format!("<Relationships xmlns=\"{RELATIONS}\">{inner}</Relationships>");
        let main = format!(
            "<Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/>"
        );
        write("_rels/.rels", relations(&main).as_bytes());
        write(
            "word/_rels/document.xml.rels",
            relations(&self.relations.concat()).as_bytes(),
        );
        for (path, bytes) in &self.parts {
            write(path, bytes);
        }
        zip.finish().unwrap().into_inner()
    }

    pub(super) fn read(&self) -> Result<Item> {
        read("story.docx", &self.bytes())
    }
}

/// A folder of its own that goes when it is done with.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let nth = COUNT.fetch_add(1, Ordering::Relaxed);
        let at = std::env::temp_dir().join(format!("copydesk-docx-{}-{nth}", std::process::id()));
        std::fs::create_dir_all(&at).unwrap();
        Self(at)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The article of a file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Item> {
    let folder = Folder::new();
    let at = folder.0.join(name);
    std::fs::write(&at, bytes).unwrap();
    let archive = Archive::open(&at)?.expect("known by its name or by what is in it");
    let mut found = vec![];
    archive.read(&mut |one, _| {
        found.push(one);
        Ok(())
    })?;
    match found.pop() {
        Some(Found::Item(item)) if found.is_empty() => Ok(*item),
        other => panic!("{other:?} after {found:?}"),
    }
}

/// A paragraph of a style, of the XML of its runs.
pub(super) fn p(style: &str, inner: &str) -> String {
    let style = match style {
        "" => String::new(),
        style => format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
    };
    format!("<w:p>{style}{inner}</w:p>")
}

/// A run with properties.
pub(super) fn run(props: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<w:r><w:rPr>{props}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A run without any.
pub(super) fn t(text: &str) -> String {
    run("", text)
}
