articles-n = { $n ->
    [one] 1 article
   *[other] { $n } articles
}
edition = Edition
edition-by-hand = By hand
edition-new = New edition…
edition-add = Add an article
edition-searched = What it searches for
edition-rest = Show what else could print
edition-rest-hide = Show the edition alone
edition-save = Save
edition-save-as = Rename…
edition-name = Name
edition-name-ask = What is the edition called?
edition-looking = Looking at what may print…
edition-none-found = Nothing that may print has these words.
edition-nothing-found = What this edition searches for finds nothing that may print. Search for something else, or take articles in by hand.
edition-nothing-in = Nothing is in this edition yet. Take articles in by hand, or say what it searches for.
edition-leave-out = Leave out
edition-take-in = Take in
not-in-it = not in it
leads = Leads
leads-section = Leads { $section }
lead-set = Lead
lead-not = No lead
front-set = Section lead
front-not = No section lead
edition-up = Up
edition-down = Down
edition-took-in = “{ $title }” taken in
edition-left-out = “{ $title }” left out
edition-moved = “{ $title }” moved
edition-leads = “{ $title }” leads
edition-leads-no-more = “{ $title }” leads no more
edition-searches = “{ $name }” searches for something else
edition-searches-not = “{ $name }” searches for nothing any more
edition-put-away = “{ $name }” put away unsaved
edition-taken-back = Taken back: { $what }
key-space = Space
query-on = Search for what is in it
query-since = New since the last bundle
query-sections = In a section
query-tags = With a tag
query-languages = In a language
query-from = From the day
query-to = Up to the day
query-drop = Remove { $name }
edition-others-speak = What could print is in none of the languages that the profile “{ $profile }” takes. Choose another profile, or change its languages.
nothing-prints = Nothing is approved yet. Approve an article to print it.
no-section = No section
page = Page
front-page = Front page
what-new = new
what-changed = changed
what-same = same
proof = Proof…
release = Export
verify = Verify…
publishers-only = A publisher releases bundles.
exported-release = The release is out
exported-proof = The proof is there
done-release = Released
done-proof = Proof
this-release = This release
new-pages = New articles
changed-pages = Changed articles
same-pages = As before
comments-printed = Comments
every-word = Approved here
yes-by = { $n ->
    [0] nothing
    [one] 1 article
   *[other] { $n } articles
}{ $people ->
    [0] {""}
    [one] , by 1 person
   *[other] , by { $people } people
}
as-published = Imported as published
as-published-n = { $n ->
    [one] 1 article, approved by nobody here
   *[other] { $n } articles, approved by nobody here
}
four-eyes-here = on, for what was approved here
four-eyes = Four eyes
held-back = Held back
to-know-before = Worth knowing first
nothing-held = Nothing is held back.
go-there = go there
compare = compare
files = Files
size = Size
manifest = Manifest
open-folder = Open its folder
copy-key = Copy the public key
copied = Copied
verification = Verification
verifying = Verifying what was written…
no-faults = No faults: { $files } files, { $articles ->
    [one] 1 article
   *[other] { $articles } articles
}.
reprinted = Every page was printed again from its very text, and is the same.
not-reprinted = Not sure: another version made its pages, so they were not printed again, and nothing shows that they match their texts.
faults = { $n ->
    [one] 1 fault
   *[other] { $n } faults
}
the-bundle = the bundle
fault-changed = Changed
fault-missing = Missing
fault-added = Added
fault-renamed = Renamed
fault-signature = Bad signature
fault-wrong-key = Wrong key
fault-revoked-key = Revoked key
fault-signer-unknown = Signer unknown
fault-unapproved = Not approved
fault-not-the-print = Not the print of its text
fault-broken-manifest = Broken manifest
fault-broken-archive = Broken archive
signed-with = Signed with key
page-before = Page before
page-after = Next page
section-page = Section { $section }
page-looking = The page is being printed…
no-pages = This profile makes no pages to look at.
pages-n = { $n ->
    [one] 1 page
   *[other] { $n } pages
}
pages-changed = { $n } of { $all } pages changed
how-added = new
how-changed = changed
since-last = Since the last release
changes-looking = Looking for changes…
changes-none = There is no release of this edition and profile yet to compare with.
changes-nothing = Nothing changed.
changes-added = { $n ->
    [one] 1 new page
   *[other] { $n } new pages
}
changes-changed = { $n ->
    [one] 1 changed page
   *[other] { $n } changed pages
}
changes-removed = { $n ->
    [one] 1 page removed
   *[other] { $n } pages removed
}
files-added = { $n } new
files-changed = { $n } changed
files-removed = { $n } removed
changes-all = Show all { $n }
part-files = Site’s other files
profile = Profile
profile-every = Every part
profile-only = { $part } alone
profile-make = New…
profile-edit = Change…
profile-take = From a file…
profile-write = To a file…
profile-new = A new profile
profile-change = The profile “{ $name }”
profile-save = Save
profile-called = Name
profile-parts = What the bundle holds
profile-base = Where the site will be; the library’s address, where this is empty
profile-languages = Languages
profile-languages-all = all
profile-theme = Theme
profile-theme-usual = The newsroom’s
profile-theme-program = The one that comes with Copydesk
profile-comments = Readers’ comments, with the form for more
profile-feeds = Feeds
profile-no-comments = no comments
profile-no-feeds = no feeds
part-site = Website
part-wxr = WordPress
part-epub = Book (EPUB)
part-ninjs = News items (ninjs)
part-markdown = Markdown
part-jsonl = JSON lines
out-release = Release { $edition }
out-proof = Make a proof of { $edition }
out-do = Release
out-make-proof = Make the proof
out-holds = { $n ->
    [one] 1 article, { $news } of them new or changed
   *[other] { $n } articles, { $news } of them new or changed
}. Profile: { $profile }. What is new becomes live.
out-holds-proof = { $n ->
    [one] 1 article
   *[other] { $n } articles
} that may print, and what is not approved yet. Profile: { $profile }. Every page is marked as a proof, and nothing becomes live.
out-imported = { $n ->
    [0] None
   *[other] { $n }
} approved here, { $imported } imported as published, which nobody here approved.
out-held = { $n ->
    [one] 1 article is held back.
   *[other] { $n } articles are held back.
}
out-where = Where to
out-nowhere = Choose a file or a folder.
out-file = A zip file…
out-folder = A folder…
making = The bundle is being made
making-begins = Looking at what prints…
making-cancel = Cancel
making-safe = What is there stays as it is until all of the new one is written.
faults-more = { $n ->
    [one] and 1 more
   *[other] and { $n } more
}
verify-title = Verify a bundle
verify-why = Every file is checked against the manifest, every approval against the very text, and every page is printed again and compared. Nothing but the bundle and a public key is needed.
verify-back = Back
verify-file = A zip file…
verify-folder = A folder…
verify-key = Public key of who made it
verify-key-own = this newsroom’s
verify-key-file = From a file…
verify-key-drop = This newsroom’s
verify-busy = Checking and printing again…
verify-again = Verify again
key-edition-tick = Take in, leave out
key-edition-move = Move up or down
key-edition-lead = Lead the front page
key-edition-front = Lead the section
key-edition-page = Page before, next page
kind-is-release = A release of “{ $edition }”, by { $newsroom }.
kind-is-proof = A proof of “{ $edition }”, by { $newsroom }: to look at, not to publish.
imported-texts = { $n ->
    [one] 1 text was published elsewhere, and came in as it was by the word of { $who }: nobody approved it here.
   *[other] { $n } texts were published elsewhere, and came in as they were by the word of { $who }: nobody approved them here.
}
imported-all = { $n ->
    [one] 1 text came in as published
   *[other] { $n } texts came in as published
}
approvals-all = { $n ->
    [one] 1 approval
   *[other] { $n } approvals
}
approval-confirms = confirms
approval-sealed = sealed
approval-open = not sealed: a name, not a proof
verify-newer = A newer bundle of theirs…
verify-newer-why = It says which keys were revoked since.
