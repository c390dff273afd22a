//! Tables.

use super::{
    Converter, Keep, Place, is_block,
    kept::{Part, attributes, together},
    written,
};
use scraper::ElementRef;

/// A table's rows, and how each is set apart.
struct Rows<'a> {
    rows: Vec<(ElementRef<'a>, Vec<ElementRef<'a>>)>,
    width: usize,
}

impl<'a> Rows<'a> {
    fn of(table: ElementRef<'a>) -> Self {
        let rows: Vec<_> = table
            .descendent_elements()
            .filter(|inner| inner.value().name() == "tr")
            .map(|row| {
                let cells = row
                    .child_elements()
                    .filter(|cell| matches!(cell.value().name(), "td" | "th"));
                (row, cells.collect())
            })
            .filter(|(_, cells): &(_, Vec<_>)| !cells.is_empty())
            .collect();
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        Self { rows, width }
    }

    fn cells(&self) -> impl Iterator<Item = ElementRef<'a>> + '_ {
        self.rows
            .iter()
            .flat_map(|(_, cells)| cells.iter().copied())
    }

    /// Whether the first row, and no other one, is the head.
    fn has_one_head(&self) -> bool {
        let head = |(row, cells): &(ElementRef<'a>, Vec<ElementRef<'a>>)| {
            let all = cells.iter().all(|cell| cell.value().name() == "th");
            all || section(*row) == "thead"
        };
        let none = |(row, cells): &(ElementRef<'a>, Vec<ElementRef<'a>>)| {
            let any = cells.iter().any(|cell| cell.value().name() == "th");
            !any && !matches!(section(*row), "thead" | "tfoot")
        };
        self.rows.first().is_some_and(head) && self.rows.iter().skip(1).all(none)
    }

    /// Whether it is set up as Markdown's tables are.
    fn is_plain(&self) -> bool {
        let spans = |cell: ElementRef<'_>| !attributes(cell).is_empty();
        let sides = self.sides();
        let uneven = |(_, cells): &(ElementRef<'a>, Vec<ElementRef<'a>>)| {
            let mut all = cells.iter().zip(&sides);
            all.any(|(cell, of_column)| side(*cell) != *of_column)
        };
        (1..=100).contains(&self.width)
            && self.has_one_head()
            && !self.cells().any(spans)
            && !self.rows.iter().any(uneven)
    }

    /// To which side each column is set.
    fn sides(&self) -> Vec<Option<&'static str>> {
        let first = |at: usize| self.rows.iter().find_map(|(_, cells)| cells.get(at));
        (0..self.width)
            .map(|at| first(at).and_then(|cell| side(*cell)))
            .collect()
    }
}

/// The name of the part of a table that a row is in.
fn section<'a>(row: ElementRef<'a>) -> &'a str {
    let outer = row.parent().and_then(ElementRef::wrap);
    outer.map_or("", |outer| outer.value().name())
}

