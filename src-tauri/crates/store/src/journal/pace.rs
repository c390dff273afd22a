//! How far long work over many rows is.

use crate::error::go_on;
use model::Result;
use std::cell::Cell;

/// After how many rows it is told again.
const OFTEN: u64 = 256;

/// Tells, in thousandths, how far work is that walks over one sort of rows after the other; whoever is told may stop it.
pub(super) struct Pace<'a> {
    step: &'a dyn Fn(u64, u64) -> bool,
    /// Where the walk that is under way began and where it ends, in thousandths of all.
    part: Cell<(u64, u64)>,
    /// How many rows it has, about, and how many of them were looked at.
    rows: Cell<(u64, u64)>,
}

impl<'a> Pace<'a> {
    /// Told to `step`: done and total.
    pub fn of(step: &'a dyn Fn(u64, u64) -> bool) -> Self {
        Self {
            step,
            part: Cell::default(),
            rows: Cell::default(),
        }
    }

    /// Told to nobody.
    pub fn none() -> Self {
        Self::of(&|_, _| true)
    }

    /// The next walk, of about so many rows, ends when so many thousandths are done.
    ///
    /// # Errors
    /// `cancelled`.
    pub fn walk(&self, to: u64, rows: u64) -> Result<()> {
        self.part.set((self.part.get().1, to));
        self.rows.set((rows.max(1), 0));
        self.tell()
    }

    /// One more row was looked at.
    ///
    /// # Errors
    /// `cancelled`.
    pub fn one(&self) -> Result<()> {
        let (rows, done) = self.rows.get();
        self.rows.set((rows, done + 1));
        match (done + 1) % OFTEN {
            0 => self.tell(),
            _ => Ok(()),
        }
    }

    fn tell(&self) -> Result<()> {
        let ((from, to), (rows, done)) = (self.part.get(), self.rows.get());
        let done = from + (to - from) * done.min(rows) / rows.max(1);
        go_on((self.step)(done, 1000))
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::cell::RefCell;

    #[test]
    fn each_walk_goes_from_where_the_one_before_ended_and_never_past_its_own_end() {
        let told = RefCell::new(vec![]);
        let step = |done, total| {
            told.borrow_mut().push((done, total));
            true
        };
        let pace = Pace::of(&step);
        pace.walk(500, 512).unwrap();
        (0..1024).for_each(|_| pace.one().unwrap());
        pace.walk(1000, 0).unwrap();
        let done: Vec<u64> = told.take().into_iter().map(|(done, _)| done).collect();
        assert_eq!(done, [0, 250, 500, 500, 500, 500]);
    }

    #[test]
    fn whoever_is_told_stops_it() {
        let pace = Pace::of(&|done, _| done < 500);
        pace.walk(1000, 512).unwrap();
        let stopped = (0..512).find_map(|nth| pace.one().err().map(|error| (nth, error.code)));
        assert_eq!(stopped, Some((255, "cancelled".into())));
    }
}
