//! An edition: everything that prints, in its order, with what its pages show besides their text and the manifest that
//! says why each may be there.

use super::{
    choice::{Choice, Rules, in_turn},
    kept::Keep,
    look::{Looked, look_at},
    wanted::{Since, Wanted},
};
use crate::{Held, LivePrinted, comment, review};
use model::{
    ArticleId, Hash, PersonId, Result, Time,
    article::{Content, Correction, Standing, standing},
    asset::Asset,
    bundle::{
        BundleKind, Manifest, ManifestApproval, ManifestArticle, ManifestImport, ManifestKey,
        Placed, PrintedComment, Renewer, Surroundings, WithdrawnPage,
    },
    comment::{CommentState, Commenting},
    event::{Event, Renewed},
    settings::Settings,
};
use press::minisign::{NewsroomKey, PublicKey, key_id};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::Path,
};
use store::{
    Db,
    article::Article,
    attested::Attested,
    comment::{Filter, Where},
    verdict::Given,
};

/// An article that prints.
pub(super) struct Printing {
    pub article: Article,
    pub revision: Hash,
    pub date: Option<Time>,
    pub page: String,
    pub content_title: String,
    pub section: String,
    pub tags: Vec<String>,
    pub language: String,
    pub corrections: Vec<Correction>,
    /// Every picture and attachment that its page shows.
    pub assets: Vec<Asset>,
    pub approvals: Vec<Given>,
    /// Who said that it came in as it was published elsewhere, where nobody approved it.
    pub imported: Option<Attested>,
    /// The stages that its text had to pass.
    pub stages: Vec<String>,
    /// Where its page was before.
    pub moved_from: Vec<String>,
}

/// Everything that prints, in order, and all that does not.
#[derive(Default)]
pub(super) struct Edition {
    pub printing: Vec<Printing>,
    pub held: Vec<Held>,
    pub live_printed: Vec<LivePrinted>,
    /// The texts without their bodies.
    pub heads: HashMap<Hash, Box<Content>>,
    /// What was found out about all articles that are published, to be kept.
    pub keep: Option<Keep>,
}

/// What an export of `kind` would print of the articles that are wanted, in its order.
pub(super) fn edition(db: &Db, kind: BundleKind, wanted: &Wanted) -> Result<Edition> {
    let rules = Rules::of(db)?;
    let since = Since::of(db, wanted)?;
    let mut edition = Edition::default();
    let mut pages = BTreeSet::new();
    let all = in_turn(db)?;
    let (looked, keep) = look_at(db, kind, &all, &rules)?;
    edition.keep = Some(keep);
    edition.printing.reserve_exact(all.len());
    edition.heads.reserve(all.len());
    for (article, looked) in all.into_iter().zip(looked) {
        let Looked { choice, text } = looked;
        let (revision, kept, text) = match (choice, text) {
            (Choice::Held(reason, detail), _) => {
                if since.is_about(db, &article)? {
                    edition.held.push(held(&article, &reason, detail));
                }
                continue;
            }
            (Choice::Prints(revision), Some(text)) => (revision, None, text),
            (Choice::Live(revision, why), Some(text)) => (revision, Some(why), text),
            (_, None) => continue,
        };
        let text = *text;
        let (content, approvals, page) = (text.content, text.approvals, text.page);
        // What is not in this edition has its address all the same.
        let first = pages.insert(page.clone());
        let date = text.date;
        if !since.takes(db, &article, (revision, &content), date)? {
            if let Some(why) = kept
                && since.waits_for(&article, &content)
            {
                let why = why.unwrap_or_else(|| {
                    "It was edited since its release and is not approved.".into()
                });
                edition.held.push(held(&article, "edited-since", why));
            }
            continue;
        }
        if !first {
            let detail = format!("Another article has the address {}.", content.path());
            edition.held.push(held(&article, "address-taken", detail));
            continue;
        }
        if let Some(why) = kept {
            edition.live_printed.push(live_printed(&article, why));
        }
        edition.printing.push(Printing {
            date,
            page,
            approvals,
            imported: text.imported,
            stages: text.stages,
            assets: text.assets,
            moved_from: text.moved_from,
            content_title: content.title.clone(),
            language: content.language.clone(),
            tags: content.tags.clone(),
            section: content.section.clone(),
            corrections: content.corrections.clone(),
            revision,
            article,
        });
        edition.heads.insert(revision, content);
    }
    edition.settle_moves(&pages);
    edition.printing.sort_by_cached_key(|one| {
        let place = wanted.edition.place(one.article.id);
        (place, Reverse(one.date), one.article.id)
    });
    edition.held.sort_by(|a, b| a.article.cmp(&b.article));
    Ok(edition)
}

