// Made from the list of commands in the desk crate; `./dev types` makes it again.

import { invoke } from "./invoke";

export type Act = { words: string, undo: boolean, };
export type Activity = { seq: number, at: string, who: string, words: string, article: string | null, undoes: string | null, };
export type ActivityAsk = { article?: string, by?: string, kind?: ActivityKind, from?: string, through?: string, };
export type ActivityKind = "texts" | "review" | "comments" | "publishing" | "library";
export type Added = { articles: number, comments: number, bylines: number, assets: number, };
export type AgainRow = { on: string, overdue: boolean, next: string, id: string, title: string, section: string, status: Status, byline: string, updated: string, live: boolean, waits: string, stage: string | null, open_notes: number, open_suggestions: number, comments: number, put: Put | null, };
export type AlteredKind = "quote" | "name" | "number";
export type ArticleRecord = { id: string, title: string, kicker: string, standfirst: string, slug: string, section: string, tags: Array<string>, status: Status, revision: string, live: string | null, body: string, bylines: Array<BylineRecord>, related: Array<string>, created: string, updated: string, approved_by: Array<string>, language: string, lead_image: LeadImage | null, path: string, moved_from: Array<string>, translations: Array<string>, embargo: string | null, lifted: boolean, recheck: string | null, date: string | null, canonical: string | null, search_title: string, search_description: string, stage: string | null, };
export type ArticleView = { id: string, content: Content, head: Content, revision: string, live: string | null, status: Status, waits: string, draft_saved: string | null, draft_base: string | null, draft_hash: string | null, draft_cursor: Cursor | null, draft_differs: boolean, behind: boolean, head_by: string, head_at: string, contributors: Array<string>, verdicts: Array<VerdictView>, left_behind: string | null, notes: Array<NoteView>, suggestions: Array<SuggestionView>, suggesting: string | null, checks: Array<Check>, may: Array<string>, blocks_approval: Array<string>, created: string, updated: string, recheck: string | null, stages: Array<StagePlace>, reviewers: Array<string>, };
export type AssetUse = { id: string, title: string, };
export type AssetView = { hash: string, name: string, alt: string, media: Media, size: number, width: number, height: number, small: string, added: string, by: string, used: boolean, uses: Array<AssetUse>, bylines: Array<string>, markdown: string, notice: string | null, };
export type BackupTrouble = { at: string, code: string, message: string, hint: string | null, };
export type BackupView = { path: string, at: string, bytes: number, automatic: boolean, sealed: boolean, verified: string | null, until: string | null, there: boolean, since: number | null, };
export type BackupsView = { on: boolean, folder: string, chosen: boolean, trouble: BackupTrouble | null, items: Array<BackupView>, };
export type Because = { change: string, why: string, };
export type BinRow = { id: string, title: string, section: string, byline: string, status: Status, by: string, at: string, may_empty: boolean, };
export type BundleChanges = { pages: Array<BundlePage>, changes: Array<Change>, compared: boolean, };
export type BundleKind = "release" | "proof";
export type BundlePage = { path: string, kind: string, title: string, };
export type BundlePart = "site" | "wxr" | "epub" | "ninjs" | "markdown" | "jsonl";
export type BundleProfileView = { profile: Profile, always: boolean, };
export type Byline = { 
/**
 * The name that prints.
 */
name: string, 
/**
 * What they are: "Transport reporter".
 */
role: string, 
/**
 * Where else they are published, or what they wrote.
 */
publications: Array<string>, 
/**
 * A biography, plain text.
 */
about: string, 
/**
 * Addresses.
 */
links: Array<string>, 
/**
 * A picture.
 */
picture: string | null, };
export type BylineRecord = { name: string, role: string, publications: Array<string>, about: string, links: Array<string>, picture: string | null, };
export type Card = { article: string | null, title: string, line: string, status: Status | null, at: string, go: string, mine: boolean, due: string | null, overdue: boolean, note: string | null, stage: string | null, };
export type Change = { 
/**
 * Of the site its address, from the site's root on: `/town/the-harbour-bell/`, `/style.css`. Of other parts the path
 * from the bundle's root: `ninjs/….json`.
 */
path: string, 
/**
 * What became of it.
 */
how: ChangeHow, };
export type ChangeHow = "added" | "changed" | "removed";
export type Check = { code: string, level: string, message: string, field: string, quote: string | null, start: number | null, end: number | null, passage: string | null, explain: string | null, stage: string | null, };
export type CheckKind = { code: string, name: string, weight: Weight, usual: Weight, guess: boolean, };
export type Checked = { ok: boolean, faults: Array<Fault>, entries: number, };
export type Colours = { 
/**
 * Behind everything.
 */
paper: string, 
/**
 * Of the text.
 */
ink: string, 
/**
 * Of links and what stands out.
 */
accent: string, };
export type CommentFilter = { state?: CommentState, 
/**
 * That wait for a person: that nobody judged, and that a rule held.
 */
waiting?: boolean, article?: string, 
/**
 * Left where no article here is: they wait to be assigned.
 */
unplaced?: boolean, 
/**
 * The comments of one commenter, by their id.
 */
commenter?: string, 
/**
 * In which the rules found this: a reason code.
 */
found?: string, 
/**
 * That say the same as a comment, or nearly, or link to the same place.
 */
like?: string, 
/**
 * That hold all of these words, the last perhaps unfinished.
 */
words?: string, newest?: boolean, limit?: number, after?: string, };
export type CommentRecord = { id: string, article: string | null, parent: string | null, author: string, created: string, body: string, state: CommentState, reasons: Array<Reason>, decided_by: string | null, findings: Array<Finding>, original: string | null, place: string | null, newsroom: boolean, };
export type CommentRow = { id: string, article: string | null, article_title: string, author: string, body: string, created: string, state: CommentState, found: Array<string>, claimed_by: string | null, newsroom: boolean, };
export type CommentState = "pending" | "published" | "held" | "rejected" | "spam";
export type CommentView = { id: string, article: string | null, article_title: string, place: string | null, passage: string | null, author: string, commenter: string, email: string | null, address: string | null, site: string | null, created: string, body: string, html: string, original: string | null, state: CommentState, reasons: Array<Reason>, findings: Array<FindingView>, pieces: Array<Piece>, decided_by: string | null, decided_at: string | null, claimed_by: string | null, commenting: Commenting | null, thread: Array<ThreadRow>, answers: Array<ThreadRow>, record: CommenterRecord, history: Array<HistoryRow>, banned: string | null, forgotten: boolean, newsroom: boolean, seen: string, statement: string, };
export type CommenterRecord = { published: number, held: number, rejected: number, spam: number, pending: number, since: string, };
export type CommenterView = { id: string, name: string, email: string | null, address: string | null, site: string | null, record: CommenterRecord, banned: string | null, reason: string | null, forgotten: boolean, };
export type Commenting = "closed" | "premoderated";
export type Content = { 
/**
 * The domain tag, always `revision/1`.
 */
copydesk: "revision/1", 
/**
 * The article that it is the content of.
 */
article: string, 
/**
 * The headline, plain text.
 */
title: string, 
/**
 * The line above the headline, plain text; may be empty.
 */
kicker: string, 
/**
 * The paragraph below the headline, plain text; may be empty.
 */
standfirst: string, 
/**
 * Markdown.
 */
body: string, 
/**
 * The article's name in its address: lower-case letters, digits and hyphens.
 */
slug: string, 
/**
 * The section's name; may be empty.
 */
section: string, 
/**
 * In the order given.
 */
tags: Array<string>, 
/**
 * BCP 47 tag.
 */
language: string, 
/**
 * The same text in other languages.
 */
translations: string[], 
/**
 * Where it was first published, where that is elsewhere.
 */
canonical: string | null, 
/**
 * For search engines, where it differs from the headline.
 */
search_title: string, 
/**
 * For search engines, where it differs from the standfirst.
 */
search_description: string, 
/**
 * The date its editors set, where they did.
 */
date: string | null, 
/**
 * Not to be printed before an editor lifts it; shown is this date.
 */
embargo: string | null, 
/**
 * As they stood when this was saved.
 */
bylines: Array<Byline>, 
/**
 * The picture at its top.
 */
lead_image: LeadImage | null, 
/**
 * Every asset that the body names.
 */
assets: string[], 
/**
 * Public notes of what was wrong, oldest first.
 */
corrections: Array<Correction>, 
/**
 * Chosen by an editor, in order.
 */
related: Array<Related>, };
export type Correction = { 
/**
 * When it was made.
 */
at: string, 
/**
 * Which of the two.
 */
kind: CorrectionKind, 
/**
 * Plain text.
 */
text: string, };
export type CorrectionKind = "correction" | "clarification";
export type Counted = { name: string, count: number, };
export type Cursor = { 
/**
 * The content's field: `body`, `title`, `standfirst`, `kicker`.
 */
field: string, 
/**
 * Where the selection began.
 */
anchor: number, 
/**
 * Where it was going on.
 */
head: number, };
export type Decision = { op: string, comment: string, author: string, state: CommentState, reason: string | null, at: string, undoable: boolean, };
export type DeskView = { waiting: Array<Card>, drafts: Array<Card>, edition_ready: Array<Row>, edition_held: Array<Held>, edition_waiting: Array<QueueRow>, recent: Array<Recent>, };
export type Diff = { from: string | null, to: string, fields: Array<FieldDiff>, html: string, gone: Array<Paragraph>, retargeted: Array<Retargeted>, };
export type DraftSaved = { saved: string, hash: string, };
export type Edition = { 
/**
 * What it is called: "Monday".
 */
name: string, 
/**
 * What is searched for; nothing, where the edition holds only what was picked.
 */
query: Query | null, 
/**
 * Picked by hand, in order.
 */
picked: Array<string>, 
/**
 * Left out by hand, whatever is searched for.
 */
left_out: Array<string>, 
/**
 * The article that leads the front page; the first one elsewhere.
 */
lead: string | null, 
/**
 * The article that leads a section's page, by the section's name; the first one of it elsewhere.
 */
fronts: Record<string, string>, };
export type EditionView = { edition: Edition, always: boolean, released: string | null, };
export type Error = { 
/**
 * What sort of failure.
 */
kind: Kind, 
/**
 * Stable, in kebab case; scripts depend on it.
 */
code: string, 
/**
 * One sentence that says what happened.
 */
message: string, 
/**
 * What to do about it, where there is something.
 */
hint: string | null, };
export type Evidence = { "is": "words", 
/**
 * Where they begin.
 */
start: number, 
/**
 * Where they end.
 */
end: number, 
/**
 * What they weigh for it (or, negative, against it), in hundredths of a natural logarithm of the odds.
 */
weight?: number, } | { "is": "name", 
/**
 * Where they begin.
 */
start: number, 
/**
 * Where they end.
 */
end: number, } | { "is": "comment", 
/**
 * Which.
 */
comment: string, } | { "is": "rule", 
/**
 * Its name.
 */
rule: string, };
export type Exported = { path: string, files: number, bytes: number, manifest_sha256: string, kind: BundleKind, held: Array<Held>, warnings: Array<Warning>, changes: Array<Change>, };
export type ExportedAll = { path: string, lines: number, files: number, bytes: number, gone: Array<string>, words: string, };
export type Face = "theme" | "transitional" | "old-style" | "slab" | "system" | "humanist" | "grotesque" | "mono";
export type Fault = { 
/**
 * From the bundle's root.
 */
path: string, 
/**
 * What sort: `changed`, `missing`, `added`, `renamed`, `signature`, `wrong-key`, `signer-unknown`, `revoked-key`, `unapproved`,
 * `not-the-print`, `broken-manifest`, `broken-archive`.
 */
kind: string, 
/**
 * In words.
 */
detail: string, };
export type FieldDiff = { field: string, segments: Array<Segment>, };
export type FieldMerge = { field: string, kind: PartKind, was: string, mine: string, theirs: string, };
export type FieldsView = { found: Array<Check>, path: string, proposed: string | null, moved_from: Array<string>, linked: Array<Linked>, translated_from: Array<Linked>, };
export type Finding = { 
/**
 * The phase's reason code, as `banned-word`.
 */
code: string, 
/**
 * What it would have become of the comment: published, held, rejected or spam; pending where it only keeps the others
 * from publishing it.
 */
says: CommentState, 
/**
 * A sentence for people, without a word of the comment or of who sent it.
 */
detail: string, 
/**
 * What shows it.
 */
evidence?: Array<Evidence>, };
export type FindingView = { code: string, says: CommentState, detail: string, words: Array<FoundWords>, comments: Array<SeenComment>, rules: Array<string>, };
export type Floods = { 
/**
 * Within how many minutes.
 */
minutes: number, 
/**
 * From how many earlier ones on it is held; 0 for never.
 */
"hold-from": number, };
export type Forgotten = { comments: number, texts: number, private: number, swept: boolean, left: Array<string>, words: string, };
export type Format = "saved-page" | "text-copy" | "markdown";
export type FoundWords = { words: string, weight: number | null, };
export type Going = { articles: number, titles: Array<string>, };
export type Held = { article: string, title: string, reason: string, detail: string, };
export type Hint = { query: string, name: string, value: boolean, };
export type HistoryEntry = { revision: string, parent: string | null, author: string, at: string, origin: Origin, title: string, words: number, changed: number, live: boolean, head: boolean, approved: boolean, name: string, milestones: Array<Milestone>, suggested: string | null, };
export type HistoryRow = { id: string, article_title: string, body: string, created: string, state: CommentState, reason: string | null, };
export type Hit = { kind: string, id: string, article: string | null, title: string, title_marks: Array<Mark>, snippet: string, marks: Array<Mark>, status: Status | null, state: CommentState | null, section: string, at: string, passage: Quoted | null, };
export type Hits = { items: Array<Hit>, next: string | null, found: number | null, more: boolean, newest: boolean, };
export type ImportLook = { format: string, stood: Array<Counted>, sorts: Array<Counted>, authors: Array<Counted>, sections: Array<Counted>, languages: Array<Counted>, pictures: number, missing: number, };
export type ImportReport = { added: Added, unchanged: number, updated: number, skipped: Array<Skipped>, notes: Array<Skipped>, articles: Array<Imported>, furniture: number, comments_unchanged: number, comments_updated: number, report: string | null, look: ImportLook | null, step: string | null, left: Array<Counted>, noted: Array<Counted>, };
export type Imported = { id: string, title: string, };
export type ImportedText = { 
/**
 * Of which article.
 */
article: string, 
/**
 * Its headline.
 */
title: string, 
/**
 * Who, by the name that the manifest knows them by.
 */
person: string, 
/**
 * When.
 */
at: string, 
/**
 * Its whole address where it came from, or by what it is known there.
 */
from: string, 
/**
 * Whether a passphrase guarded the key that signed.
 */
sealed: boolean, };
export type InboxView = { folder: string | null, waiting: number, aside: Array<string>, trouble: string | null, };
export type KeyView = { person: string, name: string, sealed: boolean, open: boolean, made: string, later: boolean, renewed: boolean, renewed_by: Renewer | null, wait: number, };
export type KeyringView = { newsroom: Array<NewsroomKeyView>, people: Array<RevokedView>, };
export type Kind = "refused" | "usage" | "unreadable" | "damaged" | "system";
export type KnownWord = { language: string, word: string, by: string, at: string, };
export type LeadImage = { 
/**
 * The asset.
 */
asset: string, 
/**
 * Below it.
 */
caption: string, 
/**
 * Who made it.
 */
credit: string, 
/**
 * What it shows, for those who don't see it.
 */
alt: string, };
export type Learned = { 
/**
 * From which likelihood on that it would be rejected or spam it is held, in hundredths; 0 for never.
 */
"hold-from": number, 
/**
 * What was decided before this moment teaches nothing: it was reset then.
 */
since: string | null, };
export type LearnedView = { seen: number, published: number, refused: number, trained_on: number, held_out: number, precision: number | null, recall: number | null, held: Threshold, thresholds: Array<Threshold>, silent: string | null, };
export type Length = { 
/**
 * Shorter ones are held.
 */
least: number, 
/**
 * Longer ones are held; 0 for never.
 */
most: number, };
export type LibraryView = { path: string, settings: Settings, people: Array<Person>, me: Person | null, review: number, again: number, pending: number, articles: number, newsroom_key: string, version: string, reasons: Array<string>, sections: Array<string>, backup_trouble: BackupTrouble | null, shared: SharedView | null, };
export type Linked = { id: string, title: string, language: string, section: string, status: Status, binned: boolean, };
export type Links = { 
/**
 * From how many on it is held; 0 for never.
 */
"hold-from": number, 
/**
 * From how many on it is spam; 0 for never.
 */
"spam-from": number, 
/**
 * What a link to a domain says that was mostly spam here.
 */
"bad-domain": CommentState | null, };
export type List = { 
/**
 * What is in the bin, rather than what is not.
 */
bin?: boolean, status: Status | null, section: string | null, 
/**
 * Part of a headline, whatever its case.
 */
text: string | null, 
/**
 * Who saved a revision, by name or id.
 */
by?: string, 
/**
 * Whatever its case, as the next two.
 */
tag?: string, 
/**
 * Whom it is by, as its byline prints the name.
 */
byline?: string, 
/**
 * A language's tag, or the beginning of one.
 */
language?: string, sort?: Order, limit: number | null, after: string | null, };
export type ListKind = "banned" | "suspect";
export type LivePrinted = { article: string, title: string, detail: string, };
export type Look = { 
/**
 * On light screens.
 */
light: Colours, 
/**
 * On dark ones.
 */
dark: Colours, 
/**
 * Of the text.
 */
text: Face, 
/**
 * Of headlines.
 */
headlines: Face, 
/**
 * In place of the newsroom's name at the top of each page: the asset of a picture, by its hash.
 */
logo: string | null, };
export type ManyAct = { "do": "submit" } | { "do": "bin" } | { "do": "unbin" } | { "do": "section", 
/**
 * Its name, or empty for none.
 */
section: string, } | { "do": "tag", 
/**
 * The tag.
 */
tag: string, };
export type ManyDone = { words: string, undo: boolean, done: number, refused: Array<Refused>, };
export type Mark = { start: number, end: number, };
export type Media = "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/svg+xml" | "application/pdf";
export type MentionRow = { id: string, note: string, article: string, article_title: string, text: string, by: string, at: string, };
export type Merged = { clean: boolean, content: Content, parts: Array<Part>, fields: Array<FieldMerge>, };
export type Milestone = { what: string, who: string, at: string, };
export type Misspelt = { paragraph: number, from: number, to: number, word: string, name: boolean, };
export type MomentView = { at: string, };
export type NewsroomKeyView = { key: string, short: string, public: string, made: string, present: boolean, named: boolean, revoked: RevokedView | null, };
export type NoteMade = { mentioned: Array<string>, told: string | null, id: string, quote: string, text: string, author: string, state: NoteState, at: string, start: number | null, typed: number | null, replies: Array<ReplyView>, };
export type NoteState = "open" | "resolved" | "detached";
export type NoteView = { id: string, quote: string, text: string, author: string, state: NoteState, at: string, start: number | null, typed: number | null, replies: Array<ReplyView>, };
export type Order = "changed" | "oldest" | "created" | "headline" | "section" | "status";
export type Origin = "made" | "edit" | "restore" | "import" | "correction" | "suggestion" | "undo";
export type OthersWords = { change: string, kind: AlteredKind, before: string, after: string, by: string, whose: string, at: string | null, why: string | null, mine: boolean, field: string | null, };
export type Page<T> = { 
/**
 * The rows.
 */
items: Array<T>, 
/**
 * Where the next page begins; none after the last.
 */
next: string | null, };
export type Paragraph = { nth: number, text: string, };
export type Part = { 
/**
 * Whose change it is.
 */
kind: PartKind, 
/**
 * What both began with.
 */
was: string, 
/**
 * What I made of it.
 */
mine: string, 
/**
 * What they made of it.
 */
theirs: string, };
export type PartKind = "same" | "mine" | "theirs" | "both";
export type Pass = { "role": Role } | { "people": string[] };
export type Pasted = { markdown: string, quoted: string | null, quotations: number, links: number, images: number, tables: number, footnotes: number, indented: number, };
export type Person = { 
/**
 * Their id.
 */
id: string, 
/**
 * What they are called.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<Role>, };
export type Piece = { text: string, marked: boolean, unseen: boolean, };
export type PlaceView = { place: string, title: string, comments: number, proposed: Array<Proposed>, };
export type Plan = { articles: Array<PlanArticle>, rest: Array<PlanArticle>, held: Array<Held>, live_printed: Array<LivePrinted>, warnings: Array<Warning>, approvers: Array<string>, approved: number, imported: number, others_speak: boolean, four_eyes: boolean, key: string, comments: number, base_url: string, profile: string, };
export type PlanArticle = { id: string, title: string, section: string, tags: Array<string>, language: string, date: string | null, page: string, revision: string, what: string, status: Status, };
export type Printed = { path: string, html: string, css: string, logo: string | null, };
export type Profile = { 
/**
 * What it is called: "Website and feeds".
 */
name: string, 
/**
 * The parts, in their order.
 */
parts: Array<BundlePart>, 
/**
 * Where the site will be, ending in `/`; empty for where the library's is.
 */
base_url: string, 
/**
 * The theme's name; empty for the library's.
 */
theme: string, 
/**
 * Only articles in these languages, BCP 47 tags; none for all.
 */
languages: Array<string>, 
/**
 * Whether readers' comments print, with the form for more.
 */
comments: boolean, 
/**
 * Whether the site has feeds.
 */
feeds: boolean, };
export type ProfileShown = { articles: number, id: string, small: string | null, 
/**
 * The name that prints.
 */
name: string, 
/**
 * What they are: "Transport reporter".
 */
role: string, 
/**
 * Where else they are published, or what they wrote.
 */
publications: Array<string>, 
/**
 * A biography, plain text.
 */
about: string, 
/**
 * Addresses.
 */
links: Array<string>, 
/**
 * A picture.
 */
picture: string | null, };
export type ProfileView = { id: string, small: string | null, 
/**
 * The name that prints.
 */
name: string, 
/**
 * What they are: "Transport reporter".
 */
role: string, 
/**
 * Where else they are published, or what they wrote.
 */
publications: Array<string>, 
/**
 * A biography, plain text.
 */
about: string, 
/**
 * Addresses.
 */
links: Array<string>, 
/**
 * A picture.
 */
picture: string | null, };
export type Proposal = { id: string, title: string, section: string, status: Status, words: Array<string>, };
export type Proposed = { id: string, title: string, };
export type Put = { by: string, at: string, may_empty: boolean, };
export type Query = { 
/**
 * What is not live yet, or became so after the last release of the edition by the same profile.
 */
since_last: boolean, 
/**
 * In one of these sections, by their names.
 */
sections: Array<string>, 
/**
 * With one of these tags.
 */
tags: Array<string>, 
/**
 * In one of these languages, BCP 47 tags; `en` is also `en-GB`.
 */
languages: Array<string>, 
/**
 * Dated on this day or later, by the newsroom's calendar.
 */
from: string | null, 
/**
 * Dated on this day or earlier.
 */
to: string | null, };
export type QueueRow = { since: string, claimed_by: string | null, mine: boolean, due: string | null, overdue: boolean, id: string, title: string, section: string, status: Status, byline: string, updated: string, live: boolean, waits: string, stage: string | null, open_notes: number, open_suggestions: number, comments: number, put: Put | null, };
export type Quoted = { quote: string, start: number, };
export type ReadPassage = { passage: string, field: string, words: string, ticked: boolean, by: Array<string>, };
export type ReadRow = { kind: RowKind, html: string, was: string, is: string, passage: string | null, words: Array<Stretch>, };
export type ReadSince = { since: string, revision: string, at: string, };
export type Reading = { article: string, revision: string, since: string, from: string | null, at: string | null, bases: Array<ReadSince>, fields: Array<FieldDiff>, rows: Array<ReadRow>, retargeted: Array<Retargeted>, passages: Array<ReadPassage>, others: Array<OthersWords>, changed: number, before: Content | null, };
export type Reason = { 
/**
 * One of [`REASONS`].
 */
code: string, 
/**
 * More, in words; may be empty.
 */
detail: string, };
export type Recent = { words: string, who: string, at: string, article: string | null, };
export type RecordRule = { 
/**
 * After how many published ones, with none rejected or spam, one is published at once; 0 for never.
 */
"publish-after": number, 
/**
 * From how many hundredths on that were rejected or spam, of three or more that were decided, one is held; 0 for never.
 */
"hold-share": number, };
export type Refused = { id: string, title: string, why: string, };
export type Related = { 
/**
 * The article, where it is one of ours.
 */
article: string | null, 
/**
 * Its headline.
 */
title: string, };
export type Renewer = { 
/**
 * Who.
 */
person: string, 
/**
 * Their name.
 */
name: string, 
/**
 * Whether they showed by a passphrase of their own that it was them. Where not, this is a name and not a proof.
 */
sealed: boolean, };
export type Repeats = { 
/**
 * Within how many days.
 */
days: number, 
/**
 * From how many earlier ones on it is held; 0 for never.
 */
"hold-from": number, 
/**
 * From how many earlier ones on it is spam; 0 for never.
 */
"spam-from": number, };
export type ReplyMade = { id: string, note: string, text: string, author: string, at: string, reopened: boolean, mentioned: Array<string>, told: string | null, };
export type ReplyView = { id: string, text: string, author: string, at: string, };
export type Restored = { words: string, path: string, };
export type Retargeted = { 
/**
 * Whether it is a picture.
 */
picture: boolean, 
/**
 * The words of the link, or what the picture is said to show.
 */
words: string, 
/**
 * Where it led; none where it is new.
 */
from: string | null, 
/**
 * Where it leads; none where it is gone.
 */
to: string | null, };
export type RevokedView = { key: string, name: string, short: string, at: string, reason: string, };
export type Role = "writer" | "reviewer" | "moderator" | "publisher" | "admin";
export type Row = { id: string, title: string, section: string, status: Status, byline: string, updated: string, live: boolean, waits: string, stage: string | null, open_notes: number, open_suggestions: number, comments: number, put: Put | null, };
export type RowKind = "same" | "changed" | "came" | "gone" | "moved" | "moved-away";
export type RuleChange = { now: CommentState, then: CommentState, n: number, };
export type RuleCount = { code: string, now: number, then: number, };
export type RuleExample = { comment: string, author: string, body: string, now: CommentState, then: CommentState, found: Array<string>, stands: CommentState, };
export type Rules = { 
/**
 * What becomes of a comment in which nothing was found.
 */
unremarkable: Unremarkable, 
/**
 * Lists of words.
 */
lists: Array<WordList>, 
/**
 * What a word of a banned list says.
 */
banned: CommentState | null, 
/**
 * What a word of a suspect list says.
 */
suspect: CommentState | null, 
/**
 * Links.
 */
links: Links, 
/**
 * The same text, or nearly, more than once.
 */
repeats: Repeats, 
/**
 * Many comments at once from one address or under one name.
 */
floods: Floods, 
/**
 * What the first comment of a commenter says.
 */
first: CommentState | null, 
/**
 * What the commenter's earlier comments came to.
 */
record: RecordRule, 
/**
 * Capital letters.
 */
shouting: Shouting, 
/**
 * Too short or too long.
 */
length: Length, 
/**
 * What a phone number or an e-mail address in the text says.
 */
personal: CommentState | null, 
/**
 * What a comment of someone who is banned says.
 */
bans: CommentState | null, 
/**
 * What the newsroom's own decisions teach.
 */
learned: Learned, };
export type RulesTried = { looked: number, changed: number, moves: Array<RuleChange>, codes: Array<RuleCount>, decided: number, agrees_now: number, agrees_then: number, left_now: number, left_then: number, examples: Array<RuleExample>, };
export type RulesView = { set: boolean, rules: Rules, usual: Rules, };
export type Say = "approve" | "confirm" | "request-changes";
export type SeenComment = { id: string, author: string, created: string, state: CommentState, body: string, };
export type Segment = { 
/**
 * What became of it.
 */
kind: SegmentKind, 
/**
 * Its words, with the spaces and line breaks between them.
 */
text: string, };
export type SegmentKind = "same" | "inserted" | "deleted";
export type Settings = { 
/**
 * The newsroom's name, printed on every page.
 */
name: string, 
/**
 * BCP 47 tag of the language that most articles are in.
 */
language: string, 
/**
 * IANA time zone in which dates are printed.
 */
time_zone: string, 
/**
 * Whether everything needs the yes of someone who did not save it.
 */
four_eyes: boolean, 
/**
 * Where the site will be, ending in `/`; may be empty.
 */
base_url: string, 
/**
 * Where the comment form of a page posts to; empty for no form.
 */
comment_address: string, 
/**
 * After how many minutes without a hand on the desk an opened key is forgotten.
 */
forget_after: number, 
/**
 * After how many days what is private of a commenter is erased: e-mail, network address, own site; 0 for never.
 */
keep_private_days: number, 
/**
 * After how many days a backup is deleted that is made from now on; 0 for never.
 */
keep_backup_days: number, 
/**
 * What the alarms of a check weigh, by its code, where that is not as usual.
 */
checks: Record<string, Weight>, 
/**
 * The stages that articles of a section pass, by its name, where they are not as usual.
 */
workflows: { [key in string]: Workflow }, };
export type SettingsChange = { name?: string, language?: string, time_zone?: string, four_eyes?: boolean, base_url?: string, comment_address?: string, forget_after?: number, keep_private_days?: number, keep_backup_days?: number, 
/**
 * The checks that shall weigh something else, by their codes.
 */
checks?: { [key in string]: Weight }, };
export type SharedView = { is: string, unwritten: boolean, place: string | null, };
export type Shouting = { 
/**
 * From how many hundredths of the letters on it is held; 0 for never.
 */
share: number, 
/**
 * In texts of how many letters or more.
 */
letters: number, };
export type Signed = { 
/**
 * To which article.
 */
article: string, 
/**
 * Its headline.
 */
title: string, 
/**
 * Who, by the name that the manifest knows them by.
 */
person: string, 
/**
 * Approval or confirmation.
 */
say: Say, 
/**
 * The stage that it passes.
 */
stage: string | null, 
/**
 * When.
 */
at: string, 
/**
 * Whether a passphrase guarded the key that signed. Where not, it is a name and not a proof: whoever had the library
 * could sign so.
 */
sealed: boolean, 
/**
 * Who had made that key, or one that it follows from, in place of one whose owner did not show that it was them.
 */
renewed_by: Renewer | null, };
export type Skipped = { where: string, why: string, };
export type Span = { items: Array<Row>, from: number, total: number, at: number | null, };
export type Spelling = { dictionary: string | null, words: Array<Misspelt>, };
export type Stage = { 
/**
 * What it is called: desk, legal.
 */
name: string, 
/**
 * Who may pass it.
 */
pass: Pass, 
/**
 * The checks, by code, that must find nothing for it to be passed, besides those that block an approval anyway.
 */
checks?: Array<string>, };
export type StageAsk = { name: string, who: Array<string>, checks?: Array<string>, };
export type StagePlace = { name: string, passed_by: string | null, waits: boolean, };
export type StageView = { name: string, role: Role | null, people: Array<string>, names: Array<string>, checks: Array<string>, };
export type StatsView = { articles: number, revisions: number, comments: number, people: number, entries: number, blobs: number, bytes: number, };
export type Status = "draft" | "in-review" | "changes-requested" | "approved" | "published" | "withdrawn";
export type Stretch = { 
/**
 * Where it begins in the block's text.
 */
at: number, 
/**
 * How long it is there.
 */
length: number, 
/**
 * Where it begins in the source.
 */
from: number, 
/**
 * Where it ends there.
 */
to: number, };
export type SubmitKind = "update" | "typo" | "correction" | "clarification";
export type Suggested = { words: string, undo: boolean, suggestions: Array<string>, };
export type SuggestingSaved = { saved: string, hash: string, count: number, };
export type SuggestingView = { base: string, was: string, body: string, hash: string | null, saved: string | null, behind: boolean, count: number, };
export type SuggestionState = "open" | "detached" | "accepted" | "rejected" | "taken-back";
export type SuggestionView = { id: string, was: string, proposed: string, lead: number, tail: number, author: string, mine: boolean, state: SuggestionState, at: string, start: number | null, typed: number | null, decided_by: string | null, decided_at: string | null, why: string | null, };
export type Tally = { states: CommenterRecord, waiting: number, oldest: string | null, mark: number, };
export type Template = { 
/**
 * What the kind is called: "Interview".
 */
name: string, 
/**
 * What it is for, in a sentence.
 */
about: string, 
/**
 * The line above the headline, plain text; may be empty.
 */
kicker: string, 
/**
 * The paragraph below the headline, plain text; may be empty.
 */
standfirst: string, 
/**
 * The section's name; may be empty.
 */
section: string, 
/**
 * In order.
 */
tags: Array<string>, 
/**
 * Markdown.
 */
body: string, };
export type TemplateView = { key: string, template: Template, shipped: boolean, changed: boolean, removed: boolean, };
export type Term = { name: string, articles: number, };
export type TermKind = "section" | "tag" | "byline" | "language";
export type ThemeFileView = { name: string, own: boolean, size: number, };
export type ThemeView = { own: boolean, templates: boolean, files: Array<ThemeFileView>, look: Look, };
export type ThemeWritten = { path: string, files: number, };
export type ThreadRow = { id: string, author: string, html: string, begins: string, created: string, state: CommentState, };
export type Threshold = { 
/**
 * From which on, in hundredths.
 */
from: number, 
/**
 * Held, and refused by people.
 */
true_positive: number, 
/**
 * Held, and published by people.
 */
false_positive: number, 
/**
 * Let be, and published by people.
 */
true_negative: number, 
/**
 * Let be, and refused by people.
 */
false_negative: number, };
export type ToExplain = { needed: boolean, changes: Array<OthersWords>, };
export type Typed = { article: string, base: string, content: Content, was?: string, cursor?: Cursor, sending?: Content, };
export type Unremarkable = "waits" | "published";
export type VerdictView = { id: string, say: Say, person: string, at: string, note: string, revision: string, current: boolean, stage: string | null, };
export type Verification = { 
/**
 * Whether there is no fault, and the pages were printed again.
 */
ok: boolean, 
/**
 * What it says it is; none where the manifest can't be read.
 */
kind: BundleKind | null, 
/**
 * Of which newsroom it says it is; empty where the manifest can't be read.
 */
newsroom: string, 
/**
 * Of which edition; likewise.
 */
edition: string, 
/**
 * Every fault, sorted by path.
 */
faults: Array<Fault>, 
/**
 * What is no fault, and good to know: `successor` (the key that was given named the one that signed, by way of others
 * or itself), `former-key` (the newsroom has another key by now), `revoked-key` (a key that was revoked later),
 * `not-released` (it is this library's, which never released it), `not-reprinted` (another renderer
 * printed the pages), `older` and `withdrawn` (what the open library released, or took back, since).
 */
notices: Array<Fault>, 
/**
 * Whether the pages were printed again and compared; not under another renderer, which is no fault, and not good.
 */
reprinted: boolean, 
/**
 * Files that were checked.
 */
files: bigint, 
/**
 * Articles within.
 */
articles: bigint, 
/**
 * Every signed yes that holds, in the edition's order.
 */
approvals: Array<Signed>, 
/**
 * Every signed word that holds of what came in as it was published elsewhere, and that nobody approved; likewise.
 */
imported: Array<ImportedText>, };
export type Warning = { code: string, part: string, article: string | null, title: string, words: string, };
export type Weight = "off" | "warn" | "block";
export type WordList = { 
/**
 * By which findings name it.
 */
name: string, 
/**
 * BCP 47 tag of the language of articles under which it counts; empty for all.
 */
language: string, 
/**
 * What its words are.
 */
kind: ListKind, 
/**
 * Words or runs of words; `*` at the end stands for any ending.
 */
words: Array<string>, };
export type Workflow = { 
/**
 * One or two.
 */
stages: Array<Stage>, };
export type WorkflowView = { section: string, stages: Array<StageView>, own: boolean, };

