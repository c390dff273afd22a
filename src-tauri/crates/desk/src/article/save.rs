//! Saving a revision: the one way by which an article gets another content.

use model::{
    Error, Hash, PersonId, Result, VerdictId,
    article::{Content, Standing, Status, Step, folder, is_device, slug, web_address},
    event::{Event, Origin},
    person::{Person, Role},
    template::Template,
};
use std::collections::BTreeSet;
use store::{Db, Txn, article::Article};

/// Longest body, in bytes.
pub(crate) const BODY: usize = 20 << 20;
/// Longest other text, in bytes.
const FIELD: usize = 10_000;

/// Takes out what no text holds (NUL and other control characters), and refuses what is too long to be kept. What is
/// half typed passes.
pub(crate) fn clean(content: &mut Content) -> Result<()> {
    clean_text(&mut content.body);
    limited(&content.body, BODY, "text")?;
    content.assets = markup::assets(&content.body);
    lines_of(content).try_for_each(clean_line)?;
    for text in content
        .corrections
        .iter_mut()
        .map(|correction| &mut correction.text)
        .chain(content.bylines.iter_mut().map(|byline| &mut byline.about))
        .chain(
            content
                .lead_image
                .iter_mut()
                .flat_map(|lead| [&mut lead.caption, &mut lead.credit, &mut lead.alt]),
        )
    {
        clean_text(text);
        limited(text, FIELD, "note")?;
    }
    Ok(())
}

/// Refuses a text that is longer than `limit`, in bytes.
pub(crate) fn limited(text: &str, limit: usize, what: &str) -> Result<()> {
    if text.len() <= limit {
        return Ok(());
    }
    let hint = if limit == BODY {
        "Split it into articles."
    } else {
        "Make it shorter."
    };
    Err(Error::refused("too-long", format!("The {what} is too long to be kept.")).hint(hint))
}

/// Longest reason for one thing, in bytes.
pub(crate) const REASON: usize = 2_000;
/// Longest remark: a note, a reply, what is said with a verdict; in bytes.
const REMARK: usize = 20_000;

/// What someone says beside the text, as it is kept; empty where nothing is said.
///
/// # Errors
/// `too-long`.
pub(crate) fn remark(text: &str) -> Result<String> {
    let mut text = text.to_owned();
    clean_text(&mut text);
    if text.trim().len() > REMARK {
        return Err(Error::refused("too-long", "That is too long for a remark.")
            .hint("Put it into the article’s text."));
    }
    Ok(text.trim().to_owned())
}

fn clean_line(line: &mut String) -> Result<()> {
    clean_text(line);
    if line.contains('\n') {
        *line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    limited(line, FIELD, "line")
}

/// Every text of a content that is one line.
fn lines_of(content: &mut Content) -> impl Iterator<Item = &mut String> {
    let bylines = content.bylines.iter_mut().flat_map(|byline| {
        [&mut byline.name, &mut byline.role]
            .into_iter()
            .chain(&mut byline.publications)
            .chain(&mut byline.links)
    });
    [
        &mut content.title,
        &mut content.kicker,
        &mut content.standfirst,
        &mut content.section,
        &mut content.slug,
        &mut content.language,
        &mut content.search_title,
        &mut content.search_description,
    ]
    .into_iter()
    .chain(&mut content.canonical)
    .chain(&mut content.tags)
    .chain(content.related.iter_mut().map(|related| &mut related.title))
    .chain(bylines)
}

/// Cleans a content, and refuses one that could not be printed: with a name that is no part of an address, a language
/// that is none, an address that leads nowhere.
pub(crate) fn sane(content: &mut Content) -> Result<()> {
    clean(content)?;
    tidy_tags(&mut content.tags);
    once(&mut content.translations, |other| *other);
    once(&mut content.related, |related| {
        (related.article, related.title.clone())
    });
    content
        .bylines
        .retain(|byline| !byline.name.trim().is_empty());
    let own = content.article;
    content.translations.retain(|other| *other != own);
    content.related.retain(|other| other.article != Some(own));
    match faults(content).into_iter().next() {
        Some((_, fault)) => Err(fault),
        None => Ok(()),
    }
}

/// Takes out empty tags and repeats.
fn tidy_tags(tags: &mut Vec<String>) {
    tags.retain(|tag| !tag.trim().is_empty());
    once(tags, Clone::clone);
}

/// Takes out what was there before.
pub(crate) fn once<T, K: Ord>(all: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(key(one)));
}

