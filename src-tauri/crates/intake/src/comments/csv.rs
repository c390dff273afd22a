//! A table of comments: our own, or any with a header whose columns can be told.

use super::{
    OURS, Origin, field,
    offer::{Offers, Record},
    source::Source,
};
use csv::{ByteRecord, Reader, ReaderBuilder};
use model::{
    Error, Result,
    comment::{Reason, Sent},
};
use std::io::BufRead;

/// What a column holds, with the names that it goes by: ours first, then what other systems write.
const COLUMNS: [(Column, &[&str]); 21] = [
    (
        Column::Id,
        &["id", "comment_id", "commentid", "uuid", "key"],
    ),
    (Column::Source, &["source"]),
    (
        Column::Article,
        &[
            "article",
            "article_id",
            "post",
            "post_id",
            "comment_post_id",
            "page",
            "page_id",
            "thread",
            "thread_id",
            "story",
            "story_id",
        ],
    ),
    (
        Column::Slug,
        &[
            "article_slug",
            "slug",
            "post_slug",
            "post_name",
            "page_slug",
        ],
    ),
    (
        Column::Title,
        &[
            "article_title",
            "title",
            "post_title",
            "page_title",
            "headline",
            "thread_title",
        ],
    ),
    (
        Column::Address,
        &[
            "article_address",
            "url",
            "article_url",
            "post_url",
            "page_url",
            "link",
            "permalink",
            "thread_link",
            "uri",
            "path",
        ],
    ),
    (Column::Language, &["language", "article_language"]),
    (
        Column::Parent,
        &[
            "parent",
            "parent_id",
            "comment_parent",
            "in_reply_to",
            "reply_to",
            "pid",
        ],
    ),
    (
        Column::Author,
        &[
            "author",
            "name",
            "author_name",
            "comment_author",
            "user",
            "username",
            "user_name",
            "display_name",
        ],
    ),
    (
        Column::Email,
        &[
            "email",
            "e_mail",
            "mail",
            "author_email",
            "comment_author_email",
            "user_email",
        ],
    ),
    (Column::Network, &["address"]),
    (
        Column::Ip,
        &[
            "ip",
            "ip_address",
            "author_ip",
            "comment_author_ip",
            "remote_addr",
            "user_ip",
        ],
    ),
    (
        Column::Site,
        &[
            "site",
            "website",
            "author_url",
            "comment_author_url",
            "homepage",
        ],
    ),
    (
        Column::Created,
        &[
            "created",
            "date",
            "created_at",
            "date_gmt",
            "comment_date_gmt",
            "comment_date",
            "time",
            "timestamp",
            "published_at",
            "posted_at",
        ],
    ),
    (
        Column::State,
        &[
            "state",
            "status",
            "approved",
            "comment_approved",
            "moderation",
        ],
    ),
    (Column::Reasons, &["reasons"]),
    (Column::Newsroom, &["newsroom"]),
    (
        Column::Body,
        &[
            "body",
            "comment",
            "text",
            "content",
            "comment_content",
            "message",
        ],
    ),
    (Column::Original, &["original"]),
    (Column::DecidedBy, &["decided_by"]),
    (Column::DecidedAt, &["decided_at"]),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Source,
    Article,
    Slug,
    Title,
    Address,
    Language,
    Parent,
    Author,
    Email,
    Network,
    Ip,
    Site,
    Created,
    State,
    Reasons,
    Newsroom,
    Body,
    Original,
    DecidedBy,
    DecidedAt,
}

/// The columns of a table.
struct Header {
    /// Where each column stands.
    at: Vec<(Column, usize)>,
    /// It has every column that ours has, so that what spreadsheets would take for a formula was written with a mark.
    ours: bool,
    width: usize,
}

impl Header {
    /// By its names; of two columns for one thing, the one that says it more exactly.
    fn of(names: &[String]) -> Self {
        let names: Vec<String> = names.iter().map(|name| key(name)).collect();
        let find = |name: &&str| names.iter().position(|own| own == name);
        let at: Vec<(Column, usize)> = COLUMNS
            .iter()
            .filter_map(|(column, known)| Some((*column, known.iter().find_map(find)?)))
            .collect();
        let ours = COLUMNS
            .iter()
            .filter(|(column, _)| *column != Column::Ip)
            .all(|(_, known)| known.first().is_some_and(|name| find(name).is_some()));
        Self {
            at,
            ours,
            width: names.len(),
        }
    }

    fn has(&self, column: Column) -> bool {
        self.at.iter().any(|(own, _)| *own == column)
    }
}

