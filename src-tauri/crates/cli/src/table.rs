//! Rows set under one another, by how many columns of the screen their words take.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A table for people; nothing for scripts, which have `--json`.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these words over its columns.
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            rows: vec![head.map(str::to_owned).to_vec()],
        }
    }

    /// One more row, of as many cells as the head has.
    pub fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(one_line).to_vec());
    }

    /// Whether there is nothing below the head.
    pub fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    /// The lines to print, no cell wider than `widest` columns.
    pub fn lines(&self, widest: usize) -> Vec<String> {
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cut(cell, widest)).collect())
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |n: usize| {
            rows.iter()
                .filter_map(|row| row.get(n))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        rows.iter().map(|row| set(row, &widths)).collect()
    }
}

fn set(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(
            ' ',
            width.saturating_sub(cell.width()) + 2,
        ));
    }
    line.trim_end().to_owned()
}

/// At most `widest` columns of a text, an ellipsis where something is left out.
pub fn cut(text: &str, widest: usize) -> String {
    if text.width() <= widest {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken < widest
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A text of several lines as one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A moment for people, to the minute: `2026-11-23 14:03`.
pub fn moment(time: &str) -> String {
    time.chars()
        .take(16)
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect()
}

/// The first twelve digits of a content hash, for people. Ids are never cut: those made together begin alike.
pub fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::{Table, cut, moment};

    #[test]
    fn columns_stand_under_one_another_in_any_script() {
        let mut table = Table::new(["title", "status"]);
        table.row(["夜のバス", "draft"]);
        table.row(["Night buses", "in-review"]);
        let expected = [
            "title        status",
            "夜のバス     draft",
            "Night buses  in-review",
        ];
        assert_eq!(table.lines(40), expected);
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis() {
        assert_eq!(cut("Harbour ferry timetable", 10), "Harbour f…");
        assert_eq!(cut("short", 10), "short");
    }

    #[test]
    fn a_moment_is_told_to_the_minute() {
        assert_eq!(moment("2026-11-23T14:03:27.000Z"), "2026-11-23 14:03");
    }
}
