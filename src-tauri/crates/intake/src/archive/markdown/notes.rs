//! What there is to know of a folder as a whole.

use super::{Reader, UNREAD, layout::Program};
use crate::archive::{Found, common::left};

impl Reader<'_> {
    /// What holds for all of it.
    pub(super) fn notes(&self) -> Vec<Found> {
        let mut notes = vec![];
        let mut note = |place: &str, text: String, why: &str| {
            notes.push(Found::Note(left(place, text, why)));
        };
        let program = self.layout.program;
        let counts = format!("{} of {} were published there", self.published, self.found);
        match program {
            Program::None => note(
                "folder",
                counts,
                "No program that makes a site of the folder was recognised: its texts come in as drafts, whatever they say",
            ),
            program => {
                let why = format!(
                    "The folder is one of {}: a text that has a date that is past and is no draft was published there; the others come in as drafts, or for their date",
                    program.name()
                );
                note("folder", counts, &why);
            }
        }
        let unknown = self.layout.addresses.as_ref();
        let unknown = unknown.filter(|_| self.layout.base.is_some());
        for (place, text, why) in unknown.map(|all| all.unknown()).unwrap_or_default() {
            note(place, text.to_owned(), why);
        }
        if self.undated > 0 {
            let why = "These are no drafts, but have no date, so nobody can say when they came out: they come in as drafts";
            note("folder", self.undated.to_string(), why);
        }
        if self.seen.callouts > 0 {
            let why = "Callouts are quotations now, with their titles in bold";
            note("folder", self.seen.callouts.to_string(), why);
        }
        if self.seen.embeds > 0 {
            let why = "Notes that were shown within others are links to them now";
            note("folder", self.seen.embeds.to_string(), why);
        }
        for (folder, count) in &self.elsewhere {
            let why = "So many Markdown files lie where the site has no articles, and are not read";
            note(
                if folder.is_empty() { "top" } else { folder },
                count.to_string(),
                why,
            );
        }
        let led = self.led.borrow();
        let alone = self.attachments.iter().filter(|path| !led.contains(*path));
        notes.extend(alone.map(|path| Found::Left(left(path, "pdf", UNREAD))));
        notes
    }
}
