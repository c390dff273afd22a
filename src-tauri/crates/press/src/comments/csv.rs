//! A table (RFC 4180) in UTF-8 with the mark by which spreadsheets know it. No cell is a formula.

use super::{Kept, Newsroom, Under, Writer, failed};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use model::{Error, Result, comment::Reason};
use std::{borrow::Cow, io::Write};

/// The first line. Readers know our own table by it.
const HEADER: [&str; 20] = [
    "id",
    "source",
    "article",
    "article_slug",
    "article_title",
    "article_address",
    "language",
    "parent",
    "author",
    "email",
    "address",
    "site",
    "created",
    "state",
    "reasons",
    "newsroom",
    "body",
    "original",
    "decided_by",
    "decided_at",
];

/// What a cell begins with that a spreadsheet takes for a formula, or drops before it looks for one.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes row by row.
pub(super) struct Table<'a> {
    out: csv::Writer<Marked<'a>>,
    under: Under,
}

/// What is written, after the mark of UTF-8.
struct Marked<'a> {
    out: &'a mut dyn Write,
    begun: bool,
}

impl Write for Marked<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if !self.begun {
            self.out.write_all("\u{feff}".as_bytes())?;
            self.begun = true;
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out: WriterBuilder::new()
                // Cells between quotation marks are cells by whatever separator a program believes in.
                .quote_style(QuoteStyle::Always)
                .terminator(Terminator::CRLF)
                .from_writer(Marked { out, begun: false }),
            under: Under::default(),
        }
    }
}

impl Writer for Table<'_> {
    fn begin(&mut self, _: &Newsroom) -> Result<()> {
        self.out.write_record(HEADER).map_err(wrong)
    }

    fn article(&mut self, under: &Under) -> Result<()> {
        self.under = under.clone();
        Ok(())
    }

    fn comment(&mut self, kept: &Kept) -> Result<()> {
        fn text(text: &Option<String>) -> &str {
            text.as_deref().unwrap_or_default()
        }
        let (under, created) = (&self.under, kept.created.to_string());
        let decided_at = kept.decided_at.map_or(String::new(), |at| at.to_string());
        let reasons = reasons(&kept.reasons)?;
        let cells: [&str; HEADER.len()] = [
            &kept.id,
            &kept.source,
            text(&under.id),
            text(&under.slug),
            text(&under.title),
            text(&under.address),
            text(&under.language),
            text(&kept.parent),
            &kept.author,
            text(&kept.email),
            text(&kept.address),
            text(&kept.site),
            &created,
            kept.state.name(),
            &reasons,
            if kept.newsroom { "1" } else { "" },
            &kept.body,
            text(&kept.original),
            text(&kept.decided_by),
            &decided_at,
        ];
        let cells = cells.map(marked);
        self.out
            .write_record(cells.iter().map(|cell| cell.as_bytes()))
            .map_err(wrong)
    }

    fn end(&mut self) -> Result<()> {
        self.out.flush().map_err(|cause| failed(&cause))
    }
}

fn wrong(cause: csv::Error) -> Error {
    match cause.into_kind() {
        csv::ErrorKind::Io(cause) => failed(&cause),
        other => Error::system("csv", format!("{other:?}")),
    }
}

/// Reasons by their codes, or with their details as JSON.
fn reasons(reasons: &[Reason]) -> Result<String> {
    let plain = |reason: &Reason| {
        reason.detail.is_empty()
            && !reason.code.is_empty()
            && !reason.code.starts_with('[')
            && !reason.code.contains(char::is_whitespace)
    };
    if reasons.iter().all(plain) {
        let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_str()).collect();
        return Ok(codes.join(" "));
    }
    serde_json::to_string(reasons).map_err(|cause| Error::system("json", cause.to_string()))
}

/// A cell that is no formula: one that would begin like one, or like one that was marked, gets an apostrophe before it, and
/// the reader takes exactly one off.
fn marked(cell: &str) -> Cow<'_, str> {
    match cell.trim_start_matches('\'').starts_with(FORMULA) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("@here", "'@here"),
            ("\tx", "'\tx"),
            ("-", "'-"),
            ("＝SUM(A1)", "'＝SUM(A1)"),
            ("'twas so", "'twas so"),
            ("''", "''"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(marked(cell), written, "{cell:?}");
        }
    }
}
