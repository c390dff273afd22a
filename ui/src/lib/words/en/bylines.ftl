bylines = Bylines
bylines-what = Public authors and their profiles
bylines-why = Kept once and copied into whatever they sign. An article prints what it copied: a change here changes no page by itself, and the article’s panel offers to take it over.
no-profiles = Nobody has a profile yet. It holds what is printed of an author, to be put on an article by name.
add-profile = Add a profile
profile-name = Name, as it is printed
remove-profile = Remove the profile
profile-articles = { $n ->
    [0] No article prints this name
    [one] 1 article prints this name
   *[other] { $n } articles print this name
}
author-box = What is printed below an article
about-author = About { $name }
author-publications = Publications: { $all }
author-name-only = Only the name so far.
byline-name = Name
byline-role = Role
byline-role-such = Harbour reporter
byline-publications = Publications, one a line
byline-links = Links, one a line
byline-links-such = https://example.org
byline-about = Biography
choose-portrait = Choose a picture…
remove-portrait = Take it away
portrait-no-attachment = An attachment can’t be an author’s picture. Choose a picture.
add-byline = Add a byline
add-byline-such = A name
byline-nameless = No name yet
byline-up = Move { $name } up
byline-down = Move { $name } down
remove-byline = Remove { $name }
bylines-back = Put the bylines back as they were
key-byline = Move a byline
byline-differs = The profile was changed since.
byline-take-over = Take it over
byline-keep = Save as a profile
