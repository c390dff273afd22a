//! What the desk answers: one set of records for window and terminal.

use crate::{check::altered::AlteredKind, comment::learn::Threshold};
use markup::{
    Retargeted, RowKind, Stretch,
    merge::{Part, PartKind},
};
use model::{
    article::{Byline, Content, Cursor, LeadImage, Status},
    asset::Media,
    bundle::{BundleKind, Change, Fault, Renewer},
    comment::{CommentState, Commenting, Finding, Reason, Rules},
    edition::Edition,
    event::Origin,
    note::NoteState,
    person::{Person, Role},
    profile::Profile,
    settings::{Settings, Weight},
    signed::Say,
    suggestion::SuggestionState,
    template::Template,
    theme::Look,
};
use serde::{Deserialize, Serialize};

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($(#[$as:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
        #[expect(missing_docs, reason = "the fields are named after what they hold")]
        pub struct $name { $($(#[$as])* pub $field: $type),* }
    )*};
}

/// A page of a list of unbounded length; `next` is the cursor of the page after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct Page<T: ts_rs::TS> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
}

views! {
    /// What was pasted as Markdown, and how much of what was kept. `quoted` is the same with its indented passages as
    /// quotations.
    Pasted {
        markdown: String, quoted: Option<String>, quotations: usize, links: usize, images: usize, tables: usize,
        footnotes: usize, indented: usize,
    }
    /// What was done, for the status line.
    Act { words: String, undo: bool }
    /// What could not be done to one of many articles, and why.
    Refused { id: String, title: String, why: String }
    /// What was done to many articles, for the status line, and to which it could not be done.
    ManyDone { words: String, undo: bool, done: u32, refused: Vec<Refused> }
    /// A stretch of the article list from the row `from`, of `total`; `at` is the row of the article asked for.
    Span { items: Vec<Row>, from: u32, total: u32, at: Option<u32> }
    /// A line of the article list. `waits` is `confirmation` where only that is missing; `stage` is the one of several that
    /// it waits for.
    Row { id: String, title: String, section: String, status: Status, byline: String, updated: String, live: bool,
        waits: String, stage: Option<String>, open_notes: i32, open_suggestions: i32, comments: i32, put: Option<Put> }
    /// The stages of a section; `own` where they are not the usual one.
    WorkflowView { section: String, stages: Vec<StageView>, own: bool }
    /// A stage, and who may pass it: a role, or people by id, with their names; `checks` must find nothing for that.
    StageView { name: String, role: Option<Role>, people: Vec<String>, names: Vec<String>, checks: Vec<String> }
    /// A stage of an article, and by whom it is passed; `waits` for the one that is next.
    StagePlace { name: String, passed_by: Option<String>, waits: bool }
    /// A line of the queue: since when it waits, who has it, whether that is who asks, the day it is due, and whether that
    /// is past.
    QueueRow { #[serde(flatten)] row: Row, since: String, claimed_by: Option<String>, mine: bool, due: Option<String>,
        overdue: bool }
    /// A published article that is to be looked at again: since which day, whether that is past, and a day to propose for the
    /// next time.
    AgainRow { #[serde(flatten)] row: Row, on: String, overdue: bool, next: String }
    /// Who put an article into the bin, when, and whether one may delete it for good.
    Put { by: String, at: String, may_empty: bool }
    /// What a person may delete for good: how many articles, and the first of them by name.
    Going { articles: u32, titles: Vec<String> }
    /// What a check found. `level` is `block` or `warn`. Where it is about some words of the field's text, they are `quote`,
    /// and `start` and `end` their place, in UTF-16 units. `passage` names what may be dismissed: a guess. `explain`
    /// names the change of another's words whose reason the one who asks may give. `stage` asks that there be none such,
    /// where the library would let it pass: it blocks while that stage waits, and warns before.
    Check { code: String, level: String, message: String, field: String, quote: Option<String>, start: Option<u32>,
        end: Option<u32>, passage: Option<String>, explain: Option<String>, stage: Option<String> }
    /// A check, and what its alarms weigh: here, and where nothing is set. A guess never blocks.
    CheckKind { code: String, name: String, weight: Weight, usual: Weight, guess: bool }
    /// An article as others name it.
    Linked { id: String, title: String, language: String, section: String, status: Status, binned: bool }
    /// What an article's fields come to. `proposed` is the slug that the headline proposes, where it still follows;
    /// `moved_from` are the old places that lead to `path`; `linked` are the articles that it names.
    FieldsView { found: Vec<Check>, path: String, proposed: Option<String>, moved_from: Vec<String>,
        linked: Vec<Linked>, translated_from: Vec<Linked> }
    /// An article that is proposed as related, and the words that it shares.
    Proposal { id: String, title: String, section: String, status: Status, words: Vec<String> }
    /// A section or a tag, with how many articles have it.
    Term { name: String, #[ts(type = "number")] articles: i64 }
    /// A template; `shipped` came with the program, `changed` and `removed` say what the newsroom did to one of those.
    TemplateView { key: String, template: Template, shipped: bool, changed: bool, removed: bool }
    /// A moment, as the journal has it.
    MomentView { at: String }
    /// A verdict on one content; `current` where that is the head, `stage` which of several it passed.
    VerdictView { id: String, say: Say, person: String, at: String, note: String, revision: String, current: bool,
        stage: Option<String> }
    /// A note; `start` is its place in the head's body, `typed` in the body that one is typing, in UTF-16 units.
    NoteView { id: String, quote: String, text: String, author: String, state: NoteState, at: String,
        start: Option<i32>, typed: Option<i32>, replies: Vec<ReplyView> }
    /// A suggestion: the words `was` and what is `proposed` in their place, of which `lead` and `tail` stay as they are at
    /// the beginning and at the end; `start` is its place in the head's body, `typed` in the body that one is typing. All
    /// in UTF-16 units. `why` is the reason that was given for a rejection.
    SuggestionView { id: String, was: String, proposed: String, lead: u32, tail: u32, author: String, mine: bool,
        state: SuggestionState, at: String, start: Option<i32>, typed: Option<i32>, decided_by: Option<String>,
        decided_at: Option<String>, why: Option<String> }
    /// What was suggested, for the status line and for scripts: the ids of the suggestions that were made.
    Suggested { words: String, undo: bool, suggestions: Vec<String> }
    /// What one is writing as suggestions on top of the revision `base`, whose text is `was`; `behind` where that is no
    /// longer the head; sent as it is, it makes `count` suggestions.
    SuggestingView { base: String, was: String, body: String, hash: Option<String>, saved: Option<String>, behind: bool,
        count: usize }
    /// What one is writing as suggestions was saved: when, the hash of it, and how many suggestions it makes.
    SuggestingSaved { saved: String, hash: String, count: usize }
    /// What was answered to a note.
    ReplyView { id: String, text: String, author: String, at: String }
    /// A note that was made, who is called upon in it, and what is to be told of names that call upon nobody.
    NoteMade { #[serde(flatten)] note: NoteView, mentioned: Vec<String>, told: Option<String> }
    /// The same of a reply to `note`; `reopened` where that was resolved.
    ReplyMade { id: String, note: String, text: String, author: String, at: String, reopened: bool,
        mentioned: Vec<String>, told: Option<String> }
    /// A note or a reply, `id`, in which someone is called upon; `note` began its thread.
    MentionRow { id: String, note: String, article: String, article_title: String, text: String, by: String, at: String }
    /// What became of a saved state: `submitted`, `approved`, `sent-back`, `released`, `withdrawn`.
    Milestone { what: String, who: String, at: String }
    /// A saved state of an article; `changed` counts the words that differ from the one before.
    HistoryEntry { revision: String, parent: Option<String>, author: String, at: String, origin: Origin,
        title: String, words: i32, changed: i32, live: bool, head: bool, approved: bool,
        name: String, milestones: Vec<Milestone>, suggested: Option<String> }
    /// An article in the bin: who put it there, when, and whether the person may delete it for good.
    BinRow { id: String, title: String, section: String, byline: String, status: Status, by: String, at: String,
        may_empty: bool }
    /// What two made of one field that one of them, or both, changed.
    FieldMerge { field: String, kind: PartKind, was: String, mine: String, theirs: String }
    /// Two contents brought together. Where both changed one thing it is mine in `content`, and not `clean`. `parts`
    /// is empty where they did not change the text.
    Merged { clean: bool, content: Content, parts: Vec<Part>, fields: Vec<FieldMerge> }
    /// A paragraph, with its place in the text that it is of.
    Paragraph { nth: i32, text: String }
    /// An article with all that belongs to it; `reviewers` are the ids of those who may pass the stage that waits.
    ArticleView { id: String, content: Content, head: Content, revision: String, live: Option<String>,
        status: Status, waits: String, draft_saved: Option<String>, draft_base: Option<String>,
        draft_hash: Option<String>, draft_cursor: Option<Cursor>, draft_differs: bool, behind: bool,
        head_by: String, head_at: String,
        contributors: Vec<String>, verdicts: Vec<VerdictView>, left_behind: Option<String>, notes: Vec<NoteView>,
        suggestions: Vec<SuggestionView>, suggesting: Option<String>,
        checks: Vec<Check>, may: Vec<String>, blocks_approval: Vec<String>, created: String, updated: String,
        recheck: Option<String>, stages: Vec<StagePlace>, reviewers: Vec<String> }
    /// An article that shows a picture.
    AssetUse { id: String, title: String }
    /// A picture or an attachment. `small` is the hash of its narrowest file; `used` counts what is being typed, too, and
    /// `bylines` are the names of the profiles that show it.
    AssetView { hash: String, name: String, alt: String, media: Media, size: i32, width: i32, height: i32,
        small: String, added: String, by: String, used: bool, uses: Vec<AssetUse>, bylines: Vec<String>, markdown: String,
        notice: Option<String> }
    /// A public author whose byline is kept, to be copied into articles. `small` is the narrowest file of the picture.
    ProfileView { id: String, #[serde(flatten)] byline: Byline, small: Option<String> }
    /// The same with how many articles print the name.
    ProfileShown { #[serde(flatten)] profile: ProfileView, articles: i32 }
    /// A byline as the terminal prints it.
    BylineRecord { name: String, role: String, publications: Vec<String>, about: String, links: Vec<String>,
        picture: Option<String> }
    /// An article as the terminal prints it; `stage` is the one of several that it waits for, `lifted` says whether its embargo
    /// is no more, and `date` is the one that its editors set.
    ArticleRecord { id: String, title: String, kicker: String, standfirst: String, slug: String, section: String,
        tags: Vec<String>, status: Status, revision: String, live: Option<String>, body: String,
        bylines: Vec<BylineRecord>, related: Vec<String>, created: String, updated: String,
        approved_by: Vec<String>, language: String, lead_image: Option<LeadImage>, path: String,
        moved_from: Vec<String>, translations: Vec<String>, embargo: Option<String>, lifted: bool,
        recheck: Option<String>, date: Option<String>, canonical: Option<String>, search_title: String,
        search_description: String, stage: Option<String> }
    /// A word that no dictionary knows: in which of the paragraphs, and where in it, in UTF-16 units. `name` where it is
    /// likely one: capitalised within a sentence.
    Misspelt { paragraph: i32, from: i32, to: i32, word: String, name: bool }
    /// The misspelt words of a text. `dictionary` says what it was held against; none where there is none for the
    /// language, and then nothing was checked.
    Spelling { dictionary: Option<String>, words: Vec<Misspelt> }
    /// One of the newsroom's words, with who added it and when.
    KnownWord { language: String, word: String, by: String, at: String }
    /// A draft was saved: when, and the hash of what was.
    DraftSaved { saved: String, hash: String }
    /// What differs in one field.
    FieldDiff { field: String, segments: Vec<markup::Segment> }
    /// What differs between two revisions; `gone` is what the newer text no longer has; `html` is the newer text as readers see it, with the changes marked; `retargeted` are the links and pictures that are
    /// other ones.
    Diff { from: Option<String>, to: String, fields: Vec<FieldDiff>, html: String,
        gone: Vec<Paragraph>, retargeted: Vec<Retargeted> }
    /// A text that a reader of a change may hold it against: `look` is what they looked at last, `approved` and `live` say
    /// themselves.
    ReadSince { since: String, revision: String, at: String }
    /// A block of a page, and what became of it since another text: `html` with what came and what went marked, `was` and
    /// `is` the two pages side by side where they differ. `passage` names it for signing off; none where it is gone. `words`
    /// says where in the text's source its words stand.
    ReadRow { kind: RowKind, html: String, was: String, is: String, passage: Option<String>, words: Vec<Stretch> }
    /// A passage that is signed off on its own: a `field` of the page, or a block of its text (`body`); `words` is how it
    /// begins, `by` are the others who signed it off.
    ReadPassage { passage: String, field: String, words: String, ticked: bool, by: Vec<String> }
    /// A change of another's words: who changed whose, and why, where that was said. `mine` where the one who asks made it.
    OthersWords { change: String, kind: AlteredKind, before: String, after: String, by: String, whose: String,
        at: Option<String>, why: Option<String>, mine: bool, field: Option<String> }
    /// What one changed of others' words without a reason so far; `needed` where it is not submitted without one.
    ToExplain { needed: bool, changes: Vec<OthersWords> }
    /// A change to be read: since what (none for a first reading), what differs, and what of it is signed off. `changed`
    /// counts the blocks of the text that are not as they were.
    Reading { article: String, revision: String, since: String, from: Option<String>, at: Option<String>,
        bases: Vec<ReadSince>, fields: Vec<FieldDiff>, rows: Vec<ReadRow>, retargeted: Vec<Retargeted>,
        passages: Vec<ReadPassage>, others: Vec<OthersWords>, changed: u32, before: Option<Content> }
    /// A page as the bundle holds it, the stylesheets beside it, and the asset that is its logo.
    Printed { path: String, html: String, css: String, logo: Option<String> }
    /// How the site looks: whether anything of it is the newsroom's own, its templates among it.
    ThemeView { own: bool, templates: bool, files: Vec<ThemeFileView>, look: Look }
    /// A file of the theme, and whether it is the newsroom's own.
    ThemeFileView { name: String, own: bool, size: i32 }
    /// Where a theme's files were written.
    ThemeWritten { path: String, files: i32 }
    /// A line of the comment queue. `found` are the codes of what the rules found; `claimed_by` who else has it in front of
    /// them; without `article`, `article_title` is the place at which it was left.
    CommentRow { id: String, article: Option<String>, article_title: String, author: String, body: String,
        created: String, state: CommentState, found: Vec<String>, claimed_by: Option<String>, newsroom: bool }
    /// A comment above or below the one that is looked at; `begins` is how it begins, in a line.
    ThreadRow { id: String, author: String, html: String, begins: String, created: String, state: CommentState }
    /// What became of a commenter's comments.
    CommenterRecord { published: i32, held: i32, rejected: i32, spam: i32, pending: i32, since: String }
    /// How many comments there are in each state, how many wait for a person (that nobody judged, or a rule held), and since
    /// when the oldest does. `mark` says what had come in then.
    Tally { states: CommenterRecord, waiting: i32, oldest: Option<String>, #[ts(type = "number")] mark: i64 }
    /// Another comment of the same commenter.
    HistoryRow { id: String, article_title: String, body: String, created: String, state: CommentState,
        reason: Option<String> }
    /// What the rules found in a comment, and what shows it.
    FindingView { code: String, says: CommentState, detail: String, words: Vec<FoundWords>, comments: Vec<SeenComment>,
        rules: Vec<String> }
    /// Words of the comment, and what they weigh, in hundredths.
    FoundWords { words: String, weight: Option<i32> }
    /// An earlier comment that shows something.
    SeenComment { id: String, author: String, created: String, state: CommentState, body: String }
    /// A piece of a comment's source: `marked` where something was found by it, `unseen` where it names a sign that can't be
    /// seen.
    Piece { text: String, marked: bool, unseen: bool }
    /// A comment with its thread and its commenter's record. `banned` is until when, empty for good; `passage` what of the
    /// article it seems to be about; `seen` the step that left it so.
    CommentView { id: String, article: Option<String>, article_title: String, place: Option<String>,
        passage: Option<String>, author: String, commenter: String, email: Option<String>, address: Option<String>,
        site: Option<String>, created: String, body: String, html: String, original: Option<String>,
        state: CommentState, reasons: Vec<Reason>, findings: Vec<FindingView>, pieces: Vec<Piece>,
        decided_by: Option<String>, decided_at: Option<String>, claimed_by: Option<String>,
        commenting: Option<Commenting>, thread: Vec<ThreadRow>, answers: Vec<ThreadRow>, record: CommenterRecord,
        history: Vec<HistoryRow>, banned: Option<String>, forgotten: bool, newsroom: bool, seen: String, statement: String }
    /// A comment as the terminal prints it. Without `article`, `place` is where it was left; `original` what it said before
    /// the newsroom edited it.
    CommentRecord { id: String, article: Option<String>, parent: Option<String>, author: String, created: String,
        body: String, state: CommentState, reasons: Vec<Reason>, decided_by: Option<String>, findings: Vec<Finding>,
        original: Option<String>, place: Option<String>, newsroom: bool }
    /// Who sent comments; what is private of them for moderators alone. `banned` is until when, empty for good.
    CommenterView { id: String, name: String, email: Option<String>, address: Option<String>, site: Option<String>,
        record: CommenterRecord, banned: Option<String>, reason: Option<String>, forgotten: bool }
    /// What was learned from the newsroom's decisions, and what it would have done with those that it was not trained on, in
    /// hundredths; `silent` is why it says nothing, where it does not.
    LearnedView { seen: u32, published: u32, refused: u32, trained_on: u32, held_out: u32, precision: Option<u32>,
        recall: Option<u32>, held: Threshold, thresholds: Vec<Threshold>, silent: Option<String> }
    /// The rules for comments: whether any were ever set, those that hold, and the usual ones.
    RulesView { set: bool, rules: Rules, usual: Rules }
    /// How many comments become something else by other rules.
    RuleChange { now: CommentState, then: CommentState, n: u32 }
    /// In how many comments something is found, by the rules that hold and by the others.
    RuleCount { code: String, now: u32, then: u32 }
    /// A comment that would become something else; `stands` is what it is.
    RuleExample { comment: String, author: String, body: String, now: CommentState, then: CommentState,
        found: Vec<String>, stands: CommentState }
    /// What rules would do with the newest comments beside those that hold. Of those that people decided, how many each would
    /// have stopped or let by as they did, and how many it would have left to a person; the rest otherwise.
    RulesTried { looked: u32, changed: u32, moves: Vec<RuleChange>, codes: Vec<RuleCount>, decided: u32,
        agrees_now: u32, agrees_then: u32, left_now: u32, left_then: u32, examples: Vec<RuleExample> }
    /// The folder in which comments arrive: how many wait in it, which files were set aside, what is wrong with it.
    InboxView { folder: Option<String>, waiting: i32, aside: Vec<String>, trouble: Option<String> }
    /// A place at which comments were left that is no article here; `proposed` are articles that it could be.
    PlaceView { place: String, title: String, comments: i32, proposed: Vec<Proposed> }
    /// An article that something could be about.
    Proposed { id: String, title: String }
    /// What forgetting someone did: how many comments say nothing of who sent them any more, in how many texts of the
    /// journal words were left out, what else was erased, and what is left to do by hand.
    Forgotten { comments: i32, texts: i32, private: i32, swept: bool, left: Vec<String>, words: String }
    /// One of the last decisions.
    Decision { op: String, comment: String, author: String, state: CommentState, reason: Option<String>, at: String,
        undoable: bool }
    /// An edition; `always` for the one that is always there. `released` is when it was last released.
    EditionView { edition: Edition, always: bool, released: Option<String> }
    /// A profile of bundles; `always` for those that are always there.
    BundleProfileView { profile: Profile, always: bool }
    /// A page of the site that a bundle would have, by its path from the bundle's root. `kind` is `front`, `section`, `article`
    /// or `page`.
    BundlePage { path: String, kind: String, title: String }
    /// What a bundle would come to: its pages, and what would be another than in the last release of the same edition and
    /// profile. Where nothing is `compared`, there was none.
    BundleChanges { pages: Vec<BundlePage>, changes: Vec<Change>, compared: bool }
    /// An article that a bundle would print, with its page from the bundle's root. `what` is `new`, `changed` or `same`.
    PlanArticle { id: String, title: String, section: String, tags: Vec<String>, language: String, date: Option<String>,
        page: String, revision: String, what: String, status: Status }
    /// An article that a bundle leaves out, and why.
    Held { article: String, title: String, reason: String, detail: String }
    /// An article whose live text prints while its head waits.
    LivePrinted { article: String, title: String, detail: String }
    /// What an export would do; `rest` is what could print beside the edition, where that was asked for. `approved` and `imported`
    /// count the articles that somebody here said yes to and those that came in as published; `others_speak` where nothing prints, and
    /// something would in other languages than the profile's.
    Plan { articles: Vec<PlanArticle>, rest: Vec<PlanArticle>, held: Vec<Held>, live_printed: Vec<LivePrinted>, warnings: Vec<Warning>,
        approvers: Vec<String>, approved: i32, imported: i32, others_speak: bool, four_eyes: bool, key: String, comments: i32, base_url: String, profile: String }
    /// What an export did.
    Exported { path: String, files: i32, #[ts(type = "number")] bytes: i64, manifest_sha256: String, kind: BundleKind, held: Vec<Held>,
        warnings: Vec<Warning>, changes: Vec<Change> }
    /// What whoever takes a bundle in should know before: `doubled`, `skipped`, `twins` are what WordPress' importer will do with
    /// an article, `no-address` is what a part lacks. `part` is the part's name; `article` an id.
    Warning { code: String, part: String, article: Option<String>, title: String, words: String }
    /// What came out of a library: into which file or folder, how many lines, and files of `assets/` beside or in them. Those
    /// that are not in the library any more, or not as they were, are `gone`.
    ExportedAll { path: String, #[ts(type = "number")] lines: i64, files: i32, #[ts(type = "number")] bytes: i64,
        gone: Vec<String>, words: String }
    /// How much an import added.
    Added { articles: i32, comments: i32, bylines: i32, assets: i32 }
    /// What was left out, and why.
    Skipped { r#where: String, why: String }
    /// An article that came in.
    Imported { id: String, title: String }
    /// What an import did. `notes` are about what came in; `furniture` counts the lines that were the page's own: menus,
    /// buttons, labels. Of an archive `look` says what is in it, `report` is the file with every line of this, and the lists
    /// here are only its beginning: `left` and `noted` count all of both by their reasons (what comes before a colon). `step` is what an undo of it takes back, where something came in.
    ImportReport { added: Added, unchanged: i32, updated: i32, skipped: Vec<Skipped>, notes: Vec<Skipped>, articles: Vec<Imported>,
        furniture: i32, comments_unchanged: i32, comments_updated: i32, report: Option<String>, look: Option<ImportLook>,
        step: Option<String>, left: Vec<Counted>, noted: Vec<Counted> }
    /// What is in an archive: of which format; how its articles stood; of which sort they are; how many are by each author, in
    /// each section and language (an empty name for none); for how many addresses of pictures and attachments a file is given,
    /// and for how many none.
    ImportLook { format: String, stood: Vec<Counted>, sorts: Vec<Counted>, authors: Vec<Counted>, sections: Vec<Counted>,
        languages: Vec<Counted>, pictures: u32, missing: u32 }
    /// How many there are of a name.
    Counted { name: String, count: u32 }
    /// A card of the desk. `go` is `article`, `review`, `comments`, or `note` for the `note` on the article in which one is
    /// called upon; `due` is the day on which it is, `stage` the one of several that it waits for.
    Card { article: Option<String>, title: String, line: String, status: Option<Status>, at: String, go: String,
        mine: bool, due: Option<String>, overdue: bool, note: Option<String>, stage: Option<String> }
    /// Something that happened.
    Recent { words: String, who: String, at: String, article: Option<String> }
    /// What waits for the person at the desk.
    DeskView { waiting: Vec<Card>, drafts: Vec<Card>, edition_ready: Vec<Row>, edition_held: Vec<Held>, edition_waiting: Vec<QueueRow>,
        recent: Vec<Recent> }
    /// The library.
    LibraryView { path: String, settings: Settings, people: Vec<Person>, me: Option<Person>, review: i32,
        again: i32, pending: i32, articles: i32, newsroom_key: String, version: String, reasons: Vec<String>, sections: Vec<String>,
        backup_trouble: Option<BackupTrouble>, shared: Option<SharedView> }
    /// What a library is in that is only read, since other computers may write there, or nobody can: `is` in words, whether it is
    /// `unwritten`, and a `place` for a copy.
    SharedView { is: String, unwritten: bool, place: Option<String> }
    /// A backup that is known of: when it was made, what it took on the disk, until when it is kept, whether it is there now, and how
    /// much was done since.
    BackupView { path: String, at: String, #[ts(type = "number")] bytes: i64, automatic: bool, sealed: bool, verified: Option<String>,
        until: Option<String>, there: bool, since: Option<i32> }
    /// What kept a backup from being made unasked.
    BackupTrouble { at: String, code: String, message: String, hint: Option<String> }
    /// The backups, newest first, and whether and where they are made unasked: in a folder that was `chosen`, or beside the library.
    BackupsView { on: bool, folder: String, chosen: bool, trouble: Option<BackupTrouble>, items: Vec<BackupView> }
    /// Where a library was made again.
    Restored { words: String, path: String }
    /// An entry of the journal in words; `undoes` is the step that it took back.
    Activity { seq: i32, at: String, who: String, words: String, article: Option<String>, undoes: Option<String> }
    /// What a check of the library found.
    Checked { ok: bool, faults: Vec<Fault>, entries: i32 }
    /// How much there is of everything.
    StatsView { articles: i32, revisions: i32, comments: i32, people: i32, entries: i32, blobs: i32,
        #[ts(type = "number")] bytes: i64 }
    /// A page of what was found. The first says how many there are in all, in `found`; where `more` is, there are more;
    /// where `newest` is, so many that the newest comes first and not the best.
    Hits { items: Vec<Hit>, next: Option<String>, found: Option<u32>, more: bool, newest: bool }
    /// What was found: an `article`, a `note` or a `comment` on one, a `person`. `article` is what it is about. `marks` are
    /// where the words stand in the snippet, `title_marks` in the headline. Of a comment never who sent it.
    Hit { kind: String, id: String, article: Option<String>, title: String, title_marks: Vec<Mark>, snippet: String,
        marks: Vec<Mark>, status: Option<Status>, state: Option<CommentState>, section: String, at: String,
        passage: Option<Quoted> }
    /// A stretch of a text, in UTF-16 units.
    Mark { start: u32, end: u32 }
    /// Words of an article's Markdown, and where they stand in it, in UTF-16 units.
    Quoted { quote: String, start: u32 }
    /// How a question may go on: `query` is the whole of it then. `name` is the field's or the value's; `value` says which.
    Hint { query: String, name: String, value: bool }
    /// Someone's key: whether a passphrase guards it and, of a guarded one, whether it is open here and in how many
    /// seconds another passphrase can be tried. `later` where its owner left the offer to seal it, `renewed` where an admin
    /// made it and they were not told yet; `renewed_by` who made it, or one that it follows from, in place of one whose
    /// owner did not show that it was them.
    KeyView { person: String, name: String, sealed: bool, open: bool, made: String, later: bool, renewed: bool,
        renewed_by: Option<Renewer>, wait: i32 }
    /// One of the newsroom's keys: whether it is the one that signs now, and whether the one before named it.
    NewsroomKeyView { key: String, short: String, public: String, made: String, present: bool, named: bool,
        revoked: Option<RevokedView> }
    /// A key that counts no more for what it signs: whose, since when, and why.
    RevokedView { key: String, name: String, short: String, at: String, reason: String }
    /// The newsroom's keys, the present one first, and every revoked key of its people.
    KeyringView { newsroom: Vec<NewsroomKeyView>, people: Vec<RevokedView> }
}

/// An article that is to be looked at again as the terminal prints it: since which day, and whether that is past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct AgainRecord {
    #[serde(flatten)]
    pub article: ArticleRecord,
    pub byline: String,
    pub waits: String,
    pub on: String,
    pub overdue: bool,
}

/// An article in review as the terminal prints it, with what it waits for: `confirmation`, or else a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct QueueRecord {
    #[serde(flatten)]
    pub article: ArticleRecord,
    pub byline: String,
    pub waits: String,
    pub open_notes: i32,
    pub open_suggestions: i32,
    pub since: String,
    pub claimed_by: Option<String>,
    pub due: Option<String>,
    pub overdue: bool,
}

impl From<&Byline> for BylineRecord {
    fn from(byline: &Byline) -> Self {
        Self {
            name: byline.name.clone(),
            role: byline.role.clone(),
            publications: byline.publications.clone(),
            about: byline.about.clone(),
            links: byline.links.clone(),
            picture: byline.picture.map(|picture| picture.to_string()),
        }
    }
}
