//! An archive of articles into the library: part by part under one step's name, so that others work on beside it, and one
//! undo takes all of it back. What came in before is known by its own id there, and nothing doubles: the same import again
//! goes on with one that was stopped.

use super::{
    Ask, Way, ahead, begun,
    held::Held,
    here::strong,
    item::{Became, Fate, Ready, Taker, foresee, ready, take},
    look::Tally,
    old::Claims,
    pictures::Pictures,
    report::Report,
    vouched,
};
use crate::{Desk, Hand, ImportReport, article::IMPORTERS, comment, words::grouped};
use intake::archive::{Archive, Found, Kind};
use model::{
    Error, Kind as Of, OpId, Result,
    archive::{Item, Lead, Stood},
    bundle::Stage,
    person::Role,
};
use store::{Ahead, Prose};

/// How many articles are taken in one part, and how many bytes of text: a fraction of a second of the library's time.
const AT_ONCE: usize = 200;
const BYTES: usize = 2 << 20;
/// Into how many steps the whole is divided for whoever waits.
const STEPS: u64 = 1000;
/// Of which the articles are so many, where comments follow.
const OF_ARTICLES: u64 = 800;
/// And these of them the signature of a bundle, which is looked at before any.
const OF_SIGNATURE: u64 = 300;

/// Takes an archive in.
///
/// # Errors
/// `wrong-role`; what intake says of one of which nothing could be read; `cancelled`; system errors.
pub(super) fn import(
    desk: &Desk,
    hand: &Hand,
    ask: &Ask,
    archive: &Archive,
) -> Result<ImportReport> {
    let (me, moderates) = desk.store.read(|db| {
        let me = hand.must(db, IMPORTERS)?;
        let moderates = me.holds(&[Role::Moderator]);
        Ok((me, moderates))
    })?;
    let publishes = me.holds(&[Role::Publisher]) && !ask.file.as_drafts;
    let report = Report::new(desk, hand, &ask.file, &archive.kind.to_string())?;
    let (op, new) = match ask.file.dry_run {
        true => (OpId(hand.ids.id()), false),
        false => begun::step(desk, hand, me.id, &archive.files.at)?,
    };
    let mut taking = Taking {
        desk,
        hand,
        ask,
        archive,
        op,
        publishes,
        pictures: Pictures::new(desk, &archive.files, ask.media.as_ref(), ask.file.dry_run),
        report,
        tally: Tally::default(),
        batch: vec![],
        held: None,
        known: Ahead::default(),
        claims: Claims::default(),
        bytes: 0,
        held_back: 0,
        seen: 0,
        stage: Stage::Articles,
        from: 0,
        vouched: None,
    };
    let bulk = match ask.file.dry_run {
        true => None,
        false => Some(desk.store.bulk()?),
    };
    let done = taking.all(moderates);
    drop(bulk);
    match done {
        Ok(()) => {
            if !ask.file.dry_run {
                begun::ended(desk);
            }
            taking.end()
        }
        Err(error) => {
            taking.report.stopped();
            if new && taking.report.came() == 0 {
                begun::ended(desk);
            }
            Err(error)
        }
    }
}

/// Articles on their way in.
struct Taking<'a> {
    desk: &'a Desk,
    hand: &'a Hand<'a>,
    ask: &'a Ask,
    archive: &'a Archive,
    op: OpId,
    /// What was published elsewhere stays so.
    publishes: bool,
    pictures: Pictures<'a>,
    report: Report,
    tally: Tally,
    batch: Vec<Ready>,
    /// All that was read of a folder for its names, where it is little.
    held: Option<Held>,
    /// What their texts come to.
    known: Ahead,
    /// Where its articles were themselves.
    claims: Claims,
    bytes: usize,
    /// Articles that were published elsewhere and came in as drafts.
    held_back: u64,
    /// Articles that were read, in this reading of the archive.
    seen: u64,
    stage: Stage,
    /// How many steps were done before the articles.
    from: u64,
    /// What there is to know of a bundle's signature.
    vouched: Option<String>,
}

