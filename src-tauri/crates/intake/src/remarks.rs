//! The comments of a page, from its lines.

use crate::{author, dates, labels, lines, text::Reader};
use model::page::PageComment;

/// Marks between a commenter's name and the date.
const BETWEEN: [&str; 8] = [" · ", " • ", " | ", " — ", " – ", " - ", ", ", " on "];

/// Words between who answers and who is answered.
const ANSWERS: [&str; 14] = [
    " in reply to ",
    " replied to ",
    " replying to ",
    " → ",
    " antwortet ",
    " als antwort auf ",
    " en réponse à ",
    " répond à ",
    " svarar ",
    " en respuesta a ",
    " in risposta a ",
    " in antwoord op ",
    " در پاسخ به ",
    " ردًا على ",
];

/// Takes the comments that follow their title, up to where the page goes on with something else.
pub(crate) fn read(reader: &mut Reader) {
    let start = reader.page.comments.len();
    let lists = labels::lists();
    let (mut written, mut strict) = (false, false);
    // Below a form without comments stands the page's foot, unless a count announces comments.
    let (mut form_seen, mut announced) = (false, false);
    while let Some(block) = reader.now() {
        let line = block
            .text
            .trim_start_matches(['#', '>', '*', ' '])
            .to_owned();
        let none = reader.page.comments.len() == start;
        let title = labels::is(&line, &lists.comments);
        let counted = line.chars().any(char::is_numeric);
        let form = title && !counted || is_form(&line);
        if written && !none
            || labels::is(&line, &lists.related)
            || labels::is_widget(&line)
            || ends(&line)
        {
            break;
        }
        if form {
            // What stands below the form of comments that were read is no comment any more.
            written |= !none;
            form_seen = true;
            reader.furniture();
            continue;
        }
        announced |= title && counted && labels::number(&line) != Some(0);
        let next = reader
            .ahead(1)
            .map_or(String::new(), |block| block.text.clone());
        let begun = begins(&line, &next, strict).filter(|begun| {
            let sentence = reader
                .ahead(begun.lines)
                .is_some_and(|block| lines::ends_sentence(&block.text));
            let few = begun.author.split_whitespace().count() <= 3;
            !(none && form_seen && !announced)
                || few && sentence && begun.sure && author::is_name(&begun.author)
        });
        if let Some(begun) = begun {
            strict |= begun.sure;
            let (author, parent) = answers(&begun.author, &reader.page.comments[start..]);
            reader.page.comments.push(PageComment {
                parent: parent.map(|at| start + at),
                author,
                created: begun.date.as_deref().and_then(dates::moment),
                body: begun.said,
            });
            for _ in 0..begun.lines {
                reader.furniture();
            }
            continue;
        }
        if title || is_beside(&line) {
            reader.furniture();
            continue;
        }
        let answered = answered(&line, &reader.page.comments[start..]);
        match reader.page.comments.last_mut().filter(|_| !none) {
            Some(last) if last.body.is_empty() && answered.is_some() => {
                last.parent = answered.map(|at| start + at);
                reader.furniture();
            }
            Some(last) => {
                if !last.body.is_empty() {
                    last.body.push_str("\n\n");
                }
                last.body.push_str(&block.markdown);
                reader.at += 1;
            }
            // Nothing announced a comment, and none began: the page goes on with something else.
            None if !announced => break,
            None => reader.leave("It stands among the comments and belongs to none"),
        }
    }
    without_empty(&mut reader.page.comments);
}

/// Takes out the comments that say nothing, and keeps what answers what.
pub(crate) fn without_empty(comments: &mut Vec<PageComment>) {
    let mut places = vec![];
    let mut kept = 0;
    for comment in comments.iter() {
        let says = !comment.body.trim().is_empty();
        places.push(says.then_some(kept));
        kept += usize::from(says);
    }
    comments.retain(|comment| !comment.body.trim().is_empty());
    for comment in comments {
        comment.parent = comment
            .parent
            .and_then(|at| places.get(at).copied().flatten());
    }
}

/// A link below a comment, or a line of the page's own.
fn is_beside(line: &str) -> bool {
    labels::is(line, &labels::lists().reply)
        || labels::is_answer_row(line)
        || labels::is_furniture(line)
}

