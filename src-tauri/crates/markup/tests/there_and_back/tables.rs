//! Tables of a page.

use super::normal::{Around, Node, Paragraph, hold, inside};
use scraper::ElementRef;

fn side(cell: ElementRef<'_>) -> &str {
    let style = cell
        .attr("style")
        .and_then(|style| style.strip_prefix("text-align: "));
    let class = cell
        .attr("class")
        .map(|class| class.trim_start_matches("has-text-align-"));
    cell.attr("align").or(class).or(style).unwrap_or_default()
}

/// Takes in a table, row by row.
pub fn table(element: ElementRef<'_>, around: &Around, out: &mut Vec<Node>) {
    let rows: Vec<Vec<ElementRef<'_>>> = element
        .descendent_elements()
        .filter(|inner| inner.value().name() == "tr")
        .map(|row| {
            row.child_elements()
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                .collect()
        })
        .filter(|cells: &Vec<_>| !cells.is_empty())
        .collect();
    let mut paragraph = Paragraph::default();
    let alone = rows.len() == 1 && rows[0].len() == 1;
    let caption = element
        .child_elements()
        .filter(|inner| inner.value().name() == "caption");
    let mut inner = vec![];
    for caption in caption {
        hold(
            "caption".into(),
            caption,
            around,
            &mut paragraph,
            &mut inner,
        );
    }
    if alone {
        // It only lays out what is in it.
        out.extend(inner.into_iter().flat_map(|node| match node {
            Node::Holds(_, inner) => inner,
            leaf => vec![leaf],
        }));
        inside(rows[0][0], around, &mut paragraph, out);
        return paragraph.end(out);
    }
    for cells in rows {
        let section = cells[0]
            .parent()
            .and_then(|row| row.parent())
            .and_then(ElementRef::wrap)
            .map_or("", |part| part.value().name());
        let head = section == "thead" || cells.iter().all(|cell| cell.value().name() == "th");
        let kind = if section == "tfoot" { "foot" } else { "" };
        let mut row = vec![];
        for cell in cells {
            let name = if head { "th" } else { cell.value().name() };
            let span = |name| {
                cell.attr(name)
                    .and_then(|span| span.parse::<u16>().ok())
                    .filter(|span| *span > 1)
                    .unwrap_or(1)
            };
            hold(
                format!(
                    "cell {name} {} {} {}",
                    span("colspan"),
                    span("rowspan"),
                    side(cell)
                ),
                cell,
                around,
                &mut paragraph,
                &mut row,
            );
        }
        inner.push(Node::Holds(format!("row {kind}"), row));
    }
    out.push(Node::Holds("table".into(), inner));
}