impl Taking<'_> {
    fn all(&mut self, moderates: bool) -> Result<()> {
        self.signature()?;
        if self.archive.kind == Kind::Markdown {
            self.names()?;
        }
        let mut waits = self.readable()?;
        // A link to what came later in the archive leads to it once that is here.
        let mut before = 0;
        while waits && self.report.came() > before && !self.ask.file.dry_run {
            before = self.report.came();
            self.pictures.settled();
            self.report.settled();
            self.stage = Stage::Links;
            waits = self.readable()?;
        }
        self.comments(moderates)
    }

    /// Who vouches for a bundle, before anything of it comes in: whoever stops that has nothing to take back.
    fn signature(&mut self) -> Result<()> {
        if self.archive.kind != Kind::Bundle {
            return Ok(());
        }
        let progress = self.hand.progress;
        let step = |done: u64, all: u64| {
            progress.stage(Stage::Articles, done * OF_SIGNATURE / all.max(1), STEPS)
        };
        self.vouched =
            vouched::told(self.desk, self.archive, &step).map_err(|error| {
                match error.code.as_str() {
                    "cancelled" => self.cancelled(),
                    _ => error,
                }
            })?;
        self.from = OF_SIGNATURE;
        Ok(())
    }

    /// By which source each text of a folder is known, before one leads to another.
    fn names(&mut self) -> Result<()> {
        let (desk, pictures, hand) = (self.desk, &mut self.pictures, self.hand);
        let claims = &mut self.claims;
        let Some(archive) = Archive::open(&self.archive.files.at)? else {
            return Ok(());
        };
        let mut held = Held::default();
        archive.at(hand.now).read(&mut |found, share| {
            if let Found::Item(item) = &found {
                let source = desk.store.read(|db| strong(db, item))?;
                claims.knows(item, &source);
                pictures.knows(item.place.clone(), source);
            }
            held.hold(found, share);
            match hand.progress.stage(Stage::Articles, 0, STEPS) {
                true => Ok(()),
                false => Err(Error::refused("cancelled", "Cancelled; nothing came in.")),
            }
        })?;
        self.held = Some(held).filter(Held::is_whole);
        Ok(())
    }

    /// Reads the archive once, as far as it can be read: what came before that place stands, and the report names it.
    fn readable(&mut self) -> Result<bool> {
        match self.whole() {
            Err(error) if error.kind == Of::Unreadable && self.seen > 0 => {
                self.flush()?;
                self.report.skip("archive", &error.message)?;
                Ok(false)
            }
            done => done,
        }
    }

    /// Reads the archive once; whether a link could lead on if it were read again.
    fn whole(&mut self) -> Result<bool> {
        let mut done = 0.0_f64;
        (self.seen, self.tally) = (0, Tally::default());
        let (desk, archive) = (self.desk, self.archive);
        let (path, works) = (&archive.files.at, !self.ask.file.dry_run);
        let (works, now) = (works.then_some(self.publishes), self.hand.now);
        let held = self.held.take();
        let read = |way: &Way<Read>| {
            let mut each = |found, share| {
                let works = works.filter(|_| !way.is_awaited());
                let read = Read::new(desk, found, share, works)?;
                let bytes = read.bytes();
                way.give(read, bytes)
            };
            match &held {
                Some(held) => held.read(&mut each),
                // By its own handles, since pictures are read from the same archive meanwhile.
                None => Archive::open(path)?
                    .ok_or_else(gone)?
                    .at(now)
                    .read(&mut each),
            }
        };
        ahead(read, |read| {
            done = done.max(read.share);
            self.goes_on(done)?;
            if let Some((body, prose)) = read.prose {
                self.known.prose(body, prose);
            }
            match read.found {
                Found::Item(item) => self.item(*item),
                Found::Left(left) => self.report.skip(&left.place, &why(&left.why, &left.text)),
                Found::Nothing => Ok(()),
                Found::Note(left) => self.report.note(&left.place, &why(&left.why, &left.text)),
            }
        })?;
        self.held = held;
        self.flush()?;
        Ok(self.pictures.waits)
    }

    fn goes_on(&self, share: f64) -> Result<()> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small number"
        )]
        let done = self.from + (share.clamp(0.0, 1.0) * (OF_ARTICLES - self.from) as f64) as u64;
        self.hand.progress.counted(self.seen);
        match self.hand.progress.stage(self.stage, done, STEPS) {
            true => Ok(()),
            false => Err(self.cancelled()),
        }
    }

    fn cancelled(&self) -> Error {
        Error::refused(
            "cancelled",
            match self.report.came() {
                0 => "Cancelled; nothing came in.".to_owned(),
                1 => "Stopped: one article came in before; undo takes it back, and the same import goes on with it."
                    .to_owned(),
                n => format!(
                    "Stopped: {} articles came in before; undo takes them back, and the same import goes on with them.",
                    grouped(n)
                ),
            },
        )
    }

    fn item(&mut self, item: Item) -> Result<()> {
        self.seen += 1;
        self.tally.count(&item);
        for left in &item.left {
            let place = format!("{}: {}", item.place, left.place);
            self.report.skip(&place, &why(&left.why, &left.text))?;
        }
        // What it leads to and is read already is here before it is.
        let read = |source: &str| self.batch.iter().any(|one| one.item.source == source);
        let mut leads = item.leads.iter();
        if leads.any(|(_, lead)| matches!(lead, Lead::Article(source) if read(source))) {
            self.flush()?;
        }
        let (place, bytes) = (item.place.clone(), item.body.len());
        match ready(self.desk, item, self.ask, &mut self.pictures) {
            Ok(ready) => {
                for (where_, why) in &ready.told {
                    self.report.note(where_, why)?;
                }
                self.bytes += ready.item.body.len();
                self.batch.push(ready);
            }
            Err(error) if is_theirs(&error) => {
                self.bytes += bytes;
                self.report.skip(&place, &error.message)?;
            }
            Err(error) => return Err(error),
        }
        if self.batch.len() >= AT_ONCE || self.bytes >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Takes what was read so far. What can't be taken is left out alone.
    fn flush(&mut self) -> Result<()> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        let known = std::mem::take(&mut self.known);
        if batch.is_empty() {
            return Ok(());
        }
        let all: Vec<Result<Became>> = if self.ask.file.dry_run {
            let became = |ready| foresee(self.desk, ready, self.publishes, &self.claims);
            batch.iter().map(became).collect()
        } else {
            match self.part(&batch, known, true) {
                // One can't be taken: each is then a part of its own.
                Err(error) if is_theirs(&error) => self.part(&batch, Ahead::default(), false)?,
                done => done?,
            }
        };
        for (ready, became) in batch.iter().zip(all) {
            match became {
                Ok(became) => {
                    // One that was here before stays as it is, published or not.
                    let held_back = became.fate == Fate::Added
                        && ready.item.stood == Stood::Published
                        && !self.publishes;
                    self.held_back += u64::from(held_back);
                    self.report.became(&ready.item, &became)?;
                }
                Err(error) if is_theirs(&error) => {
                    self.report.skip(&ready.item.place, &error.message)?;
                }
                Err(error) => return Err(error),
            }
        }
        self.report.settle()
    }

    /// Takes articles in one transaction. Where they are taken `together`, one that can't be is all that is said, and nothing
    /// came in: what lets one be taken back alone costs as much as a third of what taking it does.
    fn part(&self, batch: &[Ready], known: Ahead, together: bool) -> Result<Vec<Result<Became>>> {
        let (publishes, hand, desk) = (self.publishes, self.hand, self.desk);
        desk.admit(hand)?;
        desk.part_by(hand.actor, hand, self.op, known, |txn| {
            // Roles may have been taken from them since it began.
            let me = &hand.must(txn, IMPORTERS)?;
            let publishes = publishes && me.holds(&[Role::Publisher]);
            let by = Taker::new((desk, hand), (me, publishes), &self.claims);
            let mut all = vec![];
            for ready in batch {
                let taken = match together {
                    true => Ok(take(txn, &by, ready)?),
                    false => txn.part(|txn| take(txn, &by, ready)),
                };
                match taken {
                    Err(error) if !is_theirs(&error) => return Err(error),
                    taken => all.push(taken),
                }
            }
            Ok(all)
        })
    }

    /// The comments that the archive holds.
    fn comments(&mut self, moderates: bool) -> Result<()> {
        if !matches!(self.archive.kind, Kind::Wxr | Kind::Bundle | Kind::Library) {
            return Ok(());
        }
        let all = comment::Archived {
            op: self.op,
            dry: self.ask.file.dry_run,
            pending: !moderates || self.ask.file.as_drafts,
            from: OF_ARTICLES,
            steps: STEPS,
            whole: self.ask.file.whole,
        };
        let told = comment::of_archive(self.desk, self.hand, all, self.archive);
        let told = told.map_err(|error| match error.code.as_str() {
            "cancelled" => self.cancelled(),
            _ => error,
        })?;
        if !moderates && told.added.comments > 0 {
            let why = "They wait for a moderator, however they stood there: who imports is none.";
            self.report.note("comments", why)?;
        }
        self.report.with(told)
    }

    fn end(mut self) -> Result<ImportReport> {
        if let Some(words) = self.vouched.take() {
            self.report.note("manifest.json", &words)?;
        }
        if self.held_back > 0 {
            let (were, come, they) = match self.held_back {
                1 => ("article was", "comes in as a draft", "it stays"),
                _ => ("articles were", "come in as drafts", "they stay"),
            };
            let why = match self.ask.file.as_drafts {
                true => ", as was asked".to_owned(),
                false => format!(": only a publisher may say that {they} so"),
            };
            let n = grouped(self.held_back);
            let words = format!("{n} {were} published, and {come}{why}.");
            self.report.note("articles", &words)?;
        }
        if self.report.led() > 0 {
            let words = match self.report.led() {
                1 => "From an old address besides their own, readers are led to its article."
                    .to_owned(),
                n => format!(
                    "From {} old addresses besides their own, readers are led to their articles.",
                    grouped(n)
                ),
            };
            self.report.note("articles", &words)?;
        }
        for (what, missing, first) in self.pictures.missing() {
            let words = match missing {
                1 => format!(
                    "One of the {what} that articles show was not given, {first}: give the folder or archive that it is in."
                ),
                n => format!(
                    "{} of the {what} that articles show were not given, the first {first}: give the folder or archive that they are in.",
                    grouped(n)
                ),
            };
            self.report.note(what, &words)?;
        }
        let asked = &self.ask.file;
        for name in asked
            .authors
            .keys()
            .filter(|name| !self.tally.has_author(name))
        {
            let words = format!("Nobody in it is called “{name}”.");
            self.report.note("articles", &words)?;
        }
        for name in asked
            .sections
            .keys()
            .filter(|name| !self.tally.has_section(name))
        {
            let words = format!("It has no section “{name}”.");
            self.report.note("articles", &words)?;
        }
        let look = self
            .tally
            .look(self.archive.kind.to_string(), &self.pictures, asked.whole);
        self.hand.progress.step(STEPS, STEPS);
        let step = (!self.ask.file.dry_run).then_some(self.op);
        self.report.end(look, self.pictures.added(), step)
    }
}

