//! Tables.

use super::{Converter, is_block};
use scraper::ElementRef;

impl Converter {
    /// A table of facts becomes a table; one that only lays out a page becomes what is in it.
    pub(super) fn table(&self, element: ElementRef<'_>, out: &mut Vec<String>) {
        let named = |name: &'static str| {
            element
                .descendent_elements()
                .filter(move |inner| inner.value().name() == name)
        };
        let rows: Vec<Vec<ElementRef<'_>>> = named("tr")
            .map(|row| {
                row.child_elements()
                    .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                    .collect()
            })
            .filter(|row: &Vec<_>| !row.is_empty())
            .collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let complex = |cell: &ElementRef<'_>| {
            let blocks = cell
                .descendent_elements()
                .skip(1)
                .filter(|inner| is_block(inner.value().name()));
            blocks.take(2).count() > 1
        };
        if !(2..=50).contains(&width) || rows.len() < 2 || rows.iter().flatten().any(complex) {
            self.blocks_of_layout(element, out);
            return;
        }
        if let Some(caption) = named("caption").next() {
            self.block(caption, out);
        }
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let mut cells: Vec<String> = row
                .iter()
                .map(|cell| self.line(*cell).replace('|', "\\|"))
                .collect();
            cells.resize(width, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", " --- |".repeat(width)));
            }
        }
        out.push(lines.join("\n"));
    }

    fn blocks_of_layout(&self, element: ElementRef<'_>, out: &mut Vec<String>) {
        for inner in element.child_elements() {
            match inner.value().name() {
                "tbody" | "thead" | "tfoot" | "tr" => self.blocks_of_layout(inner, out),
                _ => self.blocks(inner, out),
            }
        }
    }
}
