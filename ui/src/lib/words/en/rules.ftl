comment-rules = Comment rules
comment-rules-what = What is held, rejected, published; the inbox
comment-rules-why = What is done with a comment before a person sees it. The strictest rule that finds something counts, and every decision names the words and the rule. Nothing takes effect before it is switched on. A number of 0 switches its rule off.
rules-moderators-only = A moderator can change this.
rules-tab-rules = Rules
rules-tab-in-and-out = In and out

# The rules, each a sentence
rules-otherwise = Where nothing is found
rule-unremarkable = A comment in which nothing was found { $then }.
rule-unremarkable-waits = waits for a person
rule-unremarkable-published = is published
rules-who = Who sends it
rule-bans = A comment of someone who is banned is { $then }.
rule-first = Someone’s first comment is { $then }.
rule-record-publish = A comment is published at once where its sender has { $n } published ones and none refused.
rule-record-hold = A comment is held where { $share } % or more of its sender’s comments were refused.
rule-floods = A comment is held after { $n } others from the same address or name within { $minutes } minutes.
rules-text = What it says
rule-links = A comment with { $hold } or more links is held, with { $spam } or more it is spam.
rule-bad-domain = A comment with a link to a site that was mostly spam here is { $then }.
rule-repeats = Where the same or nearly the same came within { $days } days: from { $hold } earlier on it is held, from { $spam } on it is spam.
rule-personal = A comment with a phone number or an e-mail address is { $then }.
rule-shouting = A text of { $letters } or more letters of which { $share } % are capitals is held.
rule-length = A comment shorter than { $least } or longer than { $most } characters is held.
rules-words = Words
rule-banned = A comment with a banned word is { $then }.
rule-suspect = A comment with a suspect word is { $then }.
rule-off = (off)
rule-says-held = held
rule-says-rejected = rejected
rule-says-spam = marked as spam
rule-says-published = published
rule-says-off = left alone

# Lists of words
lists-why = A word is found however it is written: in capitals, with accents, stretched, with digits for letters. A list counts under articles in its language, or under all.
list-everywhere = every language
list-banned = banned
list-suspect = suspect
list-words = { $n ->
    [one] 1 word
   *[other] { $n } words
}
list-name = Name of the list
list-language = Language
list-language-none = every language
list-kind = Its words are
list-words-why = A word or a run of words a line; * at the end stands for any ending
list-add = Add a list
list-new-name = New list { $n }
list-remove = Remove “{ $name }”

# Trying and switching on
rules-unsaved = Changed, and not switched on.
rules-drop = Drop the changes
rules-as-set = These rules are switched on.
rules-usual = Usual rules
rules-try = Try on the last 10,000
rules-try-what = What they would do with the last 10,000 comments; nothing changes by it
rules-waiting = Also judge what waits
rules-on = Switch on
rules-tried = Tried
rules-tried-before = The rules were changed since: try them again.
rules-tried-looked = Of the newest { $looked } comments, { $changed } would become something else.
rules-people = { $n ->
    [one] The one that a person decided
   *[other] The { $decided } that people decided
}
rules-people-same = decided as people did
rules-people-otherwise = decided otherwise
rules-people-left = left to a person
rules-now = Now
rules-then = With these
rules-found = Found
rules-examples = { $n ->
    [one] One that would be otherwise
   *[other] { $n } that would be otherwise
}
rules-no-name = No name
rules-stands = stands as { $state }
rule-becomes-pending = waiting
rule-becomes-published = published
rule-becomes-held = held
rule-becomes-rejected = rejected
rule-becomes-spam = spam

# What decisions teach
learned = Learned from your decisions
learned-why = The words of what this newsroom published and refused say how likely a new comment is to be refused. What is likely enough is held for a person, never refused. Nothing of it leaves this machine.
learned-seen = It has seen { $seen } decisions: { $published } published, { $refused } refused.
learned-silent = It stays silent.
learned-tried = It learned from the first { $on } and was tried on the { $out } after them:
learned-from = Holds from
learned-precision = Of what it held, you refused
learned-recall = Of what you refused, it held
learned-right = Held rightly
learned-wrong = Held wrongly
learned-missed = Missed
learned-hold-from = Hold what is { $n } % likely or more to be refused
learned-never = It never holds anything
learned-anew = Learn again
learned-anew-done = Learned again
learned-reset = Reset
learned-reset-why = What was decided so far teaches nothing any more. It takes effect at once.
percent = { $n } %

# The inbox
inbox = Inbox
inbox-why = The folder into which the comment form’s program writes, one file a comment. While a moderator works here, what arrives is taken in by itself and its file deleted.
inbox-none = No folder is watched.
inbox-choose = Choose a folder…
inbox-choose-other = Choose another folder…
inbox-waiting = { $n ->
    [0] No file waits.
    [one] 1 file waits.
   *[other] { $n } files wait.
}
inbox-aside = { $n ->
    [one] 1 file was set aside
   *[other] { $n } files were set aside
}
inbox-aside-why = They could not be read. They are in the folder “set-aside”, each with a text that says why.
inbox-take = Take in now
inbox-stop = Watch no folder
inbox-taken = { $n ->
    [one] 1 comment came in
   *[other] { $n } comments came in
}, { $known } known, { $aside } set aside

# In and out
comments-in = Comments from a file
comments-in-why = A WordPress or Disqus export, a Remark42 backup, a table (CSV), JSON lines or a saved page. You see first what would come in; what is here already is not taken twice.
comments-in-do = Import comments…
comments-in-folder = Import a folder…
comments-in-title = Comments in “{ $name }”
comments-in-take = { $n ->
    [0] Nothing to take in
    [one] Take in 1 comment
   *[other] Take in { $n } comments
}
comments-seen-added = New
comments-seen-updated = Changed at their source
comments-seen-unchanged = Here already
comments-seen-left = { $n ->
    [one] 1 is left out
   *[other] { $n } are left out
}
comments-seen-notes = Worth knowing
comments-imported = { $n ->
    [one] 1 comment came in
   *[other] { $n } comments came in
}, { $updated } changed, { $known } known, { $left } left out
comments-out = Comments into a file
comments-out-why = All of them, with the state of each and the reasons: for the newsroom, never part of a bundle.
comments-out-format = Format
comments-out-wxr = WordPress export
comments-out-jsonl = JSON lines
comments-out-csv = Table (CSV)
comments-out-do = Export comments…
comments-out-private = With e-mails and addresses
comments-out-private-why = The file will hold what readers gave in confidence. Erasing and forgetting here does not reach it.
places = Comments without an article
places-why = They were left at a place that is no article here. Say which article it is: all that was left there is on it then, and so is what comes.
places-comments = { $n ->
    [one] 1 comment
   *[other] { $n } comments
}
places-put = Put under “{ $title }”
places-search = The article for “{ $place }”
places-search-short = Find the article by its headline…
places-none = Every comment is on an article.
places-more = More
