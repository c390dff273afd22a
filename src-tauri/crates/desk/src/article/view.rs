//! An article with all that belongs to it, for the window.

use super::{WRITERS, behind::left_behind, contributors};
use crate::{
    ArticleView, Check, Desk, Hand, NoteView, StagePlace, SuggestionView, VerdictView,
    check::{Gate, blocks, findings, findings_typed, sentence},
    hand::name_of,
    review::{Noted, Place, suggestion_views},
};
use model::{
    Hash, Result,
    article::{Content, Standing, Status, Step},
    person::{Person, Role},
    signed::Say,
};
use serde::Deserialize;
use store::{Db, article::Article, draft::Draft, verdict::Given};

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub article: String,
}

/// An article with all that belongs to it.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn show(desk: &Desk, hand: &Hand, ask: Show) -> Result<ArticleView> {
    let mut seen = desk
        .store
        .read(|db| view(db, hand, &store::article::find(db, &ask.article)?))?;
    // Nobody may do here what every act would be refused.
    if desk.is_shared() {
        seen.may.clear();
    }
    Ok(seen)
}

/// `confirmation` where that is all that the article waits for, else empty.
pub(crate) fn waits(db: &Db, article: &Article) -> Result<String> {
    if article.status != Status::InReview {
        return Ok(String::new());
    }
    let four_eyes = store::person::settings(db)?.four_eyes;
    let given = store::verdict::list(db, article.id)?;
    let workflow = store::route::of(db, article.id, article.cycle, &article.section)?;
    Ok(
        match store::verdict::of(&given, (article.head, article.cycle), four_eyes, &workflow) {
            Standing::Unconfirmed(_) => "confirmation".into(),
            _ => String::new(),
        },
    )
}

pub(crate) fn view(db: &Db, hand: &Hand, article: &Article) -> Result<ArticleView> {
    let people = store::person::list(db)?;
    let me = hand
        .actor
        .and_then(|actor| people.iter().find(|person| person.id == actor));
    let head = store::article::content(db, article.head)?;
    let draft = match me {
        Some(me) => store::draft::get(db, article.id, me.id)?,
        None => None,
    };
    let given = store::verdict::list(db, article.id)?;
    let content = draft
        .as_ref()
        .map_or_else(|| head.clone(), |draft| draft.content.clone());
    let checks = findings_typed(db, article, &content, hand.actor)?;
    // A verdict is on the head, whatever the one who looks at it is typing.
    let of_head = if content == head {
        checks.clone()
    } else {
        findings(db, article, &head)?
    };
    let blocks_approval = holding_up(&of_head);
    let place = Place::by(db, article, &given)?;
    let names = contributors(db, article)?
        .into_iter()
        .map(|id| name_of(&people, id))
        .collect();
    let (notes, suggestions) = remarks(db, hand, article, &head, draft.as_ref(), &people)?;
    let last = store::article::head_at(db, article.id, i64::MAX)?;
    Ok(ArticleView {
        id: article.id.to_string(),
        revision: article.head.to_string(),
        live: article.live.map(|live| live.to_string()),
        status: article.status,
        waits: waits(db, article)?,
        draft_saved: draft.as_ref().map(|draft| draft.saved.clone()),
        draft_base: draft.as_ref().map(|draft| draft.base.to_string()),
        draft_hash: draft.as_ref().map(|draft| draft.hash.to_string()),
        draft_cursor: draft.as_ref().and_then(|draft| draft.cursor.clone()),
        draft_differs: draft
            .as_ref()
            .is_some_and(|draft| draft.hash != article.head),
        behind: draft
            .as_ref()
            .is_some_and(|draft| draft.base != article.head && draft.hash != article.head),
        head_by: last
            .as_ref()
            .map(|saved| name_of(&people, saved.author))
            .unwrap_or_default(),
        head_at: last.map(|saved| saved.at).unwrap_or_default(),
        contributors: names,
        left_behind: left_behind(db, article, &given, &people)?,
        verdicts: given
            .iter()
            .map(|given| verdict(article, given, &people, place.workflow.stages.len() > 1))
            .collect(),
        suggestions,
        suggesting: match me {
            Some(me) => store::suggesting::get(db, article.id, me.id)?.map(|kept| kept.saved),
            None => None,
        },
        notes,
        blocks_approval,
        checks,
        may: me.map_or_else(Vec::new, |me| may(article, &head, (&given, &place), me)),
        reviewers: place.reviewers(&people),
        stages: stages(article, &place, &given, &people),
        created: article.created.clone(),
        updated: article.updated.clone(),
        recheck: article.recheck.map(|day| day.to_string()),
        content,
        head,
    })
}

