//! What an export says beside its articles: who wrote them, what they are about, and what of it is nobody's business.

use super::post;
use super::stream::Row;
use crate::archive::{Found, common::left, within::Within};
use model::{Result, archive::Lead, article::Byline};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// A row of a table.
pub(super) type Fields = Map<String, Value>;

/// Most rows of a table that are held.
const MOST: usize = 5_000_000;

/// Tables and settings that hold what is private or a key, by how their names begin, and what to call them.
const SECRET: [(&str, &str); 25] = [
    ("api_keys", "API keys"),
    ("stripe", "keys and customers of a payment service"),
    ("members", "members and their e-mail addresses"),
    ("subscri", "subscribers and subscriptions"),
    ("emails", "e-mails that were sent"),
    ("email_", "e-mails that were sent"),
    ("sessions", "sessions"),
    ("brute", "sessions"),
    ("tokens", "tokens"),
    ("accesstokens", "tokens"),
    ("refreshtokens", "tokens"),
    ("invites", "invitations"),
    ("integrations", "integrations"),
    ("webhooks", "webhooks"),
    ("mobiledoc_revisions", "earlier versions"),
    ("post_revisions", "earlier versions"),
    ("actions", "the log of who did what"),
    ("audit", "the log of who did what"),
    ("clients", "keys of programs"),
    ("client_trusted_domains", "keys of programs"),
    ("redirects", "redirects of members’ e-mails"),
    ("suppressions", "members and their e-mail addresses"),
    ("donation_payment_events", "payments"),
    ("offer_redemptions", "payments"),
    ("gifts", "payments"),
];

/// What is known before the first article is read.
#[derive(Debug, Default)]
pub(super) struct Tables {
    users: HashMap<String, Fields>,
    tags: HashMap<String, Fields>,
    posts_tags: HashMap<String, Vec<(i64, String)>>,
    posts_authors: HashMap<String, Vec<(i64, String)>>,
    meta: HashMap<String, Fields>,
    /// Where addresses lead.
    within: Within,
    /// The site's address, without a slash at its end, where the export says it.
    pub site: Option<String>,
    /// The site's language.
    pub language: Option<String>,
    /// How many rows of each table are passed over.
    passed: BTreeMap<String, usize>,
    /// What sorts of secrets are in it.
    secrets: BTreeMap<&'static str, usize>,
    held: usize,
    /// How many articles there are.
    pub posts: usize,
    /// How many rows could not be read.
    broken: usize,
    /// What is known of authors that has no field.
    cut: BTreeMap<&'static str, usize>,
}

/// What says of an article which one it is and where, without its text.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Brief {
    id: Value,
    uuid: Value,
    created_at: Value,
    url: Value,
    slug: Value,
}

