people = People
people-what = Who works here, and what they may do
people-why = One person may hold several roles, and none implies another.
settings = Settings
settings-what = How the newsroom works
care = Key and care
care-what = The key and the check
backups = Backups
backups-what = When, where, and back again
activity = Activity
activity-what = Everything that was done, in order
activity-why = The journal in words. An entry that was changed or taken out later would be noticed.
activity-kind = About
activity-all = Everything
activity-texts = Texts
activity-review = Review
activity-comments = Comments
activity-publishing = Publishing
activity-library = The library
activity-by = By
activity-anyone = Anyone
activity-from = From
activity-through = Through
activity-clear = Show everything
activity-save = Save as CSV or JSON
activity-of = Of “{ $title }”
activity-none = Nothing was done.
copydesk-itself = Copydesk
earlier = Earlier
add-person = Add a person
person-name = Name
person-added = { $name } works here now
roles = Roles
role-of = { $name }: { $role }
role-writer = Writer
role-writer-may = Makes, edits and submits articles
role-reviewer = Reviewer
role-reviewer-may = The same, and approves or sends back
role-moderator = Moderator
role-moderator-may = Decides on comments
role-publisher = Publisher
role-publisher-may = Releases bundles, withdraws articles
role-admin = Admin
role-admin-may = People, roles and settings
admins-only = An admin can change this.
people-admins-only = An admin can add people and change what each of them may do.
settings-admins-only = An admin can change how the newsroom works.
writers-only = A writer or a reviewer can change this.
setting-four-eyes = Whatever someone saved needs the yes of someone else before it is printed. Bundles say whether this was on.
setting-name = The newsroom’s name
setting-name-why = Printed on every page.
setting-language = Language
setting-language-why = Of the site’s own words, such as en, de or fa.
setting-time_zone = Time zone
setting-time_zone-why = Of printed dates, such as Europe/Stockholm.
setting-base_url = Where the site will be
setting-base_url-why = Its address, with a slash at its end.
setting-comment_address = Where comments are sent
setting-comment_address-why = The address of the comment form; empty for no form.
setting-keep_private_days = Commenters’ e-mails and addresses are erased after
setting-keep_private_days-why = This many days after they came in, they are gone from the library. 0 keeps them.
setting-keep_backup_days = Backups are deleted after
setting-keep_backup_days-why = This many days after they were made, where this library still finds them: until then they hold what was erased here. It counts for backups from now on. 0 keeps them.
days-after = days
days-from-none = A number of days, from 0 on; 0 keeps them.
checks-why = What is said before an article is submitted, approved and printed. What blocks must be put right first; a guess only warns, and can be dismissed where it stands.
check-guess = a guess
weight-off = Off
weight-warn = Warning
weight-block = Blocking
this-window = This window
theme = Light or dark
density = Density
newsroom-key = The newsroom’s public key
key-why = Whoever receives a bundle verifies it with this key and nothing else.
check-library = Check the library
check-why = Holds the file, every text and every table against the journal.
library-damaged = { $n ->
    [one] The library is damaged: 1 fault.
   *[other] The library is damaged: { $n } faults.
}
damaged-next = A backup from before is the way back to all of it.
damaged-backups = Go to the backups
damaged-repair = Or close Copydesk and run this in a terminal. It saves what can be read, and keeps the file as it is now beside it.
damaged-copy = Copy the command
damaged-found = What was found
library-whole = { $n ->
    [one] The library is whole: 1 entry holds together.
   *[other] The library is whole: { $n } entries hold together.
}
backups-why = Copies of the whole library, each looked through after it is written. Work goes on meanwhile.
backups-on = Back up automatically
backups-on-why = Every six hours while something changes. All of the last two days stay, then one a day for two weeks, one a week for three months, one a month for a year.
backups-folder = They go to
backups-choose = Choose another folder…
backups-beside = Beside the library
backups-disk = A folder on another disk is there when this one breaks.
backups-shared = The computers that write to this library make its backups. A copy made here goes wherever you choose.
backups-unwritten = No automatic backup is made of a library that can’t be written. A copy made here goes wherever you choose.
backup-now = Back up now
backup-do = Back up to…
backup-seal = Seal a backup…
backup-trouble = No backup was made { $when }.
backup-verified = read back whole
backup-sealed = sealed
backup-same = nothing changed since
backup-since = { $n ->
    [one] 1 change since
   *[other] { $n } changes since
}
backup-other = of another state
backup-until = kept until { $day }
backup-kept = kept for ever
backup-away = Not there
backup-away-why = Connect the disk that it is on
no-backups = Backups are listed here once there are some.
backup-restore = Restore…
restore-title = Restore the backup made { $when }
restore-verb = Restore and open
restore-why = A library is made of it in a new folder and opened in another window. This one stays as it is.
restore-passphrase = The backup’s passphrase
restore-beside = In a new folder of its own in
restore-into = Into
restore-choose = Choose another folder…
backup-remove = Delete…
backup-remove-this = Delete the backup { $name }
backup-remove-title = Delete the backup made { $when }?
backup-remove-verb = Delete backup
backup-remove-why = It can’t be brought back.
backup-seal-title = Seal a backup
backup-seal-why = One file that only this passphrase opens, here or with the program age. Nobody can recover it.
backup-seal-verb = Seal and back up
everything = Export everything
everything-what = All of the library, for other programs
everything-why = All of the library in a form that any program can read, with the pictures: drafts, history, notes, approvals, comments. The same library can be made of it again. A name that ends in .zip makes an archive, one in .jsonl a single file, any other a folder.
everything-do = Export everything…
everything-private = With what is private of commenters: e-mails, network addresses, sites
everything-keys = With the private keys, which have another library sign as this one does
everything-done = { $lines } lines and { $files } files, { $size }
everything-gone = { $n ->
    [one] One file is missing or damaged here, and is not in the export
   *[other] { $n } files are missing or damaged here, and are not in the export
 }
how-much = How much there is
stat-articles = Articles
stat-revisions = Revisions
stat-comments = Comments
stat-people = People
stat-entries = Journal entries
place = Where it is

# Templates
templates = Templates
templates-what = What an article of a kind begins with
templates-why = Chosen when an article is made. Changing one leaves the articles that began with it as they are.
template-called = Name
template-about = What it is for, in a sentence
template-tags = Tags, with commas
template-body = Text, in Markdown
template-guidance = Guidance stands in square brackets: [Who says so?] A check tells when it is left in an article.
template-changed = Changed
template-own = Your own
template-new = A new kind
template-reset = Back to how it came
template-remove = Remove this template
template-bring-back = Bring back “{ $name }”
no-templates = There is no template. An article begins empty then.
add = Add

# Stages
stages = Stages of review
stages-why = What an article of a section passes before it is approved: one stage or two. What is in review goes on under the stages that it was submitted under.
stages-title = What passes in “{ $section }”
stages-change = Change the stages of “{ $section }”
stages-set = Set the stages
stage-first = The first stage
stage-second = The second stage
stage-two = A second stage, once the first is passed
stage-who = Who may pass it
stage-named = Reviewers by name
stage-checks = { $n ->
    [0] Checks that must be clean: only those that block anyway
    [one] { $n } check must be clean
   *[other] { $n } checks must be clean
  }
stage-checks-why = What one of these finds holds an article up at this stage, whatever it weighs elsewhere. Guesses only ever warn.
stage-checks-anyway = blocks anyway
stage-with-checks = { $stage } ({ $who }; { $n ->
    [one] { $n } check
   *[other] { $n } checks
  })
change = Change
