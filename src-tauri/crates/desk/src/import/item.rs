//! One article of an archive into the library: a new one, what changed in one that is here, or nothing.

use super::{
    Ask, Mapped,
    here::{
        Again, Kept, again, as_here, double, may_be_attested, own, says_the_same, strong,
        taken_back, untitled,
    },
    old::{Claims, Old, foreseen, lead as lead_from, own_told},
    pictures::Pictures,
    remarks::{New, remarks},
};
use crate::{Desk, Hand, article, byline};
use markup::readdressed;
use model::{
    ArticleId, Hash, KeyId, ProfileId, Result,
    archive::{Item, Stood},
    article::{Byline, Content, LeadImage, Status, path, web_address},
    asset::Asset,
    canonical,
    comment::Commenting,
    event::{Event, Origin},
    person::{Person, Role},
    signed::Attestation,
};
use press::statement::Attesting;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use store::{Db, Txn, article::Article};

/// An article that is ready to be taken: with its pictures here and all its texts as they will be.
pub(super) struct Ready {
    pub item: Item,
    /// Its text, with pictures and links that lie here.
    pub body: String,
    /// The same with the changes that its document proposes.
    pub proposed: Option<String>,
    pub lead: Option<LeadImage>,
    /// The same text in other languages, as far as it is here.
    pub translations: Vec<ArticleId>,
    /// Pictures that came in for it: each with its name and what it shows.
    pub assets: Vec<(Asset, String, String)>,
    /// What its archive said besides.
    pub record: Record,
    /// What there is to say of it.
    pub told: Vec<(String, String)>,
}

/// What an archive said of an article besides what prints of it, kept as a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// `source/1`.
    pub copydesk: String,
    pub source: String,
    pub place: String,
    pub sort: String,
    pub stood: Stood,
    pub address: Option<String>,
    /// Addresses besides, from which readers were led to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    pub slug: Option<String>,
    pub published: Option<model::Time>,
    pub changed: Option<model::Time>,
    pub meta: Vec<(String, String)>,
    /// Its pictures and attachments: by their addresses there, with a hash of the file that was given, and what it is kept as.
    pub files: Vec<(String, Hash, Hash)>,
    /// What its section and its authors are called here, where that was said.
    #[serde(flatten)]
    pub mapped: Mapped,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Updated,
    Unchanged,
    /// It stays as it is, though its archive has it otherwise.
    Kept(Kept),
}

/// An article, and what became of it.
pub(super) struct Became {
    pub fate: Fate,
    /// None where it would only be made.
    pub id: Option<ArticleId>,
    /// Where its page is: `section/slug/`.
    pub path: String,
    /// How many authors have a profile by it.
    pub profiles: u32,
    /// Old addresses that lead to it from now on.
    pub led: Vec<String>,
    /// What there is to say of it.
    pub told: Vec<String>,
}

/// Makes an article ready: its pictures come into the library's folder, its names are those of the newsroom.
pub(super) fn ready(
    desk: &Desk,
    mut item: Item,
    ask: &Ask,
    pictures: &mut Pictures<'_>,
) -> Result<Ready> {
    let mut told = vec![];
    item.source = desk.store.read(|db| strong(db, &item))?;
    if item.title.trim().is_empty() {
        item.title = untitled(&item);
        told.push((
            item.place.clone(),
            "It has no headline; it begins with its first words.".into(),
        ));
    }
    let (had, double) = desk.store.read(|db| {
        let had = record_of(db, &item.source)?;
        let double = match had {
            None => double(db, &item)?,
            Some(_) => None,
        };
        Ok((had, double))
    })?;
    if let Some(id) = double {
        let why = format!(
            "It may be a double: {id} has this headline, and came from elsewhere or was written here."
        );
        told.push((item.place.clone(), why));
    }
    pictures.begin(&mut item, had.as_ref());
    for (name, address) in std::mem::take(&mut item.portraits) {
        let picture = pictures.asset(&address);
        let theirs = item.bylines.iter_mut().filter(|byline| byline.name == name);
        theirs.for_each(|byline| byline.picture = picture);
    }
    let before = had.map(|had| had.mapped).unwrap_or_default();
    let mapped = ask.mapped(&mut item, &before);
    let body = readdressed(&item.body, &mut |address, picture| {
        pictures.address(address, picture)
    });
    let proposed = item.proposed.as_ref().map(|text| {
        readdressed(text, &mut |address, picture| {
            pictures.address(address, picture)
        })
    });
    let lead = lead(&item, pictures);
    let translations = pictures.articles(&item.translations)?;
    let (assets, files, problems) = pictures.end()?;
    told.extend(problems.into_iter().map(|why| (item.place.clone(), why)));
    if let Some(lost) = item.lead.as_ref().filter(|_| lead.is_none()) {
        item.meta
            .push(("lead-picture".into(), lost.address.clone()));
    }
    let record = Record {
        copydesk: "source/1".into(),
        source: item.source.clone(),
        place: item.place.clone(),
        sort: item.sort.clone(),
        stood: item.stood,
        address: item.address.clone(),
        aliases: item.aliases.clone(),
        slug: item.slug.clone(),
        published: item.published,
        changed: item.changed,
        meta: std::mem::take(&mut item.meta),
        files,
        mapped,
    };
    Ok(Ready {
        item,
        body,
        proposed,
        lead,
        translations,
        assets,
        record,
        told,
    })
}

