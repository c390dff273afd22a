// The bridge, as the generated ui/src/lib/ipc/generated.ts will have it. Every command: invoke(name, {args}).
// Errors reject with {kind, code, message, hint}.
export type Status = 'draft'|'in-review'|'changes-requested'|'approved'|'published'|'withdrawn';
export type Role = 'writer'|'reviewer'|'moderator'|'publisher'|'admin';
export type CommentState = 'pending'|'published'|'held'|'rejected'|'spam';
export type NoteState = 'open'|'resolved'|'detached';
export type Person = {id: string; name: string; roles: Role[]};
export type Settings = {name: string; language: string; time_zone: string; four_eyes: boolean; base_url: string; comment_address: string};
export type Byline = {name: string; role: string; publications: string[]; about: string; links: string[]; picture: string|null};
export type Related = {title: string; article: string|null};
export type Content = { copydesk: 'revision/1'; article: string; title: string; kicker: string; standfirst: string; body: string;
  slug: string; section: string; tags: string[]; language: string; translations: string[]; canonical: string|null;
  search_title: string; search_description: string; date: string|null; embargo: string|null; bylines: Byline[];
  lead_image: null | {asset: string; caption: string; credit: string; alt: string}; assets: string[];
  corrections: {at: string; kind: 'correction'|'clarification'; text: string}[]; related: Related[] };
export type Row = { id: string; title: string; section: string; status: Status; byline: string; updated: string; live: boolean;
  waits: string /* "" or "confirmation", what in-review waits for */; open_notes: number; comments: number /* pending */ };
export type Page<T> = { items: T[]; next: string|null };
export type Act = { words: string /* "Submitted “Night buses…”" for the status line */; undo: boolean };
export type Check = { code: string; level: 'block'|'warn'; message: string; field: string /* 'title','body','bylines',... */ };
export type VerdictView = { id: string; say: 'approve'|'confirm'|'request-changes'; person: string /* name */; at: string; note: string; revision: string; current: boolean /* on the head */ };
export type NoteView = { id: string; quote: string; text: string; author: string; state: NoteState; at: string; start: number|null /* UTF-16 offset in head body */ };
export type HistoryEntry = { revision: string; parent: string|null; author: string; at: string; origin: string; title: string; words: number; changed: number /* words changed against the parent */; live: boolean; head: boolean; approved: boolean };
export type ArticleView = { id: string; content: Content /* the draft where there is one, else the head */; head: Content; revision: string; live: string|null;
  status: Status; waits: string; draft_saved: string|null; draft_differs: boolean /* draft is not the head */; behind: boolean /* draft is from an older base than the head */;
  contributors: string[]; verdicts: VerdictView[]; left_behind: string|null /* sentence: "Ida Brandt approved 3f9a12bc; it was edited since." */;
  notes: NoteView[]; checks: Check[]; may: string[] /* of: edit submit recall approve confirm request-changes withdraw lift */; blocks_approval: string[] /* sentences */;
  created: string; updated: string };
export type Segment = { kind: 'same'|'inserted'|'deleted'; text: string };
export type Diff = { from: string|null; to: string; fields: {field: string; segments: Segment[]}[] };
export type Printed = { path: string; html: string; css: string };
export type CommentRow = { id: string; article: string; article_title: string; author: string; body: string /* first 160 chars */; created: string; state: CommentState };
export type CommentView = { id: string; article: string; article_title: string; author: string; email: string|null; created: string; body: string; html: string;
  state: CommentState; reasons: {code: string; detail: string}[]; decided_by: string|null; decided_at: string|null;
  thread: {id: string; author: string; html: string; created: string; state: CommentState}[] /* what it answers, outermost first */;
  record: {published: number; held: number; rejected: number; spam: number; pending: number; since: string}; statement: string /* what the commenter would read for each reason is in REASONS words; this is for the present reasons */ };
export type Decision = { op: string; comment: string; author: string; state: CommentState; reason: string|null; at: string; undoable: boolean };
export type PlanArticle = { id: string; title: string; section: string; revision: string; what: 'new'|'changed'|'same'; status: Status };
export type Plan = { articles: PlanArticle[]; held: {article: string; title: string; reason: string; detail: string}[]; live_printed: {article: string; title: string; detail: string}[];
  approvers: string[]; four_eyes: boolean; key: string /* short id of the newsroom's key */; comments: number };