/// To which side a cell's text is set.
fn side(cell: ElementRef<'_>) -> Option<&'static str> {
    let style = cell.attr("style").unwrap_or_default().to_ascii_lowercase();
    let style = style
        .split(';')
        .filter_map(|part| part.split_once(':'))
        .find(|(name, _)| name.trim() == "text-align")
        .map(|(_, value)| value.trim().to_owned());
    let class = |class: &str| {
        class
            .strip_prefix("has-text-align-")
            .unwrap_or(class)
            .to_ascii_lowercase()
    };
    let classes = cell.attr("class").unwrap_or_default().split_whitespace();
    let align = cell.attr("align").map(str::to_ascii_lowercase);
    let all = style.into_iter().chain(align).chain(classes.map(class));
    all.filter_map(|value| match value.as_str() {
        "left" => Some("left"),
        "center" => Some("center"),
        "right" => Some("right"),
        _ => None,
    })
    .next()
}

impl Converter {
    /// A table of facts becomes a table; one that only lays out a page becomes what is in it.
    pub(super) fn table<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        let rows = Rows::of(element);
        let cells = rows.rows.iter().flat_map(|(_, cells)| cells);
        let complex = || cells.clone().any(|cell| self.is_complex(*cell, around));
        let caption = element
            .child_elements()
            .find(|inner| inner.value().name() == "caption");
        if self.keep == Keep::All {
            if is_layout(element, &rows) {
                return self.blocks_of_layout(element, around, out);
            }
            let caption = caption.filter(|caption| self.shows(*caption));
            if caption.is_some() || !rows.is_plain() || complex() {
                out.extend(self.kept_table(caption, &rows, around));
                return;
            }
            match self.written_table(&rows, around) {
                Some(table) => out.push(table),
                None => out.extend(self.kept_table(caption, &rows, around)),
            }
            return;
        }
        if !(2..=50).contains(&rows.width) || rows.rows.len() < 2 || complex() {
            return self.blocks_of_layout(element, around, out);
        }
        if let Some(caption) = caption {
            self.block(caption, around, out);
        }
        out.extend(self.written_table(&rows, around));
    }

    /// Whether a cell holds more than a line.
    fn is_complex<'a>(&self, cell: ElementRef<'a>, around: &[ElementRef<'a>]) -> bool {
        if self.keep == Keep::All {
            let blocks = self.inside(cell, around);
            let line = written(&self.spans(cell, around), self.keep, Place::Paragraph);
            return !blocks.is_empty() && blocks != [line];
        }
        let blocks = cell
            .descendent_elements()
            .skip(1)
            .filter(|inner| is_block(inner.value().name()));
        blocks.take(2).count() > 1
    }

    /// The table as Markdown has it; none where it would show something else.
    fn written_table<'a>(&self, rows: &Rows<'a>, around: &[ElementRef<'a>]) -> Option<String> {
        let mut lines = Vec::new();
        for (number, (_, row)) in rows.rows.iter().enumerate() {
            let mut cells: Vec<String> = row
                .iter()
                .map(|cell| self.line(*cell, around, Place::Cell))
                .collect();
            cells.resize(rows.width, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if number == 0 {
                let rule = rows.sides().into_iter().map(|side| match side {
                    _ if self.keep != Keep::All => " --- |",
                    None => " --- |",
                    Some("left") => " :-- |",
                    Some("center") => " :-: |",
                    Some(_) => " --: |",
                });
                lines.push(format!("|{}", rule.collect::<String>()));
            }
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn kept_table<'a>(
        &self,
        caption: Option<ElementRef<'a>>,
        rows: &Rows<'a>,
        around: &[ElementRef<'a>],
    ) -> Option<String> {
        let mut parts = vec![];
        let mut tags = "<table>".to_owned();
        let mut put = |tags: &mut String, blocks: Vec<String>| {
            if !blocks.is_empty() {
                parts.push(Part::Tag(std::mem::take(tags)));
                parts.extend(blocks.into_iter().map(Part::Text));
            }
        };
        if let Some(caption) = caption {
            tags.push_str("<caption>");
            put(&mut tags, self.inside(caption, around));
            tags.push_str("</caption>\n");
        }
        let mut open = "";
        for (row, cells) in &rows.rows {
            let part = match section(*row) {
                name @ ("thead" | "tfoot") => name,
                _ => "tbody",
            };
            if open != part {
                if !open.is_empty() {
                    tags.push_str(&format!("</{open}>"));
                }
                tags.push_str(&format!("<{part}>\n"));
                open = part;
            }
            tags.push_str("<tr>");
            for cell in cells {
                let name = cell.value().name();
                let class = side(*cell).map(|side| format!(" class=\"{side}\""));
                let class = class.unwrap_or_default();
                tags.push_str(&format!("<{name}{}{class}>", attributes(*cell)));
                put(&mut tags, self.inside(*cell, around));
                tags.push_str(&format!("</{name}>"));
            }
            tags.push_str("</tr>\n");
        }
        if !open.is_empty() {
            tags.push_str(&format!("</{open}>"));
        }
        tags.push_str("</table>");
        let empty = parts.is_empty();
        parts.push(Part::Tag(tags));
        (!empty).then(|| together(&parts))
    }

    fn blocks_of_layout<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        for inner in element.child_elements() {
            match inner.value().name() {
                "tbody" | "thead" | "tfoot" | "tr" => self.blocks_of_layout(inner, around, out),
                _ => self.blocks(inner, around, out),
            }
        }
    }
}

/// Whether a table only lays out what is in it.
fn is_layout(table: ElementRef<'_>, rows: &Rows<'_>) -> bool {
    let said = matches!(table.attr("role"), Some("presentation" | "none"));
    let nested = table
        .descendent_elements()
        .skip(1)
        .any(|inner| inner.value().name() == "table");
    said || nested || rows.rows.len() == 1 && rows.width == 1
}