/// An id, whether it is written as a number or a text.
pub(super) fn id(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A field's text, without spaces around it; empty where it has none.
pub(super) fn text(row: &Fields, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => crate::archive::common::clean(text.trim()),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A row as its fields. A lone half of a character, which other programs cut through, is replaced.
pub(super) fn fields(row: &str) -> Option<Fields> {
    match serde_json::from_str(row) {
        Ok(Value::Object(fields)) => Some(fields),
        Ok(_) => None,
        Err(_) => match serde_json::from_str(&whole_characters(row)) {
            Ok(Value::Object(fields)) => Some(fields),
            _ => None,
        },
    }
}

/// JSON without lone surrogates.
fn whole_characters(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    let unit = |text: &str| -> Option<u16> {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    while let Some(at) = rest.find('\\') {
        let (start, found) = rest.split_at(at);
        out.push_str(start);
        let (taken, new) = match unit(found) {
            Some(0xd800..=0xdbff) => match found.get(6..).and_then(unit) {
                Some(0xdc00..=0xdfff) => (12, None),
                _ => (6, Some("\\ufffd")),
            },
            Some(0xdc00..=0xdfff) => (6, Some("\\ufffd")),
            Some(_) => (6, None),
            None => {
                let after = found.get(1..).unwrap_or_default();
                (1 + after.chars().next().map_or(0, char::len_utf8), None)
            }
        };
        out.push_str(new.unwrap_or(found.get(..taken).unwrap_or_default()));
        rest = found.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

impl Tables {
    /// Whether a table's rows are read before the articles.
    pub fn wants(table: &str) -> bool {
        matches!(
            table,
            "posts" | "users" | "tags" | "posts_tags" | "posts_authors" | "posts_meta" | "settings"
        )
    }

    /// Takes a row of the first pass.
    pub fn take(&mut self, row: Row<'_>) -> Result<()> {
        match row {
            Row::Meta(meta) => {
                if let Some(meta) = fields(meta) {
                    for name in ["url", "site", "site_url"] {
                        self.site_is(&text(&meta, name));
                    }
                }
            }
            Row::Of("posts", row) => {
                self.posts += 1;
                self.placed(row);
            }
            Row::Passed(table) => *self.passed.entry(table.to_owned()).or_default() += 1,
            Row::Of(table, row) => match fields(row) {
                Some(fields) if self.held < MOST => {
                    self.held += 1;
                    self.row(table, fields);
                }
                _ => self.broken += 1,
            },
        }
        Ok(())
    }

    /// Where an article's page is. One that can't be read is told when the articles are.
    fn placed(&mut self, row: &str) {
        let brief: Brief = match serde_json::from_str(row) {
            Ok(brief) => brief,
            Err(_) => match serde_json::from_str(&whole_characters(row)) {
                Ok(brief) => brief,
                Err(_) => return,
            },
        };
        let own = id(Some(&brief.id));
        let mut fields = Fields::new();
        fields.insert("uuid".into(), brief.uuid);
        fields.insert("created_at".into(), brief.created_at);
        fields.insert("url".into(), brief.url);
        fields.insert("slug".into(), brief.slug);
        if own.is_empty() || post::is_weak(&fields, &own) {
            return;
        }
        let source = post::source(&fields, &own);
        let url = text(&fields, "url").replace(post::SITE, "");
        let slug = text(&fields, "slug");
        let paths = [url, format!("/{slug}")];
        for address in paths.iter().filter(|_| !slug.is_empty()) {
            self.within.put(address, Lead::Article(source.clone()));
        }
    }

    /// Writes down where a link in a text leads.
    pub fn led(&self, address: &str, leads: &mut Vec<(String, Lead)>) {
        self.within
            .note((self.site.as_deref(), None), address, leads);
    }

    /// The site's address is what was said of it first.
    pub fn site_is(&mut self, address: &str) {
        if self.site.is_none()
            && (address.starts_with("https://") || address.starts_with("http://"))
        {
            self.site = Some(address.trim_end_matches('/').to_owned());
        }
    }

    fn row(&mut self, table: &str, mut row: Fields) {
        let own = id(row.get("id"));
        let order = row.get("sort_order").and_then(Value::as_i64).unwrap_or(0);
        let post = id(row.get("post_id"));
        match table {
            "users" => {
                for (name, what) in [
                    ("password", "password hashes of the staff"),
                    ("email", "e-mail addresses of the staff"),
                ] {
                    let value = row.remove(name);
                    if value.is_some_and(|value| !value.is_null()) {
                        *self.secrets.entry(what).or_default() += 1;
                    }
                }
                for (name, what) in [
                    ("cover_image", "cover pictures"),
                    ("profile_image", "portraits"),
                    ("location", "places"),
                ] {
                    if !text(&row, name).is_empty() {
                        *self.cut.entry(what).or_default() += 1;
                    }
                }
                self.users.insert(own, row);
            }
            "tags" => {
                self.tags.insert(own, row);
            }
            "posts_tags" => {
                let tag = id(row.get("tag_id"));
                self.posts_tags.entry(post).or_default().push((order, tag));
            }
            "posts_authors" => {
                let author = id(row.get("author_id"));
                let all = self.posts_authors.entry(post).or_default();
                all.push((order, author));
            }
            "posts_meta" => {
                self.meta.insert(post, row);
            }
            "settings" => self.setting(&row),
            _ => {}
        }
    }

    fn setting(&mut self, row: &Fields) {
        let (key, value) = (text(row, "key"), text(row, "value"));
        match key.as_str() {
            "url" => self.site_is(&value),
            "locale" | "lang" | "default_locale" if !value.is_empty() => {
                self.language = Some(value);
            }
            key if !value.is_empty()
                && (super::super::common::is_secret(key)
                    || ["_key", "stripe", "mailgun"]
                        .iter()
                        .any(|part| key.contains(part))) =>
            {
                *self.secrets.entry("keys among the settings").or_default() += 1;
            }
            _ => *self.passed.entry("settings".into()).or_default() += 1,
        }
    }

    /// What else `posts_meta` says of an article.
    pub fn meta(&self, post: &str) -> Option<&Fields> {
        self.meta.get(post)
    }

    /// The names of an article's tags, the public ones and then those of its editors, in their order.
    pub fn tags(&self, post: &str) -> (Vec<String>, Vec<String>) {
        let mut all = self.posts_tags.get(post).cloned().unwrap_or_default();
        all.sort_by_key(|(order, _)| *order);
        let all = all.iter().filter_map(|(_, tag)| self.tags.get(tag));
        let (mut names, mut within) = (vec![], vec![]);
        for tag in all {
            let name = text(tag, "name");
            match text(tag, "visibility") == "internal" || name.starts_with('#') {
                true => within.push(name),
                false => names.push(name),
            }
        }
        let mut open = vec![];
        super::super::common::tags(&mut open, names.iter().map(String::as_str));
        (open, within)
    }

    /// An article's authors.
    pub fn bylines(&self, post: &Fields, own: &str) -> Vec<Byline> {
        let mut all = self.posts_authors.get(own).cloned().unwrap_or_default();
        all.sort_by_key(|(order, _)| *order);
        if all.is_empty() {
            all.push((0, id(post.get("author_id"))));
        }
        let users = all.iter().filter_map(|(_, user)| self.users.get(user));
        users
            .map(byline)
            .filter(|byline| !byline.name.is_empty())
            .collect()
    }

    /// What holds for the whole export, as notes.
    pub fn notes(&self) -> Vec<Found> {
        let mut notes = vec![];
        let mut secrets: BTreeMap<&str, usize> = self.secrets.clone();
        let mut others = vec![];
        for (table, count) in &self.passed {
            let name = table.to_ascii_lowercase();
            match SECRET.iter().find(|(start, _)| name.starts_with(start)) {
                Some((_, what)) => *secrets.entry(what).or_default() += count,
                None => others.push(format!("{table} ({count})")),
            }
        }
        let mut note = |text: String, why: &str| {
            notes.push(Found::Note(left("export", text, why)));
        };
        if !secrets.is_empty() {
            let secrets = secrets.iter();
            let all = secrets.map(|(what, count)| format!("{what} ({count})"));
            note(
                all.collect::<Vec<_>>().join(", "),
                "The export holds what is private or gives access; none of it is taken. Keep the file as you would keep a password",
            );
        }
        if !others.is_empty() {
            note(
                others.join(", "),
                "These tables hold no articles, and are not taken",
            );
        }
        if !self.cut.is_empty() {
            let all = self
                .cut
                .iter()
                .map(|(what, count)| format!("{what} ({count})"));
            note(
                all.collect::<Vec<_>>().join(", "),
                "Of authors these are not taken",
            );
        }
        if self.broken > 0 {
            note(
                self.broken.to_string(),
                "So many rows of authors, tags or their like can’t be read",
            );
        }
        notes
    }
}

fn byline(user: &Fields) -> Byline {
    let mut links = vec![];
    for (name, base) in [
        ("website", ""),
        ("twitter", "https://twitter.com/"),
        ("facebook", "https://www.facebook.com/"),
        ("linkedin", "https://www.linkedin.com/in/"),
        ("instagram", "https://www.instagram.com/"),
        ("threads", "https://www.threads.net/"),
        ("bluesky", "https://bsky.app/profile/"),
        ("youtube", "https://www.youtube.com/"),
        ("tiktok", "https://www.tiktok.com/"),
        ("mastodon", ""),
    ] {
        let value = text(user, name);
        let web = value.starts_with("https://") || value.starts_with("http://");
        let keeps = matches!(name, "threads" | "youtube" | "tiktok");
        let handle = match keeps {
            true => value.as_str(),
            false => value.trim_start_matches('@'),
        };
        if web {
            links.push(value);
        } else if !handle.is_empty() && !base.is_empty() && !handle.contains(char::is_whitespace) {
            links.push(format!("{base}{handle}"));
        }
    }
    Byline {
        name: crate::lines::squeeze(&text(user, "name")),
        about: text(user, "bio"),
        links,
        ..Byline::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{fields, text};

    #[test]
    fn half_a_character_does_not_cost_its_row() {
        let row = fields(r#"{"title": "a\ud83db\ud83d\ude00 \\ud83d \udc00"}"#).unwrap();
        assert_eq!(text(&row, "title"), "a\u{fffd}b😀 \\ud83d \u{fffd}");
    }
}
