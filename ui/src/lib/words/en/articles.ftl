filter-articles = Filter by headline
state = State
all-statuses = Every status
the-bin = Bin
sort = Sorted by
sort-changed = Last changed
sort-oldest = Longest unchanged
sort-created = Newest
sort-headline = Headline
sort-section = Section
sort-status = Status
all-sections = All sections
saved-by = Saved by
everyone = Everyone
more-filters = More
byline = Byline
filter-off = Remove the filter { $kind } { $name }

# Many at once
selected = Selected articles
n-selected = { $n } selected
with-them = With them…
set-section = Move to a section…
add-a-tag = Add a tag…
to-the-bin = Put into the bin
clear = Clear
tag = Tag
tag-n = { $n ->
    [one] Tag 1 article
   *[other] Tag { $n } articles
}
move-n = { $n ->
    [one] Move 1 article
   *[other] Move { $n } articles
}
section-none-hint = Leave it empty for no section.

new-article = New article
import = Import…
create = Make a draft
kind = Start from
kind-blank = An empty page
kind-blank-why = Only the headline.
made = Made “{ $title }”
no-articles = What your newsroom writes appears here.
nothing-matches = Nothing matches the filter.
show-all = Show all
comments-waiting = { $n ->
    [one] 1 comment waits
   *[other] { $n } comments wait
}
first-article = Nothing has been written yet. Start the first article here.
choose-article = Choose an article from the list, or start a new one.

# Import
import-title = Import { $name }
import-do = Import
import-counts = { $articles ->
    [0] Nothing new
    [one] 1 new draft
   *[other] { $articles } new drafts
}, { $bylines ->
    [one] 1 byline
   *[other] { $bylines } bylines
}, { $comments ->
    [one] 1 comment
   *[other] { $comments } comments
}.
import-known = { $n ->
    [one] 1 article is here already.
   *[other] { $n } articles are here already.
}
import-left = Not recognised: { $n }
import-all = Everything on the page was recognised.
imported = Imported “{ $title }”, { $comments ->
    [one] 1 comment
   *[other] { $comments } comments
}{ $left ->
    [0] {""}
    [one] , 1 line not recognised
   *[other] , { $left } lines not recognised
}
imported-nothing = Nothing new in that file

# Editor
kicker = Kicker
headline = Headline
standfirst = Standfirst
text = Text
text-hint = Write here.
saving = Saving…
saved-at = Saved { $clock }
not-saved = Not saved: { $why }
revision-saved = Saved a revision of “{ $title }”
revision-saved-nameless = Saved a revision of the article, which has no headline yet
no-headline = No headline
reading-only = You can read this, but not change it.
submit = Submit for review
to-review = Review
recall = Recall
falls-out-review = It is in review. A change takes it out, and it is submitted again once it is ready.
falls-out-approved = It is approved as it stands. A change is not, and is submitted once it is ready.
activity-here = What was done
lift = Lift the embargo
withdraw = Withdraw…
bin = Move to the bin
more = More
withdraw-why = Why is it withdrawn?
withdraw-what = The next bundle leaves it out. It comes back only after a new approval.
withdraw-do = Withdraw
checks = Checks
level-block = blocks
level-warn = look
stage-asks = “{ $stage }” asks for this.
stage-will-ask = “{ $stage }” will not pass it like this.
dismiss = Dismiss
dismiss-check = Dismiss: { $what }
check-go = go there
check-dismiss = dismiss until it changes
key-checks = What the checks found
asks-for = { $person } asks for changes:
from-elsewhere = What came from elsewhere
came-apart = From { $person }, { $when }: a change that does not touch what you typed.
came-together = From { $person }, { $when }: a change of the same passage. Both are safe; choose what stays.
look = Look
choose = Choose…
take-in = Take it in
choose-one = Which of the two to keep
yours = Yours
theirs = From { $person }
taken-out = (taken out)
keep-both = Keep both, yours first
still-open = { $n ->
    [0] Everything is chosen
    [one] 1 passage is still open
   *[other] { $n } passages are still open
}
use-these = Use these
formatting = Formatting
bold = Bold
italic = Italic
link = Link
heading = Heading
quote = Quote
list = List
insert = Insert
numbered = Numbered list
footnote = Footnote
table = Table
table-first = First
table-second = Second
code = Code
struck = Struck through
note = Note
hide-panel = Hide the panel
show-panel = Show the panel
select-first = Select the words that the note is about.
select-to-note = Select the words that the note is about, or go to their passage with t or n.
not-of-the-text = Notes and suggestions are for the text. Edit changes what stands above it.
select-to-suggest = Select the words that you would change, or go to their passage with t or n.
words = { $n ->
    [one] 1 word
   *[other] { $n } words
}
words-selected = { $n } of { $of } words
words-selected-briefly = { $n } of { $of }
characters = { $n ->
    [one] 1 character
   *[other] { $n } characters
}
minutes = { $n } min to read
paste-kept = Kept { $kept }
paste-plain = Pasted as plain paragraphs
paste-quotations = { $n ->
    [one] 1 quotation
   *[other] { $n } quotations
}
paste-links = { $n ->
    [one] 1 link
   *[other] { $n } links
}
paste-images = { $n ->
    [one] 1 picture
   *[other] { $n } pictures
}
paste-tables = { $n ->
    [one] 1 table
   *[other] { $n } tables
}
paste-footnotes = { $n ->
    [one] 1 footnote
   *[other] { $n } footnotes
}
paste-indented = { $n ->
    [one] 1 indented passage: a quotation?
   *[other] { $n } indented passages: quotations?
}
paste-quote = Make it so
paste-lost = { $n ->
    [one] 1 picture could not be taken along: paste or drop its file
   *[other] { $n } pictures could not be taken along: paste or drop their files
}
paste-formless = Too long to keep its formatting: pasted as plain text
paste-too-long = That is more than an article holds. Paste it in parts; nothing was changed.
words-changed = { $n ->
    [one] 1 changed
   *[other] { $n } changed
}
kind-of-change = What is this change?
kind-update = An update
kind-update-why = The story went on.
kind-typo = A typo
kind-typo-why = Nobody needs to be told.
kind-correction = A correction
kind-correction-why = Something was wrong; the page says what, for ever.
kind-clarification = A clarification
kind-clarification-why = Something was unclear; the page says what.
public-text = What readers are told
why-changed-words = Why did you change others’ words?
why-changed-needed = Each needs a reason here; it stays with the article.
why-changed-optional = A reason stays with the article, and whoever reviews it sees it. What you leave empty can be said later.
you-changed = { $kind ->
    [quote] A quotation that { $whose } brought in
    [name] A name that { $whose } brought in
   *[number] A number that { $whose } brought in
}
why-changed-this = Why “{ $before }” was changed

