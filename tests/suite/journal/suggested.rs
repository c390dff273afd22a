//! Suggestions, for a library in which everything happened.

use crate::office::{OTHER_WRITER, Office, REVIEWER, WRITER};
use serde_json::json;

/// Suggestions on an article: one accepted, one rejected, one open.
pub fn suggested(office: &Office, id: &str) {
    for (quote, proposed) in [("last", "late"), ("old", "new"), ("boat", "ferry")] {
        let ask = json!({"article": id, "quote": quote, "proposed": proposed});
        office.does(REVIEWER, "review_suggest", ask);
    }
    let open = office.does("", "review_suggestions", json!({"article": id}));
    let nth = |nth: usize| open["items"][nth]["id"].clone();
    let ask = json!({"article": id, "suggestion": nth(0)});
    office.does(WRITER, "review_accept", ask);
    let ask = json!({"article": id, "suggestion": nth(1), "why": "It is old."});
    office.does(WRITER, "review_reject", ask);
    let typed = json!({"article": id, "base": "head", "body": "The ferry leaves."});
    office.does(OTHER_WRITER, "suggesting_save", typed);
}