/// What a content could not be printed with, each with the field that it is of.
pub(crate) fn faults(content: &Content) -> Vec<(&'static str, Error)> {
    let mut all = vec![];
    if content.slug != slug(&content.slug) {
        let message = if content.slug.is_empty() {
            "An article needs an address.".to_owned()
        } else {
            format!("“{}” can’t be part of an address.", content.slug)
        };
        let fault = Error::refused("bad-slug", message);
        all.push((
            "slug",
            fault.hint(format!("Try “{}”.", slug(&content.slug))),
        ));
    }
    for (field, code, name, text) in [
        ("slug", "bad-slug", content.slug.clone(), &content.slug),
        (
            "section",
            "bad-section",
            folder(&content.section),
            &content.section,
        ),
    ] {
        if is_device(&name) {
            let message = format!("On Windows no folder can be called “{text}”.");
            let fault = Error::refused(code, message);
            all.push((field, fault.hint("Add a word to it.")));
        }
    }
    if !model::article::language_tag(&content.language) {
        let message = format!("“{}” is not a language’s tag.", content.language);
        let fault = Error::refused("bad-language", message);
        all.push(("language", fault.hint("Write it as en, pt-BR or fa.")));
    }
    if let Some(Err(fault)) = content.embargo.map(|at| at.day("UTC").ahead()) {
        all.push(("embargo", fault));
    }
    if content
        .canonical
        .as_deref()
        .is_some_and(|address| !web_address(address))
    {
        let fault = Error::refused("bad-address", "That is no address on the web.");
        all.push((
            "canonical",
            fault.hint("Write it as https://example.org/page."),
        ));
    }
    all
}

/// Cleans a template as the texts of an article are.
pub(crate) fn clean_template(template: &mut Template) -> Result<()> {
    clean_text(&mut template.body);
    limited(&template.body, BODY, "text")?;
    tidy_tags(&mut template.tags);
    let lines = [
        &mut template.name,
        &mut template.about,
        &mut template.kicker,
        &mut template.standfirst,
        &mut template.section,
    ];
    lines
        .into_iter()
        .chain(&mut template.tags)
        .try_for_each(clean_line)
}

/// Takes out what no text holds; line ends are one sign.
pub(crate) fn clean_text(text: &mut String) {
    if !maybe_control(text) {
        return;
    }
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    text.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
}

/// Whether a text may hold a control character beside a line's end and a tab. Asked at every key of a whole article, so many
/// bytes at a time: those of ASCII, and the byte that begins every one of the others (U+0080 to U+009F), and some letters.
fn maybe_control(text: &str) -> bool {
    let maybe = |byte: u8| {
        (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f) | (byte == 0xc2)
    };
    let bytes = text.bytes();
    bytes.fold(false, |found, byte| found | maybe(byte))
}

/// Makes `content` the head; `false` where it is already. The status that follows is the workflow's.
pub(crate) fn save(
    txn: &Txn,
    me: &Person,
    article: &Article,
    mut content: Content,
    origin: Origin,
) -> Result<bool> {
    Step::Edit.from(article.status)?;
    sane(&mut content)?;
    follow_headline(txn, article, &mut content)?;
    let bytes = content.bytes()?;
    let revision = Hash::of(&bytes);
    if revision == article.head {
        return Ok(false);
    }
    store::article::keep_bytes(txn, revision, &bytes)?;
    let same_section = folder(&content.section) == folder(&article.section);
    let status = status_after(txn, me, article, revision, same_section)?;
    txn.append(Event::RevisionSaved {
        article: article.id,
        revision,
        origin,
        status,
        was: Some((article.head, article.status)),
    })?;
    Ok(true)
}