# Panel
preview = Preview
details = Details
notes = Notes
history = History
phone = Phone
desktop = Desktop
slug = Address
section = Section
tags = Tags
add-tag = Add a tag
remove-tag = Remove the tag { $tag }
no-tags = None
used-n = { $n ->
    [one] 1 article
   *[other] { NUMBER($n) } articles
}
language = Language
date = Date on the page
embargo = Embargo until
dates = Dates
date-why = Without one, the day of its first approval.
by-the-clocks-of = In the time zone { $zone }. It prints once an editor lifts the embargo.
recheck = Look again on
recheck-why = For the newsroom only: it comes up on the desk and in the review queue that day.
choose-day = Choose a day: { $field }
day-form = 2026-12-31
moment-form = 2026-12-31 06:00
day-alone = Give only a day here, such as 2026-12-31.
month-before = The month before
month-after = The month after
slug-follows-short = follows the headline
slug-follows = Follows the headline until it is first submitted.
moved-from = { $n ->
    [one] Readers of its old address are led here:
   *[other] Readers of its old addresses are led here:
}
related = Related articles
find-related = Find by headline, or write one
propose-related = Propose from the text
hide-proposals = Hide the proposals
none-related = Nothing here is about the same thing.
both-have = Both have
add-related = Add { $title }
elsewhere = Elsewhere
move-up = Move up: { $title }
take-off = Take off the list: { $title }
translations = In other languages
find-translation = Find the translation by its headline
translated-from = This is a translation of, or into { $language }:
gone-article = An article that is no longer there
for-search = For search engines
search-title = Title
search-description = Description
canonical = First published at
canonical-why = Only where it appeared elsewhere first: search engines are then sent there.
search-look = What search engines show
n-of-characters = { $n } of { $of } characters
corrections = Corrections
add-note = Add a note
note-text = The note
note-made = The note is there
note-open = Open, holds up approval
note-resolved = Resolved
note-detached = Detached
resolve = Resolve
reopen = Open again
reply = Reply
reply-text = The reply
reply-made = The reply is there
note-asks = On the desk of { $names }
note-by = A note by { $name }
note-hint = @ and a name asks someone
who-works-here = Who works here
holds-up = Holds up approval: { $what }
next-note = Next note
notes-more = { $n } more
notes-of = Notes { $from } to { $to } of { $n }
resolved-notes = Resolved notes
none-resolved = No note is resolved.
older-notes = More resolved notes
go-to-passage = Go to the passage
passage-moved = The text was changed there; the words are not where they were.
no-notes = No notes. Select a passage and choose Note.
detached-from = “{ $quote }” is no longer in the text.
restore = Restore
changes = Changes
this-is-now = Newest
is-live = Live
origin-made = Made
origin-edit = Edited
origin-restore = Restored
origin-import = Imported
origin-correction = Correction added
origin-undo = Undone
milestone-submitted = Submitted by { $person }
milestone-approved = Approved by { $person }
milestone-sent-back = Sent back by { $person }
milestone-released = Released by { $person }
milestone-withdrawn = Withdrawn by { $person }
earlier-saves = Show earlier ones
saves = { $n } saves
name-it = Name…
rename = Rename…
name-do = Name it
revision-name = What this state is called; empty for nothing
compare-with = Compare with
with-before = With the one before
with-live = With what is live
with-newest = With the newest
is-first = The article began here.
as-read = As readers see it
in-source = In the source
bring-back = Bring back

# Bin
nothing-to-delete = You put nothing in here.
and-more = and { $n } more
bin-empty = The bin is empty.
put-there = Put here by { $person } { $when }
take-out = Take out of the bin
delete-for-good = Delete for good…
empty-bin = Empty the bin…
delete-n = { $n ->
    [one] Delete 1 article
   *[other] Delete { $n } articles
}
delete-what = What goes for good:
delete-what-stays = They leave every list and can’t be brought back. The journal keeps that they existed, with their texts, since nothing in it may change.
choose-binned = Choose an article from the bin to see what it was.

# What a typewriter's keys stand for
typography = Typographic quotation marks and dashes
typography-why = A straight quotation mark becomes that of the article’s language, two hyphens a dash, three dots an ellipsis. Undo brings back what was typed.
typography-on = Typographic quotation marks and dashes
typography-off = Quotation marks and dashes as typed

page-dark = Dark
page-light = Light

# Find and replace
find = Find
find-case = Match case
find-word = Whole words
find-pattern = Regular expression
find-previous = Previous match
find-next = Next match
find-none = Not found
find-wrong = No pattern yet
find-count =
    { $at ->
        [0] { $n } times
       *[other] { $at } of { $n }
    }
find-many = Over { $n }
replace-with = Replace with
replace = Replace
replace-all = Replace all