/// The picture at its top, where it is here.
fn lead(item: &Item, pictures: &mut Pictures<'_>) -> Option<LeadImage> {
    let lead = item.lead.as_ref()?;
    Some(LeadImage {
        asset: pictures.asset(&lead.address)?,
        caption: lead.caption.clone(),
        credit: lead.credit.clone(),
        alt: lead.alt.clone(),
    })
}

/// What is kept of what an archive said of an article that came from it before.
fn record_of(db: &Db, source: &str) -> Result<Option<Record>> {
    let Some(article) = store::article::by_source(db, source)? else {
        return Ok(None);
    };
    record(db, article)
}

/// What is kept of what an archive said of an article; none for one that came from none.
pub(crate) fn record(db: &Db, article: ArticleId) -> Result<Option<Record>> {
    let Some(hash) = store::attested::record(db, article)? else {
        return Ok(None);
    };
    let text = store::attested::text(db, hash)?;
    // One of a later program says more than this one knows.
    Ok(serde_json::from_slice(&text).ok())
}

/// What would become of an article.
pub(super) fn foresee(
    desk: &Desk,
    ready: &Ready,
    publishes: bool,
    claims: &Claims,
) -> Result<Became> {
    desk.store.read(|db| {
        if let Some(row) = own(db, &ready.item.source)? {
            return Ok(Became::of(as_here(db, &row, ready)?, &row));
        }
        let Some(id) = store::article::by_source(db, &ready.item.source)? else {
            let empty = Content::new(ArticleId(uuid::Uuid::nil()), &language(db, ready)?);
            let content = first(db, empty, ready)?;
            let told = match publishes {
                true => own_told(db, content.article, &ready.item)?,
                false => vec![],
            };
            let became = Became {
                fate: Fate::Added,
                id: None,
                path: content.path(),
                profiles: 0,
                led: vec![],
                told,
            };
            let place = (content.article, became.path.as_str());
            let old = match publishes {
                true => foreseen(db, place, ready, (claims, true))?,
                false => Old::default(),
            };
            return Ok(became.with(old));
        };
        let row = store::article::get(db, id)?;
        let fate = match again(db, &row, ready)? {
            _ if row.binned && !taken_back(db, id)? => Fate::Kept(Kept::Binned),
            Again::Kept(kept) => Fate::Kept(kept),
            _ if row.binned => Fate::Added,
            Again::Same if New::of(db, id, ready)?.is_some() => Fate::Updated,
            Again::Same if publishes && may_be_attested(db, &row, ready)? => Fate::Updated,
            Again::Same => Fate::Unchanged,
            Again::Changed(_) => Fate::Updated,
        };
        let became = Became::of(fate, &row);
        let live = row.live.is_some() || may_be_attested(db, &row, ready)?;
        let old = match fate {
            Fate::Kept(_) => Old::default(),
            _ if publishes && live => foreseen(db, (id, &became.path), ready, (claims, true))?,
            _ => Old::default(),
        };
        Ok(became.with(old))
    })
}

impl Became {
    fn of(fate: Fate, row: &Article) -> Self {
        Self {
            fate,
            id: Some(row.id),
            path: path(&row.section, &row.slug),
            profiles: 0,
            led: vec![],
            told: vec![],
        }
    }

    /// With what becomes of its old addresses.
    fn with(mut self, old: Old) -> Self {
        if self.fate == Fate::Unchanged && !old.led.is_empty() {
            self.fate = Fate::Updated;
        }
        self.led = old.led;
        self.told.extend(old.told);
        self
    }
}

fn language(db: &Db, ready: &Ready) -> Result<String> {
    let own = ready
        .item
        .language
        .clone()
        .filter(|tag| model::article::language_tag(tag));
    match own {
        Some(tag) => Ok(tag),
        None => Ok(store::person::settings(db)?.language),
    }
}