fn live_printed(article: &Article, why: Option<String>) -> LivePrinted {
    LivePrinted {
        article: article.id.to_string(),
        title: article.title.clone(),
        detail: match why {
            None => "Edited since; the live text is printed.".into(),
            Some(why) => format!("{why} The live text is printed."),
        },
    }
}

fn held(article: &Article, reason: &str, detail: String) -> Held {
    Held {
        article: article.id.to_string(),
        title: article.title.clone(),
        reason: reason.into(),
        detail,
    }
}

impl Edition {
    /// An old place leads on only where no page is printed.
    fn settle_moves(&mut self, pages: &BTreeSet<String>) {
        for one in &mut self.printing {
            one.moved_from
                .retain(|path| !pages.contains(&format!("site/{path}index.html")));
        }
    }

    /// Leaves out what shows a picture whose file is missing or cut short in the library at `dir`; returns the first headline
    /// of those that readers have already.
    pub(super) fn hold_broken(&mut self, dir: &Path) -> Option<String> {
        // One picture is in many articles, and looked at once.
        let all = self.printing.iter().flat_map(|one| &one.assets);
        let all: HashMap<Hash, &Asset> = all.map(|asset| (asset.hash, asset)).collect();
        let broken = all
            .values()
            .filter(|asset| !store::asset::is_whole(dir, asset));
        let broken: HashSet<Hash> = broken.map(|asset| asset.hash).collect();
        if broken.is_empty() {
            return None;
        }
        let whole = |printing: &Printing| {
            let mut assets = printing.assets.iter();
            assets.all(|asset| !broken.contains(&asset.hash))
        };
        let (sound, broken): (Vec<_>, Vec<_>) = std::mem::take(&mut self.printing)
            .into_iter()
            .partition(whole);
        self.printing = sound;
        let out = broken.iter().find(|one| one.article.live.is_some());
        let out = out.map(|one| one.content_title.clone());
        for printing in broken {
            self.live_printed
                .retain(|live| live.article != printing.article.id.to_string());
            let detail = "The file of a picture is missing or damaged.".to_owned();
            self.held
                .push(held(&printing.article, "damaged-picture", detail));
        }
        self.held.sort_by(|a, b| a.article.cmp(&b.article));
        out
    }
}

/// The surroundings of an edition's pages.
pub(super) fn surroundings(
    db: &Db,
    kind: BundleKind,
    edition: &Edition,
    wanted: &Wanted,
) -> Result<Surroundings> {
    let mut around = bare_surroundings(store::person::settings(db)?, kind);
    wanted.settle(&mut around, edition);
    let (commented, closed) = (store::comment::commented(db)?, store::comment::closed(db)?);
    let with: Vec<ArticleId> = edition
        .printing
        .iter()
        .map(|one| one.article.id)
        .filter(|id| wanted.profile.comments && commented.contains(id))
        .collect();
    let comments = db.on_all_cores(&with, with.len(), |db, article| {
        published_comments(db, *article)
    })?;
    let mut comments: BTreeMap<ArticleId, Vec<PrintedComment>> =
        with.into_iter().zip(comments).collect();
    around.articles = edition
        .printing
        .iter()
        .map(|printing| Placed {
            article: printing.article.id,
            revision: printing.revision,
            date: printing.date,
            proposed: vec![],
            comments: comments.remove(&printing.article.id).unwrap_or_default(),
            moved_from: printing.moved_from.clone(),
            closed: closed.contains(&printing.article.id),
        })
        .collect();
    let assets: BTreeMap<Hash, &Asset> = edition
        .printing
        .iter()
        .flat_map(|printing| &printing.assets)
        .map(|asset| (asset.hash, asset))
        .collect();
    around.assets = assets.into_values().cloned().collect();
    around.withdrawn = withdrawn(db, edition, wanted)?;
    Ok(around)
}

