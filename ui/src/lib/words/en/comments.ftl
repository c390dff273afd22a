no-comments = No comments wait.
no-comments-there = There are none of these.
pending = Waiting
waiting = Waiting
held = Held
rejected = Rejected
spam = Spam
publish = Publish
hold = Hold
reject = Reject
nth-of = { $n } of { $all } · on
nth = { $n } · on
on-article = on
decided-by = { $who }, { $when }
moderators-only = Only a moderator decides on comments.
reason-for = Why? A key gives the reason.
no-reason = No reason
reason-hate = Hate
reason-threat = Threat
reason-harassment = Harassment
reason-sexual = Sexual
reason-spam = Advertising
reason-off-topic = Off topic
reason-personal-data = Personal details
reason-impersonation = Impersonation
reason-misinformation = Misinformation
reason-copyright = Someone else’s text
reason-illegal = Illegal
reason-other = Something else
commenter = Commenter
why = Why
why-waits = Why it waits
why-pending = Every comment waits for a moderator.
why-none = No reason was given.
record-since = { $n ->
    [one] 1 comment since { $when }
   *[other] { $n } comments since { $when }
}
record-published = { $n } published
record-pending = { $n } waiting
record-held = { $n } held
record-rejected = { $n } rejected
record-spam = { $n } spam
they-read = What they would read
last-decisions = Last decisions
did-published = Published
did-held = Held
did-rejected = Rejected
did-spam = Spam:
did-pending = Put back
waiting-oldest = { $n } waiting · oldest { $age }
filter-comments = Words in comments
all-comments = All comments
found = Found
found-anything = Anything found
found-closed = Closed
found-pre-moderated = Read first
found-banned = Banned
found-banned-word = Banned word
found-suspect-word = Suspect word
found-links = Links
found-bad-domain = Bad link
found-repeat = Repeated
found-flood = Many at once
found-first-comment = First comment
found-record = Record
found-shouting = Shouting
found-length = Length
found-personal-data = Personal details
found-learned = Learned
reason-closed = Discussion closed
reason-pre-moderated = Read first here
reason-banned = Banned
reason-banned-word = Banned word
reason-suspect-word = Suspect word
reason-links = Links
reason-bad-domain = Link that was spam
reason-repeat = Repeated
reason-flood = Many at once
reason-first-comment = First comment
reason-record = Record
reason-shouting = Shouting
reason-length = Length
reason-learned = Learned from decisions
reason-edited = Edited since by its sender
reason-deleted = Deleted by its sender
order-first = Which come first
oldest-first = Oldest
newest-first = Newest
show-all-comments = Show all again
like-whose = Like { $who }’s
only-of = By { $who }
only-on = On { $title }
only-unplaced = On no article here
all-selected = All that match are selected
select-all = Select all
select-similar = Select similar
verdict-for = What you decide now counts for { $n ->
    [one] 1 comment
   *[other] all { $n } comments
}.
verdict-for-all = What you decide now counts for all that match the filter.
with-who = With { $who }
commenting = Comments on this article
commenting-open = Comments are open
commenting-premoderated = Each waits for a person
commenting-closed = Comments are closed
under-this = Under this passage
by-the-newsroom = the newsroom
unseen-sign = A sign that can’t be seen
edited-here = Edited by the newsroom.
as-it-was-sent = As it was sent
answered = answered · { $state }
reason-in-words = Your reason, as the commenter would read it
decide-so = Decide
only-this-article = All on this article
edit-comment = Edit
edit-comment-of = { $who }’s comment
edit-comment-why = What it said as it was sent is kept with it.
reply-as = Answer as { $name }
reply-why = It is published with the comment that it answers, below it.
back-as-sent = As it was sent
save-edit = Save
publish-reply = Publish the answer
replied = Answered the comment; the answer is published with it
ban = Ban…
ban-title = Ban { $who }
ban-for = { $days ->
    [one] Ban for a day
   *[other] Ban for { $days } days
}
ban-for-good = Ban for good
ban-length = For how long
ban-days = { $days ->
    [one] A day
   *[other] { $days } days
}
for-good = For good
ban-reason = Why
ban-why = Until it ends, what they send is handled as the comment rules say for banned people. What they sent before stays as it is.
banned-until = Banned until { $when }
banned-for-good = Banned for good
lift-ban = Lift the ban
all-of-theirs = All of theirs
forget = Forget this person…
forget-title = Forget { $who }
forget-do = Forget for good
forget-why = Their name, e-mail, address and site are erased, also where their own { $n ->
    [one] comment names them
   *[other] { $n } comments name them
}. This can’t be taken back, and importing the same archive again brings nothing of it back. A ban goes on: what is kept of the e-mail or address for it is a mark that nobody can read.
forget-texts = Erase the words of their comments, too
is-forgotten = Who sent it was forgotten.
words-erased = Its words were erased.
comment-no-words = No words
says-published = Publish
says-pending = Wait
says-held = Hold
says-rejected = Reject
says-spam = Spam
by-rule = From the list { $rule }
earlier-ones = { $n ->
    [one] Show the earlier one
   *[other] Show { $n } earlier ones
}
its-article = Article
assign-place = Choose its article…
assign-title = Which article is { $place }?
assign-do = Put them there
assign-why = All comments that were left there go under it, and so do those that come.
key-edit-comment = Edit it
key-reply = Answer as the newsroom
key-ban = Ban its commenter
key-similar = Select similar ones
key-select = Select one, or all
key-select-along = Select several
