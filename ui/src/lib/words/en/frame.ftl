app = Copydesk
screens = Screens
desk = Desk
articles = Articles
review = Review
comments = Comments
bundles = Bundles
library = Library
show-list = Show the list
undo = Undo
cancel = Cancel
close = Close
loading = One moment…
working = Working…
offline = Works offline
anything = anything
wrong-with = “{ $name }”: { $why }
keys = keys
you-are = You work as
nobody = Nobody
on = on
off = off
now = now
minutes-ago = { $n } min
hours-ago = { $n } h
days-ago = { $n } days
months-ago = { $n } months
years-ago = { $n } years
yesterday = yesterday { $clock }
time-left = { $n ->
    [one] 1 second left
   *[other] { $n } seconds left
}
minutes-left = about { $n } minutes left
job-article_many = Changing articles
job-undo = Taking back
job-import_file = Importing
job-looking = Looking at what is to come in
job-export_bundle = Exporting
stage-choosing = Choosing what prints
stage-printing = Printing
stage-writing = Writing to disk
stage-packing = Packing
stage-placing = Putting it in its place
job-verify_bundle = Verifying
job-bundle_changes = Looking for changes
job-library_check = Checking the library
job-library_backup = Backing up
job-library_settle = Copying the library
job-backup_restore = Restoring
no-backup = No backup was made
shared = Open to read only.
only-read = This library is open to read only.
shared-why = This library is { $is }. Two computers that write to one library destroy it.
shared-why-unwritten = This library is { $is }. Work on a copy, or have the disk mounted so that it can be written.
settle = Work on a copy here…
settle-title = Work on a copy on this computer
settle-verb = Copy and open
settle-why = The whole library is copied to a folder of this computer, looked through, and opened in another window. Go on there; backups may go to the shared folder.
settle-why-unwritten = The whole library is copied to a folder that can be written, looked through, and opened in another window. Go on there.
job-library_export = Exporting everything
job-comment_import = Importing comments
job-activity_export = Saving the activity
job-comment_export = Exporting comments
job-rules_try = Trying the rules
job-rules_set = Judging what waits
job-inbox_take = Taking in the inbox
inbox-came = Inbox: { $n } new
inbox-came-aside = { $n } set aside

# The box that finds anything
palette-hint = Find an article, go somewhere, do something; # for this article’s headings
palette-found = What was found
in-this-article = In this article
palette-section = Section { $name }
undo-last = Undo the last act
work-as = Work as { $name }
as-now = as now
theme-system = Light or dark as the system has it
theme-light = Light
theme-dark = Dark
density-roomy = Roomy
density-compact = Compact

# Keys
keys-title = Keys
keys-everywhere = Everywhere
keys-here = In { $screen }
key-screens = The six screens
key-palette = Find anything, do anything
key-new = A new article
key-undo = Undo the last act
key-main = The main thing of the screen
key-fold = Fold the list away
shown-at = Shown at { $percent } %
key-zoom = Larger, smaller, as it was
key-fullscreen = Fill the screen
key-list = Along a list
key-filter = To the filter
key-back = One step back
key-save = Save a revision
key-note = A note on what is selected
key-next-note = The next open note or suggestion, with Shift the one before
key-plainly = Paste the words alone
key-break = A new line in the same paragraph
key-find = Find and replace
key-alone = Nothing but the text
key-next-change = The next change
key-send-back = Send back
key-reason = The reason
key-undo-decision = Undo what you did last here

# What can't be shown
screen-broke = This screen can’t be shown. What was saved is safe.
show-again = Show it again

# Statuses
draft = Draft
in-review = In review
changes-requested = Changes requested
approved = Approved
published = Published
withdrawn = Withdrawn
awaiting = Waits for a confirmation
notes-open = { $n ->
    [one] 1 note open
   *[other] { $n } notes open
}
waiting-n = { $n } waiting
