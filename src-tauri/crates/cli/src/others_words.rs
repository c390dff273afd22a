//! What was changed of another's words, as the terminal says it.

use crate::out::{Ink, Out};
use desk::OthersWords;
use model::Result;

/// Letters and digits by which a passage or a change is told from the others.
pub const SHORT: usize = 8;

/// A change of another's words, and why it was made.
///
/// # Errors
/// What writing says.
pub fn words(one: &OthersWords, out: &mut Out) -> Result<()> {
    let OthersWords {
        before,
        after,
        by,
        whose,
        ..
    } = one;
    let line = format!(
        " {}  {by} changed what {whose} brought in: “{before}” → “{after}”",
        &one.change[..SHORT]
    );
    out.inked(&[(Some(Ink::Yellow), "!"), (None, &line)])?;
    match &one.why {
        Some(why) => out.line(format!("            because: {why}")),
        None => out.line("            no reason given yet"),
    }
}