/// A line of the form in which a comment is written.
fn is_form(line: &str) -> bool {
    let low = line.to_lowercase();
    let said = [
        "cancel reply",
        "your email address will not",
        "required fields",
        "save my name",
        "antworten abbrechen",
        "e-mail-adresse wird",
        "adresse e-mail ne sera",
        "din e-postadress",
        "dirección de correo",
        "annulla risposta",
        "reactie annuleren",
        "e-mailadres wordt",
        "نشانی ایمیل شما",
        "لغو پاسخ",
        "لن يتم نشر",
        "إلغاء الرد",
        "annuler la réponse",
        "avbryt svar",
        "cancelar la respuesta",
        "log in to leave a comment",
        "post comment",
    ];
    line.chars().count() <= 200 && said.iter().any(|said| low.contains(said))
}

/// A line at which a page's foot begins.
fn ends(line: &str) -> bool {
    let low = line.to_lowercase();
    let foot = [
        "©",
        "copyright ",
        "all rights reserved",
        "we use cookies",
        "this website uses cookies",
    ];
    foot.iter().any(|foot| low.starts_with(foot))
        || author::opens(line).is_some_and(|opening| opening.sure)
}

struct Begun {
    author: String,
    said: String,
    date: Option<String>,
    /// How many lines it takes, besides what is said.
    lines: usize,
    /// By a date or by "says", not only by a colon.
    sure: bool,
}

fn begins(line: &str, next: &str, strict: bool) -> Option<Begun> {
    let dated = dates::is_date(next);
    let begun = |author: &str, date: Option<&str>, lines| {
        let date = date.map(str::to_owned);
        Some(Begun {
            author: author.trim().to_owned(),
            said: String::new(),
            date,
            lines,
            sure: true,
        })
    };
    let short = |name: &str| {
        let count = name.trim().chars().count();
        (1..=60).contains(&count)
            && name.chars().any(char::is_alphabetic)
            && !labels::is_furniture(name)
    };
    for says in &labels::lists().says {
        if let Some(name) = line
            .strip_suffix(says)
            .map(str::trim)
            .filter(|name| short(name))
        {
            return begun(name, dated.then_some(next), 1 + usize::from(dated));
        }
    }
    if short(line) && dated && !dates::is_date(line) && !line.ends_with(['.', '!', '?', '؟']) {
        return begun(line, Some(next), 2);
    }
    if line.chars().count() > 120 {
        return None;
    }
    for dash in BETWEEN {
        if let Some((name, date)) = line.split_once(dash)
            && dates::is_date(date)
            && short(name)
            && !dates::is_date(name)
        {
            return begun(name, Some(date), 1);
        }
    }
    // "NAME 13 May 2026", "NAMEMay 13, 2026": the longest end of the line that is a date.
    for (at, _) in line.char_indices().skip(1).take(60) {
        let (name, date) = line.split_at(at);
        let numbers = name.ends_with(char::is_numeric) && date.starts_with(char::is_numeric);
        let torn = name.ends_with(char::is_alphabetic) && date.starts_with(char::is_lowercase);
        if !numbers
            && !torn
            && dates::is_date(date)
            && short(name)
            && !dates::is_date(name)
            && date.contains(char::is_numeric)
        {
            return begun(name, Some(date), 1);
        }
    }
    let (name, said) = line.split_once(": ").filter(|_| !strict)?;
    let few = author::is_name(name) && name.split_whitespace().count() <= 3;
    (few && !said.trim().is_empty()).then(|| Begun {
        author: name.to_owned(),
        said: said.trim().to_owned(),
        date: None,
        lines: 1,
        sure: false,
    })
}

/// "NAME in reply to OTHER", "NAME replied to OTHER".
pub(crate) fn answers(author: &str, before: &[PageComment]) -> (String, Option<usize>) {
    let low = author.to_lowercase();
    for by in ANSWERS {
        if low.len() == author.len()
            && let Some(at) = low.find(by)
        {
            let other = author[at + by.len()..].trim_end_matches(':').trim();
            return (author[..at].trim().to_owned(), last_by(other, before));
        }
    }
    (author.to_owned(), None)
}

/// "In reply to OTHER" on a line of its own, at a comment's beginning.
fn answered(line: &str, before: &[PageComment]) -> Option<usize> {
    let low = format!(" {}", line.to_lowercase());
    let by = ANSWERS
        .iter()
        .find(|by| low.starts_with(**by) && !by.contains('→'))?;
    let earlier = &before[..before.len().saturating_sub(1)];
    last_by(
        line.get(by.len() - 1..)?.trim_end_matches(':').trim(),
        earlier,
    )
}

fn last_by(name: &str, before: &[PageComment]) -> Option<usize> {
    before.iter().rposition(|comment| comment.author == name)
}

/// Whether a line is a commenter's name and a date.
pub(crate) fn has_date(line: &str) -> bool {
    begins(line, "", true).is_some()
}