/// What was read of an archive.
struct Read {
    found: Found,
    share: f64,
    /// An article's text, and what it comes to.
    prose: Option<(String, Prose)>,
}

impl Read {
    /// Of an article that is not here yet, what its text comes to is worked out, where it `works`; the safe HTML of one that
    /// is published.
    fn new(desk: &Desk, found: Found, share: f64, works: Option<bool>) -> Result<Self> {
        let mut prose = None;
        if let (Found::Item(item), Some(publishes)) = (&found, works)
            && desk
                .store
                .read(|db| store::article::by_source(db, &item.source))?
                .is_none()
        {
            let prints = publishes && item.stood == Stood::Published;
            prose = Some((item.body.clone(), Prose::of(&item.body, prints)?));
        }
        Ok(Self {
            found,
            share,
            prose,
        })
    }

    fn bytes(&self) -> usize {
        match &self.found {
            Found::Item(item) => {
                let files = item.files.iter().map(|(_, bytes)| bytes.len());
                let meta = item.meta.iter().map(|(name, text)| name.len() + text.len());
                item.body.len() * 3 + files.sum::<usize>() + meta.sum::<usize>()
            }
            _ => 0,
        }
    }
}

fn gone() -> Error {
    Error::unreadable("not-found", "The archive is gone, or another file by now.")
}

/// Whether an error is about what comes in, and not about the library or the machine.
fn is_theirs(error: &Error) -> bool {
    matches!(error.kind, Of::Refused | Of::Usage | Of::Unreadable)
        && ![
            "cancelled",
            "wrong-role",
            "sealed",
            "no-person",
            "wrong-key",
        ]
        .contains(&error.code.as_str())
}

fn why(why: &str, text: &str) -> String {
    match text.trim() {
        "" => why.to_owned(),
        text => format!("{}: {text}", why.trim_end_matches('.')),
    }
}
