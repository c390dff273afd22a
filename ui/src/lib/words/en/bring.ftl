# Archives, folders and pages into the library
bring = Import
bring-what = Archives, folders and saved pages
bring-who = A writer, a reviewer or a publisher brings an archive in.
bring-why = What was written elsewhere comes here: articles with their pictures, comments, authors and sections.
bring-of-wordpress = WordPress
bring-of-wordpress-how = the export that Tools › Export writes.
bring-of-ghost = Ghost
bring-of-ghost-how = the JSON export, or the zip with it.
bring-of-markdown = Markdown
bring-of-markdown-how = folders as Hugo, Jekyll and Obsidian keep them.
bring-of-documents = Documents
bring-of-documents-how = Word, TextBundle and TextPack.
bring-of-pages = Saved pages
bring-of-pages-how = one, or a folder of them; their text copies, too.
bring-of-copydesk = Copydesk
bring-of-copydesk-how = a library’s export, or a bundle.
bring-file = Choose a file…
bring-folder = Choose a folder…
bring-looks-first = You see what is in it first. Nothing comes in before you say so.
bring-not-read = { $name } can’t be brought in.
bring-nothing-came = Nothing came in, and nothing here was changed.
bring-try-again = Try again

# While it runs
bring-looking = Looking at { $name }
bring-looking-what = Reading it from end to end
bring-looking-safe = Nothing comes in yet.
bring-taking = Taking in { $name }
bring-taking-back = Taking back what came in from { $name }
bring-begins = Beginning…
bring-n-articles = { $all ->
    [0] { $n ->
        [one] 1 article
       *[other] { $n } articles
    }
   *[other] { $n } of { $all } articles
}
bring-n-comments = { $all ->
    [0] { $n ->
        [one] 1 comment
       *[other] { $n } comments
    }
   *[other] { $n } of { $all } comments
}
bring-pace = { $n } a second
bring-stop = Stop the import
bring-safe = You can go on working meanwhile. If you stop it, what came in stays, can be taken back, and is not taken in twice.
stage-articles = Taking in articles
stage-links = Pointing links to their articles
stage-comments = Taking in comments

# The first look
bring-is = This is { $format }: { $n ->
    [one] 1 article
   *[other] { $n } articles
}
bring-is-pages = { $n ->
    [one] 1 saved page
   *[other] { $n } saved pages
}
bring-other = Choose another
bring-stood = Status there
bring-sorts = Kind there
bring-sort-none = unnamed
bring-languages = Languages
bring-language-none = not said
bring-comments = Comments
bring-already = Here already
bring-already-n = { $n ->
    [0] { $updated ->
        [one] 1 changed there since, and is brought up to date
       *[other] { $updated } changed there since, and are brought up to date
    }
   *[other] { $updated ->
        [0] { $n ->
            [one] 1, which stays as it is
           *[other] { $n }, which stay as they are
        }
       *[other] { $n } as they are; { $updated } changed there since, and are brought up to date
    }
}
bring-drafts = Take everything in as drafts
bring-drafts-must = What was published stays so only where a publisher brings it in. For you everything becomes a draft, to be reviewed like any other.
bring-drafts-on = Whatever it was there, it is a draft here, to be reviewed like any other.
bring-drafts-none = Nothing in it was published.
bring-signs = { $n ->
    [one] The article that was published stays so
   *[other] The { $n } articles that were published stay so
}: you sign that they came in like this. That is no approval, and each bundle says of them that they were brought in.
bring-pictures = Pictures and attachments
bring-pictures-n = { $missing ->
    [0] All { $given } are given.
   *[other] { $given } given, { $missing } missing.
}
bring-pictures-why = Nothing is fetched from the web. If you have them, say where; articles come in without the others.
bring-media-folder = Choose the pictures’ folder…
bring-media = Choose a zip…
bring-authors = Authors
bring-authors-there = Author there
bring-authors-unnamed = no name
bring-authors-none = no byline
bring-sections = Sections
bring-sections-there = Section there
bring-sections-unnamed = in no section
bring-sections-none = no section
bring-how-many = Articles
bring-here = Here
bring-here-of = { $name } is here
bring-becomes = What it becomes
bring-known = known here
bring-new = new here
bring-pages-drafts = Saved pages come in as drafts, and their comments wait for a moderator.
bring-left-n = What won’t fit
bring-to-left = { $n ->
    [one] 1 thing, named below
   *[other] { $n } things, named below
}
bring-left = Won’t fit: { $n }
bring-left-out = Left out: { $n }
bring-times = { $n ->
    [one] once
   *[other] { $n } times
}
bring-notes = Worth knowing first
bring-all-fits = Everything in it fits.
bring-outdated = Some of it is here already: what would change under the names as they are now needs another look.
bring-look-again = Look again
bring-nothing-new = All of it is here already.
bring-nothing-there = There is nothing in it that can come in.
bring-do = { $n ->
    [one] Take in 1 article
   *[other] Take in { $n } articles
}
bring-do-updates = { $n ->
    [one] Update 1 article
   *[other] Update { $n } articles
}
bring-do-both = Take in { $n } new, update { $updated }
bring-do-comments = { $n ->
    [one] Take in 1 comment
   *[other] Take in { $n } comments
}
bring-do-nothing = Nothing to take in

# What became of it
bring-told = { $n ->
    [0] { $updated ->
        [0] No new article came in
        [one] 1 article brought up to date
       *[other] { $updated } articles brought up to date
    }
    [one] 1 article came in
   *[other] { $n } articles came in
}
bring-done = { $name } is in
bring-came = { $n ->
    [0] No new article came in.
    [one] 1 article came in.
   *[other] { $n } articles came in.
}
bring-came-updated = { $n ->
    [one] 1 was brought up to date.
   *[other] { $n } were brought up to date.
}
bring-came-unchanged = { $n ->
    [one] 1 was here already, and stays as it is.
   *[other] { $n } were here already, and stay as they are.
}
bring-came-comments = { $n ->
    [one] 1 comment came along.
   *[other] { $n } comments came along.
}
bring-came-pictures = { $n ->
    [one] 1 picture came along.
   *[other] { $n } pictures came along.
}
bring-stopped = The import was stopped
bring-broke-off = The import broke off.
bring-broke-off-safe = What came in before is here. It can be taken back, or the import goes on with it and takes nothing in twice.
bring-go-on = Go on with it
bring-undo = Undo this import
bring-another = Bring something else
bring-report = The report
bring-report-why = Every article with its old address and where it is now, and everything that was left out, line by line.
bring-first = The first of them
bring-known-notes = Worth knowing
bring-in-report = and { $n } more; the report of the import names them all.