/// How an article is taken: by whom, and whether what was published there stays so.
pub(super) struct Taker<'a> {
    pub desk: &'a Desk,
    pub hand: &'a Hand<'a>,
    pub me: &'a Person,
    pub publishes: bool,
    /// Where the articles of the archive were themselves.
    pub claims: &'a Claims,
    /// With what is signed, once something was.
    signer: OnceCell<(KeyId, Attesting)>,
}

impl<'a> Taker<'a> {
    pub(super) fn new(
        (desk, hand): (&'a Desk, &'a Hand<'a>),
        (me, publishes): (&'a Person, bool),
        claims: &'a Claims,
    ) -> Self {
        Self {
            desk,
            hand,
            me,
            publishes,
            claims,
            signer: OnceCell::new(),
        }
    }

    /// The key that signs, opened once for a part.
    fn signer(&self, txn: &Txn) -> Result<&(KeyId, Attesting)> {
        if let Some(signer) = self.signer.get() {
            return Ok(signer);
        }
        let signer = self.desk.signer(txn, self.me)?;
        let attesting = Attesting::by(&signer.secret);
        Ok(self.signer.get_or_init(|| (signer.key, attesting)))
    }
}

/// Takes an article in.
pub(super) fn take(txn: &Txn, by: &Taker<'_>, ready: &Ready) -> Result<Became> {
    if let Some(row) = own(txn, &ready.item.source)? {
        return Ok(Became::of(as_here(txn, &row, ready)?, &row));
    }
    for (asset, name, alt) in &ready.assets {
        if store::asset::get(txn, asset.hash)?.is_none() {
            txn.append(Event::AssetAdded {
                asset: asset.clone(),
                name: name.clone(),
                alt: alt.clone(),
            })?;
        }
    }
    let Some(id) = store::article::by_source(txn, &ready.item.source)? else {
        return added(txn, by, ready);
    };
    let mut row = store::article::get(txn, id)?;
    let back = row.binned;
    if back && !taken_back(txn, id)? {
        return Ok(Became::of(Fate::Kept(Kept::Binned), &row));
    }
    if back {
        txn.append(article::bin_set(txn, &row, false)?)?;
        row = store::article::get(txn, id)?;
    }
    let changed = match again(txn, &row, ready)? {
        Again::Kept(kept) => return Ok(Became::of(Fate::Kept(kept), &row)),
        Again::Same => remarks(txn, by.me, id, ready)?,
        Again::Changed(after) => {
            article::save(txn, by.me, &row, *after, Origin::Import)?;
            remarks(txn, by.me, id, ready)?;
            true
        }
    };
    if changed || back || !says_the_same(txn, id, &ready.record)? {
        keep_record(txn, id, &ready.record)?;
    }
    let told = stands(txn, by, (id, false), ready)?;
    let now = store::article::get(txn, id)?;
    let old = lead_from(txn, by, &now, ready)?;
    let fate = match (back, changed || now.live != row.live) {
        (true, _) => Fate::Added,
        (false, true) => Fate::Updated,
        (false, false) => Fate::Unchanged,
    };
    let became = Became {
        told,
        ..Became::of(fate, &now)
    };
    Ok(became.with(old))
}

/// The content of an article that is not here yet, under a name that none has.
fn first(db: &Db, empty: Content, ready: &Ready) -> Result<Content> {
    let mut content = content(db, empty, ready, None)?;
    let wanted = ready.item.slug.as_deref().unwrap_or(&content.title);
    content.slug = article::free_slug(db, wanted, None)?;
    article::sane(&mut content)?;
    Ok(content)
}

fn added(txn: &Txn, by: &Taker<'_>, ready: &Ready) -> Result<Became> {
    let id = ArticleId(txn.id());
    let content = first(txn, Content::new(id, &language(txn, ready)?), ready)?;
    let mut profiles = 0;
    for byline in &content.bylines {
        profiles += u32::from(profile(txn, byline)?);
    }
    txn.append(Event::ArticleMade {
        article: id,
        source: Some(ready.item.source.clone()),
    })?;
    let revision = store::article::keep(txn, &content)?;
    txn.append(Event::RevisionSaved {
        article: id,
        revision,
        origin: Origin::Import,
        status: Status::Draft,
        was: None,
    })?;
    keep_record(txn, id, &ready.record)?;
    let mut told = vec![];
    if ready.item.closed && by.me.holds(&[Role::Moderator]) {
        txn.append(Event::CommentingSet {
            article: id,
            mode: Some(Commenting::Closed),
            was: None,
        })?;
    } else if ready.item.closed {
        told.push(
            "Its comments were closed there and are open here: closing them is a moderator’s to do"
                .into(),
        );
    }
    remarks(txn, by.me, id, ready)?;
    told.extend(stands(txn, by, (id, true), ready)?);
    let row = store::article::get(txn, id)?;
    let old = lead_from(txn, by, &row, ready)?;
    let became = Became {
        profiles,
        told,
        ..Became::of(Fate::Added, &row)
    };
    Ok(became.with(old))
}

/// An author who has no profile here yet gets one, where what is known of them can be one; whether they did.
fn profile(txn: &Txn, byline: &Byline) -> Result<bool> {
    if store::byline::named(txn, &byline.name)?.is_some() || !byline::fits(byline) {
        return Ok(false);
    }
    txn.append(Event::ProfileSet {
        profile: ProfileId(txn.id()),
        now: Some(byline.clone()),
        was: None,
    })?;
    Ok(true)
}

fn keep_record(txn: &Txn, article: ArticleId, record: &Record) -> Result<()> {
    let was = store::attested::record(txn, article)?;
    let now = txn.keep(&canonical(record)?, true)?;
    if was == Some(now) {
        return Ok(());
    }
    txn.append(Event::SourceKept {
        article,
        record: Some(now),
        was,
    })
}

/// What prints of the article, by what its archive says alone: an author signs as there, and as their profile says where that
/// was asked for. `before` is what came in the time before.
pub(super) fn content(
    db: &Db,
    mut content: Content,
    ready: &Ready,
    before: Option<&Content>,
) -> Result<Content> {
    let item = &ready.item;
    content.title.clone_from(&item.title);
    content.kicker.clone_from(&item.kicker);
    content.standfirst.clone_from(&item.standfirst);
    content.body.clone_from(&ready.body);
    content.section.clone_from(&item.section);
    content.tags.clone_from(&item.tags);
    content.language = match before {
        Some(before) if item.language.is_none() => before.language.clone(),
        _ => language(db, ready)?,
    };
    content.lead_image.clone_from(&ready.lead);
    content.search_title.clone_from(&item.search_title);
    content
        .search_description
        .clone_from(&item.search_description);
    content.canonical = item
        .canonical
        .clone()
        .filter(|address| web_address(address));
    content.date = match item.stood {
        Stood::Published | Stood::Private | Stood::Scheduled => item.published,
        Stood::Draft | Stood::Waiting => None,
    };
    content.embargo = match item.stood {
        // Whichever is later.
        Stood::Scheduled => item.embargo.max(item.published),
        _ => item.embargo,
    };
    content.corrections.clone_from(&item.corrections);
    content.translations.clone_from(&ready.translations);
    content.related = super::related(&item.related);
    content.bylines.clone_from(&item.bylines);
    let asked = &ready.record.mapped.authors;
    for byline in &mut content.bylines {
        if asked.values().any(|name| *name == byline.name)
            && let Some(profile) = store::byline::named(db, &byline.name)?
        {
            *byline = profile.byline;
        }
    }
    Ok(content)
}

/// What was published stays so by a signed word, and what waited for a yes waits here. Of one that was only just made nobody
/// can have decided anything.
fn stands(
    txn: &Txn,
    by: &Taker<'_>,
    (id, new): (ArticleId, bool),
    ready: &Ready,
) -> Result<Vec<String>> {
    let row = store::article::get(txn, id)?;
    match ready.item.stood {
        Stood::Published
            if by.publishes
                && ready.item.embargo.is_none_or(|until| until <= txn.at())
                && (new || may_be_attested(txn, &row, ready)?) =>
        {
            attest(txn, by, &row, ready)
        }
        Stood::Waiting if row.status == Status::Draft && row.submitted.is_empty() => {
            article::submit_imported(txn, by.hand, by.me, row)?;
            Ok(vec![])
        }
        _ => Ok(vec![]),
    }
}

/// Signs that the head is how the article came in, which makes it live. Tells where its old address leads to another.
fn attest(txn: &Txn, by: &Taker<'_>, row: &Article, ready: &Ready) -> Result<Vec<String>> {
    let (key, signer) = by.signer(txn)?;
    let says = Attestation {
        article: row.id,
        revision: row.head,
        person: by.me.id,
        key: *key,
        at: txn.at(),
        source: ready.item.source.clone(),
        address: ready
            .item
            .address
            .clone()
            .filter(|address| web_address(address)),
    };
    let told = own_told(txn, row.id, &ready.item)?;
    let signature = signer.attest(&says)?;
    // What is attested is what prints.
    let body = store::article::content(txn, row.head)?.body;
    store::html::keep_of(txn, row.head, &body)?;
    txn.append(Event::Attested {
        article: row.id,
        revision: row.head,
        key: *key,
        at: says.at,
        source: says.source,
        address: says.address,
        signature,
        status: Status::Published,
        was: row.status,
        was_live: row.live.zip(row.live_cycle),
    })?;
    Ok(told)
}
