//! A page that is being printed, up to a size that no honest page has.

use std::io::{Error, Result, Write};

/// Most bytes of one page.
pub(super) const MOST: usize = 64 << 20;

/// What was printed so far.
#[derive(Default)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Whether more was to be printed than a page may have.
    pub(super) full: bool,
}

impl Write for Page {
    fn write(&mut self, some: &[u8]) -> Result<usize> {
        if self.bytes.len() + some.len() > MOST {
            self.full = true;
            return Err(Error::other("the page is full"));
        }
        self.bytes.extend_from_slice(some);
        Ok(some.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
