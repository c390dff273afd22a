search-everything = Search everything
search-hint = Words, or a field: section: status: by: before:
search-found = What was found
search-count = { $n ->
    [one] 1 found
   *[other] { $n } found
}
search-more-than = More than { $n } found
search-newest = too many to weigh, so the newest comes first
search-nothing = Nothing has these words.
search-fewer = Fewer words find more, and the last one may be unfinished.
search-what = Finds articles by their words, the notes and comments on them, and people.
found-note = Note
found-comment = Comment
found-person = Person

# Ways to ask, to be tried with a click
eg-words = harbour council
eg-words-what = All of the words, in any script, with or without accents
eg-phrase = "sea wall"
eg-phrase-what = Words in a row
eg-without = harbour -ferry
eg-without-what = Without a word
eg-fields = status:in-review by:me
eg-fields-what = Only where it stands so, by whom, in which section, before or after a day

find-section = In a section
find-status = Where the article stands
find-state = Comments alone, by what was decided
find-by = By its byline, by who saved it or made the note
find-before = Before a day, a month or a year
find-after = On a day or later
find-tag = With a tag
find-lang = In a language
find-kind = Articles, notes, comments or people alone
