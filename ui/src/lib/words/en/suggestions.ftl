suggest = Suggest
suggesting = Suggesting
suggesting-hint = What you write is a suggestion; the text stays as it is until someone accepts it
suggesting-text = The text, with your suggestions
suggesting-behind = The text was edited since you began. Your changes go to where their words stand by now; one whose words are gone says so.
suggesting-waits = You were writing suggestions here, which are not sent yet.
suggesting-go-on = Go on
suggest-changes = { $n ->
    [one] Suggest 1 change
   *[other] Suggest { $n } changes
  }
suggest-change = Suggest other words
suggest-words = The words in their place
throw-away = Throw away
kept-at = Kept for you { $clock }
note-when-editing = Notes are made while editing, or in review.
suggestions-unsent = { $n ->
    [one] 1 change is not suggested yet
   *[other] { $n } changes are not suggested yet
  }
suggestions-unsent-why = What you wrote is kept for you alone. Send it now, or leave it for later: it is there when you come back.
for-later = Leave it for later
suggestion-by = A suggestion by { $name }
suggestion-open = Open
suggestion-detached = Detached
suggestion-lost = These words are no longer in the text as they were.
suggestion-accepted-by = Accepted by { $name }
suggestion-rejected-by = Rejected by { $name }
suggestion-taken-back-by = Taken back by { $name }
suggestions-open = { $n ->
    [one] 1 suggestion open
   *[other] { $n } suggestions open
  }
accept = Accept
with-a-reason = with a reason
reject-reason = Why not?
take-back = Take back
accept-all = Accept all
reject-all = Reject all
decided-suggestions = Decided suggestions
none-decided = No suggestion is decided.
older-suggestions = More decided suggestions
next-suggestion = Next suggestion
next-remark = Next note or suggestion
suggested-by = Accepted { $what }
mode-suggest = Write suggestions
mode-edit = Edit the text itself
key-suggesting = Suggest instead of editing, and back
key-accept = Accept the suggestion that you are at
key-reject = Reject the suggestion that you are at
key-propose = Suggest other words for what is selected
origin-suggestion = Suggestion accepted
