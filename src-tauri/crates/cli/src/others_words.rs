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
    let before = before.trim_matches(['“', '”']);
    let became = match after.as_str() {
        "" => format!("“{before}” was taken out"),
        // Its marks went, and nothing else.
        after if after == before => format!("“{before}” stands without its marks"),
        after => format!("“{before}” → “{after}”"),
    };
    let line = format!(
        " {}  {by} changed what {whose} brought in: {became}",
        &one.change[..SHORT]
    );
    out.inked(&[(Some(Ink::Yellow), "!"), (None, &line)])?;
    match &one.why {
        Some(why) => out.line(format!("            because: {why}")),
        None => out.line("            no reason given yet"),
    }
}
