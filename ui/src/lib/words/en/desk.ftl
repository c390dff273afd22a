good-morning = Good morning, { $name }
good-afternoon = Good afternoon, { $name }
good-evening = Good evening, { $name }
things-wait = { $n ->
    [0] nothing waits for you
    [one] 1 thing waits for you
   *[other] { $n } things wait for you
}
waiting-for-you = Waiting for you
nothing-waits = Nothing waits for you.
drafts = Drafts
next-edition = Next edition
of-ready = { $ready } of { $all } ready
edition-empty = Nothing is approved or in review.
ready = ready
ready-held = held back
confirmation-missing = confirmation missing
verdict-missing = verdict missing
recently = What others did
nothing-happened = Nobody did anything yet.
alone-title = You work alone here
alone-why = With four eyes on, what you save needs someone else’s yes before it is printed. Bundles say whether four eyes were on.
alone-do = I work alone
alone-people = Add people
