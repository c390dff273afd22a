//! What waits at the desk, and what others did.

use crate::office::{MODERATOR, Office, WRITER};
use serde_json::json;

#[test]
fn a_moderators_decisions_in_a_row_are_one_line() {
    let office = Office::staffed();
    let article = office.draft("Night buses to the harbour");
    for comment in office.comments(&article) {
        let ask = json!({"comments": [comment], "state": "published"});
        office.does(MODERATOR, "comment_decide", ask);
    }
    let desk = office.does(WRITER, "desk_show", json!({}));
    assert_eq!(desk["recent"][0]["words"], "decided on 2 comments");
    // However much one does oneself, what others did is there.
    for nth in 0..220 {
        let ask = json!({"article": article, "standfirst": format!("Change {nth}.")});
        office.does(WRITER, "article_edit", ask);
    }
    let desk = office.does(WRITER, "desk_show", json!({}));
    assert_eq!(desk["recent"][0]["words"], "decided on 2 comments");
}
