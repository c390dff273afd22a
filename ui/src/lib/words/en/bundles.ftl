articles-n = { $n ->
    [one] 1 article
   *[other] { $n } articles
}
nothing-prints = Nothing is approved yet. Approve an article to print it.
no-section = No section
page = Page
front-page = Front page
article-page = Article
what-new = new
what-changed = changed
what-same = same
proof = Proof…
release = Release…
verify = Verify a bundle…
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
every-word = Every word approved
yes-by = { $n ->
    [0] nothing to approve
    [one] yes, by 1 person
   *[other] yes, by { $n } people
}
four-eyes = Four eyes
held-back = Held back
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
reprinted = Every page was printed again from its approved text, and is the same.
not-reprinted = Another version made its pages; they were not printed again.
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
fault-signer-unknown = Signer unknown
fault-unapproved = Not approved
fault-not-the-print = Not the print of its text
fault-broken-manifest = Broken manifest
fault-broken-archive = Broken archive
signed-with = Signed with the newsroom’s key { $key }
