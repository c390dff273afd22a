//! What prints: of each article the head where it is approved, else the live one, else nothing, with the reason.

use crate::{Held, LivePrinted, comment, review};
use model::{
    ArticleId, Hash, PersonId, Result, Time,
    article::{Content, Standing, Status, standing},
    bundle::{
        BundleKind, Manifest, ManifestApproval, ManifestArticle, ManifestKey, Placed,
        PrintedComment, Surroundings,
    },
    comment::CommentState,
    signed::Say,
};
use press::minisign::NewsroomKey;
use std::collections::{BTreeMap, BTreeSet};
use store::{Db, article::Article, verdict::Given};

/// An article that prints.
pub(super) struct Printing {
    pub article: Article,
    pub revision: Hash,
    pub date: Option<Time>,
    pub page: String,
    pub content_title: String,
    pub approved: bool,
    pub approvals: Vec<Given>,
}

/// Everything that prints, in order, and all that does not.
#[derive(Default)]
pub(super) struct Edition {
    pub printing: Vec<Printing>,
    pub held: Vec<Held>,
    pub live_printed: Vec<LivePrinted>,
}

/// Which content of an article prints.
enum Choice {
    Prints(Hash, Vec<Given>),
    Live(Hash, Vec<Given>, String),
    Held(&'static str, String),
}

/// What an export of `kind` would print, newest first.
pub(super) fn edition(db: &Db, kind: BundleKind) -> Result<Edition> {
    let four_eyes = store::person::settings(db)?.four_eyes;
    let mut edition = Edition::default();
    let mut pages = BTreeSet::new();
    store::article::each(db, |article| {
        let given = store::verdict::list(db, article.id)?;
        let choice = match kind {
            BundleKind::Release => release_choice(db, &article, &given, four_eyes)?,
            BundleKind::Proof => proof_choice(&article, &given, four_eyes),
        };
        let (revision, approvals) = match choice {
            Choice::Held(reason, detail) => {
                edition.held.push(held(&article, reason, detail));
                return Ok(());
            }
            Choice::Prints(revision, approvals) => (revision, approvals),
            Choice::Live(revision, approvals, detail) => {
                let (id, title) = (article.id.to_string(), article.title.clone());
                edition.live_printed.push(LivePrinted {
                    article: id,
                    title,
                    detail,
                });
                (revision, approvals)
            }
        };
        let content = store::article::content(db, revision)?;
        let page = format!("site/{}index.html", content.path());
        if !pages.insert(page.clone()) {
            let detail = format!("Another article has the address {}.", content.path());
            edition.held.push(held(&article, "address-taken", detail));
            return Ok(());
        }
        edition.printing.push(Printing {
            date: date(&content, &given),
            page,
            content_title: content.title,
            approved: !approvals.is_empty(),
            approvals,
            revision,
            article,
        });
        Ok(())
    })?;
    edition
        .printing
        .sort_by(|a, b| b.date.cmp(&a.date).then(a.article.id.cmp(&b.article.id)));
    Ok(edition)
}

fn held(article: &Article, reason: &str, detail: String) -> Held {
    Held {
        article: article.id.to_string(),
        title: article.title.clone(),
        reason: reason.into(),
        detail,
    }
}

/// The verdicts that approve `revision` in `cycle`; none where it is not approved.
fn approvals(given: &[Given], revision: Hash, cycle: i64, four_eyes: bool) -> Option<Vec<Given>> {
    match store::verdict::of(given, revision, cycle, four_eyes) {
        Standing::Approved(ids) => Some(
            given
                .iter()
                .filter(|given| ids.contains(&given.verdict.id))
                .cloned()
                .collect(),
        ),
        _ => None,
    }
}

fn release_choice(db: &Db, article: &Article, given: &[Given], four_eyes: bool) -> Result<Choice> {
    let live = live_choice(article, given);
    let head = approvals(given, article.head, article.cycle, four_eyes);
    let embargoed = |revision: Hash| -> Result<bool> {
        Ok(!article.lifted && store::article::content(db, revision)?.embargo.is_some())
    };
    Ok(match (head, live) {
        (_, Some((live, by))) if live == article.head => Choice::Prints(live, by),
        (Some(by), live) if !embargoed(article.head)? => match live {
            _ if article.status == Status::Withdrawn => {
                Choice::Held("withdrawn", "It was withdrawn.".into())
            }
            _ => Choice::Prints(article.head, by),
        },
        (Some(_), Some((live, by))) => Choice::Live(
            live,
            by,
            "The new text is under embargo; the live text is printed.".into(),
        ),
        (Some(_), None) => Choice::Held(
            "embargo",
            "It is under embargo until someone lifts it.".into(),
        ),
        (None, Some((live, by))) => {
            Choice::Live(live, by, "Edited since; the live text is printed.".into())
        }
        (None, None) => why_not(article, given),
    })
}

/// What is live, with the verdicts by which it became so.
fn live_choice(article: &Article, given: &[Given]) -> Option<(Hash, Vec<Given>)> {
    let live = article.live?;
    let cycle = article.live_cycle.unwrap_or_default();
    // How many eyes it needed was settled when it was released.
    approvals(given, live, cycle, false).map(|by| (live, by))
}

fn proof_choice(article: &Article, given: &[Given], four_eyes: bool) -> Choice {
    if article.status == Status::Withdrawn {
        return Choice::Held("withdrawn", "It was withdrawn.".into());
    }
    let by = match article.live {
        Some(live) if live == article.head => live_choice(article, given).map(|(_, by)| by),
        _ => approvals(given, article.head, article.cycle, four_eyes),
    };
    Choice::Prints(article.head, by.unwrap_or_default())
}

fn why_not(article: &Article, given: &[Given]) -> Choice {
    let before = given
        .iter()
        .any(|g| g.cycle == article.cycle && g.verdict.say == Say::Approve);
    let on_head = given.iter().any(|g| {
        g.cycle == article.cycle && g.revision == article.head && g.verdict.say == Say::Approve
    });
    match article.status {
        Status::Withdrawn => Choice::Held("withdrawn", "It was withdrawn.".into()),
        Status::ChangesRequested => {
            Choice::Held("changes-requested", "A reviewer sent it back.".into())
        }
        _ if on_head => Choice::Held(
            "unconfirmed",
            "A reviewer’s own changes wait for a confirmation.".into(),
        ),
        _ if before => Choice::Held(
            "edited-after-approval",
            "It was edited after its approval.".into(),
        ),
        Status::InReview => Choice::Held("in-review", "It is in review.".into()),
        _ => Choice::Held(
            "not-approved",
            "It is a draft and was never approved.".into(),
        ),
    }
}

/// The date that prints: the one its editors set, or else the later of its first approval and its embargo's end.
fn date(content: &Content, given: &[Given]) -> Option<Time> {
    let first = given
        .iter()
        .filter(|given| given.verdict.say == Say::Approve)
        .map(|given| given.at)
        .min();
    content
        .date
        .or_else(|| first.max(content.embargo.filter(|_| first.is_some())))
}

/// The surroundings of an edition's pages.
pub(super) fn surroundings(db: &Db, kind: BundleKind, edition: &Edition) -> Result<Surroundings> {
    let settings = store::person::settings(db)?;
    let articles = edition
        .printing
        .iter()
        .map(|printing| {
            Ok(Placed {
                article: printing.article.id,
                revision: printing.revision,
                date: printing.date,
                proposed: vec![],
                comments: published_comments(db, printing.article.id)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Surroundings {
        copydesk: "surroundings/1".into(),
        kind,
        newsroom: settings.name,
        language: settings.language,
        time_zone: settings.time_zone,
        base_url: settings.base_url,
        comment_address: settings.comment_address,
        articles,
    })
}

/// The published comments of an article, parents before children, oldest first.
fn published_comments(db: &Db, article: ArticleId) -> Result<Vec<PrintedComment>> {
    let mut all = vec![];
    let mut after: Option<(String, String)> = None;
    loop {
        let place = after
            .as_ref()
            .map(|(created, id)| (created.as_str(), id.as_str()));
        let rows = store::comment::list(
            db,
            Some(CommentState::Published),
            Some(article),
            place,
            1000,
        )?;
        let Some(last) = rows.last() else { break };
        after = Some((last.created.to_string(), last.id.to_string()));
        all.extend(rows);
    }
    let there: BTreeSet<_> = all.iter().map(|comment| comment.id).collect();
    let mut printed: Vec<PrintedComment> = all
        .into_iter()
        .map(|comment| PrintedComment {
            id: comment.id,
            parent: comment.parent.filter(|parent| there.contains(parent)),
            author: comment::shown(&comment.author),
            created: comment.created,
            body: comment.body,
        })
        .collect();
    let mut placed = BTreeSet::new();
    let mut ordered = Vec::with_capacity(printed.len());
    while !printed.is_empty() {
        let before = ordered.len();
        let (now, later): (Vec<_>, Vec<_>) = printed
            .into_iter()
            .partition(|comment| comment.parent.is_none_or(|parent| placed.contains(&parent)));
        placed.extend(now.iter().map(|comment| comment.id));
        ordered.extend(now);
        printed = later;
        if ordered.len() == before {
            // Comments that answer each other in a ring: each stands for itself.
            printed.iter_mut().for_each(|comment| comment.parent = None);
        }
    }
    Ok(ordered)
}

/// The key that signs this library's bundles.
pub(crate) fn newsroom_key(db: &Db) -> Result<NewsroomKey> {
    let key = store::person::key(db, None)?;
    let mut id = [0; 8];
    id.copy_from_slice(&Hash::of(key.public.as_bytes()).0[..8]);
    Ok(NewsroomKey {
        secret: store::person::secret(db, key.id)?,
        id,
    })
}

/// Whether an article has the yes that four eyes ask for. One that was released while they were turned off, and still
/// prints, may not: the manifest must then not claim it of the bundle.
fn seen_by_two(printing: &Printing) -> bool {
    let said: Vec<_> = printing
        .approvals
        .iter()
        .map(|given| given.verdict.clone())
        .collect();
    !printing.approved || matches!(standing(&said, true), Standing::Approved(_))
}

/// The manifest of an edition, its files not yet known.
pub(super) fn manifest(
    db: &Db,
    kind: BundleKind,
    edition: &Edition,
    names: (&str, &str),
) -> Result<Manifest> {
    let settings = store::person::settings(db)?;
    let people: BTreeMap<PersonId, String> = store::person::list(db)?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let newsroom = store::person::key(db, None)?;
    let mut keys = BTreeMap::from([(
        newsroom.id,
        ManifestKey {
            key: newsroom.id,
            person: None,
            name: settings.name.clone(),
            public: newsroom.public,
            sealed: false,
        },
    )]);
    let mut articles = vec![];
    for printing in &edition.printing {
        let mut approvals = vec![];
        for given in &printing.approvals {
            let key = store::person::key_by_id(db, given.key)?;
            let name = people
                .get(&given.verdict.person)
                .cloned()
                .unwrap_or_default();
            let known = ManifestKey {
                key: key.id,
                person: Some(given.verdict.person),
                name,
                public: key.public,
                sealed: false,
            };
            keys.insert(key.id, known);
            let said = review::statement_of(printing.article.id, printing.revision, given);
            approvals.push(ManifestApproval {
                say: said.say,
                person: said.person,
                key: said.key,
                at: said.at,
                contributors: said.contributors,
                signature: given.signature.clone(),
            });
        }
        let content = store::article::content(db, printing.revision)?;
        articles.push(ManifestArticle {
            article: printing.article.id,
            revision: printing.revision,
            title: printing.content_title.clone(),
            page: printing.page.clone(),
            approved: printing.approved,
            approvals,
            corrections: content.corrections,
        });
    }
    Ok(Manifest {
        copydesk: "manifest/1".into(),
        kind,
        renderer: press::RENDERER.into(),
        newsroom: settings.name,
        edition: names.0.into(),
        profile: names.1.into(),
        parts: vec!["site".into()],
        four_eyes: settings.four_eyes && edition.printing.iter().all(seen_by_two),
        articles,
        keys: keys.into_values().collect(),
        files: vec![],
    })
}