/// Every place at which something was published that was withdrawn since, where nothing else is.
fn withdrawn(db: &Db, edition: &Edition, wanted: &Wanted) -> Result<Vec<WithdrawnPage>> {
    let printed: BTreeSet<ArticleId> = edition.printing.iter().map(|one| one.article.id).collect();
    let mut all = vec![];
    store::article::each_not_live(db, |article| {
        if !printed.contains(&article.id) {
            all.push(article);
        }
        Ok(())
    })?;
    if all.is_empty() {
        return Ok(vec![]);
    }
    let mut taken: BTreeSet<String> = edition
        .printing
        .iter()
        .flat_map(|one| {
            let own = one
                .page
                .trim_start_matches("site/")
                .trim_end_matches("index.html");
            [own.to_owned()].into_iter().chain(one.moved_from.clone())
        })
        .collect();
    let mut out = vec![];
    for article in all {
        let Some(entry) = store::journal::last_about(db, article.id, "withdrawn")? else {
            continue;
        };
        let Event::Withdrawn { was_live, .. } = entry.event else {
            continue;
        };
        let content = store::article::content(db, was_live)?;
        if !wanted.had(&content) {
            continue;
        }
        for path in store::address::of(db, article.id)? {
            if taken.insert(path.clone()) {
                out.push(WithdrawnPage {
                    path,
                    title: content.title.clone(),
                    language: content.language.clone(),
                    at: entry.at,
                });
            }
        }
    }
    out.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(out)
}

/// What every page of the site shows, without any article.
pub(super) fn bare_surroundings(settings: Settings, kind: BundleKind) -> Surroundings {
    Surroundings {
        copydesk: "surroundings/1".into(),
        kind,
        newsroom: settings.name,
        language: settings.language,
        time_zone: settings.time_zone,
        base_url: settings.base_url,
        comment_address: settings.comment_address,
        articles: vec![],
        assets: vec![],
        withdrawn: vec![],
        edition: String::new(),
        fronts: BTreeMap::new(),
        feeds: true,
    }
}

/// The published comments of an article, parents before children, oldest first. What the newsroom answered is left out
/// where the comment that it answers does not print: it would speak to nobody.
pub(super) fn published_comments(db: &Db, article: ArticleId) -> Result<Vec<PrintedComment>> {
    let filter = Filter {
        state: Some(CommentState::Published),
        article: Some(Where::Article(article)),
        ..Filter::default()
    };
    let mut all = vec![];
    let mut after: Option<(String, String)> = None;
    loop {
        let place = after
            .as_ref()
            .map(|(created, id)| (created.as_str(), id.as_str()));
        let rows = store::comment::list(db, &filter, place, 1000)?;
        let Some(last) = rows.last() else { break };
        after = Some((last.created.to_string(), last.id.to_string()));
        // One whose words were erased says nothing to readers; answers to it stand by themselves.
        all.extend(rows.into_iter().filter(|one| !one.body.is_empty()));
    }
    let order = comment::in_order(all.iter().map(|one| (one.id, one.parent)).collect());
    let mut there: BTreeSet<_> = order.iter().copied().collect();
    let mut by_id: BTreeMap<_, _> = all.into_iter().map(|one| (one.id, one)).collect();
    let mut prints = Vec::with_capacity(order.len());
    for comment in order.into_iter().filter_map(|id| by_id.remove(&id)) {
        let parent = comment.parent.filter(|parent| there.contains(parent));
        if comment.newsroom && comment.parent.is_some() && parent.is_none() {
            there.remove(&comment.id);
            continue;
        }
        prints.push(PrintedComment {
            id: comment.id,
            parent,
            author: comment::shown(&comment.author),
            created: comment.created,
            edited: comment.original.is_some(),
            body: comment.body,
        });
    }
    Ok(prints)
}