/** The library: settings, people, counts. */
export const libraryShow = (args: Record<symbol, never>): Promise<LibraryView> => invoke("library_show", { args });
/** Changes the settings. */
export const settingsSet = (args: { settings: SettingsChange, }): Promise<Act> => invoke("settings_set", { args });
/** Every section with the stages that its articles pass. */
export const workflowList = (args: Record<symbol, never>): Promise<Array<WorkflowView>> => invoke("workflow_list", { args });
/** Sets the stages of a section. */
export const workflowSet = (args: { section: string, stages: Array<StageAsk>, }): Promise<Act> => invoke("workflow_set", { args });
/** Everything checked: chain, blobs, replay, file. */
export const libraryCheck = (args: Record<symbol, never>): Promise<Checked> => invoke("library_check", { args });
/** A copy of the library in another folder. */
export const libraryBackup = (args: { dest?: string, days?: number, passphrase?: string, }): Promise<Act> => invoke("library_backup", { args });
/** The backups that are known of, and how they are made unasked. */
export const backupList = (args: Record<symbol, never>): Promise<BackupsView> => invoke("backup_list", { args });
/** Sets whether backups are made unasked, and where. */
export const backupPlan = (args: { on?: boolean, folder?: string, 
/**
 * They go beside the library, whatever folder is named.
 */
beside?: boolean, }): Promise<Act> => invoke("backup_plan", { args });
/** Makes a library of a backup, in another folder. */
export const backupRestore = (args: { from: string, dir?: string, passphrase?: string, }): Promise<Restored> => invoke("backup_restore", { args });
/** Deletes a backup. */
export const backupRemove = (args: { path: string, }): Promise<Act> => invoke("backup_remove", { args });
/** Copies a library that is only read to where it can be worked in. */
export const librarySettle = (args: { dir?: string, }): Promise<Restored> => invoke("library_settle", { args });
/** Everything into a file or folder that other programs can read. */
export const libraryExport = (args: { out: string, private?: boolean, keys?: boolean, }): Promise<ExportedAll> => invoke("library_export", { args });
/** How much there is of everything. */
export const libraryStats = (args: Record<symbol, never>): Promise<StatsView> => invoke("library_stats", { args });
/** What was done, newest first. */
export const activityList = (args: { sought: ActivityAsk, limit?: number, after?: string, }): Promise<Page<Activity>> => invoke("activity_list", { args });
/** Writes what was done into a file. */
export const activityExport = (args: { path: string, sought: ActivityAsk, }): Promise<Act> => invoke("activity_export", { args });
/** Takes back one's own last act. */
export const undo = (args: { step?: string, }): Promise<Act> => invoke("undo", { args });
/** Adds a person. */
export const personAdd = (args: { name: string, roles: Array<Role>, }): Promise<Person> => invoke("person_add", { args });
/** Changes a person's name or roles. */
export const personSet = (args: { person: string, name: string | null, roles: Array<Role> | null, }): Promise<Act> => invoke("person_set", { args });
/** Who works here. */
export const personList = (args: Record<symbol, never>): Promise<Array<Person>> => invoke("person_list", { args });
/** Everyone's key: who sealed theirs, and what there is to tell of it. */
export const keyList = (args: Record<symbol, never>): Promise<Array<KeyView>> => invoke("key_list", { args });
/** Seals one's own signature with a passphrase. */
export const keySeal = (args: { passphrase: string, person?: string, }): Promise<Act> => invoke("key_seal", { args });
/** Takes the passphrase off one's own signature. */
export const keyUnseal = (args: { passphrase: string, person?: string, }): Promise<Act> => invoke("key_unseal", { args });
/** Changes the passphrase of one's own signature. */
export const keyChange = (args: { passphrase: string, new: string, person?: string, }): Promise<Act> => invoke("key_change", { args });
/** Makes a new key for someone who lost their passphrase. */
export const keyRenew = (args: { person: string, }): Promise<Act> => invoke("key_renew", { args });
/** The newsroom's keys, the present one first, and every key that was revoked. */
export const keyNewsroom = (args: Record<symbol, never>): Promise<KeyringView> => invoke("key_newsroom", { args });
/** Makes another key for the newsroom, named by the one before. */
export const keyRotate = (args: Record<symbol, never>): Promise<Act> => invoke("key_rotate", { args });
/** Says of a key that it counts no more for what it signs since. */
export const keyRevoke = (args: { 
/**
 * Its id or a unique beginning of that, the name of whose present key it is, or `newsroom`.
 */
key: string, reason: string, }): Promise<Act> => invoke("key_revoke", { args });
/** Opens one's own signature for a while. */
export const keyOpen = (args: { passphrase: string, }): Promise<Act> => invoke("key_open", { args });
/** Forgets every signature that is open. */
export const keyForget = (args: Record<symbol, never>): Promise<null> => invoke("key_forget", { args });
/** Leaves the offer to seal one's signature for later. */
export const keyLater = (args: Record<symbol, never>): Promise<null> => invoke("key_later", { args });
/** What waits for the person at the desk. */
export const deskShow = (args: Record<symbol, never>): Promise<DeskView> => invoke("desk_show", { args });
/** A page of articles in some order. */
export const articleList = (args: { 
/**
 * What is in the bin, rather than what is not.
 */
bin?: boolean, status: Status | null, section: string | null, 
/**
 * Part of a headline, whatever its case.
 */
text: string | null, 
/**
 * Who saved a revision, by name or id.
 */
by?: string, 
/**
 * Whatever its case, as the next two.
 */
tag?: string, 
/**
 * Whom it is by, as its byline prints the name.
 */
byline?: string, 
/**
 * A language's tag, or the beginning of one.
 */
language?: string, sort?: Order, limit: number | null, after: string | null, }): Promise<Page<Row>> => invoke("article_list", { args });
/** A stretch of the article list, and how long that is. */
export const articleSpan = (args: { list: List, from: number, limit: number, around?: string, }): Promise<Span> => invoke("article_span", { args });
/** The ids of the rows between two. */
export const articleBetween = (args: { list: List, from: number, to: number, }): Promise<Array<string>> => invoke("article_between", { args });
/** Does one thing to many articles. */
export const articleMany = (args: { articles?: Array<string>, all?: List, 
/**
 * Left out of `all`.
 */
except?: Array<string>, act: ManyAct, }): Promise<ManyDone> => invoke("article_many", { args });
/** Makes a draft. */
export const articleNew = (args: { title: string, kicker?: string, standfirst?: string, section?: string, language?: string, body?: string, bylines?: Array<string>, tags?: Array<string>, 
/**
 * What it begins with, by the template's key or name; what is given beside it comes first.
 */
template?: string, }): Promise<ArticleView> => invoke("article_new", { args });
/** An article with all that belongs to it. */
export const articleShow = (args: { article: string, }): Promise<ArticleView> => invoke("article_show", { args });
/** An article as the terminal prints it, at any revision. */
export const articleRead = (args: { article: string, revision: string | null, }): Promise<ArticleRecord> => invoke("article_read", { args });
/** Saves a revision with some fields changed. */
export const articleEdit = (args: { article: string, title: string | null, kicker: string | null, standfirst: string | null, section: string | null, slug: string | null, language: string | null, 
/**
 * A date or time by the newsroom's clocks, or empty for none.
 */
embargo: string | null, 
/**
 * The date that prints, likewise.
 */
date?: string, 
/**
 * Where it was first published; empty for here.
 */
canonical?: string, search_title?: string, search_description?: string, 
/**
 * The articles that are the same in other languages, by id.
 */
translations?: Array<string>, 
/**
 * The articles to read next: by id, or else the headline of one that is elsewhere.
 */
related?: Array<string>, body: string | null, 
/**
 * Names; who has a profile is printed as that says.
 */
bylines: Array<string> | null, tags: Array<string> | null, 
/**
 * The revision that the change was made to, else the head. What others did to the article since is merged with
 * it, where the two don't touch.
 */
base?: string, 
/**
 * The picture at its top by its name or the beginning of it, or empty for none.
 */
lead_image?: string, lead_alt?: string, lead_caption?: string, lead_credit?: string, }): Promise<Act> => invoke("article_edit", { args });
/** What an article's fields come to while someone fills them in. */
export const articleFields = (args: { article: string, content: Content, }): Promise<FieldsView> => invoke("article_fields", { args });
/** The sections or tags of the library that hold what was typed. */
export const articleTerms = (args: { kind: TermKind, text: string, }): Promise<Array<Term>> => invoke("article_terms", { args });
/** What else there is on what an article is about. */
export const articleRelated = (args: { article: string, content: Content | null, }): Promise<Array<Proposal>> => invoke("article_related", { args });
/** Sets the day on which an article is to be looked at again. */
export const articleRecheck = (args: { article: string, on: string | null, looked?: boolean, }): Promise<Act> => invoke("article_recheck", { args });
/** A moment as people write it, by the newsroom's clocks. */
export const libraryMoment = (args: { text: string, }): Promise<MomentView> => invoke("library_moment", { args });
/** What an article of a kind begins with. */
export const templateList = (args: Record<symbol, never>): Promise<Array<TemplateView>> => invoke("template_list", { args });
/** Makes or changes a template. */
export const templateSave = (args: { key: string | null, template: Template, }): Promise<Act> => invoke("template_save", { args });
/** Removes a template, or puts it back as it came. */
export const templateRemove = (args: { key: string, back?: boolean, }): Promise<Act> => invoke("template_remove", { args });
/** Keeps what is being typed. */
export const draftSave = (args: { article: string, base: string, content: Content, 
/**
 * The hash of what this program knows to be kept; none where it knows of nothing.
 */
was?: string, 
/**
 * Where the person is in it.
 */
cursor?: Cursor, }): Promise<DraftSaved> => invoke("draft_save", { args });
/** What was typed and what came from elsewhere, brought together. */
export const draftMerge = (args: { article: string, 
/**
 * The revision that it began with.
 */
base: string, mine: Content, }): Promise<Merged> => invoke("draft_merge", { args });
/** Reads what was copied elsewhere as Markdown. */
export const articlePaste = (args: { html: string, }): Promise<Pasted> => invoke("article_paste", { args });
/** Makes what was typed a revision. */
export const draftLeave = (args: { article: string, }): Promise<ArticleView> => invoke("draft_leave", { args });
/** Throws away what was typed since the last revision. */
export const draftDiscard = (args: { article: string, }): Promise<ArticleView> => invoke("draft_discard", { args });
/** Asks for review. */
export const articleSubmit = (args: { article: string, kind: SubmitKind | null, 
/**
 * The public text of a correction or clarification.
 */
text: string | null, 
/**
 * The day on which the review is due, as 2026-12-01.
 */
due?: string, 
/**
 * Why one changed words of others; what is left out or empty is not said yet.
 */
reasons?: Array<Because>, }): Promise<Act> => invoke("article_submit", { args });
/** Takes back what was submitted. */
export const articleRecall = (args: { article: string, }): Promise<Act> => invoke("article_recall", { args });
/** Takes an article out of publication. */
export const articleWithdraw = (args: { article: string, reason: string, }): Promise<Act> => invoke("article_withdraw", { args });
/** Lifts an embargo. */
export const articleLift = (args: { article: string, }): Promise<Act> => invoke("article_lift", { args });
/** Every revision, newest first. */
export const articleHistory = (args: { article: string, limit?: number, 
/**
 * The `next` of the page before.
 */
after?: string, }): Promise<Page<HistoryEntry>> => invoke("article_history", { args });
/** What differs between two revisions. */
export const articleDiff = (args: { article: string, 
/**
 * A revision, or `look` for what one looked at last, `approved`, `live`; else what was last approved, else the
 * live one.
 */
from: string | null, 
/**
 * Else the head.
 */
to: string | null, }): Promise<Diff> => invoke("article_diff", { args });
/** Brings an older revision back. */
export const articleRestore = (args: { article: string, revision: string, 
/**
 * This field alone.
 */
field?: string, 
/**
 * This paragraph of the text alone, from 0: the place that a [`crate::Diff`] gives it.
 */
paragraph?: number, }): Promise<Act> => invoke("article_restore", { args });
/** Gives a revision a name. */
export const articleName = (args: { article: string, revision: string, 
/**
 * Empty takes the name away.
 */
name: string, }): Promise<Act> => invoke("article_name", { args });
/** What is in the bin. */
export const binList = (args: { limit?: number, after?: string, }): Promise<Page<BinRow>> => invoke("bin_list", { args });
/** What would go if the bin were emptied. */
export const binGoing = (args: Record<symbol, never>): Promise<Going> => invoke("bin_going", { args });
/** Deletes what is in the bin for good. */
export const binEmpty = (args: { articles?: Array<string>, }): Promise<Act> => invoke("bin_empty", { args });
/** Puts an article into the bin. */
export const articleBin = (args: { article: string, back?: boolean, }): Promise<Act> => invoke("article_bin", { args });
/** What the checks say of an article. */
export const articleCheck = (args: { article: string, content?: Content, }): Promise<Array<Check>> => invoke("article_check", { args });
/** Every check, and what it weighs. */
export const checkKinds = (args: Record<symbol, never>): Promise<Array<CheckKind>> => invoke("check_kinds", { args });
/** Puts a check's guess aside for a passage. */
export const checkDismiss = (args: { article: string, passage: string, back?: boolean, }): Promise<Act> => invoke("check_dismiss", { args });
/** An article's page as the bundle will hold it. */
export const preview = (args: { article: string, content: Content | null, revision?: string, }): Promise<Printed> => invoke("preview", { args });
/** The front page of the next release, or a section's. */
export const frontPage = (args: { section: string | null, }): Promise<Printed> => invoke("front_page", { args });
/** How the site looks. */
export const themeShow = (args: Record<symbol, never>): Promise<ThemeView> => invoke("theme_show", { args });
/** Sets the site's colours, type and logo. */
export const themeDress = (args: { look: Look, }): Promise<Act> => invoke("theme_dress", { args });
/** Makes the program's templates the newsroom's own. */
export const themeCopy = (args: Record<symbol, never>): Promise<Act> => invoke("theme_copy", { args });
/** Puts the theme back as it came. */
export const themeReset = (args: { keep_look: boolean, }): Promise<Act> => invoke("theme_reset", { args });
/** Writes the theme's files into a folder. */
export const themeExport = (args: { dest: string, }): Promise<ThemeWritten> => invoke("theme_export", { args });
/** Makes a folder's files the newsroom's own templates. */
export const themeImport = (args: { path: string, }): Promise<Act> => invoke("theme_import", { args });
/** Takes in a picture or an attachment. */
export const assetAdd = (args: { path: string, alt: string, }): Promise<AssetView> => invoke("asset_add", { args });
/** Takes in a picture from the clipboard. */
export const assetPaste = (args: { data: string, alt: string, }): Promise<AssetView> => invoke("asset_paste", { args });
/** A page of pictures and attachments, newest first. */
export const assetList = (args: { 
/**
 * Only those that nothing shows.
 */
unused: boolean, limit: number | null, after: string | null, }): Promise<Page<AssetView>> => invoke("asset_list", { args });
/** Says what a picture shows. */
export const assetDescribe = (args: { asset: string, alt: string, }): Promise<Act> => invoke("asset_describe", { args });
/** Takes a picture that nothing shows off the list. */
export const assetRemove = (args: { asset: string, }): Promise<Act> => invoke("asset_remove", { args });
/** The profiles of the public authors. */
export const bylineList = (args: Record<symbol, never>): Promise<Array<ProfileView>> => invoke("byline_list", { args });
/** A profile, and how many articles print its name. */
export const bylineShow = (args: { profile: string, }): Promise<ProfileShown> => invoke("byline_show", { args });
/** Makes a profile, or changes it. */
export const bylineSave = (args: { 
/**
 * Which, by its name, its id or the beginning of that; without one it is new.
 */
profile?: string, name?: string, role?: string, publications?: Array<string>, about?: string, links?: Array<string>, 
/**
 * A picture of the library by its hash or the beginning of it, or empty for none.
 */
picture?: string, }): Promise<Act> => invoke("byline_save", { args });
/** Takes a profile off the list. */
export const bylineRemove = (args: { profile: string, }): Promise<Act> => invoke("byline_remove", { args });
/** What waits for a verdict. */
export const reviewQueue = (args: { 
/**
 * Only what waits for who asks: what they have claimed, and what they may pass and nobody else has.
 */
mine?: boolean, limit?: number, after?: string, }): Promise<Page<QueueRow>> => invoke("review_queue", { args });
/** What is published and to be looked at again. */
export const reviewAgain = (args: { 
/**
 * Only what waits for who asks: all of it where they may look at it, nothing else.
 */
mine?: boolean, limit?: number, after?: string, }): Promise<Page<AgainRow>> => invoke("review_again", { args });
/** Takes a review upon oneself. */
export const reviewClaim = (args: { article: string, }): Promise<Act> => invoke("review_claim", { args });
/** Lets go of a review that someone has. */
export const reviewRelease = (args: { article: string, }): Promise<Act> => invoke("review_release", { args });
/** Hands a review over to a person. */
export const reviewHandOver = (args: { article: string, to: string, }): Promise<Act> => invoke("review_hand_over", { args });
/** Sets the day on which a review is due. */
export const reviewDue = (args: { article: string, on: string | null, }): Promise<Act> => invoke("review_due", { args });
/** A change to be read: what differs since what, and what of it is signed off. */
export const reviewRead = (args: { article: string, since?: string, }): Promise<Reading> => invoke("review_read", { args });
/** Remembers that one looked at a text. */
export const reviewLooked = (args: { article: string, revision?: string, }): Promise<null> => invoke("review_looked", { args });
/** Signs passages off, or takes that back. */
export const reviewTick = (args: { article: string, passages?: Array<string>, rest?: boolean, ticked: boolean, }): Promise<Act> => invoke("review_tick", { args });
/** Says why one changed another's words. */
export const reviewExplain = (args: { article: string, change: string, why: string, }): Promise<Act> => invoke("review_explain", { args });
/** What one changed of others' words without a reason so far. */
export const reviewUnexplained = (args: { article: string, }): Promise<ToExplain> => invoke("review_unexplained", { args });
/** Approves the exact content. */
export const reviewApprove = (args: { article: string, 
/**
 * What the reviewer has read; refused where it is no longer the head.
 */
revision: string | null, 
/**
 * The stage that the yes is meant for; refused where another one waits by now.
 */
stage?: string, 
/**
 * What to tell the writer with the yes.
 */
remarks?: string, }): Promise<Act> => invoke("review_approve", { args });
/** Confirms what a reviewer changed themselves. */
export const reviewConfirm = (args: { article: string, 
/**
 * What was read; refused where it is no longer the head.
 */
revision?: string, }): Promise<Act> => invoke("review_confirm", { args });
/** Sends an article back. */
export const reviewRequestChanges = (args: { article: string, note: string, 
/**
 * What was read; refused where it is no longer the head.
 */
revision?: string, }): Promise<Act> => invoke("review_request_changes", { args });
/** Makes a note on a passage. */
export const reviewNote = (args: { article: string, quote: string, nth: number | null, start?: number, text: string, }): Promise<NoteMade> => invoke("review_note", { args });
/** A page of the notes on an article. */
export const reviewNotes = (args: { article: string, resolved?: boolean, limit?: number, after?: string, }): Promise<Page<NoteView>> => invoke("review_notes", { args });
/** Answers a note. */
export const reviewReply = (args: { note: string, text: string, }): Promise<ReplyMade> => invoke("review_reply", { args });
/** Resolves a note. */
export const reviewResolve = (args: { note: string, }): Promise<Act> => invoke("review_resolve", { args });
/** Opens a resolved note again. */
export const reviewReopen = (args: { note: string, }): Promise<Act> => invoke("review_reopen", { args });
/** Proposes other words for a passage. */
export const reviewSuggest = (args: { article: string, quote: string, nth: number | null, start?: number, proposed: string, }): Promise<Suggested> => invoke("review_suggest", { args });
/** Makes a suggestion of each change in an edited text. */
export const reviewSuggestAll = (args: { article: string, 
/**
 * A revision; the head, where none is named.
 */
base?: string, body: string, }): Promise<Suggested> => invoke("review_suggest_all", { args });
/** A page of the suggestions on an article. */
export const reviewSuggestions = (args: { article: string, all?: boolean, decided?: boolean, limit?: number, after?: string, }): Promise<Page<SuggestionView>> => invoke("review_suggestions", { args });
/** Accepts a suggestion, or all that are open. */
export const reviewAccept = (args: { article: string, suggestion?: string, all?: boolean, }): Promise<Act> => invoke("review_accept", { args });
/** Rejects a suggestion, or all that are open. */
export const reviewReject = (args: { article: string, suggestion?: string, all?: boolean, why?: string, }): Promise<Act> => invoke("review_reject", { args });
/** Takes back one's own suggestion. */
export const reviewTakeBack = (args: { article: string, suggestion?: string, all?: boolean, }): Promise<Act> => invoke("review_take_back", { args });
/** What one is writing as suggestions. */
export const suggestingShow = (args: { article: string, }): Promise<SuggestingView> => invoke("suggesting_show", { args });
/** Keeps what is being written as suggestions. */
export const suggestingSave = (args: { article: string, base: string, body: string, 
/**
 * The hash of what this program knows to be kept; none where it knows of nothing.
 */
was?: string, }): Promise<SuggestingSaved> => invoke("suggesting_save", { args });
/** Throws away what one was writing as suggestions. */
export const suggestingDiscard = (args: { article: string, }): Promise<null> => invoke("suggesting_discard", { args });
/** A page of the notes in which one is called upon. */
export const reviewMentions = (args: { limit?: number, after?: string, }): Promise<Page<MentionRow>> => invoke("review_mentions", { args });
/** A page of comments, oldest first. */
export const commentList = (args: { state?: CommentState, 
/**
 * That wait for a person: that nobody judged, and that a rule held.
 */
waiting?: boolean, article?: string, 
/**
 * Left where no article here is: they wait to be assigned.
 */
unplaced?: boolean, 
/**
 * The comments of one commenter, by their id.
 */
commenter?: string, 
/**
 * In which the rules found this: a reason code.
 */
found?: string, 
/**
 * That say the same as a comment, or nearly, or link to the same place.
 */
like?: string, 
/**
 * That hold all of these words, the last perhaps unfinished.
 */
words?: string, newest?: boolean, limit?: number, after?: string, }): Promise<Page<CommentRow>> => invoke("comment_list", { args });
/** A comment with its thread and its commenter's record. */
export const commentShow = (args: { comment: string, }): Promise<CommentView> => invoke("comment_show", { args });
/** A comment as the terminal prints it. */
export const commentRead = (args: { comment: string, }): Promise<CommentRecord> => invoke("comment_read", { args });
/** Decides on comments. */
export const commentDecide = (args: { comments?: Array<string>, all?: CommentFilter, 
/**
 * Left out of `all`.
 */
except?: Array<string>, state: CommentState, reason: string | null, 
/**
 * More, in words: wanted with the reason `other`.
 */
text?: string, 
/**
 * The step that left the one comment as it was seen: where it is another by now, nothing is decided.
 */
seen?: string, 
/**
 * How far `all` goes: what came in after this mark is left out.
 */
mark?: number, }): Promise<Act> => invoke("comment_decide", { args });
/** Takes back what one did last at the queue. */
export const commentUndo = (args: Record<symbol, never>): Promise<Act> => invoke("comment_undo", { args });
/** The last ten decisions. */
export const commentDecisions = (args: Record<symbol, never>): Promise<Array<Decision>> => invoke("comment_decisions", { args });
/** Takes comments from a JSON lines file. */
export const commentImport = (args: { path: string, dry_run: boolean, }): Promise<ImportReport> => invoke("comment_import", { args });
/** Writes every comment to a JSON lines file. */
export const commentExport = (args: { path: string, format?: string, private?: boolean, }): Promise<Act> => invoke("comment_export", { args });
/** How many comments there are in each state. */
export const commentCount = (args: { article?: string, }): Promise<Tally> => invoke("comment_count", { args });
/** Takes a comment upon oneself, so that nobody else decides on it meanwhile. */
export const commentClaim = (args: { comment?: string, }): Promise<string | null> => invoke("comment_claim", { args });
/** Has a comment say something else. */
export const commentEdit = (args: { comment: string, text: string, }): Promise<Act> => invoke("comment_edit", { args });
/** Answers a comment under the newsroom's name. */
export const commentReply = (args: { comment: string, text: string, }): Promise<string> => invoke("comment_reply", { args });
/** The places at which comments were left that are no article here. */
export const placeList = (args: { limit?: number, after?: string, }): Promise<Page<PlaceView>> => invoke("place_list", { args });
/** Says which article a place is. */
export const placeAssign = (args: { place: string, article?: string, }): Promise<Act> => invoke("place_assign", { args });
/** Opens the comments on an article, has each wait for a person, or closes them. */
export const commentingSet = (args: { article: string, mode: string, }): Promise<Act> => invoke("commenting_set", { args });
/** The folder in which comments arrive, and how much is in it. */
export const inboxShow = (args: Record<symbol, never>): Promise<InboxView> => invoke("inbox_show", { args });
/** Names the folder in which comments arrive. */
export const inboxSet = (args: { folder?: string, }): Promise<Act> => invoke("inbox_set", { args });
/** Takes in what arrived. */
export const inboxTake = (args: { folder?: string, }): Promise<ImportReport> => invoke("inbox_take", { args });
/** Those who sent comments. */
export const commenterList = (args: { holds?: string, banned?: boolean, limit?: number, after?: string, }): Promise<Page<CommenterView>> => invoke("commenter_list", { args });
/** Who sent comments, with what became of them. */
export const commenterShow = (args: { commenter: string, }): Promise<CommenterView> => invoke("commenter_show", { args });
/** Bans a commenter, or lifts their ban. */
export const commenterBan = (args: { commenter: string, days?: number, reason?: string, }): Promise<Act> => invoke("commenter_ban", { args });
/** Forgets a commenter. */
export const commenterForget = (args: { commenter: string, texts?: boolean, }): Promise<Forgotten> => invoke("commenter_forget", { args });
/** Erases what is private and old enough. */
export const privateErase = (args: Record<symbol, never>): Promise<number> => invoke("private_erase", { args });
/** The rules for comments. */
export const rulesShow = (args: Record<symbol, never>): Promise<RulesView> => invoke("rules_show", { args });
/** What rules would do with the newest comments. */
export const rulesTry = (args: { rules?: Rules, limit?: number, }): Promise<RulesTried> => invoke("rules_try", { args });
/** Sets the rules for comments. */
export const rulesSet = (args: { rules?: Rules, waiting?: boolean, }): Promise<Act> => invoke("rules_set", { args });
/** Learns from the newsroom's decisions, and says how well. */
export const learnedShow = (args: { anew?: boolean, }): Promise<LearnedView> => invoke("learned_show", { args });
/** Takes an article from a saved page, its text copy or Markdown. */
export const importFile = (args: { path: string, dry_run: boolean, format?: Format, as_drafts?: boolean, media?: string, report?: string, authors?: { [key in string]: string }, sections?: { [key in string]: string }, }): Promise<ImportReport> => invoke("import_file", { args });
/** The editions that are kept. */
export const editionList = (args: Record<symbol, never>): Promise<Array<EditionView>> => invoke("edition_list", { args });
/** One edition. */
export const editionShow = (args: { name: string, }): Promise<EditionView> => invoke("edition_show", { args });
/** Makes an edition, or changes it. */
export const editionSave = (args: { was?: string, edition: Edition, }): Promise<Act> => invoke("edition_save", { args });
/** Removes an edition. */
export const editionRemove = (args: { name: string, }): Promise<Act> => invoke("edition_remove", { args });
/** The profiles that bundles are made by. */
export const profileList = (args: Record<symbol, never>): Promise<Array<BundleProfileView>> => invoke("profile_list", { args });
/** One profile. */
export const profileShow = (args: { name: string, }): Promise<BundleProfileView> => invoke("profile_show", { args });
/** Makes a profile, or changes it. */
export const profileSave = (args: { was?: string, profile: Profile, }): Promise<Act> => invoke("profile_save", { args });
/** Removes a profile. */
export const profileRemove = (args: { name: string, }): Promise<Act> => invoke("profile_remove", { args });
/** Takes a profile from a TOML file. */
export const profileImport = (args: { path: string, }): Promise<Act> => invoke("profile_import", { args });
/** Writes a profile to a TOML file. */
export const profileExport = (args: { name: string, path: string, }): Promise<Act> => invoke("profile_export", { args });
/** A page as a bundle would hold it. */
export const bundlePage = (args: { path: string, edition?: string, 
/**
 * In place of a kept one.
 */
chosen?: Edition, profile?: string, 
/**
 * As a proof: whatever the heads say, marked on every page.
 */
proof?: boolean, }): Promise<Printed> => invoke("bundle_page", { args });
/** What an export would print and hold back. */
export const exportPlan = (args: { rest?: boolean, edition?: string, 
/**
 * In place of a kept one.
 */
chosen?: Edition, profile?: string, 
/**
 * As a proof: whatever the heads say, marked on every page.
 */
proof?: boolean, }): Promise<Plan> => invoke("export_plan", { args });
/** Exports a bundle. */
export const exportBundle = (args: { 
/**
 * A name that ends in `.zip`, or a folder.
 */
out: string, proof: boolean, profile?: string, edition?: string, 
/**
 * An edition as it is being put together, in place of a kept one.
 */
chosen?: Edition, }): Promise<Exported> => invoke("export_bundle", { args });
/** Which pages a bundle would have, and what it would add, change and remove at the site and in the other parts. */
export const bundleChanges = (args: { edition?: string, 
/**
 * In place of a kept one.
 */
chosen?: Edition, profile?: string, 
/**
 * As a proof: whatever the heads say, marked on every page.
 */
proof?: boolean, }): Promise<BundleChanges> => invoke("bundle_changes", { args });
/** Verifies a bundle. */
export const verifyBundle = (args: { path: string, key: string | null, 
/**
 * The file that holds it, in place of its text.
 */
key_file?: string, newer?: string, }): Promise<Verification> => invoke("verify_bundle", { args });
/** The words that no dictionary knows. */
export const spellingCheck = (args: { 
/**
 * The language's tag, such as `en-GB`.
 */
language: string, 
/**
 * The article that they are of, whose own words are left alone.
 */
article?: string, paragraphs: Array<string>, }): Promise<Spelling> => invoke("spelling_check", { args });
/** What a word may have been meant to be. */
export const spellingSuggest = (args: { language: string, word: string, }): Promise<Array<string>> => invoke("spelling_suggest", { args });
/** The newsroom's own words. */
export const spellingWords = (args: { language: string | null, }): Promise<Array<KnownWord>> => invoke("spelling_words", { args });
/** Adds to the newsroom's words. */
export const spellingAdd = (args: { language: string, word: string, }): Promise<Act> => invoke("spelling_add", { args });
/** Takes one of the newsroom's words out. */
export const spellingRemove = (args: { language: string, word: string, }): Promise<Act> => invoke("spelling_remove", { args });
/** Leaves a word as it is in one article. */
export const spellingIgnore = (args: { article: string, language: string, word: string, back?: boolean, }): Promise<Act> => invoke("spelling_ignore", { args });
/** A page of what has the words: articles, notes, comments, people. */
export const search = (args: { query: string, limit?: number, after?: string, }): Promise<Hits> => invoke("search", { args });
/** How a question to the search may go on. */
export const searchHints = (args: { query: string, }): Promise<Array<Hint>> => invoke("search_hints", { args });
export const actAs = (args: { person: string, passphrase?: string, attempt?: string }): Promise<LibraryView> => invoke("act_as", { args });
export const callOff = (args: { attempt: string }): Promise<null> => invoke("call_off", { args });
export const lockDesk = (args: { person: string, kept: unknown, typed: Array<Typed> }): Promise<{ locked: boolean, newsroom: string, person: string | null, keys: Array<KeyView> }> => invoke("lock_desk", { args });
export const takeUp = (args: Record<string, never>): Promise<{ kept: unknown, typed: Array<Typed> } | null> => invoke("take_up", { args });
export const door = (args: Record<string, never>): Promise<{ locked: boolean, newsroom: string, person: string | null, keys: Array<KeyView> }> => invoke("door", { args });
export const stir = (args: Record<string, never>): Promise<null> => invoke("stir", { args });
export const pickPath = (args: { what: "import" | "import-folder" | "media" | "media-folder" | "export" | "export-folder" | "verify" | "verify-folder" | "key" | "profile" | "profile-as" | "backup" | "sealed-backup" | "backup-folder" | "restored" | "library" | "picture" | "activity" | "inbox" | "comments" | "comments-folder" | "comments-wxr" | "comments-jsonl" | "comments-csv" | "theme" | "theme-out" }): Promise<string | null> => invoke("pick_path", { args });
export const cancelJob = (args: Record<string, never>): Promise<null> => invoke("cancel_job", { args });
export const openFolder = (args: { path: string }): Promise<null> => invoke("open_folder", { args });
export const openLibrary = (args: { path: string }): Promise<null> => invoke("open_library", { args });
export const lastBundle = (args: Record<string, never>): Promise<{ out: string, edition: string, profile: string } | null> => invoke("last_bundle", { args });
export const rememberBundle = (args: { out: string, edition: string, profile: string }): Promise<null> => invoke("remember_bundle", { args });
export const setView = (args: { zoom: number | null, turn: boolean }): Promise<null> => invoke("set_view", { args });
