//! What became of comments by the later events of a step that is to be taken back: its earlier ones are looked at as if
//! those were taken back already.

use super::since::{built_on, untouched_since};
use crate::comment;
use model::{CommentId, Hash, OpId, Result, comment::Stand, event::Event};
use std::collections::HashMap;
use store::{Db, comment::Comment, person::Table};

/// What comments will be once the later events of a step are taken back.
#[derive(Default)]
pub(super) struct Ahead(HashMap<CommentId, Stand>);

impl Ahead {
    /// Counts an event of the step as taken back.
    pub(super) fn without(&mut self, db: &Db, event: &Event) -> Result<()> {
        let Event::CommentsChanged { records, back, .. } = event else {
            return Ok(());
        };
        for one in store::comment::changes(db, *records)?.iter() {
            let before = if *back { &one.now } else { &one.was }.clone();
            let stand = self.0.entry(one.comment).or_default();
            stand.decided = before.decided.or(stand.decided.take());
            stand.text = before.text.or(stand.text.take());
            stand.answers = before.answers.or(stand.answers.take());
            stand.findings = before.findings.or(stand.findings.take());
        }
        Ok(())
    }

    /// A comment as it will be then.
    fn find(&self, db: &Db, id: CommentId) -> Result<Comment> {
        let mut comment = store::comment::find(db, &id.to_string())?;
        let Some(stand) = self.0.get(&id) else {
            return Ok(comment);
        };
        if let Some(decided) = &stand.decided {
            comment.state = decided.state;
            comment.reasons.clone_from(&decided.reasons);
            comment.decided_by = decided.by;
        }
        if let Some(text) = &stand.text {
            comment.body.clone_from(&text.body);
            comment.original.clone_from(&text.original);
        }
        if let Some(answers) = &stand.answers {
            comment.parent = answers.parent;
            comment.answers.clone_from(&answers.source);
        }
        if let Some(findings) = &stand.findings {
            comment.findings.clone_from(findings);
        }
        Ok(comment)
    }

    /// Comments that came in are taken back only while nobody has decided or answered one of them.
    pub(super) fn undecided_since(
        &self,
        db: &Db,
        records: Hash,
        (op, mine): (OpId, OpId),
    ) -> Result<()> {
        for comment in store::comment::records(db, records)?.iter() {
            let id = comment.id.to_string();
            // What they sent has to be known again, so that it brings nothing of them back.
            if store::comment::forgotten(db, comment.commenter)? {
                return Err(built_on());
            }
            if !(untouched_since(db, Table::Comment, &id, (op, mine))?
                || comment::stands_as_taken(&self.find(db, comment.id)?, comment))
                || store::comment::answered_since(db, comment, (op, mine))?
            {
                return Err(built_on());
            }
        }
        Ok(())
    }

    /// What comments became is taken back only while each of them is as that act left it.
    pub(super) fn unchanged_since(
        &self,
        db: &Db,
        records: Hash,
        back: bool,
        (op, mine): (OpId, OpId),
    ) -> Result<()> {
        for one in store::comment::changes(db, records)?.iter() {
            let id = one.comment.to_string();
            if untouched_since(db, Table::Comment, &id, (op, mine))? {
                continue;
            }
            let left = if back { &one.was } else { &one.now };
            if !comment::stands(&self.find(db, one.comment)?, left) {
                return Err(built_on());
            }
        }
        Ok(())
    }
}
