//! The terminal's contract: commands, JSON fields, exit statuses, by the real program.

mod article;
mod asset;
mod bad_input;
mod bad_names;
mod bundle;
mod bundle_words;
mod byline;
mod check;
mod comment;
mod details;
mod edition;
mod export;
mod import;
mod inbox;
mod library;
mod line;
mod review;
mod second_look;
mod signature;
mod spelling;
mod suggestions;

use serde_json::Value;

const CHIEF: &str = "Edda Chief";
const WRITER: &str = "Wim Writer";
const REVIEWER: &str = "Rhea Reviewer";
const MODERATOR: &str = "Mo Moderator";

const BODY: &str =
    "The last bus leaves the harbour at midnight.\n\nFrom May it will leave an hour later.\n";

fn fields(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn has(value: &Value, names: &[&str]) {
    let there = fields(value);
    for name in names {
        assert!(there.contains(name), "{name} is missing in {there:?}");
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is no text in {value}"))
}
