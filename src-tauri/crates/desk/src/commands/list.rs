commands! {
    /// The library: settings, people, counts.
    library_show = library::show(library::Show) -> LibraryView;
    /// Changes the settings.
    settings_set = library::set(library::Set) -> Act;
    /// Every section with the stages that its articles pass.
    workflow_list = workflow::list(workflow::List) -> Vec<WorkflowView>;
    /// Sets the stages of a section.
    workflow_set = workflow::set(workflow::Set) -> Act;
    /// Everything checked: chain, blobs, replay, file.
    library_check = library::check(library::Check) -> Checked;
    /// A copy of the library in another folder.
    library_backup = library::backup(library::Backup) -> Act;
    /// The backups that are known of, and how they are made unasked.
    backup_list = library::backups(library::Backups) -> BackupsView;
    /// Sets whether backups are made unasked, and where.
    backup_plan = library::plan(library::Plan) -> Act;
    /// Makes a library of a backup, in another folder.
    backup_restore = library::restore_known(library::RestoreBackup) -> Restored;
    /// Deletes a backup.
    backup_remove = library::remove_backup(library::RemoveBackup) -> Act;
    /// Copies a library that is only read to where it can be worked in.
    library_settle = library::settle(library::Settle) -> Restored;
    /// Everything into a file or folder that other programs can read.
    library_export = library::export(library::Export) -> ExportedAll;
    /// How much there is of everything.
    library_stats = library::stats(library::Stats) -> StatsView;
    /// What was done, newest first.
    activity_list = library::activity(library::ActivityList) -> Page<Activity>;
    /// Writes what was done into a file.
    activity_export = library::export_activity(library::ActivityExport) -> Act;
    /// Takes back one's own last act.
    undo = library::undo(library::Undo) -> Act;
    /// Adds a person.
    person_add = person::add(person::Add) -> Person;
    /// Changes a person's name or roles.
    person_set = person::set(person::Set) -> Act;
    /// Who works here.
    person_list = person::list(person::List) -> Vec<Person>;
    /// Everyone's key: who sealed theirs, and what there is to tell of it.
    key_list = key::list(key::List) -> Vec<KeyView>;
    /// Seals one's own signature with a passphrase.
    key_seal = key::seal(key::Seal) -> Act;
    /// Takes the passphrase off one's own signature.
    key_unseal = key::unseal(key::Unseal) -> Act;
    /// Changes the passphrase of one's own signature.
    key_change = key::change(key::Change) -> Act;
    /// Makes a new key for someone who lost their passphrase.
    key_renew = key::renew(key::Renew) -> Act;
    /// The newsroom's keys, the present one first, and every key that was revoked.
    key_newsroom = key::newsroom(key::Newsroom) -> KeyringView;
    /// Makes another key for the newsroom, named by the one before.
    key_rotate = key::rotate(key::Rotate) -> Act;
    /// Says of a key that it counts no more for what it signs since.
    key_revoke = key::revoke(key::Revoke) -> Act;
    /// Opens one's own signature for a while.
    key_open = key::open(key::Open) -> Act;
    /// Forgets every signature that is open.
    key_forget = key::forget(key::Forget) -> ();
    /// Leaves the offer to seal one's signature for later.
    key_later = key::later(key::Later) -> ();
    /// What waits for the person at the desk.
    desk_show = home::show(home::Show) -> DeskView;
    /// A page of articles in some order.
    article_list = article::list(article::List) -> Page<Row>;
    /// A stretch of the article list, and how long that is.
    article_span = article::span(article::SpanAsk) -> Span;
    /// The ids of the rows between two.
    article_between = article::between(article::Between) -> Vec<String>;
    /// Does one thing to many articles.
    article_many = article::many(article::Many) -> ManyDone;
    /// Makes a draft.
    article_new = article::new(article::New) -> ArticleView;
    /// An article with all that belongs to it.
    article_show = article::show(article::Show) -> ArticleView;
    /// An article as the terminal prints it, at any revision.
    article_read = article::read(article::Read) -> ArticleRecord;
    /// Saves a revision with some fields changed.
    article_edit = article::edit(article::Edit) -> Act;
    /// What an article's fields come to while someone fills them in.
    article_fields = article::fields(article::Fields) -> FieldsView;
    /// The sections or tags of the library that hold what was typed.
    article_terms = article::terms(article::Terms) -> Vec<Term>;
    /// What else there is on what an article is about.
    article_related = article::related(article::Related) -> Vec<Proposal>;
    /// Sets the day on which an article is to be looked at again.
    article_recheck = article::recheck(article::Recheck) -> Act;
    /// A moment as people write it, by the newsroom's clocks.
    library_moment = library::moment(library::Moment) -> MomentView;
    /// What an article of a kind begins with.
    template_list = template::list(template::List) -> Vec<TemplateView>;
    /// Makes or changes a template.
    template_save = template::save(template::Save) -> Act;
    /// Removes a template, or puts it back as it came.
    template_remove = template::remove(template::Remove) -> Act;
    /// Keeps what is being typed.
    draft_save = draft::save(draft::Save) -> DraftSaved;
    /// What was typed and what came from elsewhere, brought together.
    draft_merge = draft::merge(draft::Merge) -> Merged;
    /// Reads what was copied elsewhere as Markdown.
    article_paste = article::paste(article::Paste) -> Pasted;
    /// Makes what was typed a revision.
    draft_leave = draft::leave(draft::Leave) -> ArticleView;
    /// Throws away what was typed since the last revision.
    draft_discard = draft::discard(draft::Discard) -> ArticleView;
    /// Asks for review.
    article_submit = article::submit(article::Submit) -> Act;
    /// Takes back what was submitted.
    article_recall = article::recall(article::Recall) -> Act;
    /// Takes an article out of publication.
    article_withdraw = article::withdraw(article::Withdraw) -> Act;
    /// Lifts an embargo.
    article_lift = article::lift(article::Lift) -> Act;
    /// Every revision, newest first.
    article_history = article::history(article::History) -> Page<HistoryEntry>;
    /// What differs between two revisions.
    article_diff = article::diff(article::DiffAsk) -> Diff;
    /// Brings an older revision back.
    article_restore = article::restore(article::Restore) -> Act;
    /// Gives a revision a name.
    article_name = article::name(article::Name) -> Act;
    /// What is in the bin.
    bin_list = article::binned(article::Binned) -> Page<BinRow>;
    /// What would go if the bin were emptied.
    bin_going = article::going(article::GoingAsk) -> Going;
    /// Deletes what is in the bin for good.
    bin_empty = article::empty(article::Empty) -> Act;
    /// Puts an article into the bin.
    article_bin = article::bin(article::Bin) -> Act;
    /// What the checks say of an article.
    article_check = check::check(check::CheckAsk) -> Vec<Check>;
    /// Every check, and what it weighs.
    check_kinds = check::kinds(check::Kinds) -> Vec<CheckKind>;
    /// Puts a check's guess aside for a passage.
    check_dismiss = check::dismiss(check::Dismiss) -> Act;
    /// An article's page as the bundle will hold it.
    preview = export::preview(export::Preview) -> Printed;
    /// The front page of the next release, or a section's.
    front_page = export::front(export::Front) -> Printed;
    /// How the site looks.
    theme_show = theme::show(theme::Show) -> ThemeView;
    /// Sets the site's colours, type and logo.
    theme_dress = theme::dress(theme::Dress) -> Act;
    /// Makes the program's templates the newsroom's own.
    theme_copy = theme::copy(theme::Copy) -> Act;
    /// Puts the theme back as it came.
    theme_reset = theme::reset(theme::Reset) -> Act;
    /// Writes the theme's files into a folder.
    theme_export = theme::export(theme::Export) -> ThemeWritten;
    /// Makes a folder's files the newsroom's own templates.
    theme_import = theme::import(theme::Import) -> Act;
    /// Takes in a picture or an attachment.
    asset_add = asset::add(asset::Add) -> AssetView;
    /// Takes in a picture from the clipboard.
    asset_paste = asset::paste(asset::Paste) -> AssetView;
    /// A page of pictures and attachments, newest first.
    asset_list = asset::list(asset::List) -> Page<AssetView>;
    /// Says what a picture shows.
    asset_describe = asset::describe(asset::Describe) -> Act;
    /// Takes a picture that nothing shows off the list.
    asset_remove = asset::remove(asset::Remove) -> Act;
    /// The profiles of the public authors.
    byline_list = byline::list(byline::List) -> Vec<ProfileView>;
    /// A profile, and how many articles print its name.
    byline_show = byline::show(byline::Show) -> ProfileShown;
    /// Makes a profile, or changes it.
    byline_save = byline::save(byline::Save) -> Act;
    /// Takes a profile off the list.
    byline_remove = byline::remove(byline::Remove) -> Act;
    /// What waits for a verdict.
    review_queue = review::queue(review::Queue) -> Page<QueueRow>;
    /// What is published and to be looked at again.
    review_again = review::again(review::Again) -> Page<AgainRow>;
    /// Takes a review upon oneself.
    review_claim = review::claim(review::Claim) -> Act;
    /// Lets go of a review that someone has.
    review_release = review::release(review::Release) -> Act;
    /// Hands a review over to a person.
    review_hand_over = review::hand_over(review::HandOver) -> Act;
    /// Sets the day on which a review is due.
    review_due = review::due(review::Due) -> Act;
    /// A change to be read: what differs since what, and what of it is signed off.
    review_read = review::read(review::Read) -> Reading;
    /// Remembers that one looked at a text.
    review_looked = review::looked(review::Looked) -> ();
    /// Signs passages off, or takes that back.
    review_tick = review::tick(review::Tick) -> Act;
    /// Says why one changed another's words.
    review_explain = review::explain(review::Explain) -> Act;
    /// What one changed of others' words without a reason so far.
    review_unexplained = review::unexplained(review::Unexplained) -> ToExplain;
    /// Approves the exact content.
    review_approve = review::approve(review::Approve) -> Act;
    /// Confirms what a reviewer changed themselves.
    review_confirm = review::confirm(review::Confirm) -> Act;
    /// Sends an article back.
    review_request_changes = review::request_changes(review::RequestChanges) -> Act;
    /// Makes a note on a passage.
    review_note = review::note(review::NoteAsk) -> NoteMade;
    /// A page of the notes on an article.
    review_notes = review::notes(review::Notes) -> Page<NoteView>;
    /// Answers a note.
    review_reply = review::reply(review::Reply) -> ReplyMade;
    /// Resolves a note.
    review_resolve = review::resolve(review::Resolve) -> Act;
    /// Opens a resolved note again.
    review_reopen = review::reopen(review::Reopen) -> Act;
    /// Proposes other words for a passage.
    review_suggest = review::suggest(review::Suggest) -> Suggested;
    /// Makes a suggestion of each change in an edited text.
    review_suggest_all = review::suggest_all(review::SuggestAll) -> Suggested;
    /// A page of the suggestions on an article.
    review_suggestions = review::suggestions(review::Suggestions) -> Page<SuggestionView>;
    /// Accepts a suggestion, or all that are open.
    review_accept = review::accept(review::Accept) -> Act;
    /// Rejects a suggestion, or all that are open.
    review_reject = review::reject(review::Reject) -> Act;
    /// Takes back one's own suggestion.
    review_take_back = review::take_back(review::TakeBack) -> Act;
    /// What one is writing as suggestions.
    suggesting_show = review::suggesting(review::SuggestingAsk) -> SuggestingView;
    /// Keeps what is being written as suggestions.
    suggesting_save = review::suggesting_save(review::SuggestingSave) -> SuggestingSaved;
    /// Throws away what one was writing as suggestions.
    suggesting_discard = review::suggesting_discard(review::SuggestingAsk) -> ();
    /// A page of the notes in which one is called upon.
    review_mentions = review::mentions(review::Mentions) -> Page<MentionRow>;
    /// A page of comments, oldest first.
    comment_list = comment::list(comment::List) -> Page<CommentRow>;
    /// A comment with its thread and its commenter's record.
    comment_show = comment::show(comment::Show) -> CommentView;
    /// A comment as the terminal prints it.
    comment_read = comment::read(comment::Read) -> CommentRecord;
    /// Decides on comments.
    comment_decide = comment::decide(comment::Decide) -> Act;
    /// Takes back what one did last at the queue.
    comment_undo = comment::undo(comment::UndoDecision) -> Act;
    /// The last ten decisions.
    comment_decisions = comment::decisions(comment::Decisions) -> Vec<Decision>;
    /// Takes comments from a JSON lines file.
    comment_import = comment::import(comment::Import) -> ImportReport;
    /// Writes every comment to a JSON lines file.
    comment_export = comment::export(comment::Export) -> Act;
    /// How many comments there are in each state.
    comment_count = comment::count(comment::Count) -> Tally;
    /// Takes a comment upon oneself, so that nobody else decides on it meanwhile.
    comment_claim = comment::claim(comment::Claim) -> Option<String>;
    /// Has a comment say something else.
    comment_edit = comment::edit(comment::Edit) -> Act;
    /// Answers a comment under the newsroom's name.
    comment_reply = comment::reply(comment::Reply) -> String;
    /// The places at which comments were left that are no article here.
    place_list = comment::places(comment::Places) -> Page<PlaceView>;
    /// Says which article a place is.
    place_assign = comment::assign(comment::Assign) -> Act;
    /// Opens the comments on an article, has each wait for a person, or closes them.
    commenting_set = comment::set_commenting(comment::CommentingAsk) -> Act;
    /// The folder in which comments arrive, and how much is in it.
    inbox_show = comment::show_inbox(comment::ShowInbox) -> InboxView;
    /// Names the folder in which comments arrive.
    inbox_set = comment::set_inbox(comment::SetInbox) -> Act;
    /// Takes in what arrived.
    inbox_take = comment::take_inbox(comment::TakeInbox) -> ImportReport;
    /// Those who sent comments.
    commenter_list = comment::commenters(comment::CommenterList) -> Page<CommenterView>;
    /// Who sent comments, with what became of them.
    commenter_show = comment::commenter(comment::Whom) -> CommenterView;
    /// Bans a commenter, or lifts their ban.
    commenter_ban = comment::set_ban(comment::BanAsk) -> Act;
    /// Forgets a commenter.
    commenter_forget = comment::forget(comment::Forget) -> Forgotten;
    /// Erases what is private and old enough.
    private_erase = comment::erase(comment::Erase) -> u32;
    /// The rules for comments.
    rules_show = comment::show_rules(comment::ShowRules) -> RulesView;
    /// What rules would do with the newest comments.
    rules_try = comment::try_rules(comment::TryRules) -> RulesTried;
    /// Sets the rules for comments.
    rules_set = comment::set_rules(comment::SetRules) -> Act;
    /// Learns from the newsroom's decisions, and says how well.
    learned_show = comment::learn_now(comment::Learn) -> LearnedView;
    /// Takes an article from a saved page, its text copy or Markdown.
    import_file = import::file(import::ImportFile) -> ImportReport;
    /// The editions that are kept.
    edition_list = edition::list(edition::List) -> Vec<EditionView>;
    /// One edition.
    edition_show = edition::show(edition::Show) -> EditionView;
    /// Makes an edition, or changes it.
    edition_save = edition::save(edition::Save) -> Act;
    /// Removes an edition.
    edition_remove = edition::remove(edition::Remove) -> Act;
    /// The profiles that bundles are made by.
    profile_list = profile::list(profile::List) -> Vec<BundleProfileView>;
    /// One profile.
    profile_show = profile::show(profile::Show) -> BundleProfileView;
    /// Makes a profile, or changes it.
    profile_save = profile::save(profile::Save) -> Act;
    /// Removes a profile.
    profile_remove = profile::remove(profile::Remove) -> Act;
    /// Takes a profile from a TOML file.
    profile_import = profile::import(profile::Import) -> Act;
    /// Writes a profile to a TOML file.
    profile_export = profile::export(profile::Export) -> Act;
    /// A page as a bundle would hold it.
    bundle_page = export::page(export::Page) -> Printed;
    /// What an export would print and hold back.
    export_plan = export::plan(export::PlanAsk) -> Plan;
    /// Exports a bundle.
    export_bundle = export::bundle(export::Bundle) -> Exported;
    /// Which pages a bundle would have, and what it would add, change and remove at the site and in the other parts.
    bundle_changes = export::changes(export::ChangesAsk) -> BundleChanges;
    /// Verifies a bundle.
    verify_bundle = export::verify(export::Verify) -> Verification;
    /// The words that no dictionary knows.
    spelling_check = spelling::check(spelling::Check) -> Spelling;
    /// What a word may have been meant to be.
    spelling_suggest = spelling::suggest(spelling::Suggest) -> Vec<String>;
    /// The newsroom's own words.
    spelling_words = spelling::words(spelling::Words) -> Vec<KnownWord>;
    /// Adds to the newsroom's words.
    spelling_add = spelling::add(spelling::Add) -> Act;
    /// Takes one of the newsroom's words out.
    spelling_remove = spelling::remove(spelling::Remove) -> Act;
    /// Leaves a word as it is in one article.
    spelling_ignore = spelling::ignore(spelling::Ignore) -> Act;
    /// A page of what has the words: articles, notes, comments, people.
    search = search::find(search::Find) -> Hits;
    /// How a question to the search may go on.
    search_hints = search::hints(search::Hints) -> Vec<Hint>;
}
