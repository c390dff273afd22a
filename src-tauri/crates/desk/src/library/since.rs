//! Whether another step has changed since what one is to take back.

use model::{Error, OpId, Result};
use store::{Db, person::Table};

/// A row that was changed by another step since, and not by one that takes this back, is left alone.
pub(super) fn untouched_since(
    db: &Db,
    table: Table,
    id: &str,
    (op, mine): (OpId, OpId),
) -> Result<bool> {
    let last = store::person::last_op_of(db, table, id)?.unwrap_or_default();
    Ok(last == op.to_string()
        || last == mine.to_string()
        || store::journal::took_back(db, &last)? == Some(op))
}

/// What is said where something was.
pub(super) fn built_on() -> Error {
    Error::refused(
        "built-on",
        "Something was done since that builds on it; it can’t be taken back.",
    )
    .hint("Take back what came after first, or change it by hand.")
}
