//! Tables: plain ones in Markdown, others as the HTML that an article may have, with Markdown in their cells.

use super::{
    block::{self, Block},
    lift::lift,
    tree::Node,
    walk::Builder,
};

/// Deepest table within tables.
const DEEPEST: usize = 3;
/// Most tags of HTML in a text; past that they would be shown as words.
const TAGS: usize = 4_000;
/// Most columns.
const COLUMNS: usize = 500;

/// A cell.
#[derive(Debug, Default)]
struct Cell {
    blocks: Vec<Block>,
    /// In which column it begins, and how many it takes.
    at: usize,
    columns: usize,
    rows: usize,
    /// It goes on from the one above.
    goes_on: bool,
}

impl Builder<'_> {
    /// A table.
    pub(super) fn table(&mut self, node: &Node) {
        self.nest += 1;
        let mut rows = vec![];
        self.rows(node, &mut rows);
        self.nest -= 1;
        self.merged(&mut rows);
        rows.retain(|row| !row.is_empty());
        let cells = || rows.iter().flatten();
        if cells().all(|cell| cell.blocks.is_empty()) {
            return;
        }
        let is_plain = |cell: &Cell| {
            cell.columns == 1
                && cell.rows == 1
                && cell
                    .blocks
                    .iter()
                    .all(|one| one.is_line() && !is_barred(one))
        };
        let tags = rows.len() * 2 + cells().count() * 2 + 2;
        if cells().count() == 1 {
            // A frame around some paragraphs.
            self.blocks
                .extend(rows.into_iter().flatten().flat_map(|cell| cell.blocks));
        } else if cells().all(is_plain) {
            let table = plain(&rows);
            self.blocks.push(Block::Whole(table));
        } else if self.nest >= DEEPEST || self.told.borrow().tags + tags > TAGS {
            self.left("", "A table is too large, or stands too deep in others; its cells come one below another.");
            self.blocks
                .extend(rows.into_iter().flatten().flat_map(|cell| cell.blocks));
        } else {
            // Both texts have it.
            self.told.borrow_mut().tags += tags;
            let table = html(&rows);
            self.blocks.push(Block::Whole(table));
        }
    }

    fn rows(&mut self, node: &Node, rows: &mut Vec<Vec<Cell>>) {
        for row in node.nodes() {
            match &*row.name {
                "w:tr" => {
                    if self.view.is_gone(row.child("w:trPr")) {
                        self.hidden(row);
                        continue;
                    }
                    let before = row
                        .child("w:trPr")
                        .and_then(|props| props.val_of("w:gridBefore"));
                    let before: usize = before.and_then(|count| count.parse().ok()).unwrap_or(0);
                    let mut cells: Vec<Cell> = (0..before.min(COLUMNS))
                        .map(|at| Cell {
                            at,
                            columns: 1,
                            rows: 1,
                            ..Cell::default()
                        })
                        .collect();
                    let mut at = cells.len();
                    self.cells(row, &mut at, &mut cells);
                    rows.push(cells);
                }
                "w:tblPr" | "w:tblGrid" => {}
                "w:sdt" => {
                    if let Some(content) = row.child("w:sdtContent") {
                        self.rows(content, rows);
                    }
                }
                "w:p" | "w:tbl" | super::tree::WORDS => {
                    let blocks = self.apart(&mut |builder| builder.block(row));
                    rows.push(vec![Cell {
                        blocks,
                        columns: 1,
                        rows: 1,
                        ..Cell::default()
                    }]);
                }
                name if self.view.shows(name) == Some(false) => self.hidden(row),
                _ => self.rows(row, rows),
            }
        }
    }

    fn cells(&mut self, row: &Node, at: &mut usize, cells: &mut Vec<Cell>) {
        for node in row.nodes() {
            match &*node.name {
                "w:tc" => {
                    let props = node.child("w:tcPr");
                    let value = |name: &str| props.and_then(|props| props.child(name));
                    let columns = value("w:gridSpan").and_then(Node::val);
                    let columns: usize = columns.and_then(|count| count.parse().ok()).unwrap_or(1);
                    let columns = columns.clamp(1, COLUMNS);
                    let goes_on = |merge: &Node| merge.val() != Some("restart");
                    let above = value("w:vMerge").is_some_and(goes_on);
                    if self.view.is_gone(props) {
                        self.hidden(node);
                        *at += columns;
                        continue;
                    }
                    let blocks = self.apart(&mut |builder| builder.blocks_in(node));
                    // The older way of saying that cells are one.
                    if value("w:hMerge").is_some_and(goes_on)
                        && let Some(before) = cells.last_mut()
                    {
                        before.columns += columns;
                        before.blocks.extend(blocks);
                    } else {
                        cells.push(Cell {
                            blocks,
                            at: *at,
                            columns,
                            rows: 1,
                            goes_on: above,
                        });
                    }
                    *at += columns;
                }
                "w:trPr" | "w:tblPrEx" => {}
                "w:sdt" => {
                    if let Some(content) = node.child("w:sdtContent") {
                        self.cells(content, at, cells);
                    }
                }
                "w:p" | "w:tbl" | super::tree::WORDS => {
                    let blocks = self.apart(&mut |builder| builder.block(node));
                    cells.push(Cell {
                        blocks,
                        at: *at,
                        columns: 1,
                        rows: 1,
                        goes_on: false,
                    });
                    *at += 1;
                }
                name if self.view.shows(name) == Some(false) => self.hidden(node),
                _ => self.cells(node, at, cells),
            }
        }
    }

    /// Cells that go on from those above are one with them; what they hold nobody saw.
    fn merged(&mut self, rows: &mut [Vec<Cell>]) {
        let mut open: std::collections::HashMap<usize, (usize, usize)> =
            std::collections::HashMap::new();
        for row in 0..rows.len() {
            let mut kept = vec![];
            for cell in std::mem::take(&mut rows[row]) {
                let above = open.get(&cell.at).copied().filter(|_| cell.goes_on);
                match above.and_then(|(row, nth)| rows.get_mut(row)?.get_mut(nth)) {
                    Some(above) => {
                        above.rows += 1;
                        above.blocks.extend(cell.blocks);
                    }
                    None => {
                        open.insert(cell.at, (row, kept.len()));
                        kept.push(Cell {
                            goes_on: false,
                            ..cell
                        });
                    }
                }
            }
            rows[row] = kept;
        }
    }
}