/// While the slug follows the headline, another headline proposes another one.
fn follow_headline(txn: &Txn, article: &Article, content: &mut Content) -> Result<()> {
    if content.title != article.title && super::slug::follows_headline(txn, article, &content.slug)?
    {
        content.slug = super::free_slug(txn, &content.title, Some(article.id))?;
    }
    Ok(())
}

/// What an edit does to the status: draft; unless the content stands approved, or is the live one, or a reviewer
/// edits what is in review. In another section it is submitted anew, since that may have other stages.
fn status_after(
    db: &Db,
    me: &Person,
    article: &Article,
    revision: Hash,
    same_section: bool,
) -> Result<Status> {
    if let Some(status) = stands(db, article, revision)? {
        return Ok(status);
    }
    let reviews = article.status == Status::InReview && me.holds(&[Role::Reviewer]);
    Ok(if reviews && same_section {
        Status::InReview
    } else {
        Status::Draft
    })
}

/// `published` or `approved` where a content is live or stands approved in the present cycle.
pub(super) fn stands(db: &Db, article: &Article, revision: Hash) -> Result<Option<Status>> {
    stands_without(db, article, revision, None)
}

/// What a status that a text had is by the rules as they are now, without one of the verdicts where that is taken back: what
/// waits or was approved then may be worth more by now, or less.
pub(crate) fn reckoned(
    db: &Db,
    article: &Article,
    (revision, status): (Hash, Status),
    without: Option<VerdictId>,
) -> Result<Status> {
    if !matches!(
        status,
        Status::InReview | Status::Approved | Status::Published
    ) {
        return Ok(status);
    }
    let stands = stands_without(db, article, revision, without)?;
    Ok(stands.unwrap_or(Status::InReview))
}

fn stands_without(
    db: &Db,
    article: &Article,
    revision: Hash,
    without: Option<VerdictId>,
) -> Result<Option<Status>> {
    if article.live == Some(revision) {
        return Ok(Some(Status::Published));
    }
    let four_eyes = store::person::settings(db)?.four_eyes;
    let mut given = store::verdict::list(db, article.id)?;
    given.retain(|given| Some(given.verdict.id) != without);
    let section = store::article::content(db, revision)?.section;
    let workflow = store::route::of(db, article.id, article.cycle, &section)?;
    let standing = store::verdict::of(&given, (revision, article.cycle), four_eyes, &workflow);
    Ok(matches!(standing, Standing::Approved(_)).then_some(Status::Approved))
}

/// Who saved text since the live revision, or ever where nothing is live, and whose suggestions were accepted into it; in
/// order of id.
pub(crate) fn contributors(db: &Db, article: &Article) -> Result<Vec<PersonId>> {
    let cycle = article.live.map(|_| article.cycle);
    let mut saved = store::article::authors(db, article.id, cycle)?;
    saved.extend(store::suggestion::authors(db, article.id, cycle)?);
    saved.sort_unstable();
    saved.dedup();
    Ok(saved)
}

#[cfg(test)]
mod tests {
    use super::clean_text;

    #[test]
    fn a_text_keeps_everything_but_control_characters() {
        let some = (0..0x250).chain([0x2028, 0x202e, 0xfeff, 0x1f600]);
        for letter in some.filter_map(char::from_u32) {
            let mut text = format!("Kai {letter} Bühne\t\n");
            clean_text(&mut text);
            let left = match letter {
                '\r' => "\n".to_owned(),
                '\n' | '\t' => letter.to_string(),
                _ if letter.is_control() => String::new(),
                _ => letter.to_string(),
            };
            assert_eq!(text, format!("Kai {left} Bühne\t\n"), "{letter:?}");
        }
    }
}
