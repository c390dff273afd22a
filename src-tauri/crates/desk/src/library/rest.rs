//! What is done with what was written once nobody writes.

use crate::Desk;
use model::Result;

/// From how many writes on a short pause is enough.
const MANY: u64 = 40;
/// How many looks without a write make a short pause, and a long one.
const SHORT: u32 = 1;
const LONG: u32 = 10;

/// Puts what stands in the library's log into its file in pauses, so that no act waits for that: whoever keeps this has it look
/// about once a second.
#[derive(Debug, Clone, Default)]
pub struct Rest {
    /// How often something had been written at the last look, and when the log was put away last.
    seen: u64,
    put: u64,
    /// How many looks ago something was written.
    quiet: u32,
}

impl Rest {
    /// Begins; a library that is only to be read needs none.
    ///
    /// # Errors
    /// System errors.
    pub fn of(desk: &Desk) -> Result<Self> {
        if !desk.is_shared() {
            desk.store.leave_log()?;
        }
        Ok(Self::default())
    }

    /// One look.
    ///
    /// # Errors
    /// System errors; the log is then put away at another look.
    pub fn look(&mut self, desk: &Desk) -> Result<()> {
        let now = desk.store.writes();
        self.quiet = if now == self.seen { self.quiet + 1 } else { 0 };
        self.seen = now;
        let written = now - self.put;
        let is_pause = self.quiet >= LONG || self.quiet >= SHORT && written >= MANY;
        if written > 0 && is_pause {
            desk.store.put_log_away()?;
            self.put = now;
        }
        Ok(())
    }
}