/// What of a report stands before an approval, in words: each reason once, however many places there are to mend for it.
fn holding_up(found: &[Check]) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    for check in found.iter().filter(|check| blocks(check, Gate::Approve)) {
        let said = sentence(check);
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

/// The notes and the suggestions that wait, each with its place in the head and in what is being typed.
fn remarks(
    db: &Db,
    hand: &Hand,
    article: &Article,
    head: &Content,
    draft: Option<&Draft>,
    people: &[Person],
) -> Result<(Vec<NoteView>, Vec<SuggestionView>)> {
    let typed = draft.map(|draft| (draft.base, draft.content.body.as_str()));
    let noted = Noted::of(db, article, head, typed)?;
    let notes = noted.views(store::note::waiting(db, article.id)?, people)?;
    let suggestions = suggestion_views(
        store::suggestion::open(db, article.id)?,
        |id| noted.starts(id),
        (people, hand.actor),
    );
    Ok((notes, suggestions))
}

fn verdict(article: &Article, given: &Given, people: &[Person], staged: bool) -> VerdictView {
    VerdictView {
        id: given.verdict.id.to_string(),
        say: given.verdict.say,
        person: name_of(people, given.verdict.person),
        at: given.at.to_string(),
        note: given.note.clone(),
        stage: given.verdict.stage.clone().filter(|_| staged),
        revision: given.revision.to_string(),
        current: given.revision == article.head && given.cycle == article.cycle,
    }
}

/// The stages of the head, where there are more than one.
fn stages(article: &Article, place: &Place, given: &[Given], people: &[Person]) -> Vec<StagePlace> {
    let by = |name: &str| {
        let mut of_head = given.iter().rev().filter(|given| {
            (given.revision, given.cycle) == (article.head, article.cycle)
                && given.verdict.say == Say::Approve
        });
        let yes = of_head.find(|given| given.verdict.stage.as_deref().is_none_or(|s| s == name));
        yes.map(|given| name_of(people, given.verdict.person))
    };
    let all = place.workflow.stages.iter().enumerate();
    let view = all.map(|(nth, stage)| StagePlace {
        name: stage.name.clone(),
        passed_by: by(&stage.name).filter(|_| nth < place.passed),
        waits: nth == place.passed && article.status == Status::InReview,
    });
    view.filter(|_| place.workflow.stages.len() > 1).collect()
}

/// What the person may do now, by role and status, and nothing in the bin; the actions themselves check again.
fn may(
    article: &Article,
    head: &Content,
    (given, place): (&[Given], &Place),
    me: &Person,
) -> Vec<String> {
    if article.binned {
        return vec![];
    }
    let writes = me.holds(WRITERS);
    let said_yes = |revision: Hash| {
        given.iter().any(|g| {
            g.revision == revision && g.cycle == article.cycle && g.verdict.say == Say::Approve
        })
    };
    let now = |step: Step| step.from(article.status).is_ok();
    let fresh = !matches!(article.status, Status::InReview | Status::Approved);
    [
        ("edit", writes),
        ("suggest", writes),
        ("submit", writes && fresh && now(Step::Submit)),
        ("recall", writes && now(Step::Recall)),
        ("approve", place.allows(me) && now(Step::Approve)),
        (
            "confirm",
            writes && now(Step::Confirm) && said_yes(article.head),
        ),
        (
            "request-changes",
            (place.allows(me) || me.holds(&[Role::Reviewer])) && now(Step::RequestChanges),
        ),
        ("claim", place.allows(me) && now(Step::Claim)),
        (
            "hand-over",
            (article.claimed == Some(me.id) || place.allows(me) || me.holds(&[Role::Reviewer]))
                && now(Step::Claim),
        ),
        (
            "withdraw",
            me.holds(&[Role::Publisher]) && article.live.is_some() && now(Step::Withdraw),
        ),
        (
            "lift",
            me.holds(&[Role::Reviewer, Role::Publisher])
                && head.embargo.is_some()
                && !article.lifted,
        ),
    ]
    .into_iter()
    .filter(|(_, may)| *may)
    .map(|(what, _)| what.to_owned())
    .collect()
}