/// A table of lines.
fn plain(rows: &[Vec<Cell>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![];
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::from("|");
        for at in 0..width {
            let cell = row
                .get(at)
                .map(|cell| in_cell(&cell.blocks))
                .unwrap_or_default();
            line.push_str(&format!(" {cell} |"));
        }
        lines.push(line);
        if number == 0 {
            lines.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    lines.join("\n")
}

/// Lines of a cell, on one.
fn in_cell(blocks: &[Block]) -> String {
    let parts = blocks.iter().map(|block| match block {
        Block::Picture(picture) => picture.markdown(),
        Block::Text { markdown, .. } => celled(markdown),
        _ => String::new(),
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("<br>")
}

/// A paragraph as it may stand in a cell.
fn celled(markdown: &str) -> String {
    let line = markdown.replace("\\\n", "<br>").replace('\n', " ");
    line.replace('|', "\\|")
}

/// Whether a line can't be written in a cell as it is: there a bar would end it, and what escapes one is read before all else.
fn is_barred(block: &Block) -> bool {
    match block {
        Block::Text { markdown, .. } => {
            markdown.contains("\\|") || markdown.contains('`') && markdown.contains('|')
        }
        _ => false,
    }
}

/// A table as HTML, whose cells are Markdown between empty lines.
fn html(rows: &[Vec<Cell>]) -> String {
    let mut out = String::from("<table>\n");
    for (number, row) in rows.iter().enumerate() {
        out.push_str("<tr>\n");
        let name = if number == 0 { "th" } else { "td" };
        for cell in row {
            let mut open = format!("<{name}");
            if cell.columns > 1 {
                open.push_str(&format!(" colspan=\"{}\"", cell.columns));
            }
            if cell.rows > 1 {
                open.push_str(&format!(" rowspan=\"{}\"", cell.rows));
            }
            let text = block::join(&cell.blocks, block::top(&cell.blocks));
            match lift(&text).0.is_empty() {
                true => out.push_str(&format!("{open}></{name}>\n")),
                false => out.push_str(&format!("{open}>\n\n{text}\n\n</{name}>\n")),
            }
        }
        out.push_str("</tr>\n");
    }
    out + "</table>"
}