/// A column's name as it is compared: lower case, its words joined by `_`.
fn key(name: &str) -> String {
    name.trim()
        .trim_start_matches('\u{feff}')
        .to_lowercase()
        .split([' ', '-', '_', '.'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// Whether a line can be the header of a table of comments.
pub(super) fn is_header(line: &str) -> bool {
    let separator = char::from(separator(line.as_bytes()));
    let names: Vec<String> = line
        .split(separator)
        .map(|name| name.trim().trim_matches('"').to_owned())
        .collect();
    let header = Header::of(&names);
    header.has(Column::Body) && header.at.len() >= 3
}

/// What stands between the columns of a first line: the one of three that it has most of outside quotation marks.
fn separator(line: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in line
        .iter()
        .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
    {
        quoted ^= *byte == b'"';
        for (mark, count) in &mut counts {
            *count += usize::from(!quoted && mark == byte);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(_, count)| *count == most)
        .map_or(b',', |(mark, _)| *mark)
}

/// Reads row by row.
pub(super) fn read(mut source: Source<'_>, offers: &mut Offers<'_, '_>) -> Result<()> {
    let hint = "Its first line should name the columns: id, parent, article, author, date, body and the like, between commas, semicolons or tabs.";
    let start = source
        .fill_buf()
        .map_err(|cause| super::source::failed(&cause))?;
    let separator = separator(start);
    // Of such a line's end, the table counts the second half with the row below.
    let first = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let late = u64::from(first.ends_with(b"\r"));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(source);
    let mut row = ByteRecord::new();
    if !next(&mut reader, &mut row)? {
        return Err(super::none(hint));
    }
    let names: Vec<String> = row.iter().map(lossy).collect();
    let header = Header::of(&names);
    if !header.has(Column::Body) {
        return Err(super::none(hint));
    }
    let (mut others, mut first_other) = (0_u64, 0);
    while next(&mut reader, &mut row)? {
        let line = row.position().map_or(0, csv::Position::line) + late;
        let up_to = reader.position().byte();
        let mut replaced = reader.get_mut().replaced(up_to);
        if replaced && reader.get_mut().reads_others() {
            replaced = false;
            others += 1;
            first_other = if others == 1 { line } else { first_other };
        }
        if row.iter().all(<[u8]>::is_empty) {
            continue;
        }
        if row.len() > header.width {
            let why = format!(
                "It has {} cells, the first line {}.",
                row.len(),
                header.width
            );
            let text = row.iter().map(lossy).collect::<Vec<_>>().join(" ");
            offers.left(&Origin::of("csv"), format!("line {line}"), &text, why)?;
            continue;
        }
        let (origin, mut record) = record(&header, &row);
        (record.line, record.replaced) = (line, replaced);
        offers.record(&origin, record)?;
    }
    if others > 0 {
        let why = format!(
            "It was taken as Windows-1252 where it is no UTF-8, first in line {first_other}, in {others} in all. See whether its letters are right; else save it as UTF-8 and take it again."
        );
        offers.left(&Origin::of("csv"), "the table".into(), "", why)?;
    }
    let told = offers.told();
    if told.comments == 0 && told.leftovers > 0 {
        return Err(super::none(hint));
    }
    Ok(())
}

/// Reads a row; false at the end.
fn next(reader: &mut Reader<Source<'_>>, row: &mut ByteRecord) -> Result<bool> {
    reader.get_mut().begin();
    let line = reader.position().line();
    reader
        .read_byte_record(row)
        .map_err(|cause| match cause.kind() {
            csv::ErrorKind::Io(cause) => {
                let mut error = super::source::failed(cause);
                if error.kind == model::Kind::Unreadable {
                    error.message = format!("In line {line}: {}", error.message);
                }
                error
            }
            _ => Error::unreadable("not-a-table", format!("In line {line}: {cause}.")),
        })
}

fn lossy(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

fn record(header: &Header, row: &ByteRecord) -> (Origin, Record) {
    let cell = |column: Column| {
        let (_, at) = header.at.iter().find(|(own, _)| *own == column)?;
        let text = lossy(row.get(*at)?);
        let text = if header.ours { unmarked(&text) } else { &text };
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    let text = |column| cell(column).unwrap_or_default();
    let line = |column| cell(column).as_deref().and_then(field::some);
    let id = text(Column::Id);
    let mut origin = Origin::of(if field::is_ours(&id) { OURS } else { "csv" });
    if header.ours {
        origin.source = line(Column::Source);
        origin.language = line(Column::Language);
        origin.original = cell(Column::Original).map(|text| field::clean(&text));
        origin.decided_by = line(Column::DecidedBy);
        origin.decided_at = cell(Column::DecidedAt).and_then(|at| at.parse().ok());
    }
    let mut place = field::named(&text(Column::Article));
    place.slug = cell(Column::Slug).or(place.slug);
    let (page, address) = field::addresses(
        cell(Column::Address),
        cell(Column::Network),
        cell(Column::Ip),
    );
    place.address = page.or(place.address);
    place.title = cell(Column::Title);
    let mut record = Record {
        sent: Sent {
            place,
            id,
            parent: cell(Column::Parent).filter(|parent| header.ours || parent.trim() != "0"),
            author: text(Column::Author),
            email: cell(Column::Email),
            address,
            site: cell(Column::Site),
            body: text(Column::Body),
            newsroom: header.ours && text(Column::Newsroom) == "1",
            ..Sent::default()
        },
        date: text(Column::Created),
        nameless: true,
        ..Record::default()
    };
    if let Some(word) = cell(Column::State) {
        match field::state(&word) {
            Some((state, deleted)) => {
                (record.sent.state, record.sent.deleted) = (Some(state), deleted)
            }
            None => {
                record.wrong = Some(field::no_state(&word));
            }
        }
    }
    match reasons(&text(Column::Reasons)) {
        Some(reasons) => record.sent.reasons = reasons,
        None => record.wrong = Some("Its reasons can’t be read.".into()),
    }
    (origin, record)
}

/// Reasons as codes with spaces between, or with their details as JSON.
fn reasons(text: &str) -> Option<Vec<Reason>> {
    if text.starts_with('[') {
        return serde_json::from_str(text).ok();
    }
    let reason = |code: &str| Reason {
        code: code.to_owned(),
        detail: String::new(),
    };
    Some(text.split_whitespace().map(reason).collect())
}

/// A cell of our own without the one apostrophe that keeps spreadsheets from taking it for a formula: the inverse of what
/// the writer does.
fn unmarked(cell: &str) -> &str {
    let bare = cell.trim_start_matches('\'');
    match cell.strip_prefix('\'') {
        Some(rest) if bare.starts_with(super::FORMULA) => rest,
        _ => cell,
    }
}
