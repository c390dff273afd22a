//! What a newsroom sets for its library.

use crate::article::{Workflow, folder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The library's settings; each change of one is an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Settings {
    /// The newsroom's name, printed on every page.
    pub name: String,
    /// BCP 47 tag of the language that most articles are in.
    pub language: String,
    /// IANA time zone in which dates are printed.
    pub time_zone: String,
    /// Whether everything needs the yes of someone who did not save it.
    pub four_eyes: bool,
    /// Where the site will be, ending in `/`; may be empty.
    pub base_url: String,
    /// Where the comment form of a page posts to; empty for no form.
    pub comment_address: String,
    /// After how many minutes without a hand on the desk an opened key is forgotten.
    #[serde(skip_serializing_if = "is_usual")]
    pub forget_after: u32,
    /// After how many days what is private of a commenter is erased: e-mail, network address, own site; 0 for never.
    #[serde(skip_serializing_if = "is_usual_private")]
    pub keep_private_days: u32,
    /// After how many days a backup is deleted that is made from now on; 0 for never.
    #[serde(skip_serializing_if = "is_none")]
    pub keep_backup_days: u32,
    /// What the alarms of a check weigh, by its code, where that is not as usual.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(type = "Record<string, Weight>")]
    pub checks: BTreeMap<String, Weight>,
    /// The stages that articles of a section pass, by its name, where they are not as usual.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub workflows: BTreeMap<String, Workflow>,
}

impl Settings {
    /// The stages that a section has of its own, however its name is written: sections of one folder are one.
    #[must_use]
    pub fn workflow(&self, section: &str) -> Option<&Workflow> {
        let known = |name: &&String| folder(name) == folder(section);
        let name = self.workflows.keys().find(known)?;
        self.workflows.get(name)
    }
}

/// The minutes after which an opened key is forgotten, where nothing else is set.
const FORGET_AFTER: u32 = 15;

/// What is as usual is left out, so that settings from before it was there stay the same bytes.
fn is_usual(forget_after: &u32) -> bool {
    *forget_after == FORGET_AFTER
}

/// The days after which what is private is erased, where nothing else is set.
const KEEP_PRIVATE: u32 = 90;

fn is_usual_private(days: &u32) -> bool {
    *days == KEEP_PRIVATE
}

fn is_none(days: &u32) -> bool {
    *days == 0
}

/// What the alarms of a check weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It is not looked for.
    Off,
    /// It is said.
    Warn,
    /// It is said, and the next step is refused.
    Block,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Newsroom".into(),
            language: "en".into(),
            time_zone: "UTC".into(),
            four_eyes: true,
            base_url: String::new(),
            comment_address: String::new(),
            forget_after: FORGET_AFTER,
            keep_private_days: KEEP_PRIVATE,
            keep_backup_days: 0,
            checks: BTreeMap::new(),
            workflows: BTreeMap::new(),
        }
    }
}