export type Exported = { path: string; files: number; bytes: number; manifest_sha256: string; kind: 'release'|'proof'; held: {article: string; title: string; reason: string; detail: string}[] };
export type Fault = { path: string; kind: string; detail: string };
export type Verification = { ok: boolean; kind: 'release'|'proof'|null; faults: Fault[]; reprinted: boolean; files: number; articles: number };
export type ImportReport = { added: {articles: number; comments: number; bylines: number; assets: number}; unchanged: number; updated: number;
  skipped: {where: string; why: string}[]; articles: {id: string; title: string}[] };
export type Card = { article: string|null; title: string; line: string; status: Status|null; at: string; go: 'article'|'review'|'comments' };
export type DeskView = { waiting: Card[]; drafts: Card[]; edition_ready: Row[]; edition_waiting: Row[]; recent: {words: string; who: string; at: string; article: string|null}[] };
export type LibraryView = { path: string; settings: Settings; people: Person[]; me: Person|null; review: number; pending: number; articles: number; newsroom_key: string /* two lines, minisign .pub */; version: string; reasons: string[] };
export type Activity = { seq: number; at: string; who: string; words: string; article: string|null };
export type Hit = { article: string; title: string; snippet: string /* plain text */; status: Status };
// commands: name(args) -> result
export type Commands = {
  library_show: [{}, LibraryView];                 settings_set: [{settings: Settings}, Act];
  person_add: [{name: string; roles: Role[]}, Person];  person_set: [{person: string; name: string|null; roles: Role[]|null}, Act];
  act_as: [{person: string}, LibraryView];          activity_list: [{article: string|null; after: number|null}, Activity[]];
  desk_show: [{}, DeskView];                        undo: [{}, Act]; // takes back one's own last act
  article_list: [{status: Status|null; section: string|null; text: string|null /* words in the headline */; limit: number|null; after: string|null}, Page<Row>];
  article_new: [{title: string}, ArticleView];      article_show: [{article: string}, ArticleView];
  draft_save: [{article: string; base: string; content: Content}, {saved: string; hash: string}];
  draft_leave: [{article: string}, ArticleView];    // makes the draft a revision, if it differs
  draft_discard: [{article: string}, ArticleView];
  article_submit: [{article: string; kind: 'update'|'typo'|'correction'|'clarification'|null; text: string|null}, Act];
  article_recall: [{article: string}, Act];         article_withdraw: [{article: string; reason: string}, Act];
  article_lift: [{article: string}, Act];           article_history: [{article: string}, HistoryEntry[]];
  article_diff: [{article: string; from: string|null; to: string|null}, Diff]; // from: live or what was last approved; to: head
  article_restore: [{article: string; revision: string}, Act];  article_bin: [{article: string}, Act];
  preview: [{article: string; content: Content|null}, Printed];   // the page as the bundle will hold it; content: being typed
  review_queue: [{}, Row[]];                        review_approve: [{article: string; revision: string|null}, Act];
  review_confirm: [{article: string}, Act];         review_request_changes: [{article: string; note: string}, Act];
  review_note: [{article: string; quote: string; nth: number|null; text: string}, NoteView]; review_resolve: [{note: string}, Act];
  comment_list: [{state: CommentState|null; article: string|null; limit: number|null; after: string|null}, Page<CommentRow>];
  comment_show: [{comment: string}, CommentView];
  comment_decide: [{comments: string[]; state: CommentState /* not pending */; reason: string|null}, Act];
  comment_undo: [{}, Act];                          comment_decisions: [{}, Decision[]]; // last ten, mine
  import_file: [{path: string; dry_run: boolean}, ImportReport];
  export_plan: [{}, Plan];                          export_bundle: [{out: string; proof: boolean}, Exported];  // progress by event 'progress'
  verify_bundle: [{path: string; key: string|null}, Verification];
  search: [{query: string; limit: number|null}, Hit[]];
  library_check: [{}, {ok: boolean; faults: Fault[]; entries: number}];  library_backup: [{dest: string}, Act];
  // by the shell itself
  pick_path: [{what: 'import'|'export'|'verify'|'backup'}, string|null];  // a native dialog (save dialog for export and backup); null when cancelled
  cancel_job: [{}, null];                           open_folder: [{path: string}, null];
};
// events: 'changed' (the library changed elsewhere: reload), 'progress' {job: string, done: number, total: number, left_ms: number|null}