/// Whether no comments come to an article any more.
pub(super) fn closed(db: &Db, article: ArticleId) -> Result<bool> {
    Ok(store::comment::commenting(db, article)? == Some(Commenting::Closed))
}

/// The key that signs this library's bundles.
pub(crate) fn newsroom_key(db: &Db) -> Result<NewsroomKey> {
    let key = store::person::key(db, None)?;
    Ok(NewsroomKey {
        secret: store::person::secret(db, key.id)?,
        id: key_id(&key.public),
    })
}

/// Its public half, which a library has even where it can't sign.
pub(crate) fn newsroom_public(db: &Db) -> Result<PublicKey> {
    let key = store::person::key(db, None)?;
    PublicKey::from_hex(&key.public)
}

/// The manifest of an edition, its files not yet known.
pub(super) fn manifest(
    db: &Db,
    kind: BundleKind,
    edition: &Edition,
    wanted: &Wanted,
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
            renewed_by: None,
        },
    )]);
    let mut articles = Vec::with_capacity(edition.printing.len());
    for printing in &edition.printing {
        let approved = printing.approvals.iter();
        let signed = approved
            .map(|given| (given.key, given.verdict.person))
            .chain(
                printing
                    .imported
                    .iter()
                    .map(|one| (one.says.key, one.says.person)),
            );
        for (id, person) in signed {
            if keys.contains_key(&id) {
                continue;
            }
            let key = store::person::key_by_id(db, id)?;
            let name = people.get(&person);
            let known = ManifestKey {
                key: key.id,
                person: Some(person),
                name: name.cloned().unwrap_or_default(),
                public: key.public,
                sealed: key.sealed,
                renewed_by: key.renewed.map(|renewed| renewer(&people, renewed)),
            };
            keys.insert(key.id, known);
        }
        articles.push(manifest_article(printing));
    }
    // What was released while one pair of eyes was enough stays released, and the manifest says so.
    let four_eyes = articles
        .iter()
        .all(|article| article.four_eyes || !article.approved);
    Ok(Manifest {
        copydesk: "manifest/1".into(),
        kind,
        renderer: press::RENDERER.into(),
        newsroom: settings.name,
        edition: wanted.name().into(),
        profile: wanted.profile.name.clone(),
        parts: wanted.profile.parts.clone(),
        four_eyes: settings.four_eyes && four_eyes,
        articles,
        keys: keys.into_values().collect(),
        chain: crate::key::chain(db)?,
        revoked: crate::key::revoked(db)?,
        files: vec![],
    })
}

/// Who made a key anew, by name.
fn renewer(people: &BTreeMap<PersonId, String>, renewed: Renewed) -> Renewer {
    Renewer {
        person: renewed.by,
        name: people.get(&renewed.by).cloned().unwrap_or_default(),
        sealed: renewed.sealed,
    }
}

/// An article's entry in the manifest: its text, its page, and who said yes to it.
fn manifest_article(printing: &Printing) -> ManifestArticle {
    let verdicts: Vec<_> = printing
        .approvals
        .iter()
        .map(|given| given.verdict.clone())
        .collect();
    let approvals = printing.approvals.iter().map(|given| {
        let said = review::statement_of(printing.article.id, printing.revision, given);
        ManifestApproval {
            say: said.say,
            person: said.person,
            key: said.key,
            at: said.at,
            contributors: said.contributors,
            stage: said.stage,
            signature: given.signature.clone(),
        }
    });
    ManifestArticle {
        article: printing.article.id,
        revision: printing.revision,
        title: printing.content_title.clone(),
        page: printing.page.clone(),
        approved: !printing.approvals.is_empty(),
        four_eyes: matches!(
            standing(&verdicts, true, &printing.stages),
            Standing::Approved(_)
        ),
        stages: printing.stages.clone(),
        approvals: approvals.collect(),
        imported: printing.imported.as_ref().map(|one| ManifestImport {
            person: one.says.person,
            key: one.says.key,
            at: one.says.at,
            source: one.says.source.clone(),
            address: one.says.address.clone(),
            signature: one.signature.clone(),
        }),
        corrections: printing.corrections.clone(),
    }
}
