//! What lists and links need of an article: a small record, made once for all the pages that show it.

use super::form::Dated;
use minijinja::{
    Value,
    value::{Enumerator, Object, Serde},
};
use model::{Hash, Result, Time, article::LeadImage};
use std::sync::Arc;

/// An article as lists and links show it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) title: Arc<str>,
    pub(crate) kicker: Arc<str>,
    pub(crate) standfirst: Arc<str>,
    pub(crate) path: Arc<str>,
    pub(crate) section: Arc<str>,
    pub(crate) section_name: Arc<str>,
    pub(crate) language: Arc<str>,
    pub(crate) direction: &'static str,
    /// When it was published, for machines and for readers.
    pub(crate) date: Value,
    /// The names of who wrote it, a list.
    pub(crate) bylines: Value,
    pub(crate) tags: Vec<String>,
    /// Its picture.
    pub(crate) lead: Option<LeadImage>,
    /// When it was published.
    pub(crate) at: Option<Time>,
    /// When it was published or last corrected; what nobody dated is in no feed.
    pub(crate) updated: Option<Time>,
    /// Of all that templates are handed of it: for the keys of the pages that show it.
    pub(crate) shown: Hash,
}

impl Entry {
    /// The same with what is worked out of its date and its names.
    ///
    /// # Errors
    /// What can't be written as JSON.
    pub(super) fn settled(
        mut self,
        date: Option<&Dated>,
        bylines: &[impl AsRef<str>],
    ) -> Result<Self> {
        let names: Vec<&str> = bylines.iter().map(AsRef::as_ref).collect();
        let words = [
            &self.title,
            &self.kicker,
            &self.standfirst,
            &self.path,
            &self.section,
            &self.section_name,
            &self.language,
        ]
        .map(AsRef::as_ref);
        self.shown = crate::key::of(&(words, self.direction, date, &names))?;
        self.date = Value::from(Serde(date));
        self.bylines = names.into_iter().map(Value::from).collect();
        Ok(self)
    }
}

/// An article in a list, as its template sees it.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) entry: Arc<Entry>,
    /// HTML.
    pub(super) picture: Option<String>,
}

/// What there is to ask of it, in the order of the letters.
const NAMES: [&str; 11] = [
    "bylines",
    "date",
    "direction",
    "kicker",
    "language",
    "path",
    "picture",
    "section",
    "section_name",
    "standfirst",
    "title",
];

impl Object for Listed {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let entry = &self.entry;
        Some(match key {
            "bylines" => entry.bylines.clone(),
            "date" => entry.date.clone(),
            "direction" => Value::from(entry.direction),
            "kicker" => Value::from(&entry.kicker),
            "language" => Value::from(&entry.language),
            "path" => Value::from(&entry.path),
            "picture" => Value::from(Serde(&self.picture)),
            "section" => Value::from(&entry.section),
            "section_name" => Value::from(&entry.section_name),
            "standfirst" => Value::from(&entry.standfirst),
            "title" => Value::from(&entry.title),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&NAMES)
    }
}
